"""The meta-arguments of a configuration, and what arguments may refer to in its instances."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic._bindings.expressions import resolved, resolved_texts
from constructs_eic._bindings.making import are_dependables, lifecycle_ignoring, lifecycle_problem
from constructs_eic._bindings.making import lifecycle as as_lifecycle
from constructs_eic._values.expression_references import instance_references_in
from constructs_eic._values.tokens import is_token
from constructs_eic.alarms import LostEventAlarms
from constructs_eic.destinations import Destination

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs_eic._bindings.making import LifecycleLike
    from constructs_eic._bindings.protocols import TerraformResourceLifecycle
    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._target.instances import Instances
    from constructs_eic._values.errors import Problems


def check_meta_arguments(depends_on: object, lifecycle: object, problems: Problems) -> None:
    """Report what cdktf's own resources would refuse: ours are created without their checks."""
    if not are_dependables(depends_on):
        problems.add(
            "depends_on",
            depends_on,
            "this is not a list of what Terraform can wait for",
            "give a list of resources, data sources or modules; of an EventInvokeConfig, its .resource",
        )
    reason = lifecycle_problem(lifecycle)
    if reason is not None:
        problems.add(
            "lifecycle",
            lifecycle,
            reason,
            "give a TerraformResourceLifecycle or a dict of its arguments",
        )


def lifecycle_of(
    given: LifecycleLike | None, retry_attempts: float | None
) -> TerraformResourceLifecycle | None:
    """`lifecycle=` as the configuration has it, which may leave `maximum_retry_attempts` out."""
    if retry_attempts is None:
        # The provider has a default of its own for this one, which would plan a change on a configuration that
        # never set it.
        return lifecycle_ignoring("maximum_retry_attempts", given)
    return as_lifecycle(given)


def check_instances(
    instances: Instances,
    arguments: Mapping[str, object],
    scope_info: ScopeInfo,
    problems: Problems,
) -> None:
    """Report `each.value` and `count.index` in `arguments` without such instances, and several for one target."""
    found = {name: _instance_references(value, scope_info) for name, value in arguments.items()}
    if not (found["function"] or found.get("qualifier")):
        _check_one_target(instances, scope_info, problems)
    for name, references in found.items():
        for reference in references:
            if reference in instances.references:
                continue
            argument = "count" if reference == "count.index" else "for_each"
            problems.add(
                name,
                arguments[name],
                f"it has {reference}, which Terraform knows only with {argument}",
                f"give the configuration {argument}= too: the {_WHAT_IT_IS_OF[argument]}",
            )


def _check_one_target(instances: Instances, scope_info: ScopeInfo, problems: Problems) -> None:
    """Report several instances whose function and qualifier are the same."""
    reported = {each.argument for each in problems.found}
    if reported & {"function", "qualifier", "count", "for_each"}:
        return
    if instances.may_be_more_than_one(scope_info):
        is_count = instances.for_each is None
        problems.add(
            "count" if is_count else "for_each",
            instances.literal_count if is_count else instances.for_each,
            "all instances are for one function and qualifier, and Lambda keeps one configuration for each",
            'use count.index in function= or qualifier=, as in f"orders-{Token.as_string(count.index)}"'
            if is_count
            else "use the iterator's key or value in function= or qualifier=, as in function=names.value, or give "
            "count= for one configuration that is conditional",
        )


_WHAT_IT_IS_OF = {
    "count": "TerraformCount that the index is of",
    "for_each": "iterator that the value is of",
}


def _instance_references(value: object, scope_info: ScopeInfo) -> list[str]:
    texts = [text for token in _tokens_in(value) for text in _expressions(token, scope_info)]
    return list(dict.fromkeys(each for text in texts for each in instance_references_in(text)))


def _expressions(token: object, scope_info: ScopeInfo) -> list[str]:
    # Of text, most was resolved before, and is remembered.
    return (
        [resolved(token, scope_info)]
        if isinstance(token, str)
        else resolved_texts(token, scope_info)
    )


def _tokens_in(value: object) -> Iterator[object]:
    if isinstance(value, Destination):
        for each in vars(value).values():
            yield from _tokens_in(each)
    elif isinstance(value, LostEventAlarms):
        yield from _tokens_in(value.notify)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _tokens_in(each)
    elif is_token(value):
        yield value
