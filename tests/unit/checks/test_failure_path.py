"""EIC001 and EIC002: functions whose failed events are lost."""

from __future__ import annotations

import json
from typing import Any

import pytest

from constructs_eic.checks import check
from tests.unit.checks.documents import Json, resources, sound, the_config, the_function, with_alias

CONFIG = "aws_lambda_function_event_invoke_config"
FUNCTION = "${aws_lambda_function.orders.arn}"


def lost(document: Json) -> bool:
    return any(
        finding.address == "aws_lambda_function.orders"
        for finding in check(document, select=["EIC001"])
    )


def without_config() -> Json:
    document = sound()
    del document["resource"][CONFIG]
    for invoker in ("aws_cloudwatch_event_target", "aws_lambda_permission"):
        del document["resource"][invoker]
    return document


INVOKERS: dict[str, tuple[str, Json]] = {
    "S3 notification": (
        "aws_s3_bucket_notification",
        {
            "bucket": "${aws_s3_bucket.uploads.id}",
            "lambda_function": [
                {"lambda_function_arn": "arn:aws:lambda:eu-west-1:123456789012:function:other"},
                {"lambda_function_arn": FUNCTION, "events": ["s3:ObjectCreated:*"]},
            ],
        },
    ),
    "SNS subscription": (
        "aws_sns_topic_subscription",
        {"protocol": "lambda", "endpoint": FUNCTION, "topic_arn": "${aws_sns_topic.t.arn}"},
    ),
    "EventBridge target": ("aws_cloudwatch_event_target", {"rule": "hourly", "arn": FUNCTION}),
    "EventBridge Scheduler": (
        "aws_scheduler_schedule",
        {"schedule_expression": "rate(1 hour)", "target": [{"arn": FUNCTION, "role_arn": "x"}]},
    ),
    "logs": ("aws_cloudwatch_log_subscription_filter", {"destination_arn": FUNCTION}),
    "mail": ("aws_ses_receipt_rule", {"lambda_action": {"function_arn": FUNCTION, "position": 1}}),
    "Config rule": (
        "aws_config_config_rule",
        {"source": {"owner": "CUSTOM_LAMBDA", "source_identifier": FUNCTION}},
    ),
    "IoT rule": ("aws_iot_topic_rule", {"lambda": [{"function_arn": FUNCTION}]}),
    "CodeCommit": ("aws_codecommit_trigger", {"trigger": {"destination_arn": FUNCTION}}),
    "permission by name": (
        "aws_lambda_permission",
        {
            "action": "lambda:InvokeFunction",
            "function_name": "orders",
            "principal": "s3.amazonaws.com",
        },
    ),
    "permission by ARN, of China": (
        "aws_lambda_permission",
        {
            "action": "lambda:InvokeFunction",
            "function_name": "arn:aws-cn:lambda:cn-north-1:123456789012:function:orders",
            "principal": "s3.amazonaws.com.cn",
        },
    ),
    "by an ARN with data sources": (
        "aws_cloudwatch_event_target",
        {
            "rule": "r",
            "arn": "arn:aws:lambda:${data.aws_region.current.name}:"
            "${data.aws_caller_identity.current.account_id}:function:orders",
        },
    ),
    "by an ARN with the function's name": (
        "aws_cloudwatch_event_target",
        {
            "rule": "r",
            "arn": "arn:aws:lambda:${var.region}:${var.account}:function:"
            "${aws_lambda_function.orders.function_name}",
        },
    ),
    "by an expression": (
        "aws_cloudwatch_event_target",
        {"rule": "r", "arn": '${try(aws_lambda_function.orders.arn, "")}'},
    ),
    "by a local": ("aws_cloudwatch_event_target", {"rule": "r", "arn": "${local.handler.arn}"}),
    "by a data source": (
        "aws_cloudwatch_event_target",
        {"rule": "r", "arn": "${data.aws_lambda_function.orders.arn}"},
    ),
}

