"""Keys as expressions, of another kind, and those that a bucket gets from a separate resource."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest
from constructs import Construct

from constructs_eic import (
    EventInvokeConfig,
    EventInvokeConfigError,
    S3Destination,
    SnsDestination,
    SqsDestination,
)
from tests.framework import (
    App,
    Fn,
    KmsKey,
    S3Bucket,
    S3BucketServerSideEncryptionConfigurationA,
    S3BucketServerSideEncryptionConfigurationRuleA,
    S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultA,
    SqsQueue,
    TerraformStack,
    TerraformVariable,
)
from tests.unit.conftest import stack_in, statements_of

if TYPE_CHECKING:
    from collections.abc import Callable


KEY = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
QUEUE = "arn:aws:sqs:us-east-1:123456789012:it"


@pytest.mark.parametrize(
    ("key", "expression"),
    [
        (lambda stack: TerraformVariable(stack, "key", type="string").value, "${var.key}"),
        (lambda stack: TerraformVariable(stack, "key", type="string").string_value, "${var.key}"),
        (
            lambda stack: Fn.conditional(True, KmsKey(stack, "key").arn, KEY),
            f'${{true ? aws_kms_key.key.arn : "{KEY}"}}',
        ),
        (
            lambda _: "${aws_sqs_queue.it.kms_master_key_id}",
            "${aws_sqs_queue.it.kms_master_key_id}",
        ),
    ],
    ids=["variable", "text of a variable", "function", "key of another"],
)
@pytest.mark.parametrize(
    "destination",
    [
        lambda key: SqsDestination(QUEUE, encryption_key=key),
        lambda key: S3Destination("arn:aws:s3:::it", encryption_key=key),
    ],
    ids=["SQS", "S3"],
)
def test_a_key_may_be_an_expression(
    stack: TerraformStack, destination: Any, key: Callable[[TerraformStack], Any], expression: str
) -> None:
    EventInvokeConfig(stack, "async", function="orders", on_failure=destination(key(stack)))
    assert statements_of(stack)[-1]["Resource"] == expression


@pytest.mark.parametrize(
    "destination",
    [
        lambda key: SqsDestination(QUEUE, encryption_key=key),
        lambda key: SnsDestination(encryption_key=key),
        lambda key: S3Destination("arn:aws:s3:::it", encryption_key=key),
    ],
    ids=["SQS", "SNS", "S3"],
)
def test_a_token_of_something_else_is_no_key(stack: TerraformStack, destination: Any) -> None:
    queue = SqsQueue(stack, "queue")
    with pytest.raises(EventInvokeConfigError) as refused:
        EventInvokeConfig(stack, "async", function="orders", on_failure=destination(queue.arn))
    (problem,) = refused.value.problems
    assert (problem.argument, problem.value) == ("encryption_key", "'${aws_sqs_queue.queue.arn}'")
    assert "the key of on_failure" in problem.reason


def test_a_token_of_something_else_on_the_queue_is_no_key(stack: TerraformStack) -> None:
    queue = SqsQueue(stack, "queue", kms_master_key_id=SqsQueue(stack, "other").arn)
    with pytest.raises(EventInvokeConfigError, match=r"the key '\$\{aws_sqs_queue.other.arn\}'"):
        EventInvokeConfig(stack, "async", function="orders", on_failure=queue)


def encrypt(scope: Construct, bucket: str, key: str | None) -> None:
    by_default = S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultA(
        sse_algorithm="aws:kms" if key else "AES256", kms_master_key_id=key
    )
    rule = S3BucketServerSideEncryptionConfigurationRuleA(
        apply_server_side_encryption_by_default=by_default
    )
    S3BucketServerSideEncryptionConfigurationA(scope, "encryption", bucket=bucket, rule=[rule])


class TestAKeyByTheBucketsEncryptionConfiguration:
    @pytest.fixture(params=[False, True], ids=["framework alone", "another library"], autouse=True)
    def library(self, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
        """The app's own objects tell of the configurations; where a library may make some, Node lists them."""
        if request.param:
            monkeypatch.setitem(
                sys.modules, "acme_platform._jsii", ModuleType("acme_platform._jsii")
            )

    @pytest.mark.parametrize(
        "name",
        [
            lambda bucket: bucket.id,
            lambda bucket: bucket.bucket,
            lambda _: "archive",
        ],
        ids=["id", "bucket", "literal"],
    )
    def test_is_found(self, stack: TerraformStack, name: Callable[[S3Bucket], str]) -> None:
        bucket = S3Bucket(Construct(stack, "storage"), "bucket", bucket="archive")
        encrypt(Construct(stack, "security"), name(bucket), KmsKey(stack, "key").arn)
        EventInvokeConfig(stack, "async", function="orders", on_failure=bucket)
        assert statements_of(stack)[-1]["Action"] == "kms:GenerateDataKey"
        assert statements_of(stack)[-1]["Resource"] == "${aws_kms_key.key.arn}"

    def test_of_another_bucket_does_not_count(self, stack: TerraformStack) -> None:
        bucket = S3Bucket(stack, "bucket")
        encrypt(stack, S3Bucket(stack, "other").id, KEY)
        EventInvokeConfig(stack, "async", function="orders", on_failure=bucket)
        assert len(statements_of(stack)) == 2

    def test_of_a_namesake_in_another_stack_does_not_count(
        self, app: App, stack: TerraformStack
    ) -> None:
        other = stack_in(app, "other")
        encrypt(other, S3Bucket(other, "bucket").id, KEY)
        EventInvokeConfig(stack, "async", function="orders", on_failure=S3Bucket(stack, "bucket"))
        assert len(statements_of(stack)) == 2

    def test_of_aws_needs_nothing(self, stack: TerraformStack) -> None:
        bucket = S3Bucket(stack, "bucket")
        encrypt(stack, bucket.id, None)
        EventInvokeConfig(stack, "async", function="orders", on_failure=bucket)
        assert len(statements_of(stack)) == 2

    def test_of_each_bucket_is_its_own(self, stack: TerraformStack) -> None:
        for number in range(3):
            bucket = S3Bucket(stack, f"bucket-{number}")
            scope = Construct(stack, f"security-{number}")
            encrypt(scope, bucket.id, KmsKey(stack, f"key-{number}").arn)
            config = EventInvokeConfig(scope, "async", function=f"f-{number}", on_failure=bucket)
            assert config.policy is not None
            assert f"aws_kms_key.key-{number}.arn" in str(config.policy.to_terraform())

    def test_that_was_changed_is_the_new_one(self, stack: TerraformStack) -> None:
        bucket = S3Bucket(stack, "bucket")
        encrypt(stack, bucket.id, KEY)
        configuration = stack.node.find_child("encryption")
        assert isinstance(configuration, S3BucketServerSideEncryptionConfigurationA)
        configuration.put_rule([])
        EventInvokeConfig(stack, "async", function="orders", on_failure=bucket)
        assert len(statements_of(stack)) == 2

    def test_that_was_removed_does_not_count(self, stack: TerraformStack) -> None:
        bucket = S3Bucket(stack, "bucket")
        encrypt(Construct(stack, "security"), bucket.id, KEY)
        stack.node.try_remove_child("security")
        EventInvokeConfig(stack, "async", function="orders", on_failure=bucket)
        assert len(statements_of(stack)) == 2
