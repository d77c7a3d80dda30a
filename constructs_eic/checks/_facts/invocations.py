"""Finds what invokes functions asynchronously.

Source: "Invoking Lambda with events from other AWS services" in the AWS Lambda Developer Guide; for CloudWatch
alarms, "Invoke a Lambda function from an alarm" in the Amazon CloudWatch User Guide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from constructs_eic.checks._facts.invokers import INVOKED
from constructs_eic.checks._facts.result_rules import ResultRules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_eic.checks._facts.function_target import FunctionTarget
    from constructs_eic.checks._facts.functions import Functions
    from constructs_eic.checks._model.model import Model
    from constructs_eic.checks._model.resource import Resource

ASYNCHRONOUS_SERVICES: Final = frozenset(
    {
        "cloudformation",
        "codecommit",
        "config",
        "events",
        "iot",
        "iotevents",
        "logs",
        "s3",
        "scheduler",
        "ses",
        "sns",
    }
)
"""Services that invoke asynchronously, by the first label of their principal."""
_TARGET: Final = "aws_cloudwatch_event_target"
_ALARMS: Final = "lambda.alarms.cloudwatch"


@dataclass(frozen=True, repr=False)
class Invocation:
    """A function that is invoked asynchronously, and by what."""

    target: FunctionTarget
    invoker: Resource

    def __repr__(self) -> str:
        return f"<Invocation of {self.target!r} by {self.invoker.address}>"


def invocations(model: Model, functions: Functions) -> Iterator[Invocation]:
    """Every asynchronous invocation that the model declares, except by Lambda itself: that of a destination."""
    results = ResultRules(model)
    for resource in model.of("aws_lambda_permission"):
        if _lets_invoke(resource) and not results.invoke_by(resource):
            name, qualifier = resource.get("function_name"), resource.get("qualifier")
            for target in functions.targets(name, resource, qualifier):
                yield Invocation(target, resource)
    for type_, invoked in INVOKED.items():
        for resource in model.of(type_):
            if type_ == _TARGET and results.invoke_by(resource):
                continue
            for name, qualifier in invoked(resource):
                for target in functions.targets(name, resource, qualifier):
                    yield Invocation(target, resource)


def _lets_invoke(permission: Resource) -> bool:
    principal, action = permission.get("principal"), permission.get("action")
    if not isinstance(principal, str) or action not in ("lambda:InvokeFunction", "lambda:*", "*"):
        return False
    service, is_service, _ = principal.partition(".amazonaws.")
    return bool(is_service) and (
        service == _ALARMS or service.split(".")[0] in ASYNCHRONOUS_SERVICES
    )
