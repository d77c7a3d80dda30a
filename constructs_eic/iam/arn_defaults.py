"""The ARNs of what a policy names without an ARN, by partition, region and account."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_eic._values.arn import Arn, is_region
from constructs_eic._values.function_reference import FunctionReference, FunctionReferenceError
from constructs_eic._values.lists import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constructs_eic._values.errors import Problems

_ROLE_NAME = re.compile(r"[\w+=,.@/*?-]+\Z", re.ASCII)
_ROLE_ARN = re.compile(r"arn:aws[a-z-]*:iam::([0-9]{12}|\*):role/[\w+=,.@/*?-]+\Z", re.ASCII)
_WILDCARD = re.compile(r"[*?]")


@dataclass(frozen=True)
class ArnDefaults:
    """The partition, region and account of what is named without an ARN."""

    partition: str
    region: str
    account: str

    def check(self, problems: Problems) -> None:
        """Add a problem for each part that does not exist in AWS."""
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
        """The ARNs of functions, and of the qualifiers that may follow them."""
        arns = (
            arn
            for text in listed(argument, texts, str, "'orders'", problems)
            for arn in self._function(argument, text, problems)
        )
        return list(dict.fromkeys(arns))

    def _function(self, argument: str, text: str, problems: Problems) -> Iterator[str]:
        try:
            # A name with its wildcards filled in must be one that Lambda accepts.
            FunctionReference.read(_WILDCARD.sub("x", text))
        except FunctionReferenceError as error:
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
        elif not name.endswith("*"):  # a star at the end also matches the qualifier
            yield f"{unqualified}:*"

    def roles(self, texts: Sequence[str], problems: Problems) -> list[str]:
        """The ARNs of roles."""
        arns: dict[str, None] = {}
        for text in listed("roles", texts, str, "'orders-role'", problems):
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
