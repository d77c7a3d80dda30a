"""Creates what may be there already: a request whose answer was lost is sent again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from collections.abc import Callable

_IS_THERE = {"BucketAlreadyOwnedByYou", "EntityAlreadyExists", "ResourceAlreadyExistsException"}


def create(request: Callable[[], object]) -> bool:
    """Send a request that creates something with a name of this run, which nothing else has.

    Returns:
        `True`, as soon as it is there.

    Raises:
        ClientError: it was not created.
    """
    try:
        request()
    except ClientError as error:
        told = error.response["Error"]
        # Lambda has this code also for what it cannot do at the moment.
        exists = told["Code"] == "ResourceConflictException" and "already exist" in told["Message"]
        if not exists and told["Code"] not in _IS_THERE:
            raise
    return True
