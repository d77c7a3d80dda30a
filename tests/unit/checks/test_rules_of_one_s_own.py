"""Users' own rules that cannot be used: the message says which rule, where, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_eic.checks import AsyncChecks, RuleError, UnknownRuleError, check
from tests.framework import App, TerraformStack
from tests.unit.checks.test_command import run

if TYPE_CHECKING:
    from pathlib import Path

RULE = """\
from constructs_eic.checks import Finding, Rule
from constructs_eic.checks._model.resource import Resource


class Mine(Rule):
    id = "ORG001"
    title = "A title"
    why = "A reason."
    fix = "do it"

    def check(self, context):
"""

FAILING = [
    ("return 1 / 0", "ZeroDivisionError: division by zero", ZeroDivisionError),
    ("yield missing", "NameError: name 'missing' is not defined", NameError),
    ("raise KeyError('one\\ntwo')", "KeyError: 'one\\ntwo'", KeyError),
    ("raise ValueError('one\\ntwo')", "ValueError: one two", ValueError),
]
NO_FINDINGS = [
    ('yield "x"', "'x'"),
    ("return [1]", "1"),
    ("pass", "gives None"),
    ("return 7", "gives 7"),
    ('return self.finding(Resource("a", "a", "t", {}), "m")', "gives Finding("),
    ('yield Finding("EIC001", "a", "m", "f")', "EIC001"),
]


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "document.json").write_text("{}")


@pytest.mark.parametrize(("body", "words", "cause"), FAILING)
def test_a_rule_that_fails_is_named(
    tmp_path: Path, body: str, words: str, cause: type[Exception]
) -> None:
    (tmp_path / "own.py").write_text(f"{RULE}        {body}\n")
    with pytest.raises(RuleError) as raised:
        check({}, rules=["own.py"])
    assert str(raised.value).startswith("own.py")
    assert "Mine (ORG001)" in str(raised.value)
    assert words in str(raised.value)
    assert isinstance(raised.value.__cause__, cause)

    done = run("check", "document.json", "--rules", "own.py")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == f"constructs-eic: {raised.value}\n"


def test_a_rule_that_fails_has_its_line(tmp_path: Path) -> None:
    (tmp_path / "own.py").write_text(f"{RULE}        return helper()\n\ndef helper(): 1 / 0\n")
    with pytest.raises(RuleError, match=r"^own\.py:14: Mine \(ORG001\) failed: ZeroDivision"):
        check({}, rules=["own.py"])


@pytest.mark.parametrize(("body", "shown"), NO_FINDINGS)
def test_what_is_no_finding_of_the_rule_is_named(tmp_path: Path, body: str, shown: str) -> None:
    (tmp_path / "own.py").write_text(f"{RULE}        {body}\n")
    with pytest.raises(RuleError) as raised:
        check({}, rules=["own.py"])
    assert str(raised.value).startswith("own.py: Mine (ORG001)")
    assert shown in str(raised.value)
    assert "yield self.finding(resource, message)" in str(raised.value)
    assert run("check", "document.json", "--rules", "own.py").exit_code == 2


def test_a_rule_that_fails_fails_the_synth_by_name(tmp_path: Path) -> None:
    (tmp_path / "own.py").write_text(f"{RULE}        return 1 / 0\n")
    app = App(outdir=str(tmp_path / "cdktf.out"))
    TerraformStack(app, "stack")
    AsyncChecks(rules=["own.py"]).apply_to(app)
    with pytest.raises(
        RuntimeError, match=r"own\.py:12: Mine \(ORG001\) failed: ZeroDivisionError"
    ):
        app.synth()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1 / 0\n", "own.py: no rules can be read from it: ZeroDivisionError: division by zero"),
        ("missing\n", "own.py: no rules can be read from it: NameError: name 'missing'"),
        ("class:\n", "own.py: no rules can be read from it: SyntaxError: invalid syntax"),
    ],
)
def test_a_file_that_cannot_be_loaded_is_named(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "own.py").write_text(text)
    with pytest.raises(UnknownRuleError) as raised:
        AsyncChecks(rules=["own.py"])
    assert words in str(raised.value)
    assert raised.value.__cause__ is not None

    done = run("check", "document.json", "--rules", "own.py")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == f"constructs-eic: {raised.value}\n"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            'id = "ORG-1"',
            "id='ORG-1': an id consists of letters and digits; write one such as id = \"ORG001\"",
        ),
        ('id = "org 1"', "id='org 1': an id consists of letters and digits"),
        ('id = ""', "id='': an id consists of letters and digits"),
        ('id = "ÖRG1"', "an id consists of letters and digits"),
        ("id = 1", "id=1: an id consists of letters and digits"),
        ("", 'id: it is missing; write id = "ORG001"'),
        ('id = "EIC000"', "id='EIC000': unused suppressions have this id"),
    ],
)
def test_an_id_that_cannot_be_used_is_refused(tmp_path: Path, line: str, words: str) -> None:
    text = RULE.replace('id = "ORG001"', line or "pass")
    (tmp_path / "own.py").write_text(f"{text}        yield from ()\n", "utf-8")
    with pytest.raises(UnknownRuleError, match=r"^own\.py: Mine: id") as raised:
        check({}, rules=["own.py"])
    assert words in str(raised.value)
    assert run("check", "document.json", "--rules", "own.py").exit_code == 2


@pytest.mark.parametrize("name", ["title", "why", "fix"])
def test_each_text_of_a_rule_is_required(tmp_path: Path, name: str) -> None:
    text = RULE.replace(f"    {name} = ", "    _ = ")
    (tmp_path / "own.py").write_text(f"{text}        yield from ()\n")
    with pytest.raises(UnknownRuleError, match=rf"^own\.py: Mine: {name}: it is missing; write"):
        check({}, rules=["own.py"])


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nowhere.py", "nowhere.py: there is no such file to read rules from"),
        ("nowhere", "nowhere: there is no such module to read rules from"),
        ("nowhere.rules", "nowhere.rules: there is no such module to read rules from"),
    ],
)
def test_rules_that_are_nowhere_are_named(name: str, words: str) -> None:
    with pytest.raises(UnknownRuleError) as raised:
        AsyncChecks(rules=[name])
    assert str(raised.value).startswith(words)


def test_a_class_in_place_of_its_module_is_refused() -> None:
    given: Any = [AsyncChecks]
    with pytest.raises(
        ValueError, match=r"this is a class, not a string; give one such as 'checks/my_rule.py'"
    ):
        AsyncChecks(rules=given)
