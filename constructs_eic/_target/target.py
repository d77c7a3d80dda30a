"""The target of a configuration: a function, and one version or alias of it.

Four types name a function, each at one step:

- `FunctionReference` is what a text names: a name or an ARN, with or without a qualifier.
- `Target`, with its `Qualifier`, is what `function=` and `qualifier=` are read into, resources and tokens included.
- `TargetIdentity` is how a target is identified in its app.
- `EventInvokeConfigId` is how an existing configuration is named outside the app.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from constructs_eic._bindings.expressions import (
    basename,
    coalesce,
    is_encoded,
    regex_group,
    resolved,
)
from constructs_eic._bindings.references import find
from constructs_eic._bindings.resources import (
    attribute,
    given,
    given_text,
    reference_id,
    resource_type,
)
from constructs_eic._bindings.scope_info import stack_of
from constructs_eic._target.deployment import Deployment
from constructs_eic._target.role import Role, account_of, role_of
from constructs_eic._target.uniqueness import TargetIdentity
from constructs_eic._values.expression_references import instance_references_in
from constructs_eic._values.function_reference import LATEST, LATEST_PUBLISHED
from constructs_eic._values.tokens import is_token

if TYPE_CHECKING:
    from collections.abc import Hashable
    from typing import TypeGuard

    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._bindings.references import AttributeReference
    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._values.arn import Arn


@dataclass(frozen=True)
class Qualifier:
    """A qualifier as Terraform gets it.

    Attributes:
        text: The text, or an expression of it.
        literal: The literal text, if it can be determined.
        alias: The alias, if it is in the app.
        may_be_null: Whether Terraform may find that there is no qualifier.
    """

    text: str
    literal: str | None
    alias: TerraformElement | None = None
    may_be_null: bool = False

    @classmethod
    def of(cls, text: str) -> Qualifier:
        """A qualifier given as text, literal or token."""
        return cls(text, None if is_token(text) else text)

    @property
    def or_latest(self) -> str:
        """The qualifier as text that is never Terraform's null."""
        return coalesce(self.text, LATEST) if self.may_be_null else self.text

    def differs_from(self, other: Qualifier) -> bool:
        """Return whether the two are known to be different."""
        if self.literal is not None and other.literal is not None:
            return self.literal != other.literal
        if self.alias is None or other.alias is None:
            return False
        return reference_id(self.alias) != reference_id(other.alias)


