"""Lambda's asynchronous invocation, done right, for CDK for Terraform.

`import constructs_eic` imports neither the framework nor the AWS bindings and starts no Node process: each public
name is imported when it is first used.
"""

from __future__ import annotations

TYPE_CHECKING = False  # for type checkers; `typing` would take half of the command's start time
if TYPE_CHECKING:
    __version__: str
    from constructs_eic.alarms import LostEventAlarms, TopicLike
    from constructs_eic.arn import Arn, ArnShape
    from constructs_eic.defaults import EventInvokeDefaults
    from constructs_eic.destinations import (
        Bound,
        CheckContext,
        Delivery,
        Destination,
        DestinationLike,
        EventBridgeDestination,
        LambdaDestination,
        Outcome,
        S3Destination,
        SnsDestination,
        SqsDestination,
    )
    from constructs_eic.destinations.encryption import KeyLike
    from constructs_eic.errors import EventInvokeConfigError, Problem
    from constructs_eic.event_invoke_config import EventInvokeConfig
    from constructs_eic.function import FunctionLike
    from constructs_eic.identity import EventInvokeConfigId
    from constructs_eic.inventory.deployer_policy import deployer_policy
    from constructs_eic.lookup import EventInvokeConfigLookup
    from constructs_eic.permissions import Statement
    from constructs_eic.qualifier import QualifierLike
    from constructs_eic.records.errors import InvocationRecordError
    from constructs_eic.records.record import InvocationRecord
    from constructs_eic.role import RoleLike
    from constructs_eic.unset import UNSET, Unset

_MODULE_OF = {
    "Arn": "arn",
    "ArnShape": "arn",
    "Bound": "destinations",
    "CheckContext": "destinations",
    "Delivery": "destinations",
    "Destination": "destinations",
    "DestinationLike": "destinations",
    "EventBridgeDestination": "destinations",
    "EventInvokeConfig": "event_invoke_config",
    "EventInvokeConfigError": "errors",
    "EventInvokeConfigId": "identity",
    "EventInvokeConfigLookup": "lookup",
    "EventInvokeDefaults": "defaults",
    "FunctionLike": "function",
    "InvocationRecord": "records.record",
    "InvocationRecordError": "records.errors",
    "KeyLike": "destinations.encryption",
    "LambdaDestination": "destinations",
    "LostEventAlarms": "alarms",
    "Outcome": "destinations",
    "Problem": "errors",
    "QualifierLike": "qualifier",
    "RoleLike": "role",
    "S3Destination": "destinations",
    "SnsDestination": "destinations",
    "SqsDestination": "destinations",
    "Statement": "permissions",
    "TopicLike": "alarms",
    "UNSET": "unset",
    "Unset": "unset",
    "deployer_policy": "inventory.deployer_policy",
}

__all__ = [
    "UNSET",
    "Arn",
    "ArnShape",
    "Bound",
    "CheckContext",
    "Delivery",
    "Destination",
    "DestinationLike",
    "EventBridgeDestination",
    "EventInvokeConfig",
    "EventInvokeConfigError",
    "EventInvokeConfigId",
    "EventInvokeConfigLookup",
    "EventInvokeDefaults",
    "FunctionLike",
    "InvocationRecord",
    "InvocationRecordError",
    "KeyLike",
    "LambdaDestination",
    "LostEventAlarms",
    "Outcome",
    "Problem",
    "QualifierLike",
    "RoleLike",
    "S3Destination",
    "SnsDestination",
    "SqsDestination",
    "Statement",
    "TopicLike",
    "Unset",
    "deployer_policy",
]


def __getattr__(name: str) -> object:
    if name == "__version__":
        from importlib.metadata import version

        return version("constructs-eic")
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
