"""Finds the resources that hold the policy of a queue, topic, bucket, bus, function or key.

They name what the policy is for by a reference, by a data source, or literally: as a URL, an ARN or a name.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias

from constructs_eic.checks._facts.function_target import is_same_qualifier
from constructs_eic.checks._model.lookups import literal_name
from constructs_eic.checks._model.values import Value, references_in

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    from constructs_eic.checks._facts.function_target import FunctionTarget
    from constructs_eic.checks._facts.functions import Functions
    from constructs_eic.checks._facts.iam_evaluation import Request
    from constructs_eic.checks._model import rule_values
    from constructs_eic.checks._model.resource import Resource

# The argument that names what the policy is for, and the service of that.
_FOR: Final = {
    "aws_sqs_queue_policy": ("queue_url", "sqs"),
    "aws_sns_topic_policy": ("arn", "sns"),
    "aws_s3_bucket_policy": ("bucket", "s3"),
    "aws_cloudwatch_event_bus_policy": ("event_bus_name", "events"),
    "aws_cloudwatch_event_permission": ("event_bus_name", "events"),
    "aws_kms_key_policy": ("key_id", "kms"),
}
_DEFAULT_BUS: Final = "default"
_Named: TypeAlias = "Sequence[tuple[Resource, FunctionTarget]]"


class PolicyHolders:
    """The resources of a model that hold the policy of another one.

    Args:
        functions: The functions of the model that resolves references.
    """

    def __init__(self, functions: Functions) -> None:
        self._functions = functions
        self._model = functions.model

    def of(self, request: Request) -> Iterator[Resource]:
        """Yield what holds, or may hold, the policy of what is requested; the resource itself if it has one."""
        resource = None if request.resource is None else self._model.own(request.resource)
        if request.target is not None:
            yield from self._permissions_of(request.target)
            return
        if resource is not None:
            if resource.get("policy") is not None:
                yield resource
            yield from self._by_resource.get(resource.id, ())
        key = None if request.arn is None else _key_in(request.arn)
        for holder in self._by_name.get(key, ()) if key else ():
            if resource is None or holder.location.is_same(resource.location) is not False:
                yield holder

    @cached_property
    def _by_resource(self) -> Mapping[str, Sequence[Resource]]:
        found: dict[str, list[Resource]] = {}
        for holder, value, _ in self._named():
            for each in self._referred(value, holder):
                found.setdefault(each.id, []).append(holder)
        return found

    @cached_property
    def _by_name(self) -> Mapping[tuple[str, str], Sequence[Resource]]:
        """The holders by service and literal name, for those that do not refer to a resource of the model."""
        found: dict[tuple[str, str], list[Resource]] = {}
        for holder, value, service in self._named():
            if isinstance(value, str):
                names = [_name_in(value)]
            elif value is None and service == "events":
                names = [_DEFAULT_BUS]
            else:
                looked_up = (
                    each for each in self._referred(value, holder) if each.type.startswith("data.")
                )
                names = [name for each in looked_up if (name := literal_name(each))]
            for name in names:
                found.setdefault((service, name), []).append(holder)
        return found

    def _named(self) -> Iterator[tuple[Resource, Value, str]]:
        for type_, (argument, service) in _FOR.items():
            for holder in self._model.of(type_):
                yield holder, holder.get(argument), service

    def _referred(self, value: Value, holder: Resource) -> Iterator[Resource]:
        for reference in references_in(value):
            yield from self._model.referred(reference, holder)

    def _permissions_of(self, target: rule_values.Target) -> Iterator[Resource]:
        """Yield the permissions that a function has under the qualifier of `target`, or may have."""
        by_key, by_name = self._permissions
        named = [*by_key.get(target.key, ()), *by_name.get(target.name or "", ())]
        for holder, each in named:
            if (
                each.is_same_function(target) is not False
                and is_same_qualifier(each.qualifier, target.qualifier) is not False
            ):
                yield holder

    @cached_property
    def _permissions(self) -> tuple[Mapping[Hashable, _Named], Mapping[str, _Named]]:
        """The permissions with the functions that they name, by the identity and by the name of these."""
        by_key: dict[Hashable, list[tuple[Resource, FunctionTarget]]] = {}
        by_name: dict[str, list[tuple[Resource, FunctionTarget]]] = {}
        for holder in self._model.of("aws_lambda_permission"):
            name, qualifier = holder.get("function_name"), holder.get("qualifier")
            for target in self._functions.targets(name, holder, qualifier):
                by_key.setdefault(target.key, []).append((holder, target))
                if target.name is not None:
                    by_name.setdefault(target.name, []).append((holder, target))
        return by_key, by_name


def _key_in(arn: str) -> tuple[str, str] | None:
    _, _, service, *rest = [*arn.split(":"), "", "", ""]
    name = _name_in(arn)
    return None if "*" in name or not rest else (service, name)


def _name_in(text: str) -> str:
    """The name at the end of a queue's URL, of an ARN, or of `event-bus/NAME`.

    >>> _name_in("https://sqs.eu-west-1.amazonaws.com/123456789012/failures")
    'failures'
    >>> _name_in("arn:aws:events:eu-west-1:123456789012:event-bus/orders")
    'orders'
    """
    return text.rpartition(":")[2].rpartition("/")[2] if text.startswith(("arn:", "http")) else text
