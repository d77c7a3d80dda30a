"""Reports for GitLab, for test results and as Markdown; places in code."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_eic.checks import Finding, check
from constructs_eic.checks.reports import REPORTS
from constructs_eic.checks.runner import all_rules
from tests.unit.checks.test_command import OWN_RULE, faulty, run

if TYPE_CHECKING:
    from pathlib import Path

RULES = all_rules()
LINE_OF_CODE = "Shop.__init__ (/app/shop/main.py:12:9)"


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def stack(tmp_path: Path) -> str:
    (tmp_path / "cdk.tf.json").write_text(json.dumps(faulty(), indent=2))
    return "cdk.tf.json"


def test_gitlab_has_what_a_code_quality_report_needs(stack: str, tmp_path: Path) -> None:
    done = run("check", str(tmp_path / stack), "--format", "gitlab")
    assert done.exit_code == 1
    first, second = json.loads(done.stdout)
    assert first["check_name"] == "EIC001"
    assert first["severity"] in {"info", "minor", "major", "critical", "blocker"}
    assert first["description"].startswith("shop/orders: it is invoked asynchronously")
    assert first["location"]["path"] == "cdk.tf.json"  # GitLab accepts no absolute path
    assert first["location"]["lines"]["begin"] > 1
    assert first["fingerprint"] != second["fingerprint"]
    assert json.loads(run("check", stack, "--format", "gitlab", "--ignore", "EIC").stdout) == []


def test_each_finding_of_gitlab_has_its_own_fingerprint_and_a_file() -> None:
    twice = [Finding("EIC001", "aws_lambda_function.f", "lost", "set it", file="<stdin>")] * 2
    unused = Finding("EIC000", "*x*", "no finding", "remove it")
    issues = json.loads(REPORTS["gitlab"]([*twice, unused], RULES))
    assert len({each["fingerprint"] for each in issues}) == 3
    assert issues[2]["location"]["path"] == "pyproject.toml"


def test_junit_has_a_test_for_each_finding_and_each_rule_without_one(stack: str) -> None:
    suites = ET.fromstring(run("check", stack, "--format", "junit").stdout)  # noqa: S314 - ours
    [suite] = suites
    cases = list(suite)
    failed = [each for each in cases if each.find("failure") is not None]
    assert {suites.get("tests"), suite.get("tests")} == {str(len(cases))}
    assert {suites.get("failures"), suite.get("failures")} == {"2"} == {str(len(failed))}
    assert [each.get("classname") for each in failed] == ["EIC001", "EIC008"]
    assert (failed[0].get("name"), failed[0].get("file")) == ("shop/orders", "cdk.tf.json")
    assert int(failed[0].get("line", 0)) > 1
    failure = failed[0].find("failure")
    assert failure is not None
    assert "there is no destination" in failure.get("message", "")
    assert "fix: add EventInvokeConfig" in (failure.text or "")
    assert "EIC003" in {each.get("classname") for each in cases if each not in failed}


def test_markdown_is_a_table_with_links(stack: str) -> None:
    lines = run("check", stack, "--format", "markdown").stdout.splitlines()
    assert lines[0] == "### Asynchronous invocation: 2 findings"
    assert lines[4].startswith("| [EIC001](https://")
    assert "<code>shop/orders</code><br><code>aws_lambda_function.orders</code>" in lines[4]
    assert run("check", stack, "--format", "markdown", "--ignore", "EIC").stdout == (
        "### Asynchronous invocation: no findings\n"
    )


@given(st.text(), st.text())
def test_any_text_is_one_row_and_well_formed(name: str, message: str) -> None:
    found = [Finding("EIC001", name, message, message, construct_path=name or None)]
    _, _, _, _, row, rest = REPORTS["markdown"](found, RULES).split("\n")
    assert rest == ""
    assert row.count("|") == 5
    assert "<script" not in row
    ET.fromstring(REPORTS["junit"](found, RULES))  # noqa: S314 - ours
    json.loads(REPORTS["gitlab"](found, RULES))


def with_trace(*frames: str) -> Any:
    document = faulty()
    metadata = document["resource"]["aws_lambda_function"]["orders"]["//"]["metadata"]
    metadata["stackTrace"] = list(frames)
    return document


@pytest.mark.parametrize(
    ("frames", "place"),
    [
        ([LINE_OF_CODE], "/app/shop/main.py:12"),
        (["new LambdaFunction (/x/lambda-function.js:1:2)", LINE_OF_CODE], "/app/shop/main.py:12"),
        (
            ["f (/v/lib/python3.13/site-packages/jsii/a.py:3:1)", LINE_OF_CODE],
            "/app/shop/main.py:12",
        ),
        (['  File "/app/shop/main.py", line 12, in __init__'], "/app/shop/main.py:12"),
        (["new LambdaFunction (/x/lambda-function.js:1:2)"], None),
        ([], None),
    ],
)
def test_the_line_of_code_is_the_one_that_is_recorded(frames: list[str], place: str | None) -> None:
    [finding, _] = check(with_trace(*frames))
    assert finding.created_at == place


@pytest.mark.parametrize("form", REPORTS)
def test_reports_show_the_line_of_code(tmp_path: Path, form: str) -> None:
    trace = LINE_OF_CODE.replace("/app/shop", str(tmp_path))
    (tmp_path / "cdk.tf.json").write_text(json.dumps(with_trace(trace)))
    text = run("check", "cdk.tf.json", "--select", "EIC001", "--format", form).stdout
    assert "main.py" in text
    assert str(tmp_path) not in text
    if form == "sarif":
        [result] = json.loads(text)["runs"][0]["results"]
        place = result["locations"][0]["physicalLocation"]
        assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == ("main.py", 12)


def test_each_rule_has_a_name_of_its_own(tmp_path: Path) -> None:
    own = OWN_RULE + OWN_RULE.replace("NoTimeout", "NoTracing").replace("ORG001", "ORG002")
    (tmp_path / "own.py").write_text(own)
    names = [each.name() for each in all_rules(["own.py"])]
    assert len(set(names)) == len(names)
    assert names[0] == "invoked-function-without-failure-path"
    assert names[-2:] == ["no-timeout", "no-tracing"]


def test_a_rule_s_own_link_is_in_reports(tmp_path: Path) -> None:
    link = "https://wiki.example/timeouts"
    (tmp_path / "own.py").write_text(
        OWN_RULE.replace('fix = "set', f'link = "{link}"\n    fix = "set')
    )
    (tmp_path / "cdk.tf.json").write_text(json.dumps(faulty()))
    arguments = ("check", "cdk.tf.json", "--rules", "own.py", "--select", "ORG", "--format")
    assert f"[ORG001]({link})" in run(*arguments, "markdown").stdout
    [rule] = json.loads(run(*arguments, "sarif").stdout)["runs"][0]["tool"]["driver"]["rules"]
    assert rule["helpUri"] == link


@pytest.mark.parametrize("id_", ["EIC000", *(each.id for each in RULES)])
def test_a_rule_is_explained(id_: str) -> None:
    done = run("explain", id_.lower())
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0].startswith(f"{id_}: ")
    assert any(line.startswith("fix: ") for line in lines)
    assert "[tool.constructs-eic.checks]" in done.stdout
    assert lines[-1].startswith("See https://")


def test_several_rules_and_one_s_own_are_explained(tmp_path: Path) -> None:
    (tmp_path / "own.py").write_text(OWN_RULE)
    done = run("explain", "ORG001", "EIC002", "--rules", "own.py")
    assert "A retry that takes a quarter of an hour holds up the next event." in done.stdout
    assert "off unless selected: --select EIC002" in done.stdout
    wrong = run("explain", "EIC099")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "there is no rule EIC099; there are EIC000, EIC001" in wrong.stderr
