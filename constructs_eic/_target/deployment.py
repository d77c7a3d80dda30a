"""The deployment of a construct: provider, region and instances; as requested, else those of its function."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakKeyDictionary

from constructs_eic._bindings.expressions import textual
from constructs_eic._bindings.making import has_region_argument, is_aws_provider
from constructs_eic._bindings.resources import given, given_text, provider_of, reference_id
from constructs_eic._bindings.scope_info import scope_info_of, warn
from constructs_eic._bindings.shared import provider_key
from constructs_eic._target.instances import Instances
from constructs_eic._values.accounts import CREDENTIALS, Place
from constructs_eic._values.arn import Arn, is_region
from constructs_eic._values.tokens import is_token

if TYPE_CHECKING:
    from constructs import Construct

    from constructs_eic._bindings.protocols import TerraformElement, TerraformProvider
    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._values.errors import Problems


@dataclass(frozen=True)
class Deployment:
    """Through which provider, in which region and in which instances the resources of a construct are created."""

    provider: TerraformProvider | None = None
    region: str | None = None
    instances: Instances = field(default_factory=Instances)

    @classmethod
    def asked_for(cls, provider: object, region: object) -> Deployment:
        """Return what `provider=` and `region=` request, if they are valid."""
        return cls(
            provider if is_aws_provider(provider) else None, cast("str | None", textual(region))
        )

    @classmethod
    def of(cls, resource: TerraformElement) -> Deployment:
        """Through which provider, and in which region, a resource or data source is declared."""
        return cls.asked_for(provider_of(resource), given(resource, "region"))

    @property
    def arguments(self) -> dict[str, Any]:
        """Keyword arguments for a resource; `region` exists in AWS provider v6 only."""
        arguments = self.global_arguments
        if self.region is not None:
            arguments["region"] = self.region
        return arguments

    @property
    def global_arguments(self) -> dict[str, Any]:
        """Keyword arguments for a resource that is in no region, such as those of IAM."""
        arguments = self.instances.arguments
        if self.provider is not None:
            arguments["provider"] = self.provider
        return arguments

    def has_provider_of(self, other: Deployment) -> bool:
        """Return whether both are created through one provider: leaving it out means the stack's own."""
        return _identity_of(self.provider) == _identity_of(other.provider)

    @property
    def key(self) -> list[object]:
        """The key by which it differs from other deployments in its stack; without instances."""
        return [provider_key(self.provider), self.region]

    def or_else(self, other: Deployment) -> Deployment:
        """This deployment, with what is left out taken from `other`."""
        return replace(
            self, provider=self.provider or other.provider, region=self.region or other.region
        )

    def usable_in(self, scope_info: ScopeInfo) -> Deployment:
        """This deployment without a provider of another stack: Terraform knows providers of its own stack only."""
        if self.provider is None:
            return self
        return self if _is_in_stack(self.provider, scope_info) else Deployment(region=self.region)

    @property
    def literal_region(self) -> str | None:
        """The requested region, else the provider's own if that is literal."""
        if self.region is not None:
            return None if is_token(self.region) else self.region
        return None if self.provider is None else _home_of(self.provider).region

    def region_in(self, scope_info: ScopeInfo) -> str | None:
        """The literal region in which resources are created; as a last resort, that of the stack's own provider."""
        if self.region is not None:
            return self.literal_region
        provider = self.provider or _default_provider(scope_info)
        return None if provider is None else _home_of(provider).region

    def account_in(self, scope_info: ScopeInfo) -> str | None:
        """The account in which resources are created, if the provider has it as a literal."""
        provider = self.provider or _default_provider(scope_info)
        return None if provider is None else _home_of(provider).account

    def place_in(self, scope_info: ScopeInfo) -> Place:
        """What is known about the account in which resources are created."""
        provider = self.provider or _default_provider(scope_info)
        credentials = "" if provider is None else _credentials_of(provider)
        stack = scope_info.stack_path
        return Place(stack, credentials, self.account_in(scope_info), self.region_in(scope_info))


