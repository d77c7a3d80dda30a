"""The actions on the resources that a `Redriver` deploys: function, role, log group and event source mapping.

Source: "Actions, resources, and condition keys" of AWS Lambda, AWS IAM and Amazon CloudWatch Logs in the Service
Authorization Reference: a mapping is created on no resource, and can be allowed by its function; and the requests
that Terraform's AWS provider makes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from constructs_eic._values.arn import Arn
from constructs_eic._values.forwarder import log_group_name, role_name_prefix
from constructs_eic.iam.deployer_actions import FUNCTION_LOOKUP, ROLE_POLICY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constructs_eic._values.errors import Problems
    from constructs_eic.iam.arn_defaults import ArnDefaults
    from constructs_eic.iam.deployer_actions import Actions, Conditions

_FUNCTION: Final[Actions] = {
    "create": ("lambda:CreateFunction", "lambda:TagResource"),
    "read": FUNCTION_LOOKUP["read"],
    "update": (
        "lambda:UpdateFunctionCode",
        "lambda:UpdateFunctionConfiguration",
        "lambda:TagResource",
        "lambda:UntagResource",
    ),
    "delete": ("lambda:DeleteFunction",),
}
_ROLE: Final[Actions] = {
    "create": ("iam:CreateRole", "iam:TagRole", *ROLE_POLICY["create"]),
    "read": (
        "iam:GetRole",
        "iam:ListRolePolicies",
        "iam:ListAttachedRolePolicies",
        *ROLE_POLICY["read"],
    ),
    "update": (
        "iam:UpdateAssumeRolePolicy",
        "iam:TagRole",
        "iam:UntagRole",
        *ROLE_POLICY["update"],
    ),
    "delete": ("iam:DeleteRole", "iam:ListInstanceProfilesForRole", *ROLE_POLICY["delete"]),
}
_PASS_ROLE: Final[Actions] = {"create": ("iam:PassRole",), "update": ("iam:PassRole",)}
_LOG_GROUP: Final[Actions] = {
    "create": ("logs:CreateLogGroup", "logs:PutRetentionPolicy", "logs:TagResource"),
    "read": ("logs:ListTagsForResource",),
    "update": ("logs:PutRetentionPolicy", "logs:TagResource", "logs:UntagResource"),
    "delete": ("logs:DeleteLogGroup",),
}
_LOG_GROUPS: Final[Actions] = {"read": ("logs:DescribeLogGroups",)}
_NEW_MAPPING: Final[Actions] = {"create": ("lambda:CreateEventSourceMapping",)}
_MAPPING: Final[Actions] = {
    "read": ("lambda:GetEventSourceMapping",),
    "update": ("lambda:UpdateEventSourceMapping",),
    "delete": ("lambda:DeleteEventSourceMapping",),
}
_TAGS_OF_MAPPING: Final[Actions] = {
    "create": ("lambda:TagResource",),
    "read": ("lambda:ListTags",),
    "update": ("lambda:TagResource", "lambda:UntagResource"),
}
_BY_LAMBDA: Final[Conditions] = {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}
_WILDCARD: Final = re.compile(r"[*?]")


@dataclass(frozen=True)
class ResourceGrant:
    """Actions by operation, on the same resources.

    Attributes:
        subject: What the statements' ids end in.
        actions: The actions.
        resources: The resources' ARNs.
        condition: The condition under which the actions are allowed.
    """

    subject: str
    actions: Actions
    resources: list[str]
    condition: Conditions | None = None


def redriver_grants(
    redrivers: Sequence[str], place: ArnDefaults, problems: Problems
) -> Iterator[ResourceGrant]:
    """Yield what a deployer of Redrivers does with what each of them creates.

    Args:
        redrivers: The names, patterns or ARNs of their functions.
        place: Where they are if they are not given by ARN.
        problems: Takes what is not a function.
    """
    forwarders = [*_forwarders(redrivers, place, problems)]
    if not forwarders:
        return
    functions = [str(each) for each in forwarders]
    roles = [str(_role(each)) for each in forwarders]
    groups = [f"{each}{suffix}" for each in map(_log_group, forwarders) for suffix in ("", ":*")]
    mappings = [place.arn("lambda", "event-source-mapping:*")]
    of_them: Conditions = {"ArnLike": {"lambda:FunctionArn": functions}}
    yield ResourceGrant("Forwarders", _FUNCTION, functions)
    yield ResourceGrant("ForwarderRoles", _ROLE, roles)
    yield ResourceGrant("PassForwarderRoles", _PASS_ROLE, roles, _BY_LAMBDA)
    yield ResourceGrant("ForwarderLogs", _LOG_GROUP, groups)
    yield ResourceGrant("LogGroups", _LOG_GROUPS, [place.arn("logs", "log-group:*")])
    yield ResourceGrant("NewMappings", _NEW_MAPPING, ["*"], of_them)
    yield ResourceGrant("Mappings", _MAPPING, mappings, of_them)
    yield ResourceGrant("MappingTags", _TAGS_OF_MAPPING, mappings)


def _forwarders(redrivers: Sequence[str], place: ArnDefaults, problems: Problems) -> Iterator[Arn]:
    for text in place.functions("redrivers", redrivers, problems):
        arn = Arn(*text.split(":", 5)[1:])  # any region is `*`, which is no region to `Arn.parse`
        qualifier = arn.resource.split(":")[2:]
        if not qualifier:
            yield arn
        elif qualifier != ["*"]:
            problems.add(
                "redrivers",
                text,
                "this is one version or alias, and a Redriver deploys a function without any",
                "give the function's name",
            )


def _role(forwarder: Arn) -> Arn:
    name = forwarder.resource.removeprefix("function:")
    literal = _WILDCARD.split(name)[0]
    prefix = role_name_prefix(name)
    if literal != name:
        prefix = prefix[: len(literal)]
    return Arn(forwarder.partition, "iam", "", forwarder.account, f"role/{prefix}*")


def _log_group(forwarder: Arn) -> Arn:
    name = log_group_name(forwarder.resource.removeprefix("function:"))
    return Arn(
        forwarder.partition, "logs", forwarder.region, forwarder.account, f"log-group:{name}"
    )
