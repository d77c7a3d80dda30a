"""`configurations`: the event invoke configurations of a stack, as values to assert on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from constructs_eic._values.tokens import is_token
from constructs_eic.testing.synthesis import synthesized

if TYPE_CHECKING:
    from constructs import IConstruct

_TYPE = "aws_lambda_function_event_invoke_config"
_REFERENCE = re.compile(r"\$\{(?P<type>\w+)\.(?P<name>[\w-]+)\.(?P<argument>\w+)\}")
_Text = TypeVar("_Text", str, "str | None")


@dataclass(frozen=True)
class Configuration:
    """An event invoke configuration as Terraform receives it: text, with expressions for what Terraform finds out.

    Attributes:
        path: The path of the construct that created it.
        address: Its address in Terraform.
        function_name: The function's name; Terraform's expression for it if the name is not literal in this stack:
            Terraform chooses it, or it comes from a variable, a module or another stack.
        qualifier: The name of the alias, or the version, if there is one; an expression as for `function_name`.
        on_failure: The ARN that records of failed events are sent to, if there is one.
        on_success: The ARN that records of successful events are sent to, if there is one.
        maximum_event_age_in_seconds: How long an event may wait; `None` leaves it to AWS.
        maximum_retry_attempts: How often a failed event is retried; `None` leaves it to AWS.
        depends_on: The addresses of what it waits for.
    """

    path: str
    address: str
    function_name: str
    qualifier: str | None = None
    on_failure: str | None = None
    on_success: str | None = None
    maximum_event_age_in_seconds: int | str | None = None
    maximum_retry_attempts: int | str | None = None
    depends_on: tuple[str, ...] = ()


def configurations(scope: IConstruct) -> list[Configuration]:
    """The event invoke configurations in a stack or app, whatever created them, by address.

    Args:
        scope: A stack, or an app.

    Raises:
        TypeError: `scope` is neither a stack nor an app.
        RuntimeError: `synth` would fail.

    Examples:
        >>> from cdktf import TerraformStack, Testing
        >>> from cdktf_cdktf_provider_aws.provider import AwsProvider
        >>> from constructs_eic import EventInvokeConfig
        >>> stack = TerraformStack(Testing.app(), "orders")
        >>> provider = AwsProvider(stack, "aws", region="eu-west-1")
        >>> made = EventInvokeConfig(stack, "async", function="orders", maximum_retry_attempts=0)
        >>> [configuration] = configurations(stack)
        >>> configuration.path, configuration.function_name, configuration.maximum_retry_attempts
        ('orders/async/Resource', 'orders', 0)
    """
    document = synthesized(scope)
    stacks = [document] if scope.node.scopes[1:] else document.values()
    return [
        _read(name, arguments, stack["resource"])
        for stack in stacks
        for name, arguments in sorted(stack.get("resource", {}).get(_TYPE, {}).items())
    ]


def _read(name: str, arguments: dict[str, Any], resources: dict[str, Any]) -> Configuration:
    outcomes = arguments.get("destination_config") or {}
    return Configuration(
        path=arguments["//"]["metadata"]["path"],
        address=f"{_TYPE}.{name}",
        function_name=_literal(arguments["function_name"], resources),
        qualifier=_literal(arguments.get("qualifier"), resources),
        on_failure=outcomes.get("on_failure", {}).get("destination"),
        on_success=outcomes.get("on_success", {}).get("destination"),
        maximum_event_age_in_seconds=arguments.get("maximum_event_age_in_seconds"),
        maximum_retry_attempts=arguments.get("maximum_retry_attempts"),
        depends_on=tuple(arguments.get("depends_on", ())),
    )


def _literal(value: _Text, resources: dict[str, Any]) -> _Text:
    """`value`, or what it refers to if that is an argument with a literal value of a resource in the same stack."""
    reference = _REFERENCE.fullmatch(value or "")
    if reference is None:
        return value
    resource = resources.get(reference["type"], {}).get(reference["name"], {})
    argument = resource.get(reference["argument"])
    literal = _literal(argument, resources) if isinstance(argument, str) else value
    return value if is_token(literal) else literal
