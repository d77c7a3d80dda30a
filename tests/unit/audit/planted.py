"""An account in the emulator with one function for each fault, and sound ones beside them."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from functools import cached_property
from typing import Any

import boto3

from tests.unit.inventory.lambda_account import ACCOUNT, LambdaAccount, destinations, zipped

_CODE = zipped("def handler(event, context): pass")
_TRUST = json.dumps(
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


class PlantedAccount(LambdaAccount):
    """One region, with what invokes functions and what keeps their events."""

    def service(self, name: str) -> Any:
        return boto3.client(
            name,
            endpoint_url=self.environment["AWS_ENDPOINT_URL"],
            region_name=self.region,
            aws_access_key_id="test",
            aws_secret_access_key="test",  # noqa: S106
        )

    @cached_property
    def sqs(self) -> Any:
        return self.service("sqs")

    @cached_property
    def iam(self) -> Any:
        return self.service("iam")

    def queue(self, name: str, **attributes: str) -> str:
        self.sqs.create_queue(QueueName=name, Attributes=attributes)
        return self.arn("sqs", name)

    def role(self, name: str, *allowed: tuple[str, str], **further: str) -> str:
        """A role of this region that is allowed these actions, each on one ARN."""
        name = f"{name}-{self.region}"
        made: str = self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=_TRUST, **further)[
            "Role"
        ]["Arn"]
        if allowed:
            self.iam.put_role_policy(
                RoleName=name, PolicyName="inline", PolicyDocument=json.dumps(policy(*allowed))
            )
        return made

    def of(self, name: str, role: str, **arguments: Any) -> str:
        """A function with a role."""
        self.client.create_function(
            FunctionName=name,
            Runtime="python3.12",
            Role=role,
            Handler="index.handler",
            Code={"ZipFile": _CODE},
            **arguments,
        )
        return self.arn("lambda", f"function:{name}")

    def keeps(self, name: str, destination: str, qualifier: str | None = None) -> None:
        self.put(name, qualifier, DestinationConfig=destinations(destination))

    def permit(self, name: str, principal: str, source: str, qualifier: str | None = None) -> None:
        under = {"Qualifier": qualifier} if qualifier else {}
        self.client.add_permission(
            FunctionName=name,
            StatementId=f"from-{principal.split('.')[0]}",
            Action="lambda:InvokeFunction",
            Principal=principal,
            SourceArn=source,
            **under,
        )

    def bucket_invokes(self, name: str, qualifier: str | None = None) -> None:
        self.permit(name, "s3.amazonaws.com", f"arn:aws:s3:::uploads-{self.region}", qualifier)

    def topic_invokes(self, arn: str, topic: str, redrive: str | None = None) -> None:
        sns = self.service("sns")
        topic_arn = sns.create_topic(Name=topic)["TopicArn"]
        attributes = (
            {"RedrivePolicy": json.dumps({"deadLetterTargetArn": redrive})} if redrive else {}
        )
        sns.subscribe(TopicArn=topic_arn, Protocol="lambda", Endpoint=arn, Attributes=attributes)

    def rule_invokes(self, arn: str, rule: str, dead_letters: str | None = None) -> None:
        events = self.service("events")
        events.put_rule(Name=rule, ScheduleExpression="rate(1 hour)")
        kept = {"DeadLetterConfig": {"Arn": dead_letters}} if dead_letters else {}
        events.put_targets(Rule=rule, Targets=[{"Id": "1", "Arn": arn, **kept}])

    def schedule_invokes(self, arn: str, name: str, dead_letters: str | None = None) -> None:
        kept = {"DeadLetterConfig": {"Arn": dead_letters}} if dead_letters else {}
        self.service("scheduler").create_schedule(
            Name=name,
            ScheduleExpression="rate(1 hour)",
            FlexibleTimeWindow={"Mode": "OFF"},
            Target={"Arn": arn, "RoleArn": f"arn:aws:iam::{ACCOUNT}:role/none", **kept},
        )

    def pipe_invokes(self, arn: str, name: str, source: str) -> None:
        """A pipe; the emulator does not keep how it invokes."""
        role = f"arn:aws:iam::{ACCOUNT}:role/none"
        self.service("pipes").create_pipe(Name=name, RoleArn=role, Source=source, Target=arn)

    def counted(self, name: str, qualifier: str | None = None, **metrics: float) -> None:
        """Figures of yesterday: the function's own, and those under a qualifier, which are a part of them."""
        dimensions = [{"Name": "FunctionName", "Value": name}]
        if qualifier:
            dimensions.append({"Name": "Resource", "Value": f"{name}:{qualifier}"})
        self.service("cloudwatch").put_metric_data(
            Namespace="AWS/Lambda",
            MetricData=[
                {
                    "MetricName": metric,
                    "Dimensions": dimensions,
                    "Value": value,
                    "Timestamp": datetime.now(timezone.utc) - timedelta(days=1),
                }
                for metric, value in metrics.items()
            ],
        )


def policy(*allowed: tuple[str, str]) -> dict[str, Any]:
    return {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": action, "Resource": arn} for action, arn in allowed
        ],
    }
