"""Collect from the app's messages to Node what the constructs would otherwise ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic._bindings.foreign import PROVIDERS, is_foreign
from constructs_eic._bindings.noticed import Made, begin

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import ModuleType

    from constructs_eic._bindings.noticed import Noticed

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
            _notice_answer(request, response, noticed)
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
    changed = noticed.constructs.get(used)
    if changed is not None and member != "toTerraform":
        changed.arguments = None


def _notice_answer(request: object, response: object, noticed: Noticed) -> None:
    """Notice what a token stands for that was read, and that a block was read, which can be changed."""
    value = getattr(response, "value", None)
    made = noticed.constructs.get(request.objref.ref)  # type: ignore[attr-defined]
    if value is None or made is None:
        return
    member: str = request.property  # type: ignore[attr-defined]
    block: str | None = getattr(value, "ref", None)
    if block is not None and block.startswith(PROVIDERS) and block not in noticed.constructs:
        made.arguments = None
        noticed.inline_policies |= member == "inlinePolicy"
    elif isinstance(value, str) and value.startswith(_ENCODED) and _is_attribute(made, member):
        noticed.attributes.setdefault(value, (request.objref.ref, member))  # type: ignore[attr-defined]


def _is_attribute(made: Made, member: str) -> bool:
    """Whether a token that is read there is of that attribute of the resource, and of nothing else."""
    is_given_back = member.endswith("Input") or member == "fqn"
    return made.kind.startswith(PROVIDERS) and not is_given_back


def _notice_made(request: object, response: object, noticed: Noticed) -> None:
    """Notice what was created."""
    ref: str | None = getattr(response, "ref", None)
    if ref is None or not noticed.sees_all or not hasattr(request, "overrides"):
        return
    made = _made(request)
    if made is None:
        return
    if made.scope is None:
        noticed.forget()
    noticed.constructs[ref] = made


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
    if scope is None or type(id_) is not str:  # not an enum's member, which Node turns into text
        return None
    named = None if request.overrides else _named(arguments)  # type: ignore[attr-defined]
    given = named and {name: value for name, value in named.items() if value is not None}
    return Made(kind, scope.ref, id_, given)


def _named(arguments: Sequence[object]) -> Mapping[str, object] | None:
    """The arguments by name, which follow `scope` and `id`; those that are left out are `None`."""
    struct = arguments[2] if len(arguments) > 2 else None
    if not isinstance(struct, dict):
        return None
    named: Mapping[str, object] = (
        struct["$jsii.map"] if "$jsii.map" in struct else struct["$jsii.struct"]["data"]
    )
    return named


def _has_inline_policies(arguments: Sequence[object]) -> bool:
    """Whether a role is created with inline policies."""
    named = _named(arguments)
    return named is None or named.get("inlinePolicy") is not None
