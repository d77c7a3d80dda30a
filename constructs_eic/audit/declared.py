"""Writes what an account has as Terraform would declare it: resources whose addresses are ARNs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from constructs_eic._values.arn import Arn
from constructs_eic.checks._model.location import Location
from constructs_eic.checks._model.resource import Resource
from constructs_eic.checks._model.values import Expression, Reference, unknown

if TYPE_CHECKING:
    from constructs_eic.checks._model.values import Value

NOT_READ: Final = unknown("not read")
"""A value that could not be read: rules treat it like one that only Terraform knows."""
ABSENT: Final = "absent"
"""The type of what something names and the account does not have; its argument `arn` is the name."""
CONFIGURATION: Final = "aws_lambda_function_event_invoke_config"


@dataclass(frozen=True)
class Place:
    """A region of an account.

    Attributes:
        region: The region's name.
        account: The account's id.
    """

    region: str
    account: str

    @classmethod
    def of(cls, arn: str) -> Place:
        """Return where an ARN is."""
        read = Arn.parse(arn)
        return cls(read.region, read.account)

    @cached_property
    def location(self) -> Location:
        """The place as the model has it."""
        return Location(self.account, self.region, self.region or None, self.account or None)

    @property
    def shown(self) -> str:
        """The place as reports and maps name it."""
        return f"{self.region} {self.account}".strip()

    def resource(
        self, type_: str, address: str, arguments: dict[str, Value], block: str = ""
    ) -> Resource:
        """A resource here.

        Args:
            type_: Terraform's type.
            address: Its ARN, or what identifies it where it has none.
            arguments: Its arguments as Terraform names them; `None` for those that are not set.
            block: Its id in the model where the address is not one.
        """
        given = {name: value for name, value in arguments.items() if value is not None}
        return Resource(
            block or f"{type_}.{address}",
            address,
            type_,
            given,
            location=self.location,
            stack=self.shown,
        )

    def absent(self, arn: str) -> Resource:
        """Return what is named by an ARN and does not exist."""
        return self.resource(ABSENT, arn, {"arn": arn})

    def key(self, key_id: str | None) -> Expression | None:
        """The reference to a key by its id, ARN or alias."""
        return Expression((Reference(self.key_block(key_id), "arn"),)) if key_id else None

    def key_block(self, key_id: str) -> str:
        """The id in the model of the key that is named so."""
        return f"aws_kms_key.{self.account}.{self.region}.{key_id}"
