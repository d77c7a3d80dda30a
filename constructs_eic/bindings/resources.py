"""What a resource is, and what the user gave it.

What a resource *is* is told by its jsii type, never by `isinstance`: so the prebuilt packages of cdktf and cdktn,
bindings that `cdktf get` generated locally and the constructs of `cdktn-aws` all work alike.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, cast
from weakref import WeakKeyDictionary

from constructs_eic.tokens import is_token

if TYPE_CHECKING:
    from collections.abc import Hashable

    from constructs import IConstruct

    from constructs_eic.bindings.protocols import TerraformElement

_CAMEL_HUMP = re.compile(r"(?<!^)(?=[A-Z])")


def reference_id(construct: IConstruct) -> str:
    """What identifies `construct` in this process, whichever Python object stands for it."""
    identity: str = construct.__jsii_ref__.ref  # type: ignore[attr-defined]
    return identity


def resource_type(value: object) -> str | None:
    """Terraform's type of a resource (`aws_sqs_queue`) or data source (`data.aws_sqs_queue`)."""
    return _resource_type_of(cast("Hashable", type(value)))


@cache
def _resource_type_of(python_type: Hashable) -> str | None:
    namespace, _, name = getattr(python_type, "__jsii_type__", "").rpartition(".")
    namespace = namespace.rpartition(".")[2]
    if not name:
        return None
    # A class takes an A at its end where another has its name: S3BucketServerSideEncryptionConfigurationA.
    if name.lower() not in (namespace.lower(), f"{namespace}a".lower()):
        return _declared_type(python_type, name)
    snake = _CAMEL_HUMP.sub("_", namespace).lower()
    return f"data.{snake[5:]}" if snake.startswith("data_aws_") else f"aws_{snake}"


def _declared_type(python_type: Hashable, name: str) -> str | None:
    """The type that a class of `cdktn-aws` declares: `lambda.AwsFunction` is an `aws_lambda_function`."""
    if not name.startswith(("Aws", "DataAws")):
        return None
    declared = getattr(python_type, "TF_RESOURCE_TYPE", None)
    return f"data.{declared}" if declared and name.startswith("Data") else declared


_attributes: WeakKeyDictionary[object, dict[str, str]] = WeakKeyDictionary()


def attribute(resource: TerraformElement, name: str) -> str:
    """A reference to an attribute of `resource`, such as its `arn`; the same string each time."""
    known = _attributes.setdefault(resource, {})
    if name not in known:
        known[name] = getattr(resource, name)
    return known[name]


def address(resource: TerraformElement) -> str:
    """What Terraform calls `resource` in its stack, such as `aws_sqs_queue.failures`."""
    return f"{resource_type(resource)}.{resource.friendly_unique_id}"


def given(resource: TerraformElement, argument: str) -> object:
    """What the user gave `resource` for an argument; `None` where it is unset or unknown to its type."""
    return getattr(resource, f"{argument}_input", None)


def given_text(resource: TerraformElement, argument: str) -> str | None:
    """What the user gave `resource` for an argument, where that is literal text."""
    value = given(resource, argument)
    return value if isinstance(value, str) and not is_token(value) else None


def one_of_many(resource: TerraformElement, name: str) -> str | None:
    """How to write an attribute of one instance of `resource`, where it has `count` or `for_each`."""
    if getattr(resource, "count", None) is not None:
        index = "0"
    elif getattr(resource, "for_each", None) is not None:
        index = '"KEY"'
    else:
        return None
    return f"${{{resource_type(resource)}.{resource.friendly_unique_id}[{index}].{name}}}"


def synthesized(resource: TerraformElement) -> dict[str, object]:
    """The arguments of `resource` as they will stand in Terraform's JSON, tokens still encoded."""
    by_type = resource.to_terraform()
    block = next(iter(by_type.values()))
    for _ in ("type", "name"):
        block = next(iter(block.values()))
    arguments: dict[str, object] = block
    return arguments
