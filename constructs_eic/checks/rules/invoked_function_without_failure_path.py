"""EIC001."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic._values.function_reference import LATEST
from constructs_eic.checks.rule import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_eic.checks.rule_context import Context


class InvokedFunctionWithoutFailurePath(Rule):
    """A function that something invokes asynchronously and whose failed events are lost."""

    id = "EIC001"
    title = "A function that is invoked asynchronously has neither failure destination nor dead-letter queue"
    why = (
        "Lambda accepts an event from S3, SNS, EventBridge and similar services before the function runs. An "
        "event that still fails after the retries is discarded, and cannot be recovered."
    )
    fix = (
        "add EventInvokeConfig(scope, id, function=..., on_failure=...), or set "
        "destination_config.on_failure of an aws_lambda_function_event_invoke_config for the "
        "qualifier that is invoked"
    )

    def check(self, context: Context) -> Iterator[Finding]:
        """Find the functions, each with what invokes it."""
        for function in context.model.of("aws_lambda_function"):
            lost: dict[str, list[str]] = {}
            for invocation in context.invocations_of.get(function.id, ()):
                qualifier = invocation.target.qualifier
                if not context.configurations.keeps_failed_events(function, qualifier):
                    shown = qualifier if isinstance(qualifier, str) and qualifier != LATEST else ""
                    lost.setdefault(shown, []).append(invocation.invoker.address)
            for qualifier, invokers in lost.items():
                under = f" under the qualifier {qualifier}" if qualifier else ""
                by = ", ".join(dict.fromkeys(invokers))
                yield self.finding(
                    function,
                    f"it is invoked asynchronously{under} by {by}, and there is no destination for failed events",
                )
