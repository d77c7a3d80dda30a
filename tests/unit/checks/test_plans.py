"""Plans of Terraform modules: `terraform show -json` of what is in `plans/`, created with AWS provider 5.100.0.

To create one again: terraform -chdir=plans/sound init, plan -out p, show -json p.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from constructs_eic.checks import check
from constructs_eic.checks._reading.documents import model_of, read_paths

PLANS = Path(__file__).parent / "plans"
CONFIG = "aws_lambda_function_event_invoke_config"
EVERYTHING_BUT_ALARMS = {"select": ["EIC"], "ignore": ["EIC002", "EIC009"]}

PLANTED = {
    ("EIC001", "module.lossy[1].aws_lambda_function.this"),
    ("EIC003", f'module.handler["returns"].{CONFIG}.this[0]'),
    ("EIC003", f"{CONFIG}.again"),  # the queue is not the one that the module's policy is for
    ("EIC004", f"{CONFIG}.early"),
    ("EIC005", f"{CONFIG}.again"),
    ("EIC006", f'module.handler["orders"].{CONFIG}.this[0]'),
    ("EIC007", f'{CONFIG}.stage["beta"]'),
    ("EIC007", f'{CONFIG}.stage["live"]'),
    ("EIC008", 'aws_cloudwatch_event_target.tick["orders"]'),
    ("EIC008", 'aws_cloudwatch_event_target.tick["returns"]'),
    ("EIC010", "aws_sqs_queue.failures"),
}


def test_a_sound_plan_gives_no_finding() -> None:
    assert check(PLANS / "sound.json", **EVERYTHING_BUT_ALARMS) == []  # type: ignore[arg-type]


def test_every_planted_fault_is_found_and_nothing_beside() -> None:
    found = check(PLANS / "faulty.json", **EVERYTHING_BUT_ALARMS)  # type: ignore[arg-type]
    assert {(each.rule, each.address) for each in found} == PLANTED
    assert len(found) == len(PLANTED)


@pytest.mark.parametrize("name", ["sound", "faulty", "locals"])
def test_a_configuration_in_json_syntax_has_the_same_findings(name: str) -> None:
    plan = json.loads((PLANS / f"{name}.json").read_text())
    every_rule = {"select": ["EIC"], "ignore": []}
    as_written = check(plan, **every_rule)  # type: ignore[arg-type]
    found = check(with_texts(plan), **every_rule)  # type: ignore[arg-type]
    assert list(map(str, found)) == list(map(str, as_written))


def with_texts(value: Any) -> Any:
    """A plan as Terraform writes it of JSON: with the text of each expression as its constant value."""
    if isinstance(value, list):
        return [with_texts(each) for each in value]
    if not isinstance(value, dict):
        return value
    names = value.get("references")
    if isinstance(names, list):
        return {"constant_value": f"${{{names[0] if names else 'null'}}}", **value}
    return {name: with_texts(each) for name, each in value.items()}


def test_what_is_behind_local_values_is_no_finding() -> None:
    assert check(PLANS / "locals.json", **EVERYTHING_BUT_ALARMS) == []  # type: ignore[arg-type]


def test_configurations_that_no_local_value_brings_in_order_are_found() -> None:
    text = (PLANS / "locals.json").read_text()
    plan = json.loads(re.sub(r'"local\.[^"]*",?', "", text).replace(",]", "]"))
    assert [each.rule for each in check(plan)] == ["EIC007"]


def test_functions_without_failure_path_are_found_in_modules() -> None:
    found = check(PLANS / "sound.json", select=["EIC002"])
    assert [each.address for each in found] == ["module.elsewhere.aws_lambda_function.this"]
    found = check(PLANS / "faulty.json", select=["EIC002"])
    assert [each.address for each in found] == [
        "module.lossy[0].aws_lambda_function.this",
        "module.lossy[1].aws_lambda_function.this",
    ]


def test_a_configuration_that_is_missing_in_one_instance_is_found() -> None:
    plan = json.loads((PLANS / "sound.json").read_text())
    address = f'module.handler["returns"].{CONFIG}.this[0]'
    _remove(plan["planned_values"]["root_module"], address)
    [finding] = check(plan)
    assert (finding.rule, finding.address) == (
        "EIC001",
        'module.handler["returns"].aws_lambda_function.this',
    )


def test_a_fix_names_what_depends_on_can_name() -> None:
    fixes = [each.fix for each in check(PLANS / "faulty.json", select=["EIC007"])]
    assert fixes[0] == f"add {CONFIG}.early to its depends_on"
    assert "one block for each qualifier" in fixes[1]


@pytest.mark.parametrize("name", ["sound", "faulty"])
def test_every_planned_resource_is_in_the_model(name: str) -> None:
    plan = json.loads((PLANS / f"{name}.json").read_text())
    model = model_of(read_paths([PLANS / f"{name}.json"]).documents)
    planned = {each["address"] for each in plan["resource_changes"]}
    assert planned <= {each.address for each in model.resources}


def _remove(module: dict[str, list[dict[str, object]]], address: str) -> None:
    module["resources"] = [
        each for each in module.get("resources", []) if each["address"] != address
    ]
    for child in module.get("child_modules", []):
        _remove(child, address)  # type: ignore[arg-type]


def test_a_value_of_any_depth_is_read() -> None:
    deep: list[object] = []
    for _ in range(2_000):
        deep = [deep]
    function = {"address": "aws_lambda_function.a", "type": "aws_lambda_function", "name": "a"}
    planned = {**function, "mode": "managed", "values": {"function_name": "a", "tags": deep}}
    written = {**function, "mode": "managed", "expressions": {"tags": {"constant_value": deep}}}
    plan = {
        "format_version": "1.2",
        "planned_values": {"root_module": {"resources": [planned]}},
        "configuration": {"root_module": {"resources": [written]}},
    }
    [found] = check(plan, select=["EIC002"])
    assert found.address == "aws_lambda_function.a"
