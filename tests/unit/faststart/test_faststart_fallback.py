"""What is not supported loads in the usual way, with one warning."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from constructs_eic.faststart.parts import UnknownPartError, parts_without
from tests.unit.faststart.child import ENABLE, output, run, warnings
from tests.unit.faststart.toy import Toy, defers_itself
from tests.unit.faststart.toy_node import INDEX, STAR_INDEX
from tests.unit.faststart.toy_python import HEAD, LAZY_TAIL, TAIL

if TYPE_CHECKING:
    from pathlib import Path

USE = """
import sys
is_imported = lambda name: type(sys.modules.get(name)).__name__ == "module"
from cdktf_cdktf_provider_toy.factory import Factory
print(is_imported("cdktf_cdktf_provider_toy.shape"), Factory.widget().size)
"""


def test_a_layout_of_another_kind(tmp_path: Path) -> None:
    Toy(init=HEAD + TAIL + "extra = 1\n").write(tmp_path)
    child = run(tmp_path, ENABLE + USE)
    line = (HEAD + TAIL).count("\n") + 1
    (warning,) = warnings(child)
    assert f"toy in Python: line {line} of its __init__.py is not an import" in warning
    assert "main.py:5" in warning
    assert child.stdout == "True 3\n"


def test_both_halves_of_another_kind_make_one_warning(tmp_path: Path) -> None:
    Toy(init=HEAD + TAIL + "extra = 1\n", index=INDEX + "exports.extra = 1;\n").write(tmp_path)
    child = run(tmp_path, ENABLE + USE)
    (warning,) = warnings(child)
    assert "toy in Python: line" in warning
    assert "toy in Node: its index" in warning
    assert child.stdout == "True 3\n"


def test_a_package_out_of_a_zip(tmp_path: Path) -> None:
    package = Toy().write(tmp_path / "folder")
    with zipfile.ZipFile(tmp_path / "toy.zip", "w") as archive:
        for path in package.rglob("*.*"):
            archive.write(path, path.relative_to(package.parent))
    child = run(tmp_path, "import sys; sys.path.append('toy.zip')\n" + ENABLE + USE)
    (warning,) = warnings(child)
    assert "toy in Python: it is loaded by a zipimporter" in warning
    assert child.stdout == "True 3\n"


LAZY = """
import sys
from cdktn_provider_toy.factory import Factory
print("cdktn_provider_toy.shape" in sys.modules, Factory.widget().size)
"""


@defers_itself
def test_a_package_that_defers_its_submodules_itself_is_left_as_it_is(tmp_path: Path) -> None:
    Toy(framework="cdktn", init=HEAD + LAZY_TAIL, index=STAR_INDEX).write(tmp_path)
    app = LAZY + "import inspect; print(inspect.getsource(sys.modules['cdktn_provider_toy'])[-20:])"
    assert output(run(tmp_path, ENABLE + app)) == output(run(tmp_path, app))


@defers_itself
def test_the_node_half_of_such_a_package_is_warned_of(tmp_path: Path) -> None:
    index = STAR_INDEX + "exports.extra = 1;\n"
    Toy(framework="cdktn", init=HEAD + LAZY_TAIL, index=index).write(tmp_path)
    child = run(tmp_path, ENABLE + LAZY)
    (warning,) = warnings(child)
    assert "cdktn_provider_toy in Node: its index has a line of another kind" in warning
    assert child.stdout == "False 3\n"


def test_a_package_without_submodules_has_nothing_to_speed_up(tmp_path: Path) -> None:
    Toy(init=HEAD, index=INDEX + "exports.extra = 1;\n").write(tmp_path)
    app = ENABLE + "from cdktf_cdktf_provider_toy.widget_2d import Widget; print(Widget().size)"
    assert output(run(tmp_path, app)) == "3\n"


def test_a_package_that_was_imported_before(tmp_path: Path) -> None:
    Toy().write(tmp_path)
    Toy("other").write(tmp_path)
    app = f"""
