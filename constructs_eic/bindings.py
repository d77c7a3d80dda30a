"""The one door to cdktf and to the AWS provider's bindings.

No other module imports them. What a resource *is* is told by its jsii type, never by `isinstance`: so the
prebuilt package, bindings that `cdktf get` generated locally and a later fork all work alike. Every call into
jsii is a round trip to Node, and this module asks each thing once.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast
from weakref import WeakKeyDictionary

import cdktf
import jsii

# What every configuration is made of is imported at once, while Node starts; the rest where it is needed.
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from cdktf_cdktf_provider_aws.lambda_function_event_invoke_config import (
    LambdaFunctionEventInvokeConfig,
)

from constructs_eic.tokens import is_token

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence
    from typing import TypeGuard

    from cdktf import (
        ITerraformDependable,
        TerraformElement,
        TerraformProvider,
        TerraformResourceLifecycle,
        TerraformStack,
    )
    from cdktf_cdktf_provider_aws.cloudwatch_event_rule import CloudwatchEventRule
    from cdktf_cdktf_provider_aws.cloudwatch_event_target import CloudwatchEventTarget
    from cdktf_cdktf_provider_aws.data_aws_cloudcontrolapi_resource import (
        DataAwsCloudcontrolapiResource,
    )
    from cdktf_cdktf_provider_aws.data_aws_cloudwatch_event_bus import DataAwsCloudwatchEventBus
    from cdktf_cdktf_provider_aws.data_aws_lambda_function import DataAwsLambdaFunction
    from cdktf_cdktf_provider_aws.lambda_permission import LambdaPermission
    from cdktf_cdktf_provider_aws.sns_topic import SnsTopic
    from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
    from constructs import Construct, IConstruct, Node

ResourceT = TypeVar("ResourceT", bound="TerraformElement")
LifecycleLike: TypeAlias = "TerraformResourceLifecycle | Mapping[str, object]"

_ATTRIBUTE_REFERENCE = re.compile(
    r"\$\{(?P<resource_type>(?:data\.)?aws_\w+)\.(?P<logical_id>[\w-]+)(?P<index>\[[^\]]+\])?\.(?P<attribute>\w+)\}\Z"
)
_SINGLE_EXPRESSION = re.compile(r"\$\{[^{}]*\}\Z")
_SNAKE_BAR = re.compile(r"_([a-z])")
_CAMEL_HUMP = re.compile(r"(?<!^)(?=[A-Z])")


def reference_id(construct: IConstruct) -> str:
    """What identifies `construct` in this process, whichever Python object stands for it."""
    identity: str = construct.__jsii_ref__.ref  # type: ignore[attr-defined]
    return identity


def resource_type(value: object) -> str | None:
    """Terraform's type of a resource (`aws_sqs_queue`) or data source (`data.aws_sqs_queue`)."""
    return _resource_type_of(cast("Hashable", type(value)))


@cache
def _resource_type_of(python_type: Hashable) -> str | None:
    namespace, _, name = getattr(python_type, "__jsii_type__", "").rpartition(".")
    namespace = namespace.rpartition(".")[2]
    if not name or namespace.lower() != name.lower():
        return None
    snake = _CAMEL_HUMP.sub("_", namespace).lower()
    return f"data.{snake[5:]}" if snake.startswith("data_aws_") else f"aws_{snake}"


_attributes: WeakKeyDictionary[object, dict[str, str]] = WeakKeyDictionary()


def attribute(resource: TerraformElement, name: str) -> str:
    """A reference to an attribute of `resource`, such as its `arn`; the same string each time."""
    known = _attributes.setdefault(resource, {})
    if name not in known:
        known[name] = getattr(resource, name)
    return known[name]


def given(resource: TerraformElement, argument: str) -> object:
    """What the user gave `resource` for an argument; `None` where it is unset or unknown to its type."""
    return getattr(resource, f"{argument}_input", None)


def given_text(resource: TerraformElement, argument: str) -> str | None:
    """What the user gave `resource` for an argument, where that is literal text."""
    value = given(resource, argument)
    return value if isinstance(value, str) and not is_token(value) else None


def synthesized(resource: TerraformElement) -> dict[str, object]:
    """The arguments of `resource` as they will stand in Terraform's JSON, tokens still encoded."""
    by_type = resource.to_terraform()
    block = next(iter(by_type.values()))
    for _ in ("type", "name"):
        block = next(iter(block.values()))
    arguments: dict[str, object] = block
    return arguments


