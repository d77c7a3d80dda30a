"""The IAM policy of the command `audit`, which only reads.

Source: "Actions, resources, and condition keys" of each service in the Service Authorization Reference: the actions
that list take no resource, and what the others read is known only once the account has been read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic.iam.audit_actions import AUDIT_ACTIONS

if TYPE_CHECKING:
    from constructs_eic.iam.deployer_policy import PolicyDocument


def audit_policy() -> PolicyDocument:
    """The policy for a principal that audits an account: every request of the command, and nothing else.

    Examples:
        >>> [each["Sid"] for each in audit_policy()["Statement"]]
        ['Audit']
    """
    actions = {action for operations in AUDIT_ACTIONS.values() for action in operations.values()}
    return {
        "Version": "2012-10-17",
        "Statement": [
            {"Sid": "Audit", "Effect": "Allow", "Action": sorted(actions), "Resource": ["*"]}
        ],
    }
