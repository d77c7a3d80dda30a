"""The one warning of fast start."""

from __future__ import annotations

import warnings


class FastStartWarning(UserWarning):
    """Something was loaded the plain way, in full; the message says what and why.

    The app is right all the same, only slower. Silence it as any warning::

        warnings.simplefilter("ignore", FastStartWarning)
    """


def warn(problems: list[str]) -> None:
    """Warn of `problems` at once, at the line of the user that led to the caller."""
    # This function and its caller are ours; Python skips the frames of the import system itself.
    warnings.warn("not sped up: " + "; ".join(problems), FastStartWarning, stacklevel=3)
