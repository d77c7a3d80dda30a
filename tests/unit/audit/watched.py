"""An audit in this process, whose requests are counted, and some of them answered otherwise."""

from __future__ import annotations

import json
import os
import threading
from collections import Counter
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

from botocore.awsrequest import AWSResponse

from constructs_eic.audit.audit import Auditor
from constructs_eic.audit.rules import AUDIT_RULES
from constructs_eic.checks.runner import all_rules, selected
from constructs_eic.inventory.aws import open_regions
from constructs_eic.inventory.progress import Silent
from tests.unit.inventory.lambda_account import bare_environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from constructs_eic.audit.audit import Audit
    from constructs_eic.inventory.aws import Region
    from constructs_eic.inventory.progress import Progress
    from tests.unit.inventory.lambda_account import LambdaAccount

Request = tuple[str, str]


@dataclass
class Counted:
    """How many things were to be read, and how many were."""

    to_read: int = 0
    were_read: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def found(self) -> None:
        with self._lock:
            self.to_read += 1

    def read(self) -> None:
        with self._lock:
            self.were_read += 1


@dataclass
class Watch:
    """What is asked of AWS.

    Attributes:
        denies: Whether a request, by service and operation, is denied.
        before: Called before each request.
        answers: What a request is answered, as boto3 returns it; `None` asks the emulator.
        throttles: Whether a request, by service, operation and how often it was sent before, is throttled.
        asked: How often each was asked.
        sent: How often each was sent: more often, where boto3 tried again.
    """

    denies: Callable[[Request], bool] = lambda _request: False
    before: Callable[[Request], None] = lambda _request: None
    answers: Callable[[Request], dict[str, Any] | None] = lambda _request: None
    throttles: Callable[[Request, int], bool] = lambda _request, _sent: False
    asked: Counter[Request] = field(default_factory=Counter)
    sent: Counter[Request] = field(default_factory=Counter)

    def on(self, client: Any) -> Any:
        service = client.meta.service_model.service_name
        client.meta.events.register("before-call", self._handler(service))
        client.meta.events.register(f"before-send.{service}", self._throttle(client))
        return client

    def _throttle(self, client: Any) -> Callable[..., object]:
        model = client.meta.service_model

        def answer(*, event_name: str, request: Any, **_: object) -> object:
            asked = (model.service_name, event_name.rpartition(".")[2])
            self.sent[asked] += 1
            if not self.throttles(asked, self.sent[asked] - 1):
                return None
            status, headers, body = _throttled(model.metadata["protocol"])
            return AWSResponse(request.url, status, headers, _Raw(body))

        return answer

    def _handler(self, service: str) -> Callable[..., object]:
        def answer(*, model: Any, **_: object) -> object:
            request = (service, model.name)
            self.asked[request] += 1
            self.before(request)
            given = self.answers(request)
            if given is not None:
                return AWSResponse("", 404 if "Error" in given else 200, {}, None), given
            if not self.denies(request):
                return None
            error = {"Code": "AccessDeniedException", "Message": "not authorized"}
            parsed = {"Error": error, "ResponseMetadata": {"HTTPStatusCode": 403}}
            return AWSResponse("", 403, {}, None), parsed

        return answer


class _Raw(BytesIO):
    """The body of an answer, as urllib3 gives it to botocore."""

    def stream(self, **_: object) -> Iterator[bytes]:
        yield self.read()


def _throttled(protocol: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of a throttled request."""
    if "json" in protocol:
        error = {"__type": "ThrottlingException", "message": "Rate exceeded"}
        headers = {"x-amzn-errortype": "ThrottlingException", "content-type": "application/json"}
        return 400, headers, json.dumps(error).encode()
    if protocol == "query":
        error_xml = "<Error><Code>Throttling</Code><Message>Rate exceeded</Message></Error>"
        return 400, {}, f"<ErrorResponse>{error_xml}</ErrorResponse>".encode()
    return 503, {}, b""


def audited(
    account: LambdaAccount,
    watch: Watch | None = None,
    *,
    rules: Sequence[str] = (),
    days: int = 14,
    progress: Progress | None = None,
    selects: Callable[[str], bool] = lambda _name: True,
) -> tuple[Audit, list[str]]:
    """The audit, and the lines about what could not be read."""
    with _in(account):
        watched = [_watched(region, watch or Watch()) for region in open_regions([account.region])]
        running = selected(all_rules(AUDIT_RULES), rules)
        auditor = Auditor(
            watched, running.rules, (), days, selects, nullcontext(progress or Silent())
        )
        return auditor.audit(), list(auditor.unread.lines())


def found(audit: Audit) -> set[tuple[str, str, str]]:
    return {
        (row.function_name, row.qualifier, finding.rule)
        for row in audit.rows
        for finding in row.findings
    }


def _watched(region: Region, watch: Watch) -> Region:
    return replace(
        region,
        clients=[watch.on(each) for each in region.clients],
        scout=watch.on(region.scout),
        service=lambda name: watch.on(region.service(name)),
    )


@contextmanager
def _in(account: LambdaAccount) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(bare_environment() | account.environment | {"AWS_REGION": account.region})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
