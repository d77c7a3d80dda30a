"""`constructs-eic check` on the example, with and without its failure destination."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from demo.command import constructs_eic
from demo.narration import DemoError, step
from demo.shell import Shell
from tools import terraform

if TYPE_CHECKING:
    from demo.project import Project

_DESTINATION = "            on_failure=failures,\n"
# Every rule, but for the one that asks for alarms.
_CHECK = ("check", "--select", "EIC", "--ignore", "EIC009", "cdktf.out")


def check_without_failure_destination(project: Project) -> None:
    """Remove the destination, check, and restore it.

    Raises:
        DemoError: The check finds anything other than that.
    """
    text = project.main.read_text()
    project.edit("main.py", _DESTINATION, "")
    with step("synthesize the example without its line `on_failure=failures`"):
        synthesize(project)
    written = constructs_eic(project.folder, *_CHECK, status=1)
    if not (written.startswith("EIC002 destinations/orders ") and "1 finding\n" in written):
        raise DemoError("the function without failure destination is not what was found")
    project.main.write_text(text)


def check_the_example(project: Project) -> None:
    """Check what was synthesized.

    Raises:
        DemoError: Something is found.
    """
    constructs_eic(project.folder, *_CHECK)


def synthesize(project: Project) -> None:
    """Run the app itself, which takes a fraction of the CLI's time."""
    shell = Shell(project.folder, {"PATH": terraform.search_path()})
    shell.run(sys.executable, "-m", "constructs_eic.faststart", str(project.main))
