"""The functions and regions that an inventory could not read."""

from __future__ import annotations

from dataclasses import dataclass

from constructs_eic._output.text import printable


@dataclass(frozen=True, order=True)
class Unread:
    """A function, or a whole region, that could not be read to its end.

    Attributes:
        region: The region.
        function_name: Which function; empty when it is the region's list of functions.
        reason: Why, and what to do.
    """

    region: str
    function_name: str
    reason: str

    @property
    def subject(self) -> str:
        """The name of what could not be read: `region: function`, or the region alone."""
        return f"{self.region}: {self.function_name}" if self.function_name else self.region

    def __str__(self) -> str:
        return printable(f"{self.subject}: {self.reason}")
