"""Records the requests to Node. A round trip takes time; their number is the same on every machine."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from jsii._kernel.providers.process import _NodeProcess

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def round_trips() -> Iterator[list[str]]:
    """Record each message to Node while the body runs, in order.

    Yields:
        A list that grows with each message, written as kind, type and member:
        `create SqsQueue`, `get SqsQueue.arn`, `invoke Node.addDependency`, `sinvoke Fn.element`.
        `len` gives the number, `collections.Counter` the number of each.

    Example::

        with round_trips() as trips:
            EventInvokeConfig(stack, "async", function=function, on_failure=queue)
        assert len(trips) <= 10, trips
    """
    trips: list[str] = []
    send = _NodeProcess.send

    def noted(process: _NodeProcess, request: Any, response_type: Any) -> Any:
        trips.append(_described(request))
        return send(process, request, response_type)

    with patch.object(_NodeProcess, "send", noted):
        yield trips


def _described(request: Any) -> str:
    kind = type(request).__name__.strip("_").removesuffix("Request").lower()
    kind = kind.replace("static", "s")
    reference = getattr(request, "objref", None)
    type_ = reference.ref.rpartition("@")[0] if reference else getattr(request, "fqn", "")
    member = getattr(request, "property", None) or getattr(request, "method", None)
    named = ".".join(filter(None, [type_.rpartition(".")[2], member]))
    return f"{kind} {named}".strip()
