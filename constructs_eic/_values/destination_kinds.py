"""The kinds of destinations that Lambda delivers to, one row each.

Everything that is true of a kind stands here: for the construct, the checks, the inventory and the audit.

Source: "Capturing records of Lambda asynchronous invocations" in the AWS Lambda Developer Guide; `OnFailure` and
`OnSuccess` in the AWS Lambda API Reference. ARNs are those of "Resource types" of each service in the AWS Service
Authorization Reference; names as each service's API Reference limits them, those of buckets as the oldest buckets
have them. Attributes are those of the resource types in the Terraform Registry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from constructs_eic._values.arn import Arn, ArnShape
from constructs_eic._values.errors import require_tuples
from constructs_eic._values.outcome import Outcome
from constructs_eic._values.policy_document import Statement
from constructs_eic._values.tokens import literal_length

if TYPE_CHECKING:
    from constructs_eic._values.policy_document import Conditions

DESTINATION_ARN_LENGTH: Final = 350


@dataclass(frozen=True, kw_only=True)
class Undeliverable:
    """Resources of a kind that never receive a record.

    They are recognized by their name, of which a literal beginning or end suffices, or by an argument.

    Attributes:
        reason: Why they never receive a record.
        fix: What to give instead.
        name_prefix: What their names begin with.
        name_suffix: What their names end in.
        argument: The argument of the Terraform resource that only they have.
        named_by: The Terraform type of the resource or data source that gives its name only to them.
        unless_qualified: Whether a version or an alias of them can be a destination.
    """

    reason: str
    fix: str
    name_prefix: str = ""
    name_suffix: str = ""
    argument: str = ""
    named_by: str = ""
    unless_qualified: bool = False

    def has_name(self, name: str) -> bool:
        """Return whether a resource named `name` is one of these; `name` may contain tokens.

        Examples:
            >>> Undeliverable(reason="", fix="", name_suffix=".fifo").has_name("${var.stage}-orders.fifo")
            True
        """
        return bool(self.name_prefix or self.name_suffix) and (
            name.startswith(self.name_prefix) and name.endswith(self.name_suffix)
        )


@dataclass(frozen=True, kw_only=True)
class DestinationKind:
    """A kind of resource that Lambda delivers records of asynchronous invocations to.

    Args:
        title: The kind as AWS's documentation names it, such as `SQS queue`.
        arn_shape: What its ARNs look like.
        resource_types: Terraform's resource types, without `data.`, each with those of its attributes that are the
            ARN, the usual one first.
        actions: The actions that the function's role needs, each with the suffix of the ARN that it is needed on.
        key_actions: The actions that the role needs on the customer managed key that encrypts the destination.
        key_argument: The argument of the Terraform resource that is this key, if the resource itself has one.
        outcomes: The outcomes whose records Lambda sends there.
        name_argument: The argument that is the name in its ARN.
        undeliverable: Which of these resources never receive a record.
        largest_record_in_bytes: The size above which a record is not delivered whole; `None` if there is no limit
            that a record could reach.

    Raises:
        TypeError: A string is given in place of a tuple, or `resource_types` is not a mapping to tuples.

    Examples:
        >>> SNS.statements("arn:aws:sns:us-east-1:123456789012:alerts")[0].actions
        ('sns:Publish',)
    """

    title: str
    arn_shape: ArnShape
    resource_types: Mapping[str, tuple[str, ...]] = field(hash=False)
    actions: tuple[tuple[str, str], ...]
    key_actions: tuple[str, ...] = ()
    key_argument: str = ""
    outcomes: tuple[Outcome, ...] = (Outcome.FAILURE, Outcome.SUCCESS)
    name_argument: str = "name"
    undeliverable: tuple[Undeliverable, ...] = ()
    largest_record_in_bytes: int | None = None

    def __post_init__(self) -> None:
        require_tuples(self, "actions", "key_actions", "outcomes", "undeliverable")
        types: object = self.resource_types
        if not isinstance(types, Mapping) or any(isinstance(each, str) for each in types.values()):
            raise TypeError(
                f"DestinationKind: resource_types={types!r} is not a mapping to tuples; "
                "give one such as {'aws_sqs_queue': ('arn',)}"
            )

    @property
    def all_types(self) -> tuple[str, ...]:
        """Terraform's types of its resources, each followed by that of the data source."""
        return tuple(each for type_ in self.resource_types for each in (type_, f"data.{type_}"))

    @property
    def service(self) -> str:
        """The service as ARNs name it."""
        return self.arn_shape.service

    def arn_attributes(self, resource_type: str) -> tuple[str, ...]:
        """The attributes of a resource or data source that are its ARN; none if it is of another kind.

        Examples:
            >>> LAMBDA.arn_attributes("data.aws_lambda_function")
            ('arn', 'qualified_arn')
        """
        return self.resource_types.get(resource_type.removeprefix("data."), ())

    def shortest_arn_length(self, name: str) -> int:
        """Return how many characters the ARN of a resource of this name has at least, in any partition and region.

        Examples:
            >>> SQS.shortest_arn_length("x") == len("arn:aws:sqs:us-east-1:123456789012:x")
            True
        """
        place = ("us-east-1", "123456789012") if self.arn_shape.is_regional else ("", "")
        return len(str(Arn("aws", self.service, *place, f"{self.arn_shape.prefix}{name}")))

    def statements(
        self, arn: str, key_arn: str | None = None, conditions: Conditions | None = None
    ) -> tuple[Statement, ...]:
        """The permissions that the function's role needs for a destination, and for the key that encrypts it.

        Args:
            arn: The destination's ARN, or a token of it.
            key_arn: The ARN of the customer managed key, if there is one.
            conditions: The conditions under which the destination may be used.
        """
        on_destination = [
            Statement((action,), (f"{arn}{suffix}",), conditions or {})
            for action, suffix in self.actions
        ]
        on_key = [Statement(self.key_actions, (key_arn,))] if key_arn and self.key_actions else []
        return (*on_destination, *on_key)

    def problem(self, text: str) -> tuple[str, str] | None:
        """Return why `text` cannot be the ARN of such a destination, and what to give; `None` if it can.

        Tokens may stand for a part of `text`: what is literal in it decides.

        Examples:
            >>> SQS.problem("https://sqs.${var.region}.amazonaws.com/${var.account}/orders")[0]
            "this is not an ARN: an ARN begins with 'arn:'"
        """
        never = self.undeliverable_arn(text)
        if never is not None:
            return never.reason, never.fix
        if literal_length(text) > DESTINATION_ARN_LENGTH:
            return f"Lambda takes ARNs of at most {DESTINATION_ARN_LENGTH} characters", self._fix
        reason = self.arn_shape.problem(text)
        return None if reason is None else (reason, self._fix)

    @property
    def _fix(self) -> str:
        return f"give {self.arn_shape.example!r}, or the resource itself"

    def undeliverable_arn(self, text: str) -> Undeliverable | None:
        """Return why the destination that `text` names never receives a record, as far as its name is literal."""
        try:
            name = Arn.parse(text).resource.removeprefix(self.arn_shape.prefix)
        except ValueError:
            name = text
        return self.undeliverable_name(name)

    def undeliverable_name(self, name: str) -> Undeliverable | None:
        """Return why a resource named `name` never receives a record; `name` may contain tokens."""
        return next((each for each in self.undeliverable if each.has_name(name)), None)