import cdktf_cdktf_provider_toy
from constructs_eic import faststart
print(faststart.enable(), faststart.enable())
{USE}
from cdktf_cdktf_provider_other.factory import Factory
print(is_imported("cdktf_cdktf_provider_other.shape"), Factory.widget().size)
"""
    child = run(tmp_path, app)
    (warning,) = warnings(child)
    assert "cdktf_cdktf_provider_toy was imported before" in warning
    assert "_provider_toy, imported before, started it" in warning
    assert "main.py:4" in warning
    assert child.stdout == "False False\nTrue 3\nFalse 3\n"


def test_jsii_that_was_imported_before_is_in_time(tmp_path: Path) -> None:
    Toy().write(tmp_path)
    assert output(run(tmp_path, "import jsii\n" + ENABLE + USE)) == "False 3\n"


def test_enable_imports_nothing_of_theirs_and_counts_once(tmp_path: Path) -> None:
    app = """
import sys
from constructs_eic import faststart
finders = len(sys.meta_path)
print(faststart.enable(), faststart.enable(), len(sys.meta_path) - finders)
print([name for name in sys.modules if name.split(".")[0] in {"jsii", "constructs", "cdktf"}])
"""
    assert output(run(tmp_path, app)) == "True True 1\n[]\n"


def test_off(tmp_path: Path) -> None:
    Toy().write(tmp_path)
    app = f"""
import sys
finders = list(sys.meta_path)
from constructs_eic import faststart
print(faststart.enable(), sys.meta_path == finders)
{USE}
"""
    off = {"CONSTRUCTS_EIC_FASTSTART": "0"}
    assert output(run(tmp_path, app, environment=off)) == "False True\nTrue 3\n"


def test_jsii_that_keeps_its_types_in_another_way(tmp_path: Path) -> None:
    Toy().write(tmp_path)
    app = ENABLE + "import jsii._reference_map as m; m._enums = type('D', (dict,), {})(m._enums)\n"
    child = run(tmp_path, app + USE)
    (warning,) = warnings(child)
    assert "toy in Python: this release of jsii stores its types differently" in warning
    assert child.stdout == "True 3\n"


def test_jsii_that_starts_node_in_another_way(tmp_path: Path) -> None:
    Toy().write(tmp_path)
    app = """
import jsii._kernel.providers.process as process
base, process._NodeProcess = process._NodeProcess, None
"""
    back = "process._NodeProcess = base\n"
    child = run(tmp_path, app + ENABLE + back + USE)
    (warning,) = warnings(child)
    assert "in Node: this release of jsii starts Node differently" in warning
    assert child.stdout == "False 3\n"


BY_HAND = """
from importlib.util import find_spec, module_from_spec
spec = find_spec("cdktf_cdktf_provider_toy")
module = module_from_spec(spec)
spec.loader.exec_module(module)
print(sorted(vars(module)), module.widget_2d.Widget().size)
"""


def test_a_package_that_is_not_in_sys_modules_while_it_runs(tmp_path: Path) -> None:
    Toy().write(tmp_path)
    child = run(tmp_path, ENABLE + BY_HAND)
    (warning,) = warnings(child)
    assert "toy in Python: it is not in sys.modules while it runs" in warning
    assert child.stdout == output(run(tmp_path, BY_HAND))


# What gevent says when it has put its threads in the place of the system's; it knows modules alone.
GREEN = """
import sys, types
sys.modules["gevent.monkey"] = monkey = types.ModuleType("gevent.monkey")
monkey.is_module_patched = lambda name: name in ("_thread", "threading")
"""
# As debuggers do it, to see each thread.
WATCHED = """
import _thread, threading
start_new_thread = _thread.start_new_thread
_thread.start_new_thread = threading._start_new_thread = lambda *args: start_new_thread(*args)
"""


@pytest.mark.parametrize("app", [GREEN + ENABLE, ENABLE + GREEN], ids=["before", "after"])
def test_threads_that_are_not_those_of_the_system(tmp_path: Path, app: str) -> None:
    Toy().write(tmp_path)
    child = run(tmp_path, app + USE)
    (warning,) = warnings(child)
    assert "each message takes longer, as threads are not those of the system" in warning
    assert child.stdout == "False 3\n"


@pytest.mark.parametrize("patcher", ["gevent.monkey", "eventlet.patcher"])
def test_node_has_started_before_threads_are_replaced(tmp_path: Path, patcher: str) -> None:
    Toy().write(tmp_path)
    package, _, module = patcher.partition(".")
    (tmp_path / package).mkdir()
    (tmp_path / package / "__init__.py").write_text("")
    (tmp_path / package / f"{module}.py").write_text(
        "import threading\nprint(sum(each.name == 'faststart' for each in threading.enumerate()))\n"
    )
    app = f"{ENABLE}import cdktf_cdktf_provider_toy, {patcher}\n{USE}"
    assert output(run(tmp_path, app)) == "0\nFalse 3\n"


def test_threads_whose_start_a_debugger_watches(tmp_path: Path) -> None:
    Toy().write(tmp_path)
    assert output(run(tmp_path, ENABLE + WATCHED + USE)) == "False 3\n"


def test_a_python_without_poll(tmp_path: Path) -> None:
    Toy().write(tmp_path)
    # Python's own subprocess module polls what only a system with poll() has, since 3.15.
    absent = "import os, select; del select.poll; vars(os).pop('pidfd_open', None)\n"
    child = run(tmp_path, absent + ENABLE + USE)
    (warning,) = warnings(child)
    assert "each message takes longer, as this Python has no select.poll" in warning
    assert "Traceback" not in child.stderr
    assert child.stdout == "False 3\n"


NO_THREADS = """
import threading
start = threading.Thread.start
def fail(thread):
    if thread.name == "faststart":
        raise RuntimeError("can't create new thread at interpreter shutdown")
    start(thread)
