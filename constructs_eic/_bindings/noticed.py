"""What fast start notices in the messages to Node, so that Node need not be asked: a question is a round trip."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping


@dataclass
class Made:
    """A construct as the app created it.

    Attributes:
        kind: The jsii type.
        scope: Identity of the scope; `None` for an app.
        id: Its id in the scope.
        arguments: The other arguments, named as in jsii; `None` once something was set or called on it.
    """

    kind: str
    scope: str | None
    id: str
    arguments: Mapping[str, object] | None


@dataclass
class Noticed:
    """What the apps may have created so far; of constructs, only those of the latest app.

    Attributes:
        stacks: How many stacks; the number grows with each.
        inline_policies: Whether a role lists inline policies.
        sees_all: Whether everything that is created and changed can be seen.
        constructs: What was created, by identity.
        attributes: By token, the identity of the construct and its attribute that the token stands for.
        agrees: By kind, whether Node gave the same answer when it was asked about the first one.
    """

    stacks: int = 0
    inline_policies: bool = False
    sees_all: bool = True
    constructs: dict[str, Made] = field(default_factory=dict)
    attributes: dict[str, tuple[str, str]] = field(default_factory=dict)
    agrees: dict[Hashable, bool] = field(default_factory=dict)

    def forget(self) -> None:
        """Forget the constructs of the apps so far: what is created from here on belongs to another app."""
        self.constructs.clear()
        self.attributes.clear()

    def distrust(self) -> None:
        """Know nothing about constructs from here on: something may change them in Node, unseen."""
        self.sees_all = False
        self.forget()


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
