"""Terraform expressions: built from tokens and read back."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from constructs_eic.bindings.framework import core
from constructs_eic.tokens import is_token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cdktf import DefaultTokenResolver

    from constructs_eic.bindings.places import Place

_SINGLE_EXPRESSION = re.compile(r"\$\{[^{}]*\}\Z")


def resolved(token: str, place: Place) -> str:
    """`token` as the Terraform expression it becomes."""
    if not is_encoded(token):
        return token
    text: str = core.Tokenization.resolve(
        token, scope=place.stack, preparing=False, resolver=resolver()
    )
    return text


def textual(value: object) -> object:
    """`value`, as a string token where it is an object that cdktf resolves (`Fn.conditional(...)`)."""
    return core.Token.as_string(value) if _is_resolvable(value) else value


def numeric(value: object) -> object:
    """`value`, as a number token where it is another token (`variable.string_value`)."""
    is_text = isinstance(value, str) and is_token(value)
    return core.Token.as_number(value) if is_text or _is_resolvable(value) else value


def _is_resolvable(value: object) -> bool:
    if isinstance(value, (str, int, float)) or value is None:
        return False
    is_of_jsii_alone = type(value).__module__.startswith("jsii.")
    return (is_of_jsii_alone or is_token(value)) and core.Token.is_unresolved(value)


def basename(token: str) -> str:
    """The text after the last slash of a token: a role's name out of its ARN, path or none."""
    if is_encoded(token):
        return core.Fn.basename(token)
    return f"${{basename({_operand(token)})}}"


def last_of_colons(token: str) -> str:
    """The text after the last colon of a token: a function's name out of its name or ARN."""
    if is_encoded(token):
        parts = core.Fn.split(":", token)
        return core.Token.as_string(core.Fn.element(core.Fn.reverse(parts), 0))
    return f'${{element(reverse(split(":", {_operand(token)})), 0)}}'


def is_encoded(token: str) -> bool:
    """Whether `token` is in cdktf's encoding, not a Terraform expression as text."""
    return "TfToken[" in token


def is_single_expression(text: str) -> bool:
    """Whether `text` is one token, with nothing around it."""
    return _SINGLE_EXPRESSION.match(text) is not None


def _operand(expression: str) -> str:
    """A raw Terraform expression as an operand in another; cdktf's functions would escape it."""
    return expression[2:-1] if is_single_expression(expression) else f'"{expression}"'


@cache
def resolver() -> DefaultTokenResolver:
    """What resolves tokens in text."""
    return core.DefaultTokenResolver(core.StringConcat())


def json_text(document: str, *path: str) -> str:
    """Text in a JSON document that Terraform reads, or Terraform's null."""
    return core.Token.as_string(_json_member(document, path))


def json_number(document: str, *path: str) -> float:
    """A number in a JSON document that Terraform reads, or Terraform's null."""
    number: float = core.Token.as_number(_json_member(document, path))
    return number


def _json_member(document: str, path: Sequence[str]) -> object:
    member = core.Fn.lookup_nested(core.Fn.jsondecode(document), list(path))
    # A token, so that cdktf writes the keyword null and not the word in quotes.
    return core.Fn.try_([member, core.Token.as_any("null")])
