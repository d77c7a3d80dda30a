"""What there is in the account with the names of a prefix before a run begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.aws.account import RefusedError
from tests.aws.kinds import KINDS

if TYPE_CHECKING:
    from tests.aws.account import Account


def of_other_runs(account: Account) -> list[str]:
    """What other runs of the prefix have left behind, or are using.

    Raises:
        RefusedError: the prefix is used for something else, too.
    """
    there = [(kind.title, name) for kind in KINDS for name in sorted(kind.with_prefix(account))]
    of_others = [f"{kind} {name}" for kind, name in there if not account.is_of_a_run(name)]
    if of_others:
        raise RefusedError(
            f"prefix {account.prefix!r} is used by others: {', '.join(of_others)}. Choose another prefix"
        )
    return [f"{kind} {name}" for kind, name in there]
