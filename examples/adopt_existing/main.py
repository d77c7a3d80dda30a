"""A configuration that was created by hand, taken over unchanged: the plan imports it and changes nothing."""

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
            function="arn:aws:lambda:us-east-1:123456789012:function:orders:live",
            on_failure="arn:aws:sqs:us-east-1:123456789012:failed-orders",
            maximum_event_age_in_seconds=3600,
            maximum_retry_attempts=None,  # it was never set
            grant_permissions=False,  # the role already has them
        ).import_from()


if __name__ == "__main__":
    app = App()
    Example(app, "adopt-existing")
    app.synth()
