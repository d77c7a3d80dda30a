"""A document of JSON, and how a file is read as one; what is wrong says what to give instead."""

from __future__ import annotations

import codecs
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

GIVE: Final = "give a synthesized stack, a folder of *.tf.json files, or the output of `terraform show -json PLAN`"
_NOT_SYNTHESIZED: Final = "; synthesize the app first, with cdktn synth or cdktf synth"
_ZIP: Final = b"PK\x03\x04"  # a file of `terraform plan -out` is one
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class Document:
    """One JSON document.

    Attributes:
        name: The file's name as it was given or found; `<stdin>` for standard input.
        content: What is in it.
        folder: Where it was found; the files of one folder are one configuration.
    """

    name: str
    content: Mapping[str, object]
    folder: str = ""


class UnreadableError(ValueError):
    """A path or document that is not Terraform's JSON; the message says which, why, and what to give instead."""


def object_in_file(file: Path) -> Mapping[str, object]:
    """The JSON object in a file.

    Raises:
        UnreadableError: the file cannot be read, or has something else in it.
    """
    try:
        raw = file.read_bytes()
    except OSError as error:
        hint = _NOT_SYNTHESIZED if file.name == "cdktf.out" else ""
        raise UnreadableError(f"{file}: cannot be read: {error.strerror}{hint}") from error
    return object_in(raw, str(file))


def object_in(raw: bytes, name: str) -> Mapping[str, object]:
    """The JSON object in the content of a file.

    Raises:
        UnreadableError: there is something else in it.
    """
    if raw.startswith(_ZIP):
        raise UnreadableError(
            f"{name}: this is a plan file; give its JSON: terraform show -json {name} > plan.json"
        )
    if not raw.strip():
        raise UnreadableError(f"{name}: this is empty; {GIVE}")
    try:
        content = json.loads(_text(raw, name))
    except ValueError as error:
        if isinstance(error, UnreadableError):
            raise
        if name.endswith(".py"):
            raise UnreadableError(
                f"{name}: this is Python; synthesize the app, and give what that writes: cdktf.out"
            ) from error
        raise UnreadableError(f"{name}: this is not JSON: {error}{_hint(name)}") from error
    except RecursionError as error:
        raise UnreadableError(
            f"{name}: cannot be read: the JSON is nested too deeply; {GIVE}"
        ) from error
    if not isinstance(content, dict):
        raise UnreadableError(
            f"{name}: this is a JSON {type(content).__name__}, and Terraform's JSON is an object; {GIVE}"
        )
    return content


def _text(raw: bytes, name: str) -> str:
    if raw.startswith(_UTF16):
        raise UnreadableError(
            f"{name}: this is UTF-16, which `>` writes in Windows PowerShell; write UTF-8: "
            f"terraform show -json PLAN | Out-File -Encoding utf8 {Path(name).name}"
        )
    try:
        # Out-File of Windows PowerShell also writes a byte order mark.
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(f"{name}: cannot be read: it is not UTF-8 text") from error


def _hint(name: str) -> str:
    if name.endswith(".tf"):
        return "; for files in Terraform's own syntax, check a plan: terraform show -json PLAN"
    return f"; {GIVE}"
