"""An HTTP proxy in front of the emulator that answers chosen requests itself: throttled, denied, cut off."""

from __future__ import annotations

import http.client
import json
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True)
class Answer:
    """What the proxy answers instead of the emulator; without a status, it closes the connection."""

    status: int | None
    code: str = ""
    message: str = ""


THROTTLED = Answer(429, "TooManyRequestsException", "Rate exceeded")
DENIED = Answer(403, "AccessDeniedException", "User is not authorized")
EXPIRED = Answer(403, "ExpiredTokenException", "The security token is expired")
GONE = Answer(404, "ResourceNotFoundException", "Function not found")
CUT_OFF = Answer(None)


@dataclass
class FaultProxy:
    """The rules of one proxy, and what it saw.

    Attributes:
        url: Where it listens.
        answer: For a request's path, counted from 1 for each path: what to answer, or `None` to forward.
        answer_in_region: The same for a region.
        rewrite: Rewrites a JSON answer of the emulator.
        latency: Additional seconds for every request.
        paths: The requested paths, in order.
        most_at_once: The maximum number of concurrent requests.
    """

    url: str
    upstream: str
    answer: Callable[[str, int], Answer | None] = lambda _path, _count: None
    answer_in_region: Callable[[str], Answer | None] = lambda _region: None
    rewrite: Callable[[str, dict[str, object]], dict[str, object]] = lambda _path, body: body
    latency: float = 0.0
    paths: list[str] = field(default_factory=list)
    most_at_once: int = 0
    _at_once: int = 0
    _counts: dict[str, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def request(self, path: str) -> Iterator[int]:
        """Count one request; yields its number among those for its path."""
        with self._lock:
            self.paths.append(path)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            count = self._counts[path] = self._counts.get(path, 0) + 1
        try:
            yield count
        finally:
            with self._lock:
                self._at_once -= 1


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    @property
    def proxy(self) -> FaultProxy:
        return self.server.proxy

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        with self.proxy.request(path) as count:
            time.sleep(self.proxy.latency)
            region = self.headers["Authorization"].split("/")[2]
            answer = self.proxy.answer(path, count) or self.proxy.answer_in_region(region)
            if answer is None:
                self._forward(path)
            elif answer.status is None:
                self.close_connection = True
            else:
                body = json.dumps({"Type": "User", "message": answer.message}).encode()
                self._send(answer.status, body, {"x-amzn-errortype": answer.code})

    def do_PUT(self) -> None:
        self._forward(unquote(urlsplit(self.path).path))

    def _forward(self, path: str) -> None:
        upstream = http.client.HTTPConnection(self.proxy.upstream)
        headers = {"Authorization": self.headers["Authorization"]}
        sent = self.rfile.read(int(self.headers.get("content-length", 0)))
        upstream.request(self.command, self.path, body=sent or None, headers=headers)
        response = upstream.getresponse()
        body = response.read()
        if response.status == 200:
            body = json.dumps(self.proxy.rewrite(path, json.loads(body))).encode()
        error = response.headers.get("x-amzn-errortype", "")
        self._send(response.status, body, {"x-amzn-errortype": error} if error else {})
        upstream.close()

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    proxy: FaultProxy


@contextmanager
def fault_proxy(upstream_url: str) -> Iterator[FaultProxy]:
    """Run a proxy in front of `upstream_url` on a free loopback port."""
    server = _Server(("127.0.0.1", 0), _Handler)
    url = f"http://127.0.0.1:{server.server_port}"
    server.proxy = FaultProxy(url, urlsplit(upstream_url).netloc)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server.proxy
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
