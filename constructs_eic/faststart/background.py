"""Let Python go on importing while Node starts and loads what was imported before."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from threading import Lock, Thread, current_thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType


class Background:
    """What Node still has to do: start, then load one package after the other.

    Every other request to Node waits for it, and raises any error that occurred in it.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._last: _Work | None = None
        self._errors: list[BaseException] = []
        self._then: list[Callable[[], None]] = []
        if hasattr(os, "register_at_fork"):
            # The fork does not have our thread, which would receive Node's response.
            os.register_at_fork(before=self._join)

    def wrap(self, process: ModuleType) -> None:
        """Make jsii send requests to Node through this object; do nothing if how it sends them is not known.

        Args:
            process: The module `jsii._kernel.providers.process`.
        """
        node_process = getattr(process, "_NodeProcess", None)
        load_request = getattr(process, "LoadRequest", None)
        handshake = getattr(node_process, "handshake", None)
        send = getattr(node_process, "send", None)
        if node_process is None or load_request is None or handshake is None or send is None:
            return

        def handshake_later(process: object) -> None:
            # If Node is started from here to replace one that failed, wait for it here.
            if isinstance(current_thread(), _Work):
                handshake(process)
            else:
                self._add(partial(handshake, process))

        def send_in_turn(process: object, request: object, response_type: type) -> object:
            ask = partial(send, process, request, response_type)
            if isinstance(request, load_request) and _stays(request.tarball):
                # The only thing that jsii needs from a load is that it does not fail.
                self._add(ask)
                return None
            self.wait()
            return ask()

        node_process.handshake = handshake_later
        node_process.send = send_in_turn

    def when_done(self, then: Callable[[], None]) -> None:
        """Call `then` after something has waited for Node's current work, if there is any."""
        if self._last is None:
            then()
        else:
            self._then.append(then)

    def wait(self) -> None:
        """Wait until Node has done what it has to do."""
        self._join()
        if self._errors:
            first = self._errors[0]
            self._errors.clear()
            self._then.clear()
            raise first
        while self._then:
            self._then.pop(0)()

    def _add(self, ask: Callable[[], object]) -> None:
        with self._lock:
            self._last = _Work(ask, after=self._last, errors=self._errors)
            self._last.start()

    def _join(self) -> None:
        last = self._last
        if last is not None:
            last.join()
            self._last = None


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


def _stays(tarball: str) -> bool:
    # From a zip, jsii gets a copy that is deleted as soon as the load returns.
    return Path(tarball).with_name("__init__.py").exists()
