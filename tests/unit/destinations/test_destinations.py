"""Five kinds of destination: what each accepts, the ARN that it becomes and the permissions that it grants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_eic import (
    Destination,
    EventBridgeDestination,
    EventInvokeConfig,
    EventInvokeConfigError,
    LambdaDestination,
    S3Destination,
    SnsDestination,
    SqsDestination,
)
from tests.framework import (
    App,
    AwsProvider,
    CloudwatchEventBus,
    DataAwsCloudwatchEventBus,
    DataAwsKmsKey,
    DataAwsLambdaFunction,
    DataAwsS3Bucket,
    DataAwsSnsTopic,
    DataAwsSqsQueue,
    Fn,
    KmsAlias,
    KmsExternalKey,
    KmsKey,
    KmsReplicaKey,
    LambdaAlias,
    S3Bucket,
    S3BucketServerSideEncryptionConfiguration,
    S3BucketServerSideEncryptionConfigurationRule,
    S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefault,
    SnsTopic,
    SqsQueue,
    TerraformIterator,
    TerraformStack,
    TerraformVariable,
)
from tests.unit.conftest import (
    address,
    config_of,
    document,
    function_in,
    has,
    only,
    stack_in,
    statements_of,
    synthesized,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.framework import LambdaFunction

KEY = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
OWN_ACCOUNT = "$${aws:PrincipalAccount}"


def allow(actions: str | list[str], resources: str | list[str]) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": actions, "Resource": resources}


def allow_in(account: str, action: str, resource: str) -> dict[str, Any]:
    owned = {"StringEquals": {"s3:ResourceAccount": account}}
    return {**allow(action, resource), "Condition": owned}


def queue(stack: TerraformStack) -> SqsQueue:
    return SqsQueue(stack, "it")


def topic(stack: TerraformStack) -> SnsTopic:
    return SnsTopic(stack, "it")


def other_function(stack: TerraformStack) -> LambdaFunction:
    return function_in(stack, "it")


def bus(stack: TerraformStack) -> CloudwatchEventBus:
    return CloudwatchEventBus(stack, "it", name="it")


def bucket(stack: TerraformStack) -> S3Bucket:
    return S3Bucket(stack, "it")


SQS, SNS, LAMBDA, EVENTS = (
    "sqs:SendMessage",
    "sns:Publish",
    "lambda:InvokeFunction",
    "events:PutEvents",
)


@pytest.mark.parametrize(
    ("make", "wrap", "action", "data"),
    [
        (queue, SqsDestination, SQS, lambda stack: DataAwsSqsQueue(stack, "data", name="it")),
        (topic, SnsDestination, SNS, lambda stack: DataAwsSnsTopic(stack, "data", name="it")),
        (
            other_function,
            LambdaDestination,
            LAMBDA,
            lambda stack: DataAwsLambdaFunction(stack, "data", function_name="it"),
        ),
        (
            bus,
            EventBridgeDestination,
            EVENTS,
            lambda stack: DataAwsCloudwatchEventBus(stack, "data", name="it"),
        ),
    ],
    ids=["SQS", "SNS", "Lambda", "EventBridge"],
)
@pytest.mark.parametrize("argument", ["on_failure", "on_success"])
class TestEachFormOfADestination:
    """Resource, token of its ARN, data source; bare or wrapped: the same ARN and the same permission."""

    def check(
        self, stack: TerraformStack, argument: str, destination: Any, arn: str, action: str
    ) -> None:
        EventInvokeConfig(
            stack, "async", function=function_in(stack, "orders"), **{argument: destination}
        )
        assert config_of(stack)["destination_config"] == {argument: {"destination": arn}}
        assert statements_of(stack) == [allow(action, arn)]

    def test_resource(
        self, stack: TerraformStack, argument: str, make: Any, wrap: Any, action: str, data: Any
    ) -> None:
        resource = make(stack)
        self.check(stack, argument, resource, f"${{{address(resource)}.arn}}", action)

    def test_wrapped_resource(
        self, stack: TerraformStack, argument: str, make: Any, wrap: Any, action: str, data: Any
    ) -> None:
        resource = make(stack)
        self.check(stack, argument, wrap(resource), f"${{{address(resource)}.arn}}", action)

    def test_token(
        self, stack: TerraformStack, argument: str, make: Any, wrap: Any, action: str, data: Any
    ) -> None:
        resource = make(stack)
        self.check(stack, argument, resource.arn, f"${{{address(resource)}.arn}}", action)

    def test_data_source(
        self, stack: TerraformStack, argument: str, make: Any, wrap: Any, action: str, data: Any
    ) -> None:
        source = data(stack)
        self.check(stack, argument, source, f"${{data.{address(source)}.arn}}", action)

    def test_opaque_token_when_wrapped(
        self, stack: TerraformStack, argument: str, make: Any, wrap: Any, action: str, data: Any
    ) -> None:
        variable = TerraformVariable(stack, "arn", type="string")
        self.check(stack, argument, wrap(variable.string_value), "${var.arn}", action)


@pytest.mark.parametrize(
    ("arn", "kind", "action"),
    [
        ("arn:aws:sqs:us-east-1:123456789012:it", SqsDestination, SQS),
        ("arn:aws-cn:sns:cn-north-1:123456789012:it", SnsDestination, SNS),
        ("arn:aws:lambda:us-east-1:123456789012:function:it:live", LambdaDestination, LAMBDA),
        (
            "arn:aws-us-gov:events:us-gov-west-1:123456789012:event-bus/it",
            EventBridgeDestination,
            EVENTS,
        ),
        ("arn:aws-iso-b:sqs:us-isob-east-1:123456789012:it", SqsDestination, SQS),
        ("arn:aws-eusc:sqs:eusc-de-east-1:123456789012:it", SqsDestination, SQS),
        ("arn:aws:sqs:us-east-1:${var.account}:it", SqsDestination, SQS),
    ],
)
def test_a_destination_is_inferred_from_an_arn_of_any_partition(
    stack: TerraformStack, arn: str, kind: type[Destination], action: str
) -> None:
    config = EventInvokeConfig(
        stack, "async", function=function_in(stack, "orders"), on_success=arn
    )
    assert type(config.on_success) is kind
    assert config_of(stack)["destination_config"]["on_success"]["destination"] == arn
    assert statements_of(stack) == [allow(action, arn)]


def test_a_bucket_gets_objects_and_a_listing_while_it_is_this_accounts(
    stack: TerraformStack, function: LambdaFunction
) -> None:
    archive = bucket(stack)
    EventInvokeConfig(stack, "async", function=function, on_failure=archive)
    arn = f"${{{address(archive)}.arn}}"
    assert statements_of(stack) == [
        allow_in(OWN_ACCOUNT, "s3:PutObject", f"{arn}/*"),
        allow_in(OWN_ACCOUNT, "s3:ListBucket", arn),
    ]


@pytest.mark.parametrize(
    ("given", "account"),
    [
        (lambda _: "210987654321", "210987654321"),
        (
            lambda stack: TerraformVariable(stack, "account", type="string").string_value,
            "${var.account}",
        ),
        (lambda stack: TerraformVariable(stack, "account", type="string").value, "${var.account}"),
    ],
    ids=["literal", "token", "resolvable"],
)
def test_a_bucket_of_another_account_is_named_with_it(
    stack: TerraformStack, given: Callable[[TerraformStack], Any], account: str
) -> None:
    archive = S3Destination("arn:aws:s3:::archive", bucket_account=given(stack))
    EventInvokeConfig(stack, "async", function="orders", on_failure=archive)
    assert statements_of(stack) == [
        allow_in(account, "s3:PutObject", "arn:aws:s3:::archive/*"),
        allow_in(account, "s3:ListBucket", "arn:aws:s3:::archive"),
    ]


@pytest.mark.parametrize("account", ["1234", "", "12345678901a", 123456789012, "\u0661" * 12])
def test_what_is_no_account_is_refused(stack: TerraformStack, account: Any) -> None:
    archive = S3Destination("arn:aws:s3:::archive", bucket_account=account)
    with pytest.raises(EventInvokeConfigError) as refused:
        EventInvokeConfig(stack, "async", function="orders", on_failure=archive)
    (problem,) = refused.value.problems
    assert problem.argument == "bucket_account"
    assert problem.reason == "the id of an AWS account has 12 digits"
    assert problem.fix.startswith("give them as text, such as '123456789012', or leave it out")


@pytest.mark.parametrize(
    "archive",
    [
        bucket,
        lambda stack: S3Destination(bucket(stack)),
        lambda stack: DataAwsS3Bucket(stack, "data", bucket="it"),
        lambda stack: bucket(stack).arn,
        lambda _: "arn:aws:s3:::archive",
    ],
)
def test_a_bucket_is_for_failures_only(
    stack: TerraformStack, archive: Callable[[TerraformStack], Any]
) -> None:
    with pytest.raises(EventInvokeConfigError, match="Lambda sends to S3 on failure only"):
        EventInvokeConfig(stack, "async", function="orders", on_success=archive(stack))


def test_without_argument_a_queue_is_made_encrypted_and_kept_long(stack: TerraformStack) -> None:
    destination = SqsDestination()
    config = EventInvokeConfig(
        stack, "async", function=function_in(stack, "orders"), on_failure=destination
    )
    assert only(stack, "aws_sqs_queue") == {
        "lifecycle": {"create_before_destroy": True},
        "message_retention_seconds": 14 * 24 * 60 * 60,
        "name": f"orders-failure-{destination.queue.node.scope.node.addr[-8:]}",  # type: ignore[union-attr]
        "sqs_managed_sse_enabled": True,
    }
    assert destination.queue.node.path == "stack/async/OnFailure/Queue"
    assert config.on_failure is destination
    assert statements_of(stack) == [allow(SQS, f"${{{address(destination.queue)}.arn}}")]


def test_without_argument_a_topic_is_made(stack: TerraformStack) -> None:
    destination = SnsDestination()
    EventInvokeConfig(stack, "async", function=function_in(stack, "orders"), on_success=destination)
    assert only(stack, "aws_sns_topic")["lifecycle"] == {"create_before_destroy": True}
    assert destination.topic.node.path == "stack/async/OnSuccess/Topic"
    assert statements_of(stack) == [allow(SNS, f"${{{address(destination.topic)}.arn}}")]


def test_a_queue_that_is_not_made_yet_is_not_there(stack: TerraformStack) -> None:
    destination = SqsDestination()
    with pytest.raises(
        AttributeError, match="the queue is created when an EventInvokeConfig takes"
    ):
        _ = destination.queue
    EventInvokeConfig(stack, "async", function="orders", on_failure=destination)
    assert destination.queue.node.id == "Queue"


def test_an_arn_is_no_topic(stack: TerraformStack) -> None:
    destination = SnsDestination("arn:aws:sns:us-east-1:123456789012:alerts")
    with pytest.raises(AttributeError, match="was given no resource"):
        _ = destination.topic
    assert SnsDestination(SnsTopic(stack, "topic")).topic.node.id == "topic"


def test_a_queue_made_with_a_key_is_encrypted_with_it(stack: TerraformStack) -> None:
    EventInvokeConfig(
        stack,
        "async",
        function=function_in(stack, "orders"),
        on_failure=SqsDestination(encryption_key=KEY),
    )
    made = only(stack, "aws_sqs_queue")
    assert made["kms_master_key_id"] == KEY
    assert "sqs_managed_sse_enabled" not in made
    assert allow(["kms:Decrypt", "kms:GenerateDataKey"], KEY) in statements_of(stack)


def test_the_queue_that_was_made_serves_whom_it_is_given_to(stack: TerraformStack) -> None:
    shared = SqsDestination()
    for id_ in ("orders", "payments"):
        EventInvokeConfig(
            stack, f"{id_}-async", function=function_in(stack, id_), on_failure=shared
        )
    assert len(synthesized(stack)["resource"]["aws_sqs_queue"]) == 1


def test_the_default_event_bus_is_looked_up(stack: TerraformStack) -> None:
    EventInvokeConfig(
        stack,
        "async",
        function=function_in(stack, "orders"),
        on_success=EventBridgeDestination(),
    )
    assert only(stack, "aws_cloudwatch_event_bus", "data") == {"name": "default"}
    (statement,) = statements_of(stack)
    assert statement["Action"] == EVENTS
    assert (
        config_of(stack)["destination_config"]["on_success"]["destination"] == statement["Resource"]
    )


class TestEncryptionKeys:
    """A customer managed key, set on the resource or given, is permitted; an AWS managed key needs nothing."""

    @pytest.mark.parametrize(
        ("make", "actions"),
        [
            (
                lambda stack, **key: SqsQueue(stack, "it", **key),
                ["kms:Decrypt", "kms:GenerateDataKey"],
            ),
            (
                lambda stack, **key: SnsTopic(stack, "it", **key),
                ["kms:Decrypt", "kms:GenerateDataKey"],
            ),
        ],
        ids=["SQS", "SNS"],
    )
    @pytest.mark.parametrize(
        ("attribute", "arn"),
        [
            (lambda key, _: key.arn, "${aws_kms_key.key.arn}"),
            (lambda key, _: key.id, "${aws_kms_key.key.arn}"),
            (lambda key, _: key.key_id, "${aws_kms_key.key.arn}"),
            (lambda _, alias: alias.name, "${aws_kms_alias.alias.target_key_arn}"),
            (lambda _, alias: alias.target_key_arn, "${aws_kms_alias.alias.target_key_arn}"),
            (lambda *_: KEY, KEY),
        ],
        ids=["ARN", "id", "key id", "alias name", "alias target", "literal ARN"],
    )
    def test_a_key_on_the_resource_is_found(
        self, stack: TerraformStack, make: Any, actions: list[str], attribute: Any, arn: str
    ) -> None:
        key = KmsKey(stack, "key")
        alias = KmsAlias(stack, "alias", target_key_id=key.id)
        destination = make(stack, kms_master_key_id=attribute(key, alias))
        EventInvokeConfig(
            stack, "async", function=function_in(stack, "orders"), on_failure=destination
        )
        assert statements_of(stack)[1] == allow(actions, arn)

    def test_a_key_on_the_queue_is_found_through_a_token_of_its_arn(
        self, stack: TerraformStack
    ) -> None:
        encrypted = SqsQueue(stack, "it", kms_master_key_id=KEY)
        EventInvokeConfig(
            stack, "async", function=function_in(stack, "orders"), on_failure=encrypted.arn
        )
        assert statements_of(stack)[1]["Resource"] == KEY

    def test_a_key_on_the_bucket_is_found(self, stack: TerraformStack) -> None:
        encrypted = S3Bucket(
            stack,
            "it",
            server_side_encryption_configuration=S3BucketServerSideEncryptionConfiguration(
                rule=S3BucketServerSideEncryptionConfigurationRule(
                    apply_server_side_encryption_by_default=S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefault(
                        sse_algorithm="aws:kms", kms_master_key_id=KEY
                    )
                )
            ),
        )
        EventInvokeConfig(
            stack, "async", function=function_in(stack, "orders"), on_failure=encrypted
        )
        assert statements_of(stack)[-1] == allow("kms:GenerateDataKey", KEY)

    @pytest.mark.parametrize(
        ("destination", "actions"),
        [
            (
                lambda **key: SqsDestination("arn:aws:sqs:us-east-1:123456789012:it", **key),
                ["kms:Decrypt", "kms:GenerateDataKey"],
            ),
            (
                lambda **key: SnsDestination("arn:aws:sns:us-east-1:123456789012:it", **key),
                ["kms:Decrypt", "kms:GenerateDataKey"],
            ),
            (lambda **key: S3Destination("arn:aws:s3:::it", **key), "kms:GenerateDataKey"),
        ],
        ids=["SQS", "SNS", "S3"],
    )
    @pytest.mark.parametrize(
        ("key", "arn"),
        [
            (lambda stack: KmsKey(stack, "key"), "${aws_kms_key.key.arn}"),
            (
                lambda stack: DataAwsKmsKey(stack, "key", key_id="alias/it"),
                "${data.aws_kms_key.key.arn}",
            ),
            (lambda stack: KmsKey(stack, "key").arn, "${aws_kms_key.key.arn}"),
            (
                lambda stack: KmsReplicaKey(stack, "replica", primary_key_arn=KEY),
                "${aws_kms_replica_key.replica.arn}",
            ),
            (
                lambda stack: KmsExternalKey(stack, "external"),
                "${aws_kms_external_key.external.arn}",
            ),
            (lambda _: KEY, KEY),
        ],
        ids=["resource", "data source", "token", "replica", "external", "literal"],
    )
    def test_a_key_can_be_given(
        self, stack: TerraformStack, destination: Any, actions: Any, key: Any, arn: str
    ) -> None:
        EventInvokeConfig(
            stack,
            "async",
            function=function_in(stack, "orders"),
            on_failure=destination(encryption_key=key(stack)),
        )
        assert statements_of(stack)[-1] == allow(actions, arn)

    @pytest.mark.parametrize("managed", ["alias/aws/sqs", "", None])
    def test_a_key_of_aws_needs_no_permission(
        self, stack: TerraformStack, managed: str | None
    ) -> None:
        encrypted = SqsQueue(stack, "it", kms_master_key_id=managed)
        EventInvokeConfig(
            stack, "async", function=function_in(stack, "orders"), on_failure=encrypted
        )
        assert len(statements_of(stack)) == 1

    @pytest.mark.parametrize("key", ["alias/orders", "1234abcd-12ab-34cd-56ef-1234567890ab"])
    def test_a_key_on_the_resource_that_no_permission_can_name_is_refused(
        self, stack: TerraformStack, key: str
    ) -> None:
        encrypted = SqsQueue(stack, "it", kms_master_key_id=key)
        with pytest.raises(EventInvokeConfigError, match="give encryption_key="):
            EventInvokeConfig(stack, "async", function="orders", on_failure=encrypted)
        EventInvokeConfig(
            stack,
            "async",
            function="orders",
            on_failure=SqsDestination(encrypted, encryption_key=KEY),
        )
        assert statements_of(stack)[1]["Resource"] == KEY

    @pytest.mark.parametrize(
        "key", ["alias/orders", "1234abcd", "arn:aws:kms:us-east-1:123456789012:alias/orders"]
    )
    def test_what_is_no_key_is_refused(self, stack: TerraformStack, key: str) -> None:
        destination = SqsDestination(encryption_key=key)
        with pytest.raises(EventInvokeConfigError, match="the key's ARN, not its id or an alias"):
            EventInvokeConfig(stack, "async", function="orders", on_failure=destination)


@pytest.mark.parametrize("argument", ["on_failure", "on_success"])
@pytest.mark.parametrize(
    "fifo",
    [
        lambda stack: SqsQueue(stack, "it", fifo_queue=True),
        lambda stack: SqsQueue(stack, "it", name="it.fifo"),
        lambda stack: SqsQueue(stack, "it", fifo_queue=True).arn,
        lambda stack: SqsDestination(SqsQueue(stack, "it", fifo_queue=True)),
        lambda stack: DataAwsSqsQueue(stack, "it", name="it.fifo"),
        lambda stack: SnsTopic(stack, "it", fifo_topic=True),
        lambda stack: SnsTopic(stack, "it", name="it.fifo"),
        lambda stack: SnsDestination(SnsTopic(stack, "it", fifo_topic=True)),
        lambda _: "arn:aws:sqs:us-east-1:123456789012:it.fifo",
        lambda _: SnsDestination("arn:aws:sns:us-east-1:123456789012:it.fifo"),
    ],
)
def test_a_fifo_queue_or_topic_is_refused(
    stack: TerraformStack, argument: str, fifo: Callable[[TerraformStack], Any]
) -> None:
    with pytest.raises(EventInvokeConfigError) as refused:
        EventInvokeConfig(stack, "async", function="orders", **{argument: fifo(stack)})
    (problem,) = refused.value.problems
    assert problem.argument == argument
    assert "standard queues and topics only" in problem.reason


@pytest.mark.parametrize(
    ("destination", "reason"),
    [
        ("arn:aws:kinesis:us-east-1:123456789012:stream/it", "Lambda cannot deliver to this"),
        ("arn:aws:events:us-east-1:123456789012:rule/it", "Lambda cannot deliver to this"),
        ("arn:aws:sqs:us-east-1", "this is not an ARN"),
        ("arn:aws:sqs:us-east-1:1234:it", "'1234' is not an AWS account"),
        ("https://sqs.us-east-1.amazonaws.com/123456789012/it", "this is the URL of a queue"),
        ("kafka://topic", "this is not an ARN"),
        ("", "this is not an ARN"),
        (f"arn:aws:sqs:us-east-1:123456789012:{'a' * 350}", "at most 350 characters"),
        ("arn:aws:us-east-1:123456789012:function:it", "the ARN lacks its service"),
        ("${var.arn}", "is not known"),
        (
            SqsDestination("arn:aws:sns:us-east-1:123456789012:it"),
            "SqsDestination takes no SNS topic",
        ),
        (LambdaDestination("it"), "this is not an ARN"),
        (7, "Lambda cannot deliver to this"),
        (LambdaDestination(None), "nothing is given"),  # type: ignore[arg-type]
        ("arn:aws:sqs:::it", "the region or the account is missing"),
        ("arn:aws:sqs:us-east-1:aws:it", "the region or the account is missing"),
        ("arn:aws:sqs:us-east-1:123456789012:a b", "is not a name that"),
        ("arn:aws:sqs:us-east-1:123456789012:a/b", "is not a name that"),
        ("arn:aws:sqs:us-east-1:123456789012:failures*", "is not a name that"),
        ("arn:aws:sqs:us-east-1:123456789012:failures ", "is not a name that"),
        ("arn:aws:sqs:us-east-1:123456789012:échecs", "is not a name that"),
        ("arn:aws:sns:us-east-1:123456789012:it:8d2b", "is not a name that"),
        ("arn:aws:s3:::it/key", "is not a name that"),
        ("arn:aws:s3:us-east-1:123456789012:it", "has neither region nor account"),
        ("arn:aws:s3:us-east-1::it", "has neither region nor account"),
        ("arn:aws:s3::123456789012:it", "has neither region nor account"),
        ("arn:aws:events:us-east-1:123456789012:event-bus/", "is not a name that"),
    ],
)
def test_what_lambda_cannot_deliver_to_is_refused(
    stack: TerraformStack, destination: Any, reason: str
) -> None:
    with pytest.raises(EventInvokeConfigError) as refused:
        EventInvokeConfig(stack, "async", function="orders", on_failure=destination)
    (problem,) = refused.value.problems
    assert problem.argument == "on_failure"
    assert reason in problem.reason


def test_a_wrong_resource_is_refused_bare_and_wrapped(stack: TerraformStack) -> None:
    key = KmsKey(stack, "key")
    with pytest.raises(EventInvokeConfigError, match="on_failure=<KmsKey>: Lambda cannot deliver"):
        EventInvokeConfig(stack, "async", function="orders", on_failure=key)
    with pytest.raises(EventInvokeConfigError, match="SqsDestination takes no SNS topic"):
        EventInvokeConfig(
            stack, "async", function="orders", on_failure=SqsDestination(topic(stack))
        )


@pytest.mark.parametrize(
    ("attribute", "fix"),
    [
        (lambda q: q.url, "the url of aws_sqs_queue is not its ARN"),
        (lambda q: q.id, "the id of aws_sqs_queue is not its ARN"),
    ],
)
def test_an_attribute_that_is_no_arn_is_refused(
    stack: TerraformStack, attribute: Any, fix: str
) -> None:
    with pytest.raises(EventInvokeConfigError, match=fix):
        EventInvokeConfig(stack, "async", function="orders", on_failure=attribute(queue(stack)))


def test_a_token_of_another_resource_is_refused_where_its_type_can_be_told(
    stack: TerraformStack,
) -> None:
    for wrong in (
        SqsDestination(topic(stack).arn),
        S3Destination(function_in(stack, "it-too").arn),
    ):
        with pytest.raises(EventInvokeConfigError, match="Destination takes no "):
            EventInvokeConfig(stack, "async", function="orders", on_failure=wrong)


def test_the_form_that_is_advised_is_accepted(stack: TerraformStack) -> None:
    for wrong in (
        SqsDestination,
        SnsDestination,
        LambdaDestination,
        EventBridgeDestination,
        S3Destination,
    ):
        with pytest.raises(EventInvokeConfigError) as refused:
            EventInvokeConfig(stack, "async", function="orders", on_failure=wrong("it"))
        advised = refused.value.problems[0].fix.split("'")[1]
        right = advised.replace("REGION", "us-east-1").replace("ACCOUNT", "123456789012")
        EventInvokeConfig(
            stack,
            wrong.__name__,
            function=wrong.__name__,
            on_failure=wrong(right.replace("NAME", "its-name")),
        )


def test_an_expression_is_refused_until_it_is_wrapped(stack: TerraformStack) -> None:
    either = Fn.conditional(True, queue(stack).arn, "arn:aws:sqs:us-east-1:123456789012:it")
    with pytest.raises(EventInvokeConfigError, match="wrap it, as in SqsDestination"):
        EventInvokeConfig(stack, "async", function="orders", on_failure=either)
    EventInvokeConfig(stack, "async", function="orders", on_failure=SqsDestination(either))


@pytest.mark.parametrize("index", ["0", "count.index", '"a"', "each.key"])
def test_one_of_many_queues_is_inferred(stack: TerraformStack, index: str) -> None:
    arn = f"${{aws_sqs_queue.failures[{index}].arn}}"
    instances: dict[str, Any] = {
        "count.index": {"count": 1},
        "each.key": {
            "for_each": TerraformIterator.from_list(["a", "b"]),
            "function": "${each.key}",
        },
    }
    given = {"function": "orders", "on_failure": arn, **instances.get(index, {})}
    config = EventInvokeConfig(stack, "async", **given)
    assert isinstance(config.on_failure, SqsDestination)
    assert config_of(stack)["destination_config"]["on_failure"]["destination"] == arn


def test_a_queue_is_made_anew_where_the_one_made_is_gone(stack: TerraformStack) -> None:
    failures = SqsDestination()
    EventInvokeConfig(stack, "first", function="orders", on_failure=failures)
    stack.node.try_remove_child("first")
    EventInvokeConfig(stack, "second", function="orders", on_failure=failures)
    assert failures.queue.node.path == "stack/second/OnFailure/Queue"
    other = stack_in(App(), "stack")
    EventInvokeConfig(other, "async", function="orders", on_failure=failures)
    assert has(other, "aws_sqs_queue")


class TestTheFunctionItself:
    """Lambda refuses the configured function as its own destination."""

    @pytest.mark.parametrize(
        "itself",
        [
            lambda function, _: function,
            lambda function, _: function.arn,
            lambda _, alias: alias,
            lambda _, alias: alias.arn,
            lambda function, _: LambdaDestination(function),
            lambda function, _: LambdaDestination(function, response_only=True),
            lambda *_: "arn:aws:lambda:us-east-1:123456789012:function:orders:canary",
            lambda function, _: DataAwsLambdaFunction(
                function.cdktf_stack, "data", function_name=function.function_name
            ),
        ],
    )
    @pytest.mark.parametrize("configured", [lambda function, _: function, lambda _, alias: alias])
    def test_in_the_app(self, stack: TerraformStack, itself: Any, configured: Any) -> None:
        function = function_in(stack, "orders")
        alias = LambdaAlias(
            stack, "alias", name="live", function_name=function.arn, function_version="1"
        )
        with pytest.raises(EventInvokeConfigError, match="the configured function itself"):
            EventInvokeConfig(
                stack,
                "async",
                function=configured(function, alias),
                on_success=itself(function, alias),
            )

    def test_by_arn(self, stack: TerraformStack) -> None:
        arn = "arn:aws:lambda:us-east-1:123456789012:function:orders"
        with pytest.raises(EventInvokeConfigError, match="the configured function itself"):
            EventInvokeConfig(stack, "async", function=f"{arn}:live", on_failure=arn)

    def test_by_expression(self, stack: TerraformStack) -> None:
        variable = TerraformVariable(stack, "function", type="string")
        with pytest.raises(EventInvokeConfigError, match="the configured function itself"):
            EventInvokeConfig(
                stack,
                "async",
                function=variable.string_value,
                on_failure=LambdaDestination(variable.string_value),
            )

    def test_a_namesake_in_another_account_is_another_function(self, stack: TerraformStack) -> None:
        EventInvokeConfig(
            stack,
            "async",
            function="arn:aws:lambda:us-east-1:123456789012:function:orders",
            on_failure="arn:aws:lambda:us-east-1:210987654321:function:orders",
        )


class TestResponseOnly:
    """Only the response is passed on: through the default bus, for this function and qualifier."""

    def chain(self, stack: TerraformStack, configured: Any, **arguments: Any) -> None:
        EventInvokeConfig(stack, "async", function=configured, **arguments)

    def pattern(self, stack: TerraformStack) -> dict[str, Any]:
        return document(only(stack, "aws_cloudwatch_event_rule")["event_pattern"])

    def test_rule_target_and_permission(self, stack: TerraformStack) -> None:
        function, following = function_in(stack, "orders"), function_in(stack, "following")
        self.chain(stack, function, on_success=LambdaDestination(following, response_only=True))
        assert self.pattern(stack) == {
            "source": ["lambda"],
            "detail-type": ["Lambda Function Invocation Result - Success"],
            "resources": [f"${{{address(function)}.arn}}:$LATEST"],
        }
        target = only(stack, "aws_cloudwatch_event_target")
        assert target["arn"] == f"${{{address(following)}.arn}}"
        assert target["input_path"] == "$.detail.responsePayload"
        permission = only(stack, "aws_lambda_permission")
        assert permission["action"] == "lambda:InvokeFunction"
        assert permission["principal"] == "events.amazonaws.com"
        assert permission["function_name"] == f"${{{address(following)}.function_name}}"
        assert permission["source_arn"].endswith(".arn}")
        (statement,) = statements_of(stack)
        assert statement["Action"] == "events:PutEvents"
        destination = config_of(stack)["destination_config"]["on_success"]["destination"]
        assert destination == statement["Resource"]

    def test_the_configuration_waits_for_what_catches_the_record(
        self, stack: TerraformStack
    ) -> None:
        following = function_in(stack, "following")
        self.chain(stack, "orders", on_success=LambdaDestination(following, response_only=True))
        awaited = {each.partition(".")[0] for each in config_of(stack)["depends_on"]}
        assert awaited == {
            "aws_iam_role_policy",
            "aws_cloudwatch_event_target",
            "aws_lambda_permission",
            "aws_sqs_queue_policy",
        }

    def test_failures_have_their_own_detail_type(self, stack: TerraformStack) -> None:
        following = function_in(stack, "following")
        self.chain(stack, "orders:3", on_failure=LambdaDestination(following, response_only=True))
        assert self.pattern(stack) == {
            "source": ["lambda"],
            "detail-type": ["Lambda Function Invocation Result - Failure"],
            "resources": [{"suffix": ":function:orders:3"}],
        }

    def test_an_alias_matches_its_own_invocations_only(self, stack: TerraformStack) -> None:
        function, following = function_in(stack, "orders"), function_in(stack, "following")
        alias = LambdaAlias(
            stack, "alias", name="live", function_name=function.arn, function_version="1"
        )
        self.chain(stack, alias, on_success=LambdaDestination(following, response_only=True))
        resources = [f"${{{address(function)}.arn}}:${{{address(alias)}.name}}"]
        assert self.pattern(stack)["resources"] == resources

    def test_the_next_function_may_be_an_alias(self, stack: TerraformStack) -> None:
        following = LambdaAlias(
            stack,
            "alias",
            name="live",
            function_name=function_in(stack, "following").function_name,
            function_version="1",
        )
        self.chain(stack, "orders", on_success=LambdaDestination(following, response_only=True))
        permission = only(stack, "aws_lambda_permission")
        assert permission["qualifier"] == f"${{{address(following)}.name}}"
        assert only(stack, "aws_cloudwatch_event_target")["arn"] == f"${{{address(following)}.arn}}"

    def test_the_next_function_may_be_an_arn(self, stack: TerraformStack) -> None:
        arn = "arn:aws:lambda:us-east-1:123456789012:function:following"
        self.chain(stack, "orders", on_success=LambdaDestination(f"{arn}:2", response_only=True))
        permission = only(stack, "aws_lambda_permission")
        assert (permission["function_name"], permission["qualifier"]) == (arn, "2")

    def test_the_next_function_may_be_a_data_source_with_a_qualifier(
        self, stack: TerraformStack
    ) -> None:
        following = DataAwsLambdaFunction(
            stack, "data", function_name="following", qualifier="live"
        )
        self.chain(stack, "orders", on_success=LambdaDestination(following, response_only=True))
        arn = "${data.aws_lambda_function.data.qualified_arn}"
        assert only(stack, "aws_cloudwatch_event_target")["arn"] == arn
        assert only(stack, "aws_lambda_permission")["qualifier"] == "live"

    def test_the_default_bus_is_looked_up_once(self, stack: TerraformStack) -> None:
        self.chain(
            stack,
            function_in(stack, "orders"),
            on_failure=EventBridgeDestination(),
            on_success=LambdaDestination(function_in(stack, "following"), response_only=True),
        )
        assert only(stack, "aws_cloudwatch_event_bus", "data") == {"name": "default"}
        (statement,) = statements_of(stack)
        assert isinstance(statement["Resource"], str)

    def test_both_outcomes_can_be_chained(self, stack: TerraformStack) -> None:
        following = LambdaDestination(function_in(stack, "following"), response_only=True)
        self.chain(stack, function_in(stack, "orders"), on_success=following, on_failure=following)
        assert len(synthesized(stack)["resource"]["aws_cloudwatch_event_rule"]) == 2


def test_a_literal_destination_in_another_region_is_warned_of(stack: TerraformStack) -> None:
    config = EventInvokeConfig(
        stack,
        "async",
        function="arn:aws:lambda:us-east-1:123456789012:function:orders",
        on_failure="arn:aws:sqs:eu-west-1:123456789012:failures",
    )
    (warning,) = [entry for entry in config.node.metadata if entry.type == "@cdktf/warn"]
    assert "on_failure is in eu-west-1, the function in us-east-1" in str(warning.data)


@pytest.mark.parametrize("provider", [True, False])
def test_the_region_of_the_provider_counts(stack: TerraformStack, provider: bool) -> None:
    other = AwsProvider(stack, "other", alias="other", region="eu-west-1") if provider else None
    config = EventInvokeConfig(
        stack,
        "async",
        function="orders",
        on_failure="arn:aws:sqs:ap-south-1:123456789012:failures",
        on_success="arn:aws:sns:eu-west-1:123456789012:results",
        provider=other,
    )
    warnings = [str(entry.data) for entry in config.node.metadata if entry.type == "@cdktf/warn"]
    assert len(warnings) == (1 if provider else 2)


def test_no_destination_needs_no_policy(stack: TerraformStack, function: LambdaFunction) -> None:
    config = EventInvokeConfig(stack, "async", function=function)
    assert config.policy is None
    assert not has(stack, "aws_iam_role_policy")
    assert "destination_config" not in config_of(stack)


@pytest.mark.parametrize(
    "kind",
    [
        SqsDestination,
        SnsDestination,
        LambdaDestination,
        EventBridgeDestination,
        S3Destination,
    ],
)
@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (lambda _: 5, "5"),
        (lambda _: True, "True"),
        (lambda _: {}, "{}"),
        (lambda stack: [SqsQueue(stack, "queue")], "[<SqsQueue>]"),
        (lambda _: SqsQueue, "SqsQueue"),
        (lambda stack: TerraformVariable(stack, "it"), "<TerraformVariable>"),
        (lambda stack: TerraformVariable(stack, "it").number_value, "<number token>"),
        (lambda stack: AwsProvider(stack, "other", alias="other"), "<AwsProvider>"),
    ],
    ids=["int", "bool", "dict", "list", "class", "variable", "number token", "provider"],
)
def test_what_is_no_resource_is_refused_in_each_destination(
    stack: TerraformStack, kind: Any, given: Any, shown: str
) -> None:
    with pytest.raises(EventInvokeConfigError) as refused:
        EventInvokeConfig(stack, "async", function="orders", on_failure=kind(given(stack)))
    (problem,) = refused.value.problems
    assert (problem.argument, problem.value) == ("on_failure", shown)
