"""The kinds of resources that a run creates: how those with a beginning are found, and how one is removed."""

from __future__ import annotations

from contextlib import contextmanager
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
_LOG_GROUPS = "/aws/lambda/"


@dataclass(frozen=True)
class Kind:
    """One kind of resources.

    Attributes:
        title: What a person calls it.
        service: boto3's name of the service.
        names: Finds names; AWS may leave out those that do not begin with the given text.
        remove: Removes the one with a name, with what is in it.
    """

    title: str
    service: str
    names: Callable[[Client, str], Iterable[str]]
    remove: Callable[[Client, str], object]

    def found(self, account: Account) -> set[str]:
        """The names of those that the account's runs may have created, and of no others."""
        return {
            name for name in self._that_begin(account, account.beginning) if account.is_own(name)
        }

    def with_prefix(self, account: Account) -> set[str]:
        """The names of those that begin as the names of the prefix's runs do, whoever created them."""
        return self._that_begin(account, account.beginning_of_prefix)

    def _that_begin(self, account: Account, beginning: str) -> set[str]:
        found = self.names(account.client(self.service), beginning)
        return {name for name in found if name.startswith(beginning)}

    def remove_from(self, account: Account, name: str) -> None:
        """Remove one, which may be gone."""
        if not account.is_own(name):
            raise ValueError(f"{name} is not of a run with names that begin {account.beginning}")
        with _which_may_be_gone():
            self.remove(account.client(self.service), name)


@contextmanager
def _which_may_be_gone() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] not in _GONE:
            raise


def _pages(client: Client, operation: str, key: str, **given: object) -> Iterator[Any]:
    for page in client.get_paginator(operation).paginate(**given):
        yield from page.get(key, ())


def _mappings(functions: Client, _: str) -> Iterator[str]:
    """The mappings, each as the name of its function and its own id."""
    for each in _pages(functions, "list_event_source_mappings", "EventSourceMappings"):
        if each["State"] != "Deleting":
            yield f"{each['FunctionArn'].split(':')[6]}:{each['UUID']}"


def _remove_function(functions: Client, name: str) -> None:
    # Each configuration is removed by itself: one of an alias may outlive the alias.
    listed = _pages(
        functions,
        "list_function_event_invoke_configs",
        "FunctionEventInvokeConfigs",
        FunctionName=name,
    )
    for each in list(listed):
        with _which_may_be_gone():
            functions.delete_function_event_invoke_config(FunctionName=each["FunctionArn"])
    functions.delete_function(FunctionName=name)


def _queues(sqs: Client, beginning: str) -> Iterator[str]:
    # Without a number of results, SQS answers with one page.
    size = {"PageSize": 1000}
    urls = _pages(sqs, "list_queues", "QueueUrls", QueueNamePrefix=beginning, PaginationConfig=size)
    return (url.rpartition("/")[2] for url in urls)


def _remove_queue(sqs: Client, name: str) -> None:
    sqs.delete_queue(QueueUrl=sqs.get_queue_url(QueueName=name)["QueueUrl"])


def _topic_arns(sns: Client) -> Iterator[str]:
    return (each["TopicArn"] for each in _pages(sns, "list_topics", "Topics"))


def _remove_topic(sns: Client, name: str) -> None:
    for arn in list(_topic_arns(sns)):
        if arn.rpartition(":")[2] == name:
            sns.delete_topic(TopicArn=arn)


def _buses(events: Client, beginning: str) -> Iterator[str]:
    more: dict[str, str] = {}
    while True:  # boto3 has no paginator for it
        page = events.list_event_buses(NamePrefix=beginning, **more)
        yield from (each["Name"] for each in page["EventBuses"])
        if not page.get("NextToken"):
            return
        more = {"NextToken": page["NextToken"]}


def _remove_bus(events: Client, name: str) -> None:
    for rule in list(_pages(events, "list_rules", "Rules", EventBusName=name)):
        of_rule = {"Rule": rule["Name"], "EventBusName": name}
        targets = list(_pages(events, "list_targets_by_rule", "Targets", **of_rule))
        if targets:
            events.remove_targets(**of_rule, Ids=[each["Id"] for each in targets])
        events.delete_rule(Name=rule["Name"], EventBusName=name)
    events.delete_event_bus(Name=name)


def _remove_bucket(s3: Client, name: str) -> None:
    for each in list(_pages(s3, "list_objects_v2", "Contents", Bucket=name)):
        s3.delete_object(Bucket=name, Key=each["Key"])
    s3.delete_bucket(Bucket=name)


def _alarms(cloudwatch: Client, beginning: str) -> Iterator[str]:
    alarms = _pages(cloudwatch, "describe_alarms", "MetricAlarms", AlarmNamePrefix=beginning)
    return (each["AlarmName"] for each in alarms)


def _log_groups(logs: Client, beginning: str) -> Iterator[str]:
    prefix = _LOG_GROUPS + beginning
    for each in _pages(logs, "describe_log_groups", "logGroups", logGroupNamePrefix=prefix):
        if each["logGroupName"].startswith(_LOG_GROUPS):
            yield each["logGroupName"].removeprefix(_LOG_GROUPS)


def _remove_role(iam: Client, name: str) -> None:
    for policy in list(_pages(iam, "list_role_policies", "PolicyNames", RoleName=name)):
        iam.delete_role_policy(RoleName=name, PolicyName=policy)
    iam.delete_role(RoleName=name)


# Mappings and functions first: they would write to the rest. A function's log group is removed after it, and
# roles last.
KINDS = (
    Kind(
        "event source mapping",
        "lambda",
        _mappings,
        lambda client, name: client.delete_event_source_mapping(UUID=name.rpartition(":")[2]),
    ),
    Kind(
        "function",
        "lambda",
        lambda client, _: (
            each["FunctionName"] for each in _pages(client, "list_functions", "Functions")
        ),
        _remove_function,
    ),
    Kind("queue", "sqs", _queues, _remove_queue),
    Kind(
        "topic",
        "sns",
        lambda client, _: (arn.rpartition(":")[2] for arn in _topic_arns(client)),
        _remove_topic,
    ),
    Kind("event bus", "events", _buses, _remove_bus),
    Kind(
        "bucket",
        "s3",
        lambda client, begin: (
            each["Name"] for each in _pages(client, "list_buckets", "Buckets", Prefix=begin)
        ),
        _remove_bucket,
    ),
    Kind(
        "alarm",
        "cloudwatch",
        _alarms,
        lambda client, name: client.delete_alarms(AlarmNames=[name]),
    ),
    Kind(
        "log group",
        "logs",
        _log_groups,
        lambda client, name: client.delete_log_group(logGroupName=_LOG_GROUPS + name),
    ),
    Kind(
        "role",
        "iam",
        lambda client, _: (each["RoleName"] for each in _pages(client, "list_roles", "Roles")),
        _remove_role,
    ),
)
