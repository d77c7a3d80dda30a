"""What `function=` and `qualifier=` accept, read into the target of a configuration."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias, Union, cast

from constructs_eic.bindings.expressions import (
    basename,
    captured,
    coalesced,
    resolved,
    textual,
)
from constructs_eic.bindings.making import make
from constructs_eic.bindings.references import find, reference_of
from constructs_eic.bindings.resources import (
    attribute,
    given,
    given_text,
    reference_id,
    resource_type,
)
from constructs_eic.claims import Claim
from constructs_eic.deployment import Deployment
from constructs_eic.identity import (
    LATEST,
    QUALIFIER_RULE,
    FunctionReference,
    UnreadableError,
)
from constructs_eic.limits import is_qualifier
from constructs_eic.role import role_name
from constructs_eic.tokens import is_single_expression, is_token, split_colons

if TYPE_CHECKING:
    from collections.abc import Hashable
    from typing import TypeGuard

    from cdktf import TerraformElement
    from constructs import Construct

    from constructs_eic.arn import Arn
    from constructs_eic.bindings.places import Place
    from constructs_eic.bindings.references import AttributeReference
    from constructs_eic.errors import Problems

# Unions at run time too: so that users can write `FunctionLike | None` in annotations of their own.
FunctionLike: TypeAlias = Union["TerraformElement", str]
QualifierLike: TypeAlias = Union["TerraformElement", str]

FUNCTION_TYPES = ("aws_lambda_function", "data.aws_lambda_function")
ALIAS_TYPES = ("aws_lambda_alias", "data.aws_lambda_alias")


@dataclass(frozen=True)
class Qualifier:
    """A qualifier as Terraform gets it and, where it can be told, its literal text."""

    text: str
    literal: str | None
    may_be_null: bool = False

    @property
    def or_latest(self) -> str:
        """The qualifier as text that is never Terraform's null."""
        return coalesced(self.text, LATEST) if self.may_be_null else self.text

    @classmethod
    def of(cls, text: str) -> Qualifier:
        """A qualifier given as text, literal or token."""
        return cls(text, None if is_token(text) else text)


