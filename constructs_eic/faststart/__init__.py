"""Start a CDKTF or CDKTN app fast: provider packages load only what the app uses.

Add one line before cdktf is imported::

    from constructs_eic import faststart

    faststart.enable()

or run `python -m constructs_eic.faststart main.py` instead of `python main.py`, without any change to the code.
See `docs/fast-start.md` for what it does and how to turn it off.
"""

from __future__ import annotations

import os
import sys

from constructs_eic.faststart.background import Background
from constructs_eic.faststart.finder import PROCESS_MODULE, PROVIDER_PREFIXES, FastStartFinder
from constructs_eic.faststart.messages import keep_codec
from constructs_eic.faststart.node import NodeStart
from constructs_eic.faststart.parts import is_on
from constructs_eic.faststart.type_hints import evaluate_once
from constructs_eic.faststart.warning import FastStartWarning, calling_place, warn

__all__ = ["FastStartWarning", "enable"]


def enable() -> bool:
    """Make every prebuilt provider package that is imported after this call load fast.

    Call it before cdktf or cdktn is imported; a second call has no effect. It does not import them or jsii. If
    `CONSTRUCTS_EIC_FASTSTART=0` is set in the environment, it does nothing.

    Returns:
        Whether it was called early enough for the whole app.

    Warns:
        FastStartWarning: The framework or a provider package was imported before. Later, when a provider package is
            imported: it could not be sped up. What could not be sped up is loaded in the usual way.

    Examples:
        ```python
        from constructs_eic import faststart

        faststart.enable()

        from cdktf import App
        from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
        ```
    """
    if os.environ.get("CONSTRUCTS_EIC_FASTSTART") == "0":
        return False
    for finder in sys.meta_path:
        if isinstance(finder, FastStartFinder):
            return finder.complete
    problems = [f"{package} was imported before" for package in _imported_providers()]
    # Each jsii library has a `_jsii` module that loads it into Node.
    running = [name.removesuffix("._jsii") for name in sys.modules if name.endswith("._jsii")]
    if running:
        problems.append(f"Node: {', '.join(running)}, imported before, started it")
    node = NodeStart(running=bool(running))
    background = Background()
    if process := sys.modules.get(PROCESS_MODULE):
        node.wrap(process)
        background.wrap(process)
        keep_codec(process)
    if is_on("type_checks"):
        evaluate_once()
    sys.meta_path.insert(0, FastStartFinder(node, background, complete=not problems))
    if problems:
        warn(problems, calling_place())
    return not problems


def _imported_providers() -> list[str]:
    return sorted(
        name for name in sys.modules if name.startswith(PROVIDER_PREFIXES) and "." not in name
    )
