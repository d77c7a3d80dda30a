"""Selects for a snapshot what neither a release of the bindings nor an edit of code changes."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HASH = "<hash>"
# What a stack contains about the bindings' release, and about the folder that the test runs in.
_LEFT_OUT = frozenset({"backend", "required_providers"})
_ESCAPE_IN_EXPRESSION = re.compile(r"\$\{[^}]*\\")
# Where cdktf and cdktn put an asset: assets/<logical id>/<hash of the content>/archive.zip
_ASSET = re.compile(r"assets/[^/\"]+/([0-9A-F]{32})(?![0-9A-Za-z])")


def stable(value: object) -> object:
    """A stack without the framework's comments, sources of providers, and backend; a document in it as JSON."""
    if isinstance(value, dict):
        entries = {key: stable(each) for key, each in value.items() if key != "//"}
        settings = entries.pop("terraform", {})
        if isinstance(settings, dict):
            settings = {key: each for key, each in settings.items() if key not in _LEFT_OUT}
        return {**entries, "terraform": settings} if settings else entries
    if isinstance(value, list):
        return [stable(each) for each in value]
    return _as_document(value) if isinstance(value, str) else value


def without_hashes(value: object) -> object:
    """The same with `<hash>` for each hash of an asset, and for a literal `source_code_hash`."""
    hashes = {found[1] for text in _texts(value) for found in _ASSET.finditer(text)}
    # Also within a text: the key of an object in a bucket often has the hash in it.
    anywhere = rf"(?<![0-9A-Za-z])(?:{'|'.join(sorted(hashes))})(?![0-9A-Za-z])"
    return _masked(value, re.compile(anywhere) if hashes else None)


def _masked(value: object, hashes: re.Pattern[str] | None) -> object:
    if isinstance(value, dict):
        return {
            key: HASH if _is_hash_of_code(key, each) else _masked(each, hashes)
            for key, each in value.items()
        }
    if isinstance(value, list):
        return [_masked(each, hashes) for each in value]
    return hashes.sub(HASH, value) if hashes and isinstance(value, str) else value


def _is_hash_of_code(key: str, value: object) -> bool:
    return key == "source_code_hash" and isinstance(value, str) and "${" not in value


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)


def _as_document(text: str) -> object:
    # Terraform would read an escape in an expression literally, so the text is also shown literally.
    if not text.startswith(("{", "[")) or _ESCAPE_IN_EXPRESSION.search(text):
        return text
    try:
        return {"jsonencode": json.loads(text)}
    except ValueError:
        return text
