"""An audit in this process, whose requests are counted, and some of them denied."""

from __future__ import annotations

import os
from collections import Counter
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
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
    from tests.unit.inventory.lambda_account import LambdaAccount

Request = tuple[str, str]


@dataclass
class Watch:
    """What is asked of AWS.

    Attributes:
        denies: Whether a request, by service and operation, is denied.
        before: Called before each request.
        asked: How often each was asked.
        parameters: The parameters of each request, in order.
    """

    denies: Callable[[Request], bool] = lambda _request: False
    before: Callable[[Request], None] = lambda _request: None
    asked: Counter[Request] = field(default_factory=Counter)

    def on(self, client: Any) -> Any:
        service = client.meta.service_model.service_name
        client.meta.events.register("before-call", self._handler(service))
        return client

    def _handler(self, service: str) -> Callable[..., object]:
        def answer(*, model: Any, **_: object) -> object:
            request = (service, model.name)
            self.asked[request] += 1
            self.before(request)
            if not self.denies(request):
                return None
            error = {"Code": "AccessDeniedException", "Message": "not authorized"}
            parsed = {"Error": error, "ResponseMetadata": {"HTTPStatusCode": 403}}
            return AWSResponse("", 403, {}, None), parsed

        return answer


def audited(
    account: LambdaAccount,
    watch: Watch | None = None,
    *,
    rules: Sequence[str] = (),
    days: int = 14,
) -> tuple[Audit, list[str]]:
    """The audit, and the lines about what could not be read."""
    with _in(account):
        watched = [_watched(region, watch or Watch()) for region in open_regions([account.region])]
        running = selected(all_rules(AUDIT_RULES), rules)
        auditor = Auditor(
            watched, running.rules, (), days, lambda _name: True, nullcontext(Silent())
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
