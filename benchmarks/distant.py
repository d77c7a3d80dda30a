"""A relay before a local server that hands on its answers later, as if it stood further away."""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def distant(url: str, milliseconds: float) -> Iterator[str]:
    """Run the relay in a separate process; yield the address that answers later."""
    command = [sys.executable, "-m", "benchmarks.distant", url, str(milliseconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None  # noqa: S101
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


async def _relay(upstream: tuple[str | None, int | None], seconds: float) -> None:
    connections = set()  # asyncio itself keeps a task only as long as something waits for it

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.add(task := asyncio.current_task())
        from_server, to_server = await asyncio.open_connection(*upstream)
        await asyncio.gather(_copy(reader, to_server, 0), _copy(from_server, writer, seconds))
        connections.discard(task)

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seconds: float) -> None:
    later = asyncio.get_running_loop().call_later
    while data := await reader.read(65536):
        later(seconds, writer.write, data)
    later(seconds, writer.close)


def main() -> None:
    """Relay until it is terminated."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.distant", description=__doc__)
    parser.add_argument("url")
    parser.add_argument("milliseconds", type=float)
    arguments = parser.parse_args()
    address = urlsplit(arguments.url)
    asyncio.run(_relay((address.hostname, address.port), arguments.milliseconds / 1000))


if __name__ == "__main__":
    main()
