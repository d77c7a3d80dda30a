"""Terraform itself reports whether it can get the AWS provider; a mirror is used if it cannot."""

from __future__ import annotations

import json
import os
import subprocess
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from tests.e2e import requirements
from tests.unit.tools.test_mirrors import unpacked
from tools import Unavailable, aws_provider
from tools.aws_provider import MIRROR_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VERSION = "5.100.0"


@pytest.fixture(autouse=True)
def bare_terraform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Terraform as a new user has it: a home without settings, and no variables."""
    requirements.terraform()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in list(os.environ):
        if name.startswith("TF_") or name == MIRROR_VARIABLE:
            monkeypatch.delenv(name)


@contextmanager
def registry(*, answers: bool = True) -> Iterator[str]:
    """A registry that has one version of the AWS provider, or never answers; yields its host block."""
    asked = Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if not answers:
                asked.wait(60)
                return
            body = json.dumps({"versions": [{"version": VERSION, "protocols": ["5.0"]}]}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        url = f"http://127.0.0.1:{server.server_port}/v1/providers/"
        yield f'host "registry.terraform.io" {{\n  services = {{ "providers.v1" = "{url}" }}\n}}\n'
    finally:
        asked.set()
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def refusing_registry() -> Iterator[str]:
    """A registry that is no longer there."""
    with registry() as host:
        pass
    yield host


def set_up(folder: Path, monkeypatch: pytest.MonkeyPatch, configuration: str) -> None:
    """Make Terraform run with a CLI configuration of the user."""
    path = folder / "user.tfrc"
    path.write_text(configuration)
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", str(path))


def test_a_registry_that_answers_is_used_as_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unpacked(tmp_path / "opt", VERSION)
    with registry() as host:
        set_up(tmp_path, monkeypatch, host)
        found = aws_provider.find(tmp_path, [str(tmp_path / "opt")])

    assert found.mirror is None
    assert found.notes == ()
    assert "TF_CLI_CONFIG_FILE" not in found.environment


def test_a_mirror_in_the_users_own_configuration_is_used_as_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unpacked(tmp_path / "own", VERSION)
    unpacked(tmp_path / "opt", VERSION)
    mirror = f'filesystem_mirror {{\n    path = "{tmp_path}/own"\n  }}'
    set_up(tmp_path, monkeypatch, f"provider_installation {{\n  {mirror}\n}}\n")

    found = aws_provider.find(tmp_path, [str(tmp_path / "opt")])

    assert found.mirror is None
    assert "TF_CLI_CONFIG_FILE" not in found.environment


def test_a_mirror_stands_in_for_a_registry_that_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unpacked(tmp_path / "opt" / "plugins", VERSION)
    with refusing_registry() as host:
        set_up(tmp_path, monkeypatch, host)
        found = aws_provider.find(tmp_path, [str(tmp_path / "opt")])

    (note,) = found.notes
    assert f"the mirror in {tmp_path}/opt/plugins: " in note
    assert "connection refused" in note
    assert asked_again(found, tmp_path) == "no available releases match"


def test_a_registry_that_never_answers_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aws_provider, "_ANSWER_WITHIN_SECONDS", 2)
    started = time.monotonic()
    with registry(answers=False) as host:
        set_up(tmp_path, monkeypatch, host)
        with pytest.raises(Unavailable, match="its registry did not answer within 2 s"):
            aws_provider.find(tmp_path, [str(tmp_path)])

    assert time.monotonic() - started < 30  # the registry itself waits for a minute


def test_neither_registry_nor_mirror_is_said_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with refusing_registry() as host:
        set_up(tmp_path, monkeypatch, host)
        with pytest.raises(Unavailable) as refused:
            aws_provider.find(tmp_path, [str(tmp_path / "opt")])

    message = str(refused.value)
    assert "connection refused" in message
    assert MIRROR_VARIABLE in message
    assert "\n" not in message


def test_a_configuration_file_that_does_not_exist_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unpacked(tmp_path / "mirror", VERSION)
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", str(tmp_path / "absent.tfrc"))
    monkeypatch.setenv(MIRROR_VARIABLE, str(tmp_path / "mirror"))

    found = aws_provider.find(tmp_path)

    passed_over, taken = found.notes
    assert passed_over == f"TF_CLI_CONFIG_FILE={tmp_path}/absent.tfrc is passed over: no such file"
    assert taken == f"the AWS provider comes from {MIRROR_VARIABLE}={tmp_path}/mirror"
    assert asked_again(found, tmp_path) == "no available releases match"


def test_a_named_mirror_without_the_provider_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(MIRROR_VARIABLE, str(tmp_path))

    with pytest.raises(Unavailable, match=f"{MIRROR_VARIABLE}={tmp_path} has no AWS provider"):
        aws_provider.find(tmp_path)


def test_a_stack_is_pinned_to_the_version_of_the_mirror_where_that_differs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unpacked(tmp_path / "mirror", VERSION)
    monkeypatch.setenv(MIRROR_VARIABLE, str(tmp_path / "mirror"))
    found = aws_provider.find(tmp_path)

    for version, takes in (("6.25.0", VERSION), (VERSION, VERSION)):
        stack = tmp_path / f"stack-{version}"
        stack.mkdir()
        required = {"aws": {"source": "aws", "version": version}}
        document = {"terraform": {"required_providers": required}}
        (stack / "cdk.tf.json").write_text(json.dumps(document))
        found.pin(stack)
        assert f"- Installing hashicorp/aws v{takes}..." in initialized(found, stack)


def test_queues_of_a_pinned_stack_take_messages_no_larger_than_its_version_accepts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unpacked(tmp_path / "mirror", VERSION)
    monkeypatch.setenv(MIRROR_VARIABLE, str(tmp_path / "mirror"))
    sizes = {"large": {"max_message_size": 1024 * 1024}, "small": {"max_message_size": 1024}}
    document = {
        "terraform": {"required_providers": {"aws": {"source": "aws", "version": "6.25.0"}}},
        "resource": {"aws_sqs_queue": {**sizes, "unset": {}}},
    }
    (tmp_path / "cdk.tf.json").write_text(json.dumps(document))

    aws_provider.find(tmp_path).pin(tmp_path)

    override = json.loads((tmp_path / "mirror_override.tf.json").read_text())
    assert override["resource"] == {"aws_sqs_queue": {"large": {"max_message_size": 256 * 1024}}}


def asked_again(found: aws_provider.ProviderSource, folder: Path) -> str | None:
    """Terraform's answer with what was found, to a request for a version that does not exist."""
    stack = folder / "question"
    stack.mkdir()
    required = {"aws": {"source": "hashicorp/aws", "version": "0.0.0"}}
    document = {"terraform": {"required_providers": required}}
    (stack / "main.tf.json").write_text(json.dumps(document))
    expected = "no available releases match"
    return expected if expected in " ".join(initialized(found, stack).split()) else None


def initialized(found: aws_provider.ProviderSource, stack: Path) -> str:
    done = subprocess.run(
        ["terraform", "init", "-no-color"],
        cwd=stack,
        env={**os.environ, **found.environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr
