"""The region and account of a function or a destination, if they are literal in the app."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_eic._bindings.resources import given_text, resource_type
from constructs_eic._bindings.scope_info import scope_info_of, stack_of
from constructs_eic._target.deployment import Deployment, account_in_arn
from constructs_eic._values.arn import Arn
from constructs_eic._values.tokens import is_token

if TYPE_CHECKING:
    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._target.target import Target


@dataclass(frozen=True)
class Location:
    """A region and an account; `None` if it is not literal.

    Examples:
        >>> Location("us-east-1", None).differs_from(Location("eu-west-1", "123456789012"))
        True
    """

    region: str | None = None
    account: str | None = None

    @classmethod
    def of_arn(cls, arn: Arn) -> Location:
        """The location that an ARN names."""
        return cls(_literal(arn.region), _literal(arn.account))

    @classmethod
    def of_text(cls, text: str) -> Location:
        """The location that `text` names, if it is an ARN."""
        try:
            return cls.of_arn(Arn.parse(text))
        except ValueError:
            return cls()

    @classmethod
    def of_deployment(cls, deployment: Deployment, scope_info: ScopeInfo) -> Location:
        """Return where resources are created with these arguments."""
        return cls(deployment.region_in(scope_info), deployment.account_in(scope_info))

    @classmethod
    def of_resource(cls, resource: TerraformElement) -> Location:
        """Return where a resource or data source is declared."""
        return cls.of_deployment(Deployment.of(resource), scope_info_of(stack_of(resource)))

    @classmethod
    def of_function(cls, target: Target, deployment: Deployment, scope_info: ScopeInfo) -> Location:
        """Return where a function is: from its ARN, its role's ARN or its provider, else from `deployment`."""
        if target.arn is not None:
            return cls.of_arn(target.arn)
        if resource_type(target.function) != "aws_lambda_function" or target.function is None:
            return cls.of_deployment(target.declared_in.or_else(deployment), scope_info)
        declared = cls.of_resource(target.function)
        account = account_in_arn(given_text(target.function, "role"))
        return cls(declared.region, account or declared.account)

    def differs_from(self, other: Location) -> bool:
        """Return whether the two are known to differ."""
        return any(
            None not in (one, another) and one != another
            for one, another in (
                (self.region, other.region),
                (self.account, other.account),
            )
        )


def _literal(text: str) -> str | None:
    return text if text and not is_token(text) else None
