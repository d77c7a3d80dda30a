"""`export --missing` writes code for what an audit finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_eic.audit.missing import problem_of

if TYPE_CHECKING:
    from tests.unit.audit.planted import PlantedAccount

EXPORT = ("export", "--max-rate=0", "--missing")


def test_each_function_that_loses_events_gets_a_destination(planted: PlantedAccount) -> None:
    failures = planted.arn("sqs", "failures")
    done = planted.run(*EXPORT, f"--on-failure={failures}")
    assert (done.returncode, done.stderr) == (0, "")
    compile(done.stdout, "kept.py", "exec")
    body = done.stdout.partition("# Function ")[2]
    assert body.count("EventInvokeConfig(") == 2
    assert body.count(f'on_failure="{failures}"') == 2
    assert [line for line in body.splitlines() if "function=" in line or "qualifier=" in line] == [
        '            function="lost",',
        '            function="lost-alias",',
        '            qualifier="live",',
    ]
    assert "import_from" not in body


def test_a_function_in_a_region_without_destination_is_named(planted: PlantedAccount) -> None:
    done = planted.run(*EXPORT, "--on-failure=arn:aws:sqs:sa-east-1:000000000000:failures")
    assert done.returncode == 1
    where = f"constructs-eic: {planted.region}: "
    assert done.stderr.splitlines()[1:] == [
        f"{where}{name}: left out of the app: no destination in {planted.region} is given"
        for name in ("lost", "lost-alias:live")
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--missing"],
        ["--on-failure=arn:aws:sqs:eu-west-1:000000000000:failures"],
        ["--missing", "--on-failure=failures"],
        ["--missing", "--on-failure=arn:aws:sqs:eu-west-1:000000000000:failures.fifo"],
        ["--missing", "--on-failure=arn:aws:dynamodb:eu-west-1:000000000000:table/t"],
    ],
)
def test_what_cannot_work_is_wrong_usage(planted: PlantedAccount, arguments: list[str]) -> None:
    assert planted.run("export", *arguments).returncode == 2


@pytest.mark.parametrize(
    ("given", "fix"),
    [
        ("failures", "give one such as arn:aws:sqs:REGION:ACCOUNT:NAME"),
        (
            "https://sqs.eu-west-1.amazonaws.com/123456789012/failures",
            "give 'arn:aws:sqs:eu-west-1:123456789012:failures'",
        ),
    ],
)
def test_what_is_not_an_arn_says_which_to_give(given: str, fix: str) -> None:
    assert str(problem_of(given)).endswith(fix)
