"""The target of an event: the function and qualifier of its record, or others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_eic._values.function_reference import (
    LATEST,
    QUALIFIER_RULE,
    FunctionReference,
    FunctionReferenceError,
)
from constructs_eic._values.limits import is_qualifier

if TYPE_CHECKING:
    from constructs_eic.records.record import InvocationRecord


@dataclass(frozen=True)
class InvocationTarget:
    """A function under a qualifier.

    Attributes:
        region: The function's region.
        function: Its name, or its ARN without a qualifier.
        qualifier: `None` also for `$LATEST`, which is the same to Lambda.
        is_redirected: Whether the user named it, and not the record.
    """

    region: str
    function: str
    qualifier: str | None = None
    is_redirected: bool = False

    def __str__(self) -> str:
        return f"{self.function}:{self.qualifier}" if self.qualifier else self.function


@dataclass(frozen=True)
class Redirection:
    """The function or qualifier that events are sent to instead of their own.

    Attributes:
        function: Another function; `None` keeps the record's own.
        qualifier: Its qualifier.
    """

    function: FunctionReference | None = None
    qualifier: str | None = None

    @classmethod
    def parse(cls, text: str) -> Redirection:
        """Read `function`, `function:qualifier`, a function's ARN with or without a qualifier, or `:qualifier`.

        Raises:
            ValueError: it is none of these; the message says what to write.
        """
        if text.startswith(":"):
            if not is_qualifier(text[1:]):
                raise ValueError(f"{text[1:]!r} is not a qualifier: {QUALIFIER_RULE}")
            return cls(qualifier=text[1:])
        try:
            function = FunctionReference.read(text)
        except FunctionReferenceError as error:
            raise ValueError(f"{text!r}: {error}") from error
        return cls(function, function.qualifier)


def target_of(
    record: InvocationRecord, redirection: Redirection | None, region: str
) -> InvocationTarget | None:
    """Return where the event of `record` is sent; `None` if nothing names the function.

    Args:
        record: The record whose event is sent.
        redirection: Where it is sent instead, if anywhere else.
        region: The region of a function that is known only by its name.
    """
    own = FunctionReference.read(record.function_arn) if record.function_arn else None
    other = redirection.function if redirection else None
    function = other or own
    if function is None:
        return None
    qualifier = redirection.qualifier if redirection else function.qualifier
    qualifier = None if qualifier == LATEST else qualifier
    if function.arn is not None:
        name, region = str(function.arn), function.arn.region
    else:
        name, region = function.name, own.arn.region if own and own.arn else region
    return InvocationTarget(region, name, qualifier, is_redirected=redirection is not None)
