"""What the construct writes is never a finding: every form of its arguments, in one stack and across stacks."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructs_eic import (
    EventBridgeDestination,
    EventInvokeConfig,
    LambdaDestination,
    LostEventAlarms,
    S3Destination,
    SnsDestination,
    SqsDestination,
)
from constructs_eic.checks import check
from constructs_eic.testing import synthesized
from tests.framework import (
    App,
    AwsProvider,
    CloudwatchEventBus,
    DataAwsCloudwatchEventBus,
    DataAwsIamRole,
    DataAwsKmsKey,
    DataAwsLambdaAlias,
    DataAwsLambdaFunction,
    DataAwsS3Bucket,
    DataAwsSnsTopic,
    DataAwsSqsQueue,
    Fn,
    IamRole,
    KmsAlias,
    KmsKey,
    LambdaAlias,
    LambdaFunction,
    S3Bucket,
    S3BucketServerSideEncryptionConfigurationA,
    S3BucketServerSideEncryptionConfigurationRuleA,
    S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultA,
    SnsTopic,
    SqsQueue,
    TerraformHclModule,
    TerraformLocal,
    TerraformStack,
    TerraformVariable,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")
REGION, ACCOUNT = "us-east-1", "123456789012"


@dataclass
class Scene:
    """What one configuration is about: its function in one stack, the configuration in the same or another one."""

    function_stack: TerraformStack
    stack: TerraformStack
    name: str

    @cached_property
    def role(self) -> IamRole:
        return IamRole(
            self.function_stack,
            f"{self.name}-role",
            name=f"{self.name}-role",
            assume_role_policy="{}",
        )

    @cached_property
    def function(self) -> LambdaFunction:
        return self.a_function(self.name, role=self.role.arn)

    @property
    def function_s_name(self) -> str:
        """The literal name of the function, which is declared."""
        assert self.function
        return self.name

    @property
    def role_s_name(self) -> str:
        """The literal name of the role, which is declared."""
        assert self.role
        return f"{self.name}-role"

    @cached_property
    def next(self) -> LambdaFunction:
        """The function that a destination is."""
        return self.a_function(f"{self.name}-next", role=f"arn:aws:iam::{ACCOUNT}:role/next")

    @cached_property
    def key(self) -> KmsKey:
        return KmsKey(self.function_stack, f"{self.name}-key")

    def a_function(self, name: str, **arguments: Any) -> LambdaFunction:
        return LambdaFunction(
            self.function_stack, name, function_name=name, publish=True, **arguments
        )

    def an_alias(self, of: str) -> LambdaAlias:
        name = f"{self.name}-alias"
        return LambdaAlias(
            self.function_stack, name, name="live", function_name=of, function_version="1"
        )

    def a(self, kind: Callable[..., T], **arguments: Any) -> T:
        """A resource where the function is."""
        return kind(self.function_stack, f"{self.name}-{kind.__name__}", **arguments)

    def looked_up(self, kind: Callable[..., T], **arguments: Any) -> T:
        """A data source where the configuration is."""
        return kind(self.stack, f"{self.name}-{kind.__name__}", **arguments)

    def arn(self, service: str, resource: str) -> str:
        return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{resource}"


IN_THE_DOCUMENTS: dict[str, Callable[[Scene], Any]] = {
    "function": lambda s: s.function,
    "its ARN": lambda s: s.function.arn,
    "its name": lambda s: s.function.function_name,
    "its qualified ARN": lambda s: s.function.qualified_arn,
    "its version": lambda s: (s.function, s.function.version),
    "$LATEST": lambda s: (s.function, "$LATEST"),
    "alias": lambda s: s.an_alias(s.function.function_name),
    "alias's ARN": lambda s: s.an_alias(s.function.arn).arn,
    "alias as qualifier": lambda s: (s.function, s.an_alias(s.function.function_name)),
    "alias of an ARN": lambda s: s.an_alias(s.arn("lambda", f"function:{s.function_s_name}")),
    "alias of a name": lambda s: s.an_alias(s.function_s_name),
    "data source": lambda s: s.looked_up(DataAwsLambdaFunction, function_name=s.function_s_name),
    "its ARN of data": lambda s: (
        s.looked_up(DataAwsLambdaFunction, function_name=s.function_s_name).arn
    ),
    "qualified data source": lambda s: s.looked_up(
        DataAwsLambdaFunction, function_name=s.function_s_name, qualifier="live"
    ),
    "alias's data source": lambda s: s.looked_up(
        DataAwsLambdaAlias, function_name=s.function_s_name, name="live"
    ),
    "name": lambda s: s.function_s_name,
    "name and qualifier": lambda s: f"{s.function_s_name}:live",
    "name beside qualifier": lambda s: (s.function_s_name, "live"),
    "ARN": lambda s: s.arn("lambda", f"function:{s.function_s_name}"),
    "qualified ARN": lambda s: s.arn("lambda", f"function:{s.function_s_name}:live"),
    "lower": lambda s: Fn.lower(s.function_s_name),
    "join": lambda s: Fn.join("-", s.function_s_name.split("-")),
    "join with qualifier": lambda s: Fn.join(":", [s.function_s_name, "live"]),
    "local": lambda s: TerraformLocal(s.stack, f"{s.name}-local", s.function_s_name).as_string,
}
OUTSIDE: dict[str, Callable[[Scene], Any]] = {
    "output of a module": lambda s: TerraformHclModule(
        s.stack, f"{s.name}-module", source="acme/lambda/aws"
    ).get_string("name"),
    "variable": lambda s: TerraformVariable(s.stack, f"{s.name}-variable").string_value,
    "name of a function outside": lambda s: s.name,
    "ARN of a function outside": lambda s: s.arn("lambda", f"function:{s.name}:live"),
    "function outside": lambda s: s.looked_up(DataAwsLambdaFunction, function_name=s.name),
}
FUNCTIONS = {**IN_THE_DOCUMENTS, **OUTSIDE}
ROLES: dict[str, Callable[[Scene], Any]] = {
    "none": lambda _: None,
    "role": lambda s: s.role,
    "its ARN": lambda s: s.role.arn,
    "its name": lambda s: s.role.name,
    "name": lambda s: s.role_s_name,
    "ARN": lambda s: f"arn:aws:iam::{ACCOUNT}:role/{s.role_s_name}",
    "data source": lambda s: s.looked_up(DataAwsIamRole, name=s.role_s_name),
    "its ARN of data": lambda s: s.looked_up(DataAwsIamRole, name=s.role_s_name).arn,
}


def a_queue(scene: Scene, **arguments: Any) -> SqsQueue:
    return scene.a(SqsQueue, name=f"{scene.name}-queue", **arguments)


def a_topic(scene: Scene, **arguments: Any) -> SnsTopic:
    return scene.a(SnsTopic, name=f"{scene.name}-topic", **arguments)


def a_bus(scene: Scene) -> CloudwatchEventBus:
    return scene.a(CloudwatchEventBus, name=f"{scene.name}-bus")


def a_bucket(scene: Scene) -> S3Bucket:
    return scene.a(S3Bucket, bucket=f"{scene.name}-bucket")


def an_encrypted_bucket(scene: Scene) -> S3Bucket:
    bucket = a_bucket(scene)
    by_key = S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultA(
        sse_algorithm="aws:kms", kms_master_key_id=scene.key.arn
    )
    rule = S3BucketServerSideEncryptionConfigurationRuleA(
        apply_server_side_encryption_by_default=by_key
    )
    scene.a(S3BucketServerSideEncryptionConfigurationA, bucket=bucket.id, rule=[rule])
    return bucket


def a_key_by_its_alias(scene: Scene) -> DataAwsKmsKey:
    alias = f"alias/{scene.name}"
    scene.a(KmsAlias, name=alias, target_key_id=scene.key.key_id)
    return scene.looked_up(DataAwsKmsKey, key_id=alias)


def queue_looked_up(scene: Scene, **arguments: Any) -> DataAwsSqsQueue:
    a_queue(scene, **arguments)
    return scene.looked_up(DataAwsSqsQueue, name=f"{scene.name}-queue")


def topic_looked_up(scene: Scene) -> DataAwsSnsTopic:
    a_topic(scene)
    return scene.looked_up(DataAwsSnsTopic, name=f"{scene.name}-topic")


def bus_looked_up(scene: Scene) -> DataAwsCloudwatchEventBus:
    a_bus(scene)
    return scene.looked_up(DataAwsCloudwatchEventBus, name=f"{scene.name}-bus")


def bucket_looked_up(scene: Scene) -> DataAwsS3Bucket:
    a_bucket(scene)
    return scene.looked_up(DataAwsS3Bucket, bucket=f"{scene.name}-bucket")


def next_looked_up(scene: Scene, **arguments: Any) -> DataAwsLambdaFunction:
    assert scene.next
    name = f"{scene.name}-next"
    return DataAwsLambdaFunction(scene.stack, f"{name}-data", function_name=name, **arguments)


def next_alias_looked_up(scene: Scene) -> DataAwsLambdaAlias:
    alias = next_alias(scene)
    assert alias
    name = f"{scene.name}-next"
    return DataAwsLambdaAlias(scene.stack, f"{name}-data", function_name=name, name="live")


def next_alias(scene: Scene) -> LambdaAlias:
    name = f"{scene.name}-next-alias"
    return LambdaAlias(
        scene.function_stack,
        name,
        name="live",
        function_name=scene.next.function_name,
        function_version="1",
    )


DESTINATIONS: dict[str, Callable[[Scene], Any]] = {
    "queue": a_queue,
    "queue's ARN": lambda s: a_queue(s).arn,
    "queue looked up": queue_looked_up,
    "ARN of the queue looked up": lambda s: queue_looked_up(s).arn,
    "ARN of a queue": lambda s: a_queue(s) and s.arn("sqs", f"{s.name}-queue"),
    "ARN of a queue elsewhere": lambda s: s.arn("sqs", "failures"),
    "queue with a key": lambda s: a_queue(s, kms_master_key_id=s.key.arn),
    "queue with a key's id": lambda s: SqsDestination(
        a_queue(s, kms_master_key_id=s.key.key_id), encryption_key=s.key
    ),
    "queue with a key by its alias": lambda s: SqsDestination(
        a_queue(s, kms_master_key_id=f"alias/{s.name}"), encryption_key=a_key_by_its_alias(s)
    ),
    "queue looked up with a key": lambda s: SqsDestination(
        queue_looked_up(s, kms_master_key_id=s.key.arn), encryption_key=s.key
    ),
    "created queue": lambda _: SqsDestination(),
    "created queue with a key": lambda s: SqsDestination(encryption_key=s.key),
    "topic": a_topic,
    "topic's ARN": lambda s: a_topic(s).arn,
    "topic looked up": topic_looked_up,
    "ARN of a topic": lambda s: a_topic(s) and s.arn("sns", f"{s.name}-topic"),
    "topic with a key": lambda s: a_topic(s, kms_master_key_id=s.key.arn),
    "created topic": lambda _: SnsDestination(),
    "created topic with a key": lambda s: SnsDestination(encryption_key=s.key),
    "function": lambda s: s.next,
    "function's ARN": lambda s: s.next.arn,
    "function's qualified ARN": lambda s: s.next.qualified_arn,
    "function's alias": next_alias,
    "ARN of the function's alias": lambda s: next_alias(s).arn,
    "function looked up": next_looked_up,
    "qualified ARN looked up": lambda s: next_looked_up(s, qualifier="live").qualified_arn,
    "alias looked up": next_alias_looked_up,
    "ARN of the alias looked up": lambda s: next_alias_looked_up(s).arn,
    "ARN of a function": lambda s: s.next and s.arn("lambda", f"function:{s.name}-next"),
    "qualified ARN of a function": lambda s: (
        s.next and s.arn("lambda", f"function:{s.name}-next:live")
    ),
    "response for a function": lambda s: LambdaDestination(s.next, response_only=True),
    "response for an alias": lambda s: LambdaDestination(next_alias(s), response_only=True),
    "response for a function looked up": lambda s: LambdaDestination(
        next_looked_up(s), response_only=True
    ),
    "response for an ARN": lambda s: LambdaDestination(
        s.next and s.arn("lambda", f"function:{s.name}-next"), response_only=True
    ),
    "bus": a_bus,
    "bus's ARN": lambda s: a_bus(s).arn,
    "bus looked up": bus_looked_up,
    "ARN of a bus": lambda s: a_bus(s) and s.arn("events", f"event-bus/{s.name}-bus"),
    "default bus": lambda _: EventBridgeDestination(),
    "bucket": a_bucket,
    "bucket's ARN": lambda s: a_bucket(s).arn,
    "bucket looked up": bucket_looked_up,
    "ARN of a bucket": lambda s: a_bucket(s) and f"arn:aws:s3:::{s.name}-bucket",
    "bucket with a key": an_encrypted_bucket,
    "bucket of another account": lambda s: S3Destination(a_bucket(s), bucket_account="2" * 12),
}
FAILURE_ONLY = [each for each in DESTINATIONS if "bucket" in each]
ALARMS: dict[str, Callable[[Scene], Any]] = {
    "none": lambda _: None,
    "alarms": lambda _: LostEventAlarms(),
    "alarms for all": lambda s: LostEventAlarms(
        notify=SnsTopic(s.stack, f"{s.name}-on-call"), dropped_events=True
    ),
}


@dataclass(frozen=True)
class Case:
    """One form of each argument."""

    function: str
    destination: str
    role: str = "none"
    alarms: str = "alarms"
    is_apart: bool = False
    is_for_success: bool = False


def stack_of(app: App, name: str) -> TerraformStack:
    stack = TerraformStack(app, name)
    AwsProvider(stack, "aws", region=REGION)
    return stack


@lru_cache(maxsize=len(FUNCTIONS))
def documents_of(cases: tuple[Case, ...]) -> list[dict[str, Any]]:
    """The stacks of an app with a configuration for each case."""
    app = App()
    functions, configurations = stack_of(app, "functions"), stack_of(app, "configurations")
    for number, case in enumerate(cases):
        name = f"orders-{number}"
        scene = Scene(functions, configurations if case.is_apart else functions, name)
        function = FUNCTIONS[case.function](scene)
        function, qualifier = function if isinstance(function, tuple) else (function, None)
        outcome = "on_success" if case.is_for_success else "on_failure"
        EventInvokeConfig(
            scene.stack,
            f"{name}-async",
            function=function,
            qualifier=qualifier,
            role=ROLES[case.role](scene),
            alarms=ALARMS[case.alarms](scene),
            **{outcome: DESTINATIONS[case.destination](scene)},
        )
    return list(synthesized(app).values())


def findings_in(cases: tuple[Case, ...]) -> list[str]:
    """What the rules find, each with the case that it is about."""
    found = check(documents_of(cases), select=["EIC"], ignore=["EIC002"])
    expected = {
        ("EIC009", f"orders-{number}-async")
        for number, case in enumerate(cases)
        if case.alarms == "none"
    }
    return [
        f"{each} {cases[int(construct.split('-')[1])]}"
        for each in found
        for construct in (each.construct_path or "/").split("/")[1:2]
        if (each.rule, construct) not in expected
    ]


def cases_of(function: str) -> tuple[Case, ...]:
    """A function with every destination, and with the roles, alarms and places in turn."""
    roles, alarms = list(ROLES), list(ALARMS)
    shift = list(FUNCTIONS).index(function)
    return tuple(
        Case(
            function,
            destination,
            roles[(number + shift) % len(roles)],
            alarms[(number + shift) % len(alarms)],
            is_apart=(number // 2 + shift) % 2 == 1,
            is_for_success=number % 2 == 1 and destination not in FAILURE_ONLY,
        )
        for number, destination in enumerate(DESTINATIONS)
    )


@pytest.mark.parametrize("function", FUNCTIONS)
def test_no_finding_for_a_function_with_any_destination(function: str) -> None:
    assert findings_in(cases_of(function)) == []


ANY_CASE = st.builds(
    Case,
    st.sampled_from(list(FUNCTIONS)),
    st.sampled_from(list(DESTINATIONS)),
    st.sampled_from(list(ROLES)),
    st.sampled_from(list(ALARMS)),
    st.booleans(),
)


@settings(max_examples=25)
@given(st.lists(ANY_CASE, min_size=1, max_size=12).map(tuple))
def test_no_finding_for_any_forms_together(cases: tuple[Case, ...]) -> None:
    assert findings_in(cases) == []


def configurations_with(rule: str, documents: Iterable[dict[str, Any]]) -> set[str]:
    found = check(documents, select=[rule])
    return {str(each.construct_path).split("/")[1] for each in found}


@pytest.mark.parametrize("function", IN_THE_DOCUMENTS)
def test_what_the_construct_writes_is_what_makes_the_difference(function: str) -> None:
    cases = cases_of(function)
    documents = copy.deepcopy(documents_of(cases))
    everything = {f"orders-{number}-async" for number in range(len(cases))}
    for document in documents:
        document["resource"].pop("aws_iam_role_policy", None)
        document["resource"].pop("aws_cloudwatch_metric_alarm", None)
    assert configurations_with("EIC003", documents) == everything
    failing = {
        f"orders-{number}-async" for number, case in enumerate(cases) if not case.is_for_success
    }
    assert configurations_with("EIC009", documents) == failing
