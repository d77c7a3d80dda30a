"""The map: what is on it, what it marks, and how it is written."""

from __future__ import annotations

import json
import random
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_eic.checks import EdgeKind, EventMap, Node, NodeKind, event_map
from tests.unit.checks.documents import Json, resources, sound, the_config, the_function, with_alias
from tests.unit.checks.test_command import faulty, run
from tests.unit.checks.test_failure_path import INVOKERS

if TYPE_CHECKING:
    from pathlib import Path


def node(drawn: EventMap, name: str) -> Node:
    [found] = [each for each in drawn.nodes if each.name == name]
    return found


def edges(drawn: EventMap) -> set[tuple[str, str, EdgeKind, str]]:
    names = {each.id: each.name for each in drawn.nodes}
    return {(names[e.source], names[e.target], e.kind, e.qualifier) for e in drawn.edges}


def watched(document: Json, metric: str, **dimensions: str) -> None:
    alarm = {"namespace": "AWS/Lambda", "metric_name": metric, "dimensions": dimensions}
    resources(document, "aws_cloudwatch_metric_alarm")[metric] = alarm


def test_it_has_invokers_settings_destinations_and_alarms() -> None:
    document = with_alias(sound())
    the_config(document).update(
        qualifier="${aws_lambda_alias.live.name}",
        maximum_retry_attempts=1,
        maximum_event_age_in_seconds=90,
    )
    the_function(document)["dead_letter_config"] = {"target_arn": "arn:aws:sqs:us-east-1:1:old"}
    the_config(document)["destination_config"][0]["on_success"] = {
        "destination": "arn:aws:events:eu-west-1:123456789012:event-bus/default"
    }
    watched(document, "AsyncEventAge", FunctionName="orders", Resource="orders:live")
    watched(
        document, "ApproximateNumberOfMessagesVisible", QueueName="${aws_sqs_queue.failures.name}"
    )
    drawn = event_map(document)
    assert edges(drawn) == {
        ("hourly", "orders", EdgeKind.INVOKES, ""),
        ("orders", "failures", EdgeKind.ON_FAILURE, "live"),
        ("orders", "default", EdgeKind.ON_SUCCESS, "live"),
        ("orders", "old", EdgeKind.DEAD_LETTER, ""),
    }
    assert node(drawn, "orders").lines == ("live: 1 retry, 90 s", "alarms: AsyncEventAge of live")
    assert node(drawn, "failures").lines == ("alarms: ApproximateNumberOfMessagesVisible",)
    assert node(drawn, "default").service == "EventBridge event bus"


@pytest.mark.parametrize("name", INVOKERS)
def test_every_kind_of_invoker_is_drawn(name: str) -> None:
    type_, body = INVOKERS[name]
    document = {
        "locals": {"handler": "${aws_lambda_function.orders}"},
        "resource": {
            "aws_lambda_function": {"orders": {"function_name": "orders", "role": "r"}},
            type_: {"it": body},
        },
        "data": {"aws_lambda_function": {"orders": {"function_name": "orders"}}},
    }
    drawn = event_map(document)
    function = node(drawn, "orders")
    [edge] = [each for each in drawn.edges if each.target == function.id]
    [invoker] = [each for each in drawn.nodes if each.id == edge.source]
    assert invoker.kind is NodeKind.INVOKER
    assert "EIC001" in {each.rule for each in function.findings}


def test_what_many_share_is_drawn_once() -> None:
    document = sound()
    functions = resources(document, "aws_lambda_function")
    subscriptions = resources(document, "aws_sns_topic_subscription")
    resources(document, "aws_sns_topic")["placed"] = {"name": "placed"}
    for number in range(3):
        functions[f"f{number}"] = {**the_function(document), "function_name": f"f{number}"}
        subscriptions[f"f{number}"] = {
            "protocol": "lambda",
            "topic_arn": "${aws_sns_topic.placed.arn}",
            "endpoint": f"${{aws_lambda_function.f{number}.arn}}",
        }
        resources(document, "aws_lambda_function_event_invoke_config")[f"f{number}"] = {
            **the_config(document),
            "function_name": f"f{number}",
        }
    drawn = event_map(document)
    assert len([each for each in drawn.nodes if each.name == "placed"]) == 1
    assert len([e for e in drawn.edges if e.target == node(drawn, "failures").id]) == 4


def test_every_finding_is_marked() -> None:
    document = faulty()
    resources(document, "aws_iam_role")["orders"]["tags"] = {}
    drawn = event_map(document)
    assert {each.rule for each in node(drawn, "orders").findings} == {"EIC001"}
    assert {each.rule for each in node(drawn, "hourly").findings} == {"EIC008"}
    assert node(drawn, "orders").label[-1] == "⚠ EIC001"
    assert all(not each.findings for each in event_map(document, ignore=["EIC"]).nodes)


def test_a_finding_at_what_is_not_drawn_has_a_node_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "own.py").write_text(
        "from constructs_eic.checks import Rule\n\n"
        "class Named(Rule):\n"
        "    id, title, why, fix = 'ORG001', 't', 'w', 'f'\n"
        "    def check(self, context):\n"
        "        for role in context.model.of('aws_iam_role'):\n"
        "            yield self.finding(role, 'm')\n"
    )
    drawn = event_map(sound(), rules=[str(tmp_path / "own.py")])
    [role] = [each for each in drawn.nodes if each.kind is NodeKind.OTHER]
    assert (role.service, role.name) == ("aws_iam_role", "orders")


