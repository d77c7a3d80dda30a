"""What is in a snapshot: filters and matchers apply, and an edit of code changes nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from syrupy.filters import paths, props
from syrupy.matchers import path_type

from constructs_eic.testing.snapshots import TerraformJsonExtension
from tests.framework import (
    App,
    Fn,
    LambdaFunction,
    TerraformAsset,
    TerraformOutput,
    of_this_framework,
)
from tests.unit.conftest import stack_in
from tests.unit.testing.test_testing import run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.framework import TerraformStack

QUEUE = {"name": "orders", "policy": '{"Statement": []}', "tags": {"team": "shop", "at": "09:12"}}
DOCUMENT = {"resource": {"aws_sqs_queue": {"orders": QUEUE}}}


class WithHashes(TerraformJsonExtension):
    masks_hashes = False


def serialized(**arguments: Any) -> Any:
    return json.loads(TerraformJsonExtension().serialize(DOCUMENT, **arguments))


def queue(**arguments: Any) -> Any:
    return serialized(**arguments)["resource"]["aws_sqs_queue"]["orders"]


def test_entries_are_excluded() -> None:
    assert queue(exclude=props("tags", "policy")) == {"name": "orders"}
    path = "resource.aws_sqs_queue.orders.tags.at"
    assert queue(exclude=paths(path))["tags"] == {"team": "shop"}


def test_only_some_entries_are_included() -> None:
    kept = props("resource", "aws_sqs_queue", "orders", "name")
    assert serialized(include=kept) == {
        "resource": {"aws_sqs_queue": {"orders": {"name": "orders"}}}
    }


def test_a_matcher_stands_for_values() -> None:
    at = path_type({"resource.aws_sqs_queue.orders.tags.at": (str,)})
    assert queue(matcher=at)["tags"] == {"team": "shop", "at": "str"}
    seen: list[str] = []

    def matcher(data: Any, path: Any) -> Any:
        seen.append(".".join(str(key) for key, _ in path))
        return data

    assert queue(matcher=matcher) == queue()
    assert "resource.aws_sqs_queue.orders.policy.jsonencode.Statement" in seen


def stack_with_code(folder: Path, text: str) -> TerraformStack:
    (folder / "code" / "index.py").parent.mkdir(exist_ok=True)
    (folder / "code" / "index.py").write_text(text)
    stack = stack_in(App(outdir=str(folder / "out")), "stack")
    asset = TerraformAsset(stack, "code", path=str(folder / "code"))
    role = "arn:aws:iam::123456789012:role/r"
    hashes = {
        "given": asset.asset_hash,
        "computed": Fn.filebase64sha256(asset.path),
        "literal": f"hash of {text}",
    }
    for name, value in hashes.items():
        LambdaFunction(
            stack, name, function_name=name, filename=asset.path, source_code_hash=value, role=role
        )
    TerraformOutput(stack, "hash", value=asset.asset_hash)
    TerraformOutput(stack, "key", value=f"code/{asset.asset_hash}.zip")
    return stack


def test_an_edit_of_code_changes_no_snapshot(tmp_path: Path) -> None:
    texts, with_hashes = set(), set()
    for text in ("one", "two"):
        stack = stack_with_code(tmp_path, text)
        texts.add(TerraformJsonExtension().serialize(stack))
        with_hashes.add(WithHashes().serialize(stack))
    [shown] = texts
    functions = json.loads(shown)["resource"]["aws_lambda_function"]
    assert functions["given"]["source_code_hash"] == "<hash>"
    assert functions["given"]["filename"] == "assets/code/<hash>"
    assert functions["computed"]["source_code_hash"] == '${filebase64sha256("assets/code/<hash>")}'
    assert functions["literal"]["source_code_hash"] == "<hash>"
    assert json.loads(shown)["output"]["hash"]["value"] == "<hash>"
    assert json.loads(shown)["output"]["key"]["value"] == "code/<hash>.zip"
    assert len(with_hashes) == 2


@pytest.mark.parametrize(
    "text", ["assets/code/v12/archive.zip", "D41D8CD98F00B204E9800998ECF8427E", "assets/x/y"]
)
def test_what_is_no_hash_of_an_asset_is_kept(text: str) -> None:
    assert text in TerraformJsonExtension().serialize({"filename": text})


TEST_OF_A_PROJECT = """
from syrupy.filters import props
from syrupy.matchers import path_type

import os

DOCUMENT = {"resource": {"aws_sqs_queue": {"q": {"name": "q", "tags": {"at": os.environ["AT"]}}}}}


def test_excluded(terraform_snapshot):
    assert DOCUMENT == terraform_snapshot(exclude=props("tags"))


def test_matched(terraform_snapshot):
    at = {"resource.aws_sqs_queue.q.tags.at": (str,)}
    assert DOCUMENT == terraform_snapshot(matcher=path_type(at))


def test_included(terraform_snapshot):
    assert DOCUMENT == terraform_snapshot(include=props("resource", "aws_sqs_queue", "q", "name"))
"""


def test_the_fixture_takes_what_syrupy_s_own_take(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "test_it.py").write_text(of_this_framework(TEST_OF_A_PROJECT))
    monkeypatch.setenv("AT", "09:12")
    assert run(tmp_path, "--snapshot-update").returncode == 0
    monkeypatch.setenv("AT", "10:30")
    ran = run(tmp_path)
    assert ran.returncode == 0, ran.stdout
