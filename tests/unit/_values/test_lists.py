"""What is said of an argument that takes a list and was given something else."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_eic._values.errors import Problems
from constructs_eic._values.lists import listed


def read(given: Any, kind: type[object], example: str) -> tuple[tuple[object, ...], list[str]]:
    problems = Problems(lambda: "app")
    return listed("names", given, kind, example, problems), list(map(str, problems.found))


@pytest.mark.parametrize("given", [["a", "b"], ("a", "b"), {"a": 1, "b": 2}.keys()])
def test_every_collection_is_a_list(given: Any) -> None:
    assert read(given, str, "'a'") == (("a", "b"), [])


@pytest.mark.parametrize(
    ("given", "kind", "read_as", "told"),
    [
        ("a", str, (), ["app: names='a': this is a string, not a list; give ['a']"]),
        ("7", int, (), ["app: names='7': this is a string, not a list; give a list such as [1]"]),
        (7, int, (), ["app: names=7: this is not a list; give a list such as [1]"]),
        (b"a", str, (), ["app: names=b'a': this is not a list; give a list such as [1]"]),
        (
            {"a": "b"},
            str,
            (),
            ["app: names={'a': 'b'}: this is not a list; give a list such as [1]"],
        ),
        (["a", 7], str, ("a",), ["app: names=7: this is not a string; give one such as 1"]),
        (["a", 7.5], float, (7.5,), ["app: names='a': this is not a float; give one such as 1"]),
    ],
)
def test_what_is_none_is_told(
    given: Any, kind: type[object], read_as: tuple[object, ...], told: list[str]
) -> None:
    assert read(given, kind, "1") == (read_as, told)
