"""Finds and reads the files that are given: one model for all of them.

Accepted: a file of Terraform's JSON syntax, the output of `terraform show -json` for a plan, a folder
of `*.tf.json` files, cdktf's output folder, and `-` for standard input.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from constructs_eic.checks._model.model import Model
from constructs_eic.checks._reading.plan import is_plan, resources_of_plan
from constructs_eic.checks._reading.terraform_json import Configuration

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

STDIN: Final = "-"


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


def read_paths(paths: Iterable[str | Path]) -> list[Document]:
    """Read all files that the paths name.

    Raises:
        UnreadableError: with every path that cannot be read.
    """
    documents: list[Document] = []
    problems: list[str] = []
    for path in dict.fromkeys(map(str, paths)):
        try:
            documents.extend(_documents(path))
        except UnreadableError as error:  # noqa: PERF203 - all that cannot be read is reported
            problems.append(str(error))
    if problems:
        raise UnreadableError("\n".join(problems))
    return documents


def model_of(documents: Iterable[Document]) -> Model:
    """All resources of the documents. References from one stack to another are followed."""
    configurations: dict[str, list[Document]] = defaultdict(list)
    plans: list[Document] = []
    for document in documents:
        if is_plan(document.content):
            plans.append(document)
        else:
            configurations[document.folder or document.name].append(document)
    several = len(configurations) + len(plans) > 1
    app: dict[str, Configuration] = {}
    for folder, files in configurations.items():
        stack = _stack_name(files)
        scope = stack or (folder if several else None)
        while scope in app:
            scope = f"{scope}'"
        app[scope or ""] = Configuration(files, scope, app, shown_stack=stack)
    resources = [each for configuration in app.values() for each in configuration.resources()]
    for plan in plans:
        resources.extend(resources_of_plan(plan.content, plan.name, plan.name if several else None))
    return Model(resources)


def _documents(path: str) -> Iterator[Document]:
    if path == STDIN:
        yield _parsed("<stdin>", sys.stdin.read(), "")
        return
    where = Path(path)
    if where.is_dir():
        files = _files_of(where)
        if not files:
            raise UnreadableError(
                f"{path}: no *.tf.json file and no cdktf output is in this folder; give a synthesized stack, "
                "a folder of *.tf.json files, or the output of `terraform show -json PLAN`"
            )
    else:
        files = [where]
    for file in files:
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
            raise UnreadableError(f"{file}: cannot be read: {reason}") from error
        # A file that is given on its own is a configuration of its own.
        yield _parsed(str(file), text, str(file.parent) if where.is_dir() else "")


def _files_of(folder: Path) -> list[Path]:
    """The files of a configuration, or of every stack if the folder is cdktf's output."""
    own = sorted(folder.glob("*.tf.json"))
    return own or sorted(folder.glob("stacks/*/*.tf.json")) or sorted(folder.glob("*/*.tf.json"))


def _parsed(name: str, text: str, folder: str) -> Document:
    try:
        content = json.loads(text)
    except ValueError as error:
        hint = ""
        if name.endswith(".tf"):
            hint = "; for files in Terraform's own syntax, check a plan: terraform show -json PLAN"
        raise UnreadableError(f"{name}: this is not JSON: {error}{hint}") from error
    if not isinstance(content, dict):
        raise UnreadableError(
            f"{name}: Terraform's JSON is an object, not {type(content).__name__}"
        )
    if "values" in content and "configuration" not in content:
        raise UnreadableError(
            f"{name}: this is a state; give a plan: terraform plan -out PLAN && terraform show -json PLAN"
        )
    return Document(name, content, folder)


def _stack_name(documents: Iterable[Document]) -> str | None:
    for document in documents:
        comment = document.content.get("//")
        metadata = comment.get("metadata") if isinstance(comment, dict) else None
        name = metadata.get("stackName") if isinstance(metadata, dict) else None
        if isinstance(name, str):
            return name
    return None
