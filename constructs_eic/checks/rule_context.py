"""The context that a rule is handed: documents, their resources, functions and roles.

These are protocols: what implements them can change without a change for a rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from constructs_eic.checks._facts.iam_evaluation import Request
    from constructs_eic.checks._facts.inline_policies import InlinePolicies
    from constructs_eic.checks._model.rule_values import (
        DeclaredConfiguration,
        DeclaredDelivery,
        DeclaredDestination,
        Invocation,
        Permission,
        Qualifier,
        Resource,
        Target,
    )
    from constructs_eic.checks._model.values import Value


class Model(Protocol):
    """All resources of the documents, found by type and by reference.

    Examples:
        >>> def standard_queues(context):
        ...     return [each for each in context.model.of("aws_sqs_queue") if not each.get("fifo_queue")]
    """

    def of(self, *types: str) -> Iterator[Resource]:
        """Yield the resources of some types, in the order of the documents.

        Args:
            types: Types such as `aws_sqs_queue`, or `data.aws_sqs_queue` for data sources.
        """

    def the(self, value: Value, source: Resource | None = None) -> Resource | None:
        """Return the one resource that a value is a reference to.

        A data source that looks something up by a literal name stands for the resource of that name, in whichever
        stack that is declared.

        Args:
            value: An argument of a resource.
            source: The resource whose argument it is, which decides where it says `each.key` or `count.index`.

        Returns:
            The resource; `None` if the value is something else, or if several resources may be meant.
        """

    def waits_for_any(self, resource: Resource, wanted: Iterable[Resource]) -> bool:
        """Return whether a resource refers to or depends on one of `wanted`, also indirectly, or may do so."""


class Functions(Protocol):
    """The functions of the documents, found by how they are named."""

    def targets(self, value: Value, source: Resource, qualifier: Value = None) -> Sequence[Target]:
        """Return the functions that a value can name.

        Args:
            value: A function's name or ARN, qualified or not, or a reference to one of these.
            source: The resource whose argument it is.
            qualifier: The qualifier that is given beside it.

        Returns:
            One target if it is known which function is meant; several, none of which is certain, if one of them is
            meant; none if nothing is known.
        """


class Configurations(Protocol):
    """The event invoke configurations of the documents."""

    @property
    def all(self) -> Sequence[DeclaredConfiguration]:
        """All configurations, in the order of the documents."""

    def keeps_failed_events(self, function: Resource, qualifier: Qualifier) -> bool:
        """Return whether failed events of a function are kept, or may be.

        Args:
            function: The function.
            qualifier: The qualifier that it is invoked under, `$LATEST` without one; `None` for any.
        """


class Roles(Protocol):
    """The roles of the documents, and what they may do."""

    def role_of(self, value: Value, source: Resource) -> Resource | None:
        """Return the role that a name or an ARN means; `None` if it is not in the documents or not certain.

        Args:
            value: A role's name or ARN, or a reference to one of these.
            source: The resource whose argument it is.
        """

    def permission(self, role: Resource, request: Request) -> Permission:
        """Return whether a role may do something.

        Args:
            role: The role.
            request: The action, and what it must be allowed on.
        """


class Context(Protocol):
    """What a rule reads: the resources of the documents, and what is known about them.

    A value that only Terraform knows is an `Expression`; it never equals a literal, so a rule that compares with
    literals reports only what is certain.

    Examples:
        >>> def functions_without_role(context):
        ...     for function in context.model.of("aws_lambda_function"):
        ...         if context.roles.role_of(function.get("role"), function) is None:
        ...             yield function.address
    """

    @property
    def model(self) -> Model:
        """The resources of all documents."""

    @property
    def functions(self) -> Functions:
        """The functions, found by how they are named."""

    @property
    def configurations(self) -> Configurations:
        """The event invoke configurations."""

    @property
    def deliveries(self) -> Sequence[DeclaredDelivery]:
        """The destinations for which it is known what they are and with which role Lambda delivers."""

    @property
    def roles(self) -> Roles:
        """The roles, and what they may do."""

    @property
    def inline_policies(self) -> Sequence[InlinePolicies]:
        """The length of the inline policies of each role together."""

    @property
    def invocations_of(self) -> Mapping[str, Sequence[Invocation]]:
        """The invokers of functions, by the `id` of the function's resource."""

    def destination(self, value: Value, source: Resource) -> DeclaredDestination | None:
        """Return what a destination is; `None` if only Terraform knows.

        Args:
            value: A destination, as an argument gives it.
            source: The resource whose argument it is.
        """

    def key_of(self, destination: DeclaredDestination) -> Resource | None:
        """Return the customer managed key that encrypts a destination, if it is in the documents."""

    def key_arn_of(self, destination: DeclaredDestination) -> str | None:
        """Return the ARN of the customer managed key that encrypts a destination, if it is given literally."""

    def role_of(self, target: Target) -> Resource | None:
        """Return the execution role of a function.

        Returns:
            The role; for a function outside the documents, the data source that supplies its role; `None` if it is
            not known.
        """