@dataclass(frozen=True)
class Target:
    """The function, and the version or alias of it, that a configuration is for.

    Attributes:
        function_name: What Terraform gets: a name, or the ARN that was given (it may be another
            account's).
        name: The name alone; a reference where it is not literal.
        literal_name: The name where it is literal.
        qualifier: `None` for a function without qualifier.
        arn: The function's ARN without qualifier, where one was given.
        function: The resource or data source, where it is in the app.
        declared_in: Through which provider, and in which region, the function or alias is declared.
        token: What was given, where only Terraform knows whether it is a name, an ARN or a qualified ARN.
    """

    function_name: str
    name: str
    literal_name: str | None
    qualifier: Qualifier | None = None
    arn: Arn | None = None
    function: TerraformElement | None = None
    declared_in: Deployment = field(default_factory=Deployment)
    token: str | None = None

    @classmethod
    def taken_apart(cls, token: str) -> Target:
        """The target that a token names of which only Terraform knows the text.

        Terraform takes it apart: the provider keeps function and qualifier as two arguments, and would replace
        a configuration whose `function_name` has both.
        """
        function, name, qualifier = (captured(_PARTS, part, token) for part in _PART_NAMES)
        return cls(function, name, None, Qualifier(qualifier, None, may_be_null=True), token=token)

    @property
    def qualifier_or_latest(self) -> str:
        """The qualifier, `$LATEST` where there is none."""
        return self.qualifier.or_latest if self.qualifier else LATEST

    def claim(self, place: Place, deployment: Deployment) -> Claim:
        """What this target is known by in its app."""
        qualifier = LATEST
        if self.qualifier is not None:
            qualifier = self.qualifier.literal or resolved(self.qualifier.text, place)
        return Claim(*self._known_as(place, deployment), qualifier)

    def _known_as(
        self, place: Place, deployment: Deployment
    ) -> tuple[tuple[Hashable, ...], tuple[Hashable, ...]]:
        """What the function is found by, and what it may not be found by beside that."""
        name = self.literal_name or self._resolved(place)
        provider = deployment.provider
        if provider is not None and given(provider, "alias") is None:
            provider = None  # the stack's own, which is what leaving it out means
        here = (reference_id(place.stack), provider and reference_id(provider), deployment.region)
        by_name, by_arn = ("name", *here, name), ("ARN", *here, name)
        if self.arn is not None:
            # Two ARNs of one name are functions of two accounts; an ARN and the bare name are taken for one.
            itself = str(self.arn)
            return (itself, by_arn), (itself, by_name)
        if _is_managed(self.function):
            itself = reference_id(self.function)
            if self.literal_name is None:
                return (itself,), (itself,)
            return (itself, by_name), (itself, by_name, by_arn)
        return (by_name,), (by_name, by_arn)

    def is_same_function(self, other: Target, place: Place) -> bool:
        """Whether `other` is this function, under any qualifier, as far as can be told."""
        if self.function is not None and other.function is not None:
            one, another = map(reference_id, (self.function, other.function))
            if one == another or (_is_managed(self.function) and _is_managed(other.function)):
                return one == another
        if self.arn is not None and other.arn is not None:
            return self.arn == other.arn
        if self.literal_name is not None or other.literal_name is not None:
            return self.literal_name == other.literal_name
        return self._resolved(place) == other._resolved(place)

    def _resolved(self, place: Place) -> str:
        return resolved(self.token or self.function_name, place)

    @property
    def region(self) -> str | None:
        """The function's region, where it is literal."""
        if self.arn is not None:
            return None if is_token(self.arn.region) else self.arn.region
        return self.declared_in.literal_region

    def qualified_arn_pattern(self) -> object:
        """What an EventBridge rule matches `resources` with, to see this function and qualifier."""
        qualifier = self.qualifier_or_latest
        if self.function is not None:
            return f"{attribute(self.function, 'arn')}:{qualifier}"
        if self.arn is not None:
            return f"{self.arn}:{qualifier}"
        return {"suffix": f":function:{self.name}:{qualifier}"}

    def role_name(self, scope: Construct, place: Place, deployment: Deployment) -> str:
        """The name of the execution role; a data source supplies it where the app has no function."""
        function = self.function or make(
            "DataAwsLambdaFunction",
            scope,
            "Function",
            function_name=self.function_name,
            **deployment.arguments,
        )
        if _is_managed(function):
            return role_name(str(given(function, "role")), place, scope)
        return basename(attribute(function, "role"))


def read_target(
    function: object, qualifier: object, place: Place, near: Construct, problems: Problems
) -> Target | None:
    """The target that the arguments name; `None` where a problem was found instead."""
    target = _Reader("function", place, near, problems).read(textual(function))
    wanted = _read_qualifier(textual(qualifier), problems)
    if target is None or wanted is None:
        return target
    own = target.qualifier
    if own is None or own.literal is None or wanted.literal is None:
        # Of two that may be one at apply, the one that was asked for by name.
        return replace(target, qualifier=wanted)
    if own.literal != wanted.literal:
        problems.add(
            "qualifier",
            qualifier,
            f"function= carries the qualifier {own.literal!r} already",
            "give the qualifier once",
        )
    return target


def deployment_for(
    target: Target | None, provider: object, region: object, place: Place
) -> Deployment:
    """Where everything is made: as `provider=` and `region=` ask for, else where the function is."""
    asked_for = Deployment.asked_for(provider, region)
    return asked_for if target is None else asked_for.or_else(target.declared_in.usable_in(place))


def read_function(
    argument: str, value: object, place: Place, near: Construct, problems: Problems
) -> Target | None:
    """The function that `argument` names, as `function=` reads it; `None` where it is a problem."""
    return _Reader(argument, place, near, problems).read(value)


