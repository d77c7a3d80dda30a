"""What an audit makes of the policies of a role, however they are written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tests.unit.audit.planted import PlantedAccount
from tests.unit.audit.watched import Request, Watch, audited, found

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.unit.inventory.lambda_account import LambdaAccount

ROLES, BOUNDARIES = "arn:aws:iam::000000000000:role/r", "arn:aws:iam::000000000000:policy/p"
SEND, QUEUE = "sqs:SendMessage", "arn:aws:sqs:*:000000000000:failures"
EVERYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}

ALLOWED: Mapping[str, object] = {
    "a pattern": [{"Effect": "Allow", "Action": "sqs:Send*", "Resource": "arn:aws:sqs:*:*:fail*"}],
    "another case": [{"Effect": "Allow", "Action": "SQS:sendmessage", "Resource": "*"}],
    "one statement": EVERYTHING,
    "all actions but others": [{"Effect": "Allow", "NotAction": ["iam:*"], "Resource": "*"}],
    "all resources but others": [{"Effect": "Allow", "Action": SEND, "NotResource": "arn:x"}],
    "a deny of something else": [
        EVERYTHING,
        {"Effect": "Deny", "Action": "sqs:DeleteQueue", "Resource": "*"},
    ],
}
REFUSED: Mapping[str, object] = {
    "no statements": [],
    "another queue": [{"Effect": "Allow", "Action": SEND, "Resource": f"{QUEUE}-2"}],
    "all actions but these": [{"Effect": "Allow", "NotAction": "sqs:*", "Resource": "*"}],
    "all resources but these": [{"Effect": "Allow", "Action": SEND, "NotResource": QUEUE}],
    "a deny": [EVERYTHING, {"Effect": "Deny", "Action": SEND, "Resource": QUEUE}],
    "a deny of all but others": [
        EVERYTHING,
        {"Effect": "Deny", "NotAction": "s3:*", "Resource": "*"},
    ],
}
NOT_KNOWN: Mapping[str, object] = {
    "a condition": [{**EVERYTHING, "Condition": {"Bool": {"aws:SecureTransport": "true"}}}],
    "a deny on a condition": [
        EVERYTHING,
        {**EVERYTHING, "Effect": "Deny", "Condition": {"Null": {"aws:PrincipalTag/x": "true"}}},
    ],
    "a variable": [
        {"Effect": "Allow", "Action": SEND, "Resource": "arn:aws:sqs:*:*:${aws:PrincipalTag/queue}"}
    ],
    "null": None,
    "text": "Allow everything",
    "numbers": [1, None],
    "no effect": [{"Action": SEND, "Resource": "*"}],
}


NO_POLICIES = {"nothing": "", "no JSON": "{", "a list": "[]", "a mark": '"\ue0009\ue001"'}


def test_each_policy_of_a_role_is_judged_as_iam_does(account: LambdaAccount) -> None:
    refused = _refused(account, {name: (text, "") for name, text in _all().items()})
    assert refused == REFUSED.keys()


def test_a_permissions_boundary_restricts_what_is_allowed(account: LambdaAccount) -> None:
    everything = _policy(EVERYTHING)
    refused = _refused(account, {name: (everything, text) for name, text in _all().items()})
    assert refused == REFUSED.keys()


def _all() -> dict[str, str]:
    """The documents of all policies by what they are like."""
    statements = {**ALLOWED, **NOT_KNOWN, **REFUSED}
    return {**{name: _policy(each) for name, each in statements.items()}, **NO_POLICIES}


def _policy(statement: object) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statement})


def _refused(account: LambdaAccount, policies: Mapping[str, tuple[str, str]]) -> set[str]:
    """Which of the roles with these policies and boundaries may not send to the queue of their functions."""
    planted = PlantedAccount(account.environment, account.region)
    queue = planted.queue("failures", MessageRetentionPeriod="1209600")
    answer: dict[str, list[Any]] = {"RoleDetailList": [], "Policies": []}
    for number, (document, boundary) in enumerate(policies.values()):
        role, limit = f"{ROLES}/{number}", f"{BOUNDARIES}/{number}"
        planted.of(f"f-{number}", role)
        planted.keeps(f"f-{number}", queue)
        inline = {"PolicyName": "inline", "PolicyDocument": quote(document)}
        detail: dict[str, Any] = {"Arn": role, "RoleName": str(number), "RolePolicyList": [inline]}
        answer["RoleDetailList"].append(detail)
        if boundary:
            version = {"Document": quote(boundary), "IsDefaultVersion": True}
            answer["Policies"].append({"Arn": limit, "PolicyVersionList": [version]})
            detail["PermissionsBoundary"] = {"PermissionsBoundaryArn": limit}
    asked: Request = ("iam", "GetAccountAuthorizationDetails")
    audit, unread = audited(account, Watch(answers=lambda each: answer if each == asked else None))
    assert unread == []
    names = list(policies)
    assert {rule for _, _, rule in found(audit)} <= {"EIC003"}
    return {names[int(function.removeprefix("f-"))] for function, _, _ in found(audit)}
