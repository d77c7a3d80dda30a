"""Terraform expressions: built from tokens, and read from them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from constructs import RootConstruct

from constructs_eic._bindings.framework import core
from constructs_eic._bindings.reading import current_reading, once
from constructs_eic._bindings.resources import reference_id
from constructs_eic._values.tokens import is_single_expression, is_token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constructs_eic._bindings.installed import DefaultTokenResolver, TerraformStack
    from constructs_eic._bindings.scope_info import ScopeInfo


def resolved(token: str, scope_info: ScopeInfo) -> str:
    """`token` as the Terraform expression or text that it becomes; unchanged if it stands for nothing yet."""
    if not is_encoded(token):
        return token
    reading = current_reading()
    known = reading.expressions if reading else None
    return once(
        known,
        (reference_id(scope_info.stack), token),
        lambda: _resolved_in(scope_info.stack, token),
    )


def resolved_anywhere(token: str) -> str:
    """`token` as the expression that it becomes in its own stack: for messages about what is in no stack yet."""
    return _resolved_in(_nowhere(), token) if is_encoded(token) else token


@cache
def _nowhere() -> TerraformStack:
    return core.TerraformStack(RootConstruct(), "nowhere")


def _resolved_in(stack: TerraformStack, token: str) -> str:
    text: object = core.Tokenization.resolve(
        token, scope=stack, preparing=False, resolver=resolver()
    )
    return text if isinstance(text, str) else token


def resolved_texts(value: object, scope_info: ScopeInfo) -> list[str]:
    """Every text in `value`, a token or a structure with tokens in it, as the expression that it becomes."""
    whole: object = core.Tokenization.resolve(
        value, scope=scope_info.stack, preparing=False, resolver=resolver()
    )
    return list(_texts_in(whole))


def resolved_keys(value: object, scope_info: ScopeInfo) -> list[str]:
    """The keys of a map that a token becomes; none if it becomes something else."""
    whole: object = core.Tokenization.resolve(
        value, scope=scope_info.stack, preparing=False, resolver=resolver()
    )
    return [str(each) for each in whole] if isinstance(whole, Mapping) else []


def _texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts_in(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _texts_in(each)


def prepare_references(value: object, scope_info: ScopeInfo) -> None:
    """Let `value` refer to other stacks from a stack, as the framework does before it synthesizes.

    Each attribute that is referred to becomes an output of its stack.
    """
    core.Tokenization.resolve(value, scope=scope_info.stack, preparing=True, resolver=resolver())


def resolved_list(texts: Sequence[str], scope_info: ScopeInfo) -> list[str]:
    """Each of `texts` as the Terraform expression that it becomes; one expression for a token of a whole list."""
    expressions: list[str] | str = core.Tokenization.resolve(
        list(texts), scope=scope_info.stack, preparing=False, resolver=resolver()
    )
    return expressions if isinstance(expressions, list) else [expressions]


def textual(value: object) -> object:
    """`value`, as a string token if it is an object that cdktf resolves (`Fn.conditional(...)`)."""
    return core.Token.as_string(value) if _is_resolvable(value) else value


def as_text(token: str | float) -> str:
    """A token of text or of a number as a token of text."""
    text: str = token if isinstance(token, str) else core.Token.as_string(token)
    return text


def numeric(value: object) -> object:
    """`value`, as a number token if it is another token (`variable.string_value`)."""
    is_text = isinstance(value, str) and is_token(value)
    return core.Token.as_number(value) if is_text or _is_resolvable(value) else value


def _is_resolvable(value: object) -> bool:
    if isinstance(value, (str, int, float, type)) or value is None:
        return False
    is_of_jsii_alone = type(value).__module__.startswith("jsii.")
    return (is_of_jsii_alone or is_token(value)) and core.Token.is_unresolved(value)


def basename(token: str) -> str:
    """The text after the last slash of a token: a role's name from its ARN, with or without a path."""
    if is_encoded(token):
        return core.Fn.basename(token)
    return f"${{basename({_operand(token)})}}"


def regex_group(pattern: str, group: str, token: str) -> str:
    """Return what the named group of `pattern` matches in a token's text; Terraform's null if it matches nothing.

    Source: "regex Function" in the Terraform Language Documentation.
    """
    if is_encoded(token):
        groups = core.Fn.regex(pattern, token)
        return core.Token.as_string(core.Fn.lookup_nested(groups, [group]))
    return f'${{regex("{pattern}", {_operand(token)})["{group}"]}}'


def trim_suffix(token: str, suffix: str) -> str:
    """The text of a token without that of another at its end; both are encoded, or neither is."""
    if is_encoded(token):
        trimmed: str = core.Fn.trimsuffix(token, suffix)
        return trimmed
    return f"${{trimsuffix({_operand(token)}, {_operand(suffix)})}}"


def replace_match(token: str, pattern: str, replacement: str) -> str:
    """The text of a token with `replacement` for what matches `pattern`; both are encoded, or neither is.

    Source: "replace Function" in the Terraform Language Documentation.
    """
    if is_encoded(token):
        replaced: str = core.Fn.replace(token, f"/{pattern}/", replacement)
        return replaced
    return f'${{replace({_operand(token)}, "/{pattern}/", "{replacement}")}}'


def coalesce(token: str, default: str) -> str:
    """The text of a token, or `default` where that is Terraform's null."""
    if is_encoded(token):
        return core.Token.as_string(core.Fn.coalesce([token, default]))
    return f'${{coalesce({_operand(token)}, "{default}")}}'


def is_encoded(token: str) -> bool:
    """Return whether `token` is in cdktf's encoding, not a Terraform expression as text."""
    return "TfToken[" in token


def _operand(expression: str) -> str:
    """A raw Terraform expression as an operand in another; cdktf's functions would escape it."""
    return expression[2:-1] if is_single_expression(expression) else f'"{expression}"'


@cache
def resolver() -> DefaultTokenResolver:
    """The resolver for tokens in text."""
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
