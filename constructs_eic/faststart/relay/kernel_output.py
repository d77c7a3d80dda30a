"""The output of jsii's kernel on its standard streams, in the form in which jsii's relay hands it on."""

from __future__ import annotations

import json
import os
import select
from base64 import b64encode
from threading import Event
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

OF_RELAY = b"\0relay:"  # see warning.cjs


class KernelOutput:
    """Reads like the relay's standard error: each line is a JSON object with output of one stream.

    Args:
        output: The file descriptor of the kernel's standard output.
        error: The file descriptor of its standard error.
    """

    def __init__(self, output: int, error: int) -> None:
        self._streams = {output: "stdout", error: "stderr"}
        self._ready = select.poll()
        for descriptor in self._streams:
            self._ready.register(descriptor, select.POLLIN)
        self._lines: list[bytes] = []
        self._read = Event()

    def readline(self) -> bytes:
        """Wait for more; nothing when both streams have ended."""
        while self._streams and not self._lines:
            for descriptor, _ in self._ready.poll():
                if chunk := os.read(descriptor, 65536):
                    self._lines += _handed_on(chunk, self._streams[descriptor])
                else:
                    self._end(descriptor)
        if self._lines:
            return self._lines.pop(0)
        self._read.set()
        return b""

    def wait_until_read(self, timeout: float) -> None:
        """Wait until jsii has read, and therefore shown, all of it."""
        self._read.wait(timeout)

    def close(self) -> None:
        """End both streams."""
        for descriptor in list(self._streams):
            self._end(descriptor)

    def _end(self, descriptor: int) -> None:
        self._ready.unregister(descriptor)
        del self._streams[descriptor]
        os.close(descriptor)


def _handed_on(chunk: bytes, stream: str) -> Iterator[bytes]:
    """Output as lines: what the kernel wrote in an object, what the relay would have written as it is."""
    of_kernel, *of_relay = chunk.split(OF_RELAY)
    for each in of_relay:
        line, end, rest = each.partition(b"\n")
        yield line + end
        of_kernel += rest
    if of_kernel:
        yield json.dumps({stream: b64encode(of_kernel).decode()}).encode() + b"\n"
