"""What a rule is handed: everything has a short text, and what a rule gives back is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_eic.checks import Request, check
from constructs_eic.checks._facts.context import Context as Facts
from constructs_eic.checks._reading.document import Document
from constructs_eic.checks._reading.documents import model_of
from tests.unit.checks.documents import Json, sound, with_alias

if TYPE_CHECKING:
    from constructs_eic.checks import Context


def context_of(document: Json) -> Context:
    return Facts(model_of([Document("stack.json", document)]))


def values(context: Context) -> dict[str, object]:
    (configuration,) = context.configurations.all
    (delivery,) = context.deliveries
    function = next(context.model.of("aws_lambda_function"))
    queue = delivery.destination.resource
    return {
        "context": context,
        "model": context.model,
        "functions": context.functions,
        "roles": context.roles,
        "configurations": context.configurations,
        "resource": function,
        "value": function.get("role"),
        "configuration": configuration,
        "target": configuration.target,
        "delivery": delivery,
        "destination": delivery.destination,
        "invocation": context.invocations_of[function.id][0],
        "permission": context.roles.permission(
            delivery.role, Request("sqs:PurgeQueue", queue, None)
        ),
    }


SHOWN = {
    "context": "<Context of <Model of 9 resources>>",
    "model": "<Model of 9 resources>",
    "functions": "<Functions of <Model of 9 resources>>",
    "configurations": "<Configurations of <Model of 9 resources>>",
    "roles": "<Roles of <Model of 9 resources>>",
    "resource": "<Resource aws_lambda_function.orders>",
    "value": "<Expression ${aws_iam_role.orders.arn}>",
    "configuration": "<DeclaredConfiguration aws_lambda_function_event_invoke_config.orders of <Target orders>>",
    "target": "<Target orders>",
    "delivery": "<DeclaredDelivery on_failure of aws_lambda_function_event_invoke_config.orders>",
    "destination": "<DeclaredDestination aws_sqs_queue.failures: SQS queue>",
    "invocation": "<Invocation of <Target orders> by aws_lambda_permission.hourly>",
    "permission": "<Permission not allowed>",
}


@pytest.mark.parametrize("name", SHOWN)
def test_what_a_rule_is_handed_has_a_short_text(name: str) -> None:
    assert repr(values(context_of(sound()))[name]) == SHOWN[name]


def test_a_target_shows_its_qualifier_and_whether_it_is_certain() -> None:
    context = context_of(with_alias(sound()))
    function = next(context.model.of("aws_lambda_function"))
    alias = next(context.model.of("aws_lambda_alias"))
    (target,) = context.functions.targets("orders:live", function)
    assert repr(target) == "<Target orders under live>"
    assert [each.qualifier for each in context.functions.targets("orders", alias)] == ["$LATEST"]


def test_a_rule_sees_what_is_looked_up_by_its_name() -> None:
    document = sound()
    document["data"] = {"aws_sqs_queue": {"it": {"name": "failures"}}}
    document["resource"]["aws_sns_topic"] = {"t": {"name": "${data.aws_sqs_queue.it.name}"}}
    context = context_of(document)
    topic = next(context.model.of("aws_sns_topic"))
    found = context.model.the(topic.get("name"), topic)
    assert found is not None
    assert found.address == "aws_sqs_queue.failures"
    assert check(document) == []
