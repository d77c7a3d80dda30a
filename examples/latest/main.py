"""The unpublished version, `$LATEST`: what an invocation without a qualifier runs."""

from cdktf import App, TerraformStack
from cdktf_cdktf_provider_aws.provider import AwsProvider
from constructs import Construct

from constructs_eic import EventInvokeConfig, SnsDestination


class Example(TerraformStack):
    def __init__(self, scope: Construct, id_: str) -> None:
        super().__init__(scope, id_)
        AwsProvider(self, "aws", region="us-east-1")

        EventInvokeConfig(
            self,
            "async",
            function="resize-images",
            qualifier="$LATEST",
            on_failure=SnsDestination(),
        )


if __name__ == "__main__":
    app = App()
    Example(app, "latest")
    app.synth()
