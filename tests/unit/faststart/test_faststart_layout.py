from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from constructs_eic.faststart.python.layout import Layout, UnknownLayoutError, read_layout
from tests.framework import BINDINGS, CORE
from tests.unit.faststart.toy_python import HEAD, LAZY_TAIL, TAIL


def test_the_head_ends_where_submodules_are_imported() -> None:
    names = ("color", "factory", "handle", "shape", "widget_2d")
    assert read_layout(HEAD + TAIL) == Layout(HEAD, names)


def test_the_aws_package_is_laid_out_so() -> None:
    spec = find_spec(BINDINGS)
    assert spec is not None
    assert spec.origin is not None
    source = Path(spec.origin).read_text("utf-8")
    layout = read_layout(source)
    assert layout is not None
    assert source.startswith(layout.head)
    folders = {path.parent.name for path in Path(spec.origin).parent.glob("*/__init__.py")}
    # cdktn's package defers them itself.
    assert set(layout.submodules) == (folders - {"_jsii"} if CORE == "cdktf" else set())


@pytest.mark.parametrize(
    "source",
    [
        HEAD,
        HEAD + "\n# Nothing here\n",
    ],
)
def test_nothing_to_defer(source: str) -> None:
    assert read_layout(source) is None


def test_a_package_that_defers_its_submodules_itself() -> None:
    source = HEAD + LAZY_TAIL
    assert read_layout(source) == Layout(source, ())


FIRST = HEAD.count("\n") + 1
NEXT = (HEAD + TAIL).count("\n") + 1


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (HEAD + TAIL + "print('loaded')\n", f"line {NEXT} of its"),
        (HEAD + TAIL + "from . import a, b\n", f"line {NEXT} of its"),
        (HEAD + TAIL + "from .color import Color\n", f"line {NEXT} of its"),
        (HEAD + "if True:\n    from . import color\n", f"line {FIRST} of its"),
        (TAIL, "does not call publication"),
        ("", "does not call publication"),
    ],
)
def test_what_is_not_known_is_refused(source: str, reason: str) -> None:
    with pytest.raises(UnknownLayoutError, match=reason):
        read_layout(source)
