"""Builds a map from what the model says and the rules found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic._values.destination_kinds import LAMBDA
from constructs_eic.checks._map.alarms import watched
from constructs_eic.checks._map.drawing import Drawing
from constructs_eic.checks._map.settings import qualifier_text, settings_of
from constructs_eic.checks._map.sources import group_of, invocations_by_source, name_of
from constructs_eic.checks._map.values import EdgeKind, Node, NodeKind

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from constructs_eic.checks._facts.configurations import DeclaredConfiguration
    from constructs_eic.checks._facts.context import Context
    from constructs_eic.checks._facts.function_target import FunctionTarget
    from constructs_eic.checks._map.event_map import EventMap
    from constructs_eic.checks._model.resource import Resource
    from constructs_eic.checks._model.values import Value
    from constructs_eic.checks.rule import Finding


def build(context: Context, findings: Iterable[Finding]) -> EventMap:
    """The map of the functions that are invoked asynchronously, or configured for it, and of what is found.

    Args:
        context: The model, and what is derived from it.
        findings: What the rules found in it.
    """
    drawing = Drawing()
    _add_invocations(drawing, context)
    for configuration in context.configurations.all:
        _add_configuration(drawing, configuration, context)
    for function in context.model.of("aws_lambda_function"):
        queue = function.get("dead_letter_config", "target_arn")
        if queue is not None:
            end = _destination(drawing, queue, function, context)
            drawing.connect(_known(drawing, function), end, EdgeKind.DEAD_LETTER)
    _add_alarms(drawing, context)
    for finding in findings:
        drawing.mark(finding)
    return drawing.finished()


def _add_invocations(drawing: Drawing, context: Context) -> None:
    for each, source in invocations_by_source(context):
        node = Node("", NodeKind.INVOKER, source.service, source.name, source.group)
        invoker = drawing.add(("invoker", source.key), node, each.invoker)
        function = _function(drawing, each.target)
        qualifier = qualifier_text(each.target.qualifier)
        drawing.connect(invoker, function, EdgeKind.INVOKES, qualifier)


def _add_configuration(
    drawing: Drawing, configuration: DeclaredConfiguration, context: Context
) -> None:
    resource, target = configuration.resource, configuration.target
    if target is None:
        name = resource.address.rpartition(".")[2]
        node = Node("", NodeKind.FUNCTION, LAMBDA.title, f"function of {name}", group_of(resource))
        function, qualifier = drawing.add(resource.id, node, resource), ""
    else:
        function, qualifier = _function(drawing, target), qualifier_text(target.qualifier)
        drawing.add(function, drawing.nodes[function], resource)
    drawing.add_line(function, settings_of(resource, qualifier))
    for outcome, value in configuration.destinations.items():
        kind = EdgeKind.ON_FAILURE if outcome == "on_failure" else EdgeKind.ON_SUCCESS
        end = _destination(drawing, value, resource, context)
        drawing.connect(function, end, kind, qualifier)


def _function(drawing: Drawing, target: FunctionTarget) -> Hashable:
    if target.function is not None:
        return _known(drawing, target.function)
    name = target.name or "known after apply"
    return drawing.add(target.key, Node("", NodeKind.FUNCTION, LAMBDA.title, name))


def _known(drawing: Drawing, function: Resource) -> Hashable:
    node = Node("", NodeKind.FUNCTION, LAMBDA.title, name_of(function), group_of(function))
    return drawing.add(function.id, node, function)


def _destination(drawing: Drawing, value: Value, source: Resource, context: Context) -> Hashable:
    destination = context.destination(value, source)
    if destination is None or destination.kind is LAMBDA:
        targets = context.functions.targets(value, source)
        if len(targets) == 1:
            return _function(drawing, targets[0])
    if destination is None or (destination.resource is None and destination.text is None):
        name = f"known after apply, of {source.address.rpartition('.')[2]}"
        node = Node("", NodeKind.DESTINATION, "destination", name, group_of(source))
        return drawing.add(("unknown", source.id, str(value)), node)
    service = destination.kind.title if destination.kind else "destination"
    if destination.resource is not None:
        resource = destination.resource
        node = Node("", NodeKind.DESTINATION, service, name_of(resource), group_of(resource))
        return drawing.add(resource.id, node, resource)
    text = str(destination.text)
    name = text.rpartition(":")[2].rpartition("/")[2]
    is_of_account = source.address.startswith("arn:")
    group = group_of(source) if is_of_account and f":{source.location.region}:" in text else ""
    return drawing.add(text, Node("", NodeKind.DESTINATION, service, name, group))


def _add_alarms(drawing: Drawing, context: Context) -> None:
    metrics: dict[Hashable, set[str]] = {}
    for each in watched(context):
        for key in _watched(drawing, each.target, each.queue, each.alarm, context):
            drawing.add(key, drawing.nodes[key], each.alarm)
            metrics.setdefault(key, set()).add(each.text)
    for key, names in metrics.items():
        drawing.add_line(key, f"alarms: {', '.join(sorted(names))}")


def _watched(
    drawing: Drawing, target: FunctionTarget | None, queue: Value, alarm: Resource, context: Context
) -> list[Hashable]:
    """The nodes of a function, or of a queue, that are on the map."""
    if target is not None:
        keys: list[Hashable] = [target.function.id if target.function else target.key]
    elif (resource := context.model.the(queue, alarm)) is not None:
        keys = [resource.id]
    else:
        keys = [key for key, node in drawing.nodes.items() if node.name == queue]
    return [each for each in keys if each in drawing.nodes]
