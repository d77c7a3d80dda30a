"""Amazon S3: a bucket, for failures only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic.bindings.resources import resource_type, synthesized
from constructs_eic.destinations.base import Bound, Destination, Outcome
from constructs_eic.destinations.encryption import check_found_key, check_given_key, key_arn
from constructs_eic.limits import S3_BUCKET
from constructs_eic.permissions import Statement

if TYPE_CHECKING:
    from cdktf import TerraformElement

    from constructs_eic.destinations.base import CheckContext, Delivery
    from constructs_eic.destinations.encryption import KeyLike
    from constructs_eic.errors import Problems

_KEY_IN_BUCKET = (
    "server_side_encryption_configuration",
    "rule",
    "apply_server_side_encryption_by_default",
    "kms_master_key_id",
)


class S3Destination(Destination):
    """Stores the record of a failed invocation as an object under `aws/lambda/async/<function name>/`.

    Args:
        bucket: `S3Bucket`, `DataAwsS3Bucket`, the bucket's ARN or a token of it.
        encryption_key: The customer's KMS key of the bucket: `KmsKey`, `DataAwsKmsKey` or the key's
            ARN. A key set on the `S3Bucket` resource itself is found without asking; one set through
            `S3BucketServerSideEncryptionConfigurationA` has to be given.

    Raises:
        EventInvokeConfigError: when attached: as `on_success`, no bucket or its ARN, no key or its ARN.

    Example:
        >>> S3Destination("arn:aws:s3:::failed-events")
        S3Destination('arn:aws:s3:::failed-events')

    Source: "Capturing records of Lambda asynchronous invocations" in the AWS Lambda Developer Guide.
    """

    resource_types = ("aws_s3_bucket", "data.aws_s3_bucket")
    arn_shape = S3_BUCKET
    outcomes = (Outcome.FAILURE,)

    def __init__(
        self, bucket: TerraformElement | str, *, encryption_key: KeyLike | None = None
    ) -> None:
        super().__init__(bucket)
        self.encryption_key = encryption_key

    def check(self, context: CheckContext) -> None:
        """Report `on_success`, and a key that no permission can name."""
        super().check(context)
        if self.encryption_key is None:
            check_found_key(context)

    def key_on(self, resource: TerraformElement) -> object:
        """The key set on the bucket itself."""
        return _key_on(resource) if resource_type(resource) == "aws_s3_bucket" else None

    def check_literal(self, outcome: Outcome, problems: Problems) -> None:
        """Report what cannot work in any app, a key by id or alias included."""
        super().check_literal(outcome, problems)
        check_given_key(self.encryption_key, problems)

    def bind(self, delivery: Delivery) -> Bound:
        """Permit `s3:PutObject` below the function's prefix, `s3:ListBucket`, and the customer's key."""
        arn = self.arn(delivery)
        statements = [
            Statement(("s3:PutObject",), (f"{arn}/aws/lambda/async/{delivery.configured.name}/*",)),
            Statement(("s3:ListBucket",), (arn,)),
        ]
        key = key_arn(self.encryption_key, delivery)
        if key is not None:
            statements.append(Statement(("kms:GenerateDataKey",), (key,)))
        return Bound(arn, tuple(statements))


def _key_on(bucket: TerraformElement) -> object:
    value: object = synthesized(bucket)
    for argument in _KEY_IN_BUCKET:
        if isinstance(value, list):
            value = value[0] if value else None
        value = value.get(argument) if isinstance(value, dict) else None
    return value
