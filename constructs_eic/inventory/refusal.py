"""Finds what exists in an account but `EventInvokeConfig` would refuse to declare.

In the past, Lambda accepted what it refuses today. Such a configuration is taken over unchanged, by the plain
resource. The construct's own checks need cdktf, which an inventory does not require; tests keep the two consistent.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constructs_eic._values.arn import Arn
from constructs_eic._values.destination_kinds import LAMBDA, kind_of_arn
from constructs_eic._values.function_reference import FunctionReference
from constructs_eic._values.limits import (
    MAXIMUM_EVENT_AGE_IN_SECONDS,
    MAXIMUM_RETRY_ATTEMPTS,
    MINIMUM_EVENT_AGE_IN_SECONDS,
    is_function_name,
    is_qualifier,
)
from constructs_eic._values.tokens import is_token

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_eic.inventory.entry import Entry, Outcome

_OUTCOMES: tuple[Outcome, ...] = ("OnFailure", "OnSuccess")

# What Terraform's AWS provider accepts as an ARN.
_TERRAFORM_ARN = re.compile(
    r"arn:aws(-[a-z]+)*:[^:]*"
    r":([a-z]{2}(-[a-z]+)+-[0-9]{1,2})?"
    r":(aws|aws-managed|aws-marketplace|third-party|[0-9]{12}|cw[^\n]{10})?"
    r":.+",
    re.DOTALL,
)


def refused_by_terraform(entry: Entry) -> str | None:
    """Return why no resource can be declared for `entry`, if none can."""
    if not is_function_name(entry.function_name):
        return "Terraform takes no function of this name"
    if entry.qualifier is None or not is_qualifier(entry.qualifier):
        return f"Terraform takes no qualifier {entry.qualifier!r}"
    return None


def unwritable(entry: Entry) -> dict[str, str]:
    """The arguments of the resource that cannot be written in Terraform, each with the reason."""
    return dict(_unwritable(entry))


def _unwritable(entry: Entry) -> Iterator[tuple[str, str]]:
    for arn in map(entry.destination, _OUTCOMES):
        if arn is not None and not _is_writable(arn):
            yield "destination_config", f"Terraform takes no destination {arn!r}"
            break
    else:
        if _has_half_a_destination(entry):
            yield "destination_config", "Terraform knows no destination that is there and empty"
    age, retries = entry.maximum_event_age_in_seconds, entry.maximum_retry_attempts
    if age is not None and not MINIMUM_EVENT_AGE_IN_SECONDS <= age <= MAXIMUM_EVENT_AGE_IN_SECONDS:
        yield "maximum_event_age_in_seconds", f"Terraform takes no event age of {age} seconds"
    if retries is not None and not 0 <= retries <= MAXIMUM_RETRY_ATTEMPTS:
        yield "maximum_retry_attempts", f"Terraform takes no {retries} retry attempts"


def _is_writable(arn: str) -> bool:
    # Terraform would evaluate what looks like an expression: data from an account must never be executed.
    is_expression = is_token(arn) or "%{" in arn
    return not is_expression and _TERRAFORM_ARN.fullmatch(arn) is not None


def _has_half_a_destination(entry: Entry) -> bool:
    """Return whether the provider would read an empty block: no block, or two without an ARN, are none to it."""
    held = [(entry.destination_config or {}).get(outcome) for outcome in _OUTCOMES]
    arns = [None if one is None else one.get("Destination") for one in held]
    is_one_alone = any(one is None for one in held) and any(
        one is not None and arn is None for one, arn in zip(held, arns, strict=True)
    )
    return "" in arns or (is_one_alone and not any(arns))


def refused_by_construct(entry: Entry) -> str | None:
    """Return why `EventInvokeConfig` would raise for `entry`, if it would; Terraform can express all of it."""
    destinations = [(outcome, entry.destination(outcome)) for outcome in _OUTCOMES]
    for outcome, text in destinations:
        if text is not None:
            reason = _refused_destination(entry, outcome, text)
            if reason:
                return reason
    return None


def _refused_destination(entry: Entry, outcome: Outcome, text: str) -> str | None:
    try:
        arn = Arn.parse(text)
    except ValueError as error:
        return f"Lambda delivers nothing to {text}: {error}"
    kind = kind_of_arn(arn)
    problem = kind and kind.problem(text)
    if kind is None or problem:
        return f"Lambda delivers nothing to {text}{f': {problem[0]}' if problem else ''}"
    if outcome not in [f"On{each.title}" for each in kind.outcomes]:
        return f"Lambda does not send {outcome} to {text}"
    if kind is LAMBDA and FunctionReference.read(text).name == entry.function_name:
        return f"{text} is the function itself"
    return None
