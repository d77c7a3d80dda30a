"""What a destination is, determined by its ARN or by what it refers to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from constructs_eic._values.destination_kinds import (
    DESTINATION_KINDS,
    LAMBDA,
    S3,
    DestinationKind,
    kind_of_type,
)
from constructs_eic.checks._facts.iam_evaluation import Wanted, literal_name
from constructs_eic.checks._model.values import Expression, Unknown, Value

if TYPE_CHECKING:
    from constructs_eic.checks._facts.functions import Functions
    from constructs_eic.checks._model.model import Model, Resource


# Services that have their own ARNs and that Lambda does not deliver to.
_NEVER: Final = (
    "aws_kinesis_",
    "aws_dynamodb_table",
    "aws_sfn_state_machine",
    "aws_cloudwatch_log_group",
    "aws_cloudwatch_event_rule",
    "aws_iam_",
    "aws_kms_key",
)
_PARTS_OF_ARN: Final = 6


@dataclass(frozen=True)
class Destination:
    """Where Lambda delivers records.

    Attributes:
        kind: The service; `None` if Lambda does not deliver to it.
        resource: The resource or data source, if it is in the model.
        attribute: Which attribute of the resource was given; empty if that is not known.
        arn: The literal ARN.
        qualifier: The qualifier of a function, literal or not.
        alias: The alias that a function is named by.
    """

    kind: DestinationKind | None
    resource: Resource | None = None
    attribute: str = ""
    arn: str | None = None
    qualifier: Value = None
    alias: Resource | None = None

    def wanted(self, suffix: str) -> Wanted | None:
        """What the role's permission must be on; `None` if that cannot be determined."""
        if self.kind is None:
            return None
        if self.arn is not None:
            return Wanted(self.resource, self.arn, suffix)
        if self.resource is None:
            return None
        resource = self.resource
        if self.qualifier is not None:
            if not isinstance(self.qualifier, str):
                return None
            suffix = f":{self.qualifier}"
        name = literal_name(resource) or "*"
        place = "" if self.kind is S3 else "*"
        arn = f"arn:*:{self.kind.service}:{place}:{place}:{self.kind.arn_shape.prefix}{name}"
        return Wanted(resource, arn, suffix, self.alias)


class Destinations:
    """Determines what a destination is.

    Args:
        model: The model that resolves references.
        functions: Finds the function that an argument names.
    """

    def __init__(self, model: Model, functions: Functions) -> None:
        self._model = model
        self._functions = functions
        self._by_name = {
            (resource.home, kind.service, literal_name(resource)): resource
            for kind in DESTINATION_KINDS
            for type_ in kind.resource_types
            for resource in model.of(type_)
        }

    def of(self, value: Value, source: Resource) -> Destination | None:
        """What a destination given in `source` is; `None` if only Terraform knows."""
        if isinstance(value, str):
            return self._of_arn(value, source)
        if not isinstance(value, Expression):
            return None
        head, *tail = value.parts
        if isinstance(head, str):
            text = "".join(each if isinstance(each, str) else "*" for each in value.parts)
            return self._of_arn(text, source) if head.startswith("arn:") else None
        if isinstance(head, Unknown):
            if tail or len(head.references) != 1:
                return None
            found, attribute = self._model.referred(head.references[0], source), ""
        else:
            found, attribute = self._model.referred(head, source), "" if tail else head.attribute
        return self._of_resource(value, found[0], attribute, source) if len(found) == 1 else None

    def _of_resource(
        self, value: Value, resource: Resource, attribute: str, source: Resource
    ) -> Destination | None:
        kind = kind_of_type(resource.type)
        if kind is LAMBDA:
            alias = resource if resource.type == "aws_lambda_alias" else None
            return self._of_function(value, attribute, alias, source)
        if kind is None and not resource.type.removeprefix("data.").startswith(_NEVER):
            return None
        return Destination(kind, resource, attribute)

    def _of_function(
        self, value: Value, attribute: str, alias: Resource | None, source: Resource
    ) -> Destination | None:
        targets = self._functions.targets(value, source)
        if len(targets) != 1 or targets[0].function is None or targets[0].qualifier is None:
            return None
        (target,) = targets
        qualifier = target.qualifier if target.is_qualified_name else None
        return Destination(LAMBDA, target.function, attribute, qualifier=qualifier, alias=alias)

    def _of_arn(self, arn: str, source: Resource) -> Destination | None:
        parts = arn.split(":", 5)
        if len(parts) < _PARTS_OF_ARN or parts[2] == "*":
            return None
        kind = next((each for each in DESTINATION_KINDS if each.service == parts[2]), None)
        name = parts[5].removeprefix(kind.arn_shape.prefix) if kind else ""
        resource = self._by_name.get((source.home, parts[2], name))
        return Destination(kind, resource, arn=arn)
