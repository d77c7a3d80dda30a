"""Checks during synthesis: a stack or app with findings is not synthesized."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from constructs_eic._bindings.annotations import hand_annotations
from constructs_eic._bindings.not_an_aspect import NotAnAspect
from constructs_eic._bindings.scope_info import document_of, require_construct, stacks_of, validate
from constructs_eic._values.argument_names import with_named_arguments
from constructs_eic.checks._reading.documents import model_of
from constructs_eic.checks.api import mapped, read_from
from constructs_eic.checks.arguments import require_lists
from constructs_eic.checks.reports.text import text
from constructs_eic.checks.runner import all_rules, findings, selected
from constructs_eic.checks.settings import settings_for
from constructs_eic.checks.suppressions import remaining

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from constructs import Construct

    from constructs_eic.checks._map.event_map import EventMap
    from constructs_eic.checks.rule import Finding
    from constructs_eic.checks.runner import SelectedRules
    from constructs_eic.checks.suppressions import Suppression


@with_named_arguments
@dataclass(frozen=True)
class AsyncChecks:
    """Checks an app or a stack when it is synthesized; if there are findings, synthesis fails and reports each.

    It also shows the annotations of the app's constructs, unless the command of cdktf or cdktn does so.

    The settings in `[tool.constructs-eic.checks]` of the nearest `pyproject.toml` also apply: `select` given here
    replaces the project's setting, the other arguments add to the project's.

    Args:
        select: Rule ids or prefixes of them; by default the rules that are on.
        ignore: Ids of rules that do not run, or prefixes of them; `EIC000` for unused suppressions.
        rules: Modules with your own rules: a file path that ends in `.py`, or an importable name.
        suppressions: Findings to leave out, each with a reason. A suppression that matches nothing is a finding,
            `EIC000`.

    Raises:
        UnknownRuleError: a rule does not exist.
        SettingsError: the project's settings cannot be used.
        EventInvokeConfigError: an argument is not a list.

    Examples:
        >>> checks = AsyncChecks(ignore=["EIC008"])
        >>> # app = App(); OrdersStack(app, "orders"); checks.apply_to(app); app.synth()
    """

    select: tuple[str, ...] | list[str] = ()
    ignore: tuple[str, ...] | list[str] = ()
    rules: tuple[str, ...] | list[str] = ()
    suppressions: tuple[Suppression, ...] | list[Suppression] = ()

    __jsii_type__ = NotAnAspect()

    def __post_init__(self) -> None:
        require_lists(
            "AsyncChecks",
            select=self.select,
            ignore=self.ignore,
            rules=self.rules,
            suppressions=self.suppressions,
        )
        self._chosen()

    def apply_to(self, scope: Construct) -> None:
        """Check `scope` whenever it is synthesized, after all aspects.

        Args:
            scope: An app, whose stacks are checked as one, or a stack. What is added to it later is also checked.

        Raises:
            TypeError: `scope` is neither an app nor a stack.
        """
        require_construct(scope)
        if stacks_of(scope) is None:
            raise TypeError(
                f"checks are applied to an App or a TerraformStack, not to {scope.node.path or scope!r}"
            )
        hand_annotations(scope, _show_annotations)
        validate(scope, lambda: self._problems(scope))

    def _problems(self, scope: Construct) -> list[str]:
        stacks = stacks_of(scope) or []
        found = self.findings_in(map(document_of, stacks), is_everything=stacks != [scope])
        if found:
            # jsii's message has them between its own lines and two tracebacks.
            sys.stderr.write(text([replace(each, file=None) for each in found]))
        return list(map(str, found))

    def event_map(self, scope: Construct) -> EventMap:
        """Return what invokes which function asynchronously, where its events go, and what these checks find.

        Args:
            scope: An app, or a stack. What aspects add when it is synthesized is not on the map.

        Raises:
            TypeError: `scope` is neither an app nor a stack.
        """
        require_construct(scope)
        stacks = stacks_of(scope)
        if stacks is None:
            raise TypeError(
                f"a map is made of an App or a TerraformStack, not of {scope.node.path or scope!r}"
            )
        chosen, of_project = self._chosen()
        documents = read_from(map(document_of, stacks)).documents
        return mapped(documents, chosen, (*of_project, *self.suppressions))

    def findings_in(
        self, documents: Iterable[Mapping[str, object]], *, is_everything: bool
    ) -> list[Finding]:
        """The findings in the documents of stacks, checked as one.

        Args:
            documents: The stacks, as Terraform's JSON.
            is_everything: Whether these are all stacks of the app. One of the project's suppressions may be for
                another stack; only the whole app shows that it is unused.
        """
        model = model_of(read_from(documents).documents)
        chosen, of_project = self._chosen()
        ids = chosen.suppressible
        found = remaining(findings(model, chosen.rules), of_project, ids if is_everything else ())
        return remaining(found, self.suppressions, ids)

    def _chosen(self) -> tuple[SelectedRules, tuple[Suppression, ...]]:
        settings = settings_for(Path.cwd())
        rules = all_rules((*settings.rules, *self.rules))
        select, ignore = self.select or settings.select, (*settings.ignore, *self.ignore)
        suppressions = (*settings.suppressions, *self.suppressions)
        return selected(rules, select, ignore, suppressions), settings.suppressions


def _show_annotations(annotations: list[str]) -> None:
    # The framework's command sets this, and shows them itself.
    if "CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS" not in os.environ:
        sys.stderr.writelines(f"{each}\n" for each in annotations)
        # What runs the app in this process does not show them again; processes that it starts show theirs.
        os.environ["CDKTF_ANNOTATIONS_SHOWN"] = str(os.getpid())
