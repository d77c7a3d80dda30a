"""The values that a rule reads: a resource, a function under a qualifier, a configuration with its destinations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from constructs_eic._values.destination_kinds import DestinationKind
    from constructs_eic.checks._model.location import Location
    from constructs_eic.checks._model.values import Expression, Value

Qualifier: TypeAlias = "str | Expression | None"
"""A literal, an expression, or `None` if nothing is known about it."""


class Resource(Protocol):
    """A resource or a data source of a document, or a module call whose content is not in it."""

    @property
    def type(self) -> str:
        """The type, such as `aws_sqs_queue`; a data source has the prefix `data.`."""

    @property
    def address(self) -> str:
        """The address that Terraform shows, such as `module.a.aws_sqs_queue.failures["x"]`."""

    @property
    def id(self) -> str:
        """The identity of it among all documents: its stack and its address."""

    @property
    def construct_path(self) -> str | None:
        """The path of the construct that created it; `None` if cdktf did not write the document."""

    @property
    def stack(self) -> str | None:
        """The stack that it is in, if the document names one."""

    @property
    def file(self) -> str | None:
        """The file that it was read from."""

    @property
    def created_at(self) -> str | None:
        """The file and line of the code that created it, if the document has them."""

    @property
    def arguments(self) -> Mapping[str, Value]:
        """All arguments, with templates read."""

    @property
    def repeated(self) -> Value:
        """Its `count` or `for_each`, where one block stands for all instances; else `None`."""

    @property
    def location(self) -> Location:
        """The region and account where it is deployed, as far as they are literal."""

    @property
    def block(self) -> str:
        """The identity of its block, of which it may be one of several instances."""

    @property
    def dependable(self) -> str:
        """The address that `depends_on` in the root module can have: its block, or the module that it is in."""

    def get(self, *path: str) -> Value:
        """Return the argument at a path, such as `get("dead_letter_config", "target_arn")`.

        Returns:
            A literal; an `Expression` if only Terraform knows the value, or what is on the path; `None` if it is
            not set. Of several blocks on the path, it is the first that counts.
        """

    def blocks(self, name: str) -> Sequence[Resource]:
        """Return the nested blocks with a name, each of which can be read like a resource."""

    def has_unknown_blocks(self, name: str) -> bool:
        """Return whether only Terraform knows which nested blocks with a name there are."""


class Target(Protocol):
    """A function under a qualifier."""

    @property
    def key(self) -> Hashable:
        """The identity of the function: equal for equal functions, under any qualifier."""

    @property
    def function(self) -> Resource | None:
        """The function's resource; `None` for a function outside the documents."""

    @property
    def name(self) -> str | None:
        """The function's name, if it is literal."""

    @property
    def qualifier(self) -> Qualifier:
        """The version or alias, `$LATEST` without one; `None` if nothing is known about it."""

    @property
    def is_certain(self) -> bool:
        """`True` if it is known to be this function."""

    @property
    def is_qualified_name(self) -> bool:
        """`True` if the qualifier came with the name or the ARN."""

    @property
    def location(self) -> Location:
        """The region and account where the function is, as far as they are literal."""

    def is_same_function(self, other: Target) -> bool | None:
        """Return whether another target is this function, under any qualifier; `None` if that is not known."""


class DeclaredConfiguration(Protocol):
    """An event invoke configuration of a document."""

    @property
    def resource(self) -> Resource:
        """Its resource."""

    @property
    def target(self) -> Target | None:
        """The function and qualifier that it is for; `None` if that is not known."""

    @property
    def targets(self) -> Sequence[Target]:
        """The targets that it can be for; one if that is known."""

    @property
    def on_failure(self) -> Value:
        """The destination of failed events, if there is one."""

    @property
    def on_success(self) -> Value:
        """The destination of results, if there is one."""

    @property
    def destinations(self) -> Mapping[str, Value]:
        """The destinations that are set, by `on_failure` and `on_success`."""


class DeclaredDestination(Protocol):
    """A destination to which Lambda delivers records."""

    @property
    def kind(self) -> DestinationKind | None:
        """The kind of destination; `None` if Lambda does not deliver to it."""

    @property
    def resource(self) -> Resource | None:
        """The resource or data source, if it is in the documents."""

    @property
    def attribute(self) -> str:
        """The attribute of the resource that was given; empty if that is not known."""

    @property
    def target(self) -> Target | None:
        """The function and its qualifier, if it is a function."""

    @property
    def location(self) -> Location:
        """The region and account where it is, as far as they are literal."""

    @property
    def text(self) -> str | None:
        """The ARN, or what was given in its place, with `${…}` for what is not literal; `None` for a reference."""


class Permission(Protocol):
    """The answer whether a role may do something, and what permits it."""

    @property
    def is_allowed(self) -> bool | None:
        """`True` if it is allowed, `False` if it is not; `None` if only Terraform knows."""

    @property
    def is_beyond_boundary(self) -> bool:
        """`True` if only the role's permissions boundary does not allow it."""

    @property
    def holders(self) -> Sequence[Resource]:
        """The resources whose policies each permit it on their own, including under a condition."""


class DeclaredDelivery(Protocol):
    """A destination of a configuration, with the permissions that it needs."""

    @property
    def configuration(self) -> DeclaredConfiguration:
        """The configuration."""

    @property
    def outcome(self) -> str:
        """`on_failure` or `on_success`."""

    @property
    def destination(self) -> DeclaredDestination:
        """The destination that the records are sent to."""

    @property
    def kind(self) -> DestinationKind:
        """The kind of destination."""

    @property
    def role(self) -> Resource:
        """The role that Lambda delivers with."""

    @property
    def permissions(self) -> Sequence[tuple[str, Permission]]:
        """For each action that is needed, whether the role allows it."""


class Invocation(Protocol):
    """A function that is invoked asynchronously."""

    @property
    def target(self) -> Target:
        """The function, and the qualifier that it is invoked under."""

    @property
    def invoker(self) -> Resource:
        """The resource that invokes it."""
