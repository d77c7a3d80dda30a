"""Reads what Terraform's expressions in text refer to.

Source: "References to Named Values" in the Terraform Language Documentation.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constructs_eic._values.tokens import end_of_string, pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

_REFERENCE = re.compile(r"(?<![\w.)\]-])[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)+")
# The name of a resource's type begins with that of its provider.
_MANAGED = re.compile(
    r"(?<![\w.)\]-])(module|[a-z]\w*_\w*)\.([A-Za-z_][\w-]*)(?:\[[^\]]*\])?(?:\.(\w+))?"
)
_LOOP_VARIABLES = re.compile(r"\bfor\s+(\w+)(?:\s*,\s*(\w+))?\s+in\b")
_INSTANCE = ("each.key", "each.value", "count.index")


def references_in(text: str) -> list[str]:
    """The names that the expressions in `text` refer to, each with its attributes, once, in their order.

    >>> references_in('${lower("a.b-${module.orders.name}")}-${each.value["name"]}')
    ['module.orders.name', 'each.value']
    """
    code = _whole_code(text)
    variables = {name for names in _LOOP_VARIABLES.findall(code) for name in names}
    found = (match[0] for match in _REFERENCE.finditer(code))
    return list(dict.fromkeys(each for each in found if each.partition(".")[0] not in variables))


def instance_references_in(text: str) -> list[str]:
    """Return which of `each.key`, `each.value` and `count.index` the expressions in `text` refer to.

    >>> instance_references_in("orders-${count.index}")
    ['count.index']
    """
    references = references_in(text)
    return [
        name
        for name in _INSTANCE
        if any(each == name or each.startswith(f"{name}.") for each in references)
    ]


def addresses_in(text: str) -> list[str]:
    """The modules and managed resources behind `text` whose attributes Terraform may know before they exist.

    They are as `depends_on` takes them. ARNs and ids are known only after that.

    >>> addresses_in("${module.orders.name}-${aws_ssm_parameter.suffix.value}-${var.stage}")
    ['module.orders', 'aws_ssm_parameter.suffix']
    """
    found = _MANAGED.findall(_whole_code(text))
    known = {".".join(each.split(".")[:2]) for each in references_in(text)}
    addresses = (
        f"{root}.{name}" for root, name, attribute in found if _may_be_known(root, attribute)
    )
    return list(dict.fromkeys(each for each in addresses if each in known))


def locals_in(text: str) -> list[str]:
    """The names of the local values that the expressions in `text` refer to.

    >>> locals_in("${local.name}")
    ['name']
    """
    return [each.split(".")[1] for each in references_in(text) if each.startswith("local.")]


def _may_be_known(root: str, attribute: str) -> bool:
    return root == "module" or attribute not in ("arn", "id", "qualified_arn")


def _whole_code(text: str) -> str:
    return "\n".join(_code(text))


def _code(text: str) -> Iterator[str]:
    """The expressions in `text`, and those in their strings; without the strings."""
    for piece, is_template in pieces(text):
        if is_template:
            yield from _without_strings(piece[2:-1])


def _without_strings(code: str) -> Iterator[str]:
    start = 0
    while (quote := code.find('"', start)) != -1:
        yield code[start:quote]
        start = end_of_string(code, quote + 1)
        yield from _code(code[quote + 1 : start - 1])
    yield code[start:]
