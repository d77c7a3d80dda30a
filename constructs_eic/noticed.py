"""What fast start notices in the messages to Node, so that Node need not be asked: a question is a round trip."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping


@dataclass
class Made:
    """A construct as the app made it.

    Attributes:
        kind: The jsii type.
        scope: Identity of the scope; `None` for an app.
        id: Its id in the scope.
        arguments: The further arguments, named as in jsii; `None` once something was set or called on it.
    """

    kind: str
    scope: str | None
    id: str
    arguments: Mapping[str, object] | None


@dataclass
class Noticed:
    """What the app may have made so far.

    Attributes:
        stacks: How many stacks; the number grows with each.
        inline_policies: Whether a role lists inline policies.
        sees_all: Whether all that is made and changed can be seen.
        constructs: What was made, by identity.
        attributes: By token, the identity of the construct and its attribute that the token stands for.
        agrees: By kind, whether Node said the same when it was asked of the first one.
    """

    stacks: int = 0
    inline_policies: bool = False
    sees_all: bool = True
    constructs: dict[str, Made] = field(default_factory=dict)
    attributes: dict[str, tuple[str, str]] = field(default_factory=dict)
    agrees: dict[Hashable, bool] = field(default_factory=dict)

    def distrust(self) -> None:
        """Know nothing of constructs from here on: something may change them in Node, unseen."""
        self.sees_all = False
        self.constructs.clear()
        self.attributes.clear()


# There is one jsii in a process.
_noticed: list[Noticed] = []


def noticed() -> Noticed | None:
    """What was noticed; `None` without fast start."""
    return _noticed[0] if _noticed else None


def begin() -> Noticed:
    """Notice from here on, before jsii sends its first message."""
    if not _noticed:
        _noticed.append(Noticed())
    return _noticed[0]
