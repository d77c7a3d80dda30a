"""EIC101."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from constructs_eic.audit.declared import ABSENT
from constructs_eic.checks.rule import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_eic.checks._model.rule_values import Resource
    from constructs_eic.checks._model.values import Value
    from constructs_eic.checks.rule_context import Context

_USABLE: Final = ("Enabled", None)


class DestinationThatDoesNotExist(Rule):
    """A destination or dead-letter queue that was deleted, or whose key cannot be used."""

    id = "EIC101"
    title = "A destination does not exist, or its key cannot be used"
    why = (
        "Lambda checks a destination when the configuration is written, and not when the destination is deleted. "
        "From then on it drops every record."
    )
    fix = "create it again under the same name, or configure another destination"

    def check(self, context: Context) -> Iterator[Finding]:
        """Find destinations and dead-letter queues that the account does not have."""
        absent = {each.address for each in context.model.of(ABSENT)}
        for source, what, value in _named(context):
            if value in absent:
                yield self.finding(source, f"{what} is {value}, which does not exist")
                continue
            destination = context.destination(value, source)
            key = context.key_of(destination) if destination else None
            state = key.get("key_state") if key else None
            if key is not None and state not in _USABLE:
                yield self.finding(
                    source,
                    f"{what} is encrypted with {key.address}, and the state of this key is {state}",
                    "enable the key or cancel its deletion, or encrypt the destination with another one",
                )


def _named(context: Context) -> Iterator[tuple[Resource, str, Value]]:
    """Everything that events go to: what names it, as what, and its ARN."""
    for configuration in context.configurations.all:
        for outcome, value in configuration.destinations.items():
            yield configuration.resource, outcome, value
    for function in context.model.of("aws_lambda_function"):
        value = function.get("dead_letter_config", "target_arn")
        if value is not None:
            yield function, "the dead-letter queue", value
