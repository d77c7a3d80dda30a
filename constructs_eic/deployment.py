"""Through which provider, and in which region, a construct is made: as asked for, else where its function is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic import bindings
from constructs_eic.arn import is_region
from constructs_eic.tokens import is_token

if TYPE_CHECKING:
    from constructs import Construct

    from constructs_eic.bindings import Deployment, Place
    from constructs_eic.errors import Problems
    from constructs_eic.function import Target


def read_deployment(
    provider: object, region: object, target: Target | None, place: Place
) -> Deployment:
    """Where everything is made, from the arguments `provider=` and `region=` and from the function."""
    asked_for = bindings.deployment(provider, region)
    return asked_for if target is None else asked_for.or_else(target.declared_in.usable_in(place))


def check_region(region: object, problems: Problems) -> None:
    """Report a `region=` that is none, or that these bindings do not know."""
    if region is None:
        return
    if not bindings.has_region_argument():
        problems.add(
            "region",
            region,
            "these bindings are of AWS provider v5, whose resources have no region",
            "install cdktf-cdktf-provider-aws>=21, or give provider= with a provider of that region",
        )
    if not (is_token(region) or (isinstance(region, str) and is_region(region))):
        problems.add("region", region, "this is no region's name", "give one such as 'eu-west-1'")


def check_provider(provider: object, problems: Problems) -> None:
    """Report a `provider=` that is none: resources of ours are made without cdktf's own checks."""
    if not bindings.is_provider(provider):
        problems.add("provider", provider, "this is no provider", "give an AwsProvider")


def warn_of_another_region(
    construct: Construct, target: Target, made_in: Deployment, place: Place
) -> None:
    """Warn where the function is known to be in another region than the construct."""
    there = target.region
    here = there and bindings.literal_region(made_in, place)
    if here not in (None, there):
        argument = "provider= or region=" if bindings.has_region_argument() else "provider="
        bindings.warn(
            construct,
            f"the function is in {there}, this in {here}, where Lambda does not know the function: "
            f"give {argument} of {there}",
        )
