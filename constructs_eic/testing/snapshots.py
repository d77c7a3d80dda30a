"""Writes a stack as a snapshot."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from syrupy.terminal import bold, context_style, received_style, reset, snapshot_style

from constructs_eic.testing.differences import differences
from constructs_eic.testing.filtering import Filters
from constructs_eic.testing.stable import stable, without_hashes
from constructs_eic.testing.synthesis import synthesized

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syrupy.types import PropertyFilter, PropertyMatcher

# How Python shows an object without a text of its own; the address differs in each run.
_IN_MEMORY = re.compile(r"<(.*?)(?: object)? at 0x[0-9a-fA-F]+>")
_STYLES = {"-": snapshot_style, "+": received_style, " ": context_style}


class TerraformJsonExtension(SingleFileSnapshotExtension):
    """One file for each snapshot: a stack's Terraform JSON, the same with every framework and release of bindings.

    It leaves out cdktf's own comments (`//`), the sources of providers, and the backend. A JSON document, such as a
    policy, is written as a JSON object: `{"jsonencode": …}`. The hash of an asset and a literal `source_code_hash`
    change with every edit of the code; `<hash>` is written for them.

    Attributes:
        masks_hashes: Whether `<hash>` is written for hashes; a subclass can set it to `False`.

    Example::

        class WithHashes(TerraformJsonExtension):
            masks_hashes = False


        def test_the_code_that_is_deployed(terraform_snapshot):
            assert OrdersStack(App(), "orders") == terraform_snapshot.use_extension(WithHashes)
    """

    masks_hashes: bool = True
    _write_mode = WriteMode.TEXT
    # syrupy recognizes the files of an extension by how their names end: `.tf.json` would also be JSON's.
    file_extension = "jsonc"

    def serialize(
        self,
        data: Any,  # noqa: ANN401 - syrupy's signature
        *,
        exclude: PropertyFilter | None = None,
        include: PropertyFilter | None = None,
        matcher: PropertyMatcher | None = None,
    ) -> str:
        """The text of the snapshot of a stack, an app, or a part of Terraform's JSON.

        Args:
            data: A stack, an app, or a part of Terraform's JSON.
            exclude: Which entries are left out, such as `syrupy.filters.props("tags")`; the paths are those of the
                snapshot.
            include: Which entries alone are kept.
            matcher: What is written in place of a value, such as `syrupy.matchers.path_type`.
        """
        document = stable(synthesized(data) if hasattr(data, "__jsii_ref__") else data)
        if self.masks_hashes:
            document = without_hashes(document)
        document = Filters(exclude, include, matcher).apply(document)
        text = json.dumps(document, indent=2, sort_keys=True) + "\n"
        if found := _IN_MEMORY.search(text):
            raise TypeError(
                "terraform_snapshot compares a stack, an app or a part of Terraform's JSON, and this is none: "
                f"{found[1]}; give one stack, created, to each terraform_snapshot"
            )
        return text

    def diff_lines(self, serialized_data: Any, snapshot_data: Any) -> Iterator[str]:  # noqa: ANN401 - see above
        """Every change with the address of its resource; syrupy's own stops a hundred lines after the first."""
        lines = [
            reset(_STYLES.get(line[:1], bold)(line))
            for line in differences(snapshot_data, serialized_data)
        ]
        # No line differs if, for example, the snapshot lacks its last line break.
        return iter(lines) if lines else super().diff_lines(serialized_data, snapshot_data)
