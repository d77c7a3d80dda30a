"""The IAM policy that a deployer of configurations must have: by operation, on named functions.

Source: "Actions, resources, and condition keys for AWS Lambda" in the Service Authorization
Reference, and the requests that Terraform's AWS provider makes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypedDict

from constructs_eic.arn import Arn, is_region
from constructs_eic.errors import Problems
from constructs_eic.identity import FunctionReference, UnreadableError
from constructs_eic.inventory.deployer_actions import (
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

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from constructs_eic.inventory.deployer_actions import Actions, Creatable, Operation


class _RequiredOfStatement(TypedDict):
    Sid: str
    Effect: Literal["Allow"]
    Action: list[str]
    Resource: list[str]


class Statement(_RequiredOfStatement, total=False):
    """One statement of an IAM policy."""

    Condition: dict[str, dict[str, str]]


class PolicyDocument(TypedDict):
    """An IAM policy, ready for `json.dumps`."""

    Version: Literal["2012-10-17"]
    Statement: list[Statement]


_ONLY_FOR_EVENTS = {"StringEquals": {"lambda:Principal": "events.amazonaws.com"}}

_PARTITION_OF_REGION: Final = {
    "cn-": "aws-cn",
    "us-gov-": "aws-us-gov",
    "us-iso-": "aws-iso",
    "us-isob-": "aws-iso-b",
    "eu-isoe-": "aws-iso-e",
    "us-isof-": "aws-iso-f",
    "eusc-": "aws-eusc",
}
_ROLE_NAME = re.compile(r"[\w+=,.@/*?-]+\Z", re.ASCII)
_ROLE_ARN = re.compile(r"arn:aws[a-z-]*:iam::([0-9]{12}|\*):role/[\w+=,.@/*?-]+\Z", re.ASCII)
_WILDCARD = re.compile(r"[*?]")


def deployer_policy(
    *,
    functions: Sequence[str] = (),
    operations: Collection[Operation] = OPERATIONS,
    roles: Sequence[str] = (),
    creates: Collection[Creatable] = (),
    response_functions: Sequence[str] = (),
    looks_up_function: bool = False,
    default_bus: bool = False,
    region: str = "*",
    account: str = "*",
    partition: str | None = None,
) -> PolicyDocument:
    """The least that a principal must be allowed, to deploy configurations.

    Args:
        functions: Names, patterns (`*`, `?`), `name:qualifier` or ARNs; none means all functions.
        operations: What the deployer does. Terraform reads what it has made and what it is about to
            change, so `create`, `update` and `delete` bring `read` with them.
        roles: Names, patterns (`*`, `?`) or ARNs of roles that the construct's inline policy goes to; a role's
            path stands before its name, as in `service/app`.
        creates: What the construct makes beside it: `SqsDestination()` a queue, `SnsDestination()` a topic,
            `LostEventAlarms` alarms.
        response_functions: Functions given as `LambdaDestination(..., response_only=True)`, in any
            form of `functions`.
        looks_up_function: The function is given by name or ARN, so a data source supplies its role.
        default_bus: A destination is `EventBridgeDestination()`, the default bus.
        region: Of what is not given by ARN: a region's name, or `*` for any.
        account: Of what is not given by ARN: 12 digits, or `*` for any.
        partition: Of what is not given by ARN: `aws`, `aws-cn`, `aws-us-gov` or another, or `*` for any.
            Left out, the one that `region` belongs to.

    Raises:
        EventInvokeConfigError: with every argument that names nothing.

    Examples:
        >>> policy = deployer_policy(functions=["resize"], operations=["read"], region="eu-west-1")
        >>> policy["Statement"][0]["Action"]
        ['lambda:GetFunctionEventInvokeConfig']
        >>> policy["Statement"][0]["Resource"][0]
        'arn:aws:lambda:eu-west-1:*:function:resize'

    Source: "Actions, resources, and condition keys for AWS Lambda" in the Service Authorization Reference.
    """
    problems = Problems(lambda: "deployer_policy")
    place = Place(partition_of(region) if partition is None else partition, region, account)
    place.check(problems)
    _check_choices("operations", operations, OPERATIONS, problems)
    _check_choices("creates", creates, CREATABLE, problems)
    names = place.functions("functions", functions or ["*"], problems)
    targets = place.functions("response_functions", response_functions, problems)
    role_arns = place.roles(roles, problems)
    problems.raise_if_any()

    done = set(operations)
    if done & {"create", "update", "delete"}:
        done.add("read")
    grants = [
        _Grant("Configurations", CONFIGURATION, names),
        _Grant("Functions", ALL_FUNCTIONS, ["*"]),
    ]
    if looks_up_function:
        grants.append(_Grant("FunctionData", FUNCTION_LOOKUP, names))
    if role_arns:
        grants.append(_Grant("RolePolicies", ROLE_POLICY, role_arns))
    for kind in CREATABLE:
        if kind in creates or (kind == "queue" and targets):
            service, actions = CREATED[kind]
            resource = "alarm:*" if kind == "alarm" else "*"
            grants.append(_Grant(f"{kind.title()}s", actions, [place.arn(service, resource)]))
    if default_bus or targets:
        bus = place.arn("events", "event-bus/default")
        grants.append(_Grant("DefaultBus", DEFAULT_BUS, [bus]))
    if targets:
        grants += [
            _Grant("Rules", RULE, [place.arn("events", "rule/*")]),
            _Grant("RulePermissions", RULE_MAY_INVOKE, targets, _ONLY_FOR_EVENTS),
            _Grant("RulePermissions", RULE_MAY_INVOKE_READ, targets),
            _Grant("QueuePolicies", QUEUE_POLICY, [place.arn("sqs", "*")]),
        ]
    return {
        "Version": "2012-10-17",
        "Statement": [
            statement
            for operation in OPERATIONS
            if operation in done
            for grant in grants
            for statement in grant.statements(operation)
        ],
    }


def _listed(argument: str, given: Collection[str], problems: Problems) -> Collection[str]:
    """What is given; of a single text, which Python would take for a list of its letters, nothing."""
    if isinstance(given, str):
        problems.add(argument, given, "this is a string, not a list", f"give [{given!r}]")
        return ()
    return given


def _check_choices(
    argument: str, given: Collection[str], choices: Collection[str], problems: Problems
) -> None:
    for each in _listed(argument, given, problems):
        if each not in choices:
            problems.add(
                argument,
                each,
                "this is not one of the choices",
                f"give some of {', '.join(choices)}",
            )


def partition_of(region: str) -> str:
    """The partition that a region belongs to; `aws` for one that is not known.

    >>> partition_of("eusc-de-east-1")
    'aws-eusc'
    """
    for prefix, partition in _PARTITION_OF_REGION.items():
        if region.startswith(prefix):
            return partition
    return "aws"


@dataclass(frozen=True)
class _Grant:
    """Actions by operation, on the same resources."""

    subject: str
    actions: Actions
    resources: list[str]
    condition: dict[str, dict[str, str]] | None = None

    def statements(self, operation: Operation) -> Iterator[Statement]:
        if operation not in self.actions:
            return
        statement: Statement = {
            "Sid": f"{operation.title()}{self.subject}",
            "Effect": "Allow",
            "Action": list(self.actions[operation]),
            "Resource": self.resources,
        }
        if self.condition:
            statement["Condition"] = self.condition
        yield statement


@dataclass(frozen=True)
class Place:
    """Where what is named without an ARN lives."""

    partition: str
    region: str
    account: str

    def check(self, problems: Problems) -> None:
        """Add a problem for each part that AWS does not have."""
        for argument, value, is_valid, fix in (
            ("region", self.region, is_region(self.region), "give one such as eu-west-1, or '*'"),
            (
                "account",
                self.account,
                re.fullmatch(r"[0-9]{12}", self.account),
                "give its 12 digits, or '*'",
            ),
            (
                "partition",
                self.partition,
                re.fullmatch(r"aws(-[a-z]+)*", self.partition),
                "give aws, aws-cn, aws-us-gov or another, or '*'",
            ),
        ):
            if not is_valid and value != "*":
                problems.add(argument, value, f"AWS has no such {argument}", fix)

    def arn(self, service: str, resource: str) -> str:
        """The ARN of what is named without one."""
        return str(Arn(self.partition, service, self.region, self.account, resource))

    def functions(self, argument: str, texts: Sequence[str], problems: Problems) -> list[str]:
        """The ARNs of functions, and of the qualifiers that may stand behind them."""
        arns = (
            arn
            for text in _listed(argument, texts, problems)
            for arn in self._function(argument, text, problems)
        )
        return list(dict.fromkeys(arns))

    def _function(self, argument: str, text: str, problems: Problems) -> Iterator[str]:
        try:
            # A name with its wildcards filled in must be one that Lambda accepts.
            FunctionReference.read(_WILDCARD.sub("x", text))
        except UnreadableError as error:
            problems.add(argument, text, error.reason, error.fix)
            return
        if text.startswith("arn:"):
            arn = Arn.parse(text)
            name, _, qualifier = arn.resource.removeprefix("function:").partition(":")
            unqualified = str(
                Arn(arn.partition, "lambda", arn.region, arn.account, f"function:{name}")
            )
        else:
            name, _, qualifier = text.partition(":")
            unqualified = self.arn("lambda", f"function:{name}")
        yield unqualified
        if qualifier:
            yield f"{unqualified}:{qualifier}"
        elif not name.endswith("*"):  # a star at the end matches the qualifier too
            yield f"{unqualified}:*"

    def roles(self, texts: Sequence[str], problems: Problems) -> list[str]:
        """The ARNs of roles."""
        arns: dict[str, None] = {}
        for text in _listed("roles", texts, problems):
            if _ROLE_ARN.match(text):
                arns[text] = None
            elif _ROLE_NAME.match(text):
                arns[str(Arn(self.partition, "iam", "", self.account, f"role/{text}"))] = None
            else:
                problems.add(
                    "roles",
                    text,
                    "this is not the name or the ARN of a role",
                    "give the role's name, a pattern of names (* and ?) or its ARN",
                )
        return list(arns)