@dataclass(frozen=True)
class Target:
    """The function, and the version or alias of it, that a configuration is for.

    Attributes:
        function_name: What Terraform gets: a name, or the ARN that was given (it may be another
            account's).
        name: The name only; a reference if it is not literal.
        literal_name: The name, if it is literal.
        qualifier: `None` for a function without a qualifier.
        arn: The function's ARN without a qualifier, if one was given.
        function: The resource or data source, if it is in the app.
        declared_in: Through which provider, and in which region, the function or alias is declared.
        token: What was given, if only Terraform knows whether it is a name, an ARN or a qualified ARN.
        instance: The attribute that was given, if it is of one instance of a function in the stack.
    """

    function_name: str
    name: str
    literal_name: str | None
    qualifier: Qualifier | None = None
    arn: Arn | None = None
    function: TerraformElement | None = None
    declared_in: Deployment = field(default_factory=Deployment)
    token: str | None = None
    instance: AttributeReference | None = None

    @classmethod
    def taken_apart(cls, token: str) -> Target:
        """The target that a token names if only Terraform knows the token's text.

        Terraform splits it: the provider keeps function and qualifier as two arguments, and would replace a
        configuration whose `function_name` has both.
        """
        function, name, qualifier = (regex_group(_PARTS, part, token) for part in _PART_NAMES)
        return cls(function, name, None, Qualifier(qualifier, None, may_be_null=True), token=token)

    @property
    def qualifier_or_latest(self) -> str:
        """The qualifier; `$LATEST` if there is none."""
        return self.qualifier.or_latest if self.qualifier else LATEST

    @property
    def is_published_version(self) -> bool:
        """`True` if this is `$LATEST.PUBLISHED`."""
        return self.qualifier is not None and self.qualifier.literal == LATEST_PUBLISHED

    @property
    def runs_published_version(self) -> bool:
        """`True` if an invocation without qualifier runs `$LATEST.PUBLISHED`: on Lambda Managed Instances.

        Source: "$LATEST.PUBLISHED version in Lambda Managed Instances" in the AWS Lambda Developer Guide.
        """
        return is_managed(self.function) and any(
            given(self.function, each) for each in ("publish_to", "capacity_provider_config")
        )

    def identity(self, scope_info: ScopeInfo, deployment: Deployment) -> TargetIdentity:
        """Return how this target is identified in its app."""
        qualifier = LATEST
        if self.qualifier is not None:
            qualifier = self.qualifier.literal or deployment.instances.scoped(
                resolved(self.qualifier.text, scope_info)
            )
        return TargetIdentity(*self._known_by(scope_info, deployment), qualifier)

    def _known_by(
        self, scope_info: ScopeInfo, deployment: Deployment
    ) -> tuple[tuple[Hashable, ...], tuple[Hashable, ...]]:
        """The keys under which the function is found from now on, and those under which it may not be found yet."""
        name = self.literal_name or deployment.instances.scoped(self._resolved(scope_info))
        provider = deployment.provider
        if provider is not None and given(provider, "alias") is None:
            provider = None  # the stack's own, which is what leaving it out means
        here = (
            reference_id(scope_info.stack),
            provider and reference_id(provider),
            deployment.region,
        )
        by_name, by_arn = ("name", *here, name), ("ARN", *here, name)
        if self.arn is not None:
            # Two ARNs with one name are functions of two accounts; an ARN and the bare name are treated as one.
            itself = deployment.instances.scoped(resolved(str(self.arn), scope_info))
            return (itself, by_arn), (itself, by_name)
        if is_managed(self.function):
            itself = reference_id(self.function)
            if self.literal_name is None:
                return (itself,), (itself,)
            return (itself, by_name), (itself, by_name, by_arn)
        return (by_name,), (by_name, by_arn)

    def is_same_function(self, other: Target, scope_info: ScopeInfo) -> bool:
        """Return whether `other` is known to be this function, under any qualifier."""
        if self.function is not None and other.function is not None:
            one, another = map(reference_id, (self.function, other.function))
            if one == another or (is_managed(self.function) and is_managed(other.function)):
                return one == another
        if self.arn is not None and other.arn is not None:
            return self.arn == other.arn
        if self.literal_name is not None or other.literal_name is not None:
            return self.literal_name == other.literal_name
        return self._resolved(scope_info) == other._resolved(scope_info)

    def is_another_function(self, other: Target) -> bool:
        """Return whether `other` is known to be another function."""
        if is_managed(self.function) and is_managed(other.function):
            return reference_id(self.function) != reference_id(other.function)
        if self.arn is not None and other.arn is not None:
            return self.arn != other.arn
        names = (self.literal_name, other.literal_name)
        return None not in names and names[0] != names[1]

    def _resolved(self, scope_info: ScopeInfo) -> str:
        return resolved(self.token or self.function_name, scope_info)

    @property
    def region(self) -> str | None:
        """The function's region, if it is literal."""
        if self.arn is not None:
            return None if is_token(self.arn.region) else self.arn.region
        return self.declared_in.literal_region

    def qualified_arn_pattern(self) -> object:
        """The pattern with which an EventBridge rule matches `resources` for this function and qualifier."""
        qualifier = self.qualifier_or_latest
        if self.function is not None:
            return f"{attribute(self.function, 'arn')}:{qualifier}"
        if self.instance is not None:
            return f"{self.instance.sibling('arn')}:{qualifier}"
        if self.arn is not None:
            return f"{self.arn}:{qualifier}"
        return {"suffix": f":function:{self.name}:{qualifier}"}

    @property
    def account(self) -> str | None:
        """The account of the function, if it is literal."""
        if self.arn is not None:
            return None if is_token(self.arn.account) else self.arn.account
        return account_of(given_text(self.function, "role")) if is_managed(self.function) else None

    def own_role(self, scope_info: ScopeInfo) -> Role | None:
        """The execution role, if it can be determined in the app."""
        if is_managed(self.function):
            role = given(self.function, "role")
            if isinstance(role, str) and _means_the_same_in(scope_info, role, self.function):
                return role_of(role, scope_info)
        if self.instance is not None:
            return self._role_of_instance(self.instance, scope_info)
        return None

    def _role_of_instance(self, instance: AttributeReference, scope_info: ScopeInfo) -> Role:
        function = find(replace(instance, index=None))
        role = function and given(function, "role")
        if isinstance(role, str) and not instance_references_in(resolved(role, scope_info)):
            return role_of(role, scope_info)
        return Role(basename(instance.sibling("role")))


def is_managed(function: TerraformElement | None) -> TypeGuard[TerraformElement]:
    """Return whether `function` is a resource of the app, not a data source."""
    return resource_type(function) == "aws_lambda_function"


def _means_the_same_in(scope_info: ScopeInfo, text: str, of: TerraformElement) -> bool:
    """Return whether `text`, an argument of `of`, is valid here: an expression is valid in its own stack only."""
    is_expression = is_token(text) and not is_encoded(text)
    return not is_expression or reference_id(stack_of(of)) == reference_id(scope_info.stack)


# One pattern for all parts. It also accepts what Lambda accepts: a partial ARN, and a name with a qualifier.
_PARTS = "^(?P<function>(?:.+:function:)?(?P<name>[^:]+))(?::(?P<qualifier>.+))?$"
_PART_NAMES = ("function", "name", "qualifier")
