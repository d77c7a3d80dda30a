"""The unpublished version, `$LATEST`: what an invocation without qualifier runs."""

from cdktf import App, TerraformStack
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.lambda_function import LambdaFunction
from cdktf_cdktf_provider_aws.provider import AwsProvider
from constructs import Construct

from constructs_eic import EventInvokeConfig, SnsDestination

ASSUMED_BY_LAMBDA = """{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
  ]
}"""


class Example(TerraformStack):
    def __init__(self, scope: Construct, id_: str) -> None:
        super().__init__(scope, id_)
        AwsProvider(self, "aws", region="us-east-1")

        role = IamRole(self, "role", assume_role_policy=ASSUMED_BY_LAMBDA)
        function = LambdaFunction(
            self,
            "function",
            function_name="resize-images",
            role=role.arn,
            runtime="python3.12",
            handler="index.handler",
            s3_bucket="artifacts",
            s3_key="resize-images.zip",
        )
        EventInvokeConfig(
            self,
            "async",
            function=function,
            qualifier="$LATEST",
            on_failure=SnsDestination(),
        )


if __name__ == "__main__":
    app = App()
    Example(app, "latest")
    app.synth()