NO_INVOKERS: dict[str, tuple[str, Json]] = {
    "API Gateway": (
        "aws_lambda_permission",
        {
            "action": "lambda:InvokeFunction",
            "function_name": "orders",
            "principal": "apigateway.amazonaws.com",
        },
    ),
    "an account": (
        "aws_lambda_permission",
        {"action": "lambda:InvokeFunction", "function_name": "orders", "principal": "123456789012"},
    ),
    "a function URL": (
        "aws_lambda_permission",
        {
            "action": "lambda:InvokeFunctionUrl",
            "function_name": "orders",
            "principal": "events.amazonaws.com",
        },
    ),
    "a queue": (
        "aws_lambda_event_source_mapping",
        {"event_source_arn": "${aws_sqs_queue.failures.arn}", "function_name": FUNCTION},
    ),
    "a topic's queue": (
        "aws_sns_topic_subscription",
        {"protocol": "sqs", "endpoint": "${aws_sqs_queue.failures.arn}"},
    ),
    "mail that waits for the answer": (
        "aws_ses_receipt_rule",
        {"lambda_action": {"function_arn": FUNCTION, "invocation_type": "RequestResponse"}},
    ),
    "a rule of another function": (
        "aws_cloudwatch_event_target",
        {"rule": "r", "arn": "arn:aws:lambda:eu-west-1:123456789012:function:orders-2"},
    ),
    "a rule whose function only Terraform knows": (
        "aws_cloudwatch_event_target",
        {"rule": "r", "arn": "${var.function_arn}"},
    ),
    "one of two functions": (
        "aws_cloudwatch_event_target",
        {
            "rule": "r",
            "arn": "${var.blue ? aws_lambda_function.orders.arn : aws_lambda_function.green.arn}",
        },
    ),
    "a permission whose service only Terraform knows": (
        "aws_lambda_permission",
        {
            "action": "lambda:InvokeFunction",
            "function_name": "orders",
            "principal": "${var.principal}",
        },
    ),
}


def invoked_by(type_: str, arguments: Json) -> Json:
    document = without_config()
    document["locals"] = {"handler": {"arn": FUNCTION}}
    document["data"] = {"aws_lambda_function": {"orders": {"function_name": "orders"}}}
    resources(document, "aws_lambda_function")["green"] = {"function_name": "green"}
    resources(document, type_)["it"] = arguments
    return document


@pytest.mark.parametrize("name", INVOKERS)
def test_a_function_that_is_invoked_asynchronously_is_found(name: str) -> None:
    document = invoked_by(*INVOKERS[name])
    assert lost(document)
    the_function(document)["dead_letter_config"] = {"target_arn": "${aws_sqs_queue.failures.arn}"}
    assert not lost(document)


@pytest.mark.parametrize("name", NO_INVOKERS)
def test_a_function_that_nothing_is_known_to_invoke_asynchronously_is_not_found(name: str) -> None:
    assert not lost(invoked_by(*NO_INVOKERS[name]))


COVERED: dict[str, Json] = {
    "name": {"function_name": "orders"},
    "ARN": {"function_name": FUNCTION},
    "literal ARN": {"function_name": "arn:aws:lambda:eu-west-1:123456789012:function:orders"},
    "$LATEST": {"function_name": "orders", "qualifier": "$LATEST"},
    "qualifier that only Terraform knows": {
        "function_name": "orders",
        "qualifier": "${var.qualifier}",
    },
    "function that only Terraform knows": {"function_name": "${each.value}"},
    "in the syntax of repeated blocks": {"function_name": "${aws_lambda_function.orders.id}"},
}
NOT_COVERED: dict[str, Json] = {
    "another function": {"function_name": "orders-2"},
    "another qualifier": {"function_name": "orders", "qualifier": "live"},
    "an alias's name": {"function_name": "orders", "qualifier": "${aws_lambda_alias.live.name}"},
}
ON_FAILURE = {"on_failure": {"destination": "${aws_sqs_queue.failures.arn}"}}


@pytest.mark.parametrize("name", COVERED)
def test_a_configuration_keeps_failed_events(name: str) -> None:
    document = sound()
    document["resource"][CONFIG] = {"it": {**COVERED[name], "destination_config": ON_FAILURE}}
    assert not lost(document)


@pytest.mark.parametrize("name", NOT_COVERED)
def test_a_configuration_of_something_else_keeps_nothing(name: str) -> None:
    document = with_alias(sound())
    document["resource"][CONFIG] = {"it": {**NOT_COVERED[name], "destination_config": ON_FAILURE}}
    assert lost(document)


@pytest.mark.parametrize(
    "destinations",
    [
        {},
        {"destination_config": {}},
        {"destination_config": {"on_success": {"destination": "${aws_sqs_queue.failures.arn}"}}},
        {"destination_config": {"on_failure": {"destination": None}}},
        {"destination_config": []},
    ],
)
def test_a_configuration_without_failure_destination_keeps_nothing(destinations: Json) -> None:
    document = sound()
    document["resource"][CONFIG] = {"it": {"function_name": "orders", **destinations}}
    assert lost(document)


@pytest.mark.parametrize(
    "destinations",
    [
        {"destination_config": {"on_failure": {"destination": "${var.failures}"}}},
        {"dynamic": {"destination_config": {"for_each": "${var.on}", "content": ON_FAILURE}}},
        {"destination_config": "${var.destinations}"},
    ],
)
def test_a_failure_destination_that_only_terraform_knows_counts(destinations: Json) -> None:
    document = sound()
    document["resource"][CONFIG] = {"it": {"function_name": "orders", **destinations}}
    assert not lost(document)


