"""Amazon S3: a bucket, for failures only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constructs_eic._bindings.expressions import textual
from constructs_eic._values.argument_names import name_arguments
from constructs_eic._values.destination_kinds import S3
from constructs_eic._values.tokens import is_token
from constructs_eic.destinations.base import Destination
from constructs_eic.destinations.context import DestinationCheck, DestinationDelivery
from constructs_eic.destinations.encryption import check_given_key, check_key, key_arn
from constructs_eic.destinations.protocols import DestinationConfig

if TYPE_CHECKING:
    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._values.errors import Problems
    from constructs_eic._values.outcome import Outcome
    from constructs_eic.destinations.encryption import KeyLike
    from constructs_eic.destinations.protocols import CheckContext, Delivery


@Destination.register
class S3Destination(Destination):
    """Stores the record of a failed invocation as an object under `aws/lambda/async/<function name>/`.

    The permission applies to buckets of one account only: nobody else can re-create a deleted bucket under its
    name and receive the records.

    Args:
        bucket: `S3Bucket`, `DataAwsS3Bucket`, the bucket's ARN or a token of it.
        bucket_account: The account that owns the bucket: 12 digits, or a token. Default: the role's own account.
        encryption_key: The customer managed KMS key of the bucket: `KmsKey`, `DataAwsKmsKey` or the key's ARN. A
            key that is set on the `S3Bucket` itself, or by an `S3BucketServerSideEncryptionConfigurationA` that was
            created before, is found automatically.

    Raises:
        EventInvokeConfigError: when attached: this is used as `on_success`, or the bucket, the account or the key
            is not valid.

    Examples:
        >>> S3Destination("arn:aws:s3:::failed-events")
        S3Destination('arn:aws:s3:::failed-events')

    Source: "Security best practices for Amazon S3 destinations" under "Capturing records of Lambda asynchronous
    invocations" in the AWS Lambda Developer Guide.
    """

    kind = S3

    @name_arguments
    def __init__(
        self,
        bucket: TerraformElement | str,
        *,
        bucket_account: str | None = None,
        encryption_key: KeyLike | None = None,
    ) -> None:
        super().__init__(bucket)
        self.bucket_account = textual(bucket_account)
        self.encryption_key = textual(encryption_key)

    def check(self, context: CheckContext) -> None:
        """Report a key that no permission can name."""
        check_key(self.encryption_key, DestinationCheck.of(context))

    def _check_values(self, outcome: Outcome, problems: Problems) -> None:
        """Report an account that is none, and a key by id or alias."""
        account = self.bucket_account
        if account is not None and not (is_token(account) or _is_account(account)):
            problems.add(
                "bucket_account",
                account,
                "the id of an AWS account has 12 digits",
                "give them as text, such as '123456789012', or leave it out for the role's own account",
            )
        check_given_key(self.encryption_key, outcome, problems)

    def bind(self, delivery: Delivery) -> DestinationConfig:
        """Permit `s3:PutObject` and `s3:ListBucket` in the owner's account only, and the customer managed key."""
        arn = self.arn(delivery)
        account = _ROLES_OWN_ACCOUNT if self.bucket_account is None else str(self.bucket_account)
        owned = {"StringEquals": {"s3:ResourceAccount": account}}
        key = key_arn(self.encryption_key, DestinationDelivery.of(delivery))
        return DestinationConfig(arn, S3.statements(arn, key, owned))


# A policy variable, not a Terraform expression: Terraform reads "$${" as "${".
_ROLES_OWN_ACCOUNT = "$${aws:PrincipalAccount}"


def _is_account(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch("[0-9]{12}", value) is not None
