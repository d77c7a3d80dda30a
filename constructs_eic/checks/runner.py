"""Runs rules on Terraform's JSON."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module, invalidate_caches
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import module_from_spec
from inspect import isabstract
from pathlib import Path
from pkgutil import iter_modules
from traceback import extract_tb
from typing import TYPE_CHECKING

from constructs_eic._values.errors import shown
from constructs_eic.checks import rules as built_in
from constructs_eic.checks._facts.context import Context
from constructs_eic.checks.rule import RULES_OF_AUDIT, Finding, Rule
from constructs_eic.checks.suppressions import UNUSED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import ModuleType

    from constructs_eic.checks._model.model import Model
    from constructs_eic.checks.suppressions import Suppression


class UnknownRuleError(ValueError):
    """A rule that does not exist or is incomplete, or a module without a rule."""


class RuleError(RuntimeError):
    """A rule that fails while it checks; the message has its file, its class, and the error that is the cause."""


def all_rules(further: Iterable[str] = ()) -> list[type[Rule]]:
    """Every rule by id: the package's own and those of further modules.

    Args:
        further: Files (`checks/no_python39.py`) or importable modules (`acme.checks`).

    Raises:
        UnknownRuleError: a module cannot be imported or has no rule, or a rule lacks a text or a unique id.
    """
    modules = [
        import_module(f"{built_in.__name__}.{each.name}")
        for each in iter_modules(built_in.__path__)
    ]
    found: dict[str, type[Rule]] = {}
    for module in (*modules, *map(_imported, further)):
        for rule in _rules_in(module):
            if found.setdefault(rule.id, rule) is not rule:
                both = (
                    f"{each.__qualname__} ({_file_of(each)})" for each in (found[rule.id], rule)
                )
                raise UnknownRuleError(
                    f"{rule.id} is the id of {' and of '.join(both)}; give one of them another id"
                )
    return [found[id_] for id_ in sorted(found)]


@dataclass(frozen=True)
class SelectedRules:
    """The rules that run.

    Attributes:
        rules: The rules, by id.
        reports_unused: Whether a suppression for these rules that matches nothing is a finding.
    """

    rules: Sequence[type[Rule]]
    reports_unused: bool = True

    @property
    def suppressible(self) -> list[str]:
        """The ids of rules for which every suppression must match a finding."""
        return [each.id for each in self.rules] if self.reports_unused else []


def selected(
    rules: Sequence[type[Rule]],
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    suppressions: Iterable[Suppression] = (),
) -> SelectedRules:
    """The rules to run: those that are on, or those selected, without those ignored.

    Args:
        rules: All rules.
        select: Ids or prefixes of them, such as `EIC`.
        ignore: The same, also `EIC000`.
        suppressions: All that are given; each is for a rule that exists.

    Raises:
        UnknownRuleError: an id that no rule has, or a selection of rules that cannot run here.
    """
    wanted, unwanted = tuple(select), tuple(ignore)
    ids = [each.id for each in rules]
    there_are = f"there are {', '.join(ids)}"
    unknown = [
        each if each.strip() else repr(each)
        for each in (*wanted, *unwanted)
        if not each.strip()
        or not any(id_.startswith(each) for id_ in (*ids, *RULES_OF_AUDIT, UNUSED))
    ]
    if unknown:
        raise UnknownRuleError(f"there is no rule {' or '.join(unknown)}; {there_are}")
    if wanted and all(each == UNUSED for each in wanted):
        raise UnknownRuleError(
            f"{UNUSED} reports unused suppressions of the rules that run; select those rules"
        )
    for each in suppressions:
        if each.rule == UNUSED:
            raise UnknownRuleError(f'{UNUSED} cannot be suppressed; write ignore = ["{UNUSED}"]')
        if each.rule not in (*ids, *RULES_OF_AUDIT):
            raise UnknownRuleError(
                f"there is no rule {each.rule}, which the suppression of {each.address!r} names; {there_are}"
            )
    chosen = [each for each in rules if (each.id.startswith(wanted) if wanted else each.is_on)]
    if not chosen:
        named = [each for each in wanted if each != UNUSED]
        raise UnknownRuleError(
            f"{', '.join(named)} {'selects' if len(named) == 1 else 'select'} only rules of the audit of an "
            f"account ({', '.join(RULES_OF_AUDIT)}), which do not run here; {there_are}"
        )
    running = [each for each in chosen if not (unwanted and each.id.startswith(unwanted))]
    return SelectedRules(running, not (unwanted and UNUSED.startswith(unwanted)))


def findings(model: Model, rules: Iterable[type[Rule]]) -> list[Finding]:
    """Return what the rules find in a model, in the order of rule and resource.

    Raises:
        RuleError: a rule raises an exception, or yields something that is not a finding.
    """
    context = Context(model)
    return [finding for rule in rules for finding in _findings_of(rule, context)]


def _findings_of(rule: type[Rule], context: Context) -> list[Finding]:
    file = _file_of(rule)
    who = f"{rule.__qualname__} ({rule.id})"
    try:
        given: object = rule().check(context)
        all_given: list[object] = list(given) if isinstance(given, Iterable) else [given]
    except Exception as error:
        lines = [each.lineno for each in extract_tb(error.__traceback__) if each.filename == file]
        place = f"{file}:{lines[-1]}" if lines else file
        raise RuleError(f"{place}: {who} failed: {_on_one_line(error)}") from error
    found: list[Finding] = []
    for each in all_given:
        if each is given or not isinstance(each, Finding) or each.rule != rule.id:
            raise RuleError(
                f"{file}: {who} gives {shown(each)}, which is not a finding of this rule; "
                "write yield self.finding(resource, message)"
            )
        found.append(each)
    return found


def _file_of(rule: type[Rule]) -> str:
    file: str = getattr(getattr(rule.check, "__code__", None), "co_filename", rule.__module__)
    return file


def _on_one_line(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())


def _imported(name: str) -> ModuleType:
    try:
        module = _loaded(Path(name)) if name.endswith(".py") else _module(name)
    except Exception as error:
        if name.endswith(".py") and not Path(name).exists():
            raise UnknownRuleError(f"{name}: there is no such file to read rules from") from error
        if isinstance(error, ModuleNotFoundError) and error.name == name.partition(".")[0]:
            raise UnknownRuleError(
                f"{name}: there is no such module to read rules from; give one that Python can import, "
                "or a file such as my_rules.py"
            ) from error
        raise UnknownRuleError(
            f"{name}: no rules can be read from it: {_on_one_line(error)}"
        ) from error
    if not any(_rules_in(module)):
        raise UnknownRuleError(
            f"{name}: there is no rule in it; write a subclass of constructs_eic.checks.Rule"
        )
    for rule in _rules_in(module):
        _require_attributes(rule, f"{name}: {rule.__qualname__}")
    return module


def _module(name: str) -> ModuleType:
    """Import a module, also one in the current folder, where a console script does not look."""
    here = str(Path.cwd())
    sys.path.append(here)
    try:
        invalidate_caches()
        return import_module(name)
    finally:
        sys.path.remove(here)


def _require_attributes(rule: type[Rule], where: str) -> None:
    for name in ("id", "title", "why", "fix"):
        if not hasattr(rule, name):
            example = "ORG001" if name == "id" else "…"
            raise UnknownRuleError(f'{where}: {name}: it is missing; write {name} = "{example}"')
    if not (isinstance(rule.id, str) and re.fullmatch("[A-Za-z0-9]+", rule.id)):
        raise UnknownRuleError(
            f"{where}: id={shown(rule.id)}: an id consists of letters and digits; "
            'write one such as id = "ORG001"'
        )
    if rule.id == UNUSED:
        raise UnknownRuleError(
            f"{where}: id={shown(rule.id)}: unused suppressions have this id; give another id"
        )


def _loaded(path: Path) -> ModuleType:
    loader = SourceFileLoader(path.stem, str(path))
    spec = ModuleSpec(path.stem, loader, origin=str(path))
    spec.has_location = True
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def _rules_in(module: ModuleType) -> Iterator[type[Rule]]:
    for value in vars(module).values():
        if (
            isinstance(value, type)
            and issubclass(value, Rule)
            and not isabstract(value)
            and value.__module__ == module.__name__
        ):
            yield value
