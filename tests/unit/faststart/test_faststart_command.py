"""`python -m constructs_eic.faststart` runs an app as `python` does."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.unit.faststart.child import output, python
from tests.unit.faststart.toy import Toy

if TYPE_CHECKING:
    from pathlib import Path
    from subprocess import CompletedProcess

COMMAND = ("-m", "constructs_eic.faststart")


def both(folder: Path, *arguments: str) -> tuple[CompletedProcess[str], CompletedProcess[str]]:
    return python(folder, *COMMAND, *arguments), python(folder, *arguments)


def test_a_file_sees_what_it_would_see(tmp_path: Path) -> None:
    app = tmp_path / "app" / "main.py"
    app.parent.mkdir()
    app.write_text("""
import sys
print(sys.argv, sys.path[0], __file__, __name__, __package__, __spec__, __doc__)
print(globals().get("__cached__", "none"))
print(type(__loader__), __loader__.path, __builtins__)
print(sys.modules["__main__"].__dict__ is globals())
x: int = 1
print(sys.modules["__main__"].__annotations__)
""")
    fast, plain = both(tmp_path, "app/main.py", "-m", "b c", "--flag")
    assert output(fast) == output(plain)


def test_a_linked_file_finds_its_neighbours(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "neighbour.py").write_text("print('here')")
    (tmp_path / "real" / "main.py").write_text("import neighbour; print(__file__)")
    (tmp_path / "link.py").symlink_to(tmp_path / "real" / "main.py")
    fast, plain = both(tmp_path, "link.py")
    assert output(fast) == output(plain)


@pytest.mark.parametrize(
    "app",
    [
        "raise SystemExit(3)",
        "raise SystemExit('a reason')",
        "import sys; sys.exit()",
        "def fail():\n    raise ValueError('a reason')\n\nfail()",
        "try:\n    1 / 0\nexcept ZeroDivisionError as error:\n    raise ValueError from error",
        "import sys\nsys.excepthook = lambda *error: print(error[:2])\nraise ValueError('why')",
        "if True:\nprint()",
        "import atexit\natexit.register(print, 'at exit')\nraise ValueError",
        "def interrupt():\n    raise KeyboardInterrupt\n\ninterrupt()",
        "class End(BaseException):\n    pass\n\nraise End('a reason')",
        "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\nimport time; time.sleep(9)",
        "try:\n    1 / 0\nexcept ZeroDivisionError:\n    raise GeneratorExit from None",
        "import pytest\npytest.fail('a reason')",
        "import atexit, sys\natexit.register(lambda: print(sys.last_type, sys.excepthook))\n1 / 0",
    ],
)
def test_an_app_ends_as_it_would(tmp_path: Path, app: str) -> None:
    (tmp_path / "main.py").write_text(app)
    fast, plain = both(tmp_path, "main.py")
    assert (fast.returncode, fast.stdout) == (plain.returncode, plain.stdout)
    assert fast.stderr == plain.stderr


def test_a_module_sees_what_it_would_see(tmp_path: Path) -> None:
    package = tmp_path / "app"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "__main__.py").write_text(
        "import sys\nprint(sys.argv, sys.path[0], __name__, __spec__.name, __package__, __file__)\n"
    )
    fast, plain = both(tmp_path, "-m", "app", "a", "--flag")
    assert output(fast) == output(plain)


def test_a_module_that_fails_shows_its_own_lines_alone(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("raise ValueError('a reason')")
    fast, plain = both(tmp_path, "-m", "app")
    assert fast.returncode == plain.returncode == 1
    header, *shown = fast.stderr.splitlines()
    assert header.startswith("Traceback")
    assert fast.stderr.count("File ") == 1
    assert plain.stderr.splitlines()[-len(shown) :] == shown


@pytest.mark.parametrize("arguments", [[], ["-m"], ["--fast", "main.py"]])
def test_usage(tmp_path: Path, arguments: list[str]) -> None:
    child = python(tmp_path, *COMMAND, *arguments)
    assert child.returncode == 2
    assert child.stderr.startswith("usage: python -m constructs_eic.faststart")


def test_help(tmp_path: Path) -> None:
    assert output(python(tmp_path, *COMMAND, "--help")).startswith("usage:")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    fast, plain = both(tmp_path, "absent.py")
    assert fast.returncode == plain.returncode == 2
    assert "absent.py" in fast.stderr
    assert "No such file" in fast.stderr


@pytest.mark.parametrize(("off", "deferred"), [("1", "True"), ("0", "False")])
def test_the_app_starts_fast(tmp_path: Path, off: str, deferred: str) -> None:
    Toy().write(tmp_path)
    (tmp_path / "main.py").write_text(
        "import sys\n"
        "import cdktf_cdktf_provider_toy as toy\n"
        "print(type(sys.modules[toy.__name__ + '.shape']).__name__ != 'module')\n"
    )
    environment = {"CONSTRUCTS_EIC_FASTSTART": off}
    child = python(tmp_path, *COMMAND, "main.py", environment=environment)
    assert output(child) == f"{deferred}\n"


@pytest.mark.parametrize("path", ["app", "app.zip"])
def test_a_folder_and_a_zip_file(tmp_path: Path, path: str) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "neighbour.py").write_text("print('here')")
    (tmp_path / "app" / "__main__.py").write_text(
        "import sys, neighbour\nprint(sys.argv, sys.path[0], __name__, __file__)\n"
    )
    with zipfile.ZipFile(tmp_path / "app.zip", "w") as archive:
        for each in ("neighbour.py", "__main__.py"):
            archive.write(tmp_path / "app" / each, each)
    fast, plain = both(tmp_path, path, "a", "--flag")
    assert output(fast) == output(plain)


def test_pytest_starts_where_warnings_are_errors(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n")
    (tmp_path / "test_app.py").write_text("def test_it():\n    pass\n")
    # As an installed package is: its plugin is found by its entry point.
    child = python(tmp_path, *COMMAND, "-m", "pytest", "-q", "-p", "no:cacheprovider")
    assert (child.returncode, child.stderr) == (0, ""), child.stdout


def test_the_plugin_imports_nothing_that_only_tests_of_apps_use(tmp_path: Path) -> None:
    (tmp_path / "look.py").write_text(
        "import sys, constructs_eic.testing.plugin\n"
        "print(sorted(n for n in sys.modules if n.startswith('constructs_eic') or n == 'jsii'))"
    )
    assert output(python(tmp_path, "look.py")).split("'")[1::2] == [
        "constructs_eic",
        "constructs_eic._lazy",
        "constructs_eic.testing",
        "constructs_eic.testing.plugin",
    ]