# --- Where a construct stands -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """Where a scope stands in its app.

    Attributes:
        app: Identity of the app.
        stack: The stack.
        lineage: Identities of the scope and all above it, the nearest first.
    """

    app: str
    stack: TerraformStack
    lineage: tuple[str, ...]
    _tree: Node

    @property
    def has_other_stacks(self) -> bool:
        """Whether a token here may come from another stack."""
        return [reference_id(child) for child in self._tree.children] != [reference_id(self.stack)]


_places: WeakKeyDictionary[object, Place] = WeakKeyDictionary()


def place_of(scope: Construct) -> Place:
    """Where `scope` stands; a construct never moves, so each is asked once."""
    require_construct(scope)
    place = _places.get(scope)
    if place is None:
        scopes = scope.node.scopes
        place = Place(
            app=reference_id(scopes[0]),
            stack=cdktf.TerraformStack.of(scope),
            lineage=tuple(reference_id(each) for each in reversed(scopes)),
            _tree=scopes[0].node,
        )
        _places[scope] = place
    return place


def require_construct(scope: object) -> None:
    """Raise `TypeError` where `scope` is no construct."""
    if not hasattr(scope, "__jsii_ref__"):
        raise TypeError(f"the scope has to be a construct, such as a stack; it is {scope!r}")


def stands_in(app: str, construct: IConstruct) -> bool:
    """Whether `construct` is in the tree of `app` still: nothing above it was removed."""
    scopes = construct.node.scopes
    return reference_id(scopes[0]) == app and all(
        (found := above.node.try_find_child(below.node.id)) is not None
        and reference_id(found) == reference_id(below)
        for above, below in pairwise(scopes)
    )


# --- What a token refers to ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reference:
    """An attribute of a resource or data source, as a token names it."""

    stack: TerraformStack
    resource_type: str
    logical_id: str
    attribute: str
    index: str | None = None

    def sibling(self, attribute: str) -> str:
        """Another attribute of the same resource, as an expression valid in its own stack."""
        return f"${{{self.resource_type}.{self.logical_id}{self.index or ''}.{attribute}}}"


def reference_of(token: str, place: Place) -> Reference | None:
    """The attribute of an AWS resource that `token` refers to; `None` for any other expression or text."""
    if not is_token(token):
        return None
    match = _ATTRIBUTE_REFERENCE.match(resolved(token, place))
    if not match:
        return None
    stack = _origin(token) if _is_encoded(token) and place.has_other_stacks else None
    return Reference(stack or place.stack, **match.groupdict())


def resolved(token: str, place: Place) -> str:
    """`token` as the Terraform expression it becomes."""
    if not _is_encoded(token):
        return token
    text: str = cdktf.Tokenization.resolve(
        token, scope=place.stack, preparing=False, resolver=_resolver()
    )
    return text


def textual(value: object) -> object:
    """`value`, as a string token where it is an object that cdktf resolves (`Fn.conditional(...)`)."""
    return cdktf.Token.as_string(value) if _is_resolvable(value) else value


def numeric(value: object) -> object:
    """`value`, as a number token where it is another token (`variable.string_value`)."""
    is_text = isinstance(value, str) and is_token(value)
    return cdktf.Token.as_number(value) if is_text or _is_resolvable(value) else value


def _is_resolvable(value: object) -> bool:
    if isinstance(value, (str, int, float)) or value is None:
        return False
    is_of_jsii_alone = type(value).__module__.startswith("jsii.")
    return (is_of_jsii_alone or is_token(value)) and cdktf.Token.is_unresolved(value)


def basename(token: str) -> str:
    """The text after the last slash of a token: a role's name out of its ARN, path or none."""
    if _is_encoded(token):
        return cdktf.Fn.basename(token)
    return f"${{basename({_operand(token)})}}"


def last_of_colons(token: str) -> str:
    """The text after the last colon of a token: a function's name out of its name or ARN."""
    if _is_encoded(token):
        parts = cdktf.Fn.split(":", token)
        return cdktf.Token.as_string(cdktf.Fn.element(cdktf.Fn.reverse(parts), 0))
    return f'${{element(reverse(split(":", {_operand(token)})), 0)}}'


def _is_encoded(token: str) -> bool:
    return "TfToken[" in token


def is_single_expression(text: str) -> bool:
    """Whether `text` is one token, with nothing around it."""
    return _SINGLE_EXPRESSION.match(text) is not None


def _operand(expression: str) -> str:
    """A raw Terraform expression as an operand in another; cdktf's functions would escape it."""
    return expression[2:-1] if is_single_expression(expression) else f'"{expression}"'


