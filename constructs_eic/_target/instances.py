"""`count=` and `for_each=`: Terraform creates several instances of a configuration and of everything in it.

Source: "The count Meta-Argument" and "The for_each Meta-Argument" in the Terraform Language Documentation;
"Iterators" in the CDKTF documentation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from constructs_eic._bindings.expressions import numeric, resolved_texts
from constructs_eic._bindings.making import is_count, is_iterator
from constructs_eic._bindings.resources import reference_id
from constructs_eic._values.collection_length import collection_length
from constructs_eic._values.expression_references import instance_references_in
from constructs_eic._values.tokens import is_token

if TYPE_CHECKING:
    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._values.errors import Problems


@dataclass(frozen=True)
class Instances:
    """The instances that Terraform creates of one configuration; one alone if there is no argument.

    Attributes:
        count: `count=`: a number, a number token or a `TerraformCount`.
        for_each: `for_each=`: an iterator.
    """

    count: Any = None
    for_each: Any = None

    @classmethod
    def read(cls, count: object, for_each: object, problems: Problems) -> Instances:
        """Return what the two arguments request; one that a resource would not accept is a problem."""
        number = count if is_count(count) else numeric(count)
        if not (number is None or is_count(number) or is_token(number) or _is_number(number)):
            problems.add(
                "count",
                count,
                "Terraform takes a whole number of at least 0",
                "give an int, a number token or a TerraformCount",
            )
            number = 1  # its index is no further problem
        if for_each is not None and not is_iterator(for_each):
            problems.add(
                "for_each",
                for_each,
                "this is not an iterator",
                "give one such as TerraformIterator.from_list([...]) or TerraformIterator.from_map({...})",
            )
        if count is not None and for_each is not None:
            problems.add(
                "count",
                count,
                "for_each= is given as well, and Terraform takes one",
                "leave one out",
            )
        return cls(number, for_each)

    @property
    def are_several(self) -> bool:
        """`True` if Terraform may create any number of instances but one."""
        return self.count is not None or self.for_each is not None

    @property
    def arguments(self) -> dict[str, Any]:
        """Keyword arguments for each resource of the configuration."""
        arguments = {"count": self.count, "for_each": self.for_each}
        return {name: value for name, value in arguments.items() if value is not None}

    @property
    def literal_count(self) -> float | None:
        """The number of instances, if it is known."""
        count = self.count.to_terraform() if is_count(self.count) else self.count
        return None if is_token(count) else count

    def may_be_more_than_one(self, scope_info: ScopeInfo) -> bool:
        """Return whether there may be several: an iterator that is not conditional may have several elements."""
        if self.for_each is None:
            number = self.literal_count
            return number is not None and number > 1
        (text,) = resolved_texts(self.for_each.for_expression_for_list("1"), scope_info)
        expression = text.removeprefix(_FOR[0]).removesuffix(_FOR[1])
        length = collection_length(expression)
        return "?" not in expression if length is None else length > 1

    @property
    def references(self) -> tuple[str, ...]:
        """The expressions that arguments can have in each instance."""
        of_count = () if self.count is None else ("count.index",)
        return of_count if self.for_each is None else (*of_count, "each.key", "each.value")

    @property
    def name_suffix(self) -> str:
        """The end of names by which instances differ, of characters that every service accepts."""
        if self.count is not None:
            return "-${count.index}"
        return "" if self.for_each is None else "-${substr(sha256(each.key), 0, 8)}"

    def scoped(self, expression: str) -> str:
        """`expression` as it is the same for two configurations only if both have these instances."""
        return (
            f"{expression} of {self._identity}"
            if instance_references_in(expression)
            else expression
        )

    @property
    def _identity(self) -> str:
        of = self.count if self.for_each is None else self.for_each
        return reference_id(of) if is_count(of) or is_iterator(of) else str(of)


# What cdktf writes around the expression of an iterator.
_FOR = "${[ for key, val in ", ": 1]}"
LONGEST_NAME_SUFFIX = 9


def _is_number(value: object) -> bool:
    is_whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    return is_whole and not isinstance(value, bool) and value >= 0  # type: ignore[operator]
