"""Checks the arguments of a `Redriver` together, and reads what they amount to."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from constructs_eic._alarms.notified import check_notified
from constructs_eic._bindings.expressions import resolved, textual
from constructs_eic._bindings.number_arguments import read_number
from constructs_eic._bindings.scope_info import scope_info_of
from constructs_eic._construct.meta_arguments import check_instances
from constructs_eic._redriver.functions import read_functions
from constructs_eic._redriver.queues import (
    QueueArgument,
    are_the_same,
    read_queue,
    visibility_timeout,
)
from constructs_eic._redriver.resources import TIMEOUT_IN_SECONDS
from constructs_eic._redriver.uniqueness import RedriverPlace, check_place
from constructs_eic._target.deployment import Deployment, check_provider, check_region
from constructs_eic._target.instances import Instances
from constructs_eic._target.target import Target
from constructs_eic._values.errors import NOTHING, Problems
from constructs_eic._values.limits import FUNCTION_NAME_LENGTH, is_function_name
from constructs_eic._values.tokens import is_token
from constructs_eic._values.unset import UNSET
from constructs_eic.alarms import LostEventAlarms
from constructs_eic.defaults import Settings, check_alarms
from constructs_eic.destinations.sqs import SqsDestination

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs import Construct

    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic.destinations.attached import AttachedDestination

# `ScalingConfig` in the AWS Lambda API Reference.
_LEAST_CONCURRENCY: Final = 2
_MOST_CONCURRENCY: Final = 1000
_NOT_IN_NAMES: Final = re.compile(r"[^a-zA-Z0-9_-]+")
_DIGITS_OF_CUT_NAME: Final = 8


@dataclass(frozen=True)
class Arguments:
    """The arguments of one `Redriver`, without a problem.

    Attributes:
        scope_info: Where it is in the app.
        forwarder: The function that it deploys.
        source: The queue whose messages it processes.
        functions: The functions that it may invoke.
        parking: The queue for messages whose events are not sent.
        maximum_concurrency: A number, a number token, or `None`.
        alarms: What to alarm on, if anything.
        deployment: Provider and region of everything that is created.
    """

    scope_info: ScopeInfo
    forwarder: Target
    source: AttachedDestination
    functions: tuple[Target, ...]
    parking: AttachedDestination
    maximum_concurrency: float | None
    alarms: LostEventAlarms | None
    deployment: Deployment


def read_arguments(
    scope: Construct,
    id_: str,
    *,
    source: object,
    functions: object,
    parking: object,
    maximum_concurrency: object,
    name: object,
    alarms: object,
    region: object,
    provider: object,
) -> Arguments:
    """Read and check the arguments of the `Redriver` `id_` in `scope`.

    Raises:
        EventInvokeConfigError: with every problem found.
    """
    scope_info = scope_info_of(scope)
    problems = Problems(
        path=lambda: f"{scope.node.path}/{id_}",
        expression=lambda token: resolved(token, scope_info),
    )
    forwarder = _read_name(name, lambda: f"{scope.node.path}/{id_}", problems)
    asked_for = Deployment.asked_for(provider, region)
    read = read_queue(QueueArgument.SOURCE, source, forwarder, asked_for, scope_info, problems)
    deployment = asked_for
    if read is not None and read.resource is not None:
        deployment = asked_for.or_else(Deployment.of(read.resource).usable_in(scope_info))
    if read is not None and not read.checked.is_refused:
        _check_source(read, source, deployment, problems)
    targets = read_functions(functions, forwarder, deployment, scope_info, problems)
    parked = read_queue(
        QueueArgument.PARKING,
        SqsDestination() if parking is None else parking,
        forwarder,
        deployment,
        scope_info,
        problems,
    )
    if read is not None and parked is not None and are_the_same(read, parked, scope_info):
        problems.add(
            "parking",
            parking,
            "this is the source itself, and what is parked would be processed again and again",
            "give another queue, or leave it out: one is created",
        )
    if read is not None and not read.checked.is_refused:
        place = RedriverPlace(forwarder, read, deployment, scope_info)
        check_place(place, {"source": source, "name": name}, problems)
    concurrency = _concurrency(
        read_number("maximum_concurrency", maximum_concurrency, scope_info, problems), problems
    )
    watched = _read_alarms(alarms, scope_info, problems)
    check_region(textual(region), problems)
    check_provider(provider, scope_info, problems)
    check_instances(
        Instances(),
        {
            "function": None,
            "source": source,
            "functions": functions,
            "parking": parking,
            "maximum_concurrency": maximum_concurrency,
            "name": name,
            "region": region,
        },
        scope_info,
        problems,
    )
    problems.raise_if_any()
    return Arguments(
        scope_info,
        forwarder,
        cast("AttachedDestination", read),
        targets,
        cast("AttachedDestination", parked),
        concurrency,
        watched,
        deployment,
    )


def _read_name(name: object, path: Callable[[], str], problems: Problems) -> Target:
    text = textual(name)
    if text is None:
        text = _default_name(path())
    elif not (isinstance(text, str) and (is_token(text) or is_function_name(text))):
        problems.add(
            "name",
            name,
            f"the name of a function has 1 to {FUNCTION_NAME_LENGTH} letters, digits, hyphens, underscores",
            "give such a name, or leave it out",
        )
        text = "invalid"
    return Target(text, text, None if is_token(text) else text)


def _default_name(path: str) -> str:
    """The construct's path as the name of a function, so that whoever runs the command knows it."""
    whole = "-".join(_NOT_IN_NAMES.sub("", part) for part in path.split("/"))
    if len(whole) <= FUNCTION_NAME_LENGTH:
        return whole
    digest = hashlib.sha256(path.encode()).hexdigest()[:_DIGITS_OF_CUT_NAME]
    return f"{whole[: FUNCTION_NAME_LENGTH - len(digest) - 1]}-{digest}"