def _identity_of(provider: TerraformProvider | None) -> str | None:
    if provider is None or given(provider, "alias") is None:
        return None
    return reference_id(provider)


@dataclass(frozen=True)
class _Home:
    """Region and account of a provider, if they are literal."""

    region: str | None
    account: str | None

    @classmethod
    def of(cls, provider: TerraformProvider) -> _Home:
        """The provider's `region`; the account of `allowed_account_ids` or of the role that it assumes."""
        allowed = given(provider, "allowed_account_ids")
        account = allowed[0] if isinstance(allowed, list) and len(allowed) == 1 else None
        if account is None:
            assumed = given(provider, "assume_role")
            role = assumed[0] if isinstance(assumed, list) and assumed else assumed
            account = account_in_arn(getattr(role, "role_arn", None))
        return cls(
            given_text(provider, "region"),
            account if isinstance(account, str) and not is_token(account) else None,
        )


_homes: WeakKeyDictionary[object, _Home] = WeakKeyDictionary()
_default_providers: WeakKeyDictionary[object, TerraformProvider] = WeakKeyDictionary()


def _home_of(provider: TerraformProvider) -> _Home:
    if provider not in _homes:
        _homes[provider] = _Home.of(provider)
    return _homes[provider]


def _credentials_of(provider: TerraformProvider) -> str:
    """What a provider authenticates with, for comparison."""
    ((block,),) = provider.to_terraform()["provider"].values()
    given = {name: block[name] for name in CREDENTIALS if block.get(name)}
    return repr(given) if given else ""


def _default_provider(scope_info: ScopeInfo) -> TerraformProvider | None:
    found = _default_providers.get(scope_info.stack)
    for provider in () if found else scope_info.stack.all_providers():
        if is_aws_provider(provider) and given(provider, "alias") is None:
            found = _default_providers[scope_info.stack] = provider
    return found


def _is_in_stack(provider: TerraformProvider, scope_info: ScopeInfo) -> bool:
    return reference_id(scope_info_of(provider).stack) == reference_id(scope_info.stack)


def account_in_arn(text: object) -> str | None:
    """The account in an ARN, if it is literal."""
    try:
        account = Arn.parse(text).account if isinstance(text, str) else ""
    except ValueError:
        return None
    return account if account.isdigit() else None


def check_region(region: object, problems: Problems) -> None:
    """Report a `region=` that is not a region, or that these bindings do not support."""
    if region is None:
        return
    if not has_region_argument():
        problems.add(
            "region",
            region,
            "these bindings are of AWS provider v5, whose resources have no region",
            "install cdktf-cdktf-provider-aws>=21, or give provider= with a provider of that region",
        )
    if not (isinstance(region, str) and (is_token(region) or is_region(region))):
        problems.add(
            "region", region, "this is not the name of a region", "give one such as 'eu-west-1'"
        )


def check_provider(provider: object, scope_info: ScopeInfo, problems: Problems) -> None:
    """Report a `provider=` that cannot create resources in this stack, which cdktf itself does not detect."""
    if provider is None:
        return
    if not is_aws_provider(provider):
        problems.add("provider", provider, "this is not an AWS provider", "give an AwsProvider")
    elif not _is_in_stack(provider, scope_info):
        problems.add(
            "provider",
            provider,
            f"it belongs to the stack {provider.cdktf_stack.node.path}, and Terraform knows the providers "
            "of a resource's own stack only",
            "give an AwsProvider of this stack",
        )


def warn_of_another_region(
    construct: Construct, function_region: str | None, deployment: Deployment, scope_info: ScopeInfo
) -> None:
    """Warn if the function is known to be in a different region than the construct."""
    here = function_region and deployment.region_in(scope_info)
    if here not in (None, function_region):
        argument = "provider= or region=" if has_region_argument() else "provider="
        warn(
            construct,
            f"the function is in {function_region}, this construct in {here}, where the function "
            f"does not exist: give {argument} for {function_region}",
        )
