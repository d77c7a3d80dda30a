"""Amazon Resource Names: read and written.

Source: "Amazon Resource Names (ARNs)" in the AWS Identity and Access Management User Guide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from constructs_eic._values.tokens import (
    is_token,
    literal_head,
    literal_length,
    split_colons,
    with_templates_as,
)

_PARTITION = re.compile(r"aws[a-zA-Z-]*\Z")
_SERVICE = re.compile(r"[a-zA-Z0-9-]+\Z")
_REGION = re.compile(r"((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d)?\Z", re.ASCII)
_ACCOUNT = re.compile(r"(\d{12}|aws)?\Z", re.ASCII)
_PARTS = 6
_PARTITION_OF_REGION = {
    "cn-": "aws-cn",
    "us-gov-": "aws-us-gov",
    "us-iso-": "aws-iso",
    "us-isob-": "aws-iso-b",
    "eu-isoe-": "aws-iso-e",
    "us-isof-": "aws-iso-f",
    "eusc-": "aws-eusc",
}


@dataclass(frozen=True)
class Arn:
    """The parts of an Amazon Resource Name; a part may be a token.

    Attributes:
        partition: `aws`, `aws-cn`, `aws-us-gov` or another partition.
        service: The service, such as `sqs` or `lambda`.
        region: The region's name; empty for services without regions, such as S3 and IAM.
        account: The account's 12 digits; empty for S3 buckets.
        resource: The rest, in the form of the service, such as `function:resize` or the name of a queue.

    Examples:
        >>> Arn.parse("arn:aws-cn:sqs:cn-north-1:123456789012:dlq").region
        'cn-north-1'
        >>> str(Arn("aws", "lambda", "eu-west-1", "123456789012", "function:resize"))
        'arn:aws:lambda:eu-west-1:123456789012:function:resize'
    """

    partition: str
    service: str
    region: str
    account: str
    resource: str

    @classmethod
    def parse(cls, text: str) -> Arn:
        """Read an ARN of any partition.

        Raises:
            ValueError: `text` is not an ARN; the message names the invalid part.
        """
        parts = split_colons(text)
        if parts[0] != "arn":
            raise ValueError("an ARN begins with 'arn:'")
        if len(parts) < _PARTS:
            raise ValueError("an ARN has six parts: arn:partition:service:region:account:resource")
        partition, service, region, account, *resource = parts[1:]
        arn = cls(partition, service, region, account, ":".join(resource))
        for name, value, pattern in (
            ("partition", arn.partition, _PARTITION),
            ("service", arn.service, _SERVICE),
            ("region", arn.region, _REGION),
            ("account", arn.account, _ACCOUNT),
        ):
            if not (is_token(value) or pattern.match(value)):
                raise ValueError(f"{value!r} is not an AWS {name}")
        if not arn.resource:
            raise ValueError("the resource is missing")
        return arn

    def __str__(self) -> str:
        return ":".join(
            ("arn", self.partition, self.service, self.region, self.account, self.resource)
        )


def is_region(text: str) -> bool:
    """Return whether `text` has the form of a region name, in any partition.

    >>> is_region("eusc-de-east-1"), is_region("Frankfurt")
    (True, False)
    """
    return bool(text) and _REGION.match(text) is not None


def partition_of(region: str) -> str:
    """The partition that a region belongs to; `aws` for an unknown region.

    >>> partition_of("eusc-de-east-1")
    'aws-eusc'
    """
    for prefix, partition in _PARTITION_OF_REGION.items():
        if region.startswith(prefix):
            return partition
    return "aws"


@dataclass(frozen=True)
class ArnShape:
    """The form of the ARNs of one kind of resource.

    Args:
        service: The service, as in `sqs`.
        prefix: What the resource part begins with, as in `event-bus/`.
        pattern: The rest of the resource part, as a regular expression.
        is_regional: Whether there is a region and an account.

    Examples:
        >>> ArnShape("sqs", pattern="[a-z]+").problem("arn:aws:sqs:us-east-1:123456789012:a*")
        "'a*' is not a name that sqs accepts"
    """

    service: str
    prefix: str = ""
    pattern: str = r".+"
    is_regional: bool = True

    def fits(self, arn: Arn) -> bool:
        """Return whether `arn` is one of these by its service and the kind of its resource."""
        return arn.service == self.service and arn.resource.startswith(self.prefix)

    def may_fit(self, arn: Arn) -> bool:
        """Return whether `arn` is one of these, or may be: tokens in it may stand for the rest."""
        if not is_token(arn.service) and arn.service != self.service:
            return False
        head = literal_head(arn.resource)
        return arn.resource.startswith(self.prefix) or (
            head != arn.resource and self.prefix.startswith(head)
        )

    def problem(self, text: str) -> str | None:
        """Return why `text` is not such an ARN; `None` if it is one, or may be one once its tokens are known."""
        head = literal_head(text)
        if head != text and "arn:".startswith(head) and head != "arn:":
            return None
        try:
            arn = Arn.parse(text)
        except ValueError as error:
            return f"this is not an ARN: {error}"
        if not self.may_fit(arn):
            return f"this is not an ARN such as {self.example}"
        is_local = arn.region and (arn.account.isdigit() or is_token(arn.account))
        if self.is_regional and not is_local:
            return "the region or the account is missing"
        if not self.is_regional and (literal_length(arn.region) or literal_length(arn.account)):
            return f"an ARN of {self.service} has neither region nor account"
        if arn.resource.startswith(self.prefix) and not self.takes_name(
            arn.resource.removeprefix(self.prefix)
        ):
            return f"{arn.resource!r} is not a name that {self.service} accepts"
        return None

    def takes_name(self, name: str) -> bool:
        """Return whether the service accepts `name`, whose tokens are taken as empty or as one letter.

        Examples:
            >>> ArnShape("sqs", pattern="[a-z-]+").takes_name("${var.stage}-orders")
            True
        """
        return any(
            re.fullmatch(self.pattern, with_templates_as(filler, name), re.ASCII)
            for filler in ("", "x")
        )

    @property
    def example(self) -> str:
        """Such an ARN, with placeholders in capitals."""
        region, account = ("REGION", "ACCOUNT") if self.is_regional else ("", "")
        return str(Arn("aws", self.service, region, account, f"{self.prefix}NAME"))
