"""Compares what was answered with the rules that the package follows: each contradiction is one sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from constructs_eic import (
    EventInvokeConfig,
    EventInvokeConfigError,
    EventInvokeConfigId,
    InvocationRecord,
    InvocationRecordError,
)
from tests.framework import App, AwsProvider, TerraformStack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

# What nobody can know when an app is synthesized.
_ONLY_AWS_KNOWS: Final = {
    "a qualifier that does not exist",
    "a queue that does not exist",
    "a queue in another region",  # a warning: the region of an app's provider may be given elsewhere
    "a role without permission",
}
# Source: "Capturing records of Lambda asynchronous invocations" in the AWS Lambda Developer Guide.
_KEY: Final = re.compile(
    r"aws/lambda/async/(?P<function>[\w-]+)/\d{4}/\d\d/\d\d/"
    r"\d{4}-\d\d-\d\dT\d\d\.\d\d\.\d\d-[0-9a-fA-F-]{36}"
)
_TRIES: Final = 3
# What the alarms watch, by what has happened to the events of a function.
_METRICS: Final = {
    "records cannot be delivered": ("metrics", "AsyncEventAge", "DestinationDeliveryFailures"),
    "no destination": ("dropped", "AsyncEventAge", "AsyncEventsDropped"),
}


def contradictions(question: str, answers: Mapping[str, Any]) -> list[str]:
    """What the answers to a question contradict."""
    return list(_RULES[question](answers))


def _refusals(answers: Mapping[str, Any]) -> Iterator[str]:
    for case, answer in answers.items():
        by_us, by_aws = _refused_by_us(answer["given"]), answer["refused"]
        if by_us and not by_aws:
            yield f"{case}: it is accepted, and we refuse it: {by_us}"
        if by_aws and not by_us and case not in _ONLY_AWS_KNOWS:
            yield f"{case}: it is refused, and we accept it: {by_aws['Message']}"


def _refused_by_us(given: Mapping[str, Any]) -> str | None:
    app = App()
    stack = TerraformStack(app, "stack")
    AwsProvider(stack, "aws", region="us-east-1")
    destinations = given.get("DestinationConfig", {})
    arguments = {
        "function": given["FunctionName"],
        "qualifier": given.get("Qualifier"),
        "maximum_retry_attempts": given.get("MaximumRetryAttempts"),
        "maximum_event_age_in_seconds": given.get("MaximumEventAgeInSeconds"),
        "on_failure": destinations.get("OnFailure", {}).get("Destination"),
        "on_success": destinations.get("OnSuccess", {}).get("Destination"),
    }
    try:
        EventInvokeConfig(stack, "async", **arguments)
    except EventInvokeConfigError as error:
        return str(error)
    return None


def _identifiers(answers: Mapping[str, Any]) -> Iterator[str]:
    ids = {
        form: EventInvokeConfigId.parse(read["FunctionArn"])
        for form, read in answers["read"].items()
    }
    for form, qualifier in (("version", "1"), ("alias", "live")):
        if ids[form].qualifier != qualifier:
            yield f"{form}: the ARN is read as qualifier {ids[form].qualifier}, not {qualifier}"
    if "MaximumEventAgeInSeconds" in answers["read"]["none"]:
        yield "a limit that was never set is in the answer"
    of_latest = [arn for arn in answers["listed"] if EventInvokeConfigId.parse(arn) == ids["none"]]
    if len(of_latest) != 1 or ids["none"] != ids["$LATEST"]:
        yield "without a qualifier and $LATEST are two configurations, and we take them for one"


def _permissions(answers: Mapping[str, Any]) -> Iterator[str]:
    if answers["accepted without any policy"]:
        yield "a destination is accepted without permission, and EIC003 says it is refused"
    if not answers["accepted by the queue's policy alone"]:
        yield "the queue's own policy is not enough, and EIC003 takes it for enough"
    if not answers["accepted by the role's policy"]:
        yield "the role's policy is not enough, and it is all that the construct creates"


def _records(answers: Mapping[str, Any]) -> Iterator[str]:
    for where, answer in answers.items():
        if answer["record"] is None:
            yield f"{where}: no record arrived"
            continue
        try:
            record = InvocationRecord.parse(answer["record"])
        except InvocationRecordError as error:
            yield f"{where}: the record cannot be read: {error}"
            continue
        if "fail" not in str(record.request_payload):
            yield f"{where}: the record's payload is read as {record.request_payload!r}"
        if record.request_id != answer["invocation"]:
            yield f"{where}: the record's request id is not the one that Invoke returned"
        if where == "bucket" and not _KEY.fullmatch(answer["key"]):
            yield f"{where}: the key has another form: {answer['key']}"


def _retries(answers: Mapping[str, Any]) -> Iterator[str]:
    if answers["tries"] != _TRIES:
        yield f"an event with two retries was tried {answers['tries']} times"
    if answers["seconds between them"] != sorted(answers["seconds between them"]):
        yield "the second retry does not wait longer than the first"


def _fifo(answers: Mapping[str, Any]) -> Iterator[str]:
    if not answers["refused"] and answers["arrived"]:
        yield "a record arrived in a FIFO queue, and we refuse FIFO queues"


def _parallel(answers: Mapping[str, Any]) -> Iterator[str]:
    if not any(answer.startswith("ResourceConflictException") for answer in answers):
        yield "parallel configurations are accepted, and EIC007 says that they conflict"


def _metrics(answers: Mapping[str, Any]) -> Iterator[str]:
    for case, (function, *expected) in _METRICS.items():
        for name in expected:
            watched = answers[case].get(name, ())
            if {"FunctionName": function} not in watched:
                yield f"{case}: {name} has no metric of the function, which an alarm without a qualifier watches"
            if {"FunctionName": function, "Resource": f"{function}:live"} not in watched:
                yield f"{case}: {name} has no metric of the alias, which an alarm with a qualifier watches"


def _deployment(answers: Mapping[str, Any]) -> Iterator[str]:
    changed = {name: count for name, count in answers["second plan"].items() if count}
    if changed:
        yield f"the second plan is not empty: {changed}"
    if not answers["a record arrived"]:
        yield "no record arrived"


def _redriver(answers: Mapping[str, Any]) -> Iterator[str]:
    for plan in ("second plan", "plan after the start is set", "plan after the run"):
        if answers[plan]:
            yield f"the {plan} is not empty: {answers[plan]}"
    if not answers["an event was sent"]:
        yield "no event was sent"
    parked = [each.partition(":")[0] for each in answers["parked"]]
    if parked != ["not sent", "refused"]:
        yield f"parked is what was {parked}"


_RULES: Mapping[str, Callable[[Mapping[str, Any]], Iterator[str]]] = {
    "refusals": _refusals,
    "identifiers": _identifiers,
    "permissions": _permissions,
    "records": _records,
    "retries": _retries,
    "fifo": _fifo,
    "parallel": _parallel,
    "metrics": _metrics,
    "deployment": _deployment,
    "redriver": _redriver,
}