@cache
def _resolver() -> cdktf.DefaultTokenResolver:
    return cdktf.DefaultTokenResolver(cdktf.StringConcat())


class _OriginFoundError(Exception):
    """Stops a resolution once the origin is known."""


class _OriginProbe(cdktf.TerraformStack):
    """A stack outside every app that learns from which stack a token comes.

    cdktf keeps a token's stack to itself. But on resolving a token for another stack, the first thing it does is to
    declare that stack's dependency on the token's own. The probe hears of it and stops there, before anything is
    written to either stack.
    """

    def __init__(self) -> None:
        super().__init__(cdktf.App(), "origin-probe")
        self.origin: TerraformStack | None = None

    def add_dependency(self, dependency: TerraformStack) -> None:
        self.origin = dependency
        raise _OriginFoundError("the origin is found")  # jsii takes an error without text for none


@cache
def _probe() -> _OriginProbe:
    return _OriginProbe()


def _origin(token: str) -> TerraformStack | None:
    probe = _probe()
    probe.origin = None
    try:
        cdktf.Tokenization.resolve(token, scope=probe, preparing=True, resolver=_resolver())
    except Exception:
        if probe.origin is None:
            raise
    return probe.origin


_found: WeakKeyDictionary[object, dict[tuple[str, str], TerraformElement]] = WeakKeyDictionary()


def find(reference: Reference, near: Construct) -> TerraformElement | None:
    """The construct that `reference` names: looked for in the stack itself, beside `near`, then everywhere."""
    if reference.index is not None:
        return None  # one of many, for which no construct stands
    wanted = (reference.resource_type, reference.logical_id)
    child = reference.stack.node.try_find_child(reference.logical_id)
    if child is not None and _names(child, wanted):
        return child
    for sibling in near.node.children:
        if _names(sibling, wanted):
            return sibling
    known = _found.setdefault(reference.stack, {})
    if wanted not in known:
        for element in reference.stack.node.find_all():
            if _names(element, wanted):
                known[wanted] = element
    return known.get(wanted)


def _names(candidate: IConstruct, wanted: tuple[str, str]) -> TypeGuard[TerraformElement]:
    return (
        resource_type(candidate) == wanted[0]
        and cast("TerraformElement", candidate).friendly_unique_id == wanted[1]
    )


# --- What is made -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Deployment:
    """Through which provider, and in which region, the resources of one construct are made."""

    provider: TerraformProvider | None = None
    region: str | None = None

    @property
    def arguments(self) -> dict[str, Any]:
        """Keyword arguments for a resource; `region` exists in AWS provider v6 alone."""
        arguments: dict[str, Any] = {}
        if self.provider is not None:
            arguments["provider"] = self.provider
        if self.region is not None:
            arguments["region"] = self.region
        return arguments

    def or_else(self, other: Deployment) -> Deployment:
        """With what is left out taken from `other`."""
        return Deployment(self.provider or other.provider, self.region or other.region)

    def usable_in(self, place: Place) -> Deployment:
        """Without a provider of another stack: Terraform knows providers of its own stack only."""
        if self.provider is None:
            return self
        is_here = reference_id(place_of(self.provider).stack) == reference_id(place.stack)
        return self if is_here else Deployment(region=self.region)

    @property
    def literal_region(self) -> str | None:
        """The region asked for, else the provider's own, where that is literal."""
        if self.region is not None:
            return None if is_token(self.region) else self.region
        return None if self.provider is None else given_text(self.provider, "region")


def deployment(provider: object, region: object) -> Deployment:
    """What `provider=` and `region=` ask for, as far as they are what they should be."""
    return Deployment(
        provider if is_provider(provider) else None, cast("str | None", textual(region))
    )


def deployment_of(resource: TerraformElement) -> Deployment:
    """Through which provider, and in which region, a resource or data source is declared."""
    return deployment(getattr(resource, "provider", None), given(resource, "region"))


def literal_region(deployment: Deployment, place: Place) -> str | None:
    """The region in which resources are made, with that of the stack's own provider as the last."""
    if deployment != Deployment():
        return deployment.literal_region
    for provider in place.stack.all_providers():
        if type(provider).__name__ == "AwsProvider" and given(provider, "alias") is None:
            return given_text(provider, "region")
    return None


@cache
def has_region_argument() -> bool:
    """Whether the bindings are of AWS provider v6, whose resources take a `region`."""
    return "region" in inspect.signature(LambdaFunctionEventInvokeConfig.__init__).parameters


