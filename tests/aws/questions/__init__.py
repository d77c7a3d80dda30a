"""One file for each question about which the emulator and AWS may answer differently."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.aws.questions import (
    deployment,
    fifo,
    identifiers,
    metrics,
    parallel,
    permissions,
    records,
    redriver,
    refusals,
    retries,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import ModuleType

    from tests.aws.stage import Stage


@dataclass(frozen=True)
class Question:
    """One question.

    Attributes:
        ask: Asks it, and returns what was answered.
        creates: How many resources it creates, by kind; each function also has a role and a log group.
    """

    ask: Callable[[Stage], dict[str, Any]]
    creates: Mapping[str, int]


def _in(module: ModuleType) -> Question:
    return Question(module.ask, module.CREATES)


QUESTIONS: Mapping[str, Question] = {
    "refusals": _in(refusals),
    "identifiers": _in(identifiers),
    "permissions": _in(permissions),
    "records": _in(records),
    "retries": _in(retries),
    "fifo": _in(fifo),
    "parallel": _in(parallel),
    "metrics": _in(metrics),
    "deployment": _in(deployment),
    "redriver": _in(redriver),
}
