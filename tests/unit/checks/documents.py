"""Terraform's JSON as users write it by hand: small documents to build test cases from."""

from __future__ import annotations

import copy
import json
from typing import Any

Json = dict[str, Any]


def policy(*statements: Json) -> str:
    """A policy as `json.dumps` writes it."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action: str | list[str], resource: str | list[str], **more: Any) -> Json:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


SEND = allow("sqs:SendMessage", "${aws_sqs_queue.failures.arn}")


def sound() -> Json:
    """A function that EventBridge invokes, with everything that it needs."""
    return copy.deepcopy(
        {
            "resource": {
                "aws_iam_role": {"orders": {"name": "orders", "assume_role_policy": "{}"}},
                "aws_iam_role_policy": {
                    "send": {"role": "${aws_iam_role.orders.id}", "policy": policy(SEND)}
                },
                "aws_lambda_function": {
                    "orders": {
                        "function_name": "orders",
                        "role": "${aws_iam_role.orders.arn}",
                        "handler": "index.handler",
                        "runtime": "python3.13",
                        "filename": "orders.zip",
                    }
                },
                "aws_sqs_queue": {
                    "failures": {"name": "failures"},
                    "undelivered": {"name": "undelivered"},
                },
                "aws_lambda_function_event_invoke_config": {
                    "orders": {
                        "function_name": "${aws_lambda_function.orders.function_name}",
                        "destination_config": [
                            {"on_failure": [{"destination": "${aws_sqs_queue.failures.arn}"}]}
                        ],
                        "depends_on": ["aws_iam_role_policy.send"],
                    }
                },
                "aws_cloudwatch_event_rule": {"hourly": {"schedule_expression": "rate(1 hour)"}},
                "aws_cloudwatch_event_target": {
                    "hourly": {
                        "rule": "${aws_cloudwatch_event_rule.hourly.name}",
                        "arn": "${aws_lambda_function.orders.arn}",
                        "dead_letter_config": {"arn": "${aws_sqs_queue.undelivered.arn}"},
                    }
                },
                "aws_lambda_permission": {
                    "hourly": {
                        "action": "lambda:InvokeFunction",
                        "function_name": "${aws_lambda_function.orders.function_name}",
                        "principal": "events.amazonaws.com",
                        "source_arn": "${aws_cloudwatch_event_rule.hourly.arn}",
                    }
                },
            }
        }
    )


def resources(document: Json, type_: str) -> Json:
    """The resources of a type in a document, by name; created if there are none."""
    named: Json = document.setdefault("resource", {}).setdefault(type_, {})
    return named


def the_config(document: Json) -> Json:
    config: Json = resources(document, "aws_lambda_function_event_invoke_config")["orders"]
    return config


def the_function(document: Json) -> Json:
    function: Json = resources(document, "aws_lambda_function")["orders"]
    return function


def with_alias(document: Json, name: str = "live") -> Json:
    """The document with an alias of its function, and a function that publishes versions."""
    the_function(document)["publish"] = True
    resources(document, "aws_lambda_alias")[name] = {
        "name": name,
        "function_name": "${aws_lambda_function.orders.function_name}",
        "function_version": "${aws_lambda_function.orders.version}",
    }
    return document
