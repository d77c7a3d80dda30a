"""Reads IAM policies: JSON text, `jsonencode(…)`, `data.aws_iam_policy_document`, and AWS managed policies.

Source: "IAM JSON policy elements reference" in the AWS Identity and Access Management User Guide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from constructs_eic.checks._facts.json_text import parsed_json
from constructs_eic.checks._facts.policy_variables import with_variables
from constructs_eic.checks._model.values import Expression, Unknown, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from constructs_eic.checks._model.model import Model
    from constructs_eic.checks._model.resource import Resource

Document: TypeAlias = "Sequence[PolicyStatement] | None"
"""The statements of a policy; `None` if only Terraform knows them."""

POLICY_DOCUMENT: Final = "data.aws_iam_policy_document"
_DEEPEST: Final = 8


@dataclass(frozen=True)
class PolicyStatement:
    """One statement of a policy.

    Attributes:
        allows: Whether its effect is `Allow`.
        actions: Patterns of actions; all except these if `is_not_action`.
        resources: Patterns of ARNs; all except these if `is_not_resource`.
        is_conditional: Whether there is a condition.
        principals: In the policy of a resource, the AWS principals: `*`, ARNs, accounts. A service is not one.
        sid: The statement's own id, if it has one.
    """

    allows: bool
    actions: tuple[Value, ...]
    resources: tuple[Value, ...]
    is_not_action: bool = False
    is_not_resource: bool = False
    is_conditional: bool = False
    principals: tuple[Value, ...] = ()
    sid: str = ""


def document_of(value: Value, model: Model, source: Resource, depth: int = 0) -> Document:
    """The statements of a policy that is given as an argument of `source`."""
    if depth > _DEEPEST:
        return None
    if isinstance(value, dict):
        return _statements(value)
    if isinstance(value, str):
        return _statements(parsed_json(value))
    if not isinstance(value, Expression):
        return None
    data = model.the(value, source) or _only_referred(value, model, source)
    if data is not None and data.type == POLICY_DOCUMENT:
        return _of_data_source(data, model, depth)
    return _statements(parsed_json(value))


def managed_policy(arn: str) -> Document:
    """Return which actions that destinations need an AWS managed policy allows; `None` if it is not listed."""
    name = arn.rpartition("/")[2]
    actions = _MANAGED.get(name) if ":iam::aws:policy/" in arn else None
    if actions is None:
        return None
    return (
        [PolicyStatement(allows=True, actions=tuple(actions), resources=("*",))] if actions else []
    )


def _only_referred(value: Expression, model: Model, source: Resource) -> Resource | None:
    """In a plan, a policy that is one data source's document refers to nothing else."""
    (part,) = value.parts if len(value.parts) == 1 else (None,)
    if not isinstance(part, Unknown) or len(part.references) != 1:
        return None
    (reference,) = part.references
    if reference.attribute not in ("json", "minified_json"):
        return None
    found = model.referred(reference, source)
    return found[0] if len(found) == 1 else None


def _statements(content: Value) -> Document:
    written = content.get("Statement") if isinstance(content, dict) else None
    if isinstance(written, dict):
        written = [written]
    if not isinstance(written, list):
        return None
    statements = [
        _statement(each)
        for each in written
        if isinstance(each, dict) and isinstance(each.get("Effect"), str)
    ]
    return statements if len(statements) == len(written) else None


def _statement(written: dict[str, Value]) -> PolicyStatement:
    effect = written.get("Effect")
    return PolicyStatement(
        allows=effect != "Deny",
        actions=_listed(written.get("Action", written.get("NotAction"))),
        resources=_arns(written.get("Resource", written.get("NotResource"))),
        is_not_action="NotAction" in written,
        is_not_resource="NotResource" in written,
        is_conditional=bool(written.get("Condition")),
        principals=_principals(written),
        sid=_sid(written.get("Sid")),
    )


def _principals(written: dict[str, Value]) -> tuple[Value, ...]:
    if "NotPrincipal" in written:
        return ("*",)  # whoever is not named
    principal = written.get("Principal")
    return _listed(principal.get("AWS") if isinstance(principal, dict) else principal)


