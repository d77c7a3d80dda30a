"""An alias with its own failure queue; the function's other qualifiers are not changed."""

from cdktf import App, TerraformStack
from cdktf_cdktf_provider_aws.lambda_alias import LambdaAlias
from cdktf_cdktf_provider_aws.provider import AwsProvider
from constructs import Construct

from constructs_eic import EventInvokeConfig, SqsDestination


class Example(TerraformStack):
    def __init__(self, scope: Construct, id_: str) -> None:
        super().__init__(scope, id_)
        AwsProvider(self, "aws", region="us-east-1")

        live = LambdaAlias(
            self,
            "live",
            name="live",
            function_name="resize-images",
            function_version="7",
        )

        EventInvokeConfig(self, "async", function=live, on_failure=SqsDestination())


if __name__ == "__main__":
    app = App()
    Example(app, "alias")
    app.synth()
