"""The command behind `make aws` and `make aws-sweep`: `python -m tests.aws run --help`."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from botocore.exceptions import BotoCoreError, ClientError

from constructs_eic import faststart
from tests.aws import recording
from tests.aws.account import Account, RefusedError
from tests.aws.kinds import KINDS
from tests.aws.prefix import of_other_runs
from tests.aws.questions import QUESTIONS
from tests.aws.removal import RemainsError, Removal
from tests.aws.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Sequence

# How long a request that was interrupted may still work, and how long IAM and SQS may list what was.
_SETTLED_ON_AWS_AFTER_SECONDS: Final = 60
_INTERRUPTED: Final = 130

_PLAN = """\
In account {id}, region {region}, this creates:
  {created}
Each name begins with {beginning}. Some 30 events are invoked and some 2,000 requests are made, most of them to
look whether something has arrived. It takes up to an hour and costs less than 0.10 USD. Everything is removed
at the end, also after Ctrl-C. After a crash, this removes it, and also what other runs of the prefix are using:
  {sweep}"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the questions, or remove what an earlier run left behind."""
    given = _parser().parse_args(arguments)
    try:
        account = Account(
            given.account,
            given.region,
            given.prefix,
            given.profile,
            given.endpoint,
            **({"run": ""} if given.action == "sweep" else {}),
        )
        settled_after = given.settle if account.endpoint else _SETTLED_ON_AWS_AFTER_SECONDS
        removal = Removal(account, _say, settled_after)
        return _sweep(removal) if given.action == "sweep" else _run(removal, given)
    except (RefusedError, BotoCoreError, ClientError) as error:
        _say(f"Nothing was created: {error}")
        return 2
    except RemainsError as error:
        _say(f"could not be removed:\n{error}")
        _say(f"Once that is possible, this removes it:\n  {_sweep_command(account)}")
        return 1
    except KeyboardInterrupt:
        swept = given.action == "sweep"
        so = "something may be left. Sweep again." if swept else "nothing was created."
        _say(f"Interrupted; {so}")
        return _INTERRUPTED


def _run(removal: Removal, given: argparse.Namespace) -> int:
    account, questions = removal.account, given.only or list(QUESTIONS)
    others = of_other_runs(account)
    _say(_plan(account, questions))
    if others:
        _say(f"Other runs of the prefix have left, or are using: {', '.join(others)}")
    if not given.yes and not _is_agreed():
        raise RefusedError("you did not agree")
    faststart.enable()
    stage = Stage(account, given.patience, _say)
    failed: list[str] = []
    try:
        removal.after(lambda: failed.extend(_unanswered(stage, questions, given.recorded)))
    except KeyboardInterrupt:
        _say("Interrupted; everything that was created is removed.")
        return _INTERRUPTED
    if failed:
        _say(f"without an answer: {', '.join(failed)}")
    return 1 if failed else 0


def _unanswered(stage: Stage, questions: Sequence[str], recorded: Path) -> list[str]:
    """Ask the questions, record the answers, and return the questions that have none."""
    from tests.aws import rules  # the framework is imported after fast start is enabled

    failed = []
    for question in questions:
        _say(f"asking: {question}")
        try:
            path = recording.write(
                recorded, question, QUESTIONS[question].ask(stage), stage.account
            )
            _say(f"written: {path}")
            for contradiction in rules.contradictions(question, recording.answers_in(path)):
                _say(f"contradicts a rule: {contradiction}")
        except Exception as error:  # the other questions are still worth asking
            _say(f"{question}: {type(error).__name__}: {error}")
            failed.append(question)
    return failed


def _plan(account: Account, questions: Sequence[str]) -> str:
    """What is created, what it costs, and how it is removed."""
    total: Counter[str] = Counter()
    for question in questions:
        total.update(QUESTIONS[question].creates)
    total["role"] = total["log group"] = total["function"]
    created = (
        f"{total[kind.title]} {kind.title}{'s' * (total[kind.title] > 1)}"
        for kind in KINDS
        if total[kind.title]
    )
    return _PLAN.format(
        id=account.id,
        region=account.region,
        created=", ".join(created).replace("buss", "buses"),
        beginning=account.beginning,
        sweep=_sweep_command(account),
    )


def _sweep_command(account: Account) -> str:
    given = {
        "ACCOUNT": account.id,
        "REGION": account.region,
        "PREFIX": account.prefix,
        "PROFILE": account.profile,
        "ENDPOINT": account.endpoint,
    }
    return " ".join(
        ["make aws-sweep", *(f"{name}={value}" for name, value in given.items() if value)]
    )


def _sweep(removal: Removal) -> int:
    account = removal.account
    _say(f"Removing what runs of prefix {account.prefix} created in account {account.id}")
    removal.sweep()
    return 0


def _is_agreed() -> bool:
    if not sys.stdin.isatty():
        return False
    return input("Go on? Type yes: ").strip() == "yes"


def _say(text: str) -> None:
    try:
        print(text, file=sys.stderr, flush=True)  # noqa: T201 - what a command does
    except OSError:
        # Whoever listened is gone. Removal goes on, and Python's own end would fail on the text that is left.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.aws")
    actions = parser.add_subparsers(dest="action", required=True)
    run = actions.add_parser("run", help="ask the questions, record the answers, remove everything")
    leftovers = actions.add_parser("sweep", help="remove what earlier runs of this prefix left")
    for each in (run, leftovers):
        each.add_argument("--account", required=True, help="the twelve digits of the account")
        each.add_argument("--region", required=True)
        each.add_argument("--prefix", required=True, help="what your names have in common")
        each.add_argument("--profile", help="the profile of the AWS CLI with the credentials")
        each.add_argument("--endpoint", help="where an emulator listens")
        each.add_argument(
            "--settle",
            type=float,
            default=4,
            help="seconds until the emulator lists what was created; on AWS always "
            f"{_SETTLED_ON_AWS_AFTER_SECONDS}",
        )
    run.add_argument("--only", action="append", choices=QUESTIONS, help="repeatable")
    run.add_argument("--patience", type=float, default=300, help="seconds for what takes a while")
    run.add_argument("--recorded", type=Path, default=recording.RECORDED, help="a folder")
    run.add_argument("--yes", action="store_true", help="do not ask before anything is created")
    leftovers.description = "Kinds: " + ", ".join(kind.title for kind in KINDS)
    return parser


if __name__ == "__main__":
    sys.exit(main())
