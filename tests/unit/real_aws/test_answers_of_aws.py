"""What AWS may answer while a run ends: pages, throttling, refusals, names that are almost ours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.stub import Stubber

from tests.aws.account import Account
from tests.aws.kinds import KINDS, Kind
from tests.unit.real_aws.answering import DENIED, EXPIRED, THROTTLED, Answering, in_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.unit.real_aws.conftest import Maintainer
    from tools.proxy import Answer

OWN = "constructs-eic-team-a1b2c3-records"
MAPPING = "00000000-0000-0000-0000-000000000000"
NEIGHBOURS = [
    "constructs-eic-team-orders",
    "constructs-eic-team-a1b2c3",
    "constructs-eic-team-facade-orders",
    "constructs-eic-team-202611-orders",
    "constructs-eic-team2-a1b2c3-records",
    "constructs-eic-teams-a1b2c3-records",
    "my-constructs-eic-team-a1b2c3-records",
    "orders/constructs-eic-team-a1b2c3-records",
    "orders:constructs-eic-team-a1b2c3-records",
    "/aws/lambda/orders/constructs-eic-team-a1b2c3-records",
]


def arn(service: str, name: str) -> str:
    return f"arn:aws:{service}:us-east-1:123456789012:{name}"


# For each kind: the operation, the member with the list, one entry, and how a page says that there is more.
LISTS: dict[str, tuple[str, str, Callable[[str], Any], dict[str, Any]]] = {
    "event source mapping": (
        "list_event_source_mappings",
        "EventSourceMappings",
        lambda n: {
            "FunctionArn": arn("lambda", f"function:{n}"),
            "UUID": MAPPING,
            "State": "Enabled",
        },
        {"NextMarker": "2"},
    ),
    "function": ("list_functions", "Functions", lambda n: {"FunctionName": n}, {"NextMarker": "2"}),
    "queue": (
        "list_queues",
        "QueueUrls",
        lambda n: f"https://sqs.us-east-1.amazonaws.com/123456789012/{n}",
        {"NextToken": "2"},
    ),
    "topic": ("list_topics", "Topics", lambda n: {"TopicArn": arn("sns", n)}, {"NextToken": "2"}),
    "event bus": ("list_event_buses", "EventBuses", lambda n: {"Name": n}, {"NextToken": "2"}),
    "bucket": ("list_buckets", "Buckets", lambda n: {"Name": n}, {"ContinuationToken": "2"}),
    "alarm": ("describe_alarms", "MetricAlarms", lambda n: {"AlarmName": n}, {"NextToken": "2"}),
    "log group": (
        "describe_log_groups",
        "logGroups",
        lambda n: {"logGroupName": n if n.startswith("/") else f"/aws/lambda/{n}"},
        {"nextToken": "2"},
    ),
    "role": (
        "list_roles",
        "Roles",
        lambda n: {
            "RoleName": n,
            "Path": "/",
            "RoleId": "AROA1234567890123456",
            "Arn": f"arn:aws:iam::123456789012:role/{n}",
            "CreateDate": 0,
        },
        {"IsTruncated": True, "Marker": "2"},
    ),
}
# Names of these kinds have no slash and no colon, so that there is no such neighbour.
ANY_TEXT = {"alarm", "log group"}


class Paged(Account):
    """An account whose one list has two pages; AWS has not filtered it."""

    def __init__(self, kind: Kind) -> None:
        self.prefix, self.run = "team", ""
        operation, member, entry, more = LISTS[kind.title]
        self._client = boto3.client(kind.service, "us-east-1")
        names = [each for each in NEIGHBOURS if kind.title in ANY_TEXT or not {*each} & {*"/:"}]
        stubber = Stubber(self._client)
        stubber.add_response(operation, {member: [entry(each) for each in names], **more})
        stubber.add_response(operation, {member: [entry(OWN)]})
        stubber.activate()

    def client(self, service: str) -> Any:
        return self._client


@pytest.mark.parametrize("kind", KINDS, ids=[kind.title for kind in KINDS])
def test_each_page_is_read_and_only_own_names_are_found(
    kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    own = f"{OWN}:{MAPPING}" if kind.title == "event source mapping" else OWN
    assert kind.found(Paged(kind)) == {own}


def test_nothing_but_the_identity_is_asked_of_another_account(maintainer: Maintainer) -> None:
    emulator = Answering(maintainer, lambda _: None)
    with emulator.running() as through:
        status, said = through.run("run", "--only", "fifo", "--yes", account="111122223333")
    assert (status, "Nothing was created" in said) == (2, True)
    (request,) = emulator.requests
    assert "GetCallerIdentity" in request


def test_before_agreement_there_are_only_looks_at_what_there_is(maintainer: Maintainer) -> None:
    emulator = Answering(maintainer, lambda _: None)
    with emulator.running() as through:
        status, said = through.run("run", "--only", "fifo")
    assert (status, "Nothing was created" in said) == (2, True)
    looks = re.compile("^GET |GetCallerIdentity|List|Describe")
    assert [each for each in emulator.requests if not looks.search(each)] == []


def test_an_identity_that_cannot_be_told_is_refused(maintainer: Maintainer) -> None:
    with Answering(maintainer, lambda _: EXPIRED).running() as through:
        status, said = through.run("run", *through.asking("fifo"))
    assert (status, "Nothing was created: " in said) == (2, True)


def test_what_is_throttled_is_asked_again(maintainer: Maintainer) -> None:
    seen: set[str] = set()

    def first_of_each(text: str) -> Answer | None:
        if text in seen:
            return None
        seen.add(text)
        return THROTTLED

    with Answering(maintainer, first_of_each).running() as through:
        status, said = through.run("run", *through.asking("identifiers"))
    assert status == 0, said
    assert maintainer.left() == []


def test_what_may_not_be_removed_is_named_and_the_rest_is_removed(maintainer: Maintainer) -> None:
    def queues_stay(text: str) -> Answer | None:
        return DENIED if "DeleteQueue" in text else None

    with Answering(maintainer, queues_stay).running() as through:
        status, said = through.run("run", *through.asking("fifo"))
    (left,) = maintainer.left()
    assert left.startswith("queue ")
    assert status == 1
    assert f"could not be removed:\n{left}: " in said
    assert "AccessDenied" in said
    assert maintainer.run("sweep")[0] == 0
    assert maintainer.left() == []


def test_what_was_named_is_removed_without_a_list(maintainer: Maintainer) -> None:
    lists = 0

    def no_lists(text: str) -> Answer | None:
        nonlocal lists
        lists += "ListQueues" in text
        return DENIED if "ListQueues" in text and lists > 1 else None

    with Answering(maintainer, no_lists).running() as through:
        status, said = through.run("run", *through.asking("fifo"))
    assert status == 1
    assert "queue: what there is cannot be listed; created by this run: constructs-eic-" in said
    assert maintainer.left() == []


def test_what_may_not_be_listed_is_refused_before_anything_is_created(
    maintainer: Maintainer,
) -> None:
    def no_lists(text: str) -> Answer | None:
        return DENIED if "ListQueues" in text else None

    with Answering(maintainer, no_lists).running() as through:
        status, said = through.run("run", *through.asking("fifo"))
    assert (status, "Nothing was created: " in said) == (2, True)
    assert maintainer.left() == []


def test_what_aws_lists_for_a_while_after_its_removal_is_waited_for(
    maintainer: Maintainer,
) -> None:
    name, lists = f"constructs-eic-{maintainer.prefix}-a1b2c3-gone", 0

    def list_it_six_times(text: str) -> Answer | None:
        nonlocal lists
        lists += "ListQueues" in text
        listed = {"QueueUrls": [f"http://localhost/000000000000/{name}"]}
        return in_json(200, listed) if "ListQueues" in text and lists < 7 else None

    with Answering(maintainer, list_it_six_times).running() as through:
        assert through.run("sweep", "--settle", "0.2")[0] == 0
    assert lists == 7


def test_what_it_says_it_creates_is_what_it_creates(maintainer: Maintainer) -> None:
    questions = ("records", "permissions")
    status, said = maintainer.run("run", *maintainer.asking(*questions))
    assert status == 0
    removed = {line for line in said.splitlines() if line.startswith("removing ")}
    counts = {
        kind.title: sum(each.startswith(f"removing {kind.title} ") for each in removed)
        for kind in KINDS
    }
    assert counts == {
        "event source mapping": 0,
        "function": 4,
        "queue": 4,
        "topic": 1,
        "event bus": 1,
        "bucket": 1,
        "alarm": 0,
        "log group": 4,
        "role": 4,
    }
    assert "4 functions, 4 queues, 1 topic, 1 event bus, 1 bucket, 4 log groups, 4 roles" in said
