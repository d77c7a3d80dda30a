"""Decides which of several places are in one account, as far as that is known."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

CREDENTIALS: Final = (
    "access_key",
    "assume_role",
    "assume_role_with_web_identity",
    "profile",
    "shared_config_files",
    "shared_credentials_files",
)
"""The arguments of the AWS provider that decide about the account.

Source: "Authentication and Configuration" of the AWS provider in the Terraform Registry.
"""


@dataclass(frozen=True)
class Place:
    """What is known about the account that a resource is in.

    Attributes:
        stack: The stack.
        credentials: What its provider authenticates with, for comparison.
        account: The account's id, if it is literal.
        region: The region, if it is literal.
    """

    stack: str
    credentials: str = ""
    account: str | None = None
    region: str | None = None


def accounts_of(places: Sequence[Place]) -> list[Hashable]:
    """Return for each place what identifies its account: the same for places that are known to be in one account.

    Stacks whose accounts are not named may be stages of one app, each applied with credentials of its own. In one
    stack, an account that is named is that of everything with the same credentials.

    >>> one, same, other = accounts_of([Place("a"), Place("a"), Place("b")])
    >>> one == same, one == other
    (True, False)
    >>> accounts_of([Place("a", account="123456789012"), Place("a"), Place("b")])
    ['123456789012', '123456789012', ('b', '')]
    """
    named: dict[Hashable, set[str]] = defaultdict(set)
    for each in places:
        if each.account is not None:
            named[each.stack, each.credentials].add(each.account)
    return [each.account or _account_of(each, named) for each in places]


def _account_of(place: Place, named: dict[Hashable, set[str]]) -> Hashable:
    in_stack = (place.stack, place.credentials)
    accounts = named.get(in_stack, set())
    return next(iter(accounts)) if len(accounts) == 1 else in_stack
