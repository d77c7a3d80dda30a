"""Decides whether statements of policies allow an action on a resource: yes, no, or only Terraform knows.

Source: "Policy evaluation logic" in the AWS Identity and Access Management User Guide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from constructs_eic._values.destination_kinds import kind_of_type
from constructs_eic.checks._facts.function_coverage import function_covers
from constructs_eic.checks._model.lookups import literal_name
from constructs_eic.checks._model.values import Expression, Reference, Unknown, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from constructs_eic.checks._facts.functions import Functions
    from constructs_eic.checks._facts.policies import PolicyStatement
    from constructs_eic.checks._model import rule_values
    from constructs_eic.checks._model.resource import Resource

_UNKNOWN_TEXT: Final = "\ue002"


@dataclass(frozen=True)
class Request:
    """An action on a resource, which policies allow or do not allow.

    Attributes:
        action: The action, such as `sqs:SendMessage`.
        resource: The resource or data source, if it is in the model.
        arn: Its ARN, with `*` for what is not known; `None` if not even its name is known.
        suffix: Follows the resource's own ARN: `/*` stands for the objects of a bucket, `:live` for a qualifier.
        target: The function under its qualifier, if it is a function.
    """

    action: str
    resource: rule_values.Resource | None
    arn: str | None
    suffix: str = ""
    target: rule_values.Target | None = None


def decision(
    statements: Iterable[PolicyStatement],
    request: Request,
    functions: Functions,
    source: Resource,
    *,
    conditions_hold: bool = False,
) -> bool | None:
    """Return whether the statements allow an action; an explicit deny takes precedence.

    Args:
        statements: The statements of all policies.
        request: The action, and what it must be allowed on.
        functions: The functions of the model that resolves references.
        source: The resource whose policy it is.
        conditions_hold: Whether what is allowed under a condition counts as allowed.
    """
    answer: bool | None = False
    for statement in statements:
        applies = _both(
            _action_applies(statement, request.action),
            _resource_applies(statement, request, functions, source),
        )
        if statement.is_conditional and applies and not (statement.allows and conditions_hold):
            applies = None
        if applies is False:
            continue
        if not statement.allows:
            if applies:
                return False
            answer = None
        elif applies and answer is False:
            answer = True
        elif applies is None and answer is False:
            answer = None
    return answer


def _action_applies(statement: PolicyStatement, action: str) -> bool | None:
    found = _any(
        None if not isinstance(each, str) else _matches(each.lower(), action.lower())
        for each in statement.actions
    )
    return _negated(found) if statement.is_not_action else found


def _resource_applies(
    statement: PolicyStatement, request: Request, functions: Functions, source: Resource
) -> bool | None:
    found = _any(_covers(each, request, functions, source) for each in statement.resources)
    return _negated(found) if statement.is_not_resource else found


def _covers(
    pattern: Value, request: Request, functions: Functions, source: Resource
) -> bool | None:
    if isinstance(pattern, str):
        return _text_covers(pattern, request)
    if not isinstance(pattern, Expression):
        return None
    head, *tail = pattern.parts
    if isinstance(head, Reference) and not any(isinstance(each, Unknown) for each in tail):
        return _reference_covers(head, tail, request, functions, source)
    if isinstance(head, Unknown):
        return _unknown_covers(head, request, functions, source)
    text = "".join(each if isinstance(each, str) else _UNKNOWN_TEXT for each in pattern.parts)
    return _text_covers(text, request)


def _reference_covers(
    head: Reference,
    tail: Sequence[str | Reference | Unknown],
    request: Request,
    functions: Functions,
    source: Resource,
) -> bool | None:
    found = functions.model.referred(head, source)
    if not found or head.attribute not in _arn_attributes(found[0].type):
        return None
    if request.target is not None:
        return function_covers((head, *tail), request.target, functions, source)
    suffix = "".join(each if isinstance(each, str) else _UNKNOWN_TEXT for each in tail)
    same: bool | None
    if request.resource is not None:
        same = any(each is request.resource for each in found)
        if not same and (_is_data(request.resource) or any(map(_is_data, found))):
            same = _same_names(found, request)
        elif same and len(found) > 1:
            same = None
    else:
        same = _same_names(found, request)
    return _both(same, _suffix_covers(suffix, request))


def _same_names(found: Sequence[Resource], request: Request) -> bool | None:
    """Return whether a reference is to what is known only by its ARN."""
    names = [literal_name(each) for each in found]
    if request.arn is None or None in names:
        return None
    name = re.split(r"[:/]", request.arn)[-1]
    return None if name in names or "*" in name else False


def _unknown_covers(
    head: Unknown, request: Request, functions: Functions, source: Resource
) -> bool | None:
    """In a plan, it is known what an expression refers to, but not how it uses that."""
    if request.target is not None:
        return function_covers((head,), request.target, functions, source)
    if len(head.references) != 1 or request.resource is None:
        return None
    found = functions.model.referred(head.references[0], source)
    if len(found) != 1 or _is_data(found[0]) or _is_data(request.resource):
        return None
    if found[0] is not request.resource:
        return False if found[0].type == request.resource.type else None
    return None if request.suffix else True


def _suffix_covers(pattern: str, request: Request) -> bool | None:
    if pattern in ("*", request.suffix):
        return True
    if request.suffix == "/*":  # some prefix of the bucket's objects, which may be the right one
        return None if pattern.startswith("/") else False
    return _matches(pattern, request.suffix)


def _text_covers(pattern: str, request: Request) -> bool | None:
    if pattern == "*":
        return True
    parts = pattern.split(":", 5)
    if len(parts) < 6 or parts[0] != "arn":
        return None if _UNKNOWN_TEXT in pattern or "*" in pattern else False
    if request.arn is None:
        return None
    own_parts = f"{request.arn}{request.suffix}".split(":", 5)
    for given, own in zip(parts[1:5], own_parts[1:5], strict=False):
        if _UNKNOWN_TEXT in given or own == "*":
            continue
        if not _matches(given, own):
            return False
    given, own = parts[5], own_parts[5]
    if request.suffix == "/*" and "/" in given:
        bucket, _, prefix = given.partition("/")
        return _both(
            _maybe_matches(bucket, own.removesuffix("/*")), True if prefix == "*" else None
        )
    return _maybe_matches(given, own)


def _maybe_matches(pattern: str, text: str) -> bool | None:
    if "*" in text and text != pattern:
        return True if pattern == "*" else None
    if _UNKNOWN_TEXT not in pattern:
        return _matches(pattern, text)
    return None if _matches(pattern.replace(_UNKNOWN_TEXT, "*"), text) else False


def _matches(pattern: str, text: str) -> bool:
    if pattern == text:
        return True
    expression = "".join(
        ".*" if each == "*" else "." if each == "?" else re.escape(each) for each in pattern
    )
    return re.fullmatch(expression, text, re.DOTALL) is not None


def _is_data(resource: rule_values.Resource) -> bool:
    return resource.type.startswith("data.")


def _arn_attributes(resource_type: str) -> tuple[str, ...]:
    kind = kind_of_type(resource_type)
    return kind.arn_attributes(resource_type) if kind else ("arn", "target_key_arn")


def _any(answers: Iterable[bool | None]) -> bool | None:
    found: bool | None = False
    for each in answers:
        if each:
            return True
        if each is None:
            found = None
    return found


def _both(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def _negated(answer: bool | None) -> bool | None:
    return None if answer is None else not answer
