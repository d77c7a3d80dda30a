"""The command as `python -m constructs_eic`."""

from constructs_eic.cli import main

main()
