"""Creates resources, and does the argument checks that the generated constructors would do."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import jsii

from constructs_eic._bindings.framework import aws, core, import_ahead
from constructs_eic._bindings.spelling import camel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import TypeGuard

    from constructs import Construct

    from constructs_eic._bindings import protocols
    from constructs_eic._bindings.installed import TerraformResourceLifecycle
    from constructs_eic._bindings.protocols import TerraformElement, TerraformProvider

LifecycleLike: TypeAlias = "protocols.TerraformResourceLifecycle | Mapping[str, object]"
CountLike: TypeAlias = "float | protocols.TerraformCount"
IteratorLike: TypeAlias = "protocols.ITerraformIterator"

# What every configuration consists of; the rest is imported where it is needed.
import_ahead("IamRolePolicy", "LambdaFunctionEventInvokeConfig")


# As jsii takes it. "The lifecycle Meta-Argument" in the Terraform Language Documentation.
CREATE_BEFORE_DESTROY: Mapping[str, object] = {"createBeforeDestroy": True}


def create_resource(
    class_name: str, scope: Construct, id_: str, **arguments: object
) -> TerraformElement:
    """Create a resource or data source of the AWS bindings as its own constructor would, in half the time.

    The generated constructors evaluate their type hints on every call, which costs more than the round trip to
    Node. What is passed here was checked before, by this module's functions among others, and jsii's kernel checks
    it again. An argument that is `None` is left out.
    """
    resource_class = aws(class_name)
    resource = resource_class.__new__(resource_class)
    properties = {camel(name): value for name, value in arguments.items() if value is not None}
    jsii.create(resource_class, resource, [scope, id_, properties])
    return cast("TerraformElement", resource)


def create_asset(scope: Construct, id_: str, path: Path) -> str:
    """Let synthesis copy a file beside the stack, and return where it is then."""
    asset = core.TerraformAsset(scope, id_, path=str(path), type=core.AssetType.FILE)
    copied: str = asset.path
    return copied


def wait_for(resource: TerraformElement, addresses: Sequence[str]) -> None:
    """Let `resource` also wait for what has these addresses."""
    if addresses:
        resource.depends_on = [*(resource.depends_on or ()), *addresses]  # type: ignore[attr-defined]


@cache
def has_region_argument() -> bool:
    """Return whether the bindings are of AWS provider v6, whose resources take a `region`."""
    constructor = aws("LambdaFunctionEventInvokeConfig").__init__
    return "region" in inspect.signature(constructor).parameters


def are_dependables(value: object) -> bool:
    """Return whether `depends_on` of a resource accepts `value`; `None` means nothing to wait for."""
    return value is None or (
        isinstance(value, (list, tuple)) and all(hasattr(type(each), "fqn") for each in value)
    )


def is_count(value: object) -> bool:
    """Return whether `value` is a `TerraformCount`."""
    return getattr(type(value), "__jsii_type__", "").endswith(".TerraformCount")


def is_iterator(value: object) -> bool:
    """Return whether `for_each` of a resource accepts `value`."""
    return getattr(type(value), "__jsii_type__", "").endswith("TerraformIterator")


def is_aws_provider(value: object) -> TypeGuard[TerraformProvider]:
    """Return whether `value` is an AWS provider by its jsii type, which a subclass in Python also has."""
    return getattr(type(value), "__jsii_type__", "").endswith(".AwsProvider")


def lifecycle_problem(value: object) -> str | None:
    """Return why `lifecycle` of a resource does not accept `value`; `None`, which leaves it out, is accepted."""
    if value is None:
        return None
    if not isinstance(value, (core.TerraformResourceLifecycle, Mapping)):
        return "this is not a lifecycle"
    try:
        block = lifecycle(value)
    except TypeError as error:
        return str(error).removeprefix("TerraformResourceLifecycle.__init__() ")
    ignored = block.ignore_changes if block else None
    if isinstance(ignored, str) and ignored != "all":
        return f"Terraform takes ignore_changes as a list, ['{ignored}'], or as 'all'"
    return None


def lifecycle(given: LifecycleLike | None) -> TerraformResourceLifecycle | None:
    """`lifecycle` as a resource accepts it."""
    if isinstance(given, Mapping):
        return core.TerraformResourceLifecycle(**cast("Mapping[str, Any]", given))
    return cast("TerraformResourceLifecycle | None", given)


def lifecycle_ignoring(attribute: str, given: LifecycleLike | None) -> TerraformResourceLifecycle:
    """`lifecycle` that also ignores changes to one more attribute."""
    block = lifecycle(given) or core.TerraformResourceLifecycle()
    ignored = block.ignore_changes or ()
    if ignored == "all" or attribute in ignored:
        return block
    return core.TerraformResourceLifecycle(
        create_before_destroy=block.create_before_destroy,
        prevent_destroy=block.prevent_destroy,
        ignore_changes=[*ignored, attribute],
        replace_triggered_by=block.replace_triggered_by,
        precondition=block.precondition,
        postcondition=block.postcondition,
    )
