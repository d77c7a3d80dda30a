"""The two outcomes of an asynchronous invocation."""

from __future__ import annotations

from enum import Enum


class Outcome(Enum):
    """The outcome of an asynchronous invocation, after all retries.

    Attributes:
        FAILURE: Every try failed, or the event was too old; the argument is `on_failure`.
        SUCCESS: The function returned without an error; the argument is `on_success`.

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
