"""EIC008, EIC009 and EIC010: events lost before and after Lambda receives them."""

from __future__ import annotations

import json

import pytest

from constructs_eic.checks import check
from tests.unit.checks.documents import (
    SEND,
    Json,
    allow,
    policy,
    resources,
    sound,
    the_config,
    the_function,
    with_alias,
)

FUNCTION = "${aws_lambda_function.orders.arn}"
REDRIVE = json.dumps({"deadLetterTargetArn": "${aws_sqs_queue.undelivered.arn}"})
CONFIG = "aws_lambda_function_event_invoke_config.orders"


def found(document: Json, rule: str) -> list[str]:
    return [each.address for each in check(document, select=[rule])]


def with_invoker(type_: str, arguments: Json) -> Json:
    document = sound()
    del document["resource"]["aws_cloudwatch_event_target"]
    resources(document, type_)["it"] = arguments
    return document


LOSING: list[tuple[str, Json]] = [
    ("aws_cloudwatch_event_target", {"rule": "r", "arn": FUNCTION}),
    ("aws_cloudwatch_event_target", {"rule": "r", "arn": FUNCTION, "dead_letter_config": []}),
    ("aws_cloudwatch_event_target", {"rule": "r", "arn": FUNCTION, "dead_letter_config": {}}),
    (
        "aws_cloudwatch_event_target",
        {"rule": "r", "arn": "arn:aws:lambda:eu-west-1:123456789012:function:elsewhere:live"},
    ),
    ("aws_cloudwatch_event_target", {"rule": "r", "arn": FUNCTION, "retry_policy": {}}),
    ("aws_sns_topic_subscription", {"protocol": "lambda", "endpoint": FUNCTION}),
    ("aws_sns_topic_subscription", {"protocol": "lambda", "endpoint": "${var.function}"}),
    (
        "aws_sns_topic_subscription",
        {"protocol": "lambda", "endpoint": FUNCTION, "redrive_policy": None},
    ),
    ("aws_scheduler_schedule", {"target": {"arn": FUNCTION, "role_arn": "r"}}),
]
KEEPING: list[tuple[str, Json]] = [
    (
        "aws_cloudwatch_event_target",
        {"rule": "r", "arn": FUNCTION, "dead_letter_config": {"arn": "${var.queue}"}},
    ),
    (
        "aws_cloudwatch_event_target",
        {
            "arn": FUNCTION,
            "dynamic": {"dead_letter_config": {"for_each": "${var.q}", "content": {}}},
        },
    ),
    ("aws_cloudwatch_event_target", {"rule": "r", "arn": "${aws_sqs_queue.failures.arn}"}),
    ("aws_cloudwatch_event_target", {"rule": "r", "arn": "${aws_sfn_state_machine.s.arn}"}),
    ("aws_cloudwatch_event_target", {"rule": "r", "arn": "${var.target}"}),
    (
        "aws_sns_topic_subscription",
        {"protocol": "lambda", "endpoint": FUNCTION, "redrive_policy": REDRIVE},
    ),
    (
        "aws_sns_topic_subscription",
        {"protocol": "lambda", "endpoint": FUNCTION, "redrive_policy": "${jsonencode({a = 1})}"},
    ),
    ("aws_sns_topic_subscription", {"protocol": "email", "endpoint": "a@example.com"}),
    ("aws_sns_topic_subscription", {"protocol": "${var.protocol}", "endpoint": "${var.e}"}),
    (
        "aws_scheduler_schedule",
        {"target": [{"arn": FUNCTION, "dead_letter_config": [{"arn": "${var.q}"}]}]},
    ),
]


@pytest.mark.parametrize(("type_", "arguments"), LOSING, ids=str)
def test_an_invoker_without_dead_letter_queue_is_found(type_: str, arguments: Json) -> None:
    assert found(with_invoker(type_, arguments), "EIC008") == [f"{type_}.it"]


@pytest.mark.parametrize(("type_", "arguments"), KEEPING, ids=str)
def test_an_invoker_that_keeps_events_is_no_finding(type_: str, arguments: Json) -> None:
    assert found(with_invoker(type_, arguments), "EIC008") == []


