"""Words the library's reasons with the options of the command in place of Python's arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic._values.reason import Reason
from constructs_eic.cli.output import CannotStart, NotEnoughGiven

if TYPE_CHECKING:
    from constructs_eic._values.reason import Argument
    from constructs_eic.aws.session import AwsError

_REPEATABLE = {"conditions": "condition", "error_types": "error-type", "functions": "function"}


def with_options(reason: str) -> str:
    """Return a reason in the words of someone who runs the command.

    >>> from constructs_eic._values.reason import Argument
    >>> with_options(Reason("not a failure; ", Argument("conditions", "Success"), " sends it"))
    'not a failure; --condition Success sends it'
    """
    return reason.spelled(_option) if isinstance(reason, Reason) else str(reason)


def cannot_start(error: AwsError) -> CannotStart:
    """Return the exception that ends the command."""
    kind = NotEnoughGiven if error.is_usage else CannotStart
    return kind(with_options(error.reason))


def _option(argument: Argument) -> str:
    name = _REPEATABLE.get(argument.name, argument.name.replace("_", "-"))
    return f"--{name}" if argument.element is None else f"--{name} {argument.element}"
