"""Audits accounts: reads them, runs the rules, and asks CloudWatch for the figures of what is invoked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timezone
from functools import partial
from typing import TYPE_CHECKING, Final

from constructs_eic._values.function_reference import LATEST
from constructs_eic.audit.account import AccountReader, Tasks, run
from constructs_eic.audit.building import Rows, unread_configurations
from constructs_eic.audit.declared import Place
from constructs_eic.audit.metrics import MetricTarget, batches, figures
from constructs_eic.audit.rows import in_order
from constructs_eic.audit.unread import UnreadFacts
from constructs_eic.checks._facts.context import Context
from constructs_eic.checks._model.model import Model
from constructs_eic.checks.runner import findings
from constructs_eic.checks.suppressions import remaining

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from constructs_eic.audit.metrics import Figures
    from constructs_eic.audit.rows import Row
    from constructs_eic.checks.rule import Finding, Rule
    from constructs_eic.checks.suppressions import Suppression
    from constructs_eic.inventory.aws import Region
    from constructs_eic.inventory.progress import Progress

OF_TERRAFORM: Final = ("EIC004", "EIC007")
"""The rules about the order in which Terraform applies, which no account has."""


@dataclass(frozen=True)
class Audit:
    """The result of an audit.

    Attributes:
        rows: What is invoked or configured, by what was lost.
        findings: What the rules found and no suppression accepts.
        others: Those of them that are about no row.
        rules: The rules that ran.
        days: How many days the figures are of.
        context: The model, for a map.
        functions: How many functions were read.
    """

    rows: Sequence[Row]
    findings: Sequence[Finding]
    others: Sequence[Finding]
    rules: Sequence[type[Rule]]
    days: int
    context: Context
    functions: int


@dataclass
class Auditor:
    """The accounts and regions to audit, and how.

    Attributes:
        regions: The regions, of one or several accounts.
        rules: The rules to run; those of Terraform's order are left out.
        suppressions: Findings that are accepted; one that matches nothing may be of another account.
        days: How many days of CloudWatch's figures to ask for.
        selects: Whether a function with this name is read.
        progress: Shows what is read.
        unread: What could not be read so far.
    """

    regions: Sequence[Region]
    rules: Sequence[type[Rule]]
    suppressions: Sequence[Suppression]
    days: int
    selects: Callable[[str], bool]
    progress: AbstractContextManager[Progress]
    unread: UnreadFacts = field(default_factory=UnreadFacts)

    def audit(self) -> Audit:
        """Read, and report.

        Raises:
            RuleError: a rule of the project's own fails.
        """
        ran = [each for each in self.rules if each.id not in OF_TERRAFORM]
        with self.progress as progress:
            reader = AccountReader(self.regions, self.unread, progress)
            resources = reader.resources(self.selects)
            context = Context(Model(resources))
            unread = unread_configurations(resources)
            found = [each for each in findings(context.model, ran) if each.address not in unread]
            kept = remaining(found, self.suppressions, ())
            rows = Rows(context)
            others = [each for each in kept if not rows.add_finding(each)]
            self._add_figures(rows.all, reader, progress)
        functions = len(list(context.model.of("aws_lambda_function")))
        return Audit(in_order(rows.all), kept, others, ran, self.days, context, functions)

    def _add_figures(self, rows: Sequence[Row], reader: AccountReader, progress: Progress) -> None:
        by_place: dict[Place, dict[str, list[Row]]] = {}
        for row in rows:
            here = by_place.setdefault(Place(row.region, row.account), {})
            here.setdefault(row.function_name, []).append(row)
        now = datetime.now(timezone.utc)
        sources = []
        for place, functions in by_place.items():
            targets = [
                MetricTarget(row.function_name, "" if row.qualifier == LATEST else row.qualifier)
                for of_function in functions.values()
                for row in of_function
            ]
            calls = reader.calls_of[place]
            tasks = [
                partial(_figures, place, each, calls, self.days, now) for each in batches(targets)
            ]
            sources.append(Tasks(calls, tasks))
        for place, read in run(sources, progress):
            for target, its_figures in read.items():
                _give(by_place[place][target.function_name], target, its_figures)
        for functions in by_place.values():
            for of_function in functions.values():
                _take_apart(of_function)


def _figures(
    place: Place, targets: Sequence[MetricTarget], *given: object
) -> tuple[Place, dict[MetricTarget, Figures]]:
    return place, figures(targets, *given)  # type: ignore[arg-type]


def _give(rows: Sequence[Row], target: MetricTarget, read: Figures) -> None:
    for row in rows:
        if row.qualifier == (target.qualifier or LATEST):
            row.figures = read


def _take_apart(rows: Sequence[Row]) -> None:
    """The function's figures are of all qualifiers: those without one are the rest."""
    named = [each for each in rows if each.qualifier != LATEST]
    for row in rows:
        if row.qualifier == LATEST and row.figures is not None:
            others = [each.figures for each in named if each.figures is not None]
            row.figures = row.figures.without(others) if len(others) == len(named) else None
