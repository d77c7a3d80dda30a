"""Lambda's asynchronous invocation, done right, for CDK Terrain and CDK for Terraform.

The examples in the docstrings import cdktf. With cdktn, import `cdktn` in place of `cdktf`, and
`cdktn_provider_aws` in place of `cdktf_cdktf_provider_aws`.

`import constructs_eic` imports neither the framework nor the AWS bindings and starts no Node process: each public
name is imported when it is first used.
"""

from __future__ import annotations

from constructs_eic._lazy import lazy_names

TYPE_CHECKING = False  # for type checkers; `typing` would take half of the command's start time
if TYPE_CHECKING:
    __version__: str
    from constructs_eic._target.function import FunctionLike
    from constructs_eic._target.qualifier import QualifierLike
    from constructs_eic._target.role import RoleLike
    from constructs_eic._values.arn import Arn, ArnShape
    from constructs_eic._values.destination_kinds import DestinationKind, Undeliverable
    from constructs_eic._values.errors import EventInvokeConfigError, Problem
    from constructs_eic._values.function_reference import EventInvokeConfigId
    from constructs_eic._values.outcome import Outcome
    from constructs_eic._values.policy_document import Statement
    from constructs_eic._values.unset import UNSET, Unset
    from constructs_eic.alarms import LostEventAlarms, TopicLike
    from constructs_eic.defaults import EventInvokeDefaults
    from constructs_eic.destinations import (
        CheckContext,
        Delivery,
        Destination,
        DestinationConfig,
        DestinationLike,
        EventBridgeDestination,
        LambdaDestination,
        S3Destination,
        SnsDestination,
        SqsDestination,
    )
    from constructs_eic.destinations.encryption import KeyLike
    from constructs_eic.event_invoke_config import EventInvokeConfig
    from constructs_eic.iam.deployer_policy import deployer_policy
    from constructs_eic.iam.records_policy import records_policy
    from constructs_eic.iam.redriver_policy import redriver_policy
    from constructs_eic.lookup import EventInvokeConfigLookup
    from constructs_eic.records.errors import InvocationRecordError
    from constructs_eic.records.record import InvocationRecord
    from constructs_eic.redriver import Redriver

_MODULE_OF = {
    "Arn": "constructs_eic._values.arn",
    "ArnShape": "constructs_eic._values.arn",
    "CheckContext": "constructs_eic.destinations",
    "Delivery": "constructs_eic.destinations",
    "Destination": "constructs_eic.destinations",
    "DestinationConfig": "constructs_eic.destinations",
    "DestinationKind": "constructs_eic._values.destination_kinds",
    "DestinationLike": "constructs_eic.destinations",
    "EventBridgeDestination": "constructs_eic.destinations",
    "EventInvokeConfig": "constructs_eic.event_invoke_config",
    "EventInvokeConfigError": "constructs_eic._values.errors",
    "EventInvokeConfigId": "constructs_eic._values.function_reference",
    "EventInvokeConfigLookup": "constructs_eic.lookup",
    "EventInvokeDefaults": "constructs_eic.defaults",
    "FunctionLike": "constructs_eic._target.function",
    "InvocationRecord": "constructs_eic.records.record",
    "InvocationRecordError": "constructs_eic.records.errors",
    "KeyLike": "constructs_eic.destinations.encryption",
    "LambdaDestination": "constructs_eic.destinations",
    "LostEventAlarms": "constructs_eic.alarms",
    "Outcome": "constructs_eic._values.outcome",
    "Problem": "constructs_eic._values.errors",
    "QualifierLike": "constructs_eic._target.qualifier",
    "Redriver": "constructs_eic.redriver",
    "RoleLike": "constructs_eic._target.role",
    "S3Destination": "constructs_eic.destinations",
    "SnsDestination": "constructs_eic.destinations",
    "SqsDestination": "constructs_eic.destinations",
    "Statement": "constructs_eic._values.policy_document",
    "TopicLike": "constructs_eic.alarms",
    "UNSET": "constructs_eic._values.unset",
    "Undeliverable": "constructs_eic._values.destination_kinds",
    "Unset": "constructs_eic._values.unset",
    "deployer_policy": "constructs_eic.iam.deployer_policy",
    "records_policy": "constructs_eic.iam.records_policy",
    "redriver_policy": "constructs_eic.iam.redriver_policy",
}

__all__ = [
    "UNSET",
    "Arn",
    "ArnShape",
    "CheckContext",
    "Delivery",
    "Destination",
    "DestinationConfig",
    "DestinationKind",
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
    "Redriver",
    "RoleLike",
    "S3Destination",
    "SnsDestination",
    "SqsDestination",
    "Statement",
    "TopicLike",
    "Undeliverable",
    "Unset",
    "deployer_policy",
    "records_policy",
    "redriver_policy",
]


_public_name, __dir__ = lazy_names(__name__, _MODULE_OF)


def __getattr__(name: str) -> object:
    if name == "__version__":
        from importlib.metadata import version

        return version("constructs-eic")
    return _public_name(name)
