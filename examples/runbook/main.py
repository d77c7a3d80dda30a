"""An app whose failed events can be sent back: a failure queue with a name, and alarms that say when to look."""

from cdktf import App, TerraformOutput, TerraformStack
from cdktf_cdktf_provider_aws.provider import AwsProvider
from cdktf_cdktf_provider_aws.sns_topic import SnsTopic
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from constructs import Construct

from constructs_eic import EventInvokeConfig, LostEventAlarms

FOURTEEN_DAYS = 14 * 24 * 60 * 60


class Example(TerraformStack):
    def __init__(self, scope: Construct, id_: str) -> None:
        super().__init__(scope, id_)
        AwsProvider(self, "aws", region="us-east-1")

        on_call = SnsTopic(self, "on-call", name="on-call")
        # No redrive policy: it would move records that are only read.
        failed_orders = SqsQueue(
            self,
            "failed-orders",
            name="failed-orders",
            message_retention_seconds=FOURTEEN_DAYS,
            sqs_managed_sse_enabled=True,
        )
        EventInvokeConfig(
            self,
            "async",
            function="orders:live",
            on_failure=failed_orders,
            alarms=LostEventAlarms(notify=on_call),
        )
        TerraformOutput(self, "failure_queue", value=failed_orders.name)


if __name__ == "__main__":
    app = App()
    Example(app, "runbook")
    app.synth()
