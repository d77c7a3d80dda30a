"""COUNT functions, each with a failure queue, with every resource written by hand: `by_hand.py COUNT`."""

import json
import sys
import time

from cdktf import App, TerraformStack
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from cdktf_cdktf_provider_aws.lambda_function import LambdaFunction
from cdktf_cdktf_provider_aws.lambda_function_event_invoke_config import (
    LambdaFunctionEventInvokeConfig,
    LambdaFunctionEventInvokeConfigDestinationConfig,
    LambdaFunctionEventInvokeConfigDestinationConfigOnFailure,
)
from cdktf_cdktf_provider_aws.provider import AwsProvider
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue

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
    statement = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": queue.arn}
    policy = IamRolePolicy(
        stack,
        f"policy-{number}",
        role=role.name,
        policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
    )
    on_failure = LambdaFunctionEventInvokeConfigDestinationConfigOnFailure(destination=queue.arn)
    LambdaFunctionEventInvokeConfig(
        stack,
        f"async-{number}",
        function_name=function.function_name,
        maximum_event_age_in_seconds=21600,
        maximum_retry_attempts=2,
        destination_config=LambdaFunctionEventInvokeConfigDestinationConfig(on_failure=on_failure),
        depends_on=[policy],
    )
app.synth()
print(json.dumps({"building": time.perf_counter() - started}))
