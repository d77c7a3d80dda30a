"""The id under which Terraform imports a configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from constructs_eic._bindings.expressions import textual
from constructs_eic._bindings.references import reference_of
from constructs_eic._values.errors import NOTHING, EventInvokeConfigError
from constructs_eic._values.function_reference import LATEST, EventInvokeConfigId, FunctionReference
from constructs_eic._values.tokens import is_token

if TYPE_CHECKING:
    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._target.target import Target
    from constructs_eic._values.errors import Problems


def import_id(
    target: Target, existing_id: str | None, scope_info: ScopeInfo, problems: Problems
) -> str:
    """The import id of the configuration of `target`, in the form that leads to the same arguments.

    The provider takes `function_name` and `qualifier` from the id exactly as written: a name if the configuration
    has an ARN, or `$LATEST` if it has no qualifier, would plan a replacement.
    """
    existing_id = cast("str | None", textual(existing_id))
    if isinstance(existing_id, str) and is_token(existing_id):
        return existing_id
    existing = _own(target) if existing_id is None else _read(existing_id, problems)
    if existing is None:
        if existing_id is None:
            problems.add(
                "existing_id",
                NOTHING,
                "only Terraform knows the function and the qualifier",
                "give the id: 'name' or 'name:qualifier'",
            )
        return ""
    if existing_id is not None and _is_of_another(target, existing, existing_id):
        own_qualifier = target.qualifier.literal if target.qualifier else LATEST
        problems.add(
            "existing_id",
            existing_id,
            f"this configuration is for {target.arn or target.literal_name or target.name}:{own_qualifier}",
            "give the id of this configuration, or leave it out",
        )
    function = existing.function_name
    if target.arn is not None:
        function = str(target.arn)
    elif (
        existing_id is not None
        and existing_id.startswith("arn:")
        and _is_by_arn(target, scope_info)
    ):
        function = str(FunctionReference.read(existing_id).arn)
    qualifier = target.qualifier
    if qualifier is None or (qualifier.may_be_null and existing.qualifier is None):
        return function
    return f"{function}:{qualifier.literal or existing.qualifier or LATEST}"


def _own(target: Target) -> EventInvokeConfigId | None:
    qualifier = target.qualifier
    if target.literal_name is None or (qualifier is not None and qualifier.literal is None):
        return None
    return EventInvokeConfigId(target.literal_name, qualifier.literal if qualifier else None)


def _read(existing_id: str, problems: Problems) -> EventInvokeConfigId | None:
    try:
        return EventInvokeConfigId.parse(existing_id)
    except EventInvokeConfigError as error:
        problem = error.problems[0]
        problems.add("existing_id", existing_id, problem.reason, problem.fix)
        return None


def _is_of_another(target: Target, existing: EventInvokeConfigId, existing_id: str) -> bool:
    if target.arn is not None and existing_id.startswith("arn:"):
        is_another_function = FunctionReference.read(existing_id).arn != target.arn
    else:
        is_another_function = target.literal_name not in (None, existing.function_name)
    own = target.qualifier.literal if target.qualifier else LATEST
    return is_another_function or own not in (None, existing.qualifier or LATEST)


def _is_by_arn(target: Target, scope_info: ScopeInfo) -> bool:
    if not is_token(target.function_name):
        return False
    reference = reference_of(target.function_name, scope_info)
    return reference is None or reference.attribute == "arn"
