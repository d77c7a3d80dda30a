"""Checks a stack of COUNT functions, and prints how long it takes: `checks.py COUNT`."""

import json
import sys
import time
from pathlib import Path

from constructs_eic.cli import main

numbers = range(int(sys.argv[1]))
statement = '{"Statement":[{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"%s"}]}'
config = "aws_lambda_function_event_invoke_config"
stack = {
    "aws_iam_role": {f"r{n}": {"assume_role_policy": "{}"} for n in numbers},
    "aws_sqs_queue": {f"q{n}": {"message_retention_seconds": 1209600} for n in numbers},
    "aws_lambda_function": {
        f"f{n}": {"function_name": f"f{n}", "role": f"${{aws_iam_role.r{n}.arn}}"} for n in numbers
    },
    "aws_iam_role_policy": {
        f"p{n}": {
            "role": f"${{aws_iam_role.r{n}.name}}",
            "policy": statement % f"${{aws_sqs_queue.q{n}.arn}}",
        }
        for n in numbers
    },
    config: {
        f"c{n}": {
            "function_name": f"${{aws_lambda_function.f{n}.function_name}}",
            "destination_config": {"on_failure": {"destination": f"${{aws_sqs_queue.q{n}.arn}}"}},
            "depends_on": [f"aws_iam_role_policy.p{n}"],
        }
        for n in numbers
    },
}
Path("cdk.tf.json").write_text(json.dumps({"resource": stack}))
started = time.perf_counter()
sys.argv[1:] = ["check", "cdk.tf.json"]
try:
    main()
except SystemExit as end:
    if end.code:
        raise
print(json.dumps({"building": time.perf_counter() - started}))