@pytest.mark.parametrize("invoked", ["live", None])
@pytest.mark.parametrize("configured", ["live", None])
def test_a_configuration_covers_its_own_qualifier_alone(
    invoked: str | None, configured: str | None
) -> None:
    document = with_alias(sound())
    del document["resource"]["aws_lambda_permission"]
    target = resources(document, "aws_cloudwatch_event_target")["hourly"]
    target["arn"] = "${aws_lambda_alias.live.arn}" if invoked else FUNCTION
    the_config(document)["qualifier"] = configured
    assert lost(document) == (invoked != configured)


@pytest.mark.parametrize(
    "invoked",
    [
        {"function_name": "orders", "qualifier": "live"},
        {"function_name": "orders", "qualifier": "${aws_lambda_alias.live.name}"},
        {"function_name": "${aws_lambda_alias.live.arn}"},
        {"function_name": "${aws_lambda_function.orders.arn}:live"},
        {"function_name": "${aws_lambda_function.orders.arn}:${aws_lambda_alias.live.name}"},
        {"function_name": "orders:live"},
    ],
)
def test_every_way_of_naming_an_alias_is_known(invoked: Json) -> None:
    document = with_alias(sound())
    del document["resource"]["aws_cloudwatch_event_target"]
    permission = resources(document, "aws_lambda_permission")["hourly"]
    permission.update(invoked)
    assert lost(document)
    the_config(document)["qualifier"] = "${aws_lambda_alias.live.name}"
    assert not lost(document)


def test_a_version_that_is_not_published_is_latest() -> None:
    document = sound()
    the_config(document)["qualifier"] = "${aws_lambda_function.orders.version}"
    assert not lost(document)
    the_function(document)["publish"] = True
    assert lost(document)


@pytest.mark.parametrize("repeated", [{"count": 2}, {"for_each": '${toset(["a", "b"])}'}])
def test_instances_are_told_by_their_block(repeated: Json) -> None:
    document = sound()
    the_function(document).update(repeated, function_name="orders-${each.key}")
    for type_, argument in (
        (CONFIG, "function_name"),
        ("aws_cloudwatch_event_target", "arn"),
        ("aws_lambda_permission", "function_name"),
    ):
        (named,) = document["resource"][type_].values()
        attribute = "arn" if argument == "arn" else "function_name"
        named.update(repeated)
        named[argument] = f"${{aws_lambda_function.orders[each.key].{attribute}}}"
    assert not lost(document)
    del document["resource"][CONFIG]
    assert lost(document)


def test_a_name_counts_where_its_provider_is() -> None:
    document = sound()
    functions = resources(document, "aws_lambda_function")
    functions["orders_west"] = {**the_function(document), "provider": "aws.west"}
    resources(document, "aws_lambda_permission")["west"] = {
        "action": "lambda:InvokeFunction",
        "function_name": "orders",
        "principal": "sns.amazonaws.com",
        "provider": "aws.west",
    }
    [finding] = check(document, select=["EIC001"])
    assert finding.address == "aws_lambda_function.orders_west"


def test_the_finding_names_function_invokers_and_construct() -> None:
    document = sound()
    del document["resource"][CONFIG]
    the_function(document)["//"] = {"metadata": {"path": "shop/orders", "uniqueId": "orders"}}
    [finding] = check(document)
    assert finding.rule == "EIC001"
    assert finding.construct_path == "shop/orders"
    assert "aws_cloudwatch_event_target.hourly" in finding.message
    assert "on_failure" in finding.fix


def test_any_function_is_found_where_the_rule_is_selected() -> None:
    document = without_config()
    assert check(document) == []
    [finding] = check(document, select=["EIC002"])
    assert finding.address == "aws_lambda_function.orders"
    assert check(sound(), select=["EIC002"]) == []


def test_a_stack_that_refers_to_another_is_followed() -> None:
    function, rest = sound(), sound()
    function["//"] = {"metadata": {"stackName": "functions"}}
    rest["//"] = {"metadata": {"stackName": "events"}}
    function["resource"] = {"aws_lambda_function": function["resource"]["aws_lambda_function"]}
    function["output"] = {"cross-stack-output-orders": {"value": FUNCTION}}
    rest["resource"] = {
        "aws_cloudwatch_event_target": {
            "hourly": {
                "arn": "${data.terraform_remote_state.cross-stack-reference-input-functions"
                ".outputs.cross-stack-output-orders}",
                "dead_letter_config": {"arn": "x"},
            }
        }
    }
    [finding] = check([function, rest])
    assert (finding.rule, finding.stack) == ("EIC001", "functions")
    assert check(rest) == []


def test_the_array_forms_of_the_json_syntax_are_read() -> None:
    document = without_config()
    resources(document, "aws_cloudwatch_event_target")["it"] = {"rule": "r", "arn": FUNCTION}
    written: Any = json.loads(json.dumps(document))
    written["resource"] = [
        {type_: [{name: [body]} for name, body in named.items()]}
        for type_, named in document["resource"].items()
    ]
    assert lost(written)
