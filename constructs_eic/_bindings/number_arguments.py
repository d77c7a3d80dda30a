"""Arguments that are numbers: a token of text is refused, an expression as text may stand for a number.

Source: "Type Conversion" in "Types and Values" of the Terraform Language Documentation.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constructs_eic._bindings.expressions import (
    as_text,
    is_encoded,
    numeric,
    resolved,
    resolved_anywhere,
)
from constructs_eic._bindings.references import find, origin_of_token, reference_of
from constructs_eic._bindings.resources import is_text_attribute
from constructs_eic._values.expression_references import instance_references_in
from constructs_eic._values.tokens import is_token, with_templates_as

if TYPE_CHECKING:
    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._values.errors import Problems

# Attributes that are text and hold what somebody stored in them, which may be a number.
_HOLDS_ANYTHING = re.compile(r"(.*_)?(body|content|output|result|string|text|value)\Z")
_NUMBER = re.compile(r"[0-9.]*\Z")


def read_number(
    argument: str, value: object, scope_info: ScopeInfo | None, problems: Problems
) -> object:
    """`value`, as a number token if it is another token; `None` if it is text.

    Args:
        argument: The argument.
        value: What was given for it.
        scope_info: Where the configuration is; `None` before that is known.
        problems: Takes what is wrong.
    """
    if isinstance(value, (str, float)) and is_token(value):
        token = as_text(value)
        is_text = isinstance(value, str) and is_encoded(value)
        reason = _no_number(token, scope_info or origin_of_token(token), is_text=is_text)
        if reason is not None:
            problems.add(
                argument,
                token,
                reason,
                "give a number, or a token of one such as variable.number_value, "
                "module.get_number(...) or Token.as_number(...)",
            )
            return None
    return numeric(value)


def _no_number(token: str, scope_info: ScopeInfo | None, *, is_text: bool) -> str | None:
    """Return why `token` is no number; the app says that it is text if `is_text`."""
    literal = with_templates_as("", token)
    if not _NUMBER.match(literal):
        return f"this is text with {literal!r} in it, and a number is taken"
    reference = None if scope_info is None else reference_of(token, scope_info)
    resource = reference and find(reference)
    if reference and resource:
        if not is_text_attribute(resource, reference.attribute):
            return None
        if not _HOLDS_ANYTHING.match(reference.attribute):
            return f"the {reference.attribute} of {reference.resource_type} is text, and a number is taken"
    if not is_text:
        return None
    expression = resolved_anywhere(token) if scope_info is None else resolved(token, scope_info)
    if not instance_references_in(expression):  # an element of an iterator may be anything
        return "this is a token of text, and a number is taken"
    return None
