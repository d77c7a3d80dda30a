"""A Lambda account in the emulator, filled by a test, and the command that runs on it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from collections.abc import Iterable

ACCOUNT = "000000000000"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/none"
COMMAND = [sys.executable, "-c", "from constructs_eic.cli import main; main()"]


def destinations(on_failure: str | None = None, on_success: str | None = None) -> dict[str, Any]:
    """`DestinationConfig` as the API expects it."""
    both = {"OnFailure": on_failure, "OnSuccess": on_success}
    return {key: {"Destination": arn} for key, arn in both.items() if arn is not None}


@dataclass(frozen=True)
class LambdaAccount:
    """One region of an account; each test uses its own region."""

    environment: dict[str, str]
    region: str

    @cached_property
    def client(self) -> Any:
        return boto3.client(
            "lambda",
            endpoint_url=self.environment["AWS_ENDPOINT_URL"],
            region_name=self.region,
            aws_access_key_id="test",
            aws_secret_access_key="test",  # noqa: S106
            config=Config(max_pool_connections=8),
        )

    def arn(self, service: str, resource: str) -> str:
        return f"arn:aws:{service}:{self.region}:{ACCOUNT}:{resource}"

    def function(self, name: str) -> None:
        self.client.create_function(
            FunctionName=name,
            Runtime="python3.12",
            Role=ROLE,
            Handler="index.handler",
            Code={"ZipFile": _CODE},
        )

    def alias(self, function: str, name: str) -> str:
        version: str = self.client.publish_version(FunctionName=function)["Version"]
        self.client.create_alias(FunctionName=function, Name=name, FunctionVersion=version)
        return version

    def put(self, function: str, qualifier: str | None = None, **config: Any) -> None:
        target = {"Qualifier": qualifier} if qualifier else {}
        self.client.put_function_event_invoke_config(FunctionName=function, **target, **config)

    def configured(self, names: Iterable[str], **config: Any) -> None:
        """Create functions with these names, each with this configuration."""

        def make(name: str) -> None:
            self.function(name)
            if config:
                self.put(name, **config)

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(make, names))

    def run(
        self, *arguments: str, endpoint: str | None = None, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run the command as a user does, in this account and region."""
        return run_command(
            *arguments,
            environment={
                **self.environment,
                "AWS_REGION": self.region,
                **({"AWS_ENDPOINT_URL": endpoint} if endpoint else {}),
                **environment,
            },
        )


def run_command(*arguments: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run the command with these variables and none of the machine's own AWS settings."""
    done = subprocess.run(
        [*COMMAND, *arguments],
        env=bare_environment() | environment,
        capture_output=True,
        timeout=120,
        check=False,
    )
    # Decoded here, because subprocess's own text mode turns a carriage return in a name into a newline.
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


def complaints_once_the_reader_left(
    *arguments: str, environment: dict[str, str], after_lines: int = 0
) -> str:
    """What the command writes to stderr when its output is no longer read."""
    with subprocess.Popen(
        [*COMMAND, *arguments],
        env=bare_environment() | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        for _ in range(after_lines):
            running.stdout.readline()
        running.stdout.close()
        complaints = running.stderr.read()
        running.wait(timeout=30)
    return complaints


def bare_environment() -> dict[str, str]:
    """The process's environment without anything that AWS's tools read."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return bare | {
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "PYTHONUTF8": "1",
    }


def zipped(source: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("index.py", source)
    return buffer.getvalue()


_CODE = zipped("def handler(event, context): pass")
