"""An argument that is left out passes immediately; every other check and message is typeguard's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.unit.faststart.child import ENABLE, output, run

if TYPE_CHECKING:
    from pathlib import Path

APP = """
import inspect
import typing
import typeguard

tried = []

class Tried(type):
    def __instancecheck__(cls, instance):
        tried.append(cls.__name__)
        return False

class First(metaclass=Tried):
    pass

class Second(metaclass=Tried):
    pass

def check(value, expected, **options):
    try:
        print(typeguard.check_type(argname="it", value=value, expected_type=expected, **options))
    except Exception as error:
        print(type(error), error)

for value in None, 1, "x", [None], {"a": None}:
    for expected in [
        typing.Optional[First],
        typing.Optional[typing.Union[First, Second, str]],
        typing.Union[None, First, int],
        typing.Union[First, str],
        typing.Optional[typing.Sequence[typing.Optional[int]]],
        typing.Mapping[str, typing.Optional[Second]],
        typing.Any,
        None,
        int | None,
        "First",
        "typing.Optional[First]",
    ]:
        check(value, expected)

def local():
    class Inner:
        pass
    check(Inner(), "Inner", locals=locals())
    for expected in "Inner", typing.Optional["Inner"]:
        try:
            print(typeguard.check_type("it", Inner(), expected))
        except Exception as error:  # from Python 3.14 on, typeguard does not see the name
            print(type(error), error)

local()
check(1, "Missing")
check(1, "Given", globals={"Given": str})
print(inspect.signature(typeguard.check_type), typeguard.check_type.__doc__)
"""


def test_every_check_says_the_same(tmp_path: Path) -> None:
    fast = output(run(tmp_path, ENABLE + APP + "print(len(tried))"))
    plain = output(run(tmp_path, APP + "print(len(tried))"))
    assert fast.splitlines()[:-1] == plain.splitlines()[:-1]
    assert int(fast.splitlines()[-1]) < int(plain.splitlines()[-1])


def test_a_typeguard_of_another_kind_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "typeguard.py").write_text("def check_type(value, expected_type):\n    return 1\n")
    app = "import typeguard; print(typeguard.check_type.__closure__, typeguard.check_type(1, int))"
    assert output(run(tmp_path, ENABLE + app)) == "None 1\n"
