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
from typing import TYPE_CHECKING

from constructs_eic.faststart.finder import FastStartFinder
from constructs_eic.faststart.installation import Installation
from constructs_eic.faststart.parts import UnknownPartError, parts_without
from constructs_eic.faststart.warning import FastStartWarning

if TYPE_CHECKING:
    from collections.abc import Collection

    from constructs_eic.faststart.verification import Difference, VerificationError, verify

__all__ = [
    "Difference",
    "FastStartWarning",
    "UnknownPartError",
    "VerificationError",
    "enable",
    "verify",
]


def enable(*, without: Collection[str] = ()) -> bool:
    """Make every prebuilt provider package that is imported after this call load fast.

    Call it before cdktf or cdktn is imported; a second call has no effect. It does not import them or jsii. If
    `CONSTRUCTS_EIC_FASTSTART=0` is set in the environment, it does nothing.

    Args:
        without: The parts that are switched off: any of `python`, `node`, `relay` and `type_checks`. The variable
            `CONSTRUCTS_EIC_FASTSTART_WITHOUT` of the environment switches off more, as in `relay,type_checks`.

    Returns:
        Whether it was called early enough for the whole app.

    Raises:
        UnknownPartError: There is no such part.

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
    parts = parts_without(without)
    for finder in sys.meta_path:
        if isinstance(finder, FastStartFinder):
            return finder.complete
    return Installation(parts).install().complete


def __getattr__(name: str) -> object:
    # An app that only starts fast needs none of this.
    if name not in ("Difference", "VerificationError", "verify"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from constructs_eic.faststart import verification

    return getattr(verification, name)
