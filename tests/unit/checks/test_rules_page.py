"""`docs/rules.md` says what the rules' code says, and its examples give the findings that they name."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from constructs_eic import EventInvokeConfig
from constructs_eic.checks import Rule, check
from constructs_eic.checks.runner import all_rules
from tests.framework import (
    App,
    AwsProvider,
    CloudwatchEventRule,
    CloudwatchEventTarget,
    CloudwatchMetricAlarm,
    IamRole,
    IamRolePolicy,
    LambdaAlias,
    LambdaFunction,
    LambdaFunctionEventInvokeConfig,
    SqsQueue,
    TerraformStack,
)
from tests.unit.conftest import whole
from tools.framework import of_this_framework

PAGE = (Path(__file__).parents[3] / "docs" / "rules.md").read_text()
SECTIONS = dict(re.findall(r"^## (EIC\d+): (.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
RULES = {rule.id: rule for rule in all_rules()}


def unwrapped(text: str) -> str:
    return " ".join(text.replace("`", "").split())


def test_every_rule_has_its_section_and_every_section_its_rule() -> None:
    assert list(SECTIONS) == list(RULES)


@pytest.mark.parametrize("id_", RULES)
def test_a_section_has_the_rule_s_words(id_: str) -> None:
    rule: type[Rule] = RULES[id_]
    title, _, text = SECTIONS[id_].partition("\n")
    assert title == rule.title
    assert rule.why in unwrapped(text)
    assert ("Off unless selected." in text) is not rule.is_on


def findings_of(source: str, rule: str) -> list[str]:
    """What the rule finds in the stack that an example of the page is in."""
    stack = TerraformStack(App(), "stack")
    AwsProvider(stack, "aws", region="eu-west-1")
    role = IamRole(stack, "role", assume_role_policy="{}")
    code: dict[str, Any] = {
        "handler": "i.h",
        "runtime": "python3.13",
        "s3_bucket": "b",
        "s3_key": "k",
    }
    orders = LambdaFunction(stack, "orders", function_name="orders", role=role.arn, **code)
    failures = SqsQueue(stack, "failures")
    names: dict[str, Any] = {
        "self": stack,
        "role": role,
        "code": code,
        "orders": orders,
        "failures": failures,
        "json": json,
        "undelivered": SqsQueue(stack, "undelivered"),
        "hourly": CloudwatchEventRule(stack, "hourly", schedule_expression="rate(1 hour)"),
        "live": LambdaAlias(
            stack, "live", name="live", function_name=orders.function_name, function_version="1"
        ),
        "send_to_failures": {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": failures.arn}
            ],
        },
        **{
            each.__name__: each
            for each in (
                CloudwatchEventTarget,
                CloudwatchMetricAlarm,
                EventInvokeConfig,
                IamRolePolicy,
                LambdaFunction,
                LambdaFunctionEventInvokeConfig,
                SqsQueue,
            )
        },
    }
    if rule == "EIC002":
        EventInvokeConfig(stack, "of-orders", function=orders, on_failure=failures)
    exec(of_this_framework(source), names)  # noqa: S102 - the page's own examples
    return [each.rule for each in check(whole(stack), select=[rule])]


@pytest.mark.parametrize("id_", RULES)
def test_the_examples_give_what_they_say(id_: str) -> None:
    bad, good = re.findall(r"```py\n(.*?)```", SECTIONS[id_], re.DOTALL)
    assert bad.startswith("# found\n")
    assert good.startswith("# not found\n")
    assert findings_of(bad, id_) == [id_]
    assert findings_of(good, id_) == []
