"""What goes wrong midway is reported, and does not affect anything else."""

from __future__ import annotations

import json
from itertools import cycle
from typing import TYPE_CHECKING, Any

import pytest

from tests.unit.inventory.fault_proxy import CUT_OFF, DENIED, EXPIRED, GONE, THROTTLED

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.unit.inventory.fault_proxy import Answer, FaultProxy
    from tests.unit.inventory.lambda_account import LambdaAccount

NAMES = [f"fn-{number:02}" for number in range(60)]
LIST = ("list", "--max-rate=0", "--format=jsonl")


def _name_in(path: str) -> str | None:
    return path.split("/")[3] if path.endswith("/event-invoke-config/list") else None


def _listed(output: str) -> list[str]:
    return sorted(json.loads(line)["function_name"] for line in output.splitlines())


@pytest.fixture
def filled(account: LambdaAccount) -> LambdaAccount:
    account.configured(NAMES, MaximumRetryAttempts=1)
    return account


@pytest.mark.parametrize("answer", [THROTTLED, CUT_OFF], ids=["throttled", "cut off"])
def test_what_passes_is_tried_again(
    filled: LambdaAccount, proxy: FaultProxy, answer: Answer
) -> None:
    proxy.answer = lambda _path, count: answer if count == 1 else None

    done = filled.run(*LIST, endpoint=proxy.url)

    assert (done.returncode, done.stderr) == (0, "")
    assert _listed(done.stdout) == NAMES
    assert len(proxy.paths) > len(set(proxy.paths))


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (DENIED, "denied (User is not authorized); allow lambda:ListFunctionEventInvokeConfigs"),
        (THROTTLED, "throttled at every try (Rate exceeded); try again with a lower --max-rate"),
        (GONE, "not found (Function not found); it was deleted meanwhile"),
        (EXPIRED, "the session's token has expired; log in again"),
        (CUT_OFF, "Connection was closed before we received a valid response"),
    ],
    ids=["denied", "throttled", "gone", "expired", "cut off"],
)
def test_a_function_that_cannot_be_read_is_named_and_loses_no_other(
    filled: LambdaAccount, proxy: FaultProxy, answer: Answer, reason: str
) -> None:
    lost = ["fn-03", "fn-41"]
    proxy.answer = lambda path, _count: answer if _name_in(path) in lost else None

    done = filled.run(*LIST, endpoint=proxy.url, AWS_MAX_ATTEMPTS="2")

    assert done.returncode == 1
    assert _listed(done.stdout) == [name for name in NAMES if name not in lost]
    lines = done.stderr.splitlines()
    assert [line.split(": ")[:3] for line in lines] == [
        ["constructs-eic", filled.region, name] for name in lost
    ]
    assert all(reason in line for line in lines)


def test_a_list_of_functions_that_breaks_off_delivers_what_came(
    filled: LambdaAccount, proxy: FaultProxy
) -> None:
    proxy.answer = lambda path, count: DENIED if path.endswith("/functions") and count > 1 else None

    done = filled.run(*LIST, endpoint=proxy.url)

    assert done.returncode == 1
    assert _listed(done.stdout) == NAMES[:50]
    assert done.stderr == (
        f"constructs-eic: {filled.region}: the list of functions broke off after 50: "
        "denied (User is not authorized); allow lambda:ListFunctions\n"
    )


def test_a_region_that_cannot_be_read_loses_no_other(
    filled: LambdaAccount, other_region: LambdaAccount, proxy: FaultProxy
) -> None:
    denied_region = other_region.region
    proxy.answer_in_region = lambda region: DENIED if region == denied_region else None

    done = filled.run(
        *LIST, f"--region={denied_region}", f"--region={filled.region}", endpoint=proxy.url
    )

    assert done.returncode == 1
    assert _listed(done.stdout) == NAMES
    assert done.stderr.splitlines() == [
        f"constructs-eic: {denied_region}: denied (User is not authorized); "
        "allow lambda:ListFunctions"
    ]


def test_a_function_not_read_is_not_called_missing(
    account: LambdaAccount, proxy: FaultProxy
) -> None:
    account.configured(["f", "g"])
    proxy.answer = lambda path, _count: DENIED if _name_in(path) == "f" else None

    done = account.run(*LIST, "--missing", endpoint=proxy.url)

    assert _listed(done.stdout) == ["g"]
    assert done.returncode == 1


def test_an_export_keeps_what_can_be_read(account: LambdaAccount, proxy: FaultProxy) -> None:
    account.configured(["f", "g"], MaximumRetryAttempts=1)
    proxy.answer = lambda path, _count: DENIED if _name_in(path) == "f" else None

    done = account.run("export", endpoint=proxy.url)

    assert done.returncode == 1
    assert 'function="g"' in done.stdout
    assert f"{account.region}: f: denied" in done.stderr