@dataclass(frozen=True)
class _Reader:
    """Reads one argument that names a function."""

    argument: str
    place: Place
    near: Construct
    problems: Problems

    def read(self, value: object) -> Target | None:
        kind = resource_type(value)
        if kind in FUNCTION_TYPES:
            return self._read_resource(cast("TerraformElement", value))
        if kind in ALIAS_TYPES:
            return self._read_alias(cast("TerraformElement", value))
        if isinstance(value, str):
            return self._read_token(value) if is_token(value) else self._read_literal(value)
        self.problems.add(
            self.argument,
            value,
            "this is not a Lambda function",
            "give a LambdaFunction, a LambdaAlias, one of their data sources, a name or an ARN",
        )
        return None

    def _read_resource(self, function: TerraformElement) -> Target | None:
        name = attribute(function, "function_name")
        if _is_managed(function):
            return Target(
                name,
                name,
                given_text(function, "function_name"),
                function=function,
                declared_in=Deployment.of(function),
            )
        behind = self.read(given(function, "function_name"))
        if behind is None:
            return None
        qualifier = _read_qualifier(given(function, "qualifier"), self.problems)
        return replace(
            behind,
            function_name=name if behind.qualifier is None else behind.function_name,
            qualifier=behind.qualifier or qualifier,
            function=behind.function or function,
            declared_in=Deployment.of(function).or_else(behind.declared_in),
        )

    def _read_alias(self, alias: TerraformElement) -> Target | None:
        behind = self.read(given(alias, "function_name"))
        return behind and replace(
            behind,
            function_name=attribute(alias, "function_name"),
            qualifier=_alias_qualifier(alias),
            declared_in=Deployment.of(alias).or_else(behind.declared_in),
        )

    def _read_literal(self, text: str) -> Target | None:
        try:
            reference = FunctionReference.read(text)
        except UnreadableError as error:
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
        unqualified = self.read(parts[0])
        qualifier = _read_qualifier(parts[1], self.problems)
        if unqualified is not None and unqualified.token is not None:
            unqualified = replace(
                unqualified, function_name=parts[0]
            )  # what stands before a qualifier has none
        return unqualified and replace(unqualified, qualifier=qualifier)

    def _read_reference(self, text: str) -> Target | None:
        if not is_single_expression(text):
            return Target(
                text, text, None
            )  # text around an expression: a name, as ARNs have colons
        reference = reference_of(text, self.place)
        if reference is None or not self._may_name_function(reference, text):
            return Target.taken_apart(text)
        found = find(reference, self.near)
        if found is None:
            return Target.taken_apart(text)
        target = self.read(found)
        if target is None:
            return None
        if reference.resource_type in ALIAS_TYPES:
            is_function = reference.attribute == "function_name"
            return replace(target, qualifier=None) if is_function else target
        if reference.attribute != "qualified_arn":
            return replace(target, function_name=text, qualifier=None)
        return replace(
            target,
            qualifier=target.qualifier or Qualifier.of(attribute(found, "version")),
        )

    def _may_name_function(self, reference: AttributeReference, text: str) -> bool:
        """Whether this is an attribute of a function or alias in the app; one that cannot be is reported."""
        kind, attribute = reference.resource_type, reference.attribute
        is_lambda = kind in (*FUNCTION_TYPES, *ALIAS_TYPES)
        if is_lambda and attribute in _NAMING_ATTRIBUTES:
            return True
        if is_lambda or (attribute == "arn" and kind not in ("data.aws_arn", *FUNCTION_TYPES)):
            reason = f"the {attribute} of {kind} does not name a function"
            if attribute.endswith("invoke_arn"):
                reason = "an invoke ARN is for API Gateway and does not name the function"
            self.problems.add(self.argument, text, reason, "give the function or alias itself")
        return False


# One pattern for all three, as Terraform would read a name, a partial ARN, an ARN and any of them with a qualifier.
_PARTS = "^(?P<function>(?:.+:function:)?(?P<name>[^:]+))(?::(?P<qualifier>.+))?$"
_PART_NAMES = ("function", "name", "qualifier")
_NAMING_ATTRIBUTES = ("function_name", "arn", "qualified_arn", "id")


def _read_qualifier(value: object, problems: Problems) -> Qualifier | None:
    if value is None:
        return None
    if resource_type(value) in ALIAS_TYPES:
        return _alias_qualifier(cast("TerraformElement", value))
    if isinstance(value, str) and (is_token(value) or is_qualifier(value)):
        return Qualifier.of(value)
    fix = "leave it out or give one of these as text"
    if isinstance(value, int) and not isinstance(value, bool):
        fix = f"give '{value}'"
    problems.add("qualifier", value, QUALIFIER_RULE, fix)
    return None


def _alias_qualifier(alias: TerraformElement) -> Qualifier:
    return Qualifier(attribute(alias, "name"), given_text(alias, "name"))


def _is_managed(function: TerraformElement | None) -> TypeGuard[TerraformElement]:
    return resource_type(function) == "aws_lambda_function"