threading.Thread.start = fail
"""


def test_a_python_that_starts_no_thread_any_more(tmp_path: Path) -> None:
    Toy().write(tmp_path)
    assert output(run(tmp_path, ENABLE + NO_THREADS + USE)) == "False 3\n"


UNEXPECTED = {
    "in Node": "process.subprocess = None",
    "messages": "process.json = property()",
    "type hints": "import typing; del typing.get_type_hints",
    "in Python": "import jsii._runtime as r; r.JSIIMeta = None",
}


@pytest.mark.parametrize("what", UNEXPECTED)
def test_a_jsii_of_any_other_shape_does_not_stop_an_app(tmp_path: Path, what: str) -> None:
    app = f"import jsii._kernel.providers.process as process\n{UNEXPECTED[what]}\n"
    child = run(tmp_path, f"{app}{ENABLE}print('goes on')")
    assert (child.returncode, child.stdout) == (0, "goes on\n"), child.stderr


PARTS = """
import sys, typing
print(type(sys.modules["cdktf_cdktf_provider_toy.shape"]).__name__ == "module")
print(not hasattr(typing.get_type_hints, "__wrapped__"))
import jsii._runtime as r
print(type(r.kernel.provider._process._process).__name__)
"""


@pytest.mark.parametrize(
    ("without", "printed"),
    [
        ("", "False\nFalse\nKernel\n"),
        ("python", "True\nFalse\nKernel\n"),
        ("type_checks", "False\nTrue\nKernel\n"),
        ("relay", "False\nFalse\nPopen\n"),
        ("relay, node,", "False\nFalse\nPopen\n"),
    ],
)
@pytest.mark.parametrize("is_variable", [True, False])
def test_each_part_can_be_switched_off(
    tmp_path: Path, without: str, printed: str, is_variable: bool
) -> None:
    Toy().write(tmp_path)
    use = (
        "from cdktf_cdktf_provider_toy.factory import Factory; assert Factory.widget().size == 3\n"
    )
    names = [] if is_variable else [each.strip() for each in without.split(",") if each]
    enable = f"from constructs_eic import faststart; faststart.enable(without={names})\n"
    environment = {"CONSTRUCTS_EIC_FASTSTART_WITHOUT": without if is_variable else ""}
    assert output(run(tmp_path, enable + use + PARTS, environment=environment)) == printed


def test_a_part_that_is_not_there_is_refused() -> None:
    with pytest.raises(
        UnknownPartError, match="no part of fast start is types; its parts are node"
    ):
        parts_without(["types"])
    with pytest.raises(UnknownPartError, match="no part of fast start is mirror"):
        parts_without("mirror")
