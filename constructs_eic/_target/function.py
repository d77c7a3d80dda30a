"""Reads `function=`, alone and with `qualifier=`, into the target of a configuration."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias, Union, cast

from constructs_eic._bindings.expressions import is_encoded, resolved, textual
from constructs_eic._bindings.references import EVERY, find, is_of_stack, reference_of
from constructs_eic._bindings.resources import (
    attribute,
    given,
    instance_example,
    resource_type,
    stack_holding,
)
from constructs_eic._bindings.scope_info import scope_info_of
from constructs_eic._bindings.sources import literal_behind
from constructs_eic._target.deployment import Deployment
from constructs_eic._target.qualifier import (
    ALIAS_TYPES,
    qualifier_of_alias,
    read_qualifier,
    version_of,
)
from constructs_eic._target.target import Qualifier, Target, is_managed
from constructs_eic._values.errors import Problems
from constructs_eic._values.function_reference import FunctionReference, FunctionReferenceError
from constructs_eic._values.text_calls import as_template
from constructs_eic._values.tokens import (
    give_one_instance,
    is_single_expression,
    is_token,
    split_colons,
)

if TYPE_CHECKING:
    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._bindings.references import AttributeReference
    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._target.instances import Instances

# Also a union at run time, so that users can write `FunctionLike | None` in their own annotations.
FunctionLike: TypeAlias = Union["TerraformElement", str]
"""What names a function: a `LambdaFunction`, a `LambdaAlias`, a data source of one of these, or text.

