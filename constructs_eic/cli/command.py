"""The command `constructs-eic`: its subcommands, each loaded when it is requested, and its exit statuses."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import click

from constructs_eic.cli.output import INCOMPLETE, INTERRUPTED, CannotStart, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class Subcommand:
    """The place of a subcommand, known without importing it.

    Attributes:
        target: `module:attribute` of a `click.Command` that returns an exit status.
        about: The first sentence of its help.
        needs: Distributions of the extra `[cli]` that it imports in addition to click.
    """

    target: str
    about: str
    needs: tuple[str, ...] = ()

    def load(self) -> click.Command:
        """Import the subcommand."""
        module, _, attribute = self.target.partition(":")
        return cast("click.Command", getattr(import_module(module), attribute))


_AWS: Final = ("boto3", "rich")

SUBCOMMANDS: Final[Mapping[str, Subcommand]] = {
    "audit": Subcommand(
        "constructs_eic.cli.audit:audit",
        "Find which functions of an account lose events, and how many.",
        _AWS,
    ),
    "list": Subcommand(
        "constructs_eic.cli.inventory:list_",
        "List every configuration of every function, under each of its qualifiers.",
        _AWS,
    ),
    "show": Subcommand("constructs_eic.cli.inventory:show", "Show one configuration.", _AWS),
    "export": Subcommand(
        "constructs_eic.cli.export:export",
        "Write a CDKTF or CDKTN app in Python that takes over every configuration unchanged.",
        _AWS,
    ),
    "check": Subcommand(
        "constructs_eic.cli.check:check",
        "Check Terraform's JSON for asynchronous invocations that lose events.",
    ),
    "explain": Subcommand(
        "constructs_eic.cli.explain:explain",
        "Explain a rule: what it finds, why it matters, what to write, and how to accept a finding.",
    ),
    "map": Subcommand(
        "constructs_eic.cli.event_map:map_",
        "Draw what invokes which function asynchronously, and where its events go.",
    ),
    "records": Subcommand(
        "constructs_eic.cli.records:records",
        "Show the records in a queue or a bucket, and remove nothing.",
        _AWS,
    ),
    "redrive": Subcommand(
        "constructs_eic.cli.redrive:redrive",
        "Send the events of the records in a queue or a bucket back to their functions.",
        _AWS,
    ),
    "permissions": Subcommand(
        "constructs_eic.cli.permissions:permissions",
        "Write the IAM policy that a deployer, or a user of another subcommand, needs, as JSON.",
    ),
}


class _Lazy(click.Group):
    """The group of `SUBCOMMANDS`; it imports only the one that runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        subcommand = SUBCOMMANDS.get(cmd_name)
        return subcommand.load() if subcommand else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if subcommand := SUBCOMMANDS.get(args[0]):
            absent = [name for name in subcommand.needs if find_spec(name) is None]
            if absent:
                raise CannotStart(
                    f"{args[0]} needs {', '.join(absent)}; run: pip install 'constructs-eic[cli]'"
                )
        elif close := get_close_matches(args[0], SUBCOMMANDS, n=1):
            ctx.fail(f"No such command {args[0]!r}. Did you mean {close[0]!r}?")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, one.about) for name, one in SUBCOMMANDS.items()])


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="constructs-eic", prog_name="constructs-eic")
def group() -> None:
    """Asynchronous invocation of AWS Lambda: what an account has, what code declares.

    Exits with 0 when everything was done, 1 when something could not be done (it is named on
    stderr, the rest is done) or check or audit has findings, 2 on wrong usage.
    """


def run(arguments: Sequence[str]) -> int:
    """Run the command and return the status to exit with."""
    if sys.stderr is None:  # closed: output to it is not wanted
        sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 - until the process ends
    if sys.stdout is None:
        say("nothing can be delivered: the standard output is closed")
        return INCOMPLETE
    for stream in (sys.stdout, sys.stderr):
        # On a terminal that cannot show a character, its code is shown instead of a traceback.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        status = cast("int", group.main(list(arguments), "constructs-eic", standalone_mode=False))
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return INTERRUPTED
    except OSError as error:
        if not isinstance(error, BrokenPipeError):  # a reader that closes the pipe has read enough
            say(f"the output is not complete: {error.strerror or error}")
        # What is left unwritten would fail again when Python exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return INCOMPLETE
    return status
