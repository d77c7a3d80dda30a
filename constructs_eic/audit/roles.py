"""Reads the roles of an account, with their policies and permissions boundaries, in as few requests as there are.

Source: `GetAccountAuthorizationDetails` in the AWS Identity and Access Management API Reference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_eic.audit.calls import NotRead
from constructs_eic.audit.declared import NOT_READ, Place
from constructs_eic.checks._facts.policies import managed_policy

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from constructs_eic.audit.calls import Calls
    from constructs_eic.checks._model.resource import Resource
    from constructs_eic.checks._model.values import Value


def roles(arns: Collection[str], calls: Calls) -> Iterator[Resource]:
    """The roles with these ARNs, and what they may do; nothing if not all policies could be read.

    Args:
        arns: The roles.
        calls: The requests of the account, in any region.
    """
    found: list[Mapping[str, Any]] = []
    documents: dict[str, Value] = {}
    try:
        for page in calls.pages(
            "iam",
            "GetAccountAuthorizationDetails",
            marker="Marker",
            Filter=["Role", "LocalManagedPolicy"],
            MaxItems=1000,
        ):
            found += [each for each in page.get("RoleDetailList", ()) if each["Arn"] in arns]
            documents.update(
                (each["Arn"], _default_version(each)) for each in page.get("Policies", ())
            )
    except NotRead:
        return
    needed: set[str] = set()
    for role in found:
        place = Place.of(role["Arn"])
        attached = [each["PolicyArn"] for each in role.get("AttachedManagedPolicies", ())]
        boundary = role.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn")
        needed.update(attached, [boundary] if boundary else [])
        yield place.resource(
            "aws_iam_role",
            role["Arn"],
            {"name": role["RoleName"], "permissions_boundary": boundary},
        )
        for policy in role.get("RolePolicyList", ()):
            yield place.resource(
                "aws_iam_role_policy",
                f"{role['Arn']}/policy/{policy['PolicyName']}",
                {"role": role["Arn"], "policy": policy.get("PolicyDocument") or NOT_READ},
            )
        for arn in attached:
            yield place.resource(
                "aws_iam_role_policy_attachment",
                f"{role['Arn']}/attached/{arn}",
                {"role": role["Arn"], "policy_arn": arn},
            )
    for arn in sorted(needed):
        if managed_policy(arn) is None:
            document = documents[arn] if arn in documents else _read(arn, calls)
            name = arn.rpartition("/")[2]
            yield Place.of(arn).resource("aws_iam_policy", arn, {"name": name, "policy": document})


def _default_version(policy: Mapping[str, Any]) -> Value:
    for version in policy.get("PolicyVersionList", ()):
        if version.get("IsDefaultVersion"):
            document: Value = version.get("Document")
            return document or NOT_READ
    return NOT_READ


def _read(arn: str, calls: Calls) -> Value:
    """The document of a policy of AWS, which is not among those of the account."""
    try:
        policy = calls.ask("iam", "GetPolicy", about=arn, PolicyArn=arn)["Policy"]
        answer = calls.ask(
            "iam",
            "GetPolicyVersion",
            about=arn,
            PolicyArn=arn,
            VersionId=policy["DefaultVersionId"],
        )
    except NotRead:
        return NOT_READ
    document: Value = answer["PolicyVersion"].get("Document")
    return document or NOT_READ
