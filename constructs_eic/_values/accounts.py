"""Decides which of several places are in one account, as far as that is known."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from constructs_eic._values.arn import partition_of

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
    """Return for each place what identifies its account: the same for places that are not known to differ.

    Two stacks with the same credentials are taken to be in one account, unless accounts that are named show that
    the credentials are not the same at every apply.

    >>> one, other, third = accounts_of([Place("a"), Place("b"), Place("c", "profile")])
    >>> one == other, one == third
    (True, False)
    """
    named: dict[Hashable, set[str]] = defaultdict(set)
    for each in places:
        if each.account is not None:
            for key in (each.credentials, (each.stack, each.credentials)):
                named[key].add(each.account)
    return [_account_of(each, named) for each in places]


def _account_of(place: Place, named: dict[Hashable, set[str]]) -> Hashable:
    if place.account is not None:
        return place.account
    in_stack = (place.stack, place.credentials)
    for key in (in_stack, place.credentials):
        if len(found := named.get(key, set())) == 1:
            return next(iter(found))
    if named.get(place.credentials):
        return in_stack
    return place.credentials, partition_of(place.region or "")
