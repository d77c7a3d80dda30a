"""cdktf's output: the stacks that the manifest names, and what constructs remark."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from constructs_eic.checks import UnreadableError, check
from constructs_eic.checks._reading.documents import read_paths
from tests.unit.checks.documents import Json, resources, sound

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = "aws_lambda_function_event_invoke_config"
REMARK = {
    "constructPath": "shop/async",
    "level": "@cdktf/warn",
    "message": "the queue is elsewhere",
    "stacktrace": ["Annotations.addWarning (/tmp/cdktf/lib/annotations.js:39:14)"],
}


def stack(name: str, *, is_sound: bool = True) -> Json:
    document = sound()
    document["//"] = {"metadata": {"stackName": name}}
    if not is_sound:
        del document["resource"][CONFIG]
    return document


def output(folder: Path, named: dict[str, list[Json]], *written: Json) -> Path:
    """An output folder with a manifest that names stacks, each with annotations, and with the stacks written."""
    stacks = {
        name: {
            "name": name,
            "synthesizedStackPath": f"stacks/{name}/cdk.tf.json",
            "annotations": annotations,
        }
        for name, annotations in named.items()
    }
    for each in written:
        file = folder / "stacks" / each["//"]["metadata"]["stackName"] / "cdk.tf.json"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps(each))
    (folder / "manifest.json").write_text(json.dumps({"version": "0.21.0", "stacks": stacks}))
    return folder


def test_a_stack_that_the_app_no_longer_has_is_not_read(tmp_path: Path) -> None:
    old = stack("old", is_sound=False)
    folder = output(tmp_path / "cdktf.out", {"shop": []}, stack("shop"), old)
    read = read_paths([folder])
    assert [each.folder for each in read.documents] == [str(folder / "stacks" / "shop")]
    [note] = read.notes
    assert str(folder / "stacks" / "old") in note
    with pytest.warns(UserWarning, match="no longer has it"):
        assert check(folder) == []


def test_an_old_stack_hides_no_loss(tmp_path: Path) -> None:
    shop = stack("shop", is_sound=False)
    old = {
        "//": {"metadata": {"stackName": "old"}},
        "resource": {
            CONFIG: {
                "all": {
                    "function_name": "${var.any}",
                    "destination_config": {
                        "on_failure": {"destination": "arn:aws:sqs:eu-west-1:123456789012:q"}
                    },
                }
            }
        },
    }
    folder = output(tmp_path / "cdktf.out", {"shop": []}, shop, old)
    with pytest.warns(UserWarning, match="no longer has it"):
        assert [each.rule for each in check(folder)] == ["EIC001"]


def test_a_project_is_checked_by_its_output(tmp_path: Path) -> None:
    output(tmp_path / "cdktf.out", {"shop": []}, stack("shop", is_sound=False))
    (tmp_path / "main.py").touch()
    [finding] = check(tmp_path)
    assert finding.file == str(tmp_path / "cdktf.out" / "stacks" / "shop" / "cdk.tf.json")


@pytest.mark.parametrize("given", [["stacks"], ["stacks/gone", "stacks/shop"]])
def test_the_manifest_decides_about_the_folders_of_stacks_too(
    tmp_path: Path, given: list[str]
) -> None:
    folder = output(
        tmp_path,
        {"shop": []},
        stack("shop", is_sound=False),
        stack("gone", is_sound=False),
    )
    with pytest.warns(UserWarning, match=r"gone: this stack is not read.*remove the folder"):
        found = check([folder / each for each in given])
    assert [each.stack for each in found] == ["shop"]


def test_a_stack_of_a_broken_output_is_read(tmp_path: Path) -> None:
    folder = output(tmp_path, {"shop": [], "lost": []}, stack("shop", is_sound=False))
    assert [each.stack for each in check(folder / "stacks" / "shop")] == ["shop"]


def test_a_project_names_its_output(tmp_path: Path) -> None:
    (tmp_path / "cdktf.json").write_text('{"output": "build/out"}')
    output(tmp_path / "build" / "out", {"shop": []}, stack("shop", is_sound=False))
    assert [each.stack for each in check(tmp_path)] == ["shop"]


def test_a_manifest_of_windows_is_read(tmp_path: Path) -> None:
    folder = output(tmp_path, {"shop": []}, stack("shop", is_sound=False))
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace("stacks/shop/", r"stacks\\shop\\"))
    assert [each.stack for each in check(folder)] == ["shop"]


@pytest.mark.parametrize("content", ["{}", '{"name": "my app", "stacks": "high"}'])
def test_a_manifest_of_something_else_is_no_manifest(tmp_path: Path, content: str) -> None:
    folder = output(tmp_path, {}, stack("shop", is_sound=False))
    (folder / "manifest.json").write_text(content)
    assert [each.stack for each in check(folder)] == ["shop"]


def test_a_manifest_that_names_what_is_not_there_is_an_error(tmp_path: Path) -> None:
    folder = output(tmp_path, {"shop": [], "lost": []}, stack("shop"))
    with pytest.raises(UnreadableError, match=r"lost.*synthesize the app again"):
        check(folder)
    empty = output(tmp_path, {})
    with pytest.raises(UnreadableError, match="the app has no stack"):
        check(empty)


def test_what_constructs_remark_is_read(tmp_path: Path) -> None:
    info = {**REMARK, "level": "@cdktf/info", "message": "fine"}
    folder = output(tmp_path, {"shop": [REMARK, info]}, stack("shop"))
    assert list(map(str, read_paths([folder]).annotations)) == [
        "WARN [shop/async]: the queue is elsewhere",
        "INFO [shop/async]: fine",
    ]


def test_terraform_s_own_syntax_beside_json_is_named(tmp_path: Path) -> None:
    document = sound()
    resources(document, "aws_sqs_queue")
    (tmp_path / "main.tf.json").write_text(json.dumps(document))
    for name in ("a.tf", "b.tf", "c.tf", "d.tf"):
        (tmp_path / name).touch()
    with pytest.warns(
        UserWarning, match=r"a\.tf, b\.tf, c.tf and 1 more: .*not read.*show -json PLAN"
    ):
        assert check(tmp_path) == []
    (tmp_path / "main.tf.json").unlink()
    with pytest.raises(UnreadableError, match=r"Terraform's own syntax.*show -json PLAN"):
        check(tmp_path)
