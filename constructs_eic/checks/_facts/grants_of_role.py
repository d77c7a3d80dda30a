"""The policies of one role, found by what they may be about: a role that many functions share has many.

A policy that names its resources by references or by whole ARNs is only about these. What is asked for and what a
policy names may be one resource if it is the same block or if nothing shows that the names differ.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from constructs_eic._values.destination_kinds import DESTINATION_KINDS, kind_of_type
from constructs_eic.checks._model.lookups import literal_name
from constructs_eic.checks._model.values import Expression, Reference, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from constructs_eic.checks._facts.functions import Functions
    from constructs_eic.checks._facts.grants import Grant
    from constructs_eic.checks._facts.iam_evaluation import Request
    from constructs_eic.checks._model.resource import Resource

_ANYTHING: Final = "*"
_BY_NAME: Final = "names"
_WITHOUT_NAME: Final = "no names"


class GrantsOfRole:
    """The policies of one role.

    Args:
        grants: All of them.
        functions: The functions of the model that resolves references.
    """

    def __init__(self, grants: Iterable[Grant], functions: Functions) -> None:
        self._functions = functions
        self._about: dict[str, dict[int, Grant]] = defaultdict(dict)
        for position, grant in enumerate(grants):
            for subject in set(self._subjects(grant)):
                self._about[subject][position] = grant

    def about(self, request: Request) -> Sequence[Grant]:
        """The policies that may be about what is requested, in their order."""
        resource = request.resource
        name = None if request.arn is None else _name_in(request.arn)
        subjects = [_ANYTHING, _BY_NAME if name is None else f"={name}"]
        if resource is not None:
            subjects.append(resource.block)
        if resource is None or resource.type.startswith("data."):
            subjects.append(_WITHOUT_NAME)
        found = {
            position: grant
            for subject in subjects
            for position, grant in self._about.get(subject, {}).items()
        }
        return [found[position] for position in sorted(found)]

    def _subjects(self, grant: Grant) -> Iterator[str]:
        if grant.document is None:
            yield _ANYTHING
            return
        for statement in grant.document:
            for resource in statement.resources:
                if statement.is_not_resource:
                    yield _ANYTHING
                elif isinstance(resource, str):
                    name = _name_in(resource)
                    yield from (_ANYTHING,) if name is None else (f"={name}", _BY_NAME)
                else:
                    yield from self._subjects_of_reference(resource, grant.holder)

    def _subjects_of_reference(self, value: Value, holder: Resource) -> Iterator[str]:
        head = value.parts[0] if isinstance(value, Expression) else None
        found = self._named_by(head, holder) if isinstance(head, Reference) else []
        if not found:
            yield _ANYTHING
        for each in found:
            name, is_data = literal_name(each), each.type.startswith("data.")
            yield each.block
            if name is not None:
                yield f"={name}"
            if is_data:
                yield _BY_NAME if name is not None else _ANYTHING
            elif name is None:
                yield _WITHOUT_NAME

    def _named_by(self, reference: Reference, holder: Resource) -> Sequence[Resource]:
        """Return what a reference in a policy is to: for a version or alias of a function, the function."""
        found = self._functions.model.referred(reference, holder)
        if any(kind_of_type(each.type) is None and each.type != "aws_kms_key" for each in found):
            return []
        if not any("aws_lambda_" in each.type for each in found):
            return found
        targets = self._functions.targets(Expression((reference,)), holder)
        functions = [each.function for each in targets if each.function is not None]
        return functions if len(functions) == len(targets) else []


def _name_in(arn: str) -> str | None:
    """The name in the ARN of a destination; `None` if it is not literal, or is that of something else."""
    parts = arn.split(":", 5)
    kind = next((each for each in DESTINATION_KINDS if parts[2:3] == [each.service]), None)
    if kind is None or len(parts) < 6:
        return None
    name = parts[5].removeprefix(kind.arn_shape.prefix)
    name = name.split("/")[0] if not kind.arn_shape.is_regional else name.split(":")[0]
    return None if "*" in name or "?" in name else name
