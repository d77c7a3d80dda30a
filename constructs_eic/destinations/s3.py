"""Amazon S3: a bucket, for failures only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic import bindings
from constructs_eic.destinations.base import Bound, Destination, Outcome
from constructs_eic.destinations.encryption import check_key, key_arn
from constructs_eic.limits import S3_BUCKET
from constructs_eic.permissions import Statement

if TYPE_CHECKING:
    from cdktf import TerraformElement

    from constructs_eic.destinations.base import Delivery
    from constructs_eic.destinations.encryption import KeyLike

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

    def check(self, delivery: Delivery) -> None:
        """Report `on_success`, and a key that no permission can name."""
        super().check(delivery)
        bucket = self.resource(delivery)
        if bucket is not None and bindings.resource_type(bucket) == "aws_s3_bucket":
            delivery.found_key = _key_on(bucket)
        check_key(self.encryption_key, delivery.found_key, delivery)

    def bind(self, delivery: Delivery) -> Bound:
        """Permit `s3:PutObject` below the function's prefix, `s3:ListBucket`, and the customer's key."""
        arn = self.arn(delivery)
        statements = [
            Statement(("s3:PutObject",), (f"{arn}/aws/lambda/async/{delivery.configured.name}/*",)),
            Statement(("s3:ListBucket",), (arn,)),
        ]
        key = key_arn(self.encryption_key, delivery.found_key, delivery)
        if key is not None:
            statements.append(Statement(("kms:GenerateDataKey",), (key,)))
        return Bound(arn, tuple(statements))


def _key_on(bucket: TerraformElement) -> object:
    value: object = bindings.synthesized(bucket)
    for argument in _KEY_IN_BUCKET:
        if isinstance(value, list):
            value = value[0] if value else None
        value = value.get(argument) if isinstance(value, dict) else None
    return value
