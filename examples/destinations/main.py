"""Failed events go to a queue, results to the default event bus."""

import json
from datetime import timedelta
from pathlib import Path

from cdktf import App, AssetType, TerraformAsset, TerraformOutput, TerraformStack
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.lambda_function import LambdaFunction
from cdktf_cdktf_provider_aws.provider import AwsProvider
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from constructs import Construct

from constructs_eic import EventBridgeDestination, EventInvokeConfig

ASSUMED_BY_LAMBDA = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"Service": "lambda.amazonaws.com"},
        },
    }
)


class Example(TerraformStack):
    def __init__(self, scope: Construct, id_: str) -> None:
        super().__init__(scope, id_)
        AwsProvider(self, "aws", region="us-east-1")

        role = IamRole(self, "role", assume_role_policy=ASSUMED_BY_LAMBDA)
        code = TerraformAsset(
            self,
            "code",
            path=str(Path(__file__).with_name("function")),
            type=AssetType.ARCHIVE,
        )
        orders = LambdaFunction(
            self,
            "orders",
            function_name="orders",
            role=role.arn,
            runtime="python3.12",
            handler="index.handler",
            filename=code.path,
            source_code_hash=code.asset_hash,
        )
        failures = SqsQueue(self, "failures", message_retention_seconds=14 * 24 * 3600)

        EventInvokeConfig(
            self,
            "async",
            function=orders,
            on_failure=failures,
            on_success=EventBridgeDestination(),
            maximum_event_age_in_seconds=timedelta(hours=1),
            maximum_retry_attempts=0,
        )

        TerraformOutput(self, "function_name", value=orders.function_name)
        TerraformOutput(self, "failure_queue_url", value=failures.url)


if __name__ == "__main__":
    app = App()
    Example(app, "destinations")
    app.synth()