_MESSAGE_KEY: Final = ("kms:Decrypt", "kms:GenerateDataKey")


def _fifo(argument: str) -> Undeliverable:
    return Undeliverable(
        reason="Lambda delivers to standard queues and topics only; a FIFO queue or topic never receives a record",
        fix="give a standard one, without '.fifo' in its name",
        name_suffix=".fifo",
        argument=argument,
    )


# Size: "Amazon SQS message quotas" in the Amazon SQS Developer Guide.
SQS: Final = DestinationKind(
    title="SQS queue",
    arn_shape=ArnShape("sqs", pattern=r"[\w-]{1,80}(\.fifo)?"),
    resource_types={"aws_sqs_queue": ("arn",)},
    actions=(("sqs:SendMessage", ""),),
    key_actions=_MESSAGE_KEY,
    key_argument="kms_master_key_id",
    undeliverable=(_fifo("fifo_queue"),),
    largest_record_in_bytes=1024 * 1024,
)

# Size: "Lambda will drop the payload" in `OnFailure` of the AWS Lambda API Reference.
SNS: Final = DestinationKind(
    title="SNS topic",
    arn_shape=ArnShape("sns", pattern=r"[\w-]{1,256}(\.fifo)?"),
    resource_types={"aws_sns_topic": ("arn", "id")},
    actions=(("sns:Publish", ""),),
    key_actions=_MESSAGE_KEY,
    key_argument="kms_master_key_id",
    undeliverable=(_fifo("fifo_topic"),),
    largest_record_in_bytes=256 * 1024,
)

