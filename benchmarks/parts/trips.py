"""How many requests one function and its configuration send to Node."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from benchmarks.measure import Job

if TYPE_CHECKING:
    from benchmarks.parts import Options

TITLE = "Round trips"


def measure(_: Options) -> list[str]:
    """Count the requests of one additional function, with the construct and by hand."""
    counts = {
        "by hand": _of_one_function("by_hand"),
        "with the construct": _of_one_function("construct"),
    }
    kinds = sorted(set().union(*counts.values()))
    return [
        "The requests to Node for a function with role, queue, permission and configuration, on any machine.",
        "",
        f"| | {' | '.join(f'`{kind}`' for kind in kinds)} | together |",
        "|---|" + "---:|" * (len(kinds) + 1),
        *(
            f"| {name} | {' | '.join(str(count[kind]) for kind in kinds)} | {count.total()} |"
            for name, count in counts.items()
        ),
    ]


def _of_one_function(app: str) -> Counter[str]:
    one, two = (Counter(Job("counted", f"{app}:{number}").run().told()) for number in (1, 2))
    two.subtract(one)
    return Counter({kind: int(count) for kind, count in two.items() if count})
