"""The command behind `make aws` and `make aws-sweep`: `python -m tests.aws run --help`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from tests.aws import recording
from tests.aws.account import Account, RefusedError
from tests.aws.kinds import KINDS
from tests.aws.questions import QUESTIONS
from tests.aws.removal import removed_afterwards, sweep
from tests.aws.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Sequence

_PLAN = """\
In account {id}, region {region}, this creates:
  about 12 functions of 128 MB with their roles and log groups, 12 queues, 1 topic, 1 event bus with 1 rule,
  1 bucket, and, by Terraform, 1 configuration with its policy and alarms.
Each name begins with {beginning}. About 20 events are invoked and some 1,000 requests are made, most of them to
look whether something has arrived. It takes about half an hour and costs less than 0.10 USD. Everything is removed
at the end, also after Ctrl-C; after a crash, this removes it:
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
        return _sweep(account) if given.action == "sweep" else _run(account, given)
    except (RefusedError, BotoCoreError, ClientError) as error:
        _say(f"Nothing was created: {error}")
        return 2


def _run(account: Account, given: argparse.Namespace) -> int:
    _say(
        _PLAN.format(
            id=account.id,
            region=account.region,
            beginning=account.beginning,
            sweep=f"make aws-sweep ACCOUNT={account.id} REGION={account.region} PREFIX={account.prefix}",
        )
    )
    if not given.yes and not _is_agreed():
        raise RefusedError("you did not agree")
    stage = Stage(account, given.patience, _say)
    failed = []
    try:
        with removed_afterwards(account, _say):
            for question in given.only or QUESTIONS:
                _say(f"asking: {question}")
                try:
                    answers = QUESTIONS[question](stage)
                except Exception as error:  # the other questions are still worth asking
                    _say(f"{question}: {type(error).__name__}: {error}")
                    failed.append(question)
                else:
                    _say(f"written: {recording.write(given.recorded, question, answers, account)}")
    except KeyboardInterrupt:
        _say("Interrupted; everything that was created is removed.")
        return 130
    except RuntimeError as error:
        _say(str(error))
        return 1
    if failed:
        _say(f"without an answer: {', '.join(failed)}")
    return 1 if failed else 0


def _sweep(account: Account) -> int:
    _say(f"Removing what begins with {account.beginning} in account {account.id}")
    problems = sweep(account, _say)
    for problem in problems:
        _say(f"could not be removed: {problem}")
    return 1 if problems else 0


def _is_agreed() -> bool:
    if not sys.stdin.isatty():
        return False
    return input("Go on? Type yes: ").strip() == "yes"


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - what a command does


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
    run.add_argument("--only", action="append", choices=QUESTIONS, help="repeatable")
    run.add_argument("--patience", type=float, default=300, help="seconds for what takes a while")
    run.add_argument("--recorded", type=Path, default=recording.RECORDED, help="a folder")
    run.add_argument("--yes", action="store_true", help="do not ask before anything is created")
    leftovers.description = "Kinds: " + ", ".join(kind.title for kind in KINDS)
    return parser


if __name__ == "__main__":
    sys.exit(main())
