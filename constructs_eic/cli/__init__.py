"""The console command `constructs-eic`; importing it starts nothing."""

from __future__ import annotations

import sys

_INTERRUPTED = 130


def main() -> None:
    """Run the command on the process's arguments and exit with its status.

    The status is 0 when everything was done, 1 when something could not be done (it is named on stderr) or `check`
    has findings, 2 on wrong usage, 130 after Ctrl-C.
    """
    try:
        sys.exit(_run())
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


def _run() -> int:
    from importlib.util import find_spec

    if find_spec("click") is None:
        sys.stderr.write("constructs-eic: needs click; run: pip install 'constructs-eic[cli]'\n")
        return 1
    from constructs_eic.cli.command import run

    return run(sys.argv[1:])