def _sid(value: Value) -> str:
    return value if isinstance(value, str) else ""


def _of_data_source(data: Resource, model: Model, depth: int) -> Document:
    """The document of a data source, with the documents that it merges."""
    if data.has_unknown_blocks("statement"):
        return None
    if isinstance(data.get("json"), str):
        return _statements(parsed_json(data.get("json")))
    own: list[PolicyStatement] = []
    for block in data.blocks("statement"):
        actions, resources = block.get("actions"), block.get("resources")
        effect = block.get("effect")
        if isinstance(effect, Expression):
            return None
        own.append(
            PolicyStatement(
                allows=effect != "Deny",
                actions=_listed(actions if actions is not None else block.get("not_actions")),
                resources=_arns(resources if resources is not None else block.get("not_resources")),
                is_not_action=actions is None and block.get("not_actions") is not None,
                is_not_resource=resources is None and block.get("not_resources") is not None,
                is_conditional=block.get("condition") is not None,
                principals=tuple(_principals_of_blocks(block)),
                sid=_sid(block.get("sid")),
            )
        )
    before = _included(data, ("source_json", "source_policy_documents"), model, depth)
    after = _included(data, ("override_policy_documents", "override_json"), model, depth)
    if before is None or after is None:
        return None
    return _merged([*before, own, *after])


def _principals_of_blocks(statement: Resource) -> Iterator[Value]:
    if statement.get("not_principals") is not None:
        yield "*"
    for block in statement.blocks("principals"):
        if block.get("type") in ("AWS", "*"):
            yield from _listed(block.arguments.get("identifiers"))


def _included(
    data: Resource, names: Sequence[str], model: Model, depth: int
) -> list[Sequence[PolicyStatement]] | None:
    """The documents that a data source merges; `None` if only Terraform knows one of them."""
    documents = [
        document_of(each, model, data, depth + 1)
        for name in names
        for each in _listed(data.arguments.get(name))
    ]
    known = [each for each in documents if each is not None]
    return known if len(known) == len(documents) else None


def _merged(documents: Iterable[Sequence[PolicyStatement]]) -> Sequence[PolicyStatement]:
    """The statements of documents; one with a `sid` takes the place of an earlier one with the same.

    Source: `aws_iam_policy_document` in the documentation of the AWS provider.
    """
    statements: dict[object, PolicyStatement] = {}
    for position, document in enumerate(documents):
        for number, statement in enumerate(document):
            statements[statement.sid or (position, number)] = statement
    return list(statements.values())


def _arns(value: Value) -> tuple[Value, ...]:
    return tuple(map(with_variables, _listed(value)))


def _listed(value: Value) -> tuple[Value, ...]:
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list) else (value,)


_MANAGED: Final[dict[str, tuple[str, ...]]] = {
    "AdministratorAccess": ("*",),
    "PowerUserAccess": ("*",),
    "AmazonSQSFullAccess": ("sqs:*",),
    "AmazonSNSFullAccess": ("sns:*",),
    "AmazonS3FullAccess": ("s3:*",),
    "AmazonEventBridgeFullAccess": ("events:*",),
    "CloudWatchEventsFullAccess": ("events:*",),
    "AWSLambda_FullAccess": ("lambda:*",),
    "AWSLambdaRole": ("lambda:InvokeFunction",),
    "AmazonSQSReadOnlyAccess": (),
    "AmazonSNSReadOnlyAccess": (),
    "AmazonS3ReadOnlyAccess": ("s3:Get*", "s3:List*"),
    "AWSLambdaBasicExecutionRole": (),
    "AWSLambdaVPCAccessExecutionRole": (),
    "AWSLambdaENIManagementAccess": (),
    "AWSLambdaSQSQueueExecutionRole": ("sqs:ReceiveMessage", "sqs:DeleteMessage"),
    "AWSLambdaDynamoDBExecutionRole": (),
    "AWSLambdaKinesisExecutionRole": (),
    "AWSXRayDaemonWriteAccess": (),
    "AWSXrayWriteOnlyAccess": (),
    "CloudWatchLambdaInsightsExecutionRolePolicy": (),
    "CloudWatchLogsFullAccess": (),
}
