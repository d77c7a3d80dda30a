from __future__ import annotations

import io

import pytest

from constructs_eic.inventory.entry import Entry
from constructs_eic.inventory.table import write_table

ACCOUNT = "123456789012"
LONG = "orders-service-production-process-payment-and-send-the-receipt-1"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _entry(
    name: str,
    qualifier: str | None = "$LATEST",
    *,
    region: str = "eu-west-3",
    on_failure: str | None = None,
    on_success: str | None = None,
) -> Entry:
    both = {"OnFailure": on_failure, "OnSuccess": on_success}
    return Entry(
        region,
        name,
        qualifier,
        21600 if qualifier else None,
        0 if qualifier else None,
        {outcome: {"Destination": arn} for outcome, arn in both.items() if arn},
        f"arn:aws:lambda:{region}:{ACCOUNT}:function:{name}:{qualifier}",
    )


def _arn(service: str, resource: str, region: str = "eu-west-3", account: str = ACCOUNT) -> str:
    return f"arn:aws:{service}:{region}:{account}:{resource}"


QUEUE = _arn("sqs", "orders-service-production-failed-events")
TOPIC = _arn("sns", "orders-service-production-payments-made")
ENTRIES = [
    _entry("resize", on_failure=QUEUE),
    _entry("resize", "live", on_failure=QUEUE, on_success=TOPIC),
    _entry(LONG, on_success=TOPIC),
    _entry(LONG, "production", on_failure=QUEUE),
    _entry("unconfigured", None),
    _entry("there", region="us-east-1"),
]


def _drawn(
    entries: list[Entry], width: int, monkeypatch: pytest.MonkeyPatch, out: io.StringIO
) -> list[str]:
    monkeypatch.setenv("COLUMNS", str(width))
    write_table(entries, out)
    return out.getvalue().splitlines()


def test_a_terminal_of_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _drawn(ENTRIES, 80, monkeypatch, Terminal()) == [
        "function  qualifier   age    retries  destinations",
        "── eu-west-3 ───────────────────────────────────────────────────────────────────",
        "resize    $LATEST     21600  0        failure: queue",
        "                                      orders-service-production-failed-events",
        "          live        21600  0        failure: queue",
        "                                      orders-service-production-failed-events",
        "                                      success: topic",
        "                                      orders-service-production-payments-made",
        "orders-service-production-process-payment-and-send-the-receipt-1",
        "          $LATEST     21600  0        success: topic",
        "                                      orders-service-production-payments-made",
        "          production  21600  0        failure: queue",
        "                                      orders-service-production-failed-events",
        "unconfigured",
        "          -           -      -        -",
        "── us-east-1 ───────────────────────────────────────────────────────────────────",
        "there     $LATEST     21600  0        -",
    ]


@pytest.mark.parametrize("width", [80, 100, 120, 200])
def test_no_word_is_broken_and_a_function_stands_once(
    monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    lines = _drawn(ENTRIES, width, monkeypatch, Terminal())

    words = " ".join(lines).split()
    assert max(map(len, lines)) <= width
    assert [words.count(name) for name in ("resize", LONG, "unconfigured", "there")] == [1] * 4
    assert words.count("orders-service-production-failed-events") == 3
    assert words[:5] == ["function", "qualifier", "age", "retries", "destinations"]


def test_a_pipe_has_whole_lines_for_grep(monkeypatch: pytest.MonkeyPatch) -> None:
    header, _, *lines = _drawn(ENTRIES, 80, monkeypatch, io.StringIO())

    assert header.split() == ["region", "function", "qualifier", "age", "retries", "destinations"]
    assert [" ".join(line.split()) for line in lines][1:3] == [
        f"eu-west-3 resize live 21600 0 failure: queue {_name(QUEUE)}, success: topic {_name(TOPIC)}",
        f"eu-west-3 {LONG} $LATEST 21600 0 success: topic {_name(TOPIC)}",
    ]
    assert len(lines) == len(ENTRIES)


def _name(arn: str) -> str:
    return arn.rpartition(":")[2]


@pytest.mark.parametrize(
    ("arn", "shown"),
    [
        (QUEUE, "queue orders-service-production-failed-events"),
        (TOPIC, "topic orders-service-production-payments-made"),
        (_arn("lambda", "function:next:live"), "function next:live"),
        (_arn("events", "event-bus/default"), "event bus default"),
        ("arn:aws:s3:::archive", "bucket archive"),
        (_arn("sqs", "q", "us-east-1"), "queue q in us-east-1"),
        (_arn("sqs", "q", account="999999999999"), "queue q of 999999999999"),
        (_arn("firehose", "deliverystream/s"), _arn("firehose", "deliverystream/s")),
        ("no ARN", "no ARN"),
        (_arn("sqs", "red\x1b[31m"), r"queue red\x1b[31m"),
    ],
)
def test_a_destination_is_its_kind_and_name(
    monkeypatch: pytest.MonkeyPatch, arn: str, shown: str
) -> None:
    [*_, line] = _drawn([_entry("f", on_failure=arn)], 80, monkeypatch, io.StringIO())

    assert line.partition("failure: ")[2] == shown
