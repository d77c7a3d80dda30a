"""What can be checked: files, folders, cdktf's output, plans, standard input."""

from __future__ import annotations

import io
import json
import re
import sys
from typing import TYPE_CHECKING

import pytest

from constructs_eic.checks import UnreadableError, check
from constructs_eic.checks._reading.documents import model_of, read_paths
from constructs_eic.checks.api import read_from
from tests.unit.checks.documents import Json, sound

if TYPE_CHECKING:
    from pathlib import Path

    from constructs_eic.checks._reading.document import Document


def lost(folder: Path) -> list[str]:
    return [each.address for each in check(folder, select=["EIC001"])]


def halves() -> tuple[Json, Json]:
    """A document in two parts: the first has the function and the second has what invokes it."""
    document = sound()
    del document["resource"]["aws_lambda_function_event_invoke_config"]
    function = {"aws_lambda_function": document["resource"].pop("aws_lambda_function")}
    return {"resource": function}, document


def write(path: Path, content: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content))
    return path


def test_the_files_of_a_folder_are_one_configuration(tmp_path: Path) -> None:
    one, two = halves()
    first = write(tmp_path / "functions.tf.json", one)
    write(tmp_path / "events.tf.json", two)
    write(tmp_path / "terraform.tfvars.json", {"resource": "none"})
    assert lost(tmp_path) == ["aws_lambda_function.orders"]
    assert lost(first) == []


def test_locals_of_another_file_are_known(tmp_path: Path) -> None:
    one, two = halves()
    two["resource"]["aws_lambda_permission"]["hourly"]["function_name"] = "${local.names[0]}"
    del two["resource"]["aws_cloudwatch_event_target"]
    write(tmp_path / "a.tf.json", two)
    write(tmp_path / "b.tf.json", {**one, "locals": [{"names": ["${local.name}"]}]})
    write(tmp_path / "c.tf.json", {"locals": {"name": "orders"}})
    assert lost(tmp_path) == ["aws_lambda_function.orders"]


def test_cdktf_s_output_is_checked_stack_by_stack(tmp_path: Path) -> None:
    for name in ("one", "two"):
        document = sound()
        document["//"] = {"metadata": {"stackName": name}}
        del document["resource"]["aws_lambda_function_event_invoke_config"]
        write(tmp_path / "cdktf.out" / "stacks" / name / "cdk.tf.json", document)
    found = check(tmp_path / "cdktf.out", select=["EIC001"])
    assert [each.stack for each in found] == ["one", "two"]
    assert str(found[0].file).endswith("stacks/one/cdk.tf.json")


def test_two_folders_are_two_configurations(tmp_path: Path) -> None:
    one, two = halves()
    write(tmp_path / "a" / "a.tf.json", one)
    write(tmp_path / "b" / "b.tf.json", two)
    assert check([tmp_path / "a", tmp_path / "b"], select=["EIC001"]) == []


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = halves()
    both = {"resource": {**one["resource"], **two["resource"]}}
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(both)))
    [finding] = check("-", select=["EIC001"])
    assert finding.file == "<stdin>"


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("x.tf.json", "{", ["x.tf.json", "not JSON"]),
        ("x.tf", 'resource "a" "b" {}', ["x.tf", "terraform show -json"]),
        ("x.json", "[]", ["object", "list"]),
        ("state.json", '{"format_version": "1.0", "values": {}}', ["state", "plan"]),
        ("main.py", "import cdktf", ["main.py", "cdktf.out"]),
    ],
)
def test_what_is_no_terraform_json_is_an_error(
    tmp_path: Path, name: str, text: str, words: list[str]
) -> None:
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(UnreadableError) as raised:
        check(path)
    for word in words:
        assert word in str(raised.value)


def test_every_path_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnreadableError) as raised:
        check([tmp_path / "missing", tmp_path / "binary", tmp_path / "empty"])
    message = str(raised.value)
    assert "missing" in message
    assert "UTF-8" in message
    assert "no *.tf.json file" in message