# Durable functions: "Invoking Lambda durable functions" in the AWS Lambda Developer Guide; size: "Lambda quotas".
LAMBDA: Final = DestinationKind(
    title="Lambda function",
    arn_shape=ArnShape(
        "lambda", "function:", r"[\w-]{1,64}(:(\$LATEST(\.PUBLISHED)?|[\w-]{1,128}))?"
    ),
    resource_types={
        "aws_lambda_function": ("arn", "qualified_arn"),
        "aws_lambda_alias": ("arn", "id"),
    },
    actions=(("lambda:InvokeFunction", ""),),
    name_argument="function_name",
    undeliverable=(
        Undeliverable(
            reason="this is a durable function, and Lambda invokes one by a qualified ARN only",
            fix="give a LambdaAlias of it, or its .qualified_arn with publish=True on the function",
            argument="durable_config",
            unless_qualified=True,
        ),
    ),
    largest_record_in_bytes=1024 * 1024,
)

# Partner event buses and size: `PutEvents` and `CreateEventBus` in the Amazon EventBridge API Reference.
EVENT_BRIDGE: Final = DestinationKind(
    title="EventBridge event bus",
    arn_shape=ArnShape("events", "event-bus/", r"[.\w-]{1,256}"),
    resource_types={"aws_cloudwatch_event_bus": ("arn",)},
    actions=(("events:PutEvents", ""),),
    undeliverable=(
        Undeliverable(
            reason="this is a partner event bus, and nobody but the partner can put events on it",
            fix="give the default event bus, as EventBridgeDestination(), or an event bus of your own",
            name_prefix="aws.partner/",
            argument="event_source_name",
            # A partner event bus has the name of its source: `Name` of `CreateEventBus`.
            named_by="data.aws_cloudwatch_event_source",
        ),
    ),
    largest_record_in_bytes=1024 * 1024,
)

S3: Final = DestinationKind(
    title="S3 bucket",
    arn_shape=ArnShape("s3", pattern=r"[\w.-]{1,255}", is_regional=False),
    resource_types={"aws_s3_bucket": ("arn",)},
    actions=(("s3:PutObject", "/*"), ("s3:ListBucket", "")),
    key_actions=("kms:GenerateDataKey",),
    outcomes=(Outcome.FAILURE,),
    name_argument="bucket",
)

DESTINATION_KINDS: Final = (SQS, SNS, LAMBDA, EVENT_BRIDGE, S3)


def kind_of_type(resource_type: str | None) -> DestinationKind | None:
    """The kind of a Terraform resource or data source; `None` if Lambda does not deliver to it.

    >>> kind_of_type("data.aws_sqs_queue") is SQS
    True
    """
    if resource_type is None:
        return None
    return next((each for each in DESTINATION_KINDS if each.arn_attributes(resource_type)), None)


def kind_of_arn(arn: Arn) -> DestinationKind | None:
    """The kind of an ARN by its service and the kind of its resource; `None` if Lambda does not deliver to it."""
    return next((each for each in DESTINATION_KINDS if each.arn_shape.fits(arn)), None)
