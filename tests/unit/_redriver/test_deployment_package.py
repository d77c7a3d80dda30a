"""The .zip file of the forwarder: its contents, its bytes, and that it runs with nothing else."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_STORED, ZipFile

import pytest

import constructs_eic
from constructs_eic._redriver import deployment_package
from constructs_eic._redriver.deployment_package import MODULES, zipped
from constructs_eic._values.forwarder import HANDLER
from tests.unit.records.forms import record_text
from tests.unit.records.forwarding import PARKING, START, message

if TYPE_CHECKING:
    from collections.abc import Mapping

PACKAGE = Path(constructs_eic.__file__).parent
STUB = """
import json
import sys

GONE = "https://sqs.eu-west-1.amazonaws.com/123456789012/gone"


class Client:
    def __init__(self, service):
        self.service = service

    def invoke(self, **request):
        print("invoke", json.dumps(request, default=bytes.decode), file=sys.stderr)
        return {"StatusCode": 202, "ResponseMetadata": {"RequestId": "new"}}

    def send_message(self, **request):
        if request["QueueUrl"] == GONE:
            raise ConnectionError("no answer")
        print("send_message", json.dumps(request), file=sys.stderr)
        return {}


def client(service, region_name, config):
    return Client(service)
"""
PROGRAM = f"""
import importlib, json, sys
event, context = json.load(sys.stdin), object()
module, _, name = {HANDLER!r}.rpartition(".")
handler = getattr(importlib.import_module(module), name)
try:
    answer = handler(event, context)
except Exception as error:
    answer = f"{{type(error).__name__}}: {{error}}"
loaded = sorted(name for name in sys.modules if name.startswith("constructs_eic"))
print(json.dumps([answer, loaded]))
"""


@pytest.fixture
def deployed(tmp_path: Path) -> Path:
    """A folder with the .zip file and, beside it, a stub of boto3."""
    (tmp_path / "forwarder.zip").write_bytes(zipped())
    stubs = tmp_path / "runtime"
    (stubs / "botocore").mkdir(parents=True)
    (stubs / "boto3.py").write_text(STUB)
    (stubs / "botocore" / "__init__.py").touch()
    (stubs / "botocore" / "config.py").write_text("def Config(**settings):\n    return settings\n")
    return tmp_path


def run(folder: Path, variables: Mapping[str, str], *messages: Any) -> tuple[Any, list[str], str]:
    """The handler's answer or error, the package's modules that it loaded, and what was requested."""
    finished = subprocess.run(
        # Isolated, and without site-packages: only the standard library is there.
        [
            sys.executable,
            "-I",
            "-S",
            "-c",
            f"import sys; sys.path[:0] = {[str(folder / 'forwarder.zip'), str(folder / 'runtime')]!r}\n{PROGRAM}",
        ],
        input=json.dumps({"Records": messages}),
        env={
            "SYSTEMROOT": os.environ.get("SYSTEMROOT", ""),
            "AWS_REGION": "eu-west-1",
            **variables,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    answer, loaded = json.loads(finished.stdout.splitlines()[-1])
    return answer, loaded, finished.stderr


TOLD = {"PARKING_QUEUE_URL": PARKING, "REDRIVE_START": START.isoformat(timespec="milliseconds")}


def test_it_runs_with_nothing_but_itself_and_the_runtime(deployed: Path) -> None:
    messages = [message(record_text("1"), id_="a"), message("no record", id_="b")]

    answer, loaded, requested = run(deployed, TOLD, *messages)

    assert answer == {"batchItemFailures": []}
    assert '"Payload": "1"' in requested
    assert f'"QueueUrl": "{PARKING}"' in requested
    names = {
        f"constructs_eic.{name.replace('/', '.')}".removesuffix(".__init__") for name in MODULES
    }
    assert set(loaded) == names


@pytest.mark.parametrize("variables", [{}, {"REDRIVE_START": ""}])
def test_without_a_start_nothing_is_sent_or_parked(
    deployed: Path, variables: dict[str, str]
) -> None:
    messages = [message(record_text("1"), id_="a"), message("no record", id_="b")]
    told = {"PARKING_QUEUE_URL": PARKING, **variables}

    answer, _, said = run(deployed, told, *messages)

    assert said == ""
    assert answer == (
        "NothingDoneError: 2 messages are left: REDRIVE_START is not set, so the event source mapping was not "
        "enabled by 'constructs-eic redrive QUEUE --with NAME'; disable it, and run that"
    )


NO_PARKING = {**TOLD, "PARKING_QUEUE_URL": PARKING.replace("parked", "gone")}


def test_a_batch_of_which_a_part_is_left(deployed: Path) -> None:
    messages = [message(record_text("1"), id_="a"), message("no record", id_="b")]

    answer, _, _ = run(deployed, NO_PARKING, *messages)

    assert answer == {"batchItemFailures": [{"itemIdentifier": "b"}]}


def test_a_batch_that_is_left_whole_counts_as_an_error_of_the_function(deployed: Path) -> None:
    messages = [message("no record", id_=id_) for id_ in ("a", "b")]

    answer, _, said = run(deployed, NO_PARKING, *messages)

    assert answer == (
        "NothingDoneError: all 2 messages of this batch are left, each for the reason above, and are tried again"
    )
    assert [line.partition(":")[0] for line in said.splitlines()] == ["a", "b"]


def test_it_contains_the_modules_and_nothing_else() -> None:
    with ZipFile(BytesIO(zipped())) as archive:
        members = archive.infolist()
        contents = {each.filename: archive.read(each) for each in members}

    assert [each.filename for each in members] == sorted(
        f"constructs_eic/{name}.py" for name in MODULES
    )
    assert contents == {
        f"constructs_eic/{name}.py": (PACKAGE / f"{name}.py").read_bytes() for name in MODULES
    }
    assert {each.compress_type for each in members} == {ZIP_STORED}
    assert {(each.date_time, each.external_attr >> 16) for each in members} == {
        ((1980, 1, 1, 0, 0, 0), 0o100644)
    }


def test_two_processes_write_the_same_bytes() -> None:
    path = Path(deployment_package.__file__)
    program = (
        f"import runpy, sys; sys.stdout.buffer.write(runpy.run_path({str(path)!r})['zipped']())"
    )

    other = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout

    assert other == zipped()


@pytest.mark.parametrize("name", MODULES)
def test_each_module_is_of_the_oldest_python_that_is_supported(name: str) -> None:
    ast.parse((PACKAGE / f"{name}.py").read_text("utf-8"), feature_version=(3, 10))
