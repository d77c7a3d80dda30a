"""What an audit makes of the policies of a role, however they are written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from tests.unit.audit.planted import PlantedAccount
from tests.unit.audit.watched import Request, Watch, audited, found

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.unit.inventory.lambda_account import LambdaAccount

ROLE = "arn:aws:iam::000000000000:role/sender"
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
    "nothing": [],
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
    "no statements": None,
    "text": "Allow everything",
    "numbers": [1, None],
    "no effect": [{"Action": SEND, "Resource": "*"}],
}


@pytest.fixture
def sender(account: LambdaAccount) -> PlantedAccount:
    """A function whose failed events go to a queue."""
    planted = PlantedAccount(account.environment, account.region)
    planted.of("orders", ROLE)
    planted.keeps("orders", planted.queue("failures", MessageRetentionPeriod="1209600"))
    return planted


def _rules(account: PlantedAccount, document: str) -> set[str]:
    """What is found if the role's only policy is this text."""
    answer: dict[str, Any] = {
        "RoleDetailList": [
            {
                "Arn": ROLE,
                "RoleName": "sender",
                "RolePolicyList": [{"PolicyName": "inline", "PolicyDocument": quote(document)}],
            }
        ],
        "Policies": [],
    }
    asked: Request = ("iam", "GetAccountAuthorizationDetails")
    audit, unread = audited(account, Watch(answers=lambda each: answer if each == asked else None))
    assert unread == []
    return {rule for _, _, rule in found(audit)}


def _policy(statement: object) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statement})


@pytest.mark.parametrize(
    "statement", [*ALLOWED.values(), *NOT_KNOWN.values()], ids=[*ALLOWED, *NOT_KNOWN]
)
def test_what_may_be_allowed_is_not_found(sender: PlantedAccount, statement: object) -> None:
    assert _rules(sender, _policy(statement)) == set()


@pytest.mark.parametrize("statement", REFUSED.values(), ids=REFUSED)
def test_what_is_not_allowed_is_found(sender: PlantedAccount, statement: object) -> None:
    assert _rules(sender, _policy(statement)) == {"EIC003"}


@pytest.mark.parametrize("document", ["", "{", "[]", "1", '"\ue0009\ue001"'])
def test_a_policy_that_is_none_is_not_known(sender: PlantedAccount, document: str) -> None:
    assert _rules(sender, document) == set()
