"""The kinds of resources that a run creates: how those with a beginning are found, and how one is removed."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tests.aws.account import Account, Client

_GONE = {
    "404",
    "AWS.SimpleQueueService.NonExistentQueue",
    "NoSuchBucket",
    "NoSuchEntity",
    "NotFound",
    "NotFoundException",
    "QueueDoesNotExist",
    "ResourceNotFoundException",
}


@dataclass(frozen=True)
class Kind:
    """One kind of resources.

    Attributes:
        title: What a person calls it.
        service: boto3's name of the service.
        names: Finds the names that begin with a text.
        remove: Removes the one with a name, with what is in it.
    """

    title: str
    service: str
    names: Callable[[Client, str], Iterable[str]]
    remove: Callable[[Client, str], object]

    def found(self, account: Account) -> set[str]:
        """The names of those that begin as the account says, and of no others."""
        beginning = account.beginning
        found = self.names(account.client(self.service), beginning)
        return {name for name in found if last(name).startswith(beginning)}

    def remove_from(self, account: Account, name: str) -> None:
        """Remove one, which may be gone."""
        if not last(name).startswith(account.beginning):
            raise ValueError(f"{name} does not begin with {account.beginning}")
        try:
            self.remove(account.client(self.service), name)
        except ClientError as error:
            if error.response["Error"]["Code"] not in _GONE:
                raise


def last(name: str) -> str:
    """The name in a URL, an ARN or a path of a log group."""
    return name.rsplit("/", 1)[-1].rsplit(":", 1)[-1]


def _pages(client: Client, operation: str, key: str, **given: object) -> Iterator[Any]:
    for page in client.get_paginator(operation).paginate(**given):
        yield from page.get(key, ())


def _remove_role(iam: Client, name: str) -> None:
    for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]:
        iam.delete_role_policy(RoleName=name, PolicyName=policy)
    iam.delete_role(RoleName=name)


def _remove_bus(events: Client, name: str) -> None:
    for rule in events.list_rules(EventBusName=name)["Rules"]:
        targets = events.list_targets_by_rule(Rule=rule["Name"], EventBusName=name)["Targets"]
        if targets:
            ids = [each["Id"] for each in targets]
            events.remove_targets(Rule=rule["Name"], EventBusName=name, Ids=ids)
        events.delete_rule(Name=rule["Name"], EventBusName=name)
    events.delete_event_bus(Name=name)


def _remove_bucket(s3: Client, name: str) -> None:
    for each in list(_pages(s3, "list_objects_v2", "Contents", Bucket=name)):
        s3.delete_object(Bucket=name, Key=each["Key"])
    s3.delete_bucket(Bucket=name)


def _remove_function(functions: Client, name: str) -> None:
    with suppress(functions.exceptions.ResourceNotFoundException):
        functions.delete_function_event_invoke_config(FunctionName=name)
    functions.delete_function(FunctionName=name)


# Functions first: they would write to the rest. A function's log group is removed after it, and roles last.
KINDS = (
    Kind(
        "function",
        "lambda",
        lambda client, _: (
            each["FunctionName"] for each in _pages(client, "list_functions", "Functions")
        ),
        _remove_function,
    ),
    Kind(
        "queue",
        "sqs",
        lambda client, begin: _pages(client, "list_queues", "QueueUrls", QueueNamePrefix=begin),
        lambda client, url: client.delete_queue(QueueUrl=url),
    ),
    Kind(
        "topic",
        "sns",
        lambda client, _: (each["TopicArn"] for each in _pages(client, "list_topics", "Topics")),
        lambda client, arn: client.delete_topic(TopicArn=arn),
    ),
    Kind(
        "event bus",
        "events",
        lambda client, begin: (
            each["Name"] for each in client.list_event_buses(NamePrefix=begin)["EventBuses"]
        ),
        _remove_bus,
    ),
    Kind(
        "bucket",
        "s3",
        lambda client, _: (each["Name"] for each in client.list_buckets()["Buckets"]),
        _remove_bucket,
    ),
    Kind(
        "alarm",
        "cloudwatch",
        lambda client, begin: (
            each["AlarmName"]
            for each in _pages(client, "describe_alarms", "MetricAlarms", AlarmNamePrefix=begin)
        ),
        lambda client, name: client.delete_alarms(AlarmNames=[name]),
    ),
    Kind(
        "log group",
        "logs",
        lambda client, begin: (
            each["logGroupName"]
            for each in _pages(
                client,
                "describe_log_groups",
                "logGroups",
                logGroupNamePrefix=f"/aws/lambda/{begin}",
            )
        ),
        lambda client, name: client.delete_log_group(logGroupName=name),
    ),
    Kind(
        "role",
        "iam",
        lambda client, _: (each["RoleName"] for each in _pages(client, "list_roles", "Roles")),
        _remove_role,
    ),
)
