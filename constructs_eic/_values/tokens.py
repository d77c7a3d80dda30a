"""Terraform's expressions in Python values: what is a token, and where expressions are in text.

A token stands for a value that Terraform knows only at plan or apply. cdktf can be asked
(`cdktf.Token.is_unresolved`), at the cost of a round trip to Node; its encodings can be recognized without asking.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Mapping

# cdktf encodes a number token in the top bits of a double: 0xFDFF a number, 0xFBFF a list.
_NUMBER_MARKERS = (0xFDFF, 0xFBFF)

# "Strings and Templates" in the Terraform Language Documentation: a doubled sign escapes a template.
_TEMPLATE = re.compile(r"(?<!\$)\$\{|(?<!%)%\{")
_MARKS = re.compile(r'\\.|\$\$\{|%%\{|[$%]\{|["{}]', re.DOTALL)


def is_token(value: object) -> bool:
    """Return whether the value of `value` is known only to Terraform.

    Accepts anything. True for an encoded string, a raw Terraform expression (`"${var.name}"`), an
    encoded number, and an object that cdktf resolves (`IResolvable`).

    >>> is_token("${aws_sqs_queue.dlq.arn}"), is_token("arn:aws:sqs:us-east-1:123456789012:dlq")
    (True, False)
    """
    if isinstance(value, str):
        return "${" in value and _TEMPLATE.search(value) is not None
    if isinstance(value, (bool, int)) or value is None:
        return False
    if isinstance(value, float):
        return struct.unpack(">H", struct.pack(">d", value)[:2])[0] in _NUMBER_MARKERS
    return callable(getattr(value, "resolve", None)) and hasattr(value, "creation_stack")


def split_colons(text: str) -> list[str]:
    """`text` split at its colons, except for those inside a Terraform expression.

    >>> split_colons("${var.prod ? var.a : var.b}:live")
    ['${var.prod ? var.a : var.b}', 'live']
    """
    cut = [""]
    for piece, is_template in pieces(text):
        first, *others = [piece] if is_template else piece.split(":")
        cut[-1] += first
        cut += others
    return cut


def is_single_expression(text: str) -> bool:
    """Return whether `text` is one token, with nothing around it."""
    return [is_template for _, is_template in pieces(text)] == [True]


def literal_head(text: str) -> str:
    """Return what is literal before the first template; all of `text` if it has none.

    >>> literal_head("arn:${var.partition}:sqs"), literal_head("${var.arn}")
    ('arn:', '')
    """
    first, is_template = next(iter(pieces(text)), ("", False))
    return "" if is_template else first


def literal_length(text: str) -> int:
    """Return how many characters of `text` are literal.

    >>> literal_length("ab${var.x}cd")
    4
    """
    return sum(len(piece) for piece, is_template in pieces(text) if not is_template)


def with_templates_as(filler: str, text: str) -> str:
    """`text` with `filler` for each of its templates.

    >>> with_templates_as("x", "${var.stage}-orders")
    'x-orders'
    """
    return "".join(filler if is_template else piece for piece, is_template in pieces(text))


def json_template(value: object) -> str:
    """`value` as JSON, with Terraform's expressions in it left as they are.

    `json.dumps` alone would escape the quotes inside an expression, which Terraform does not accept.

    >>> print(json_template({"Resource": '${aws_sqs_queue.failures["a"].arn}'}))
    {"Resource":"${aws_sqs_queue.failures["a"].arn}"}
    """
    if isinstance(value, Mapping):
        members = (f"{json_template(key)}:{json_template(each)}" for key, each in value.items())
        return "{" + ",".join(members) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(json_template, value)) + "]"
    if isinstance(value, str) and is_token(value):
        return (
            '"'
            + "".join(t if is_template else json.dumps(t)[1:-1] for t, is_template in pieces(value))
            + '"'
        )
    return json.dumps(value)


def pieces(text: str) -> list[tuple[str, bool]]:
    """`text` as pieces in their order, each with whether it is a template (`${…}` or `%{…}`) or literal.

    >>> pieces('f:${var.names["a}"]}')
    [('f:', False), ('${var.names["a}"]}', True)]
    """
    found = []
    start = 0
    while (opening := _TEMPLATE.search(text, start)) is not None:
        if opening.start() > start:
            found.append((text[start : opening.start()], False))
        start = _end_of_template(text, opening.end())
        found.append((text[opening.start() : start], True))
    if start < len(text):
        found.append((text[start:], False))
    return found


def end_of_string(text: str, position: int) -> int:
    """Return where the string in an expression ends whose first character is at `position`, its quote included."""
    return _end(text, position, '"')


def _end_of_template(text: str, position: int) -> int:
    """Return where the template whose opening ends at `position` ends; strings in it can contain templates."""
    return _end(text, position, "}")


def _end(text: str, position: int, closing: str) -> int:
    within = [closing]  # what closes each brace or string that is open
    while within and (mark := _MARKS.search(text, position)) is not None:
        position = mark.end()
        is_string = within[-1] == '"'
        if mark[0] == within[-1]:
            within.pop()
        elif mark[0] in ("${", "%{") or (mark[0] == "{" and not is_string):
            within.append("}")
        elif mark[0] == '"':
            within.append('"')
    return position if not within else len(text)


_ALL_INSTANCES = re.compile(r"\$\{((?:data\.)?\w+\.[\w-]+)\.\*\.(\w+)\}\Z")


def one_of_all(expression: str) -> str | None:
    """Return how to write one instance if `expression` is an attribute of all, as cdktf writes those of `for_each`.

    >>> one_of_all("${aws_sqs_queue.failures.*.arn}")
    '${aws_sqs_queue.failures["KEY"].arn}'
    """
    match = _ALL_INSTANCES.match(expression)
    return f'${{{match[1]}["KEY"].{match[2]}}}' if match else None


def give_one_instance(instance: str) -> str:
    """Return what to write instead of several instances, from an attribute of one.

    >>> give_one_instance("${q[0].arn}")
    "give one instance, such as '${q[0].arn}'; if the configuration has the same count=, '${q[count.index].arn}'"
    """
    argument, index, own = "count", "[0]", "[count.index]"
    if index not in instance:
        argument, index, own = "for_each", '["KEY"]', "[each.key]"
    return (
        f"give one instance, such as '{instance}'; if the configuration has the same {argument}=, "
        f"'{instance.replace(index, own)}'"
    )
