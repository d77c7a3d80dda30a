"""Removes everything with the names of a run, or of a prefix: at the end of a run, or after a crash."""

from __future__ import annotations

import signal
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from tests.aws.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.aws.account import Account

# How long a request that was interrupted may still work, and how long IAM and SQS may list what was.
_SETTLED_AFTER_SECONDS = 60
_ROUNDS = 5


def sweep(account: Account, say: Callable[[str], None]) -> list[str]:
    """Remove everything, until nothing is found any more; return what could not be removed, and why."""
    problems: list[str] = []
    for number in range(_ROUNDS):
        if number:
            time.sleep(1 if account.endpoint else _SETTLED_AFTER_SECONDS)
        problems = []
        found = _remove_found(account, say, problems)
        if number and not found and not problems:
            return []
    return problems or [
        f"something with a name that begins with {account.beginning} is there again"
    ]


def _remove_found(account: Account, say: Callable[[str], None], problems: list[str]) -> int:
    """Remove what is found once; add to `problems` what was refused, and go on with the rest."""
    count = 0
    for kind in KINDS:
        try:
            names = sorted(kind.found(account))
        except (BotoCoreError, ClientError) as error:
            problems.append(f"{kind.title}: {error}")
            continue
        for name in names:
            count += 1
            say(f"removing {kind.title} {name}")
            try:
                kind.remove_from(account, name)
            except (BotoCoreError, ClientError) as error:
                problems.append(f"{kind.title} {name}: {error}")
    return count


@contextmanager
def removed_afterwards(account: Account, say: Callable[[str], None]) -> Iterator[None]:
    """Remove what this run created when it ends in whatever way: by success, failure, Ctrl-C, or being terminated.

    Raises:
        RuntimeError: something could not be removed; the message says what.
    """
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        # What is pressed now, impatiently, would leave something behind.
        ctrl_c = signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        try:
            problems = sweep(account, say)
        finally:
            signal.signal(signal.SIGINT, ctrl_c)
            signal.signal(signal.SIGTERM, before)
        if problems:
            raise RuntimeError("could not be removed:\n" + "\n".join(problems))


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt
