"""The location of a resource, and whether a literal name in one location can name what is in another.

Source: "Provider Configuration" in the Terraform Language Documentation; "Argument Reference" of the AWS provider.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from constructs_eic._values.accounts import CREDENTIALS, Place
from constructs_eic._values.arn import Arn
from constructs_eic.checks._model.values import Expression, Value

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Location:
    """A region and an account, as far as they are literal.

    Attributes:
        stack: The stack that the resource is in.
        provider: The provider's address in it, such as `aws.west`.
        region: The region's name; `None` if only Terraform knows it.
        account: The account's id; `None` if only AWS knows it.
        credentials: What the provider authenticates with, for comparison.
        own_region: The `region` argument of the resource, if only Terraform knows what it is.
    """

    stack: str = ""
    provider: str = "aws"
    region: str | None = None
    account: str | None = None
    credentials: str = ""
    own_region: Expression | None = None

    @classmethod
    def of_provider(cls, stack: str, provider: str, arguments: Mapping[str, Value]) -> Location:
        """The location of the resources of a provider."""
        region = arguments.get("region")
        given = {name: arguments[name] for name in CREDENTIALS if arguments.get(name)}
        return cls(
            stack,
            provider,
            region if isinstance(region, str) else None,
            _account(arguments),
            repr(given) if given else "",
        )

    def with_region(self, region: Value) -> Location:
        """The location of a resource with its own `region` argument."""
        if isinstance(region, Expression):
            return replace(self, region=None, own_region=region)
        return replace(self, region=region) if isinstance(region, str) else self

    def of_arn(self, text: str) -> Location:
        """The location that an ARN names, in an argument of a resource here."""
        try:
            arn = Arn.parse(text)
        except ValueError:
            return self
        region, account = _literal(arn.region), _literal(arn.account)
        return replace(self, region=region or self.region, account=account or self.account)

    @property
    def place(self) -> Place:
        """What is known about the account."""
        return Place(self.stack, self.credentials, self.account, self.region)

    def is_same(self, other: Location, *, in_any_region: bool = False) -> bool | None:
        """Return whether two locations are the same; `None` if that is not known.

        Two stacks with a region or an account that only Terraform knows are taken to be in the same place: an app's
        stacks usually are. Two providers of one stack are there because something differs.
        """
        answers = [self._has_account_of(other)]
        if not in_any_region:
            answers.append(self._has_region_of(other))
        if False in answers:
            return False
        return None if None in answers else True

    def _has_region_of(self, other: Location) -> bool | None:
        if self.region is not None and other.region is not None:
            return self.region == other.region
        if self.own_region is not None or other.own_region is not None:
            return True if self.own_region == other.own_region else None
        return True if self.provider == other.provider else None

    def _has_account_of(self, other: Location) -> bool | None:
        if self.account is not None and other.account is not None:
            return self.account == other.account
        return True if self.credentials == other.credentials else None


def _account(arguments: Mapping[str, Value]) -> str | None:
    """The account of `allowed_account_ids`, or of the role that the provider assumes."""
    allowed = arguments.get("allowed_account_ids")
    if isinstance(allowed, list) and len(allowed) == 1 and isinstance(allowed[0], str):
        return allowed[0]
    assumed = arguments.get("assume_role")
    assumed = assumed[0] if isinstance(assumed, list) and len(assumed) == 1 else assumed
    role = assumed.get("role_arn") if isinstance(assumed, dict) else None
    try:
        return _literal(Arn.parse(role).account) if isinstance(role, str) else None
    except ValueError:
        return None


def _literal(part: str) -> str | None:
    return part if part and "*" not in part and "$" not in part else None
