"""Builds the rows of an audit from the model, and adds to each what was found about it."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Final

from constructs_eic._values.function_reference import LATEST
from constructs_eic.audit.declared import CONFIGURATION, NOT_READ, Place
from constructs_eic.audit.rows import Kept, Row
from constructs_eic.checks._facts.function_target import is_same_qualifier
from constructs_eic.checks._map.alarms import watched
from constructs_eic.checks._map.sources import invocations_by_source, name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from constructs_eic.checks._facts.context import Context
    from constructs_eic.checks._facts.function_target import FunctionTarget
    from constructs_eic.checks._model.resource import Resource
    from constructs_eic.checks._model.rule_values import Qualifier
    from constructs_eic.checks._model.values import Value
    from constructs_eic.checks.rule import Finding

_FUNCTION: Final = "aws_lambda_function"
_NOT_KEPT: Final = "EIC001"


class Rows:
    """The rows by function and qualifier, and by the addresses of what they are about.

    Args:
        context: The model.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._rows: dict[tuple[str, str], Row] = {}
        self._of_function: dict[str, list[Row]] = defaultdict(list)
        self._about: dict[str, list[Row]] = defaultdict(list)
        self._add_invocations()
        self._add_configurations()
        self._add_dead_letters()
        self._add_alarms()

    @property
    def all(self) -> Sequence[Row]:
        """All rows."""
        return list(self._rows.values())

    def add_finding(self, finding: Finding) -> bool:
        """Add a finding to the rows that it is about; whether there are any."""
        function = self._functions.get(finding.address)
        rows = self._about.get(finding.address, [])
        if function is not None:
            rows = self._of_function[function.id] or [self._row(function, LATEST)]
            if finding.rule == _NOT_KEPT:
                rows = [each for each in rows if _is_lost_under(each, finding)]
        for row in {id(each): each for each in rows}.values():
            row.findings.append(finding)
        return bool(rows)

    @cached_property
    def _functions(self) -> dict[str, Resource]:
        return {each.address: each for each in self._context.model.of(_FUNCTION)}

    def _add_invocations(self) -> None:
        for invocation, source in invocations_by_source(self._context):
            row = self._of_target(invocation.target)
            if row is None:
                continue
            said = f"{source.service} {source.name}"
            if said not in row.invoked_by:
                row.invoked_by.append(said)
            self._about[invocation.invoker.address].append(row)

    def _add_configurations(self) -> None:
        unread: set[str] = set()
        for configuration in self._context.configurations.all:
            if configuration.resource.get("qualifier") is NOT_READ:
                unread.update(each.function.id for each in configuration.targets if each.function)
            elif configuration.target is not None:
                row = self._of_target(configuration.target)
                if row is not None:
                    row.is_configured = True
                    resource = configuration.resource
                    self._about[resource.address].append(row)
                    self._keep(row, "on_failure", configuration.on_failure, resource)
                    self._is_about(row, configuration.on_success, resource)
        for id_ in unread:
            for row in self._of_function[id_]:
                row.is_read = False

    def _add_dead_letters(self) -> None:
        for function in self._context.model.of(_FUNCTION):
            queue = function.get("dead_letter_config", "target_arn")
            if queue is not None:
                for row in self._of_function[function.id] or [self._row(function, LATEST)]:
                    self._keep(row, "dead_letter", queue, function)

    def _add_alarms(self) -> None:
        by_queue: dict[Value, list[Row]] = defaultdict(list)
        for row in self.all:
            for kept in row.kept:
                by_queue[kept.name].append(row)
        for each in watched(self._context):
            if each.target is None:
                rows = by_queue.get(each.queue, []) if isinstance(each.queue, str) else []
            else:
                rows = [row for row in self._of(each.target) if _is_watched(row, each.target)]
            for row in rows:
                if each.metric not in row.alarms:
                    row.alarms.append(each.metric)

    def _of(self, target: FunctionTarget) -> Sequence[Row]:
        return self._of_function[target.function.id] if target.function else ()

    def _of_target(self, target: FunctionTarget) -> Row | None:
        if target.function is None:
            return None
        return self._row(target.function, _text(target.qualifier))

    def _row(self, function: Resource, qualifier: str) -> Row:
        key = (function.id, qualifier)
        if key not in self._rows:
            place = Place.of(function.address)
            name = str(function.get("function_name"))
            row = Row(place.region, place.account, name, qualifier, function)
            self._rows[key] = row
            self._of_function[function.id].append(row)
            self._about[str(function.get("role"))].append(row)
        return self._rows[key]

    def _keep(self, row: Row, by: str, value: Value, source: Resource) -> None:
        if not isinstance(value, str):
            return
        self._is_about(row, value, source)
        destination = self._context.destination(value, source)
        kind = destination.kind if destination else None
        resource = destination.resource if destination else None
        waiting = resource.get("approximate_number_of_messages") if resource else None
        row.kept.append(
            Kept(
                by,
                value,
                kind.title if kind else "destination",
                name_of(resource) if resource else value.rpartition(":")[2].rpartition("/")[2],
                int(waiting) if isinstance(waiting, str) and waiting.isdecimal() else None,
            )
        )

    def _is_about(self, row: Row, value: Value, source: Resource) -> None:
        """Remember that what is found about a destination is about the row."""
        destination = self._context.destination(value, source)
        resource = destination.resource if destination is not None else None
        if resource is not None and resource.type != _FUNCTION:
            self._about[resource.address].append(row)


def unread_configurations(resources: Iterable[Resource]) -> frozenset[str]:
    """The addresses that stand for what could not be read: nothing that is found about them is known."""
    return frozenset(
        each.address
        for each in resources
        if each.type == CONFIGURATION and each.get("qualifier") is NOT_READ
    )


def _text(qualifier: Qualifier) -> str:
    return qualifier if isinstance(qualifier, str) else LATEST


def _is_watched(row: Row, target: FunctionTarget) -> bool:
    """A metric without `Resource` is of all invocations of the function."""
    return not target.is_qualified_name or bool(is_same_qualifier(row.qualifier, target.qualifier))


def _is_lost_under(row: Row, finding: Finding) -> bool:
    under = "" if row.qualifier == LATEST else f" under the qualifier {row.qualifier}"
    return f"asynchronously{under} by " in finding.message
