"""With the real AWS package: the same JSON, byte for byte, from a fraction of the modules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_eic.faststart import verify
from tests.framework import CORE, of_this_framework
from tests.unit.faststart.child import ENABLE, ROOT, USER_CACHE, output, run, variables

if TYPE_CHECKING:
    from pathlib import Path

# Every few types of the package, until there are enough whose required arguments are plain.
MANY_TYPES = """
import inspect
import sys
import typing

import cdktf_cdktf_provider_aws as aws
from cdktf import App, TerraformResource, TerraformStack
from cdktf_cdktf_provider_aws.provider import AwsProvider

def value(hint):
    if typing.get_origin(hint) is typing.Union:
        hint = typing.get_args(hint)[0]
    if hint in (str, bool):
        return hint("x")
    if hint in (int, float):
        return 7
    if typing.get_origin(hint) and typing.get_args(hint) == (str,):
        return ["x", "y"]
    return None

def build(stack, number, name):
    module = getattr(aws, name)
    for exported in module.__all__:
        type_ = getattr(module, exported)
        if not hasattr(type_, "TF_RESOURCE_TYPE"):
            continue
        parameters = inspect.signature(type_.__init__).parameters.values()
        required = [p for p in parameters if p.kind is p.KEYWORD_ONLY and p.default is p.empty]
        hints = typing.get_type_hints(type_.__init__)
        values = {p.name: value(hints[p.name]) for p in required}
        if None not in values.values():
            type_(stack, f"r{number}", **values)
            return 1
    return 0

# Without validation: cdktn would ask for a Terraform that knows every argument used here.
app = App(outdir=sys.argv[1], skip_validation=True)
stack = TerraformStack(app, "stack")
AwsProvider(stack, "aws", region="eu-west-1")
built = 0
for number, name in enumerate(aws.__all__[::5]):
    if built < 200 and name != "provider":
        built += build(stack, number, name)
app.synth()
own = {n: type(m) for n, m in sys.modules.items() if n.startswith("cdktf_cdktf_provider_aws.")}
loaded = {name.split(".")[1] for name, kind in own.items() if kind is type(sys)}
print(built, dir(aws) == sorted(dir(aws)), len(dir(aws)), len(loaded) > 1000)
"""

FOUND_AGAIN = """
import sys
from cdktf import App, TerraformStack
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue

app = App(outdir=sys.argv[1])
stack = TerraformStack(app, "stack")
SqsQueue(stack, "queue", name="q", timeouts={"create": "1m"})

# What another part of an app, one that never imported the type, sees of it.
import jsii._reference_map as known
for registry in known._types, known._data_types:
    for name in [name for name in registry if ".sqsQueue." in name]:
        del registry[name]
known._refs._refs.clear()
for name in [name for name in sys.modules if ".sqs_queue" in name]:
    del sys.modules[name]
found = stack.node.try_find_child("queue")
print(type(found).__name__, found.name_input, found.timeouts_input.create)
"""


EVERY_EXAMPLE = f"""
import os
import sys
from pathlib import Path

sys.path.insert(0, {str(ROOT)!r})

from cdktf import App
from tests.framework import EXAMPLES, example

# Without validation: for an import, cdktf would ask Terraform for its version.
app = App(skip_validation=True)
for path in sorted(EXAMPLES.glob("*/main.py")):
    example(path.parent.name).Example(app, path.parent.name)
app.synth()
print(*os.listdir(Path(app.outdir, "stacks")), file=Path("stacks").open("w"))
"""


def both_ways(
    tmp_path_factory: pytest.TempPathFactory, script: str
) -> dict[str, tuple[str, dict[str, bytes]]]:
    """What a script prints and writes, with fast start and without."""
    results = {}
    for way, switch in ("fast", "1"), ("plain", "0"):
        folder = tmp_path_factory.mktemp("app")
        environment = {"CONSTRUCTS_EIC_FASTSTART": switch, **USER_CACHE}
        child = run(folder, ENABLE + script, "out", environment=environment)
        out = folder / "out"
        files = {
            str(path.relative_to(out)): path.read_bytes().replace(bytes(folder), b"")
            for path in out.rglob("*")
            if path.is_file()
        }
        results[way] = output(child), files
    return results


@pytest.fixture(scope="module")
def synths(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, dict[str, bytes]]]:
    return both_ways(tmp_path_factory, MANY_TYPES)


def test_every_example_is_synthesized_alike(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(of_this_framework(EVERY_EXAMPLE))
    environment = {**variables(), **USER_CACHE}
    assert verify("main.py", folder=tmp_path, environment=environment) == ()
    stacks = (tmp_path / "stacks").read_text().split()
    assert len(stacks) == len(list((ROOT / "examples").glob("*/main.py")))


def test_200_types_are_synthesized_alike(
    synths: dict[str, tuple[str, dict[str, bytes]]],
) -> None:
    fast, plain = synths["fast"], synths["plain"]
    assert fast[0].startswith("200 True ")
    assert fast[0].split()[:3] == plain[0].split()[:3]
    # Without fast start, cdktf's package imports every submodule; cdktn's does not.
    assert (fast[0].split()[3], plain[0].split()[3]) == ("False", str(CORE == "cdktf"))
    assert fast[1] == plain[1]
    assert fast[1]["stacks/stack/cdk.tf.json"].count(b'"aws_') >= 200


def test_a_child_of_a_type_not_imported_is_found(tmp_path: Path) -> None:
    child = run(tmp_path, ENABLE + FOUND_AGAIN, "out", environment=USER_CACHE)
    assert output(child) == "SqsQueue q 1m\n"