Text is a name, `name:qualifier`, an ARN with or without a qualifier, or a string token of one of these.
"""

FUNCTION_TYPES = ("aws_lambda_function", "data.aws_lambda_function")


def read_target(
    function: object, qualifier: object, scope_info: ScopeInfo, problems: Problems
) -> Target | None:
    """The target that the arguments name; `None` if a problem was found instead."""
    target = read_function("function", textual(function), scope_info, problems)
    wanted = read_qualifier(textual(qualifier), scope_info, problems)
    if target is None or wanted is None:
        return target
    reason = _conflict(target, wanted, scope_info)
    if reason is not None:
        problems.add("qualifier", qualifier, *reason)
        return target
    own = target.qualifier
    if own is not None and own.literal is not None and own.literal == wanted.literal:
        return target
    # Of two that may be one at apply, the one that was asked for by name.
    return replace(target, qualifier=wanted)


def _conflict(target: Target, wanted: Qualifier, scope_info: ScopeInfo) -> tuple[str, str] | None:
    """Return why `qualifier=` cannot be given with this `function=`, and what to give instead."""
    own = target.qualifier
    if own is not None and own.differs_from(wanted):
        carried = "another alias" if own.literal is None else f"the qualifier {own.literal!r}"
        return f"function= already has {carried}", "give the qualifier once"
    if wanted.alias is None:
        return None
    # Other problems with the alias are reported where it is given as a function.
    behind = read_function("qualifier", wanted.alias, scope_info, Problems(lambda: ""))
    if behind is None or not target.is_another_function(behind):
        return None
    return (
        f"this is an alias of another function, {behind.literal_name or behind.name}",
        "give an alias of the configured function, or only its name as text",
    )


def deployment_for(
    target: Target | None,
    provider: object,
    region: object,
    scope_info: ScopeInfo,
    instances: Instances | None = None,
) -> Deployment:
    """Return where everything is created: as `provider=` and `region=` request, else where the function is."""
    asked_for = Deployment.asked_for(provider, region)
    if instances is not None:
        asked_for = replace(asked_for, instances=instances)
    return (
        asked_for if target is None else asked_for.or_else(target.declared_in.usable_in(scope_info))
    )


def read_function(
    argument: str, value: object, scope_info: ScopeInfo, problems: Problems
) -> Target | None:
    """The function that `argument` names, as `function=` reads it; `None` if it is a problem."""
    return _Reader(argument, scope_info, problems).read(value)


@dataclass(frozen=True)
class _Reader:
    """Reads one argument that names a function."""

    argument: str
    scope_info: ScopeInfo
    problems: Problems

    def read(self, value: object) -> Target | None:
        kind = resource_type(value)
        if kind in FUNCTION_TYPES:
            return self._read_resource(cast("TerraformElement", value))
        if kind in ALIAS_TYPES:
            return self._read_alias(cast("TerraformElement", value))
        if isinstance(value, str):
            return self._read_token(value) if is_token(value) else self._read_literal(value)
        self.problems.add(self.argument, value, *_no_function(value))
        return None

    def _read_resource(self, function: TerraformElement) -> Target | None:
        if self._is_multiple(function):
            return None
        name = attribute(function, "function_name")
        if is_managed(function):
            return Target(
                name,
                name,
                literal_name_of(function),
                function=function,
                declared_in=Deployment.of(function),
            )
        behind = self._read_behind(function)
        if behind is None:
            return None
        qualifier = given(function, "qualifier")
        return replace(
            behind,
            function_name=name if behind.qualifier is None else behind.function_name,
            qualifier=Qualifier.of(qualifier) if isinstance(qualifier, str) else behind.qualifier,
            function=behind.function or function,
            declared_in=Deployment.of(function).or_else(behind.declared_in),
        )

    def _read_alias(self, alias: TerraformElement) -> Target | None:
        if self._is_multiple(alias):
            return None
        behind = self._read_behind(alias)
        return behind and replace(
            behind,
            function_name=attribute(alias, "function_name"),
            qualifier=qualifier_of_alias(alias),
            declared_in=Deployment.of(alias).or_else(behind.declared_in),
        )

    def _read_behind(self, resource: TerraformElement) -> Target | None:
        """The function that an alias or a data source names; a problem there is reported for the given resource."""
        problems = Problems(lambda: "", self.problems.expression)
        name = given(resource, "function_name")
        behind = replace(self, problems=problems).read(name)
        for problem in problems.found:
            reason = f"its function_name is {problem.value}: {problem.reason}"
            self.problems.add(self.argument, resource, reason, problem.fix)
        return behind

    def _is_multiple(self, resource: TerraformElement) -> bool:
        instance = instance_example(resource, "arn")
        if instance is not None:
            self.problems.add(
                self.argument,
                resource,
                "it has count or for_each, and a configuration is for one instance",
                give_one_instance(instance),
            )
        return instance is not None

    def _read_literal(self, text: str) -> Target | None:
        try:
            reference = FunctionReference.read(text)
        except FunctionReferenceError as error:
            self.problems.add(self.argument, text, error.reason, error.fix)
            return None
        return Target(
            function_name=str(reference.arn or reference.name),
            name=reference.name,
            literal_name=None if is_token(reference.name) else reference.name,
            qualifier=None if reference.qualifier is None else Qualifier.of(reference.qualifier),
            arn=reference.arn,
        )

    def _read_token(self, text: str) -> Target | None:
        parts = split_colons(text)
        if len(parts) == 1:
            return self._read_reference(text)
        if len(parts) > 2 or text.startswith("arn:"):
            return self._read_literal(text)
        name, qualifier = parts
        unqualified = self.read(name)
        if unqualified is not None and unqualified.token is not None:
            # The part before a qualifier has no qualifier itself.
            unqualified = replace(unqualified, function_name=name)
        read = read_qualifier(qualifier, self.scope_info, self.problems)
        return unqualified and replace(unqualified, qualifier=read)

    def _read_reference(self, text: str) -> Target | None:
        if not is_single_expression(text):
            return Target(
                text, text, None
            )  # text around an expression: a name, as ARNs have colons
        reference = reference_of(text, self.scope_info)
        if reference is None:
            literal = literal_behind(text, self.scope_info)
            if literal is not None:
                return self._read_literal(literal)
            expression = resolved(text, self.scope_info)
            if is_encoded(expression) or not is_token(expression):
                return Target(
                    text, text, None
                )  # a Lazy: its text comes in when the stack is written
            return self._read_written_out(text, expression) or Target.taken_apart(text)
        if not self._may_name_function(reference, text):
            return None
        found = None
        if reference.resource_type in (*FUNCTION_TYPES, *ALIAS_TYPES):
            found = find(reference)
        if found is None:
            return self._read_instance(reference, text) or Target.taken_apart(text)
        target = self.read(found)
        if target is None:
            return None
        if reference.resource_type in ALIAS_TYPES:
            is_function = reference.attribute == "function_name"
            return replace(target, qualifier=None) if is_function else target
        if reference.attribute != "qualified_arn":
            # Not `text`: the resource may have been moved.
            return replace(
                target, function_name=attribute(found, reference.attribute), qualifier=None
            )
        return replace(
            target,
            qualifier=target.qualifier or version_of(found, attribute(found, "version")),
        )

    def _read_written_out(self, text: str, expression: str) -> Target | None:
        """The function that a call of `join` or `format` names, if its parts show it in this stack."""
        written_out = as_template(expression)
        if written_out == expression:
            return None
        is_readable = not is_token(written_out) or is_of_stack(text, self.scope_info)
        return self.read(written_out) if is_readable else None

    def _read_instance(self, reference: AttributeReference, text: str) -> Target | None:
        """One instance of a `LambdaFunction` with `count` or `for_each`, if it is in the app."""
        if reference.resource_type != "aws_lambda_function" or reference.index in (None, EVERY):
            return None
        function = find(replace(reference, index=None))
        if function is None or reference.attribute == "qualified_arn":
            return None
        return Target(
            text,
            reference.sibling("function_name"),
            None,
            declared_in=Deployment.of(function),
            instance=reference,
        )

    def _may_name_function(self, reference: AttributeReference, text: str) -> bool:
        """Return whether this attribute may name a function; one that cannot is reported."""
        kind, attribute = reference.resource_type, reference.attribute
        is_lambda = kind in (*FUNCTION_TYPES, *ALIAS_TYPES)
        if is_lambda:
            may_name = attribute in _NAMING_ATTRIBUTES
        else:
            may_name = attribute not in ("arn", "function_url") or kind == "data.aws_arn"
        if may_name:
            return True
        reason = f"the {attribute} of {kind} does not name a function"
        if attribute.endswith("invoke_arn"):
            reason = "an invoke ARN is for API Gateway and does not name the function"
        self.problems.add(self.argument, text, reason, "give the function or alias itself")
        return False


_NAMING_ATTRIBUTES = ("function_name", "arn", "qualified_arn", "id")


def literal_name_of(function: TerraformElement) -> str | None:
    """The name of a `LambdaFunction`, if it is literal or a local value that is."""
    name = given(function, "function_name")
    if not isinstance(name, str):
        return None
    return literal_behind(name, scope_info_of(stack_holding(function))) if is_token(name) else name


def _no_function(value: object) -> tuple[str, str]:
    """Return why `value` is not a function, and what to give instead."""
    fix = "give a LambdaFunction, a LambdaAlias, one of their data sources, a name or an ARN"
    if resource_type(value) in ("aws_lambda_function_url", "data.aws_lambda_function_url"):
        return "this is the URL of a function", "give the function or alias that it belongs to"
    if any(each.__name__ == "EventInvokeConfig" for each in type(value).__mro__):
        return "this is a configuration, not a function", "give the function or alias itself"
    return "this is not a Lambda function", fix
