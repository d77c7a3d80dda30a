"""Let Python go on importing a package while Node loads the same package."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType


class BackgroundLoad:
    """The load that Node is at, at most one; whatever else is asked of Node waits for it."""

    def __init__(self) -> None:
        self._importing = False
        self._load: _Load | None = None

    def wrap(self, process: ModuleType) -> None:
        """Have jsii send what it asks of Node through here; leave it be where that is not known.

        Args:
            process: The module `jsii._kernel.providers.process`.
        """
        node_process = getattr(process, "_NodeProcess", None)
        load_request = getattr(process, "LoadRequest", None)
        send = getattr(node_process, "send", None)
        if node_process is None or load_request is None or send is None:
            return

        def send_in_turn(process: object, request: object, response_type: type) -> object:
            self._wait()
            if self._importing and isinstance(request, load_request) and _stays(request.tarball):
                # All that jsii wants of a load is that it did not fail.
                self._load = _Load(partial(send, process, request, response_type))
                self._load.start()
                return None
            answer: object = send(process, request, response_type)
            return answer

        node_process.send = send_in_turn

    @contextmanager
    def while_importing(self, package: str) -> Iterator[None]:
        """Load in the background; what fails is raised at the end, still within the import.

        Args:
            package: The package that is being imported.
        """
        outer, self._importing = self._importing, True
        try:
            # Asked for first, the load has all of the import to go on in.
            _import_if_there(f"{package}._jsii")
            yield
        finally:
            self._importing = outer
            try:
                self._wait()
            except BaseException:
                # It has run all the same: a second import is to try the load again.
                for name in [name for name in sys.modules if name.startswith(f"{package}.")]:
                    del sys.modules[name]
                raise

    def _wait(self) -> None:
        load, self._load = self._load, None
        if load is not None:
            load.join()
            if load.error is not None:
                raise load.error


def _import_if_there(module: str) -> None:
    try:
        import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise


def _stays(tarball: str) -> bool:
    # Out of a zip, jsii gets a copy that is deleted as soon as the load returns.
    return Path(tarball).with_name("__init__.py").exists()


class _Load(Thread):
    def __init__(self, load: Callable[[], object]) -> None:
        super().__init__(name="faststart-load")
        self._load = load
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            self._load()
        except BaseException as error:  # raised again where the load is waited for
            self.error = error
