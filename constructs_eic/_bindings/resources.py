"""The resources of an app: their type, and the arguments that the user gave them.

What a resource *is* is determined by its jsii type, never by `isinstance`: so the prebuilt packages of cdktf and
cdktn, bindings that `cdktf get` generated locally and the constructs of `cdktn-aws` all work in the same way.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

from constructs_eic._bindings.as_constructed import AsConstructed
from constructs_eic._bindings.construction import logical_id_of, scopes_of, stack_of_scopes
from constructs_eic._bindings.declared import Declared
from constructs_eic._bindings.lazy_text import produced
from constructs_eic._bindings.reading import current_reading, once
from constructs_eic._bindings.spelling import snake
from constructs_eic._values.tokens import is_token

if TYPE_CHECKING:
    from collections.abc import Hashable

    from constructs import IConstruct

    from constructs_eic._bindings.installed import TerraformStack
    from constructs_eic._bindings.protocols import TerraformElement, TerraformProvider


def reference_id(construct: IConstruct) -> str:
    """The identity of `construct` in this process, whichever Python object represents it."""
    identity: str = construct.__jsii_ref__.ref  # type: ignore[attr-defined]
    return identity


def resource_type(value: object) -> str | None:
    """Terraform's type of a resource (`aws_sqs_queue`) or data source (`data.aws_sqs_queue`)."""
    return _resource_type_of(cast("Hashable", type(value)))


@cache
def _resource_type_of(python_type: Hashable) -> str | None:
    jsii_type = getattr(python_type, "__jsii_type__", "")
    return _type_named(jsii_type) or _declared_type(python_type, jsii_type.rpartition(".")[2])


def _type_named(jsii_type: str) -> str | None:
    """Terraform's type of the resources of a class of the AWS bindings."""
    namespace, _, name = jsii_type.rpartition(".")
    namespace = namespace.rpartition(".")[2]
    # A class has an A at its end if another class has its name: S3BucketServerSideEncryptionConfigurationA.
    if not name or name.lower() not in (namespace.lower(), f"{namespace}a".lower()):
        return None
    name = snake(namespace)
    return f"data.{name[5:]}" if name.startswith("data_aws_") else f"aws_{name}"


def _declared_type(python_type: Hashable, name: str) -> str | None:
    """The type that a class of `cdktn-aws` declares: `lambda.AwsFunction` is an `aws_lambda_function`."""
    if not name.startswith(("Aws", "DataAws")):
        return None
    declared: str = getattr(python_type, "TF_RESOURCE_TYPE", None) or ""
    if not declared.startswith("aws_"):
        return None  # a provider, which also declares one
    return f"data.{declared}" if name.startswith("Data") else declared


def declared(resource: TerraformElement) -> Declared | AsConstructed:
    """`resource` as it will be in Terraform's JSON, read once for each configuration, if it was changed."""
    reading = current_reading()
    known = reading.declared if reading else None
    return once(
        known,
        reference_id(resource),
        lambda: AsConstructed.of(resource, resource_type(resource)) or Declared.read(resource),
    )


def attribute(resource: TerraformElement, name: str) -> str:
    """A reference to an attribute of `resource`, such as its `arn`: as text if it is in the current stack."""
    is_declared = resource_type(resource) is not None
    if is_declared and (read := declared(resource)).is_moved:
        target = None if is_in_current_stack(resource) else moved_to(resource)
        if target is not None:
            # Its own token, which other stacks understand.
            reference: str = getattr(target, name)
            return reference
        if read.moved_to is None:
            return produced(lambda: f"${{{_address_now(resource)}.{name}}}")
        return f"${{{read.moved_to}.{name}}}"
    if is_in_current_stack(resource):
        read = declared(resource)
        return f"${{{read.address}{_own_instance(read)}.{name}}}"
    own: str = getattr(resource, name)
    return own


def moved_to(resource: TerraformElement) -> TerraformElement | None:
    """The resource that `resource` was moved to, if it is in the same stack."""
    place = declared(resource).moved_to
    elements = stack_holding(resource).node.find_all() if place is not None else ()
    type_ = resource_type(resource)
    return next(
        (
            cast("TerraformElement", each)
            for each in elements
            if resource_type(each) == type_ and address(cast("TerraformElement", each)) == place
        ),
        None,
    )


def _own_instance(read: Declared | AsConstructed) -> str:
    """The index of the instance that refers to its sibling: only what we create ourselves has several."""
    if read.arguments.get("for_each") is not None:
        return "[each.key]"
    return "" if read.arguments.get("count") is None else "[count.index]"


def _address_now(resource: TerraformElement) -> str:
    """Return where a resource that was moved is; where it was, until a resource has the target of `move_to`."""
    read = Declared.read(resource)
    return read.moved_to or read.address


def stack_holding(element: TerraformElement) -> TerraformStack:
    """The stack that `element` is in."""
    return stack_of_scopes(scopes_of(element) or ()) or element.cdktf_stack


def is_in_current_stack(resource: TerraformElement) -> bool:
    """Return whether `resource` is known to be in the stack of the configuration that is being created."""
    reading = current_reading()
    if reading is None or resource_type(resource) is None:
        return False
    return reference_id(stack_holding(resource)) == reference_id(reading.stack)


def address(resource: TerraformElement) -> str:
    """The address of `resource` in its stack, such as `aws_sqs_queue.failures`."""
    return f"{resource_type(resource)}.{logical_id_of(resource)}"


def given(resource: TerraformElement, argument: str) -> object:
    """Return what the user gave `resource`, or a provider, for an argument; `None` if it is unset or unknown."""
    if resource_type(resource) is None:
        return getattr(resource, f"{argument}_input", None)
    return declared(resource).arguments.get(argument)


def given_text(resource: TerraformElement, argument: str) -> str | None:
    """Return what the user gave `resource` for an argument, if that is literal text."""
    value = given(resource, argument)
    return value if isinstance(value, str) and not is_token(value) else None


def is_text_attribute(resource: TerraformElement, name: str) -> bool:
    """Return whether an attribute is text, according to the class of `resource` in the bindings."""
    getter = getattr(getattr(type(resource), name, None), "fget", None)
    returned = getattr(getter, "__annotations__", {}).get("return")
    return returned in (str, "builtins.str")


def provider_of(resource: TerraformElement) -> TerraformProvider | None:
    """The provider that `resource` is created through, if it is not the stack's own."""
    if declared(resource).arguments.get("provider") is None:
        return None
    provider: TerraformProvider | None = getattr(resource, "provider", None)
    return provider


def instance_example(resource: TerraformElement, name: str) -> str | None:
    """Return how to write an attribute of one instance of `resource`, if it has `count` or `for_each`."""
    read = declared(resource)
    for argument, index in (("count", "0"), ("for_each", '"KEY"')):
        if read.arguments.get(argument) is not None:
            return f"${{{read.address}[{index}].{name}}}"
    return None
