"""A whole app: two functions with an alias each, in two regions, and one set of defaults for all of them."""

import json

from cdktf import App, TerraformStack
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.kms_key import KmsKey
from cdktf_cdktf_provider_aws.lambda_alias import LambdaAlias
from cdktf_cdktf_provider_aws.lambda_function import LambdaFunction
from cdktf_cdktf_provider_aws.provider import AwsProvider
from cdktf_cdktf_provider_aws.sns_topic import SnsTopic
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from constructs import Construct

from constructs_eic import EventInvokeConfig, EventInvokeDefaults, LostEventAlarms

TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": "sts:AssumeRole",
                "Principal": {"Service": "lambda.amazonaws.com"},
            }
        ],
    }
)
FOURTEEN_DAYS = 14 * 24 * 60 * 60


class Region(Construct):
    """The functions in one region, with a queue, a key and a topic of that region."""

    def __init__(self, scope: Construct, region: str) -> None:
        super().__init__(scope, region)
        provider = AwsProvider(self, "aws", region=region, alias=region)
        key = KmsKey(self, "key", description="Failed events", provider=provider)
        failures = SqsQueue(
            self,
            "failures",
            name="failed-events",
            message_retention_seconds=FOURTEEN_DAYS,
            kms_master_key_id=key.arn,
            provider=provider,
        )
        on_call = SnsTopic(self, "on-call", name="on-call", provider=provider)
        EventInvokeDefaults(
            on_failure=failures,
            maximum_retry_attempts=1,
            alarms=LostEventAlarms(notify=on_call),
        ).apply_to(self)
        for name in ("orders", "invoices"):
            self._function(name, region, provider)

    def _function(self, name: str, region: str, provider: AwsProvider) -> None:
        role = IamRole(self, f"{name}-role", name=f"{name}-{region}", assume_role_policy=TRUST)
        function = LambdaFunction(
            self,
            name,
            function_name=name,
            role=role.arn,
            runtime="python3.13",
            handler="index.handler",
            filename="function.zip",
            publish=True,
            provider=provider,
        )
        live = LambdaAlias(
            self,
            f"{name}-live",
            name="live",
            function_name=function.function_name,
            function_version=function.version,
            provider=provider,
        )
        EventInvokeConfig(self, f"{name}-async", function=live)


class Example(TerraformStack):
    def __init__(self, scope: Construct, id_: str) -> None:
        super().__init__(scope, id_)
        AwsProvider(self, "aws", region="eu-west-1")
        for region in ("eu-west-1", "eu-central-1"):
            Region(self, region)


if __name__ == "__main__":
    app = App()
    Example(app, "whole-app")
    app.synth()
