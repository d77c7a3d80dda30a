"""The IAM policies of the commands `records` and `redrive`.

Source: "Actions, resources, and condition keys" for Amazon SQS, Amazon S3, AWS Lambda and AWS KMS in the Service
Authorization Reference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, get_args

from constructs_eic._values.argument_names import name_arguments
from constructs_eic._values.arn import Arn, partition_of
from constructs_eic._values.errors import Problems
from constructs_eic._values.source_reference import BucketReference, parse_source
from constructs_eic.iam.arn_defaults import ArnDefaults

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constructs_eic._values.source_reference import QueueReference
    from constructs_eic.iam.deployer_policy import PolicyDocument, StatementDocument

RecordsCommand = Literal["records", "redrive"]

_READ_QUEUE: Final = (
    "sqs:GetQueueUrl",
    "sqs:GetQueueAttributes",
    "sqs:ReceiveMessage",
    "sqs:ChangeMessageVisibility",
)


@name_arguments
def records_policy(
    command: RecordsCommand,
    source: str,
    *,
    functions: Sequence[str] = (),
    delete: bool = False,
    encryption_key: str | None = None,
    region: str = "*",
    account: str = "*",
    partition: str | None = None,
) -> PolicyDocument:
    """The least-privilege policy for a principal that reads records or sends their events again.

    Args:
        command: `records` only reads; `redrive` also sends and removes.
        source: A queue's name, URL or ARN; `s3://bucket` or `s3://bucket/prefix`.
        functions: The functions that events are sent to: names, patterns (`*`, `?`), `name:qualifier` or ARNs; none
            means all.
        delete: Whether objects of a bucket are deleted.
        encryption_key: ARN of the customer managed key that the queue or bucket is encrypted with.
        region: The region of what is not given by ARN; `*` for any.
        account: The account of what is not given by ARN; `*` for any.
        partition: The partition of what is not given by ARN; by default that of the region.

    Raises:
        EventInvokeConfigError: with every argument that is not valid.

    Examples:
        >>> policy = records_policy("records", "failures", region="eu-west-1", account="123456789012")
        >>> policy["Statement"][0]["Resource"]
        ['arn:aws:sqs:eu-west-1:123456789012:failures']
    """
    problems = Problems(lambda: "records_policy")
    if command not in get_args(RecordsCommand):
        problems.add("command", command, "there is no such command", "give 'records' or 'redrive'")
    place = ArnDefaults(partition_of(region) if partition is None else partition, region, account)
    place.check(problems)
    targets = place.functions("functions", functions or ["*"], problems)
    if encryption_key is not None and not _is_key(encryption_key):
        problems.add(
            "encryption_key", encryption_key, "this is not the ARN of a key", "give the key's ARN"
        )
    statements: list[StatementDocument] = []
    try:
        reference = parse_source(source)
    except ValueError as error:
        problems.add("source", source, "this is not a queue or a bucket", str(error))
    else:
        removes = command == "redrive"
        if isinstance(reference, BucketReference):
            statements += _bucket(reference, place, removes=removes and delete)
        else:
            statements.append(_queue(reference, place, removes=removes))
    problems.raise_if_any()
    if encryption_key is not None:
        statements.append(_allow("DecryptRecords", ("kms:Decrypt",), encryption_key))
    if command == "redrive":
        statements.append(_allow("SendEvents", ("lambda:InvokeFunction",), *targets))
    return {"Version": "2012-10-17", "Statement": statements}


def _queue(queue: QueueReference, place: ArnDefaults, *, removes: bool) -> StatementDocument:
    arn = Arn(
        place.partition,
        "sqs",
        queue.region or place.region,
        queue.account or place.account,
        queue.name,
    )
    return _allow(
        "TakeRecords" if removes else "LookAtRecords",
        (*_READ_QUEUE, "sqs:DeleteMessage") if removes else _READ_QUEUE,
        str(arn),
    )


def _bucket(
    bucket: BucketReference, place: ArnDefaults, *, removes: bool
) -> Iterator[StatementDocument]:
    arn = str(Arn(place.partition, "s3", "", "", bucket.bucket))
    listing = _allow("ListRecords", ("s3:ListBucket",), arn)
    if bucket.prefix:
        listing["Condition"] = {"StringLike": {"s3:prefix": f"{bucket.prefix}*"}}
    yield listing
    actions = ("s3:GetObject", "s3:DeleteObject") if removes else ("s3:GetObject",)
    yield _allow("ReadRecords", actions, f"{arn}/{bucket.prefix}*")


def _allow(sid: str, actions: Sequence[str], *resources: str) -> StatementDocument:
    return {"Sid": sid, "Effect": "Allow", "Action": list(actions), "Resource": list(resources)}


def _is_key(text: str) -> bool:
    try:
        arn = Arn.parse(text)
    except ValueError:
        return False
    return arn.service == "kms" and arn.resource.startswith("key/")
