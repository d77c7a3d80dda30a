"""Read-only requests in one region: within the rate, page by page, and with what fails written down."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from botocore import xform_name

from constructs_eic.aws.errors import RepeatedMarkerError, code_of
from constructs_eic.aws.pages import pages_of
from constructs_eic.inventory.progress import Silent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from constructs_eic.audit.unread import UnreadFacts
    from constructs_eic.inventory.aws import Client, Region
    from constructs_eic.inventory.progress import Progress

Item = TypeVar("Item")


class NotRead(Exception):  # noqa: N818 - not an error of ours: a fact that is left open
    """A request failed, and is written down."""


class NotThere(NotRead):
    """AWS answered that there is no such thing."""


@dataclass
class Calls:
    """The requests in one region of one account.

    Attributes:
        region: The region.
        unread: Where failures are written down.
        progress: Is notified of what a list finds and that takes a request each.
    """

    region: Region
    unread: UnreadFacts
    progress: Progress = field(default_factory=Silent)
    _clients: dict[str, Any] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(
        self,
        service: str,
        operation: str,
        *absent: str,
        about: str = "",
        client: Client | None = None,
        **request: object,
    ) -> Mapping[str, Any]:
        """The answer to one request.

        Args:
            service: The service, as boto3 names it.
            operation: The operation of its API.
            absent: The codes with which it answers that there is no such thing.
            about: What is asked about, for the user.
            client: Another client than the region's own for the service.
            request: The parameters.

        Raises:
            NotThere: there is no such thing.
            NotRead: the request failed otherwise; it is written down.
        """
        asked = client if client is not None else self._client(service)
        try:
            answer: Mapping[str, Any] = getattr(asked, xform_name(operation))(**request)
        except Exception as error:
            if code_of(error) in absent:
                raise NotThere from error
            self._fail(service, operation, about, error)
            raise NotRead from error
        return answer

    def pages(
        self,
        service: str,
        operation: str,
        *absent: str,
        about: str = "",
        marker: str = "NextToken",
        returned: str = "",
        client: Client | None = None,
        **request: object,
    ) -> Iterator[Mapping[str, Any]]:
        """The pages of a list.

        Args:
            service: As for `ask`.
            operation: As for `ask`.
            absent: As for `ask`.
            about: As for `ask`.
            marker: The parameter that names the next page.
            returned: The member of an answer that has the marker of the next page, if it is named otherwise.
            client: As for `ask`.
            request: As for `ask`.

        Raises:
            NotThere: there is no such thing.
            NotRead: a request failed, or the list would never end; it is written down.
        """

        def page(at: str | None) -> Mapping[str, Any]:
            further = request if at is None else {**request, marker: at}
            return self.ask(service, operation, *absent, about=about, client=client, **further)

        try:
            yield from pages_of(page, lambda read: read.get(returned or marker))
        except RepeatedMarkerError as error:
            self._fail(service, operation, about, error)
            raise NotRead from error

    def each(self, found: Sequence[Item]) -> Iterator[Item]:
        """What a page of a list has, where the caller asks something about each."""
        for _ in found:
            self.progress.found()
        for one in found:
            yield one
            self.progress.read()

    def _client(self, service: str) -> Any:  # noqa: ANN401 - boto3 makes a client's methods at run time
        with self._lock:
            if service not in self._clients:
                self._clients[service] = self.region.service(service)
            return self._clients[service]

    def _fail(self, service: str, operation: str, about: str, error: Exception) -> None:
        self.unread.add(self.region.name, service, operation, about, error)
