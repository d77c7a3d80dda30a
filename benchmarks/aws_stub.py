"""A queue of records and a Lambda that accepts every event, as fast as Python serves them.

An emulator keeps each message and runs each event: with 100,000 of them its own time would be what is measured.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import uuid
from contextlib import contextmanager
from email.utils import formatdate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ARN = "arn:aws:lambda:us-east-1:000000000000:function:resize:$LATEST"
_SENT = "1700000000000"


class Stub:
    """Answers the requests of a redrive from memory; what is not deleted is not returned again."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._next = 0
        self._deleted = 0

    def answer(self, target: str, body: bytes) -> tuple[int, dict[str, object]]:
        """The status and the body for one request; no target is Lambda's `Invoke`."""
        if not target:
            return 202, {}
        operation = target.rpartition(".")[2]
        if operation == "ReceiveMessage":
            return 200, self._receive()
        if operation == "DeleteMessageBatch":
            entries = json.loads(body)["Entries"]
            self._deleted += len(entries)
            return 200, {"Successful": [{"Id": entry["Id"]} for entry in entries], "Failed": []}
        if operation == "DeleteMessage":
            self._deleted += 1
            return 200, {}
        if operation == "GetQueueUrl":
            return 200, {"QueueUrl": "http://127.0.0.1/000000000000/failures"}
        if operation == "GetQueueAttributes":
            left = str(self._count - self._deleted)
            return 200, {"Attributes": {"ApproximateNumberOfMessages": left}}
        return 200, {"Successful": [], "Failed": []}

    def _receive(self) -> dict[str, object]:
        numbers = range(self._next, min(self._next + 10, self._count))
        self._next += len(numbers)
        return {"Messages": [self._message(number) for number in numbers]} if numbers else {}

    def _message(self, number: int) -> dict[str, object]:
        record = {
            "version": "1.0",
            "timestamp": "2026-11-14T18:16:05.568Z",
            "requestContext": {
                "requestId": f"request-{number}",
                "functionArn": ARN,
                "condition": "RetriesExhausted",
                "approximateInvokeCount": 3,
            },
            "requestPayload": {"order": number, "items": ["x" * 50] * 10},
            "responseContext": {"statusCode": 200, "functionError": "Unhandled"},
            "responsePayload": {"errorType": "KeyError", "errorMessage": "no such order"},
        }
        return {
            "MessageId": f"message-{number}",
            "ReceiptHandle": f"{number}-{'h' * 400}",
            "Body": json.dumps(record),
            "Attributes": {"SentTimestamp": _SENT},
        }


async def _serve(count: int) -> None:
    stub = Stub(count)

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await _head(reader):
            lines = head.decode("latin-1").split("\r\n")
            headers = {
                name.lower(): text.strip()
                for name, _, text in (line.partition(":") for line in lines[1:] if line)
            }
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            status, answer = stub.answer(headers.get("x-amz-target", ""), body)
            payload = json.dumps(answer).encode()
            writer.write(
                f"HTTP/1.1 {status} OK\r\ndate: {formatdate(usegmt=True)}\r\n"
                f"x-amzn-requestid: {uuid.uuid4()}\r\ncontent-type: application/x-amz-json-1.0\r\n"
                f"content-length: {len(payload)}\r\n\r\n".encode()
                + payload
            )
        writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0, limit=2**21)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


async def _head(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return b""


@contextmanager
def stub_of_aws(count: int) -> Iterator[str]:
    """Run it in a separate process with this many records; yield its address."""
    command = [sys.executable, "-m", "benchmarks.aws_stub", str(count)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None  # noqa: S101
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def main() -> None:
    """Serve until it is terminated."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.aws_stub", description=__doc__)
    parser.add_argument("count", type=int)
    asyncio.run(_serve(parser.parse_args().count))


if __name__ == "__main__":
    main()
