"""Reads `qualifier=` into a `Qualifier`."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, Union, cast

from constructs_eic._bindings.references import find, reference_of
from constructs_eic._bindings.resources import attribute, given, given_text, resource_type
from constructs_eic._target.target import Qualifier
from constructs_eic._values.function_reference import LATEST, LATEST_PUBLISHED, QUALIFIER_RULE
from constructs_eic._values.limits import is_qualifier
from constructs_eic._values.tokens import is_single_expression, is_token

if TYPE_CHECKING:
    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._values.errors import Problems

# Also a union at run time, so that users can write `QualifierLike | None` in their own annotations.
QualifierLike: TypeAlias = Union["TerraformElement", str]
"""What names a qualifier: a `LambdaAlias`, a `DataAwsLambdaAlias`, or text.

Text is `$LATEST`, `$LATEST.PUBLISHED`, a version, the name of an alias, or a string token of one of these.
"""

ALIAS_TYPES = ("aws_lambda_alias", "data.aws_lambda_alias")

_FUNCTION = "aws_lambda_function"
_QUALIFYING_ATTRIBUTES = {
    **dict.fromkeys(ALIAS_TYPES, ("name", "function_version")),
    _FUNCTION: ("version",),
    "data.aws_lambda_function": ("version", "qualifier"),
}


def read_qualifier(value: object, scope_info: ScopeInfo, problems: Problems) -> Qualifier | None:
    """The qualifier that `value` names; `None` if there is none or a problem was found instead."""
    if value is None:
        return None
    if resource_type(value) in ALIAS_TYPES:
        return qualifier_of_alias(cast("TerraformElement", value))
    if isinstance(value, str):
        if is_token(value):
            return _read_token(value, scope_info, problems)
        if is_qualifier(value):
            return Qualifier.of(value)
    fix = "leave it out or give one of these as text"
    if isinstance(value, int) and not isinstance(value, bool):
        fix = f"give '{value}'"
    if isinstance(value, str) and value.upper() in (LATEST, LATEST_PUBLISHED):
        fix = f"give '{value.upper()}'"
    problems.add("qualifier", value, QUALIFIER_RULE, fix)
    return None


def qualifier_of_alias(alias: TerraformElement) -> Qualifier:
    """An alias by its name."""
    return Qualifier(attribute(alias, "name"), given_text(alias, "name"), alias)


def version_of(function: TerraformElement, token: str) -> Qualifier:
    """The version that `token` is of: `$LATEST` if the function publishes no versions."""
    publishes = given(function, "publish") or given(function, "publish_to")
    is_latest = resource_type(function) == _FUNCTION and not publishes
    return Qualifier(token, LATEST if is_latest else None)


def _read_token(token: str, scope_info: ScopeInfo, problems: Problems) -> Qualifier | None:
    reference = reference_of(token, scope_info) if is_single_expression(token) else None
    if reference is None:
        return Qualifier.of(token)
    kind, attribute = reference.resource_type, reference.attribute
    allowed = _QUALIFYING_ATTRIBUTES.get(kind)
    if attribute not in allowed if allowed else attribute == "arn":
        problems.add(
            "qualifier",
            token,
            f"the {attribute} of {kind} is not a qualifier: {QUALIFIER_RULE}",
            "give the LambdaAlias itself, or the version of the function",
        )
        return None
    if (kind in ALIAS_TYPES and attribute == "name") or kind == _FUNCTION:
        found = find(reference)
        if found is not None and kind == _FUNCTION:
            return version_of(found, token)
        if found is not None:
            return Qualifier(token, given_text(found, "name"), found)
    return Qualifier.of(token)
