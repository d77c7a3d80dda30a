"""COUNT functions, each with a failure queue, through `EventInvokeConfig`: `construct.py COUNT`."""

import json
import sys
import time

from cdktf import App, TerraformStack
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.lambda_function import LambdaFunction
from cdktf_cdktf_provider_aws.provider import AwsProvider
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue

from constructs_eic import EventInvokeConfig

started = time.perf_counter()
app = App()
stack = TerraformStack(app, "app")
AwsProvider(stack, "aws", region="us-east-1")
for number in range(int(sys.argv[1])):
    role = IamRole(stack, f"role-{number}", assume_role_policy="{}")
    function = LambdaFunction(
        stack,
        f"function-{number}",
        function_name=f"function-{number}",
        role=role.arn,
        runtime="python3.12",
        handler="index.handler",
        s3_bucket="code",
        s3_key="code.zip",
    )
    queue = SqsQueue(stack, f"failures-{number}")
    EventInvokeConfig(stack, f"async-{number}", function=function, on_failure=queue)
app.synth()
print(json.dumps({"building": time.perf_counter() - started}))
