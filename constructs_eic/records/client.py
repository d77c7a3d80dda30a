"""The parts of boto3's clients that records need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    Answer = Mapping[str, Any]


class SqsClient(Protocol):
    """A client of SQS."""

    def get_queue_url(self, **request: str) -> Answer:
        """The URL of a queue by name."""

    def get_queue_attributes(self, **request: object) -> Answer:
        """The settings of a queue, and its counts."""

    def receive_message(self, **request: object) -> Answer:
        """Up to ten messages."""

    def delete_message_batch(self, **request: object) -> Answer:
        """Delete up to ten messages."""

    def change_message_visibility_batch(self, **request: object) -> Answer:
        """Hide up to ten messages, or show them again."""


class S3Client(Protocol):
    """A client of S3."""

    def list_objects_v2(self, **request: object) -> Answer:
        """A page of objects."""

    def get_object(self, **request: str) -> Answer:
        """One object."""

    def delete_objects(self, **request: object) -> Answer:
        """Delete objects."""


class LambdaClient(Protocol):
    """A client of Lambda."""

    def invoke(self, **request: object) -> Answer:
        """Invoke a function."""

    def get_function_configuration(self, **request: object) -> Answer:
        """The settings of a function."""

    def update_function_configuration(self, **request: object) -> Answer:
        """Change settings of a function."""

    def list_event_source_mappings(self, **request: object) -> Answer:
        """A page of the event source mappings of a function."""

    def get_event_source_mapping(self, **request: object) -> Answer:
        """One event source mapping."""

    def update_event_source_mapping(self, **request: object) -> Answer:
        """Change an event source mapping."""
