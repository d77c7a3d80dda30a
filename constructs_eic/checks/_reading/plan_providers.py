"""The providers of a plan: where the resources of each are deployed.

Source: "Configuration Representation" in "JSON Output Format" of the Terraform CLI Documentation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic.checks._model.location import Location
from constructs_eic.checks._reading.plan_modules import Json, is_constant, part_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_eic.checks._model.values import Value


def provider_locations(content: Mapping[str, object], scope: str) -> Mapping[str, Location]:
    """The location of each provider's resources, by the key with which resources name the provider."""
    variables = part_of(content, "variables")
    return {
        key: Location.of_provider(
            scope,
            key,
            {
                name: _value(each, variables)
                for name, each in part_of(provider, "expressions").items()
            },
        )
        for key, provider in part_of(content, "configuration", "provider_config").items()
        if isinstance(provider, dict)
    }


def _value(expression: object, variables: Json) -> Value:
    """The value of an argument, if it is a constant or a variable of the root module."""
    if isinstance(expression, list):
        return [_value(each, variables) for each in expression]
    if not isinstance(expression, dict):
        return None
    if is_constant(expression):
        constant: Value = expression["constant_value"]
        return constant
    references = expression.get("references")
    if isinstance(references, list):
        name = str(references[0]).removeprefix("var.") if len(references) == 1 else ""
        value: Value = part_of(variables, name).get("value")  # type: ignore[assignment]
        return value
    return {name: _value(each, variables) for name, each in expression.items()}
