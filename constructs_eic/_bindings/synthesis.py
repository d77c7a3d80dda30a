"""The JSON that `synth` writes, without writing it to the app's output folder."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import jsii

from constructs_eic._bindings.framework import core
from constructs_eic._bindings.scope_info import require_construct, stacks_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs import IConstruct

    from constructs_eic._bindings.installed import Manifest


def documents_of_app(scope: IConstruct) -> dict[str, dict[str, Any]]:
    """The JSON of each stack in the app of `scope`, by the stack's path, as `App.synth` makes it.

    Raises:
        RuntimeError: A validation fails, or there is an annotation with the level error.
    """
    require_construct(scope)
    root = scope.node.root
    stacks = stacks_of(root) or []
    for stack in stacks:
        stack.prepare_stack()
    skip_validation = core.App.is_app(root) and core.App.of(root).skip_validation
    with TemporaryDirectory(prefix="constructs-eic-") as outdir:
        manifest = core.Manifest("0.0.0", outdir, False)
        session = _session_class()(manifest, outdir, skip_validation is True)
        documents = {}
        for stack in stacks:
            stack.synthesizer.synthesize(session)
            written = Path(outdir, manifest.for_stack(stack).synthesized_stack_path)
            documents[stack.node.path] = json.loads(written.read_text("utf-8"))
    problems = [] if skip_validation else root.node.validate()
    if problems:
        raise RuntimeError("validation of the app failed:\n  " + "\n  ".join(problems))
    return documents


@cache
def _session_class() -> Callable[[Manifest, str, bool], Any]:
    @jsii.implements(core.ISynthesisSession)
    class Session:
        def __init__(self, manifest: Manifest, outdir: str, skip_validation: bool) -> None:
            self._manifest = manifest
            self._outdir = outdir
            self._skip_validation = skip_validation

        @property
        def manifest(self) -> Manifest:
            return self._manifest

        @property
        def outdir(self) -> str:
            return self._outdir

        @property
        def skip_validation(self) -> bool:
            return self._skip_validation

        @property
        def stacks_prepared(self) -> bool:
            return True

    return Session