def _made(
    resource_class: type[ResourceT], scope: Construct, id_: str, arguments: Mapping[str, Any]
) -> ResourceT:
    """A resource, as its class's own constructor would make it, in half the time.

    The generated constructors evaluate their type hints on every call, at more than the round trip to Node costs.
    What is passed here was checked before, and jsii's kernel checks it again.
    """
    resource = resource_class.__new__(resource_class)
    properties = {
        _SNAKE_BAR.sub(lambda match: match[1].upper(), name): value
        for name, value in arguments.items()
        if value is not None
    }
    jsii.create(resource_class, resource, [scope, id_, properties])
    return resource


def event_invoke_config(
    scope: Construct,
    id_: str,
    *,
    function_name: str,
    qualifier: str | None,
    maximum_event_age_in_seconds: float | None,
    maximum_retry_attempts: float | None,
    on_failure: str | None,
    on_success: str | None,
    depends_on: Sequence[ITerraformDependable],
    lifecycle: LifecycleLike | None,
    deployment: Deployment,
) -> LambdaFunctionEventInvokeConfig:
    """`aws_lambda_function_event_invoke_config`; the destinations by their ARNs."""
    destinations = {
        outcome: {"destination": arn}
        for outcome, arn in (("onFailure", on_failure), ("onSuccess", on_success))
        if arn is not None
    }
    # The provider has a default of its own for this one, which would plan a change on a configuration that never
    # set it.
    if maximum_retry_attempts is None:
        lifecycle = _ignoring("maximum_retry_attempts", lifecycle)
    return _made(
        LambdaFunctionEventInvokeConfig,
        scope,
        id_,
        {
            "function_name": function_name,
            "qualifier": qualifier,
            "maximum_event_age_in_seconds": maximum_event_age_in_seconds,
            "maximum_retry_attempts": maximum_retry_attempts,
            "destination_config": destinations or None,
            "depends_on": list(depends_on) or None,
            "lifecycle": _lifecycle(lifecycle),
            **deployment.arguments,
        },
    )


def are_dependables(value: object) -> bool:
    """Whether `depends_on` of a resource takes `value`; `None` is nothing to wait for."""
    return value is None or (
        isinstance(value, (list, tuple)) and all(hasattr(type(each), "fqn") for each in value)
    )


def lifecycle_problem(value: object) -> str | None:
    """Why `lifecycle` of a resource does not take `value`, if it does not; `None` leaves it out."""
    if value is None or isinstance(value, cdktf.TerraformResourceLifecycle):
        return None
    if not isinstance(value, Mapping):
        return "this is no lifecycle"
    try:
        _lifecycle(value)
    except TypeError as error:
        return str(error).removeprefix("TerraformResourceLifecycle.__init__() ")
    return None


def is_provider(value: object) -> TypeGuard[TerraformProvider | None]:
    """Whether `provider` of a resource takes `value`; `None` is the default provider."""
    return value is None or isinstance(value, cdktf.TerraformProvider)


def _lifecycle(given: LifecycleLike | None) -> TerraformResourceLifecycle | None:
    if isinstance(given, Mapping):
        return cdktf.TerraformResourceLifecycle(**cast("Mapping[str, Any]", given))
    return given


def _ignoring(attribute: str, given: LifecycleLike | None) -> TerraformResourceLifecycle:
    lifecycle = _lifecycle(given) or cdktf.TerraformResourceLifecycle()
    ignored = lifecycle.ignore_changes or ()
    if ignored == "all" or attribute in ignored:
        return lifecycle
    return cdktf.TerraformResourceLifecycle(
        create_before_destroy=lifecycle.create_before_destroy,
        prevent_destroy=lifecycle.prevent_destroy,
        ignore_changes=[*ignored, attribute],
        replace_triggered_by=lifecycle.replace_triggered_by,
        precondition=lifecycle.precondition,
        postcondition=lifecycle.postcondition,
    )


def role_policy(
    scope: Construct, id_: str, *, role: str, policy: str, provider: TerraformProvider | None
) -> IamRolePolicy:
    """`aws_iam_role_policy`, an inline policy; IAM has no region."""
    return _made(IamRolePolicy, scope, id_, {"role": role, "policy": policy, "provider": provider})


def function_data(
    scope: Construct, id_: str, *, function_name: str, deployment: Deployment
) -> DataAwsLambdaFunction:
    """`data.aws_lambda_function`, by name or ARN."""
    from cdktf_cdktf_provider_aws.data_aws_lambda_function import DataAwsLambdaFunction

    return DataAwsLambdaFunction(scope, id_, function_name=function_name, **deployment.arguments)