def alarm(**arguments: object) -> Json:
    return {
        "alarm_name": "lost",
        "comparison_operator": "GreaterThanThreshold",
        "evaluation_periods": 1,
        "namespace": "AWS/Lambda",
        "metric_name": "DestinationDeliveryFailures",
        "dimensions": {"FunctionName": "orders"},
        **arguments,
    }


def with_alarm(arguments: Json) -> Json:
    document = with_alias(sound())
    resources(document, "aws_cloudwatch_metric_alarm")["it"] = arguments
    return document


WATCHING: dict[str, Json] = {
    "by name": alarm(),
    "by reference": alarm(
        dimensions={"FunctionName": "${aws_lambda_function.orders.function_name}"}
    ),
    "every function": alarm(dimensions=None),
    "one that only Terraform knows": alarm(dimensions={"FunctionName": "${var.name}"}),
    "a metric that only Terraform knows": alarm(metric_name="${each.value}"),
    "a query": {
        "alarm_name": "lost",
        "metric_query": [
            {
                "id": "m",
                "metric": [
                    {
                        "metric_name": "DestinationDeliveryFailures",
                        "namespace": "AWS/Lambda",
                        "dimensions": {"FunctionName": "orders"},
                    }
                ],
            }
        ],
    },
    "a search": {
        "alarm_name": "lost",
        "metric_query": [
            {"id": "s", "expression": "SUM(SEARCH('DestinationDeliveryFailures', 'Sum'))"}
        ],
    },
}
NOT_WATCHING: dict[str, Json] = {
    "another metric": alarm(metric_name="Errors"),
    "another function": alarm(dimensions={"FunctionName": "orders-2"}),
    "another qualifier": alarm(dimensions={"FunctionName": "orders", "Resource": "orders:live"}),
    "a query of another metric": {
        "alarm_name": "lost",
        "metric_query": [
            {"id": "m", "metric": {"metric_name": "Errors", "namespace": "AWS/Lambda"}}
        ],
    },
}


@pytest.mark.parametrize("name", WATCHING)
def test_a_watched_failure_destination_is_no_finding(name: str) -> None:
    assert found(with_alarm(WATCHING[name]), "EIC009") == []


@pytest.mark.parametrize("name", NOT_WATCHING)
def test_an_unwatched_failure_destination_is_found(name: str) -> None:
    assert found(with_alarm(NOT_WATCHING[name]), "EIC009") == [CONFIG]


def test_the_alarm_of_a_qualifier_watches_its_configuration() -> None:
    document = with_alarm(
        alarm(
            dimensions={
                "FunctionName": "orders",
                "Resource": "${aws_lambda_function.orders.function_name}:${aws_lambda_alias.live.name}",
            }
        )
    )
    the_config(document)["qualifier"] = "live"
    assert found(document, "EIC009") == []


def test_a_configuration_without_failure_destination_needs_no_alarm() -> None:
    document = sound()
    del the_config(document)["destination_config"]
    assert found(document, "EIC009") == []
    assert check(document, ignore=["EIC001"]) == [], "the rule is off unless selected"


@pytest.mark.parametrize(
    ("retention", "is_found"),
    [
        (345600, False),
        (None, False),
        (1209600, False),
        (345599, True),
        (60, True),
        ("86400", True),
        ("${var.retention}", False),
    ],
)
def test_a_failure_queue_keeps_records_for_four_days(retention: object, is_found: bool) -> None:
    document = sound()
    queue = resources(document, "aws_sqs_queue")["failures"]
    queue["message_retention_seconds"] = retention
    expected = ["aws_sqs_queue.failures"] if is_found else []
    assert found(document, "EIC010") == expected
    the_config(document)["destination_config"] = {
        "on_failure": {"destination": "arn:aws:sqs:eu-west-1:123456789012:failures"}
    }
    assert found(document, "EIC010") == expected


@pytest.mark.parametrize(
    ("retention", "time"), [(60, "60 seconds"), (3600, "1 hour"), (7200, "2 hours")]
)
def test_a_retention_period_is_shown_in_its_unit(retention: int, time: str) -> None:
    document = sound()
    resources(document, "aws_sqs_queue")["failures"]["message_retention_seconds"] = retention
    [finding] = check(document, select=["EIC010"])
    assert finding.message == f"failed events are kept for {time} and then deleted"


