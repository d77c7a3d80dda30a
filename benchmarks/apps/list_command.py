"""The configurations of a whole account, listed by the command."""

import sys

from constructs_eic.cli import main

sys.argv[1:] = ["list", "--max-rate=0", "--format=jsonl"]
main()
