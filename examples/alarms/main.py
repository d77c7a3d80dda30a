"""A function whose failed events wait in a queue, and alarms for what the queue does not show."""

from cdktf import App, TerraformStack
from cdktf_cdktf_provider_aws.provider import AwsProvider
from cdktf_cdktf_provider_aws.sns_topic import SnsTopic
from constructs import Construct

from constructs_eic import EventInvokeConfig, LostEventAlarms, SqsDestination


class Example(TerraformStack):
    def __init__(self, scope: Construct, id_: str) -> None:
        super().__init__(scope, id_)
        AwsProvider(self, "aws", region="us-east-1")

        on_call = SnsTopic(self, "on-call", name="on-call")

        EventInvokeConfig(
            self,
            "async",
            function="resize-images:live",
            on_failure=SqsDestination(),
            alarms=LostEventAlarms(notify=on_call),
        )


if __name__ == "__main__":
    app = App()
    Example(app, "alarms")
    app.synth()
