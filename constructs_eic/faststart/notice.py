"""Collect from the app's messages to Node what the constructs would otherwise ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic.foreign import is_foreign
from constructs_eic.noticed import Made, begin

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import ModuleType

    from constructs_eic.noticed import Noticed

_APPS = ("cdktf.App", "cdktn.App")
_NAMING = ("allocateLogicalId", "getLogicalId")
_ENCODED = "${TfToken["


def notice_messages(process: ModuleType) -> None:
    """Inspect each message that jsii sends; do nothing if how it sends them is not known.

    Args:
        process: The module `jsii._kernel.providers.process`.
    """
    node_process = getattr(process, "_NodeProcess", None)
    send = getattr(node_process, "send", None)
    if node_process is None or send is None:
        return
    noticed = begin()
    get_request = getattr(process, "GetRequest", None)

    def send_noticed(process: object, request: object, response_type: type) -> object:
        if type(request) is get_request:  # most are, and they change nothing
            response = send(process, request, response_type)
            _notice_token(request, response, noticed)
            return response
        _notice(request, noticed)
        response = send(process, request, response_type)
        _notice_made(request, response, noticed)
        return response

    node_process.send = send_noticed


def _notice(request: object, noticed: Noticed) -> None:
    made: str | None = getattr(request, "fqn", None)
    used: str | None = getattr(getattr(request, "objref", None), "ref", None)
    named = made or used
    if named is None:
        return
    if is_foreign(named):
        noticed.stacks += 1
        noticed.inline_policies = True
        noticed.distrust()
    elif used is not None:
        _notice_use(request, used, noticed)
    elif named.endswith(".TerraformStack"):
        noticed.stacks += 1
    elif named.endswith(".IamRole") and _has_inline_policies(request.args):  # type: ignore[attr-defined]
        noticed.inline_policies = True


def _notice_use(request: object, used: str, noticed: Noticed) -> None:
    """Notice that something is set or called on an object that is there."""
    member = getattr(request, "property", None) or getattr(request, "method", None)
    if member in ("inlinePolicy", "putInlinePolicy") or (
        member == "addOverride" and "inline_policy" in str(request.args)  # type: ignore[attr-defined]
    ):
        noticed.inline_policies = True
    if member == "tryRemoveChild":
        noticed.removals += 1
    changed = noticed.constructs.get(used)
    if changed is not None and member != "toTerraform":
        changed.arguments = None
        noticed.changed_kinds.add(changed.kind)


def _notice_token(request: object, response: object, noticed: Noticed) -> None:
    """Notice what a token stands for that was read."""
    value = getattr(response, "value", None)
    if isinstance(value, str) and value.startswith(_ENCODED) and noticed.sees_all:
        noticed.attributes[value] = request.objref.ref, request.property  # type: ignore[attr-defined]


def _notice_made(request: object, response: object, noticed: Noticed) -> None:
    """Notice what an object is that was made."""
    ref: str | None = getattr(response, "ref", None)
    if ref is None or not noticed.sees_all or not hasattr(request, "overrides"):
        return
    made = _made(request)
    if made is None:
        return
    if made.scope is None:
        noticed.forget()
    noticed.constructs[ref] = made
    noticed.by_kind.setdefault(made.kind, []).append(ref)


def _made(request: object) -> Made | None:
    """What a request to create an object says about a construct: `scope`, `id` and the other arguments by name."""
    kind: str = request.fqn  # type: ignore[attr-defined]
    if kind in _APPS:
        return Made(kind, None, "", None)
    arguments: Sequence[object] = request.args  # type: ignore[attr-defined]
    overridden = {each.method for each in request.overrides}  # type: ignore[attr-defined]
    if len(arguments) < 2 or overridden.intersection(_NAMING):
        return None
    scope, id_ = getattr(arguments[0], "__jsii_ref__", None), arguments[1]
    if scope is None or not isinstance(id_, str):
        return None
    is_plain = len(arguments) > 2 and not request.overrides  # type: ignore[attr-defined]
    return Made(kind, scope.ref, id_, _named(arguments[2]) if is_plain else None)


def _named(struct: object) -> Mapping[str, object] | None:
    """The arguments that are given by name."""
    if not isinstance(struct, dict):
        return None
    given: Mapping[str, object] = (
        struct["$jsii.map"] if "$jsii.map" in struct else struct["$jsii.struct"]["data"]
    )
    return {name: value for name, value in given.items() if value is not None}


def _has_inline_policies(arguments: Sequence[object]) -> bool:
    """Whether a role is created with inline policies."""
    named = _named(arguments[2]) if len(arguments) > 2 else None
    return named is None or "inlinePolicy" in named
