"""Compares what a destination was given with what is true of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from constructs_eic._bindings.expressions import resolved
from constructs_eic._bindings.references import reference_of
from constructs_eic._bindings.resources import given, instance_example, resource_type
from constructs_eic._values.arn import Arn
from constructs_eic._values.errors import refuse_multiple
from constructs_eic._values.queue_url import queue_arn, refuse_url
from constructs_eic._values.text_calls import as_template
from constructs_eic._values.tokens import is_token, one_of_all
from constructs_eic.destinations.base import kind_of, usual_attribute
from constructs_eic.destinations.registered import class_for_arn, class_for_type

if TYPE_CHECKING:
    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._bindings.references import AttributeReference
    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._values.destination_kinds import DestinationKind, Undeliverable
    from constructs_eic._values.errors import Problems
    from constructs_eic._values.outcome import Outcome
    from constructs_eic.destinations.base import Destination
    from constructs_eic.destinations.context import DestinationCheck


def check_values(destination: Destination, outcome: Outcome, problems: Problems) -> None:
    """Report what cannot work in any app: the wrong outcome, another type of resource, text that is no such ARN."""
    kind = kind_of(destination)
    if kind is not None and outcome not in kind.outcomes:
        only = kind.outcomes[0]
        problems.add(
            outcome.argument,
            destination.given,
            f"Lambda sends to {kind.title.partition(' ')[0]} on {only.title.lower()} only",
            f"give it as {only.argument}, or another destination here",
        )
    check_given(destination, outcome, problems)


def check_given(destination: Destination, outcome: Outcome, problems: Problems) -> None:
    """Report another type of resource, and text that is no such ARN."""
    wrong = _what_is_wrong(destination)
    if wrong is not None:
        problems.add(outcome.argument, destination.given, *wrong)
    destination._check_values(outcome, problems)  # noqa: SLF001 - what the classes of this package add


def check_in_app(destination: Destination, checked: DestinationCheck) -> None:
    """Report what cannot work in this app: another attribute than the ARN, a resource that never gets a record."""
    kind, reference, resource = checked.kind, checked.reference, checked.resource
    if kind is not None and reference is not None:
        wrong = _wrong_reference(destination, kind, reference)
        if wrong is not None:
            checked.refuse(checked.given, *wrong)
    value, wrong = checked.given, None
    if resource is not None:
        instance = instance_example(resource, usual_attribute(kind, resource))
        if kind is not None and (isinstance(value, str) or not checked.is_refused):
            wrong = _never_receives(kind, resource, checked.scope_info)
    elif isinstance(value, str):
        expression = resolved(value, checked.scope_info)
        instance = one_of_all(expression)
        written_out = as_template(expression)
        if kind is not None and written_out != expression:
            wrong = _is_wrong_text(destination, kind, written_out)
    else:
        instance = None
    if wrong is not None:
        checked.refuse(value, *wrong)
    if instance is not None:
        checked.refuse(checked.given, *refuse_multiple(instance))


def undeliverable_resource(
    kind: DestinationKind, resource: TerraformElement, scope_info: ScopeInfo | None = None
) -> Undeliverable | None:
    """Return why a resource or data source never receives a record: its name or a literal argument shows it.

    Args:
        kind: What kind of destination it is.
        resource: The resource or data source.
        scope_info: Where the configuration is in the app, if that is known: then calls in the name are read, too.
    """
    name = _name_of(kind, resource, scope_info)
    if isinstance(name, str) and (by_name := kind.undeliverable_arn(name)):
        return by_name
    for each in kind.undeliverable:
        values = (name, given(resource, each.argument)) if each.named_by and scope_info else ()
        if _has_argument(resource, each) or any(
            _refers_to(value, each.named_by, cast("ScopeInfo", scope_info)) for value in values
        ):
            return each
    return None


def _refers_to(value: object, type_: str, scope_info: ScopeInfo) -> bool:
    """Return whether a value is an attribute of a resource of a type."""
    reference = reference_of(value, scope_info) if isinstance(value, str) else None
    return reference is not None and reference.resource_type == type_


def _name_of(
    kind: DestinationKind, resource: TerraformElement, scope_info: ScopeInfo | None
) -> object:
    name = given(resource, kind.name_argument)
    if scope_info is None or not (isinstance(name, str) and is_token(name)):
        return name
    return as_template(resolved(name, scope_info))


def _has_argument(resource: TerraformElement, undeliverable: Undeliverable) -> bool:
    if not undeliverable.argument:
        return False
    value = given(resource, undeliverable.argument)
    if isinstance(value, str) and is_token(value):
        return undeliverable.has_name(value)
    return bool(value)


def _what_is_wrong(destination: Destination) -> tuple[str, str] | None:
    """Return why what was given is no destination of this kind, and what to give instead."""
    kind, value = kind_of(destination), destination.given
    if kind is None or "_given" not in vars(destination):
        return None  # a class with its own constructor knows what it was given
    if value is None:
        return None if destination.can_be_left_out else ("nothing is given", _give(kind))
    if isinstance(value, str):
        return _is_wrong_text(destination, kind, value)
    type_ = resource_type(value)
    if type_ not in kind.all_types:
        return _is_another(destination, class_for_type(type_)) or (
            _takes(destination, kind),
            _give(kind),
        )
    return _never_receives(kind, value)


def _is_wrong_text(
    destination: Destination, kind: DestinationKind, text: str
) -> tuple[str, str] | None:
    """Return why a text cannot be the ARN of such a destination, and what to give instead."""
    problem = kind.problem(text)
    if problem is None:
        return None
    arn = queue_arn(text)
    if arn is not None:
        return refuse_url(arn)
    try:
        other = class_for_arn(Arn.parse(text))
    except ValueError:
        return problem
    return _is_another(destination, other) or problem


def _is_another(
    destination: Destination, other: type[Destination] | None
) -> tuple[str, str] | None:
    """Reason and fix for what was given to one class and is another's; `None` if it is nobody else's."""
    if other is None or isinstance(destination, other):
        return None
    reason = f"{type(destination).__name__} takes no {other.kind.title}"
    return reason, f"give it as {other.__name__}(...)"


def _never_receives(
    kind: DestinationKind, resource: TerraformElement, scope_info: ScopeInfo | None = None
) -> tuple[str, str] | None:
    """Return why a resource or data source, whatever its qualifier, is no destination, and what to give instead."""
    never = undeliverable_resource(kind, resource, scope_info)
    if never is not None and not never.unless_qualified:
        return never.reason, never.fix
    name = _name_of(kind, resource, scope_info)
    is_data_source = (resource_type(resource) or "").startswith("data.")
    if is_data_source and isinstance(name, str) and not _may_be_name(kind, name):
        reason = f"its {kind.name_argument} is not a name that {kind.service} accepts"
        return reason, f"look the {kind.title} up by its name alone"
    return None


def _may_be_name(kind: DestinationKind, name: str) -> bool:
    """Return whether a data source may find something by `name`: some take the ARN, too."""
    is_arn = name.startswith("arn:") and kind.problem(name) is None
    return is_arn or kind.arn_shape.takes_name(name)


def _wrong_reference(
    destination: Destination, kind: DestinationKind, reference: AttributeReference
) -> tuple[str, str] | None:
    """Return why the attribute that a token refers to is not the ARN of such a destination."""
    attributes = kind.arn_attributes(reference.resource_type)
    if attributes:
        if reference.attribute in attributes:
            return None
        fix = f"give the resource itself or its {attributes[0]}"
        return f"the {reference.attribute} of {reference.resource_type} is not its ARN", fix
    if reference.attribute == "arn" and reference.resource_type != "data.aws_arn":
        return _is_another(destination, class_for_type(reference.resource_type)) or (
            _takes(destination, kind),
            "give one of these, or its ARN",
        )
    return None


def _takes(destination: Destination, kind: DestinationKind) -> str:
    return f"{type(destination).__name__} takes {' or '.join(kind.all_types)}"


def _give(kind: DestinationKind) -> str:
    return f"give {kind.arn_shape.example!r}, or the resource itself"
