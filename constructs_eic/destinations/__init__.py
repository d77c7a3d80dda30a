"""The destinations of the record of an asynchronous invocation: one small module for each."""

from __future__ import annotations

from constructs_eic._values.outcome import Outcome
from constructs_eic.destinations.base import Destination
from constructs_eic.destinations.event_bridge import EventBridgeDestination
from constructs_eic.destinations.from_value import DestinationLike
from constructs_eic.destinations.lambda_function import LambdaDestination
from constructs_eic.destinations.protocols import CheckContext, Delivery, DestinationConfig
from constructs_eic.destinations.s3 import S3Destination
from constructs_eic.destinations.sns import SnsDestination
from constructs_eic.destinations.sqs import SqsDestination

__all__ = [
    "CheckContext",
    "Delivery",
    "Destination",
    "DestinationConfig",
    "DestinationLike",
    "EventBridgeDestination",
    "LambdaDestination",
    "Outcome",
    "S3Destination",
    "SnsDestination",
    "SqsDestination",
]
