"""A whole account, audited by the command, and how many requests of each kind that took."""

import json
import sys
from collections import Counter
from contextlib import suppress
from typing import Any

from botocore.endpoint import Endpoint

from constructs_eic.cli import main

asked: Counter[str] = Counter()
make_request = Endpoint.make_request


def counted(endpoint: Any, operation: Any, request: Any) -> Any:  # noqa: ANN401 - as botocore has it
    """Count a request, and make it."""
    asked[operation.name] += 1
    return make_request(endpoint, operation, request)


Endpoint.make_request = counted
sys.argv[1:] = ["audit", "--max-rate=0", "--format=jsonl", *sys.argv[1:]]
with suppress(SystemExit):  # 1 says that something was found
    main()
print(json.dumps(asked))
