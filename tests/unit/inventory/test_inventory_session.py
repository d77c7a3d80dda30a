"""How requests are sent: what is retried, and what is not."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

import pytest
from botocore import exceptions as boto

from constructs_eic.aws.errors import reason_of
from constructs_eic.aws.session import open_session
from constructs_eic.inventory import aws

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_eic.inventory.aws import Region


@pytest.fixture
def silent_endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """An endpoint that accepts connections and never answers, and credentials for it."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0)
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{listening.getsockname()[1]}")
        monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        yield listening


def _connections(listening: socket.socket) -> int:
    taken = 0
    while True:
        try:
            listening.accept()[0].close()
        except BlockingIOError:
            return taken
        taken += 1


def _sent(region: Region) -> list[str]:
    """The requests that the clients of `region` will send."""
    sent: list[str] = []
    for client in (region.scout, *region.clients):
        client.meta.events.register("before-send.lambda", lambda **_: sent.append("request"))
    return sent


@pytest.mark.parametrize("attempts", ["3", None])
def test_an_endpoint_that_never_answers_is_given_up_after_two_tries(
    silent_endpoint: socket.socket, monkeypatch: pytest.MonkeyPatch, attempts: str | None
) -> None:
    monkeypatch.setattr(aws, "_READ_SECONDS_TO_REACH", 0.1)
    if attempts:
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", attempts)
    [region] = aws.open_regions(["eu-west-1"])

    with pytest.raises(boto.ReadTimeoutError) as caught:
        next(region.function_names())
    assert _connections(silent_endpoint) == 2
    assert reason_of(caught.value).startswith("unreachable (Read timeout on endpoint URL")


def test_a_request_that_is_not_answered_is_sent_twice_at_most(
    silent_endpoint: socket.socket,
) -> None:
    client = open_session().client(
        "lambda",
        "eu-west-1",
        retries={"mode": "adaptive", "total_max_attempts": 8},
        read_seconds=0.1,
    )

    with pytest.raises(boto.ReadTimeoutError):
        client.list_functions()

    assert _connections(silent_endpoint) == 2


@pytest.mark.parametrize("variable", ["AWS_ACCESS_KEY_ID", "AWS_SESSION_TOKEN"])
def test_credentials_with_a_line_break_are_not_tried_again(
    silent_endpoint: socket.socket, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "never\nshown")
    [region] = aws.open_regions(["eu-west-1"])
    sent = _sent(region)

    with pytest.raises(boto.HTTPClientError) as caught:
        next(region.function_names())

    assert sent == ["request"]
    assert "the credentials hold a character that no key has" in reason_of(caught.value)
    assert _connections(silent_endpoint) <= 1
