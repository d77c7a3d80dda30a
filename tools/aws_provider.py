"""Where Terraform gets the AWS provider: from its registry, or from a mirror if that cannot be reached."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from constructs_eic._values.limits import (
    PROVIDER_OF_LARGE_MESSAGES,
    SQS_LARGEST_MESSAGE_BEFORE_IN_BYTES,
)
from tools import Unavailable, mirrors, terraform

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tools.mirrors import Mirror

MIRROR_VARIABLE = "CONSTRUCTS_EIC_PROVIDER_MIRROR"
"""A folder in the layout of Terraform's `filesystem_mirror` that is used instead of the registry."""

_ANSWER_WITHIN_SECONDS = 20
_SHORT_WAITS = {"TF_REGISTRY_CLIENT_TIMEOUT": "5", "TF_REGISTRY_DISCOVERY_RETRY": "0"}
_NO_VERSION = "0.0.0"


@dataclass(frozen=True)
class ProviderSource:
    """How this machine's Terraform gets the AWS provider.

    Attributes:
        environment: Variables for Terraform and for what runs it.
        mirror: Where the provider comes from, if not from where Terraform itself looks.
        notes: What a user should know about it, one line each.
    """

    environment: Mapping[str, str]
    mirror: Mirror | None = None
    notes: tuple[str, ...] = ()

    def pin(self, stack: Path) -> None:
        """Make a synthesized stack use the version that the mirror has, whatever the bindings require.

        Queues get the largest message size that this version accepts. Terraform merges an override file into the
        configuration (its documentation, "Override Files").
        """
        if self.mirror is None:
            return
        document = json.loads((stack / "cdk.tf.json").read_text())
        required = document["terraform"]["required_providers"]["aws"]
        if required["version"] not in self.mirror.versions:
            pinned = {"aws": {**required, "version": self.mirror.newest}}
            override: dict[str, object] = {"terraform": {"required_providers": pinned}}
            release, _ = mirrors.order(self.mirror.newest)
            if release < PROVIDER_OF_LARGE_MESSAGES and (queues := _smaller_messages(document)):
                override["resource"] = {"aws_sqs_queue": queues}
            (stack / "mirror_override.tf.json").write_text(json.dumps(override, indent=2))


def find(folder: Path, roots: Iterable[str] = mirrors.ROOTS) -> ProviderSource:
    """Find out how Terraform gets the AWS provider on this machine.

    Terraform itself is asked, so proxies, certificates and the user's own CLI configuration apply.

    Args:
        folder: Where a CLI configuration is written, if one is needed; it must exist as long as it is used.
        roots: Where to look for mirrors.

    Raises:
        Unavailable: There is no Terraform, or neither registry nor mirror; the message says why.
    """
    environment, notes = _environment()
    named = os.environ.get(MIRROR_VARIABLE)
    if named:
        mirror = mirrors.mirror_in(Path(named))
        if mirror is None:
            raise Unavailable(f"{MIRROR_VARIABLE}={named} has no {_IN_A_MIRROR}")
        note = f"the AWS provider comes from {MIRROR_VARIABLE}={named}"
    else:
        obstacle = _obstacle(environment)
        if obstacle is None:
            return ProviderSource(environment, _implied_mirror(), notes)
        mirror = mirrors.installed(roots)
        if mirror is None:
            raise Unavailable(
                f"Terraform cannot get the AWS provider: {obstacle};"
                f" nor is there a mirror of it on this machine ({MIRROR_VARIABLE} names one)"
            )
        note = f"the AWS provider comes from the mirror in {mirror.folder}: {obstacle}"
    environment["TF_CLI_CONFIG_FILE"] = str(_configuration(folder, mirror))
    return ProviderSource(environment, mirror, (*notes, note))


_IN_A_MIRROR = f"AWS provider for this platform in {mirrors.REGISTRY}/{mirrors.PROVIDER}"


def _environment() -> tuple[dict[str, str], tuple[str, ...]]:
    """Variables for Terraform, and a note if one of the machine's own is ignored."""
    environment = {"PATH": terraform.search_path(), "CHECKPOINT_DISABLE": "1"}
    configuration = os.environ.get("TF_CLI_CONFIG_FILE")
    if not configuration or Path(configuration).exists():
        return environment, ()
    # Terraform treats an empty value as not set.
    environment["TF_CLI_CONFIG_FILE"] = ""
    return environment, (f"TF_CLI_CONFIG_FILE={configuration} is passed over: no such file",)


def _smaller_messages(document: Mapping[str, Any]) -> dict[str, object]:
    queues = document.get("resource", {}).get("aws_sqs_queue", {})
    return {
        name: {"max_message_size": SQS_LARGEST_MESSAGE_BEFORE_IN_BYTES}
        for name, queue in queues.items()
        if queue.get("max_message_size", 0) > SQS_LARGEST_MESSAGE_BEFORE_IN_BYTES
    }


def _obstacle(environment: Mapping[str, str]) -> str | None:
    """Why Terraform, as it is configured, cannot find the AWS provider; `None` if it can.

    A version that does not exist is requested, so that Terraform looks for it but downloads nothing.
    """
    required = {"aws": {"source": mirrors.PROVIDER, "version": _NO_VERSION}}
    with TemporaryDirectory(prefix="constructs-eic-") as folder:
        question = {"terraform": {"required_providers": required}}
        Path(folder, "main.tf.json").write_text(json.dumps(question))
        try:
            asked = subprocess.run(
                [terraform.executable(), "init", "-backend=false", "-input=false", "-no-color"],
                cwd=folder,
                env={**os.environ, **environment, **_SHORT_WAITS},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=_ANSWER_WITHIN_SECONDS,
            )
        except subprocess.TimeoutExpired:
            return f"its registry did not answer within {_ANSWER_WITHIN_SECONDS} s"
    answer = " ".join((asked.stdout + asked.stderr).split())
    if "no available releases match" in answer:
        return None
    _, _, reason = answer.partition(f"for provider {mirrors.PROVIDER}: ")
    return reason.partition(" To see which modules")[0] or answer


def _implied_mirror() -> Mirror | None:
    """The mirror that Terraform uses by default, unless a CLI configuration says otherwise."""
    configurations = (os.environ.get("TF_CLI_CONFIG_FILE", ""), "~/.terraformrc")
    if any(Path(each).expanduser().is_file() for each in configurations):
        return None
    return mirrors.installed(mirrors.IMPLIED)


def _configuration(folder: Path, mirror: Mirror) -> Path:
    path = folder / "provider-mirror.tfrc"
    mirror_path = json.dumps(str(mirror.folder.absolute()))
    path.write_text(
        f"provider_installation {{\n  filesystem_mirror {{\n    path = {mirror_path}\n  }}\n}}\n"
    )
    return path
