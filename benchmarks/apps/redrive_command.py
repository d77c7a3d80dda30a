"""The records of a whole queue, sent back by the command."""

import sys

from constructs_eic.cli import main

sys.argv[1:] = ["redrive", "failures", "--yes"]
main()
