"""Warns of what works, but probably not as it was meant: annotations on the configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic._bindings.scope_info import warn
from constructs_eic._construct.version_warnings import warn_of_version_when_synthesized
from constructs_eic._target.deployment import warn_of_another_region
from constructs_eic._target.location import Location
from constructs_eic._values.function_reference import LATEST, LATEST_PUBLISHED
from constructs_eic._values.outcome import Outcome
from constructs_eic.destinations import LambdaDestination
from constructs_eic.destinations.encryption import key_location

if TYPE_CHECKING:
    from constructs import Construct

    from constructs_eic._construct.arguments import Arguments
    from constructs_eic._target.target import Target
    from constructs_eic.destinations.attached import AttachedDestination


def add_warnings(config: Construct, arguments: Arguments) -> None:
    """Add everything that a configuration should be told to it, where `cdktf synth` prints it with its path."""
    here = Location.of_function(arguments.target, arguments.deployment, arguments.scope_info).region
    warn_of_another_region(config, here, arguments.deployment, arguments.scope_info)
    _warn_of_published_version(config, arguments.target)
    warn_of_version_when_synthesized(config, arguments.target.qualifier, arguments.scope_info)
    for each in arguments.destinations:
        _warn_of_destination(config, each, here)


def _warn_of_published_version(config: Construct, target: Target) -> None:
    qualifier = target.qualifier
    is_latest = qualifier is None or qualifier.literal == LATEST
    if is_latest and target.runs_published_version:
        warn(
            config,
            "the function is on Lambda Managed Instances, where an invocation without qualifier runs "
            f"{LATEST_PUBLISHED}, and this configuration is for {LATEST}: give qualifier='{LATEST_PUBLISHED}'",
        )


def _warn_of_destination(
    config: Construct, attached: AttachedDestination, function_region: str | None
) -> None:
    argument, destination = attached.outcome.argument, attached.destination
    region = attached.location.region
    if _differ(region, function_region):
        warn(
            config,
            f"{argument} is in {region}, the function in {function_region}, and Lambda delivers within a region: "
            f"give a destination in {function_region}",
        )
    key = key_location(destination, attached.checked).region
    used_in = region or function_region
    if _differ(key, used_in):
        warn(
            config,
            f"the key of {argument} is in {key}, the destination in {used_in}, and keys work within a region: "
            f"give a key in {used_in}",
        )
    if (
        isinstance(destination, LambdaDestination)
        and destination.response_only
        and attached.outcome is Outcome.FAILURE
    ):
        warn(
            config,
            f"{argument} with response_only=True passes on the error alone, and the event is lost: "
            "give LambdaDestination(function), whose record has the event, or a queue",
        )


def _differ(one: str | None, another: str | None) -> bool:
    return None not in (one, another) and one != another
