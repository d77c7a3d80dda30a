"""The command behind `make aws`, with an emulator in place of AWS."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from tests.aws.account import Account
from tests.aws.kinds import KINDS
from tools import CHECKOUT

if TYPE_CHECKING:
    from pathlib import Path

ACCOUNT = "000000000000"


@dataclass
class Maintainer:
    """Runs the command with the emulator's credentials.

    Attributes:
        environment: The variables that point AWS clients at the emulator.
        recorded: Where answers are written.
        prefix: The prefix of this maintainer alone.
    """

    environment: dict[str, str]
    recorded: Path
    prefix: str = field(default_factory=lambda: f"p{uuid.uuid4().hex[:8]}")

    def command(self, action: str, *options: str, account: str = ACCOUNT) -> list[str]:
        named = ["--account", account, "--region", self.environment["AWS_REGION"]]
        prefix = ["--prefix", self.prefix, "--endpoint", self.environment["AWS_ENDPOINT_URL"]]
        how = [*prefix, *options]
        return [sys.executable, "-m", "tests.aws", action, *named, *how]

    def start(
        self, action: str, *options: str, account: str = ACCOUNT, stdin: int = subprocess.DEVNULL
    ) -> subprocess.Popen[str]:
        # boto3 must find the credentials alone: the endpoint is named on the command line.
        given = {k: v for k, v in self.environment.items() if k != "AWS_ENDPOINT_URL"}
        return subprocess.Popen(
            self.command(action, *options, account=account),
            cwd=CHECKOUT,
            env={**os.environ, **given},
            stdin=stdin,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, action: str, *options: str, account: str = ACCOUNT) -> tuple[int, str]:
        """The exit status, and what was said."""
        process = self.start(action, *options, account=account)
        _, said = process.communicate()
        return process.returncode, said

    def asking(self, *questions: str, patience: float = 1) -> list[str]:
        """Options that ask these questions, without a question to the maintainer."""
        only = [option for each in questions for option in ("--only", each)]
        return [*only, "--yes", "--patience", str(patience), "--recorded", str(self.recorded)]

    def account(self, prefix: str | None = None) -> Account:
        environment = self.environment
        with pytest.MonkeyPatch.context() as patch:
            for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
                patch.setenv(name, environment[name])
            account = Account(
                ACCOUNT,
                environment["AWS_REGION"],
                prefix or self.prefix,
                endpoint=environment["AWS_ENDPOINT_URL"],
                run="",
            )
            account.environment()  # reads the credentials while they are there
        return account

    def left(self, prefix: str | None = None) -> list[str]:
        """What there is in the account with the names of a prefix."""
        account = self.account(prefix)
        return [f"{kind.title} {name}" for kind in KINDS for name in sorted(kind.found(account))]


@pytest.fixture
def maintainer(emulated: dict[str, str], tmp_path: Path) -> Maintainer:
    return Maintainer(emulated, tmp_path / "recorded")


def wait_for(process: subprocess.Popen[str], text: str) -> None:
    assert process.stderr is not None
    assert any(text in line for line in process.stderr), f"it ended before it said {text}"


def end(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, said = process.communicate()
    return process.returncode, said
