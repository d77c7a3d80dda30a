"""Determines what a destination is, by its ARN or by what it refers to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from constructs_eic._values.destination_kinds import (
    DESTINATION_KINDS,
    LAMBDA,
    S3,
    DestinationKind,
    kind_of_type,
)
from constructs_eic._values.tokens import is_token, literal_head, split_colons, with_templates_as
from constructs_eic.checks._facts.iam_evaluation import Request
from constructs_eic.checks._model.location import Location
from constructs_eic.checks._model.lookups import literal_name
from constructs_eic.checks._model.values import Expression, Unknown, Value, text_of

if TYPE_CHECKING:
    from constructs_eic.checks._facts.function_target import FunctionTarget
    from constructs_eic.checks._facts.functions import Functions
    from constructs_eic.checks._model.resource import Resource

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


@dataclass(frozen=True, repr=False)
class DeclaredDestination:
    """A destination to which Lambda delivers records.

    Attributes:
        kind: The service; `None` if Lambda does not deliver to it.
        resource: The resource or data source, if it is in the model.
        attribute: Which attribute of the resource was given; empty if that is not known.
        text: The ARN, or what was given in its place, with `${…}` for what is not literal; `None` for a reference.
        target: The function and qualifier, if it is a function.
        location: Where it is, as far as that is literal.
    """

    kind: DestinationKind | None
    resource: Resource | None = None
    attribute: str = ""
    text: str | None = None
    target: FunctionTarget | None = None
    location: Location = field(default_factory=Location)

    def __repr__(self) -> str:
        kind = self.kind.title if self.kind else "nothing that Lambda delivers to"
        given = self.text or (self.resource.address if self.resource else "")
        return f"<DeclaredDestination {given}: {kind}>"

    def request(self, action: str, suffix: str = "") -> Request | None:
        """Return what the role's policies must allow; `None` if that cannot be determined.

        Args:
            action: The action.
            suffix: What follows the destination's ARN, such as `/*` for the objects of a bucket.
        """
        if self.kind is None:
            return None
        if self.text is not None:
            arn = with_templates_as("*", self.text)
            return Request(action, self.resource, arn, suffix, self.target)
        if self.resource is None:
            return None
        name = literal_name(self.resource) or "*"
        if self.target is not None and self.target.is_qualified_name:
            qualifier = self.target.qualifier
            suffix = f":{qualifier}" if isinstance(qualifier, str) else ":*"
        place = "" if self.kind is S3 else "*"
        arn = f"arn:*:{self.kind.service}:{place}:{place}:{self.kind.arn_shape.prefix}{name}"
        return Request(action, self.resource, arn, suffix, self.target)


class Destinations:
    """Determines what a destination is.

    Args:
        functions: The functions of the model that resolves references.
    """

    def __init__(self, functions: Functions) -> None:
        self._functions = functions
        self._model = functions.model

    def of(self, value: Value, source: Resource) -> DeclaredDestination | None:
        """Return what a destination given in `source` is; `None` if only Terraform knows."""
        if isinstance(value, str):
            return self._of_text(value, value, source)
        if not isinstance(value, Expression):
            return None
        head, *tail = value.parts
        if isinstance(head, str):
            return self._of_text(text_of(value), value, source)
        if isinstance(head, Unknown):
            if tail or len(head.references) != 1:
                return None
            found, attribute = self._model.referred(head.references[0], source), ""
        else:
            found, attribute = self._model.referred(head, source), "" if tail else head.attribute
        return self._of_resource(value, found[0], attribute, source) if len(found) == 1 else None

    def _of_resource(
        self, value: Value, resource: Resource, attribute: str, source: Resource
    ) -> DeclaredDestination | None:
        kind = kind_of_type(resource.type)
        if kind is LAMBDA:
            target = self._target(value, source)
            if target is None or target.function is None:
                return None
            return DeclaredDestination(
                LAMBDA, target.function, attribute, target=target, location=target.location
            )
        if kind is None and not resource.type.removeprefix("data.").startswith(_NEVER):
            return None
        return DeclaredDestination(kind, resource, attribute, location=resource.location)

    def _target(self, value: Value, source: Resource) -> FunctionTarget | None:
        targets = self._functions.targets(value, source)
        is_known = len(targets) == 1 and targets[0].qualifier is not None
        return targets[0] if is_known else None

    def _of_text(self, text: str, value: Value, source: Resource) -> DeclaredDestination | None:
        head = literal_head(text)
        if not head.startswith("arn:"):
            may_be_arn = head != text and "arn:".startswith(head)
            return None if may_be_arn else DeclaredDestination(None, text=text)
        service, *rest = split_colons(text)[2:] or ("",)
        if is_token(service):
            return None
        location = source.location.of_arn(text)
        kind = next((each for each in DESTINATION_KINDS if each.service == service), None)
        if kind is None:
            return DeclaredDestination(None, text=text, location=location)
        if kind is LAMBDA:
            target = self._target(value, source)
            function = target.function if target else None
            return DeclaredDestination(
                LAMBDA, function, text=text, target=target, location=location
            )
        name = ":".join(rest[2:]).removeprefix(kind.arn_shape.prefix)
        resource = next(
            (
                found.one
                for type_ in kind.resource_types
                if (found := self._model.named(type_, name, location)).one
            ),
            None,
        )
        return DeclaredDestination(kind, resource, text=text, location=location)
