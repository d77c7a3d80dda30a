"""Removes everything with the names of a run, or of a prefix: at the end of a run, or after a crash."""

from __future__ import annotations

import signal
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tests.aws.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.aws.account import Account
    from tests.aws.kinds import Kind

# How often what AWS refuses to remove is tried again, and how long it may list what was removed.
_ROUNDS: Final = 4
_LISTED_AT_MOST_SECONDS: Final = 300
_INTERRUPTS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class RemainsError(Exception):
    """Something could not be removed; the message says what, and why."""


@dataclass
class Removal:
    """Removes from an account what its runs have created.

    Args:
        account: The account; with its run, or for all runs of its prefix.
        say: Tells the maintainer what happens.
        settled_after_seconds: How long a request that was interrupted may still work, and how long IAM and SQS may
            list what was.
    """

    account: Account
    say: Callable[[str], None]
    settled_after_seconds: float
    _problems: list[str] = field(default_factory=list, init=False)

    def sweep(self) -> None:
        """Remove everything, until nothing is found any more.

        What this run has named is removed first, also where AWS does not list it yet or refuses to list it.

        Raises:
            RemainsError: something could not be removed.
        """
        self._remove_what_is_found(and_what_was_named=True)
        began, refused = time.monotonic(), 0
        while refused < _ROUNDS and time.monotonic() - began < _LISTED_AT_MOST_SECONDS:
            time.sleep(self.settled_after_seconds)
            found = self._remove_what_is_found()
            if not found and not self._problems:
                return
            refused += bool(self._problems)
        beginning = self.account.beginning
        raise RemainsError(
            "\n".join(self._problems)
            or f"something whose name begins with {beginning} is there again"
        )

    def after(self, work: Callable[[], None]) -> None:
        """Work, then remove everything, in whatever way the work ends: also by Ctrl-C, or by being terminated.

        Raises:
            RemainsError: something could not be removed.
        """
        # One that is ignored, as `nohup` ignores a hangup, stays ignored.
        heeded = [each for each in _INTERRUPTS if signal.getsignal(each) is not signal.SIG_IGN]
        before = {each: signal.signal(each, _interrupt_once) for each in heeded}
        try:
            try:
                work()
            finally:
                _ignore_interrupts()
        finally:  # also if it was interrupted before interrupts were ignored
            try:
                self.sweep()
            finally:
                for each, handler in before.items():
                    signal.signal(each, handler)

    def _remove_what_is_found(self, *, and_what_was_named: bool = False) -> int:
        """Remove once, and return how many; what is refused is noted, and the rest is removed all the same."""
        self._problems, count = [], 0
        for kind in KINDS:
            named = self.account.names.get(kind.title, set()) if and_what_was_named else set()
            for name in sorted(self._found(kind) | named):
                count += 1
                self.say(f"removing {kind.title} {name}")
                try:
                    kind.remove_from(self.account, name)
                except Exception as error:  # whatever it is, the rest is removed
                    self._problems.append(f"{kind.title} {name}: {_told(error)}")
        return count

    def _found(self, kind: Kind) -> set[str]:
        try:
            return kind.found(self.account)
        except Exception as error:
            named = ", ".join(sorted(self.account.names.get(kind.title, ()))) or "none"
            self._problems.append(
                f"{kind.title}: what there is cannot be listed; created by this run: {named}: {_told(error)}"
            )
            return set()


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _interrupt_once(_number: int, _frame: object) -> None:
    # What is pressed again, impatiently, would leave something behind.
    _ignore_interrupts()
    raise KeyboardInterrupt


def _ignore_interrupts() -> None:
    for each in _INTERRUPTS:
        signal.signal(each, signal.SIG_IGN)
