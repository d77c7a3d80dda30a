"""Merges override files into the files of their folder: `override.tf.json`, `*_override.tf.json`.

Source: "Override Files" in the Terraform Language Documentation.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from constructs_eic.checks._reading.document import Document

Json: TypeAlias = "dict[str, object]"
_Key: TypeAlias = "tuple[str, ...]"

# How many names follow the kind of a block: resource "aws_sqs_queue" "failures". What is in `locals` has none.
_NAMES_AFTER: Final = {"resource": 2, "data": 2, "module": 1, "output": 1, "locals": 0}


def with_overrides(documents: Iterable[Document]) -> list[Document]:
    """The documents of one folder, with its override files merged into the others, in the order of their names.

    A block that no other file has is kept; Terraform refuses it.
    """
    given = list(documents)
    if not any(map(_is_override, given)):
        return given
    given = [replace(each, content=deepcopy(each.content)) for each in given]
    kept = [each for each in given if not _is_override(each)]
    bodies = {key: body for each in kept for key, body in _blocks(each)}
    for each in given:
        if _is_override(each):
            for key, override in _blocks(each):
                if key in bodies:
                    _merge(bodies[key], override)
                else:
                    bodies[key] = override
                    kept.append(replace(each, content=_block(key, override)))
    return kept


def _is_override(document: Document) -> bool:
    return Path(document.name).name.removesuffix(".tf.json").rpartition("_")[2] == "override"


def _merge(body: Json, override: Json) -> None:
    """Replace arguments, and all blocks of a kind together: what is inside blocks is not merged."""
    dynamic = {**_entries(body.get("dynamic"))}
    for name, value in override.items():
        if name == "lifecycle":  # the exception: it is merged argument by argument
            body[name] = {**_entries(body.get(name)), **_entries(value)}
        elif name != "dynamic":
            body[name] = value
            dynamic.pop(name, None)
    for name, blocks in _entries(override.get("dynamic")).items():
        body.pop(name, None)
        dynamic[name] = blocks
    body["dynamic"] = dynamic


def _blocks(document: Document) -> Iterator[tuple[_Key, Json]]:
    for kind, names in _NAMES_AFTER.items():
        yield from _named(document.content.get(kind), names, (kind,))


def _named(written: object, names: int, key: _Key) -> Iterator[tuple[_Key, Json]]:
    for each in _objects(written):
        if not names:
            yield key, each
            continue
        for name, inner in each.items():
            yield from _named(inner, names - 1, (*key, name))


def _block(key: _Key, body: Json) -> Json:
    content = body
    for name in reversed(key):
        content = {name: content}
    return content


def _entries(written: object) -> Json:
    return {name: value for each in _objects(written) for name, value in each.items()}


def _objects(written: object) -> Iterator[Json]:
    for each in written if isinstance(written, list) else [written]:
        if isinstance(each, dict):
            yield each
