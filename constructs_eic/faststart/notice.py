"""Notice in the app's messages to Node what the constructs would otherwise ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic.foreign import is_foreign
from constructs_eic.noticed import begin

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

    from constructs_eic.noticed import Noticed


def notice_messages(process: ModuleType) -> None:
    """Look at each message that jsii sends; do nothing where how it sends them is not known.

    Args:
        process: The module `jsii._kernel.providers.process`.
    """
    node_process = getattr(process, "_NodeProcess", None)
    send = getattr(node_process, "send", None)
    if node_process is None or send is None:
        return
    noticed = begin()

    def send_noticed(process: object, request: object, response_type: type) -> object:
        _notice(request, noticed)
        return send(process, request, response_type)

    node_process.send = send_noticed


def _notice(request: object, noticed: Noticed) -> None:
    made: str | None = getattr(request, "fqn", None)
    named = made or getattr(getattr(request, "objref", None), "ref", None)
    if named is None:
        return
    if is_foreign(named):
        noticed.stacks += 1
        noticed.inline_policies = True
    elif made is None:
        # Of an object that is there: an argument that is set, or an override.
        member = getattr(request, "property", None) or getattr(request, "method", None)
        if member in ("inlinePolicy", "putInlinePolicy") or (
            member == "addOverride" and "inline_policy" in str(request.args)  # type: ignore[attr-defined]
        ):
            noticed.inline_policies = True
    elif made.endswith(".TerraformStack"):
        noticed.stacks += 1
    elif made.endswith(".IamRole") and _has_inline_policies(request.args):  # type: ignore[attr-defined]
        noticed.inline_policies = True


def _has_inline_policies(arguments: Sequence[object]) -> bool:
    """Whether a role is made with inline policies: its arguments are `scope`, `id` and the rest by name."""
    if len(arguments) < 3 or not isinstance(arguments[2], dict):
        return True
    named = arguments[2]
    given: dict[str, object] = named.get("$jsii.struct", {}).get("data", named)
    return given.get("inlinePolicy") is not None
