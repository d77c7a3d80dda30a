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


INTEGRATION = {
    "x-amazon-apigateway-integration": {
        "type": "aws",
        "httpMethod": "POST",
        "uri": "${aws_lambda_function.orders.invoke_arn}",
        "requestParameters": {"integration.request.header.X-Amz-Invocation-Type": "'Event'"},
    }
}

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
    "permission for alarms": (
        "aws_lambda_permission",
        {
            "action": "lambda:InvokeFunction",
            "function_name": "orders",
            "principal": "lambda.alarms.cloudwatch.amazonaws.com",
        },
    ),
    "CloudWatch alarm": (
        "aws_cloudwatch_metric_alarm",
        {"alarm_actions": ["arn:aws:sns:eu-west-1:123456789012:on-call", FUNCTION]},
    ),
    "CloudWatch alarm that is over": ("aws_cloudwatch_metric_alarm", {"ok_actions": [FUNCTION]}),
    "composite alarm": (
        "aws_cloudwatch_composite_alarm",
        {"alarm_rule": "x", "insufficient_data_actions": [FUNCTION]},
    ),
    "EventBridge Pipes": (
        "aws_pipes_pipe",
        {
            "target": FUNCTION,
            "target_parameters": {
                "lambda_function_parameters": {"invocation_type": "FIRE_AND_FORGET"}
            },
        },
    ),
    "EventBridge Scheduler, universal target": (
        "aws_scheduler_schedule",
        {
            "target": {
                "arn": "arn:aws:scheduler:::aws-sdk:lambda:invoke",
                "input": json.dumps({"FunctionName": FUNCTION, "InvocationType": "Event"}),
            }
        },
    ),
    "EventBridge Scheduler, universal target of any partition": (
        "aws_scheduler_schedule",
        {
            "target": {
                "arn": "arn:${data.aws_partition.current.partition}:scheduler:::aws-sdk:lambda:invoke",
                "input": '${jsonencode({"FunctionName" = "orders", "InvocationType" = "Event"})}',
            }
        },
    ),
    "EventBridge Scheduler, InvokeAsync": (
        "aws_scheduler_schedule",
        {
            "target": {
                "arn": "arn:aws:scheduler:::aws-sdk:lambda:invokeAsync",
                "input": json.dumps({"FunctionName": "orders"}),
            }
        },
    ),
    "CodePipeline": (
        "aws_codepipeline",
        {
            "stage": [
                {"name": "Source", "action": [{"category": "Source", "provider": "S3"}]},
                {
                    "name": "Notify",
                    "action": [
                        {
                            "category": "Invoke",
                            "provider": "Lambda",
                            "configuration": {
                                "FunctionName": "${aws_lambda_function.orders.function_name}"
                            },
                        }
                    ],
                },
            ]
        },
    ),
    "API Gateway": (
        "aws_api_gateway_integration",
        {
            "type": "AWS",
            "uri": "${aws_lambda_function.orders.invoke_arn}",
            "request_parameters": {"integration.request.header.X-Amz-Invocation-Type": "'Event'"},
        },
    ),
    "API Gateway, by a URI": (
        "aws_api_gateway_integration",
        {
            "type": "AWS",
            "uri": "arn:aws:apigateway:${var.region}:lambda:path/2015-03-31/functions/"
            "${aws_lambda_function.orders.arn}/invocations",
            "request_parameters": {"integration.request.header.x-amz-invocation-type": "'Event'"},
        },
    ),
    "API Gateway, by a literal URI": (
        "aws_api_gateway_integration",
        {
            "type": "AWS",
            "uri": "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/"
            "arn:aws:lambda:eu-west-1:123456789012:function:orders/invocations",
            "request_parameters": {"integration.request.header.X-Amz-Invocation-Type": "'Event'"},
        },
    ),
    "API Gateway, WebSocket": (
        "aws_apigatewayv2_integration",
        {
            "integration_type": "AWS",
            "integration_uri": "${aws_lambda_function.orders.invoke_arn}",
            "request_parameters": {"integration.request.header.X-Amz-Invocation-Type": "'Event'"},
        },
    ),
    "API Gateway, OpenAPI": (
        "aws_api_gateway_rest_api",
        {"body": json.dumps({"paths": {"/orders": {"post": INTEGRATION}}})},
    ),
    "Config rule of an organization": (
        "aws_config_organization_custom_rule",
        {"lambda_function_arn": FUNCTION, "trigger_types": ["ScheduledNotification"]},
    ),
    "logs of the account": (
        "aws_cloudwatch_log_account_policy",
        {
            "policy_type": "SUBSCRIPTION_FILTER_POLICY",
            "policy_document": json.dumps({"DestinationArn": FUNCTION, "FilterPattern": ""}),
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
    "permission for API Gateway": (
        "aws_lambda_permission",
        {
            "action": "lambda:InvokeFunction",
            "function_name": "orders",
            "principal": "apigateway.amazonaws.com",
        },
    ),
    "a service whose name begins like one": (
        "aws_lambda_permission",
        {
            "action": "lambda:InvokeFunction",
            "function_name": "orders",
            "principal": "lambda.amazonaws.com",
        },
    ),
    "an alarm that tells a topic": (
        "aws_cloudwatch_metric_alarm",
        {"alarm_actions": ["${aws_sns_topic.orders.arn}"]},
    ),
    "EventBridge Pipes that wait": ("aws_pipes_pipe", {"target": FUNCTION}),
    "EventBridge Pipes that enrich": (
        "aws_pipes_pipe",
        {
            "enrichment": FUNCTION,
            "target": "arn:aws:lambda:eu-west-1:123456789012:function:other",
            "target_parameters": {
                "lambda_function_parameters": {"invocation_type": "FIRE_AND_FORGET"}
            },
        },
    ),
    "EventBridge Scheduler that waits": (
        "aws_scheduler_schedule",
        {
            "target": {
                "arn": "arn:aws:scheduler:::aws-sdk:lambda:invoke",
                "input": json.dumps({"FunctionName": "orders"}),
            }
        },
    ),
    "EventBridge Scheduler, other operations": (
        "aws_scheduler_schedule",
        {
            "target": {
                "arn": "arn:aws:scheduler:::aws-sdk:lambda:updateFunctionCode",
                "input": json.dumps({"FunctionName": "orders", "InvocationType": "Event"}),
            }
        },
    ),
    "EventBridge Scheduler with an input that is not known": (
        "aws_scheduler_schedule",
        {
            "target": {
                "arn": "arn:aws:scheduler:::aws-sdk:lambda:invoke",
                "input": '${file("input.json")}',
            }
        },
    ),
    "CodePipeline that does something else": (
        "aws_codepipeline",
        {
            "stage": {
                "action": {
                    "category": "Invoke",
                    "provider": "StepFunctions",
                    "configuration": {"FunctionName": "orders"},
                }
            }
        },
    ),
    "CodePipeline with an action of somebody's own": (
        "aws_codepipeline",
        {
            "stage": {
                "action": {
                    "category": "Invoke",
                    "owner": "Custom",
                    "provider": "Lambda",
                    "configuration": {"FunctionName": "orders"},
                }
            }
        },
    ),
    "API Gateway that waits": (
        "aws_api_gateway_integration",
        {"type": "AWS", "uri": "${aws_lambda_function.orders.invoke_arn}"},
    ),
    "API Gateway that asks the caller": (
        "aws_api_gateway_integration",
        {
            "type": "AWS",
            "uri": "${aws_lambda_function.orders.invoke_arn}",
            "request_parameters": {
                "integration.request.header.X-Amz-Invocation-Type": "method.request.header.How"
            },
        },
    ),
    "API Gateway, proxy": (
        "aws_api_gateway_integration",
        {
            "type": "AWS_PROXY",
            "uri": "${aws_lambda_function.orders.invoke_arn}",
            "request_parameters": {"integration.request.header.X-Amz-Invocation-Type": "'Event'"},
        },
    ),
    "API Gateway, a body that is not JSON": (
        "aws_api_gateway_rest_api",
        {"body": "openapi: 3.0.1"},
    ),
    "data protection for the account": (
        "aws_cloudwatch_log_account_policy",
        {
            "policy_type": "DATA_PROTECTION_POLICY",
            "policy_document": json.dumps({"DestinationArn": FUNCTION}),
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


RESULT = "Lambda Function Invocation Result - Success"


def as_a_destination(
    *detail_types: str, rule: str = "${aws_cloudwatch_event_rule.it.name}"
) -> Json:
    """The function as the destination of another one, through a rule that hands it the response."""
    document = without_config()
    resources(document, "aws_cloudwatch_event_rule")["it"] = {
        "name": "results",
        "event_pattern": json.dumps({"source": ["lambda"], "detail-type": list(detail_types)}),
    }
    resources(document, "aws_cloudwatch_event_target")["it"] = {"rule": rule, "arn": FUNCTION}
    resources(document, "aws_lambda_permission")["it"] = {
        "action": "lambda:InvokeFunction",
        "function_name": FUNCTION,
        "principal": "events.amazonaws.com",
        "source_arn": "${aws_cloudwatch_event_rule.it.arn}",
    }
    return document


@pytest.mark.parametrize("rule", ["${aws_cloudwatch_event_rule.it.name}", "results"])
def test_a_function_that_is_a_destination_needs_none_of_its_own(rule: str) -> None:
    assert not lost(as_a_destination(RESULT, rule=rule))
    assert not lost(as_a_destination(RESULT, RESULT.replace("Success", "Failure"), rule=rule))
    directly = without_config()
    resources(directly, CONFIG)["it"] = {
        "function_name": "first",
        "destination_config": {"on_success": {"destination": FUNCTION}},
    }
    assert not lost(directly)


def test_a_function_that_a_rule_invokes_for_other_events_too_needs_a_destination() -> None:
    assert lost(as_a_destination("Order Placed"))
    assert lost(as_a_destination(RESULT, "Order Placed"))
    assert lost(as_a_destination())
    document = as_a_destination(RESULT)
    resources(document, "aws_cloudwatch_event_rule")["it"]["event_pattern"] = "${var.pattern}"
    assert lost(document)


@pytest.mark.parametrize("detail_types", [[], [RESULT]])
def test_every_function_is_found_by_the_rule_for_every_function(detail_types: list[str]) -> None:
    found = check(as_a_destination(*detail_types), select=["EIC002"])
    assert "aws_lambda_function.orders" in {each.address for each in found}
