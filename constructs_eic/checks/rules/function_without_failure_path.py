"""EIC002."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic._values.forwarder import HANDLER
from constructs_eic.checks.rule import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_eic.checks.rule_context import Context


class FunctionWithoutFailurePath(Rule):
    """Any function whose failed events are lost."""

    id = "EIC002"
    title = "A function has neither failure destination nor dead-letter queue"
    why = (
        "A function can be invoked from outside the app. Use this rule if every function must keep its failed "
        "events, whether or not an invoker is found."
    )
    fix = (
        "add EventInvokeConfig(scope, id, function=..., on_failure=...), or set "
        "destination_config.on_failure of an aws_lambda_function_event_invoke_config"
    )
    is_on = False

    def check(self, context: Context) -> Iterator[Finding]:
        """Find the functions without any failure destination, under any qualifier."""
        for function in context.model.of("aws_lambda_function"):
            if function.get("handler") == HANDLER:
                continue  # an event source mapping alone invokes it, and its queue keeps what fails
            if not context.configurations.keeps_failed_events(function, None):
                yield self.finding(
                    function,
                    "there is no destination for failed events of asynchronous invocations",
                )
