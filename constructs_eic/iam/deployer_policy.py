"""The IAM policy that a deployer of configurations needs: by operation, on named functions.

Source: "Actions, resources, and condition keys for AWS Lambda" in the Service Authorization
Reference, and the requests that Terraform's AWS provider makes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from constructs_eic._values.argument_names import name_arguments
from constructs_eic._values.arn import partition_of
from constructs_eic._values.errors import Problems
from constructs_eic._values.lists import listed
from constructs_eic.iam.arn_defaults import ArnDefaults
from constructs_eic.iam.deployer_actions import (
    ALL_FUNCTIONS,
    CONFIGURATION,
    CREATABLE,
    CREATED,
    DEFAULT_BUS,
    FUNCTION_LOOKUP,
    OPERATIONS,
    QUEUE_POLICY,
    ROLE_POLICY,
    RULE,
    RULE_MAY_INVOKE,
    RULE_MAY_INVOKE_READ,
)
from constructs_eic.iam.redriver_resources import ResourceGrant, redriver_grants

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from constructs_eic.iam.deployer_actions import Conditions, Creatable, Operation


class _RequiredOfStatement(TypedDict):
    Sid: str
    Effect: Literal["Allow"]
    Action: list[str]
    Resource: list[str]


class StatementDocument(_RequiredOfStatement, total=False):
    """One statement of an IAM policy."""

    Condition: Conditions


class PolicyDocument(TypedDict):
    """An IAM policy, ready for `json.dumps`."""

    Version: Literal["2012-10-17"]
    Statement: list[StatementDocument]


_ONLY_FOR_EVENTS: Conditions = {"StringEquals": {"lambda:Principal": "events.amazonaws.com"}}


@name_arguments
def deployer_policy(
    *,
    functions: Sequence[str] = (),
    operations: Collection[Operation] = OPERATIONS,
    roles: Sequence[str] = (),
    creates: Collection[Creatable] = (),
    response_functions: Sequence[str] = (),
    redrivers: Sequence[str] = (),
    looks_up_function: bool = False,
    default_bus: bool = False,
    region: str = "*",
    account: str = "*",
    partition: str | None = None,
) -> PolicyDocument:
    """The least-privilege policy for a principal that deploys configurations.

    Args:
        functions: Names, patterns (`*`, `?`), `name:qualifier` or ARNs; none means all functions.
        operations: What the deployer does. Terraform reads what it has created and what it is about to change, so
            `create`, `update` and `delete` include `read`.
        roles: Names, patterns (`*`, `?`) or ARNs of the roles that the construct's inline policy is attached to; a
            role's path precedes its name, as in `service/app`.
        creates: What else the construct creates: `SqsDestination()` a queue, `SnsDestination()` a topic,
            `LostEventAlarms` alarms.
        response_functions: Functions given as `LambdaDestination(..., response_only=True)`, in any
            form that `functions` accepts.
        redrivers: Names, patterns (`*`, `?`) or ARNs of the functions that `Redriver` deploys, with their roles,
            log groups and event source mappings. For its parking queue and its alarms, give `creates`, too.
        looks_up_function: Whether the function is given by name or ARN, so that a data source supplies its role.
        default_bus: Whether a destination is `EventBridgeDestination()`, the default bus.
        region: The region of what is not given by ARN: a region name, or `*` for any.
        account: The account of what is not given by ARN: 12 digits, or `*` for any.
        partition: The partition of what is not given by ARN: `aws`, `aws-cn`, `aws-us-gov` or another, or `*` for
            any. Default: the partition that `region` belongs to.

    Raises:
        EventInvokeConfigError: with every argument that is not valid.

    Examples:
        >>> policy = deployer_policy(functions=["resize"], operations=["read"], region="eu-west-1")
        >>> policy["Statement"][0]["Action"]
        ['lambda:GetFunctionEventInvokeConfig']
        >>> policy["Statement"][0]["Resource"][0]
        'arn:aws:lambda:eu-west-1:*:function:resize'

    Source: "Actions, resources, and condition keys for AWS Lambda" in the Service Authorization Reference.
    """
    problems = Problems(lambda: "deployer_policy")
    place = ArnDefaults(partition_of(region) if partition is None else partition, region, account)
    place.check(problems)
    _check_choices("operations", operations, OPERATIONS, problems)
    _check_choices("creates", creates, CREATABLE, problems)
    names = place.functions("functions", functions or ["*"], problems)
    targets = place.functions("response_functions", response_functions, problems)
    role_arns = place.roles(roles, problems)
    of_redrivers = [*redriver_grants(redrivers, place, problems)]
    problems.raise_if_any()

    done = set(operations)
    if done & {"create", "update", "delete"}:
        done.add("read")
    grants = [
        ResourceGrant("Configurations", CONFIGURATION, names),
        ResourceGrant("Functions", ALL_FUNCTIONS, ["*"]),
    ]
    if looks_up_function:
        grants.append(ResourceGrant("FunctionData", FUNCTION_LOOKUP, names))
    if role_arns:
        grants.append(ResourceGrant("RolePolicies", ROLE_POLICY, role_arns))
    for kind in CREATABLE:
        if kind in creates or (kind == "queue" and targets):
            service, actions = CREATED[kind]
            resource = "alarm:*" if kind == "alarm" else "*"
            grants.append(
                ResourceGrant(f"{kind.title()}s", actions, [place.arn(service, resource)])
            )
    if default_bus or targets:
        bus = place.arn("events", "event-bus/default")
        grants.append(ResourceGrant("DefaultBus", DEFAULT_BUS, [bus]))
    if targets:
        grants += [
            ResourceGrant("Rules", RULE, [place.arn("events", "rule/*")]),
            ResourceGrant("RulePermissions", RULE_MAY_INVOKE, targets, _ONLY_FOR_EVENTS),
            ResourceGrant("RulePermissions", RULE_MAY_INVOKE_READ, targets),
            ResourceGrant("QueuePolicies", QUEUE_POLICY, [place.arn("sqs", "*")]),
        ]
    grants += of_redrivers
    return {
        "Version": "2012-10-17",
        "Statement": [
            statement
            for operation in OPERATIONS
            if operation in done
            for grant in grants
            for statement in _statements(grant, operation)
        ],
    }


def _check_choices(
    argument: str, given: Collection[str], choices: Sequence[str], problems: Problems
) -> None:
    for each in listed(argument, given, str, repr(choices[0]), problems):
        if each not in choices:
            problems.add(
                argument,
                each,
                "this is not one of the choices",
                f"give some of {', '.join(choices)}",
            )


def _statements(grant: ResourceGrant, operation: Operation) -> Iterator[StatementDocument]:
    if operation not in grant.actions:
        return
    statement: StatementDocument = {
        "Sid": f"{operation.title()}{grant.subject}",
        "Effect": "Allow",
        "Action": list(grant.actions[operation]),
        "Resource": grant.resources,
    }
    if grant.condition:
        statement["Condition"] = grant.condition
    yield statement
