"""What is not supported loads in the usual way, with one warning."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from tests.unit.faststart.child import ENABLE, output, run, warnings
from tests.unit.faststart.toy import Toy
from tests.unit.faststart.toy_node import INDEX, STAR_INDEX
from tests.unit.faststart.toy_python import HEAD, LAZY_TAIL, TAIL

if TYPE_CHECKING:
    from pathlib import Path

USE = """
import sys
from cdktf_cdktf_provider_toy.factory import Factory
print("cdktf_cdktf_provider_toy.shape" in sys.modules, Factory.widget().size)
"""


def test_a_layout_of_another_kind(tmp_path: Path) -> None:
    Toy(init=HEAD + TAIL + "extra = 1\n").write(tmp_path)
    child = run(tmp_path, ENABLE + USE)
    line = (HEAD + TAIL).count("\n") + 1
    (warning,) = warnings(child)
    assert f"toy in Python: line {line} of its __init__.py is not an import" in warning
    assert "main.py:4" in warning
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


def test_a_package_that_defers_its_submodules_itself_is_left_as_it_is(tmp_path: Path) -> None:
    Toy(framework="cdktn", init=HEAD + LAZY_TAIL, index=STAR_INDEX).write(tmp_path)
    app = LAZY + "import inspect; print(inspect.getsource(sys.modules['cdktn_provider_toy'])[-20:])"
    assert output(run(tmp_path, ENABLE + app)) == output(run(tmp_path, app))


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
print("cdktf_cdktf_provider_other.shape" in sys.modules, Factory.widget().size)
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
