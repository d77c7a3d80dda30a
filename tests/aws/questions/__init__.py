"""One file for each question about which the emulator and AWS may answer differently."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.aws.questions import (
    deployment,
    fifo,
    identifiers,
    metrics,
    parallel,
    permissions,
    records,
    refusals,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.aws.stage import Stage

QUESTIONS: Mapping[str, Callable[[Stage], dict[str, Any]]] = {
    "refusals": refusals.ask,
    "identifiers": identifiers.ask,
    "permissions": permissions.ask,
    "records": records.ask,
    "fifo": fifo.ask,
    "parallel": parallel.ask,
    "metrics": metrics.ask,
    "deployment": deployment.ask,
}