def test_a_destination_that_is_a_function_is_that_function() -> None:
    document = sound()
    resources(document, "aws_lambda_function")["next"] = {"function_name": "next", "role": "r"}
    the_config(document)["destination_config"] = {
        "on_failure": {"destination": "${aws_lambda_function.next.arn}"},
        "on_success": {
            "destination": "arn:aws:lambda:eu-west-1:123456789012:function:outside:live"
        },
    }
    drawn = event_map(document)
    assert {each.name for each in drawn.functions} == {"orders", "next", "outside"}


def test_what_only_terraform_knows_is_said() -> None:
    document = sound()
    the_config(document).update(
        maximum_retry_attempts="${var.retries}",
        destination_config={"on_failure": {"destination": "${var.queue}"}},
    )
    drawn = event_map(document)
    assert node(drawn, "orders").lines == ("? retries, 6 h",)
    assert node(drawn, "known after apply, of orders").kind is NodeKind.DESTINATION


def shuffled(value: Any, seed: int) -> Any:
    if not isinstance(value, dict):
        return value
    names = sorted(value)
    random.Random(seed).shuffle(names)  # noqa: S311 - no secret
    return {name: shuffled(value[name], seed) for name in names}


@pytest.mark.parametrize("seed", range(4))
def test_the_order_depends_on_names_alone(seed: int) -> None:
    document = with_alias(faulty())
    assert event_map(shuffled(document, seed)).mermaid() == event_map(document).mermaid()
    assert event_map(shuffled(document, seed)).dot() == event_map(document).dot()


def test_functions_are_grouped_by_stack() -> None:
    stacks = []
    for name in ("two", "one"):
        document = sound()
        document["//"] = {"metadata": {"stackName": name}}
        stacks.append(document)
    drawn = event_map(stacks)
    assert [each.group for each in drawn.functions] == ["one", "two"]
    assert len({each.id for each in drawn.nodes}) == len(drawn.nodes)
    assert re.findall(r'subgraph group\d\["(\w+)"\]', drawn.mermaid()) == ["one", "two"]
    assert re.findall(r'label="(one|two)"', drawn.dot()) == ["one", "two"]


def test_one_arrow_stands_for_all_qualifiers() -> None:
    document = with_alias(sound())
    configs = resources(document, "aws_lambda_function_event_invoke_config")
    configs["live"] = {**the_config(document), "qualifier": "live"}
    assert event_map(document).mermaid().count("-.->") == 1
    assert '-.->|"$LATEST, live: failed"|' in event_map(document).mermaid()


@given(st.text(min_size=1))
def test_any_name_is_drawn(name: str) -> None:
    document = faulty()
    the_function(document)["function_name"] = name
    drawn = event_map(document)
    for line in drawn.mermaid().splitlines():
        assert line.count('"') % 2 == 0
        assert "<script" not in line
    quoted = re.sub(r'"(?:[^"\\]|\\.)*"', "", drawn.dot())
    assert '"' not in quoted
    assert quoted.count("{") == quoted.count("}")


@pytest.fixture
def stack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    document = faulty()
    other = {**the_function(document), "function_name": "other"}
    resources(document, "aws_lambda_function")["other"] = other
    resources(document, "aws_codecommit_trigger")["it"] = {
        "repository_name": "code",
        "trigger": {"destination_arn": "${aws_lambda_function.other.arn}"},
    }
    (tmp_path / "cdk.tf.json").write_text(json.dumps(document))
    return "cdk.tf.json"


def test_the_command_draws(stack: str) -> None:
    done = run("map", stack)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("flowchart LR\n")
    assert run("map", stack, "--format", "markdown").stdout == f"```mermaid\n{done.stdout}```\n"
    assert run("map", stack, "--format", "dot").stdout.startswith('digraph "asynchronous')


@pytest.mark.parametrize("name", ["orders", "ord*"])
def test_one_function_is_drawn_with_what_is_around_it(stack: str, name: str) -> None:
    text = run("map", stack, "--function", name).stdout
    assert "hourly" in text
    assert "other" not in text
    assert "code" not in text
    assert "other" in run("map", stack, "--function", name, "--function", "other").stdout


def test_wrong_usage_says_what_to_give(stack: str) -> None:
    wrong = run("map", stack, "--function", "odrers")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "no function on the map is named odrers; there are orders, other" in wrong.stderr
    assert run("map").exit_code == 2


def test_a_map_that_mermaid_does_not_draw_is_named(stack: str, tmp_path: Path) -> None:
    document = sound()
    for number in range(501):
        document["resource"]["aws_lambda_function"][f"f{number}"] = {"function_name": f"f{number}"}
        document["resource"]["aws_cloudwatch_event_target"][f"f{number}"] = {
            "rule": "hourly",
            "arn": f"${{aws_lambda_function.f{number}.arn}}",
        }
    (tmp_path / stack).write_text(json.dumps(document))
    done = run("map", stack)
    assert done.exit_code == 0
    assert "Mermaid draws 500" in done.stderr
    assert run("map", stack, "--format", "dot").stderr == ""