def _check_source(
    source: AttachedDestination, given: object, deployment: Deployment, problems: Problems
) -> None:
    """Report a queue that Lambda refuses as a source.

    Source: "Creating and configuring an Amazon SQS event source mapping" in the AWS Lambda Developer Guide.
    """
    if source.destination.given is None:
        problems.add(
            "source",
            NOTHING if given is None else given,
            "there is no queue to process messages from",
            "give the queue or its ARN",
        )
    here, there = deployment.region_in(source.checked.scope_info), source.location.region
    if None not in (here, there) and here != there:
        problems.add(
            "source",
            given,
            f"the queue is in {there}, the Redriver in {here}: Lambda reads queues of its own region",
            f"give provider= or region= for {there}",
        )
    seconds = visibility_timeout(source)
    if seconds is not None and seconds < TIMEOUT_IN_SECONDS:
        problems.add(
            "source",
            given,
            f"its visibility timeout is {seconds} s, and Lambda requires at least the {TIMEOUT_IN_SECONDS} s that "
            "the forwarder may run",
            f"set visibility_timeout_seconds={6 * TIMEOUT_IN_SECONDS} on the queue: AWS recommends six times "
            "as much",
        )


def _concurrency(value: object, problems: Problems) -> float | None:
    if value is None or is_token(value):
        return value  # type: ignore[return-value]  # a number token is a float
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    if is_whole and _LEAST_CONCURRENCY <= value <= _MOST_CONCURRENCY:  # type: ignore[operator]
        return cast("int", value)
    problems.add(
        "maximum_concurrency",
        value,
        f"Lambda processes {_LEAST_CONCURRENCY} to {_MOST_CONCURRENCY} batches at the same time",
        f"give a whole number from {_LEAST_CONCURRENCY} to {_MOST_CONCURRENCY}, as int, or leave it out",
    )
    return None


def _read_alarms(
    given: object, scope_info: ScopeInfo, problems: Problems
) -> LostEventAlarms | None:
    if given is UNSET:
        left_out = Settings(UNSET, UNSET, UNSET, UNSET, UNSET).completed(scope_info).alarms
        given = left_out or LostEventAlarms()
    alarms = check_alarms(given, problems)
    if alarms is not None:
        check_notified(alarms, problems, scope_info)
    return alarms
