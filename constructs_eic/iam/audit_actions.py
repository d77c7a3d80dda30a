"""The requests of the command `audit`, and the IAM action of each.

Source: "Actions, resources, and condition keys" of each service in the Service Authorization Reference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

AUDIT_ACTIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "lambda": {
        "ListFunctions": "lambda:ListFunctions",
        "ListFunctionEventInvokeConfigs": "lambda:ListFunctionEventInvokeConfigs",
        "ListAliases": "lambda:ListAliases",
        "GetFunctionConfiguration": "lambda:GetFunctionConfiguration",
        "GetPolicy": "lambda:GetPolicy",
    },
    "sns": {
        "ListSubscriptions": "sns:ListSubscriptions",
        "GetSubscriptionAttributes": "sns:GetSubscriptionAttributes",
        "GetTopicAttributes": "sns:GetTopicAttributes",
    },
    "events": {
        "ListEventBuses": "events:ListEventBuses",
        "ListRules": "events:ListRules",
        "ListTargetsByRule": "events:ListTargetsByRule",
        "DescribeEventBus": "events:DescribeEventBus",
    },
    "scheduler": {
        "ListSchedules": "scheduler:ListSchedules",
        "GetSchedule": "scheduler:GetSchedule",
    },
    "pipes": {
        "ListPipes": "pipes:ListPipes",
        "DescribePipe": "pipes:DescribePipe",
    },
    "cloudwatch": {
        "DescribeAlarms": "cloudwatch:DescribeAlarms",
        "GetMetricData": "cloudwatch:GetMetricData",
    },
    "iam": {
        "GetAccountAuthorizationDetails": "iam:GetAccountAuthorizationDetails",
        "GetPolicy": "iam:GetPolicy",
        "GetPolicyVersion": "iam:GetPolicyVersion",
    },
    "sqs": {
        "GetQueueUrl": "sqs:GetQueueUrl",
        "GetQueueAttributes": "sqs:GetQueueAttributes",
    },
    "s3": {
        "HeadBucket": "s3:ListBucket",
        "GetBucketEncryption": "s3:GetEncryptionConfiguration",
        "GetBucketPolicy": "s3:GetBucketPolicy",
    },
    "kms": {
        "DescribeKey": "kms:DescribeKey",
        "GetKeyPolicy": "kms:GetKeyPolicy",
        "ListGrants": "kms:ListGrants",
    },
}
"""By the service as boto3 names it and the operation of its API."""
