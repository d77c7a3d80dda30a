"""Rules and their findings."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_eic.checks._model.rule_values import Resource
    from constructs_eic.checks.rule_context import Context

RULES_OF_AUDIT: Final = ("EIC101", "EIC102")
"""The ids of rules that only an account can be checked by; settings that name them are for the command `audit`."""


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that a rule found.

    Attributes:
        rule: The rule's id, such as `EIC001`.
        address: The resource's address, as Terraform shows it.
        message: What is wrong with it.
        fix: What to write.
        construct_path: The path of the construct that created it; `None` in documents that cdktf did not write.
        stack: The stack that it is in, if the document names one.
        file: The file that it was read from.
        line: The line in the file, from 1; `None` if it was not determined.
        created_at: The file and line of the code that created the construct, such as `main.py:12`, if the framework
            recorded it in the document.

    Examples:
        >>> print(Finding("EIC001", "aws_lambda_function.f", "failed events are lost", "set on_failure"))
        EIC001 aws_lambda_function.f: failed events are lost; set on_failure
    """

    rule: str
    address: str
    message: str
    fix: str
    construct_path: str | None = None
    stack: str | None = None
    file: str | None = None
    line: int | None = None
    created_at: str | None = None

    def __str__(self) -> str:
        return f"{self.rule} {self.construct_path or self.address}: {self.message}; {self.fix}"


class Rule(ABC):
    """One rule. A subclass in its own module is a rule.

    Attributes:
        id: Stable; letters and digits.
        title: What it finds, as a noun phrase.
        why: Why it matters.
        fix: What to write.
        is_on: Whether it runs without being selected.
        link: The address of a page about it, for reports; by default its section in this package's documentation,
            or AWS's guide.

    Examples:
        >>> class NoPython39(Rule):
        ...     id, title = "ORG001", "A function on a runtime that is no longer patched"
        ...     why, fix = "AWS no longer patches it.", "set runtime to python3.13"
        ...     def check(self, context):
        ...         for function in context.model.of("aws_lambda_function"):
        ...             if function.get("runtime") == "python3.9":
        ...                 yield self.finding(function, "the runtime is python3.9")
    """

    id: ClassVar[str]
    title: ClassVar[str]
    why: ClassVar[str]
    fix: ClassVar[str]
    is_on: ClassVar[bool] = True
    link: ClassVar[str | None] = None

    @abstractmethod
    def check(self, context: Context) -> Iterator[Finding]:
        """Find what is wrong. A value that only Terraform knows is never a finding."""

    def finding(self, resource: Resource, message: str, fix: str | None = None) -> Finding:
        """The finding for a resource.

        Args:
            resource: The resource.
            message: What is wrong.
            fix: What to write; the rule's own `fix` by default.
        """
        return Finding(
            self.id,
            resource.address,
            message,
            fix or self.fix,
            resource.construct_path,
            resource.stack,
            resource.file,
            created_at=resource.created_at,
        )

    @classmethod
    def name(cls) -> str:
        """The name of its class in small letters, with hyphens."""
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", cls.__name__).lower()
