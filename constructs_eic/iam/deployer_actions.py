"""The actions that Terraform's AWS provider takes on each kind of resource, by operation.

Source: "Actions, resources, and condition keys" of each service in the Service Authorization Reference, and the
requests that Terraform's AWS provider makes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Operation = Literal["create", "read", "update", "delete", "list"]
Creatable = Literal["queue", "topic", "alarm"]

OPERATIONS: Final[tuple[Operation, ...]] = ("create", "read", "update", "delete", "list")
CREATABLE: Final[tuple[Creatable, ...]] = ("queue", "topic", "alarm")

Actions = dict[Operation, tuple[str, ...]]
Conditions = dict[str, dict[str, str | list[str]]]

# Terraform's provider updates with Put; CloudFormation, Cloud Control and the SDKs with Update.
CONFIGURATION: Final[Actions] = {
    "create": ("lambda:PutFunctionEventInvokeConfig",),
    "read": ("lambda:GetFunctionEventInvokeConfig",),
    "update": ("lambda:PutFunctionEventInvokeConfig", "lambda:UpdateFunctionEventInvokeConfig"),
    "delete": ("lambda:DeleteFunctionEventInvokeConfig",),
    "list": ("lambda:ListFunctionEventInvokeConfigs",),
}
ALL_FUNCTIONS: Final[Actions] = {"list": ("lambda:ListFunctions",)}
FUNCTION_LOOKUP: Final[Actions] = {
    "read": (
        "lambda:GetFunction",
        "lambda:GetFunctionCodeSigningConfig",
        "lambda:ListVersionsByFunction",
    ),
}
ROLE_POLICY: Final[Actions] = {
    "create": ("iam:PutRolePolicy",),
    "read": ("iam:GetRolePolicy",),
    "update": ("iam:PutRolePolicy",),
    "delete": ("iam:DeleteRolePolicy",),
}
# Tags even if the construct sets none: the provider's `default_tags` apply to what it creates.
CREATED: Final[Mapping[Creatable, tuple[str, Actions]]] = {
    "queue": (
        "sqs",
        {
            "create": ("sqs:CreateQueue", "sqs:TagQueue"),
            "read": ("sqs:GetQueueAttributes", "sqs:ListQueueTags"),
            "update": ("sqs:SetQueueAttributes", "sqs:TagQueue", "sqs:UntagQueue"),
            "delete": ("sqs:DeleteQueue",),
        },
    ),
    "topic": (
        "sns",
        {
            "create": ("sns:CreateTopic", "sns:SetTopicAttributes", "sns:TagResource"),
            "read": ("sns:GetTopicAttributes", "sns:ListTagsForResource"),
            "update": ("sns:SetTopicAttributes", "sns:TagResource", "sns:UntagResource"),
            "delete": ("sns:DeleteTopic",),
        },
    ),
    "alarm": (
        "cloudwatch",
        {
            "create": ("cloudwatch:PutMetricAlarm", "cloudwatch:TagResource"),
            "read": ("cloudwatch:DescribeAlarms", "cloudwatch:ListTagsForResource"),
            "update": (
                "cloudwatch:PutMetricAlarm",
                "cloudwatch:TagResource",
                "cloudwatch:UntagResource",
            ),
            "delete": ("cloudwatch:DeleteAlarms",),
        },
    ),
}
# The queue of a rule of ours has a policy, which is one of its attributes.
QUEUE_POLICY: Final[Actions] = {
    "create": ("sqs:SetQueueAttributes",),
    "read": ("sqs:GetQueueAttributes",),
    "update": ("sqs:SetQueueAttributes",),
    "delete": ("sqs:SetQueueAttributes",),
}
DEFAULT_BUS: Final[Actions] = {"read": ("events:DescribeEventBus",)}
RULE: Final[Actions] = {
    "create": ("events:PutRule", "events:PutTargets", "events:TagResource"),
    "read": ("events:DescribeRule", "events:ListTagsForResource", "events:ListTargetsByRule"),
    "update": ("events:PutRule", "events:PutTargets", "events:TagResource", "events:UntagResource"),
    "delete": ("events:DeleteRule", "events:RemoveTargets"),
}
RULE_MAY_INVOKE: Final[Actions] = {
    "create": ("lambda:AddPermission",),
    "update": ("lambda:AddPermission", "lambda:RemovePermission"),
    "delete": ("lambda:RemovePermission",),
}
RULE_MAY_INVOKE_READ: Final[Actions] = {"read": ("lambda:GetPolicy",)}
