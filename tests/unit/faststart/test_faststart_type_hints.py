"""Generated code still checks its arguments, with hints that are evaluated once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.faststart.child import ENABLE, output, run

if TYPE_CHECKING:
    from pathlib import Path

OFF = {"CONSTRUCTS_EIC_FASTSTART": "0"}
STUBS = """
import inspect
import typing

evaluations = []

class Evaluated:
    def __class_getitem__(cls, kind):
        evaluations.append(kind.__name__)
        return kind

def _typecheckingstub__1a2b(scope: Evaluated[int], id_: typing.Optional[Evaluated[str]] = None) -> None:
    pass

def _typecheckingstub__3c4d(scope: Missing) -> None:
    pass

def users_own(scope: Evaluated[float]) -> None:
    pass

for function in _typecheckingstub__1a2b, _typecheckingstub__3c4d, users_own:
    for _ in range(3):
        try:
            print(typing.get_type_hints(function))
        except NameError as error:
            print(error)
print(typing.get_type_hints(_typecheckingstub__1a2b, include_extras=True))
print(inspect.signature(typing.get_type_hints), typing.get_type_hints.__name__)
"""
CHECKED = """
from cdktf import App, TerraformOutput, TerraformStack

class Other:
    pass

stack = TerraformStack(App(), "stack")
for scope, id_, arguments in [
    (stack, 1, {"value": "x"}),
    (Other(), "b", {"value": "x"}),
    (stack, "c", {"value": "x", "sensitive": "yes"}),
    (stack, "d", {"value": "x", "depends_on": [1]}),
    (stack, "e", {"value": "x", "unknown": 1}),
    (stack, "f", {"value": "x", "depends_on": [TerraformOutput(stack, "g", value=1)]}),
] * 2:
    try:
        print(TerraformOutput(stack, id_, **arguments).friendly_unique_id)
    except Exception as error:
        print(type(error), error)
"""


def test_the_hints_of_a_stub_are_evaluated_once_and_are_the_same(tmp_path: Path) -> None:
    count = "from collections import Counter; print(sorted(Counter(evaluations).items()))"
    strings = "from __future__ import annotations\n"
    fast = output(run(tmp_path, strings + ENABLE + STUBS + count)).splitlines()
    plain = output(run(tmp_path, strings + STUBS + count)).splitlines()
    assert fast[:-1] == plain[:-1]
    assert plain[-1] == "[('float', 3), ('int', 4), ('str', 4)]"
    assert fast[-1] == "[('float', 3), ('int', 2), ('str', 2)]"


@pytest.mark.parametrize("optimize", ["", "1"])
def test_what_is_wrong_is_refused_in_the_same_words(tmp_path: Path, optimize: str) -> None:
    environment = {"PYTHONOPTIMIZE": optimize}
    fast = output(run(tmp_path, ENABLE + CHECKED, environment=environment))
    assert fast == output(run(tmp_path, ENABLE + CHECKED, environment=environment | OFF))
    assert ("argument id must be str; got int instead" in fast) == (not optimize)
