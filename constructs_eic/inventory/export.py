"""Writes the source of an app that declares and imports each of the entries.

The source is formatted as by `ruff format`: strings are never wrapped, and a comma after the last argument keeps
each argument on its own line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from constructs_eic._output.text import comment, python_literal
from constructs_eic.inventory.declaration import (
    ARGUMENTS,
    BINDING,
    INDENT,
    construct,
    created,
    plain_resource,
)
from constructs_eic.inventory.refusal import (
    refused_by_construct,
    refused_by_terraform,
    unwritable,
)
from constructs_eic.inventory.unread import Unread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from constructs_eic.inventory.entry import Entry
    from constructs_eic.inventory.framework import AppPackages

_INTRODUCTION = '''"""Lambda's asynchronous configurations, taken over as they are.

Written by `constructs-eic export`. Run it with `python -m constructs_eic.faststart adopted.py`:
that takes a second or two, `python adopted.py` alone several times as long. `terraform plan` then imports
each configuration and changes nothing; once that is applied, the calls of `import_from` can go.
'''
_OF_CREATED = '''"""Failure destinations for functions whose failed events are lost.

Written by `constructs-eic export --missing`. Run it with `python -m constructs_eic.faststart kept.py`:
that takes a second or two, `python kept.py` alone several times as long. `terraform plan` then creates
each configuration, and the policy with which the function's role may send to the destination.
'''
_OF_UNSET_RETRIES = """
Where the retries were never set, `ignore_changes="all"` keeps Terraform from changing anything:
its AWS provider would write 0 retries, where Lambda did 2. Follow the comment there before you
change such a configuration.
"""
_ACCOUNT = re.compile("[0-9]{12}")


@dataclass
class App:
    """The source of an app, and notes about it.

    Attributes:
        source: A Python module, in ASCII.
        notes: What the user should know about the source, one line each.
        left_out: Configurations that no app can declare; the source names them in comments.
    """

    source: str = ""
    notes: list[str] = field(default_factory=list)
    left_out: list[Unread] = field(default_factory=list)


def app_source(entries: Iterable[Entry], framework: AppPackages, *, creates: bool = False) -> App:
    """Write the app that declares and imports `entries`; their order does not change the result.

    Args:
        entries: What to declare.
        framework: What the app is written for.
        creates: Whether the entries do not exist yet: they are not imported, and get the permission that they need.
    """
    app = App()
    ordered = sorted(entries, key=lambda entry: entry.order)
    stacks: list[str] = []
    calls: list[str] = []
    for region, group in groupby(ordered, key=lambda entry: entry.region):
        name = "".join(part.title() for part in region.split("-"))
        stacks += ["", "", *_stack(name, region, list(group), app, creates=creates)]
        calls.append(f"{name}(app, {python_literal(region)})")
    docstring = _OF_CREATED if creates else _INTRODUCTION
    if not creates and any(entry.maximum_retry_attempts is None for entry in ordered):
        docstring += _OF_UNSET_RETRIES
    gap = ["", ""] if stacks else [""]
    lines = [*_imports(stacks, framework), *stacks, *gap, "app = App()", *calls, "app.synth()"]
    app.source = f'{docstring}"""\n\n' + "\n".join(lines) + "\n"
    if not ordered:
        what = "function whose failed events are lost" if creates else "configuration"
        app.notes.append(f"there is no {what}; the app is empty")
    return app


def _imports(stacks: Sequence[str], framework: AppPackages) -> Iterator[str]:
    body = "\n".join(stacks)
    of_core = ("App", "TerraformResourceLifecycle", "TerraformStack")
    used = [name for name in of_core if name == "App" or name in body]
    yield f"from {framework.core} import {', '.join(used)}"
    raw = [
        name
        for name in (
            BINDING,
            f"{BINDING}DestinationConfig",
            *(f"{BINDING}DestinationConfig{outcome}" for outcome, _ in ARGUMENTS),
        )
        if f"{name}(" in body
    ]
    if raw:
        yield f"from {framework.bindings}.lambda_function_event_invoke_config import ("
        yield from (f"    {name}," for name in raw)
        yield ")"
    if stacks:
        yield f"from {framework.bindings}.provider import AwsProvider"
        yield "from constructs import Construct"
    if " EventInvokeConfig(" in body:
        yield "from constructs_eic import EventInvokeConfig"


def _stack(
    name: str, region: str, entries: Sequence[Entry], app: App, *, creates: bool
) -> Iterator[str]:
    yield f"class {name}(TerraformStack):"
    yield f'    """The configurations in {region}."""'
    yield ""
    yield "    def __init__(self, scope: Construct, name: str) -> None:"
    yield "        super().__init__(scope, name)"
    # No function has a dot in its name, so the provider's id is unique.
    yield "        AwsProvider("
    yield "            self,"
    yield '            "provider.aws",'
    yield f"            region={python_literal(region)},"
    accounts = sorted({each.account for each in entries if _ACCOUNT.fullmatch(each.account)})
    if accounts:
        yield "            # Another account may have functions of the same names."
        yield f"            allowed_account_ids=[{', '.join(map(python_literal, accounts))}],"
    yield "        )"
    for function, group in groupby(entries, key=lambda entry: entry.function_name):
        yield ""
        # The word precedes the name, because a comment that is only a name, such as `noqa`, may have a meaning.
        yield f"        # Function {comment(function)}"
        for line in _function(list(group), app, creates=creates):
            yield f"{INDENT}{line}"


def _function(entries: Sequence[Entry], app: App, *, creates: bool) -> Iterator[str]:
    declared: set[str | None] = set()
    for entry in entries:
        where = f"{entry.function_name}:{entry.qualifier}"
        refused = refused_by_terraform(entry)
        if refused:
            app.left_out.append(Unread(entry.region, where, f"left out of the app: {refused}"))
            yield comment(f"# Left out: {python_literal(where)}: {refused}")
            continue
        if creates:
            yield from created(entry)
            continue
        untold = unwritable(entry)
        refused = " and ".join(untold.values()) or refused_by_construct(entry)
        if untold:
            refused = f"{refused}, and leaves it as it is"
        elif entry.qualifier in declared:  # an emulator that keeps $LATEST and none apart
            refused = "the same function and qualifier are declared above"
        declared.add(entry.qualifier)
        if refused:
            app.notes.append(
                f"{entry.region}: {where}: declared by the plain resource, not by "
                f"EventInvokeConfig: {refused}"
            )
            yield comment(f"# The plain resource: {refused}")
            yield from plain_resource(entry, untold)
        else:
            yield from construct(entry)
