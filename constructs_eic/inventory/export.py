"""From entries to the source of a cdktf app that declares and imports each of them.

The source is laid out as `ruff format` would: strings are never folded, and a comma after the last argument
keeps one argument a line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from constructs_eic.identity import EventInvokeConfigId
from constructs_eic.inventory.refusal import (
    refused_by_construct,
    refused_by_terraform,
    unwritable,
)
from constructs_eic.inventory.unread import Unread
from constructs_eic.text import comment, python_literal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from constructs_eic.inventory.entry import Entry, Outcome

_INTRODUCTION = '''"""Lambda's asynchronous configurations, taken over as they are.

Written by `constructs-eic export`. `terraform plan` imports each one and changes nothing; once
that is applied, the calls of `import_from` can go.
'''
_OF_UNSET_RETRIES = """
`None` stands for a limit that was never set. Lambda then tries twice more; but when anything else
about such a configuration changes, Terraform's AWS provider writes 0. So put 2 in place of
`maximum_retry_attempts=None` before you change it.
"""
_LINE_LENGTH = 88
_INDENT = 8 * " "
_BINDING = "LambdaFunctionEventInvokeConfig"
_ARGUMENTS: tuple[tuple[Outcome, str], ...] = (
    ("OnFailure", "on_failure"),
    ("OnSuccess", "on_success"),
)


@dataclass
class App:
    """The source of an app, and what is to be said about it.

    Attributes:
        source: A Python module, in ASCII.
        notes: What a person should know about the source, a line each.
        left_out: Configurations that no app can declare; the source names them in comments.
    """

    source: str = ""
    notes: list[str] = field(default_factory=list)
    left_out: list[Unread] = field(default_factory=list)


def app_source(entries: Iterable[Entry]) -> App:
    """Write the app that declares and imports `entries`: the same whatever their order."""
    app = App()
    ordered = sorted(entries, key=lambda entry: entry.order)
    stacks: list[str] = []
    calls: list[str] = []
    for region, group in groupby(ordered, key=lambda entry: entry.region):
        name = "".join(part.title() for part in region.split("-"))
        stacks += ["", "", *_stack(name, region, list(group), app)]
        calls.append(f"{name}(app, {python_literal(region)})")
    docstring = _INTRODUCTION
    if any(entry.maximum_retry_attempts is None for entry in ordered):
        docstring += _OF_UNSET_RETRIES
    gap = ["", ""] if stacks else [""]
    lines = [*_imports(stacks), *stacks, *gap, "app = App()", *calls, "app.synth()"]
    app.source = f'{docstring}"""\n\n' + "\n".join(lines) + "\n"
    if not ordered:
        app.notes.append("there is no configuration; the app is empty")
    return app


def _imports(stacks: Sequence[str]) -> Iterator[str]:
    body = "\n".join(stacks)
    of_cdktf = ("App", "TerraformResourceLifecycle", "TerraformStack")
    used = [name for name in of_cdktf if name == "App" or name in body]
    yield f"from cdktf import {', '.join(used)}"
    raw = [
        name
        for name in (
            _BINDING,
            f"{_BINDING}DestinationConfig",
            *(f"{_BINDING}DestinationConfig{outcome}" for outcome, _ in _ARGUMENTS),
        )
        if f"{name}(" in body
    ]
    if raw:
        yield "from cdktf_cdktf_provider_aws.lambda_function_event_invoke_config import ("
        yield from (f"    {name}," for name in raw)
        yield ")"
    if stacks:
        yield "from cdktf_cdktf_provider_aws.provider import AwsProvider"
        yield "from constructs import Construct"
    if " EventInvokeConfig(" in body:
        yield "from constructs_eic import EventInvokeConfig"


def _stack(name: str, region: str, entries: Sequence[Entry], app: App) -> Iterator[str]:
    yield f"class {name}(TerraformStack):"
    yield f'    """The configurations in {region}."""'
    yield ""
    yield "    def __init__(self, scope: Construct, name: str) -> None:"
    yield "        super().__init__(scope, name)"
    # No function has a dot in its name: the provider's id is nobody else's.
    yield f'        AwsProvider(self, "provider.aws", region={python_literal(region)})'
    for function, group in groupby(entries, key=lambda entry: entry.function_name):
        yield ""
        # The word before the name: a comment that is a name alone, such as `noqa`, may mean something.
        yield f"        # Function {comment(function)}"
        for line in _function(list(group), app):
            yield f"{_INDENT}{line}"


def _function(entries: Sequence[Entry], app: App) -> Iterator[str]:
    declared: set[str | None] = set()
    for entry in entries:
        where = f"{entry.function_name}:{entry.qualifier}"
        refused = refused_by_terraform(entry)
        if refused:
            app.left_out.append(Unread(entry.region, where, f"left out of the app: {refused}"))
            yield comment(f"# Left out: {python_literal(where)}: {refused}")
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
            yield from _plain_resource(entry, untold)
        else:
            yield from _construct(entry)


def _construct(entry: Entry) -> Iterator[str]:
    identity = EventInvokeConfigId(entry.function_name, entry.named_qualifier)
    yield "EventInvokeConfig("
    yield "    self,"
    yield f"    {_construct_id(identity)},"
    yield f"    function={python_literal(entry.function_name)},"
    if identity.qualifier is not None:
        yield f"    qualifier={python_literal(identity.qualifier)},"
    for outcome, argument in _ARGUMENTS:
        arn = entry.destination(outcome)
        if arn is not None:
            yield f"    {argument}={python_literal(arn)},"
    yield f"    maximum_event_age_in_seconds={entry.maximum_event_age_in_seconds},"
    yield f"    maximum_retry_attempts={entry.maximum_retry_attempts},"
    yield "    grant_permissions=False,"
    yield ").import_from()"


def _plain_resource(entry: Entry, untold: Collection[str]) -> Iterator[str]:
    identity = EventInvokeConfigId(entry.function_name, entry.named_qualifier)
    yield f"{_BINDING}("
    # Below a construct of its own, as in `EventInvokeConfig`: a later change to that moves nothing in Terraform.
    yield from (
        "    Construct(",
        "        self,",
        f"        {_construct_id(identity)},",
        "    ),",
    )
    yield '    "Resource",'
    yield f"    function_name={python_literal(entry.function_name)},"
    if identity.qualifier is not None:
        yield f"    qualifier={python_literal(identity.qualifier)},"
    destinations = [
        (outcome, argument, arn)
        for outcome, argument in _ARGUMENTS
        if (arn := entry.destination(outcome)) is not None
    ]
    if destinations and "destination_config" not in untold:
        yield f"    destination_config={_BINDING}DestinationConfig("
        for outcome, argument, arn in destinations:
            yield f"        {argument}={_BINDING}DestinationConfig{outcome}("
            yield f"            destination={python_literal(arn)},"
            yield "        ),"
        yield "    ),"
    limits = {
        "maximum_event_age_in_seconds": entry.maximum_event_age_in_seconds,
        "maximum_retry_attempts": entry.maximum_retry_attempts,
    }
    for argument, limit in limits.items():
        if limit is not None and argument not in untold:
            yield f"    {argument}={limit},"
    ignored = [*untold]
    if entry.maximum_retry_attempts is None:  # for which the provider has a default
        ignored.append("maximum_retry_attempts")
    if ignored:
        yield "    lifecycle=TerraformResourceLifecycle("
        yield "        ignore_changes=["
        yield from (f'            "{argument}",' for argument in ignored)
        yield "        ],"
        yield "    ),"
    yield from _import(identity)


def _construct_id(identity: EventInvokeConfigId) -> str:
    text = str(identity)
    # A name in Terraform begins so, and a stack has a child `backend` of its own. The dot, which no function has,
    # keeps the ids of two functions apart.
    is_fit = (text[0] == "_" or text[0].isalpha()) and text != "backend"
    return python_literal(text if is_fit else f"function.{text}")


def _import(identity: EventInvokeConfigId) -> Iterator[str]:
    text = python_literal(str(identity))
    line = f").import_from({text})"
    if len(_INDENT) + len(line) <= _LINE_LENGTH:
        yield line
    else:
        yield from (").import_from(", f"    {text},", ")")
