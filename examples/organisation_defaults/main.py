"""Defaults for a whole app: every function gets its own failure queue and one retry."""

from datetime import timedelta

from cdktf import App, TerraformStack
from cdktf_cdktf_provider_aws.provider import AwsProvider
from constructs import Construct

from constructs_eic import EventInvokeConfig, EventInvokeDefaults, SqsDestination

STANDARD = EventInvokeDefaults(
    on_failure=SqsDestination(),
    maximum_event_age_in_seconds=timedelta(hours=2),
    maximum_retry_attempts=1,
)


class Example(TerraformStack):
    def __init__(self, scope: Construct, id_: str) -> None:
        super().__init__(scope, id_)
        AwsProvider(self, "aws", region="us-east-1")
        STANDARD.apply_to(self)

        EventInvokeConfig(self, "orders", function="orders")
        EventInvokeConfig(self, "payments", function="payments", maximum_retry_attempts=0)
        EventInvokeConfig(self, "metrics", function="metrics", on_failure=None)


if __name__ == "__main__":
    app = App()
    Example(app, "organisation-defaults")
    app.synth()