def queue(
    scope: Construct, id_: str, *, encryption_key: str | None, deployment: Deployment
) -> SqsQueue:
    """`aws_sqs_queue` for records: encrypted, kept as long as SQS can."""
    from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue

    return SqsQueue(
        scope,
        id_,
        message_retention_seconds=_LONGEST_RETENTION_IN_SECONDS,
        sqs_managed_sse_enabled=True if encryption_key is None else None,
        kms_master_key_id=encryption_key,
        **deployment.arguments,
    )


_LONGEST_RETENTION_IN_SECONDS = 14 * 24 * 60 * 60


def topic(
    scope: Construct, id_: str, *, encryption_key: str | None, deployment: Deployment
) -> SnsTopic:
    """`aws_sns_topic`."""
    from cdktf_cdktf_provider_aws.sns_topic import SnsTopic

    return SnsTopic(scope, id_, kms_master_key_id=encryption_key, **deployment.arguments)


def event_bus_data(
    scope: Construct, id_: str, *, name: str, deployment: Deployment
) -> DataAwsCloudwatchEventBus:
    """`data.aws_cloudwatch_event_bus`."""
    from cdktf_cdktf_provider_aws.data_aws_cloudwatch_event_bus import DataAwsCloudwatchEventBus

    return DataAwsCloudwatchEventBus(scope, id_, name=name, **deployment.arguments)


def event_rule(
    scope: Construct, id_: str, *, event_pattern: str, description: str, deployment: Deployment
) -> CloudwatchEventRule:
    """`aws_cloudwatch_event_rule` on the default bus."""
    from cdktf_cdktf_provider_aws.cloudwatch_event_rule import CloudwatchEventRule

    return CloudwatchEventRule(
        scope,
        id_,
        event_pattern=event_pattern,
        description=description,
        **deployment.arguments,
    )


def event_target(
    scope: Construct, id_: str, *, rule: str, arn: str, input_path: str, deployment: Deployment
) -> CloudwatchEventTarget:
    """`aws_cloudwatch_event_target` on the default bus."""
    from cdktf_cdktf_provider_aws.cloudwatch_event_target import CloudwatchEventTarget

    return CloudwatchEventTarget(
        scope, id_, rule=rule, arn=arn, input_path=input_path, **deployment.arguments
    )


def allow_events(
    scope: Construct,
    id_: str,
    *,
    function_name: str,
    qualifier: str | None,
    rule_arn: str,
    deployment: Deployment,
) -> LambdaPermission:
    """`aws_lambda_permission` for one EventBridge rule."""
    from cdktf_cdktf_provider_aws.lambda_permission import LambdaPermission

    return LambdaPermission(
        scope,
        id_,
        action="lambda:InvokeFunction",
        principal="events.amazonaws.com",
        function_name=function_name,
        qualifier=qualifier,
        source_arn=rule_arn,
        **deployment.arguments,
    )


def cloud_control_data(
    scope: Construct, id_: str, *, type_name: str, identifier: str, deployment: Deployment
) -> DataAwsCloudcontrolapiResource:
    """`data.aws_cloudcontrolapi_resource`: any resource, by its CloudFormation type and identifier."""
    from cdktf_cdktf_provider_aws.data_aws_cloudcontrolapi_resource import (
        DataAwsCloudcontrolapiResource,
    )

    return DataAwsCloudcontrolapiResource(
        scope, id_, type_name=type_name, identifier=identifier, **deployment.arguments
    )


def json_text(document: str, *path: str) -> str:
    """Text in a JSON document that Terraform reads, or Terraform's null."""
    return cdktf.Token.as_string(_json_member(document, path))


def json_number(document: str, *path: str) -> float:
    """A number in a JSON document that Terraform reads, or Terraform's null."""
    number: float = cdktf.Token.as_number(_json_member(document, path))
    return number


def _json_member(document: str, path: Sequence[str]) -> object:
    member = cdktf.Fn.lookup_nested(cdktf.Fn.jsondecode(document), list(path))
    # A token, so that cdktf writes the keyword null and not the word in quotes.
    return cdktf.Fn.try_([member, cdktf.Token.as_any("null")])


@contextmanager
def removed_on_error(scope: Construct, id_: str) -> Iterator[None]:
    """Leave nothing of a construct in the tree where making its parts fails."""
    try:
        yield
    except BaseException:
        scope.node.try_remove_child(id_)
        raise


def warn(construct: IConstruct, message: str) -> None:
    """A warning that `cdktf synth` prints beside the construct's path."""
    cdktf.Annotations.of(construct).add_warning(message)
