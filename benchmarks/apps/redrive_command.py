"""The records of a whole queue, sent back by the command in as many processes as are given."""

import sys

from constructs_eic.cli import main

sys.argv[1:] = ["redrive", "failures", "--yes", "--processes", sys.argv[1]]
main()
