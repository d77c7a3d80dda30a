"""The version of the AWS provider: that of the bindings, and the one that a stack requires."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from constructs_eic._bindings.construction import overrides_of
from constructs_eic._bindings.framework import aws
from constructs_eic._values.tokens import is_token

if TYPE_CHECKING:
    from constructs_eic._bindings.installed import TerraformStack
    from constructs_eic._bindings.protocols import TerraformElement

_provider_versions: dict[type, tuple[int, ...]] = {}


def provider_version(element: TerraformElement) -> tuple[int, ...]:
    """The version of the AWS provider that the bindings of `element` are generated for."""
    kind = type(element)
    if kind not in _provider_versions:
        metadata = element.terraform_generator_metadata  # type: ignore[attr-defined]  # of resources, not of elements
        _provider_versions[kind] = tuple(map(int, re.findall(r"\d+", metadata.provider_version)))
    return _provider_versions[kind]


def known_provider_version(class_name: str) -> tuple[int, ...] | None:
    """The version of the AWS provider that a class is generated for, if it was read from an element before."""
    return _provider_versions.get(aws(class_name))


def required_version(stack: TerraformStack) -> str | None:
    """The version of the AWS provider that `stack` requires instead of that of the bindings, if it is literal.

    What was set by `add_override` is remembered. Node is asked only for a stack of which something may be missing.
    """
    overrides = overrides_of(stack)
    if overrides is None:
        document = cast("Mapping[str, object]", stack.to_terraform())
    else:
        document = {}
        for path, value in overrides:
            document = _with(document, path.split("."), value)
    version = _at(document, "terraform", "required_providers", "aws", "version")
    return version if isinstance(version, str) and not is_token(version) else None


def _with(document: object, path: list[str], value: object) -> dict[str, object]:
    """`document` with `value` at `path`, as `add_override` sets it."""
    first, *others = path
    copy = dict(document) if isinstance(document, Mapping) else {}
    copy[first] = _with(copy.get(first), others, value) if others else value
    return copy


def _at(document: object, *path: str) -> object:
    for name in path:
        document = document.get(name) if isinstance(document, Mapping) else None
    return document
