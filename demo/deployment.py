"""The project deployed to one account, with the real CLI, Terraform and AWS provider."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from demo.project import STACK
from demo.shell import Shell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from demo.project import Project
    from tools.aws_provider import ProviderSource


@dataclass(frozen=True)
class Deployment:
    """Deploys the synthesized stack.

    Attributes:
        project: The project, synthesized.
        provider: Where Terraform gets the AWS provider.
        account: The variables that point AWS clients at the account.
    """

    project: Project
    provider: ProviderSource
    account: Mapping[str, str]

    def deploy(self) -> None:
        """Apply the stack."""
        self.provider.pin(self.project.stack)
        self._cli("deploy", STACK, "--auto-approve", "--skip-provider-lock", "--skip-synth")

    def destroy(self) -> None:
        """Remove what was applied."""
        self._cli("destroy", STACK, "--auto-approve", "--skip-provider-lock", "--skip-synth")

    def plan_again(self) -> None:
        """Plan; fails if there is anything left to change."""
        self._terraform("plan", "-input=false", "-detailed-exitcode")

    def outputs(self) -> dict[str, str]:
        """The stack's outputs."""
        outputs = json.loads(self._terraform("output", "-json"))
        return {name: output["value"] for name, output in outputs.items()}

    def _cli(self, *arguments: str) -> str:
        return self.project.cli(*arguments, environment=self._environment)

    def _terraform(self, *arguments: str) -> str:
        return Shell(self.project.stack, self._environment).run("terraform", *arguments)

    @property
    def _environment(self) -> dict[str, str]:
        return {**self.provider.environment, **self.account}
