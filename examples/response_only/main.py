"""A chain: the result of one function, without the record around it, is the event for the next."""

from cdktf import App, TerraformStack
from cdktf_cdktf_provider_aws.data_aws_lambda_function import DataAwsLambdaFunction
from cdktf_cdktf_provider_aws.provider import AwsProvider
from constructs import Construct

from constructs_eic import EventInvokeConfig, LambdaDestination, SqsDestination


class Example(TerraformStack):
    def __init__(self, scope: Construct, id_: str) -> None:
        super().__init__(scope, id_)
        AwsProvider(self, "aws", region="us-east-1")

        publish = DataAwsLambdaFunction(self, "publish", function_name="publish-images")

        EventInvokeConfig(
            self,
            "async",
            function="resize-images",
            on_success=LambdaDestination(publish, response_only=True),
            on_failure=SqsDestination(),
        )


if __name__ == "__main__":
    app = App()
    Example(app, "response-only")
    app.synth()
