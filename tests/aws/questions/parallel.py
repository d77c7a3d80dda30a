"""What do configurations of one function answer that are put at the same time?"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from tests.aws.refusal import refusal

if TYPE_CHECKING:
    from tests.aws.stage import Stage

CREATES = {"function": 1}
_AT_THE_SAME_TIME = 8


def ask(stage: Stage) -> dict[str, Any]:
    """How often each code and message was answered; `accepted` for those that were."""
    function = stage.function("parallel")
    lambda_ = stage.client("lambda")
    aliases = [f"alias-{number}" for number in range(_AT_THE_SAME_TIME)]
    for alias in aliases:
        stage.alias(function.name, alias)

    def put(alias: str) -> str:
        refused = refusal(
            lambda: lambda_.put_function_event_invoke_config(
                FunctionName=function.name, Qualifier=alias, MaximumRetryAttempts=0
            )
        )
        return f"{refused['Code']}: {refused['Message']}" if refused else "accepted"

    with ThreadPoolExecutor(_AT_THE_SAME_TIME) as pool:
        answers = list(pool.map(put, aliases))
    return {answer: answers.count(answer) for answer in sorted(set(answers))}
