"""Checks documents: the function that every entry point calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias
from warnings import warn

from constructs_eic.checks._facts.context import Context
from constructs_eic.checks._map.building import build
from constructs_eic.checks._reading.document import Document
from constructs_eic.checks._reading.documents import Read, model_of, read_paths
from constructs_eic.checks.arguments import require_lists
from constructs_eic.checks.runner import all_rules, findings, selected
from constructs_eic.checks.suppressions import remaining

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from constructs_eic.checks._map.event_map import EventMap
    from constructs_eic.checks.rule import Finding
    from constructs_eic.checks.runner import SelectedRules
    from constructs_eic.checks.suppressions import Suppression

Checkable: TypeAlias = "str | Path | Mapping[str, object]"
"""A path, or a document that has already been read."""


def check(
    source: Checkable | Iterable[Checkable],
    *,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
    rules: Collection[str] = (),
    suppressions: Sequence[Suppression] = (),
) -> list[Finding]:
    """Check Terraform's JSON.

    Args:
        source: A path, a document (a synthesized stack, or a plan from `terraform show -json`), or several, which
            are checked as one app. A path is a file, a folder of `*.tf.json` files, cdktf's output folder or the
            folder that it is in, or `-`.
        select: Rule ids or prefixes of them; by default the rules that are on.
        ignore: Ids of rules that do not run, or prefixes of them; `EIC000` for unused suppressions.
        rules: Modules with your own rules: a file path that ends in `.py`, or an importable name.
        suppressions: Findings to leave out, each with a reason. A suppression that matches nothing is itself a
            finding, `EIC000`.

    Returns:
        The findings, by rule, in the order of the documents. What is in a folder and is not read, such as files in
        Terraform's own syntax, is a `UserWarning`.

    Raises:
        UnreadableError: a path cannot be read or is not Terraform's JSON.
        UnknownRuleError: a rule does not exist.
        RuleError: a rule fails.
        EventInvokeConfigError: an argument is not a list.

    Examples:
        >>> document = {"resource": {"aws_sns_topic_subscription": {"s": {"protocol": "lambda", "endpoint": "x"}}}}
        >>> [finding.rule for finding in check(document)]
        ['EIC008']
    """
    require_lists("check", select=select, ignore=ignore, rules=rules, suppressions=suppressions)
    selection = selected(all_rules(rules), select, ignore, suppressions)
    return checked(_documents_of(source), selection, suppressions)


def event_map(
    source: Checkable | Iterable[Checkable],
    *,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
    rules: Collection[str] = (),
    suppressions: Sequence[Suppression] = (),
) -> EventMap:
    """Return what invokes which function asynchronously, where its events go, and what the rules find.

    Args:
        source: As for `check`.
        select: As for `check`.
        ignore: As for `check`.
        rules: As for `check`.
        suppressions: Findings that are not marked, each with a reason.

    Returns:
        The map as values; `.mermaid()` and `.dot()` write it as a picture. A function that nothing invokes
        asynchronously, and that has no configuration, is not on it.

    Raises:
        UnreadableError: a path cannot be read or is not Terraform's JSON.
        UnknownRuleError: a rule does not exist.
        RuleError: a rule fails.
        EventInvokeConfigError: an argument is not a list.

    Examples:
        >>> document = {"resource": {"aws_sns_topic_subscription": {
        ...     "s": {"protocol": "lambda", "endpoint": "arn:aws:lambda:eu-west-1:123456789012:function:orders"}}}}
        >>> [(each.name, each.kind.value) for each in event_map(document, ignore=["EIC008"]).nodes]
        [('s', 'invoker'), ('orders', 'function')]
    """
    require_lists("event_map", select=select, ignore=ignore, rules=rules, suppressions=suppressions)
    selection = selected(all_rules(rules), select, ignore, suppressions)
    return mapped(_documents_of(source), selection, suppressions)


def _documents_of(source: Checkable | Iterable[Checkable]) -> Sequence[Document]:
    """The documents that a source has; what is not read there is a warning to the caller of this module."""
    read = read_from(source)
    for note in read.notes:
        warn(note, stacklevel=3)
    return read.documents


def mapped(
    documents: Iterable[Document], selection: SelectedRules, suppressions: Sequence[Suppression]
) -> EventMap:
    """The map of documents that have already been read. A suppression that matches nothing is not on it."""
    model = model_of(documents)
    found = remaining(findings(model, selection.rules), suppressions, ())
    return build(Context(model), found)


def checked(
    documents: Iterable[Document], selection: SelectedRules, suppressions: Sequence[Suppression]
) -> list[Finding]:
    """Return what rules find in documents that have already been read."""
    found = findings(model_of(documents), selection.rules)
    return remaining(found, suppressions, selection.suppressible)


def read_from(source: Checkable | Iterable[Checkable]) -> Read:
    """Return what a source has, in any form that `check` accepts."""
    if isinstance(source, (str, Path, Mapping)):
        source = [source]
    given = list(source)
    read = read_paths(each for each in given if not isinstance(each, Mapping))
    documents = [
        Document(f"document {position}", each)
        for position, each in enumerate(given, 1)
        if isinstance(each, Mapping)
    ]
    return replace(read, documents=[*documents, *read.documents])
