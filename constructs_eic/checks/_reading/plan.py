"""Reads `terraform show -json` of a plan: every instance of every resource, including those in modules.

A plan has the values that are known (`planned_values`), which values are not known (`resource_changes`), and what
each argument refers to (`configuration`). What a module's variables and outputs pass on is followed to the
resources.

Source: "JSON Output Format" in the Terraform CLI Documentation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic.checks._model.location import Location
from constructs_eic.checks._model.resource import Resource
from constructs_eic.checks._model.values import DEEPEST, Value, references_in
from constructs_eic.checks._model.values import unknown as unknown_value
from constructs_eic.checks._reading.plan_modules import (
    INSTANCE,
    Json,
    Module,
    Reader,
    module_of,
    part_of,
)
from constructs_eic.checks._reading.plan_providers import provider_locations

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def is_plan(content: Mapping[str, object]) -> bool:
    """Return whether a document is a plan, not a configuration."""
    return "planned_values" in content and "configuration" in content


def resources_of_plan(
    content: Mapping[str, object], file: str, scope: str | None
) -> Iterator[Resource]:
    """The resources and data sources of a plan.

    Args:
        content: The plan.
        file: Its file's name.
        scope: Prefix of its blocks' ids, if there are several documents.
    """
    planned = _instances(part_of(content, "planned_values", "root_module"))
    read_already = _instances(part_of(content, "prior_state", "values", "root_module"))
    unknown_values = _unknown_values(content)
    root = Module(
        "", part_of(content, "configuration", "root_module"), f"{scope}/" if scope else ""
    )
    instances = [*planned, *(each for each in read_already if each.get("mode") == "data")]
    locations = provider_locations(content, root.scope)
    modules = {address: root.at(address) for address in map(_module_address, instances)}
    for instance in instances:
        module = modules[_module_address(instance)]
        if module is not None:
            yield _resource(instance, module, unknown_values, locations, file)


def _resource(
    instance: Json,
    module: Module,
    unknown_values: Mapping[str, object],
    locations: Mapping[str, Location],
    file: str,
) -> Resource:
    prefix = "data." if instance.get("mode") == "data" else ""
    type_ = str(instance.get("type"))
    local = f"{prefix}{type_}.{instance.get('name')}"
    address = str(instance.get("address"))
    key = INSTANCE.search(address.removeprefix(f"{module.address}.").removeprefix(local))
    written = module.written.get(local, {})
    reader = Reader(module, key[0] if key else "", written)
    expressions = part_of(written, "expressions")
    values, unknown_here = part_of(instance, "values"), unknown_values.get(address)
    unknown_here = unknown_here if isinstance(unknown_here, dict) else {}
    arguments = {
        name: _merged(values.get(name), expressions.get(name), unknown_here.get(name), reader)
        for name in {**values, **expressions}
    }
    provider = str(written.get("provider_config_key", type_.split("_")[0]))
    location = locations.get(provider) or Location(module.scope, provider)
    return Resource(
        block=f"{module.prefix}{local}",
        address=address,
        type=f"{prefix}{type_}",
        arguments=arguments,
        instance=key[0] if key else "",
        location=location.with_region(arguments.get("region")),
        file=file,
        waits_for=tuple(module.waited_for(written.get("depends_on"))),
        further_references=tuple(
            each
            for each in references_in([reader.repeated, reader.all_in(expressions)])
            if not each.is_local  # a value that is known when Terraform plans rarely is what it waits for
        ),
    )


def _merged(value: object, expression: object, unknown: object, reader: Reader) -> Value:
    """The known value; if there is none, what the expression refers to."""
    if isinstance(expression, list) and isinstance(value, list):
        return _merged_blocks(value, expression, unknown, reader)
    if isinstance(value, list):
        return [
            _merged(each, expression, True, reader) if each is None else _plain(each)
            for each in value
        ]
    if value is not None:
        return _plain(value)
    if unknown and isinstance(expression, dict):
        return reader.value(expression)
    if unknown and isinstance(expression, list):
        return unknown_value("blocks", *references_in(reader.all_in(expression)))
    return None


def _merged_blocks(
    value: list[object], expression: list[object], unknown: object, reader: Reader
) -> Value:
    if len(value) != len(expression):  # made by a `dynamic` block
        expression = (expression or [{}])[:1] * len(value)
    unknown = (
        unknown
        if isinstance(unknown, list) and len(unknown) == len(value)
        else [unknown] * len(value)
    )
    merged: list[Value] = []
    for known, written, absent in zip(value, expression, unknown, strict=True):
        if not isinstance(known, dict) or not isinstance(written, dict):
            merged.append(_plain(known))
            continue
        merged.append(
            {
                name: _merged(
                    known.get(name),
                    written.get(name),
                    absent.get(name) if isinstance(absent, dict) else absent,
                    reader,
                )
                for name in {**known, **written}
            }
        )
    return merged


def _plain(value: object, depth: int = 0) -> Value:
    if depth > DEEPEST:
        return unknown_value("(nested too deeply)")
    if isinstance(value, dict):
        return {str(name): _plain(each, depth + 1) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each, depth + 1) for each in value]
    return value if isinstance(value, (str, int, float)) or value is None else str(value)


def _instances(module: Json) -> list[Json]:
    resources, children = module.get("resources"), module.get("child_modules")
    found = [
        each
        for each in (resources if isinstance(resources, list) else [])
        if isinstance(each, dict)
    ]
    for child in children if isinstance(children, list) else []:
        found.extend(_instances(child))
    return found


def _module_address(instance: Json) -> str:
    return module_of(str(instance.get("address")))


def _unknown_values(content: Mapping[str, object]) -> Mapping[str, object]:
    changes = content.get("resource_changes")
    return {
        str(each.get("address")): part_of(each, "change").get("after_unknown")
        for each in (changes if isinstance(changes, list) else [])
        if isinstance(each, dict)
    }
