"""Infers the destination from any value that a user may give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias, Union

from constructs_eic._bindings.expressions import textual
from constructs_eic._bindings.references import reference_of
from constructs_eic._bindings.resources import resource_type
from constructs_eic._values.arn import Arn
from constructs_eic._values.errors import refuse_multiple
from constructs_eic._values.function_reference import FunctionReference, FunctionReferenceError
from constructs_eic._values.queue_url import queue_arn, refuse_url
from constructs_eic._values.tokens import is_token, literal_head, one_of_all, pieces
from constructs_eic.destinations.base import Destination
from constructs_eic.destinations.kind_checks import check_values
from constructs_eic.destinations.registered import class_for_arn, class_for_type
from constructs_eic.destinations.sqs import SqsDestination

if TYPE_CHECKING:
    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._values.errors import Problems
    from constructs_eic._values.outcome import Outcome

DestinationLike: TypeAlias = Union["Destination", "TerraformElement", str]
"""What records can be sent to: a `Destination`, or what one is inferred from.

A `Destination` is inferred from a queue, topic, function, alias, event bus or bucket: from the resource, its data
source, its ARN, or a token of the ARN.
"""

_UNDELIVERABLE = "Lambda cannot deliver to this"
_GIVE = (
    "give an SQS queue, an SNS topic, a Lambda function or alias, an EventBridge bus or an S3 bucket, "
    "or its ARN"
)
_UNKNOWN = "the kind of destination that this refers to is not known"


def check_without_scope(value: object, outcome: Outcome, problems: Problems) -> None:
    """Report what cannot work wherever it is used, before there is a stack to ask about tokens."""
    if isinstance(value, str) and is_token(value):
        return
    destination = destination_from(value, outcome, problems, scope_info=None)
    if destination is not None:
        check_values(destination, outcome, problems)


def destination_from(
    value: object, outcome: Outcome, problems: Problems, scope_info: ScopeInfo | None
) -> Destination | None:
    """The destination that `value` means; `None` if that is a problem, which is reported."""
    value = textual(value)
    if isinstance(value, Destination):
        return value
    if isinstance(value, str):
        return _from_text(value, outcome, problems, scope_info)
    if isinstance(value, (list, tuple, set)):
        problems.add(
            outcome.argument,
            value,
            f"this is a {type(value).__name__}, and Lambda delivers to one destination for each outcome",
            "give one; an SNS topic or an EventBridge bus can deliver to several",
        )
        return None
    if isinstance(value, Mapping):
        fix = f"give the destination itself, as in {outcome.argument}=queue"
        problems.add(outcome.argument, value, f"this is a {type(value).__name__}", fix)
        return None
    found = class_for_type(resource_type(value))
    if found is None:
        problems.add(outcome.argument, value, _UNDELIVERABLE, _GIVE)
        return None
    return found(value)  # type: ignore[arg-type]  # a resource type is found on elements alone


def _from_text(
    text: str, outcome: Outcome, problems: Problems, scope_info: ScopeInfo | None
) -> Destination | None:
    if text.startswith("arn:"):
        return _from_arn(text, outcome, problems)
    reference = reference_of(text, scope_info) if scope_info and is_token(text) else None
    found = class_for_type(reference.resource_type) if reference else None
    if found is not None:
        return found(text)
    instance = one_of_all(problems.expression(text))
    if instance is not None:
        reason, fix = refuse_multiple(instance)
    elif (arn := queue_arn(text)) is not None:
        reason, fix = refuse_url(arn)
    elif literal_head(text) or not text:
        reason, fix = "this is not an ARN", _GIVE
    else:
        reason, fix = _UNKNOWN, _wrap(text, scope_info)
    problems.add(outcome.argument, text, reason, fix)
    return None


def _wrap(text: str, scope_info: ScopeInfo | None) -> str:
    """Return how to say which kind of destination `text` is: by its references, or by what is literal."""
    expressions = [piece for piece, is_template in pieces(text) if is_template]
    references = [reference_of(each, scope_info) for each in expressions if scope_info]
    types = [each.resource_type for each in references if each is not None]
    if ":function:" in text:
        types.append("aws_lambda_function")
    found = next(filter(None, map(class_for_type, types)), SqsDestination)
    return f"wrap it, as in {found.__name__}(...)"


def _from_arn(text: str, outcome: Outcome, problems: Problems) -> Destination | None:
    reason, fix = _UNDELIVERABLE, _GIVE
    try:
        if ":function:" in text:
            FunctionReference.read(text)
        arn = Arn.parse(text)
        found = class_for_arn(arn)
        if found is not None:
            return found(text)
        if is_token(arn.service):
            reason, fix = _UNKNOWN, _wrap(text, None)
    except FunctionReferenceError as error:
        reason, fix = error.reason, error.fix
    except ValueError as error:
        reason = f"this is not an ARN: {error}"
    problems.add(outcome.argument, text, reason, fix)
    return None
