"""Let Python go on importing while Node starts and loads what was imported before."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from threading import Lock, Thread, current_thread
from typing import TYPE_CHECKING

from constructs_eic.faststart.node import threads

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType


class Background:
    """The work that Node still has to do: start, then load one package after the other.

    Every other request to Node waits for it, and raises any error that occurred in it.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._last: _Work | None = None
        self._errors: list[BaseException] = []
        self._then: list[Callable[[], None]] = []
        self._when_idle: Callable[[], None] = lambda: None
        if hasattr(os, "register_at_fork"):
            # The fork does not have our thread, which would receive Node's response.
            os.register_at_fork(before=self.finish)

    def wrap(self, process: ModuleType) -> None:
        """Make jsii send requests to Node through this object; do nothing if how it sends them is not known.

        Args:
            process: The module `jsii._kernel.providers.process`.
        """
        node_process = getattr(process, "_NodeProcess", None)
        provider = getattr(process, "ProcessProvider", None)
        load = getattr(provider, "load", None)
        handshake = getattr(node_process, "handshake", None)
        send = getattr(node_process, "send", None)
        if node_process is None or load is None or handshake is None or send is None:
            return

        def send_in_turn(process: object, request: object, response_type: type) -> object:
            if not isinstance(current_thread(), _Work):
                self.wait()
            return send(process, request, response_type)

        def add(ask: Callable[[], object]) -> None:
            # Only while Node has something to do: otherwise jsii calls its own method.
            if node_process.send is send:
                node_process.send = send_in_turn
            self._add(ask)

        def send_again() -> None:
            if node_process.send is send_in_turn:
                node_process.send = send

        def handshake_later(process: object) -> None:
            # If Node is started from here to replace one that failed, wait for it here.
            if isinstance(current_thread(), _Work) or threads.may_be_replaced():
                handshake(process)
            else:
                add(partial(handshake, process))

        def load_later(provider: object, request: object) -> object:
            if threads.may_be_replaced() or not _stays(getattr(request, "tarball", None)):
                return load(provider, request)
            getattr(provider, "_process", None)  # starts Node, if it was not started yet
            # The only thing that jsii needs from a load is that it does not fail.
            add(partial(load, provider, request))
            return None

        self._when_idle = send_again
        node_process.handshake = handshake_later
        provider.load = load_later  # type: ignore[union-attr]  # which has a load

    def when_done(self, then: Callable[[], None]) -> None:
        """Call `then` after something has waited for Node's current work, if there is any."""
        if self._last is None:
            then()
        else:
            self._then.append(then)

    def wait(self) -> None:
        """Wait until Node has done what it has to do."""
        self.finish()
        self._when_idle()
        if self._errors:
            first = self._errors[0]
            self._errors.clear()
            self._then.clear()
            raise first
        while self._then:
            self._then.pop(0)()

    def finish(self) -> None:
        """Let Node finish what it has to do; an error in it is raised by the next request."""
        last = self._last
        if last is not None:
            last.join()
            self._last = None

    def _add(self, ask: Callable[[], object]) -> None:
        with self._lock:
            work = _Work(ask, after=self._last, errors=self._errors)
            try:
                work.start()
            except RuntimeError:  # Python is ending, and starts no thread any more
                work.run()
                self._last = None
            else:
                self._last = work


class _Work(Thread):
    """One request to Node, sent when the previous requests are answered."""

    def __init__(
        self, ask: Callable[[], object], after: _Work | None, errors: list[BaseException]
    ) -> None:
        super().__init__(name="faststart")
        self._ask = ask
        self._after = after
        self._errors = errors

    def run(self) -> None:
        if self._after is not None:
            self._after.join()
        try:
            self._ask()
        except BaseException as error:  # raised where it is waited for
            self._errors.append(error)


def _stays(tarball: object) -> bool:
    # From a zip, jsii gets a copy that is deleted as soon as the load returns.
    return isinstance(tarball, str) and Path(tarball).with_name("__init__.py").exists()