def test_a_dead_letter_queue_keeps_events_for_four_days() -> None:
    document = sound()
    resources(document, "aws_sqs_queue")["undelivered"]["message_retention_seconds"] = 3600
    assert found(document, "EIC010") == [], "it is no failure queue of a function"
    the_function(document)["dead_letter_config"] = {
        "target_arn": "${aws_sqs_queue.undelivered.arn}"
    }
    assert found(document, "EIC010") == ["aws_sqs_queue.undelivered"]


def with_key(key: str, *statements: Json) -> Json:
    document = sound()
    resources(document, "aws_kms_key")["key"] = {"description": "failures"}
    resources(document, "aws_kms_alias")["key"] = {
        "name": "alias/failures",
        "target_key_id": "${aws_kms_key.key.key_id}",
    }
    resources(document, "aws_sqs_queue")["failures"]["kms_master_key_id"] = key
    resources(document, "aws_iam_role_policy")["send"]["policy"] = policy(SEND, *statements)
    return document


KEYS = [
    "${aws_kms_key.key.arn}",
    "${aws_kms_key.key.id}",
    "${aws_kms_alias.key.name}",
    "alias/failures",
]
USE = allow(["kms:Decrypt", "kms:GenerateDataKey"], "${aws_kms_key.key.arn}")


@pytest.mark.parametrize("key", KEYS)
def test_a_key_that_the_role_may_not_use_is_found(key: str) -> None:
    [finding] = check(with_key(key))
    assert finding.rule == "EIC010"
    assert "kms:Decrypt and kms:GenerateDataKey" in finding.message
    assert "aws_kms_key.key" in finding.message
    [finding] = check(with_key(key, allow("kms:Decrypt", "*")))
    assert "kms:Decrypt" not in finding.message


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize(
    "statement",
    [
        USE,
        allow("kms:*", "*"),
        allow(["kms:Decrypt", "kms:GenerateDataKey*"], "arn:aws:kms:eu-west-1:123456789012:key/*"),
    ],
)
def test_a_key_that_the_role_may_use_is_no_finding(key: str, statement: Json) -> None:
    assert check(with_key(key, statement)) == []


@pytest.mark.parametrize(
    "key",
    ["alias/aws/sqs", "arn:aws:kms:eu-west-1:123456789012:key/k", "${var.key}", "alias/elsewhere"],
)
def test_a_key_outside_is_unknown(key: str) -> None:
    assert check(with_key(key)) == []


@pytest.mark.parametrize(
    ("type_", "arguments"),
    [
        (
            "aws_kms_grant",
            {"key_id": "k", "grantee_principal": "${aws_iam_role.orders.arn}", "operations": []},
        ),
        (
            "aws_kms_key_policy",
            {
                "key_id": "k",
                "policy": policy(
                    allow("kms:*", "*", Principal={"AWS": "${aws_iam_role.orders.arn}"})
                ),
            },
        ),
    ],
)
def test_what_the_key_itself_permits_leaves_it_open(type_: str, arguments: Json) -> None:
    document = with_key("${aws_kms_key.key.arn}")
    resources(document, type_)["it"] = arguments
    assert check(document) == []


def test_a_bucket_s_key_is_found_in_its_encryption() -> None:
    document = sound()
    bucket = "${aws_s3_bucket.archive.arn}"
    resources(document, "aws_kms_key")["key"] = {}
    resources(document, "aws_s3_bucket")["archive"] = {"bucket": "archive"}
    resources(document, "aws_s3_bucket_server_side_encryption_configuration")["archive"] = {
        "bucket": "${aws_s3_bucket.archive.id}",
        "rule": [
            {
                "apply_server_side_encryption_by_default": [
                    {
                        "sse_algorithm": "aws:kms",
                        "kms_master_key_id": "${aws_kms_key.key.arn}",
                    }
                ]
            }
        ],
    }
    the_config(document)["destination_config"] = {"on_failure": {"destination": bucket}}
    statements = [allow("s3:PutObject", f"{bucket}/*"), allow("s3:ListBucket", bucket)]
    send = resources(document, "aws_iam_role_policy")["send"]
    send["policy"] = policy(*statements)
    [finding] = check(document)
    assert (finding.rule, finding.address) == ("EIC010", CONFIG)
    send["policy"] = policy(*statements, allow("kms:GenerateDataKey", "${aws_kms_key.key.arn}"))
    assert check(document) == []
