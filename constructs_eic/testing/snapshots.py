"""How a stack is written as a snapshot."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from syrupy.terminal import bold, context_style, received_style, reset, snapshot_style

from constructs_eic.testing.differences import differences
from constructs_eic.testing.synthesis import synthesized

if TYPE_CHECKING:
    from collections.abc import Iterator

# What a stack contains about the bindings' release, and about the folder that the test runs in.
_LEFT_OUT = frozenset({"backend", "required_providers"})
_STYLES = {"-": snapshot_style, "+": received_style, " ": context_style}
_ESCAPE_IN_EXPRESSION = re.compile(r"\$\{[^}]*\\")


class TerraformJsonExtension(SingleFileSnapshotExtension):
    """One file for each snapshot: a stack's Terraform JSON, the same with every framework and release of bindings.

    It leaves out cdktf's own comments (`//`), the sources of providers, and the backend. A JSON document, such as a
    policy, is written as a JSON object: `{"jsonencode": …}`.
    """

    _write_mode = WriteMode.TEXT
    # syrupy recognizes the files of an extension by how their names end: `.tf.json` would also be JSON's.
    file_extension = "jsonc"

    def serialize(self, data: Any, **_: Any) -> str:  # noqa: ANN401 - syrupy's signature
        """The text of the snapshot of a stack, an app, or a part of Terraform's JSON."""
        document = synthesized(data) if hasattr(data, "__jsii_ref__") else data
        return json.dumps(_stable(document), indent=2, sort_keys=True) + "\n"

    def diff_lines(self, serialized_data: Any, snapshot_data: Any) -> Iterator[str]:  # noqa: ANN401 - see above
        """Every change with the address of its resource; syrupy's own stops a hundred lines after the first."""
        lines = [
            reset(_STYLES.get(line[:1], bold)(line))
            for line in differences(snapshot_data, serialized_data)
        ]
        # No line differs if, for example, the snapshot lacks its last line break.
        return iter(lines) if lines else super().diff_lines(serialized_data, snapshot_data)


def _stable(value: object) -> object:
    if isinstance(value, dict):
        entries = {key: _stable(each) for key, each in value.items() if key != "//"}
        settings = entries.pop("terraform", {})
        if isinstance(settings, dict):
            settings = {key: each for key, each in settings.items() if key not in _LEFT_OUT}
        return {**entries, "terraform": settings} if settings else entries
    if isinstance(value, list):
        return [_stable(each) for each in value]
    return _as_document(value) if isinstance(value, str) else value


def _as_document(text: str) -> object:
    # Terraform would read an escape in an expression literally, so the text is also shown literally.
    if not text.startswith(("{", "[")) or _ESCAPE_IN_EXPRESSION.search(text):
        return text
    try:
        return {"jsonencode": json.loads(text)}
    except ValueError:
        return text