def test_an_export_that_could_read_nothing_claims_nothing(
    account: LambdaAccount, proxy: FaultProxy
) -> None:
    proxy.answer = lambda _path, _count: DENIED

    done = account.run("export", endpoint=proxy.url)

    assert (done.returncode, done.stdout) == (1, "")
    [line] = done.stderr.splitlines()
    assert "denied" in line


def test_a_function_that_stands_on_two_pages_is_read_once(
    filled: LambdaAccount, proxy: FaultProxy
) -> None:
    def second_page_begins_earlier(path: str, body: dict[str, Any]) -> dict[str, Any]:
        if path.endswith("/functions") and not body.get("NextMarker"):
            return body | {"Functions": [{"FunctionName": "fn-49"}, *body["Functions"]]}
        return body

    proxy.rewrite = second_page_begins_earlier

    done = filled.run(*LIST, endpoint=proxy.url)

    assert (done.returncode, _listed(done.stdout)) == (0, NAMES)


@pytest.mark.parametrize("length", [1, 2])
def test_a_list_of_functions_that_goes_in_a_circle_ends_with_an_error(
    account: LambdaAccount, proxy: FaultProxy, length: int
) -> None:
    account.configured(["f"], MaximumRetryAttempts=1)
    proxy.rewrite = _in_a_circle("/functions", length)

    done = account.run(*LIST, endpoint=proxy.url)

    assert (done.returncode, _listed(done.stdout)) == (1, ["f"])
    [line] = done.stderr.splitlines()
    assert line.startswith(
        f"constructs-eic: {account.region}: the list of functions broke off after 1: "
        "the list never ends: the pagination marker 'page-1' was returned twice; check"
    )


@pytest.mark.parametrize("length", [1, 2])
def test_configurations_that_go_in_a_circle_end_with_an_error(
    account: LambdaAccount, proxy: FaultProxy, length: int
) -> None:
    account.configured(["f", "g"], MaximumRetryAttempts=1)
    circle = _in_a_circle("/f/event-invoke-config/list", length)
    proxy.rewrite = circle

    done = account.run(*LIST, endpoint=proxy.url)

    assert done.returncode == 1
    assert _listed(done.stdout) == ["f"] * length + ["g"]
    [line] = done.stderr.splitlines()
    assert f"{account.region}: f: the list never ends: the pagination marker 'page-1'" in line


def _in_a_circle(
    path_end: str, length: int
) -> Callable[[str, dict[str, object]], dict[str, object]]:
    """Give every page of one list a marker, from this many different ones."""
    numbers = cycle(range(1, length + 1))

    def rewrite(path: str, body: dict[str, object]) -> dict[str, object]:
        if path.endswith(path_end):
            return body | {"NextMarker": f"page-{next(numbers)}"}
        return body

    return rewrite


@pytest.mark.parametrize("command", [("list",), ("export",), ("show", "f")], ids=lambda c: c[0])
def test_a_broken_secret_is_not_shown(account: LambdaAccount, command: tuple[str, ...]) -> None:
    done = account.run(*command, AWS_SESSION_TOKEN="never\nshown")  # noqa: S106

    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert "the credentials hold a character that no key has" in line
    assert "shown" not in line


@pytest.mark.parametrize(
    "answer",
    [
        {"message": "Welcome to the airport's network"},
        {"FunctionArn": "f", "DestinationConfig": {"OnFailure": {"Destination": 5}}},
    ],
    ids=["another", "of another type"],
)
@pytest.mark.parametrize("command", [("list",), ("show", "fn-03")], ids=lambda command: command[0])
def test_an_answer_that_is_not_of_lambda_is_told_as_such(
    account: LambdaAccount, proxy: FaultProxy, command: tuple[str, ...], answer: dict[str, Any]
) -> None:
    account.configured(["fn-03"], MaximumRetryAttempts=1)
    functions = [{"FunctionName": "fn-03"}] if "FunctionArn" in answer else None
    proxy.rewrite = lambda path, _body: (
        {"Functions": functions}
        if functions and path.endswith("/functions")
        else {**answer, "FunctionEventInvokeConfigs": [answer]}
    )

    done = account.run(*command, endpoint=proxy.url)

    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert "the answer is not one of AWS's" in line
    assert "check AWS_ENDPOINT_URL" in line


def test_a_hostile_reason_is_said_on_one_line(account: LambdaAccount) -> None:
    account.configured(["a/\x1b[31m\nb"])

    done = account.run(*LIST)

    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert line.isprintable()
