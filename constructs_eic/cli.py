"""The console command `constructs-eic`."""

from __future__ import annotations

import sys
from importlib.util import find_spec

_EXTRA = ("boto3", "click", "rich")
_INTERRUPTED = 130


def main() -> None:
    """Run the command on the process's arguments and exit with its status.

    The status is 0 when all was delivered, 1 when something could not be read (it is named on stderr), 2 on wrong
    usage, 130 after Ctrl-C.
    """
    try:
        sys.exit(_run())
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


def _run() -> int:
    absent = [name for name in _EXTRA if find_spec(name) is None]
    if absent:
        sys.stderr.write(
            f"constructs-eic: needs {', '.join(absent)}; run: pip install 'constructs-eic[cli]'\n"
        )
        return 1
    from constructs_eic.inventory.commands import run

    return run(sys.argv[1:])
