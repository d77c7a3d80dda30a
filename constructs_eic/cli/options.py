"""Options that several subcommands share, and the checks of their values."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import click

from constructs_eic._values.arn import is_region
from constructs_eic.cli.numbers import rate

if TYPE_CHECKING:
    from collections.abc import Callable

Command = TypeVar("Command", bound="Callable[..., int]")
_Regions = TypeVar("_Regions", "str | None", "tuple[str, ...]")


def region(about: str) -> Callable[[Command], Command]:
    """`--region`, at most once: the parameter `region` is its name or `None`."""
    return click.option("--region", callback=_checked_region, help=about)


def regions(about: str) -> Callable[[Command], Command]:
    """`--region`, repeatable: the parameter `regions` is a tuple."""
    return click.option(
        "--region", "regions", multiple=True, callback=_checked_region, help=f"{about} Repeatable."
    )


def profile(command: Command) -> Command:
    """`--profile`: the parameter `profile` is its name or `None`."""
    return click.option("--profile", help="Profile of AWS's shared configuration.")(command)


def max_rate(about: str, *, default: float) -> Callable[[Command], Command]:
    """`--max-rate`: the parameter `max_rate` is a finite number of at least 0, which sets no limit."""
    return click.option(
        "--max-rate",
        type=rate(),
        default=default,
        show_default=True,
        help=about,
    )


def _checked_region(_context: click.Context, _option: click.Parameter, value: _Regions) -> _Regions:
    for name in (value,) if isinstance(value, str) else value or ():
        if not is_region(name):
            raise click.BadParameter(f"{name!r} is not a region; give one such as eu-west-1")
    return value
