"""Writes the Python source that declares and imports one entry, without indentation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from constructs_eic._output.text import python_literal
from constructs_eic._values.function_reference import EventInvokeConfigId
from constructs_eic._values.limits import DEFAULT_RETRY_ATTEMPTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constructs_eic.inventory.entry import Entry, Outcome

BINDING: Final = "LambdaFunctionEventInvokeConfig"
ARGUMENTS: Final[tuple[tuple[Outcome, str], ...]] = (
    ("OnFailure", "on_failure"),
    ("OnSuccess", "on_success"),
)
INDENT: Final = 8 * " "
_LINE_LENGTH: Final = 88


def construct(entry: Entry) -> Iterator[str]:
    """The `EventInvokeConfig` of `entry`."""
    identity = _identity(entry)
    yield "EventInvokeConfig("
    yield "    self,"
    yield f"    {_construct_id(identity)},"
    yield f"    function={python_literal(entry.function_name)},"
    if identity.qualifier is not None:
        yield f"    qualifier={python_literal(identity.qualifier)},"
    for outcome, argument in ARGUMENTS:
        arn = entry.destination(outcome)
        if arn is not None:
            yield f"    {argument}={python_literal(arn)},"
    yield f"    maximum_event_age_in_seconds={entry.maximum_event_age_in_seconds},"
    yield f"    maximum_retry_attempts={_retries(entry)},"
    yield "    grant_permissions=False,"
    yield from _lifecycle(entry, ())
    yield ").import_from()"


def created(entry: Entry) -> Iterator[str]:
    """The `EventInvokeConfig` of an entry that is to be created, with the permission that it needs."""
    identity = _identity(entry)
    yield "EventInvokeConfig("
    yield "    self,"
    yield f"    {_construct_id(identity)},"
    yield f"    function={python_literal(entry.function_name)},"
    if identity.qualifier is not None:
        yield f"    qualifier={python_literal(identity.qualifier)},"
    for outcome, argument in ARGUMENTS:
        arn = entry.destination(outcome)
        if arn is not None:
            yield f"    {argument}={python_literal(arn)},"
    yield ")"


def plain_resource(entry: Entry, untold: Collection[str]) -> Iterator[str]:
    """The provider's own resource of `entry`, without the arguments `untold`."""
    identity = _identity(entry)
    yield f"{BINDING}("
    # Below its own construct, as in `EventInvokeConfig`, so that a later change to that moves nothing in Terraform.
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
        for outcome, argument in ARGUMENTS
        if (arn := entry.destination(outcome)) is not None
    ]
    if destinations and "destination_config" not in untold:
        yield f"    destination_config={BINDING}DestinationConfig("
        for outcome, argument, arn in destinations:
            yield f"        {argument}={BINDING}DestinationConfig{outcome}("
            yield f"            destination={python_literal(arn)},"
            yield "        ),"
        yield "    ),"
    limits = {
        "maximum_event_age_in_seconds": entry.maximum_event_age_in_seconds,
        "maximum_retry_attempts": _retries(entry),
    }
    for argument, limit in limits.items():
        if limit is not None and argument not in untold:
            yield f"    {argument}={limit},"
    yield from _lifecycle(entry, untold)
    yield from _import(identity)


def _identity(entry: Entry) -> EventInvokeConfigId:
    return EventInvokeConfigId(entry.function_name, entry.named_qualifier)


def _retries(entry: Entry) -> int:
    """Return what Lambda does, also if it was never set."""
    retries = entry.maximum_retry_attempts
    return DEFAULT_RETRY_ATTEMPTS if retries is None else retries


def _lifecycle(entry: Entry, untold: Collection[str]) -> Iterator[str]:
    listed = f"[{', '.join(map(python_literal, untold))}]"
    if entry.maximum_retry_attempts is None:
        # The provider reads retries that were never set as null, plans its own default in their place, and, where
        # that is ignored, sends 0 with any other change: the update of `aws_lambda_function_event_invoke_config` in
        # hashicorp/terraform-provider-aws puts every argument. So no change at all may be planned.
        until = f'put {listed} in place of "all"' if untold else "delete this argument"
        yield "    # The retries were never set, and Lambda retries twice. Together with any"
        yield "    # other change Terraform's AWS provider would write 0. So Terraform changes"
        yield f"    # nothing here until you {until}."
        yield '    lifecycle=TerraformResourceLifecycle(ignore_changes="all"),'
    elif untold:
        yield "    lifecycle=TerraformResourceLifecycle("
        yield "        ignore_changes=["
        yield from (f"            {python_literal(argument)}," for argument in untold)
        yield "        ],"
        yield "    ),"


def _construct_id(identity: EventInvokeConfigId) -> str:
    text = str(identity)
    # Names in Terraform begin like this, and a stack has its own child `backend`. The dot, which no function has,
    # keeps the ids of two functions apart.
    is_fit = (text[0] == "_" or text[0].isalpha()) and text != "backend"
    return python_literal(text if is_fit else f"function.{text}")


def _import(identity: EventInvokeConfigId) -> Iterator[str]:
    text = python_literal(str(identity))
    line = f").import_from({text})"
    if len(INDENT) + len(line) <= _LINE_LENGTH:
        yield line
    else:
        yield from (").import_from(", f"    {text},", ")")
