"""An HTTP proxy in front of the emulator, which opens a new connection for each request."""

from __future__ import annotations

import http.client
import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import parse_qs, urlencode, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


@dataclass
class Request:
    """A client's request."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Answer:
    """The response to a request."""

    status: int
    headers: Mapping[str, str]
    body: bytes


_CONFLICT = 409
_SERVER_ERROR = 500

# The argument that names what a request of Lambda's API creates, by the last part of its path.
_NAMED_BY = {"functions": "FunctionName", "aliases": "Name", "policy": "StatementId"}

Forward: TypeAlias = "Callable[[Request], Answer]"
Handle: TypeAlias = "Callable[[Request, Forward], Answer | None]"


@contextmanager
def fresh_connections(environment: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Yield the emulator's environment with a proxy in front of it.

    A connection can be dropped after the request was processed: by MiniStack, mostly one that is used a second
    time, or by the AWS provider. The provider then repeats the request, and what it creates already exists.
    """
    with proxy(environment["AWS_ENDPOINT_URL"], _Creations().handle) as url:
        yield {**environment, "AWS_ENDPOINT_URL": url}


@dataclass
class _Creations:
    """What was created, by the request for it: a response may be lost on either side of the proxy."""

    _answers: dict[tuple[str, bytes], Answer] = field(default_factory=dict)

    def handle(self, request: Request, forward: Forward) -> Answer:
        """Forward a request; what was created without a response is created only once."""
        undoing = _undoing(request)
        if undoing is None:
            return forward(request)
        asked = (request.path, request.body)
        try:
            answer = forward(request)
        except (OSError, http.client.HTTPException):
            answer = None
        if answer is None or answer.status >= _SERVER_ERROR:
            forward(undoing)
            answer = forward(request)
        if answer.status == _CONFLICT and asked in self._answers:
            return self._answers.pop(asked)
        self._answers[asked] = answer
        return answer


def _undoing(request: Request) -> Request | None:
    """The request that deletes the role, function, alias or permission that `request` creates, or `None`."""
    headers = {
        name: text for name, text in request.headers.items() if name.lower() != "content-length"
    }
    if b"Action=CreateRole&" in request.body:
        named = parse_qs(request.body.decode())
        delete = {"Action": "DeleteRole", "RoleName": named["RoleName"][0], "Version": "2010-05-08"}
        return Request("POST", request.path, headers, urlencode(delete).encode())
    asked = urlsplit(request.path)
    path = asked.path.rstrip("/")
    argument = _NAMED_BY.get(path.rpartition("/")[2])
    if request.method == "POST" and argument:
        made = asked._replace(path=f"{path}/{json.loads(request.body)[argument]}")
        return Request("DELETE", made.geturl(), headers, b"")
    return None


@contextmanager
def proxy(upstream: str, handle: Handle) -> Iterator[str]:
    """Run a proxy to `upstream`; yield its URL.

    Args:
        upstream: The emulator's URL.
        handle: Answers each request, and can use `forward` for that; `None` closes the
            connection without a response.
    """

    def forward(request: Request) -> Answer:
        connection = http.client.HTTPConnection(urlsplit(upstream).netloc, timeout=60)
        try:
            headers = {**request.headers, "Connection": "close"}
            connection.request(request.method, request.path, request.body, headers)
            response = connection.getresponse()
            return Answer(response.status, dict(response.getheaders()), response.read())
        finally:
            connection.close()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Headers and body in one packet: between two, the AWS provider may drop the connection and ask again.
        wbufsize = -1

        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            request = Request(self.command, self.path, dict(self.headers), body)
            try:
                answer = handle(request, forward)
            except (OSError, http.client.HTTPException):
                answer = None
            if answer is None:
                self.close_connection = True
                return
            try:
                self._answer(answer)
            except OSError:  # the client has gone, for example because a test killed it
                self.close_connection = True

        def _answer(self, answer: Answer) -> None:
            self.send_response_only(answer.status)
            for name, value in answer.headers.items():
                if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)
            self.wfile.flush()

        do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _serve  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    class Server(ThreadingHTTPServer):
        request_queue_size = 128

    server = Server(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
