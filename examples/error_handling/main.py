"""Only error handling: one retry, and no event older than ten minutes."""

from datetime import timedelta

from cdktf import App, TerraformStack
from cdktf_cdktf_provider_aws.provider import AwsProvider
from constructs import Construct

from constructs_eic import EventInvokeConfig


class Example(TerraformStack):
    def __init__(self, scope: Construct, id_: str) -> None:
        super().__init__(scope, id_)
        AwsProvider(self, "aws", region="us-east-1")

        EventInvokeConfig(
            self,
            "async",
            function="resize-images",
            maximum_event_age_in_seconds=timedelta(minutes=10),
            maximum_retry_attempts=1,
        )


if __name__ == "__main__":
    app = App()
    Example(app, "error-handling")
    app.synth()
