"""Keep the JSON decoder and encoder for jsii's messages; jsii creates new ones for each message."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType


def keep_codec(process: ModuleType) -> None:
    """Make jsii's module `process`, and nothing else, read and write JSON with the same objects.

    Args:
        process: The module `jsii._kernel.providers.process`.
    """
    hook, default = getattr(process, "ohook", None), getattr(process, "jdefault", None)
    if hook is None or default is None or getattr(process, "json", None) is not json:
        return
    decode = json.JSONDecoder(object_hook=hook).decode
    encode = json.JSONEncoder(default=default).encode

    def loads(text: bytes | str, **options: object) -> object:
        if type(text) is bytes and text[:1] == b"{" and options == {"object_hook": hook}:
            return decode(text.decode("utf-8", "surrogatepass"))
        return json.loads(text, **options)  # type: ignore[arg-type]

    def dumps(value: object, **options: object) -> str:
        if options == {"default": default}:
            return encode(value)
        return json.dumps(value, **options)  # type: ignore[arg-type]

    vars(process)["json"] = SimpleNamespace(**{**vars(json), "loads": loads, "dumps": dumps})
