"""An emulator that answers some requests as AWS does."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tools.proxy import Answer, proxy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.unit.real_aws.conftest import Maintainer
    from tools.proxy import Forward, Request


@dataclass
class Answering:
    """The emulator, with some answers of its own; it notes what is requested."""

    maintainer: Maintainer
    rule: Callable[[str], Answer | None]
    requests: list[str] = field(default_factory=list)

    def handle(self, request: Request, forward: Forward) -> Answer:
        self.requests.append(text := as_text(request))
        return self.rule(text) or forward(request)

    @contextmanager
    def running(self) -> Iterator[Maintainer]:
        with proxy(self.maintainer.environment["AWS_ENDPOINT_URL"], self.handle) as url:
            environment = {**self.maintainer.environment, "AWS_ENDPOINT_URL": url}
            yield replace(self.maintainer, environment=environment)


def as_text(request: Request) -> str:
    """What identifies a request: its method and path, the operation in its headers, and its body."""
    operation = {name.lower(): value for name, value in request.headers.items()}.get("x-amz-target")
    return f"{request.method} {request.path} {operation} {request.body.decode(errors='replace')}"


def in_json(status: int, body: object) -> Answer:
    headers = {"Content-Type": "application/x-amz-json-1.0"}
    return Answer(status, headers, json.dumps(body).encode())


def _in_xml(status: int, code: str) -> Answer:
    text = f"<ErrorResponse><Error><Code>{code}</Code><Message>no</Message></Error></ErrorResponse>"
    return Answer(status, {"Content-Type": "text/xml"}, text.encode())


DENIED = in_json(403, {"__type": "AccessDeniedException", "message": "no"})
EXPIRED = _in_xml(403, "ExpiredToken")
THROTTLED = _in_xml(503, "Throttling")
FAILED = _in_xml(500, "InternalFailure")
