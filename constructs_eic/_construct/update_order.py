"""Configurations of one function are applied one after the other, and destroyed in reverse.

Lambda answers parallel changes to one function with `ResourceConflictException`, and the AWS provider does not
retry these (issues 263 and 419 of terraform-aws-modules/terraform-aws-lambda).

The order is decided when the stack is synthesized, once for all configurations in it: until then, configurations
may be removed, and users may let one wait for another.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, cast

from constructs_eic._bindings.app_state import state_of
from constructs_eic._bindings.declared import Declared
from constructs_eic._bindings.expressions import resolved
from constructs_eic._bindings.reading import once
from constructs_eic._bindings.resources import reference_id

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence

    from constructs_eic._bindings.installed import LambdaFunctionEventInvokeConfig
    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._target.uniqueness import TargetIdentity


@dataclass
class _Update:
    """One configuration.

    Attributes:
        resource: Its resource.
        identity: How its target is identified.
        added: The address that was added to what it waits for, if one was.
    """

    resource: LambdaFunctionEventInvokeConfig
    identity: TargetIdentity
    added: str | None = None


@dataclass
class _Updates:
    """The configurations of one app by stack and identity, each in the order in which they were created.

    Attributes:
        by_stack: The configurations.
        awaited: The addresses that elements of `depends_on` stand for, which never change.
    """

    by_stack: dict[str, dict[str, _Update]] = field(default_factory=dict)
    awaited: dict[str, str] = field(default_factory=dict)


def serialize_updates(
    resource: LambdaFunctionEventInvokeConfig, identity: TargetIdentity, scope_info: ScopeInfo
) -> None:
    """Let `resource` be applied apart from the other configurations of its function in its stack."""
    by_stack = state_of(scope_info.app).part(_Updates).by_stack
    updates = by_stack.setdefault(reference_id(scope_info.stack), {})
    updates[reference_id(resource)] = _Update(resource, identity)


def identify(
    resource: LambdaFunctionEventInvokeConfig, identity: TargetIdentity, scope_info: ScopeInfo
) -> None:
    """Let `resource` have this identity from now on, of a function that was recognized later."""
    by_stack = state_of(scope_info.app).part(_Updates).by_stack
    by_stack[reference_id(scope_info.stack)][reference_id(resource)].identity = identity


def decide_update_order(scope_info: ScopeInfo, present: Collection[str]) -> None:
    """Let each configuration of a function wait for one other, so that they form one line.

    Args:
        scope_info: The stack.
        present: The identities of what is in the stack.
    """
    known = state_of(scope_info.app).part(_Updates)
    created = known.by_stack.get(reference_id(scope_info.stack), {})
    updates = _of_the_same_functions([u for id_, u in created.items() if id_ in present])
    read = [Declared.read(each.resource) for each in updates]
    addresses = [each.moved_to or each.address for each in read]
    given = [cast("list[str]", each.arguments.get("depends_on") or []) for each in read]
    awaited = [
        {
            once(known.awaited, each, partial(_awaited_address, each, scope_info))
            for each in depends_on
            if each != update.added
        }
        for depends_on, update in zip(given, updates, strict=True)
    ]
    for index, predecessor in _predecessors(updates, _order(addresses, awaited)):
        update = updates[index]
        address = None if predecessor is None else addresses[predecessor]
        wanted = None if address in awaited[index] else address
        is_there = wanted is None or wanted in given[index]
        if wanted != update.added or not is_there:
            _add(update, wanted)


def _of_the_same_functions(updates: Sequence[_Update]) -> list[_Update]:
    """Those whose function may have another configuration, or had one when the order was last decided."""
    keys = [{*each.identity.keys, *each.identity.conflicting_keys} for each in updates]
    count = Counter(chain.from_iterable(keys))
    return [
        each
        for each, of_function in zip(updates, keys, strict=True)
        if each.added is not None or any(count[key] > 1 for key in of_function)
    ]


def _awaited_address(dependency: str, scope_info: ScopeInfo) -> str:
    """The address in one element of `depends_on`."""
    return resolved(dependency, scope_info).removeprefix("${").removesuffix("}")


def _order(addresses: Sequence[str], awaited: Sequence[Collection[str]]) -> list[int]:
    """The order of creation, but each comes after those that it waits for."""
    index_of: Mapping[str, int] = {address: index for index, address in enumerate(addresses)}
    ordered: dict[int, None] = {}
    entered: set[int] = set()
    for index in range(len(addresses)):
        open_ = [index]
        while open_:
            entered.add(open_[-1])
            before = {index_of[each] for each in awaited[open_[-1]] if each in index_of} - entered
            if before:
                open_.append(min(before))
            else:
                ordered.setdefault(open_.pop())
    return list(ordered)


def _predecessors(
    updates: Sequence[_Update], order: Sequence[int]
) -> Iterator[tuple[int, int | None]]:
    """Each configuration, and the one of its function that comes last before it."""
    latest: dict[Hashable, int] = {}
    for position, index in enumerate(order):
        identity = updates[index].identity
        before = [latest[key] for key in identity.conflicting_keys if key in latest]
        yield index, order[max(before)] if before else None
        latest.update(dict.fromkeys(identity.keys, position))


def _add(update: _Update, address: str | None) -> None:
    """Let a configuration also wait for `address`, and no longer for what was added before."""
    given = list(update.resource.depends_on or ())
    others = [each for each in given if each != update.added]
    update.resource.depends_on = [*others, *([] if address is None else [address])]
    update.added = address
