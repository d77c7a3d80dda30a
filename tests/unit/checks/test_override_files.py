"""Override files are merged as Terraform does it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from constructs_eic.checks import check
from constructs_eic.checks._reading.documents import model_of, read_paths
from tests.unit.checks.documents import Json, sound

if TYPE_CHECKING:
    from pathlib import Path

    from constructs_eic.checks._model.resource import Resource

CONFIG = "aws_lambda_function_event_invoke_config"
BASE = {
    "name": "failures",
    "fifo_queue": True,
    "tags": {"team": "shop", "stage": "test"},
    "timeouts": {"create": "1m", "delete": "2m"},
    "lifecycle": {"prevent_destroy": True, "ignore_changes": ["tags"]},
}


def queue(folder: Path, files: dict[str, Json]) -> Resource:
    for name, content in files.items():
        (folder / name).write_text(json.dumps(content))
    [found] = model_of(read_paths([folder]).documents).of("aws_sqs_queue")
    return found


def one(body: Any) -> Json:
    return {"resource": {"aws_sqs_queue": {"q": body}}}


@pytest.mark.parametrize("name", ["override.tf.json", "dev_override.tf.json"])
@pytest.mark.parametrize(
    "form", [one, lambda body: {"resource": [{"aws_sqs_queue": [{"q": [body]}]}]}]
)
def test_arguments_and_blocks_are_replaced_as_a_whole(tmp_path: Path, name: str, form: Any) -> None:
    override = form({"fifo_queue": False, "tags": {"team": "web"}, "timeouts": [{"create": "9m"}]})
    found = queue(tmp_path, {"zzz.tf.json": form(BASE), name: override})
    assert found.get("name") == "failures"
    assert found.get("fifo_queue") is False
    assert found.get("tags") == {"team": "web"}
    assert found.get("timeouts") == {"create": "9m"}
    assert found.file == str(tmp_path / "zzz.tf.json")


def test_the_last_override_by_name_is_in_force(tmp_path: Path) -> None:
    files = {f"{name}_override.tf.json": one({"name": name}) for name in ("b", "a")}
    assert queue(tmp_path, {"main.tf.json": one(BASE), **files}).get("name") == "b"


def test_a_dynamic_block_and_blocks_replace_each_other(tmp_path: Path) -> None:
    dynamic = {"dynamic": {"timeouts": {"for_each": "${var.x}", "content": {"create": "3m"}}}}
    found = queue(tmp_path, {"main.tf.json": one(BASE), "override.tf.json": one(dynamic)})
    assert found.has_unknown_blocks("timeouts")
    plain = one({"timeouts": {"create": "9m"}})
    found = queue(tmp_path, {"main.tf.json": one(dynamic), "override.tf.json": plain})
    assert found.get("timeouts") == {"create": "9m"}


def test_locals_are_merged_by_name(tmp_path: Path) -> None:
    files = {
        "main.tf.json": {
            **one({"name": "${local.name}-${local.stage}"}),
            "locals": [{"name": "x"}],
        },
        "more.tf.json": {"locals": {"stage": "test"}},
        "override.tf.json": {"locals": {"name": "orders"}},
    }
    assert queue(tmp_path, files).get("name") == "orders-test"


def test_an_override_decides_what_is_found(tmp_path: Path) -> None:
    document = sound()
    (tmp_path / "main.tf.json").write_text(json.dumps(document))
    assert check(tmp_path) == []
    fifo = "arn:aws:sqs:eu-west-1:123456789012:orders.fifo"
    override = {
        "resource": {
            CONFIG: {"orders": {"destination_config": {"on_failure": {"destination": fifo}}}}
        }
    }
    (tmp_path / "test_override.tf.json").write_text(json.dumps(override))
    assert "EIC005" in [each.rule for each in check(tmp_path)]


def test_what_an_override_alone_has_is_read(tmp_path: Path) -> None:
    found = queue(tmp_path, {"main.tf.json": {}, "x_override.tf.json": one({"name": "new"})})
    assert (found.get("name"), found.file) == ("new", str(tmp_path / "x_override.tf.json"))
