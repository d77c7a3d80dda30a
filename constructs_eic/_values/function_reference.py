"""The names of a configuration: Terraform's import id and the Cloud Control identifier.

Source: "Import" of `aws_lambda_function_event_invoke_config` in the Terraform Registry;
`AWS::Lambda::EventInvokeConfig` in the AWS CloudFormation Template Reference.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from constructs_eic._values.arn import Arn, is_region
from constructs_eic._values.errors import Problems
from constructs_eic._values.limits import (
    FUNCTION_NAME_LENGTH,
    QUALIFIER_LENGTH,
    is_function_name,
    is_qualifier,
)
from constructs_eic._values.tokens import is_token, split_colons

LATEST = "$LATEST"
# "$LATEST.PUBLISHED version in Lambda Managed Instances" in the AWS Lambda Developer Guide.
LATEST_PUBLISHED = "$LATEST.PUBLISHED"

_PARTIAL_ARN = re.compile(
    r"(?:(?:[a-z0-9-]+:)?(?:\d{12}:)?function:|\d{12}:)([^:]*)(?::([^:]*))?\Z"
)
_ARN_WITHOUT_SERVICE = re.compile(r"arn:(aws[a-zA-Z-]*):([^:]+):(\d{12}):(function:.*)\Z")
_INVOKE_ARN = re.compile(r"arn:.+:lambda:path/[^/]+/functions/(arn:.+)/invocations\Z")
_NAME_RULE = (
    f"the name of a function has 1 to {FUNCTION_NAME_LENGTH} letters, digits, hyphens, underscores"
)
QUALIFIER_RULE = (
    "a qualifier is $LATEST, $LATEST.PUBLISHED, a version number or an alias name "
    f"(1 to {QUALIFIER_LENGTH} letters, digits, hyphens, underscores)"
)
_FORMS = "give 'name', 'name:qualifier', or the function's ARN with or without qualifier"


@dataclass(frozen=True)
class EventInvokeConfigId:
    """Identifies a configuration: a function's name and, optionally, a qualifier.

    Args:
        function_name: 1 to 64 letters, digits, hyphens and underscores.
        qualifier: `$LATEST`, a version, an alias name, or `None`. In AWS, no qualifier and `$LATEST` name
            one object; in Terraform's state they differ.

    Raises:
        EventInvokeConfigError: a part is not what Lambda accepts.

    Examples:
        >>> str(EventInvokeConfigId.parse("arn:aws:lambda:eu-west-1:123456789012:function:f:live"))
        'f:live'
        >>> EventInvokeConfigId("resize").cloud_control_identifier
        'resize|$LATEST'
    """

    function_name: str
    qualifier: str | None = None

    def __post_init__(self) -> None:
        problems = _problems()
        if not (isinstance(self.function_name, str) and is_function_name(self.function_name)):
            problems.add(
                "function_name", self.function_name, _NAME_RULE, "give only the function's name"
            )
        if self.qualifier is not None and not (
            isinstance(self.qualifier, str) and is_qualifier(self.qualifier)
        ):
            problems.add(
                "qualifier", self.qualifier, QUALIFIER_RULE, "leave it out or give one of these"
            )
        problems.raise_if_any()

    @classmethod
    def parse(cls, text: str) -> EventInvokeConfigId:
        """Read any form in which a configuration is named.

        Args:
            text: `f`, `f:q`, the function's ARN, the qualified ARN, or Cloud Control's `f|q`.

        Raises:
            EventInvokeConfigError: `text` has none of these forms; the message says which to use.
        """
        if not isinstance(text, str):
            _problems().fail("text", text, "this is not a string", _FORMS)
        cloud_control = re.fullmatch(r"([^|]+)\|([^|]+)", text)
        if cloud_control:
            return cls(*cloud_control.groups())
        try:
            function = FunctionReference.read(text)
        except FunctionReferenceError as error:
            _problems().fail("text", text, error.reason, error.fix)
        return cls(function.name, function.qualifier)

    @property
    def cloud_control_identifier(self) -> str:
        """The id of `AWS::Lambda::EventInvokeConfig`: `f|q`, or `f|$LATEST` without a qualifier."""
        return f"{self.function_name}|{self.qualifier or LATEST}"

    def __str__(self) -> str:
        return (
            self.function_name
            if self.qualifier is None
            else f"{self.function_name}:{self.qualifier}"
        )


@dataclass(frozen=True)
class FunctionReference:
    """A function as text names it; a part may be a token.

    Attributes:
        name: The function's name only.
        qualifier: The qualifier that the text includes.
        arn: The ARN without a qualifier, if the text is an ARN.
    """

    name: str
    qualifier: str | None = None
    arn: Arn | None = None

    @classmethod
    def read(cls, text: str) -> FunctionReference:
        """Read `name`, `name:qualifier`, a function's ARN or a qualified ARN.

        Raises:
            FunctionReferenceError: with the reason and the form to use.
        """
        if "://" in text:
            raise FunctionReferenceError(
                "this is a URL, which calls a function and does not name it", _FORMS
            )
        reference = cls._of_arn(text) if text.startswith("arn:") else cls._of_name(text)
        if not (is_token(reference.name) or is_function_name(reference.name)):
            raise FunctionReferenceError(_NAME_RULE, _FORMS)
        qualifier = reference.qualifier
        if not (qualifier is None or is_token(qualifier) or is_qualifier(qualifier)):
            raise FunctionReferenceError(
                f"the qualifier {qualifier!r} is not valid: {QUALIFIER_RULE}", _FORMS
            )
        return reference

    @classmethod
    def _of_name(cls, text: str) -> FunctionReference:
        partial = _PARTIAL_ARN.match(text)
        if partial:
            name = ":".join(filter(None, partial.groups())) or "name"
            raise FunctionReferenceError(
                "this is a part of an ARN, which Terraform and Lambda read differently",
                f"give {name!r} or the whole ARN",
            )
        parts = split_colons(text)
        if len(parts) > 2:
            raise FunctionReferenceError("there are more colons than in 'name:qualifier'", _FORMS)
        return cls(parts[0], parts[1] if len(parts) == 2 else None)

    @classmethod
    def _of_arn(cls, text: str) -> FunctionReference:
        serviceless = _ARN_WITHOUT_SERVICE.match(text)
        if serviceless and is_region(serviceless.group(2)):
            partition, region, account, resource = serviceless.groups()
            raise FunctionReferenceError(
                "the ARN lacks its service",
                f"give '{Arn(partition, 'lambda', region, account, resource)}'",
            )
        invoked = _INVOKE_ARN.match(text)
        if invoked:
            raise FunctionReferenceError(
                "an invoke ARN is for API Gateway and does not name the function",
                f"give '{invoked.group(1)}'",
            )
        try:
            arn = Arn.parse(text)
        except ValueError as error:
            raise FunctionReferenceError(f"this is not an ARN: {error}", _FORMS) from error
        kind, *names = split_colons(arn.resource)
        if arn.service != "lambda" or kind != "function":
            service = f"lambda ({kind})" if arn.service == "lambda" else arn.service
            raise FunctionReferenceError(
                f"this is an ARN of {service}, not of a Lambda function", _FORMS
            )
        if not (arn.region and arn.account):
            raise FunctionReferenceError(
                "the ARN of a function has a region and an account", _FORMS
            )
        if len(names) not in (1, 2):
            raise FunctionReferenceError(
                "the ARN does not end in 'function:name' or 'function:name:qualifier'", _FORMS
            )
        unqualified = replace(arn, resource=f"function:{names[0]}")
        return cls(names[0], names[1] if len(names) == 2 else None, unqualified)


class FunctionReferenceError(ValueError):
    """Text that names no function: why, and what to write instead."""

    def __init__(self, reason: str, fix: str) -> None:
        self.reason = reason
        self.fix = fix
        super().__init__(f"{reason}; {fix}")


def _problems() -> Problems:
    return Problems(lambda: "EventInvokeConfigId")
