"""Reads the files that are given, as one model.

Accepted: a file of Terraform's JSON syntax, the output of `terraform show -json` for a plan, a folder
of `*.tf.json` files, cdktf's output folder or the folder that it is in, and `-` for standard input.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

from constructs_eic.checks._model.model import Model
from constructs_eic.checks._reading.document import (
    GIVE,
    Document,
    UnreadableError,
    object_in,
    object_in_file,
)
from constructs_eic.checks._reading.folder import files_in
from constructs_eic.checks._reading.override_files import with_overrides
from constructs_eic.checks._reading.plan import is_plan, resources_of_plan
from constructs_eic.checks._reading.terraform_json import TerraformConfiguration

if TYPE_CHECKING:
    from collections.abc import Iterable

    from constructs_eic.checks._reading.cdktf_output import Annotation

STDIN: Final = "-"

# "JSON Configuration Syntax" and "Files and Configuration Structure" in the Terraform Language Documentation.
_BLOCKS: Final = frozenset(
    {
        *(
            "//",
            "action",
            "check",
            "data",
            "ephemeral",
            "import",
            "locals",
            "module",
            "moved",
            "output",
        ),
        *("provider", "removed", "resource", "terraform", "variable"),
    }
)
_STATE: Final = frozenset({"version", "resources"})
_NO_BLOCK: Final = f"it has no block of Terraform's JSON syntax, such as resource; {GIVE}"


@dataclass
class Read:
    """The documents that were read, and what could not be.

    Attributes:
        documents: The documents.
        notes: What was found and is not read, each with the reason.
        annotations: What constructs of the app remark, as the framework recorded it.
    """

    documents: list[Document] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    annotations: list[Annotation] = field(default_factory=list)


def read_paths(paths: Iterable[str | Path]) -> Read:
    """Read all files that the paths name.

    Raises:
        UnreadableError: with every path that cannot be read.
    """
    read = Read()
    problems: list[str] = []
    for path in dict.fromkeys(map(str, paths)):
        try:
            _read(path, read)
        except UnreadableError as error:  # noqa: PERF203 - all that cannot be read is reported
            problems.append(str(error))
    if problems:
        raise UnreadableError("\n".join(problems))
    return read


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
    app: dict[str, TerraformConfiguration] = {}
    for folder, files in configurations.items():
        stack = _stack_name(files)
        scope = stack or (folder if several else None)
        while scope in app:
            scope = f"{scope}'"
        app[scope or ""] = TerraformConfiguration(files, scope, app, shown_stack=stack)
    resources = [each for configuration in app.values() for each in configuration.resources()]
    for plan in plans:
        resources.extend(resources_of_plan(plan.content, plan.name, plan.name if several else None))
    return Model(resources)


def _read(path: str, read: Read) -> None:
    where = Path(path)
    if path == STDIN:
        read.documents.append(_stdin())
    elif not where.is_dir():
        # A file that is given on its own is a configuration of its own.
        read.documents.append(_terraform_json(where, ""))
    else:
        found = files_in(where)
        read.notes.extend(found.notes)
        read.annotations.extend(found.annotations)
        for folder, files in groupby(found.files, lambda file: file.parent):
            read.documents.extend(
                with_overrides(_terraform_json(each, str(folder)) for each in files)
            )


def _stdin() -> Document:
    stream = getattr(sys.stdin, "buffer", None)
    raw = stream.read() if stream else sys.stdin.read().encode()
    return _checked(Document("<stdin>", object_in(raw, "<stdin>")))


def _terraform_json(file: Path, folder: str) -> Document:
    return _checked(Document(str(file), object_in_file(file), folder))


def _checked(document: Document) -> Document:
    content = document.content
    if is_plan(content):
        return document
    if "values" in content or content.keys() >= _STATE:
        raise UnreadableError(
            f"{document.name}: this is a state; give a plan: terraform plan -out PLAN && terraform show -json PLAN"
        )
    if content and not content.keys() & _BLOCKS:
        is_app = {"app", "language"} <= content.keys()
        what = "this is the settings of an app; synthesize it, and give the folder it is in"
        raise UnreadableError(f"{document.name}: {what if is_app else _NO_BLOCK}")
    return document


def _stack_name(documents: Iterable[Document]) -> str | None:
    for document in documents:
        comment = document.content.get("//")
        metadata = comment.get("metadata") if isinstance(comment, dict) else None
        name = metadata.get("stackName") if isinstance(metadata, dict) else None
        if isinstance(name, str):
            return name
    return None
