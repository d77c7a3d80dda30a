"""The same job for AWS CDK: COUNT functions, each with a failure queue: `aws_cdk_app.py COUNT`."""

import sys

from aws_cdk import App, Duration, Stack
from aws_cdk.aws_iam import Role, ServicePrincipal
from aws_cdk.aws_lambda import Code, EventInvokeConfig, Function, Runtime
from aws_cdk.aws_lambda_destinations import SqsDestination
from aws_cdk.aws_s3 import Bucket
from aws_cdk.aws_sqs import Queue

app = App(outdir="cdk.out")
stack = Stack(app, "app")
code = Code.from_bucket(Bucket.from_bucket_name(stack, "code", "code"), "code.zip")
for number in range(int(sys.argv[1])):
    role = Role(stack, f"role-{number}", assumed_by=ServicePrincipal("lambda.amazonaws.com"))
    function = Function(
        stack,
        f"function-{number}",
        function_name=f"function-{number}",
        role=role,
        runtime=Runtime.PYTHON_3_12,
        handler="index.handler",
        code=code,
    )
    queue = Queue(stack, f"failures-{number}")
    EventInvokeConfig(
        stack,
        f"async-{number}",
        function=function,
        on_failure=SqsDestination(queue),
        max_event_age=Duration.hours(6),
        retry_attempts=2,
    )
app.synth()
