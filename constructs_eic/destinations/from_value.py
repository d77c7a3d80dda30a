"""Infers the destination from any value that a user may give."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, Union

from constructs_eic._bindings.expressions import textual
from constructs_eic._bindings.references import reference_of
from constructs_eic._bindings.resources import resource_type
from constructs_eic._values.arn import Arn
from constructs_eic._values.function_reference import FunctionReference, UnreadableError
from constructs_eic._values.tokens import is_token, one_of_all
from constructs_eic.destinations.base import Destination, refuse_multiple

if TYPE_CHECKING:
    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._values.errors import Problems
    from constructs_eic.destinations.delivery import Outcome

DestinationLike: TypeAlias = Union["Destination", "TerraformElement", str]

_KINDS = (
    "an SQS queue, an SNS topic, a Lambda function or alias, an EventBridge bus or an S3 bucket"
)


def check_without_scope(value: object, outcome: Outcome, problems: Problems) -> None:
    """Report what cannot work wherever it is used, before there is a stack to ask about tokens."""
    if isinstance(value, str) and is_token(value):
        return
    destination = destination_from(value, outcome, problems, scope_info=None)
    if destination is not None:
        destination.check_literal(outcome, problems)


def destination_from(
    value: object, outcome: Outcome, problems: Problems, scope_info: ScopeInfo | None
) -> Destination | None:
    """The destination that `value` means; `None` if that is a problem, which is reported."""
    value = textual(value)
    if isinstance(value, Destination):
        return value
    if isinstance(value, str):
        return _infer_text(value, outcome, problems, scope_info)
    if isinstance(value, (list, tuple, set)):
        problems.add(
            outcome.argument,
            value,
            f"this is a {type(value).__name__}, and Lambda delivers to one destination for each outcome",
            "give one; an SNS topic or an EventBridge bus can deliver to several",
        )
        return None
    kind = _kind_of_resource(resource_type(value))
    if kind is None:
        problems.add(
            outcome.argument, value, "Lambda cannot deliver to this", f"give {_KINDS}, or its ARN"
        )
        return None
    return kind(value)  # type: ignore[arg-type]  # a resource type is found on elements alone


def _infer_text(
    text: str, outcome: Outcome, problems: Problems, scope_info: ScopeInfo | None
) -> Destination | None:
    if text.startswith("arn:"):
        return _infer_arn(text, outcome, problems)
    reference = reference_of(text, scope_info) if scope_info and is_token(text) else None
    kind = _kind_of_resource(reference.resource_type) if reference else None
    if kind is not None:
        return kind(text)
    instance = one_of_all(problems.expression(text))
    if instance is not None:
        problems.add(outcome.argument, text, *refuse_multiple(instance))
    elif is_token(text):
        problems.add(
            outcome.argument,
            text,
            "the kind of destination that this refers to is not known",
            "wrap it, as in SqsDestination(...)",
        )
    else:
        problems.add(outcome.argument, text, "this is not an ARN", f"give {_KINDS}, or its ARN")
    return None


def _infer_arn(text: str, outcome: Outcome, problems: Problems) -> Destination | None:
    reason = "Lambda cannot deliver to this"
    fix = f"give {_KINDS}, or its ARN"
    try:
        if ":function:" in text:
            FunctionReference.read(text)
        arn = Arn.parse(text)
        for kind in Destination.kinds:
            if kind.arn_shape is not None and kind.arn_shape.fits(arn):
                return kind(text)
    except UnreadableError as error:
        reason, fix = error.reason, error.fix
    except ValueError as error:
        reason = f"this is not an ARN: {error}"
    problems.add(outcome.argument, text, reason, fix)
    return None


def _kind_of_resource(terraform_type: str | None) -> type[Destination] | None:
    for kind in Destination.kinds:
        if terraform_type in kind.resource_types:
            return kind
    return None
