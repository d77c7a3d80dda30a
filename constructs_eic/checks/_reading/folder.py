"""Selects the files of a folder that are read, and names those that are not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_eic.checks._reading.cdktf_output import output_folder, output_in
from constructs_eic.checks._reading.document import GIVE, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from constructs_eic.checks._reading.cdktf_output import Annotation

_PLAN = "terraform plan -out PLAN && terraform show -json PLAN"


@dataclass(frozen=True)
class FolderFiles:
    """The files of a folder.

    Attributes:
        files: The files to read.
        notes: What is not read, and why.
        annotations: What constructs remark.
    """

    files: Sequence[Path]
    notes: Sequence[str] = ()
    annotations: Sequence[Annotation] = ()


def files_in(folder: Path) -> FolderFiles:
    """The files of a configuration, or of every stack if the folder is cdktf's output or a project with one.

    Raises:
        UnreadableError: nothing in the folder can be read.
    """
    own = sorted(folder.glob("*.tf.json"))
    if own:
        stale = _note_if_stale(folder)
        return (
            FolderFiles([], [stale])
            if stale
            else FolderFiles(own, _notes_on_terraform_files(folder))
        )
    outputs = [folder, output_folder(folder)]
    if folder.resolve().name == "stacks":
        outputs.insert(0, folder.resolve().parent)
    for output in outputs:
        found = _output(output)
        if found:
            return found
    nested = sorted(folder.glob("stacks/*/*.tf.json")) or sorted(folder.glob("*/*.tf.json"))
    if nested:
        return FolderFiles(nested)
    if any(folder.glob("*.tf")):
        raise UnreadableError(
            f"{folder}: its files are in Terraform's own syntax, which is not read; check a plan: {_PLAN}"
        )
    raise UnreadableError(
        f"{folder}: no *.tf.json file and no cdktf output is in this folder; {GIVE}"
    )


def _output(folder: Path) -> FolderFiles | None:
    output = output_in(folder)
    if output is None:
        return (
            FolderFiles(nested) if (nested := sorted(folder.glob("stacks/*/*.tf.json"))) else None
        )
    if not output.stacks:
        raise UnreadableError(
            f"{folder}: the app has no stack, according to manifest.json; synthesize it again"
        )
    notes = [_stale(each, folder) for each in output.stale]
    return FolderFiles(output.stacks, notes, output.annotations)


def _note_if_stale(stack: Path) -> str | None:
    """Return that a stack's folder in an output is one that the app no longer has, if so."""
    stacks = stack.resolve().parent
    try:
        output = output_in(stacks.parent) if stacks.name == "stacks" else None
    except UnreadableError:
        return None  # it is about other stacks
    is_stale = output is not None and stack.resolve() in output.stale
    return _stale(stack, stacks.parent) if is_stale else None


def _stale(stack: Path, output: Path) -> str:
    return (
        f"{stack}: this stack is not read: the app no longer has it, according to {output / 'manifest.json'}; "
        "remove the folder"
    )


def _notes_on_terraform_files(folder: Path) -> list[str]:
    names = [each.name for each in sorted(folder.glob("*.tf"))]
    if not names:
        return []
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    return [
        f"{folder}: {shown}: Terraform's own syntax is not read, so what is declared there is not known; "
        f"check a plan: {_PLAN}"
    ]
