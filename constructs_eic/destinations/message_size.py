"""The message size of created queues: the largest that the AWS provider accepts which the stack requires.

A record may have 1 MB and more. Before version 6.8.0 (its changelog, #43710), the provider accepts at most 256 KiB,
which is its default. A stack may require another version than that of the bindings, until it is synthesized.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from constructs_eic._bindings.app_state import state_of
from constructs_eic._bindings.provider_version import (
    known_provider_version,
    provider_version,
    required_version,
)
from constructs_eic._bindings.resources import reference_id
from constructs_eic._values.limits import PROVIDER_OF_LARGE_MESSAGES, SQS_LARGEST_MESSAGE_IN_BYTES
from constructs_eic._values.version_constraint import allows_from

if TYPE_CHECKING:
    from collections.abc import Collection

    from constructs_eic._bindings.installed import SqsQueue
    from constructs_eic._bindings.scope_info import ScopeInfo


@dataclass
class _Created:
    """A queue, and the `max_message_size` that it was given here; `None` for the provider's default."""

    queue: SqsQueue
    size: int | None


@dataclass
class _CreatedQueues:
    """The created queues of one app, by stack."""

    by_stack: dict[str, list[_Created]] = field(default_factory=dict)


def size_before_creation() -> int | None:
    """The `max_message_size` to create a queue with; `None` if it is the provider's default or not known yet."""
    version = known_provider_version("SqsQueue")
    return None if version is None else _largest(is_large=version >= PROVIDER_OF_LARGE_MESSAGES)


def allow_large_messages(queue: SqsQueue, size: int | None, scope_info: ScopeInfo) -> None:
    """Let a queue that was created with `size` take the largest message that the bindings' provider accepts."""
    created = _Created(queue, size)
    if size is None and provider_version(queue) >= PROVIDER_OF_LARGE_MESSAGES:
        created.size = queue.max_message_size = SQS_LARGEST_MESSAGE_IN_BYTES
    by_stack = state_of(scope_info.app).part(_CreatedQueues).by_stack
    by_stack.setdefault(reference_id(scope_info.stack), []).append(created)


def decide_message_sizes(scope_info: ScopeInfo, present: Collection[str]) -> None:
    """Let the created queues of a stack take what the provider accepts that the stack requires by an override.

    Args:
        scope_info: The stack.
        present: The identities of what is in the stack.
    """
    by_stack = state_of(scope_info.app).part(_CreatedQueues).by_stack
    queues = [
        each
        for each in by_stack.get(reference_id(scope_info.stack), [])
        if reference_id(each.queue) in present
    ]
    required = required_version(scope_info.stack) if queues else None
    if required is None:
        return
    size = _largest(is_large=allows_from(required, PROVIDER_OF_LARGE_MESSAGES))
    for each in queues:
        # Not what the app set on the queue since.
        if each.size != size and each.queue.max_message_size_input == each.size:
            each.size = size
            if size is None:
                each.queue.reset_max_message_size()
            else:
                each.queue.max_message_size = size


def _largest(*, is_large: bool) -> int | None:
    return SQS_LARGEST_MESSAGE_IN_BYTES if is_large else None
