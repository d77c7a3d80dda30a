"""The two outcomes of an asynchronous invocation."""

from __future__ import annotations

from enum import Enum


class Outcome(Enum):
    """The outcome of an asynchronous invocation, after all retries.

    Examples:
        >>> Outcome.FAILURE.argument, Outcome.FAILURE.title
        ('on_failure', 'Failure')
    """

    FAILURE = "on_failure"
    SUCCESS = "on_success"

    @property
    def argument(self) -> str:
        """The argument of `EventInvokeConfig`: `on_failure` or `on_success`."""
        return self.value

    @property
    def title(self) -> str:
        """The word in the detail type of Lambda's events: `Failure` or `Success`."""
        return self.name.title()
