"""Findings that are accepted, with a reason; suppressions that match nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_eic.checks import AsyncChecks, Suppression, UnknownRuleError, check
from constructs_eic.checks.settings import SettingsError, settings_for
from tests.unit.checks.documents import Json, resources, sound, the_function
from tests.unit.checks.test_command import run

if TYPE_CHECKING:
    from pathlib import Path

TARGET = "aws_cloudwatch_event_target.hourly"


def losing() -> Json:
    """A document with one finding, EIC008."""
    document = sound()
    target = resources(document, "aws_cloudwatch_event_target")["hourly"]
    del target["dead_letter_config"]
    target["//"] = {"metadata": {"path": "shop/orders/hourly"}}
    return document


@pytest.mark.parametrize(
    "pattern", [TARGET, "*hourly", "aws_cloudwatch_event_target.*", "shop/*", "*.hourl?"]
)
def test_a_finding_is_suppressed_by_address_and_by_construct_path(pattern: str) -> None:
    assert check(losing(), suppressions=[Suppression("EIC008", pattern, "the next hour")]) == []


@pytest.mark.parametrize(
    ("rule", "pattern"), [("EIC008", "*daily"), ("EIC001", "*hourly"), ("EIC008", "hourly")]
)
def test_what_does_not_match_stays_and_is_reported(rule: str, pattern: str) -> None:
    found = check(losing(), suppressions=[Suppression(rule, pattern, "the next hour")])
    assert [each.rule for each in found] == ["EIC008", "EIC000"]
    assert found[1].address == pattern
    assert "the next hour" in found[1].message


def test_instance_keys_are_no_patterns() -> None:
    document = losing()
    target = document["resource"]["aws_cloudwatch_event_target"].pop("hourly")
    document["resource"]["aws_cloudwatch_event_target"]["h"] = target
    one = Suppression("EIC008", 'aws_cloudwatch_event_target.h["a"]', "it")
    assert not one.matches(check(document)[0])


def test_a_suppression_of_a_rule_that_does_not_run_is_not_reported() -> None:
    unused = Suppression("EIC009", "*", "no alarms here")
    assert check(sound(), suppressions=[unused]) == []
    assert [each.rule for each in check(sound(), ignore=["EIC008"], suppressions=[unused])] == []


@pytest.mark.parametrize("rule", ["EIC999", "EIC", "eic008"])
def test_a_suppression_of_a_rule_that_does_not_exist_is_an_error(rule: str) -> None:
    unknown = [Suppression(rule, "shop/*", "legacy")]
    words = (
        f"there is no rule {rule}, which the suppression of 'shop/\\*' names; there are EIC001, "
    )
    with pytest.raises(UnknownRuleError, match=words):
        check(sound(), suppressions=unknown)
    with pytest.raises(UnknownRuleError, match=words):
        AsyncChecks(suppressions=unknown)


def test_unused_suppressions_can_be_ignored() -> None:
    unused = [Suppression("EIC008", "*daily", "the next day")]
    assert [each.rule for each in check(sound(), suppressions=unused)] == ["EIC000"]
    for ignore in (["EIC000"], ["EIC009", "EIC000"], ["EIC00"]):
        assert check(sound(), ignore=ignore, suppressions=unused) == []
        checks = AsyncChecks(ignore=ignore, suppressions=unused)
        assert checks.findings_in([sound()], is_everything=True) == []


def test_unused_suppressions_are_selected_by_their_rules() -> None:
    unused = [Suppression("EIC008", "*daily", "the next day")]
    for select in (["EIC008"], ["EIC000", "EIC008"]):
        found = check(sound(), select=select, suppressions=unused)
        assert [each.rule for each in found] == ["EIC000"]
    with pytest.raises(UnknownRuleError, match="of the rules that run; select those rules"):
        check(sound(), select=["EIC000"], suppressions=unused)


def test_unused_suppressions_cannot_be_suppressed() -> None:
    with pytest.raises(UnknownRuleError, match='write ignore = \\["EIC000"\\]'):
        check(sound(), suppressions=[Suppression("EIC000", "*", "legacy")])


@pytest.mark.parametrize("missing", ["rule", "address", "reason"])
@pytest.mark.parametrize("value", ["", "  "])
def test_each_part_of_a_suppression_is_required(missing: str, value: str) -> None:
    parts = {"rule": "EIC008", "address": "*", "reason": "because", missing: value}
    with pytest.raises(ValueError, match=f"needs a {missing}"):
        Suppression(**parts)


def written(folder: Path, text: str) -> Path:
    (folder / "pyproject.toml").write_text(text)
    return folder


def test_the_settings_of_a_project_are_read_upwards(tmp_path: Path) -> None:
    written(
        tmp_path,
        """
        [tool.constructs-eic.checks]
        select = ["EIC001", "EIC008"]
        ignore = ["EIC008"]
        rules = ["checks/own.py", "acme.rules"]
        suppress = [
          { rule = "EIC001", address = "*heartbeat*", reason = "the next tick follows" },
        ]
        """,
    )
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    settings = settings_for(below)
    assert settings.select == ("EIC001", "EIC008")
    assert settings.ignore == ("EIC008",)
    assert settings.rules == (str(tmp_path / "checks" / "own.py"), "acme.rules")
    assert settings.suppressions == (Suppression("EIC001", "*heartbeat*", "the next tick follows"),)


@pytest.mark.parametrize("text", ["", "[project]\nname = 'x'", "[tool.constructs-eic]\n"])
def test_a_project_need_not_say_anything(tmp_path: Path, text: str) -> None:
    assert settings_for(written(tmp_path, text)).suppressions == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('suppress = [{ rule = "EIC001", address = "*" }]', ["entry 1", "needs a reason"]),
        ('suppress = [{ rule = "EIC001", address = "*", reason = "" }]', ["needs a reason"]),
        ('suppress = ["EIC001"]', ["entry 1", "table of rule, address and reason"]),
        ('suppress = [{ rule = "EIC001", adress = "*", reason = "x" }]', ["adress"]),
        ('suppress = { rule = "EIC001" }', ["needs a"]),
        ('select = "EIC001"', ["select", "list of strings"]),
        ("ignore = [1]", ["ignore"]),
        ("supress = []", ["supress", "no such setting"]),
        ('supress = []\nselect = "x"', ["supress", "select"]),
    ],
)
def test_a_setting_that_cannot_be_used_is_an_error(
    tmp_path: Path, text: str, words: list[str]
) -> None:
    written(tmp_path, f"[tool.constructs-eic.checks]\n{text}\n")
    with pytest.raises(SettingsError) as raised:
        settings_for(tmp_path)
    assert "pyproject.toml" in str(raised.value)
    for word in words:
        assert word in str(raised.value)


@pytest.mark.parametrize(
    "text",
    [
        '[tool.constructs-eic]\nignore = ["EIC008"]\n',
        '[tool."constructs-eic"]\nignore = ["EIC008"]\n',
        'tool = { constructs-eic = { ignore = ["EIC008"] } }\n',
        '[tool.constructs-eic]\nignore = []\n[tool.constructs-eic.checks]\nselect = ["EIC"]\n',
    ],
)
def test_a_setting_outside_its_table_is_an_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError) as raised:
        settings_for(written(tmp_path, text))
    assert str(raised.value) == (
        f"{tmp_path}/pyproject.toml: [tool.constructs-eic] ignore: there is no such setting; "
        "write it under [tool.constructs-eic.checks]"
    )


def test_a_table_with_an_underscore_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"\[tool.constructs_eic\]: .* with a hyphen$"):
        settings_for(written(tmp_path, '[tool.constructs_eic.checks]\nignore = ["EIC008"]\n'))


def test_the_name_of_the_package_elsewhere_is_no_setting(tmp_path: Path) -> None:
    text = '[tool.hatch.build]\npackages = ["constructs_eic"]\n'
    assert settings_for(written(tmp_path, text)).ignore == ()


def test_each_wrong_setting_is_on_its_own_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, '[tool.constructs-eic.checks]\nselct = []\nignore = "EIC008"\n')
    monkeypatch.chdir(tmp_path)
    lines = run("check", "cdktf.out").stderr.splitlines()
    assert [line.partition("checks] ")[2].partition(":")[0] for line in lines] == [
        "selct",
        "ignore",
    ]


def test_a_table_that_is_misspelt_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"\[tool.constructs-eic\] check: there is no such"):
        settings_for(written(tmp_path, '[tool.constructs-eic.check]\nignore = ["EIC008"]\n'))


def test_the_table_can_be_written_in_each_form(tmp_path: Path) -> None:
    for text in (
        '[tool."constructs-eic".checks]\nignore = ["EIC008"]\n',
        '[tool.constructs-eic]\nchecks = { ignore = ["EIC008"] }\n',
    ):
        assert settings_for(written(tmp_path, text)).ignore == ("EIC008",)


def test_a_file_that_is_no_toml_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        settings_for(written(tmp_path, "[tool.constructs-eic.checks\n"))


def test_a_fixed_finding_leaves_its_suppression_behind() -> None:
    document = sound()
    the_function(document)["//"] = {"metadata": {"path": "shop/orders"}}
    [finding] = check(document, suppressions=[Suppression("EIC001", "shop/orders", "legacy")])
    assert (finding.rule, finding.fix) == (
        "EIC000",
        "remove the suppression or correct its pattern",
    )
