"""Run the forwarder of a `Redriver` from Python, as `redrive --with` does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic._values.errors import Problems
from constructs_eic._values.function_reference import FunctionReference, FunctionReferenceError
from constructs_eic._values.source_reference import parse_source
from constructs_eic.aws.clock import Clock
from constructs_eic.aws.session import AwsError, open_session
from constructs_eic.records.open_source import open_queue
from constructs_eic.records.redriver.control_plane import ControlPlane
from constructs_eic.records.redriver.forwarder_function import ForwarderFunction
from constructs_eic.records.redriver.mapping import find_mapping
from constructs_eic.records.redriver.run import RedriverRun

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs_eic.aws.session import Session
    from constructs_eic.records.client import LambdaClient
    from constructs_eic.records.redriver.results import RedriverProgress, RedriverResult

# A request that botocore sends again by itself would not be known to be a second try.
_RETRIES = {"mode": "standard", "total_max_attempts": 1}


def redrive_with(
    source: str,
    redriver: str,
    *,
    dry_run: bool = False,
    report: Callable[[RedriverProgress], None] = lambda _progress: None,
    note: Callable[[str], None] = lambda _note: None,
    region: str | None = None,
    profile: str | None = None,
) -> RedriverResult:
    """Let the forwarder of a `Redriver` send the events of a queue's records back to their functions.

    The start of the run is written to the forwarder's environment variables. Its event source mapping is then
    enabled, and disabled once the queue has been empty for a minute. What the forwarder refuses, and what comes to
    the queue after the start, is sent to the parking queue.

    Args:
        source: The queue's name, URL or ARN.
        redriver: The name or ARN of the `Redriver`'s function, without a qualifier.
        dry_run: Only count what waits, and find what would be used.
        report: Called every few seconds with the counts.
        note: Called with anything else that the user must know meanwhile, such as that Lambda throttles, or, at the
            end, that the mapping may still be enabled.
        region: The queue's region; by default that of the session.
        profile: A profile of AWS's shared configuration; `None` follows the environment.

    Returns:
        Approximately how many records were sent and parked, and how many still wait.

    Raises:
        EventInvokeConfigError: with every argument that is not valid.
        ValueError: `source` has none of these forms.
        AwsError: there is no such queue, function or mapping, the mapping is enabled already, or a request is
            refused. A mapping that was enabled here is disabled before.

    Examples:
        >>> from constructs_eic.records import redrive_with
        >>> done = redrive_with("failed-orders", "orders-redriver", note=print)  # doctest: +SKIP
    """
    run = prepared(
        source, redriver, lambda: open_session(profile), Clock(), note=note, region=region
    )
    return run.look() if dry_run else run.run(report)


def prepared(
    source: str,
    redriver: str,
    open_: Callable[[], Session],
    clock: Clock,
    *,
    note: Callable[[str], None],
    region: str | None = None,
) -> RedriverRun:
    """Return a run that has found queue, function and mapping, and has changed nothing yet.

    Args:
        source: The queue's name, URL or ARN.
        redriver: The name or ARN of the function.
        open_: Opens the session whose credentials are used.
        clock: The clock by which it waits.
        note: Called with anything else that the user must know meanwhile.
        region: The queue's region; by default that of the session.
    """
    _check(redriver)
    session = open_()
    queue = open_queue(source, session, region)
    client: LambdaClient = session.client("lambda", queue.region, retries=_RETRIES)
    plane = ControlPlane(clock, note)
    function = ForwarderFunction(client, plane, redriver, queue.region)
    function.read()
    mapping = find_mapping(client, plane, function.arn, queue.arn(), queue.region)
    problem = mapping.problem()
    if problem:
        raise AwsError(f"the event source mapping {mapping.uuid} of {redriver}: {problem}")
    region = parse_source(function.parking_url).region or queue.region
    parking = open_queue(function.parking_url, session, region)
    if parking.arn() == queue.arn():
        raise AwsError(
            f"{redriver} parks in the queue that it reads: what is parked would be processed again and again; give "
            "the Redriver another queue as parking="
        )
    return RedriverRun(queue, parking, function, mapping, clock, note)


def _check(redriver: object) -> None:
    problems = Problems(lambda: "redrive_with")
    if not isinstance(redriver, str):
        problems.fail("redriver", redriver, "this is not a string", "give the function's name")
    try:
        function = FunctionReference.read(redriver)
    except FunctionReferenceError as error:
        problems.fail("redriver", redriver, error.reason, error.fix)
    if function.qualifier is not None:
        problems.fail(
            "redriver",
            redriver,
            "it has a qualifier, but a run sets an environment variable of the function, which cannot be changed "
            "in a published version",
            "give the function's name",
        )
