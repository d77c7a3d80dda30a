"""A chain: the result of one function, without the record around it, is the event of the next."""

from cdktf import App, TerraformStack
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.lambda_function import LambdaFunction
from cdktf_cdktf_provider_aws.provider import AwsProvider
from constructs import Construct

from constructs_eic import EventInvokeConfig, LambdaDestination, SqsDestination

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
        publish = LambdaFunction(
            self,
            "publish",
            function_name="publish-images",
            role=role.arn,
            runtime="python3.12",
            handler="index.handler",
            s3_bucket="artifacts",
            s3_key="publish-images.zip",
        )

        EventInvokeConfig(
            self,
            "async",
            function=function,
            on_success=LambdaDestination(publish, response_only=True),
            on_failure=SqsDestination(),
        )


if __name__ == "__main__":
    app = App()
    Example(app, "response-only")
    app.synth()
