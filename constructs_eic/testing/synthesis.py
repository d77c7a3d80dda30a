"""`synthesized`: the JSON that `synth` would write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from constructs import IConstruct


def synthesized(scope: IConstruct) -> dict[str, Any]:
    """The JSON that `synth` would write, with nothing left on disk.

    Unlike `Testing.synth`, this does everything that `synth` does: aspects, validations, and the outputs that other
    stacks of the app refer to.

    Args:
        scope: A stack, or an app.

    Returns:
        For a stack, the content of its `cdk.tf.json`. For an app, the same for each stack, by the stack's path.

    Raises:
        TypeError: `scope` is neither a stack nor an app.
        RuntimeError: `synth` would fail: because of a validation, or an annotation of the level error.

    Examples:
        >>> from cdktf import TerraformOutput, TerraformStack, Testing
        >>> stack = TerraformStack(Testing.app(), "orders")
        >>> output = TerraformOutput(stack, "answer", value=42)
        >>> synthesized(stack)["output"]
        {'answer': {'value': 42}}
    """
    from constructs_eic._bindings.scope_info import require_construct, stacks_of
    from constructs_eic._bindings.synthesis import documents_of_app

    require_construct(scope)
    stacks = stacks_of(scope)
    if stacks is None:
        raise TypeError(f"give an App or a TerraformStack, not {scope.node.path or scope!r}")
    documents = documents_of_app(scope)
    return documents[scope.node.path] if stacks == [scope] else dict(documents)
