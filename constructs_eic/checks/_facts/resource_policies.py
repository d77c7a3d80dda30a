"""The policies that queues, topics, buckets, buses, functions and keys have themselves.

In one account, such a policy alone is enough to permit something to a role. One for the account permits nothing to
a role; it leaves that to the role's policies.

Source: "Identity-based policies and resource-based policies" and "AWS JSON policy elements: Principal" in the AWS
Identity and Access Management User Guide.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from constructs_eic.checks._facts.iam_evaluation import decision
from constructs_eic.checks._facts.policies import document_of
from constructs_eic.checks._model.values import Value, is_known, references_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs_eic.checks._facts.functions import Functions
    from constructs_eic.checks._facts.iam_evaluation import Request
    from constructs_eic.checks._model.resource import Resource

# Where a resource says which other resource its policy is for.
_FOR: Final = {
    "aws_sqs_queue_policy": "queue_url",
    "aws_sns_topic_policy": "arn",
    "aws_s3_bucket_policy": "bucket",
    "aws_cloudwatch_event_bus_policy": "event_bus_name",
    "aws_kms_key_policy": "key_id",
}


class ResourcePolicies:
    """The policies of a model's resources.

    Args:
        functions: The functions of the model that resolves references.
    """

    def __init__(self, functions: Functions) -> None:
        self._functions = functions
        self._model = functions.model

    def may_permit(self, role: Resource, request: Request) -> bool:
        """Return whether the policy of what is wanted permits the action to the role, or may do so."""
        if request.resource is None:
            return False
        resource = self._model.own(request.resource)
        own = [resource] if resource.get("policy") is not None else []
        return any(
            self._permits(holder, role, request)
            for holder in (*own, *self._by_resource.get(resource.id, ()))
        )

    @cached_property
    def _by_resource(self) -> Mapping[str, Sequence[Resource]]:
        found: dict[str, list[Resource]] = {}
        for type_, argument in _FOR.items():
            for holder in self._model.of(type_):
                for reference in references_in(holder.get(argument)):
                    for each in self._model.referred(reference, holder):
                        found.setdefault(each.id, []).append(holder)
        return found

    def _permits(self, holder: Resource, role: Resource, request: Request) -> bool:
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
