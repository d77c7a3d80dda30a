"""The IAM policy of the command `redrive --with`.

Source: "Actions, resources, and condition keys" for Amazon SQS and AWS Lambda in the Service Authorization
Reference, and "Fine-tuning the Resources and Conditions sections of policies" in the AWS Lambda Developer Guide: a
list of mappings takes no resource, and one mapping can be allowed by its function.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic._values.argument_names import name_arguments
from constructs_eic._values.arn import Arn, partition_of
from constructs_eic._values.errors import Problems
from constructs_eic._values.source_reference import BucketReference, parse_source
from constructs_eic.iam.arn_defaults import ArnDefaults

if TYPE_CHECKING:
    from constructs_eic.iam.deployer_policy import PolicyDocument


@name_arguments
def redriver_policy(
    source: str,
    redriver: str,
    parking: str,
    *,
    region: str = "*",
    account: str = "*",
    partition: str | None = None,
) -> PolicyDocument:
    """The least-privilege policy for a principal that runs the forwarder of a `Redriver`.

    It neither reads messages nor invokes functions: the forwarder does, with its own role.

    Args:
        source: The queue of records: its name, URL or ARN.
        redriver: The name or ARN of the `Redriver`'s function.
        parking: The queue that gets what is not sent: its name, URL or ARN.
        region: The region of what is not given by ARN; `*` for any.
        account: The account of what is not given by ARN; `*` for any.
        partition: The partition of what is not given by ARN; by default that of the region.

    Raises:
        EventInvokeConfigError: with every argument that is not valid.

    Examples:
        >>> policy = redriver_policy(
        ...     "failures", "redriver", "parked", region="eu-west-1", account="123456789012"
        ... )
        >>> [each["Sid"] for each in policy["Statement"]]
        ['CountRecords', 'CountParked', 'StartForwarder', 'FindMapping', 'EnableMapping']
    """
    problems = Problems(lambda: "redriver_policy")
    place = ArnDefaults(partition_of(region) if partition is None else partition, region, account)
    place.check(problems)
    functions = place.functions("redriver", [redriver], problems)
    queues = [
        _queue(argument, text, place, problems)
        for argument, text in (("source", source), ("parking", parking))
    ]
    problems.raise_if_any()
    function = functions[0]
    mappings = Arn(place.partition, "lambda", place.region, place.account, "event-source-mapping:*")
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "CountRecords",
                "Effect": "Allow",
                "Action": ["sqs:GetQueueUrl", "sqs:GetQueueAttributes"],
                "Resource": [queues[0]],
            },
            {
                "Sid": "CountParked",
                "Effect": "Allow",
                "Action": ["sqs:GetQueueAttributes"],
                "Resource": [queues[1]],
            },
            {
                "Sid": "StartForwarder",
                "Effect": "Allow",
                "Action": ["lambda:GetFunctionConfiguration", "lambda:UpdateFunctionConfiguration"],
                "Resource": [function],
            },
            {
                "Sid": "FindMapping",
                "Effect": "Allow",
                "Action": ["lambda:ListEventSourceMappings"],
                "Resource": ["*"],
            },
            {
                "Sid": "EnableMapping",
                "Effect": "Allow",
                "Action": ["lambda:GetEventSourceMapping", "lambda:UpdateEventSourceMapping"],
                "Resource": [str(mappings)],
                "Condition": {"ArnLike": {"lambda:FunctionArn": function}},
            },
        ],
    }


def _queue(argument: str, text: str, place: ArnDefaults, problems: Problems) -> str:
    try:
        queue = parse_source(text)
    except ValueError as error:
        problems.add(argument, text, "this is not a queue", str(error))
        return ""
    if isinstance(queue, BucketReference):
        problems.add(argument, text, "this is a bucket; a Redriver reads a queue", "give a queue")
        return ""
    where = (queue.region or place.region, queue.account or place.account)
    return str(Arn(place.partition, "sqs", *where, queue.name))
