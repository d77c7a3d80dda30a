"""The policies that queues, topics, buckets, buses, functions and keys have themselves.

In one account, such a policy alone is enough to permit something to a role. One for the account permits nothing to
a role; it leaves that to the role's policies.

Source: "Identity-based policies and resource-based policies" and "AWS JSON policy elements: Principal" in the AWS
Identity and Access Management User Guide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from constructs_eic.checks._facts.iam_evaluation import decision
from constructs_eic.checks._facts.policies import PolicyStatement, document_of
from constructs_eic.checks._facts.policy_holders import PolicyHolders
from constructs_eic.checks._model.values import Value, is_known, references_in

if TYPE_CHECKING:
    from constructs_eic.checks._facts.functions import Functions
    from constructs_eic.checks._facts.iam_evaluation import Request
    from constructs_eic.checks._model.resource import Resource

# Resources that are one statement of a policy, with the action that they permit by default.
_ONE_STATEMENT: Final = {
    "aws_lambda_permission": None,
    "aws_cloudwatch_event_permission": "events:PutEvents",
}


class ResourcePolicies:
    """The policies of a model's resources.

    Args:
        functions: The functions of the model that resolves references.
    """

    def __init__(self, functions: Functions) -> None:
        self._functions = functions
        self._model = functions.model
        self._holders = PolicyHolders(functions)

    def may_permit(self, role: Resource, request: Request) -> bool:
        """Return whether the policy of what is wanted permits the action to the role, or may do so."""
        return any(self._permits(holder, role, request) for holder in self._holders.of(request))

    def _permits(self, holder: Resource, role: Resource, request: Request) -> bool:
        if holder.type in _ONE_STATEMENT:
            return (
                self._may_be(holder.get("principal"), role, holder)
                and decision(
                    [_statement_of(holder)], request, self._functions, holder, conditions_hold=True
                )
                is not False
            )
        document = document_of(holder.get("policy"), self._model, holder)
        if document is None:
            return True
        statements = [
            each
            for each in document
            if each.allows and any(self._may_be(one, role, holder) for one in each.principals)
        ]
        permits = decision(statements, request, self._functions, holder, conditions_hold=True)
        return permits is not False

    def _may_be(self, principal: Value, role: Resource, holder: Resource) -> bool:
        if isinstance(principal, str):
            name = role.get("name")
            is_role = ":role/" in principal and (
                not isinstance(name, str) or principal.rpartition("/")[2] == name
            )
            return principal == "*" or is_role
        found = [
            each for ref in references_in(principal) for each in self._model.referred(ref, holder)
        ]
        return not is_known(principal) and (not found or role in found)


def _statement_of(holder: Resource) -> PolicyStatement:
    action = holder.get("action") or _ONE_STATEMENT[holder.type]
    return PolicyStatement(allows=True, actions=(action,), resources=("*",))
