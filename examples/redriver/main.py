"""An app whose failed events AWS itself sends back: one failure queue for two functions, and a forwarder for it."""

from cdktf import App, TerraformOutput, TerraformStack
from cdktf_cdktf_provider_aws.provider import AwsProvider
from cdktf_cdktf_provider_aws.sns_topic import SnsTopic
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from constructs import Construct

from constructs_eic import EventInvokeConfig, LostEventAlarms, Redriver

FOURTEEN_DAYS = 14 * 24 * 60 * 60


class Example(TerraformStack):
    def __init__(self, scope: Construct, id_: str) -> None:
        super().__init__(scope, id_)
        AwsProvider(self, "aws", region="us-east-1")

        alarms = LostEventAlarms(notify=SnsTopic(self, "on-call", name="on-call"))
        failed_events = SqsQueue(
            self,
            "failed-events",
            name="failed-events",
            message_retention_seconds=FOURTEEN_DAYS,
            # Six times what the forwarder may run, as AWS recommends.
            visibility_timeout_seconds=180,
            sqs_managed_sse_enabled=True,
        )
        functions = ["orders:live", "thumbnails"]
        for function in functions:
            EventInvokeConfig(
                self,
                f"{function.partition(':')[0]}-async",
                function=function,
                on_failure=failed_events,
                alarms=alarms,
            )

        redriver = Redriver(
            self,
            "redriver",
            source=failed_events,
            functions=functions,
            name="send-back",
            maximum_concurrency=10,
            alarms=alarms,
        )
        TerraformOutput(self, "forwarder", value=redriver.forwarder_name)
        TerraformOutput(self, "parking_queue", value=redriver.parking.queue.name)


if __name__ == "__main__":
    app = App()
    Example(app, "redriver")
    app.synth()