def test_utf_16_is_refused_with_the_way_to_write_utf_8(tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    plan.write_text(json.dumps(sound()), encoding="utf-16")
    with pytest.raises(UnreadableError, match=r"Out-File -Encoding utf8 plan\.json"):
        check(plan)
    plan.write_text(json.dumps(sound()), encoding="utf-8-sig")  # what this command writes there
    assert check(plan) == []


def test_a_path_given_twice_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path / "cdk.tf.json", sound())
    assert len(read_paths([path, str(path)]).documents) == 1


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("$${literal}", "${literal}"),
        ("a$b", "a$b"),
        ("100%", "100%"),
        ("${local.known}", {"a": [1, "x"]}),
        ("${local.known.a[1]}", "x"),
        ('${local.known["a"][0]}', 1),
        ("x-${local.known.a[1]}-${local.known.a[0]}", "x-x-1"),
        ("${local.on}", True),
        ("is ${local.on}", "is true"),
    ],
)
def test_what_is_literal_after_all_is_known(written: str, value: object) -> None:
    document = {
        "locals": {"known": {"a": [1, "x"]}, "on": True},
        "resource": {"aws_sqs_queue": {"q": {"name": written}}},
    }
    [queue] = model_of(_documents(document)).of("aws_sqs_queue")
    assert queue.get("name") == value


def test_locals_in_a_circle_are_unknown() -> None:
    document = {
        "locals": {"a": "${local.b}", "b": "${local.a}"},
        "resource": {"aws_sqs_queue": {"q": {"name": "${local.a}"}}},
    }
    [queue] = model_of(_documents(document)).of("aws_sqs_queue")
    assert not isinstance(queue.get("name"), str)


def _documents(content: Json) -> list[Document]:
    return read_from(content).documents


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.json", {"a": 1}, "it has no block of Terraform's JSON syntax"),
        (
            "cdktf.json",
            {"app": "python main.py", "language": "python"},
            "and give the folder it is in",
        ),
        ("s.json", {"version": 4, "serial": 1, "lineage": "x", "resources": []}, "this is a state"),
        ("terraform.tfstate", {"version": 4, "resources": [], "outputs": {}}, "this is a state"),
    ],
)
def test_other_json_is_refused_and_not_free_of_findings(
    tmp_path: Path, name: str, content: Json, message: str
) -> None:
    file = write(tmp_path / name, content)
    with pytest.raises(UnreadableError, match=re.escape(message)) as raised:
        read_paths([file])
    assert str(raised.value).startswith(f"{file}: ")


@pytest.mark.parametrize("content", [{}, {"//": "nothing yet"}, {"locals": {}}, {"terraform": {}}])
def test_a_configuration_without_resources_is_read(tmp_path: Path, content: Json) -> None:
    assert read_paths([write(tmp_path / "empty.tf.json", content)]).documents


@pytest.mark.parametrize(
    ("name", "raw", "message"),
    [
        (
            "PLAN",
            b"PK\x03\x04\xff\xfe",
            "this is a plan file; give its JSON: terraform show -json PLAN > plan.json",
        ),
        ("plan.json", b"", "this is empty"),
        ("plan.json", b" \n", "this is empty"),
        ("main.ts", b"const a = 1", "give a synthesized stack"),
    ],
)
def test_a_file_that_is_not_json_says_what_to_give(
    tmp_path: Path, name: str, raw: bytes, message: str
) -> None:
    file = tmp_path / name
    file.write_bytes(raw)
    with pytest.raises(
        UnreadableError, match=re.escape(message.replace("show -json PLAN", f"show -json {file}"))
    ):
        read_paths([file])


def test_an_output_that_is_not_there_says_how_it_is_written(tmp_path: Path) -> None:
    with pytest.raises(
        UnreadableError, match=r"synthesize the app first, with cdktn synth or cdktf synth"
    ):
        read_paths([tmp_path / "cdktf.out"])
    with pytest.raises(
        UnreadableError, match=r"nowhere: cannot be read: No such file or directory$"
    ):
        read_paths([tmp_path / "nowhere"])
