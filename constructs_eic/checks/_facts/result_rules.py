"""The EventBridge rules that pass on what Lambda sends to a destination: the results of asynchronous invocations.

The target of such a rule is a destination, like a function that is one without a rule in between.

Source: "Capturing records of Lambda asynchronous invocations" in the AWS Lambda Developer Guide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from constructs_eic.checks._facts.json_text import parsed_json
from constructs_eic.checks._model.values import Value, references_in

if TYPE_CHECKING:
    from constructs_eic.checks._model.model import Model
    from constructs_eic.checks._model.resource import Resource

_RULE: Final = "aws_cloudwatch_event_rule"
_RESULT: Final = "Lambda Function Invocation Result - "


class ResultRules:
    """The rules of a model that match results of asynchronous invocations only.

    Args:
        model: All resources.
    """

    def __init__(self, model: Model) -> None:
        self._model = model
        rules = [each for each in model.of(_RULE) if _matches_results_only(each)]
        self._ids = frozenset(each.id for each in rules)
        self._names = frozenset(
            (each.location, name) for each in rules if isinstance(name := each.get("name"), str)
        )

    def invoke_by(self, invoker: Resource) -> bool:
        """Return whether a target or a permission is for one of these rules."""
        rule = invoker.get(
            "rule" if invoker.type == "aws_cloudwatch_event_target" else "source_arn"
        )
        if isinstance(rule, str):
            return (invoker.location, rule.rpartition("/")[2]) in self._names
        return any(
            each.id in self._ids
            for reference in references_in(rule)
            for each in self._model.referred(reference, invoker)
        )


def _matches_results_only(rule: Resource) -> bool:
    pattern = parsed_json(rule.get("event_pattern"))
    types: Value = pattern.get("detail-type") if isinstance(pattern, dict) else None
    if not isinstance(types, list) or not types:
        return False
    return all(isinstance(each, str) and each.startswith(_RESULT) for each in types)
