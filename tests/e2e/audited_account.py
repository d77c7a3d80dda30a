"""An account of 60 functions in Terraform as others write it: each kind of invoker, destination and fault."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from tests.e2e.cloud import ASSUMED_BY_LAMBDA, RUNTIME
from tests.e2e.terraform import CONFIGURATION

Block: TypeAlias = "dict[str, Any]"

FUNCTION = "aws_lambda_function"
FAILURES = "${aws_sqs_queue.failures.arn}"
SEND = "sqs:SendMessage"
TWO_WEEKS = 1209600
HOSTILE = ("function", "policy", "live", "123456789012", "_", "None", "-x", "n" * 64)
"""Names of functions that look like something else."""
PERMITTED = ("s3", "logs", "ses", "config", "iot", "codecommit", "cloudformation", "iotevents")
"""Services that an account shows only in the policies of functions."""


@dataclass
class AuditedAccount:
    """What is declared, and what must be found.

    Attributes:
        code: The bucket and the key of the functions' deployment package: the provider creates functions of a local
            file one after another.
        blocks: The resources by type and name; what belongs to one function has one name.
        named: The names of the functions in AWS, by their names in Terraform.
        rules: The rules that find something, by the function's name in Terraform.
    """

    code: tuple[str, str]
    blocks: defaultdict[str, dict[str, Block]] = field(default_factory=lambda: defaultdict(dict))
    named: dict[str, str] = field(default_factory=dict)
    rules: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, code: tuple[str, str]) -> AuditedAccount:
        """The account."""
        account = cls(code)
        account._add_shared()
        account._add_invokers()
        account._add_qualifiers()
        account._add_destinations()
        account._add_policies()
        account._add_faults()
        return account

    def function(self, name: str, /, *rules: str, role: str = "sender", **arguments: Any) -> str:
        """A function; the reference to its ARN."""
        self.named[name] = f"audited-{name}"
        self.rules[name].update(rules)
        self.add(
            FUNCTION,
            name,
            function_name=self.named[name],
            role=f"${{aws_iam_role.{role}.arn}}",
            runtime=RUNTIME,
            handler="handler.handler",
            s3_bucket=self.code[0],
            s3_key=self.code[1],
            publish=True,
            **arguments,
        )
        return f"${{{FUNCTION}.{name}.arn}}"

    def add(self, resource_type: str, name: str, /, **arguments: Any) -> None:
        """A resource."""
        self.blocks[resource_type][name] = arguments

    def keep(
        self, name: str, arn: str = FAILURES, outcome: str = "on_failure", **arguments: Any
    ) -> None:
        """The configuration of a function."""
        self.add(
            CONFIGURATION,
            name,
            function_name=f"${{{FUNCTION}.{name}.function_name}}",
            destination_config=[{outcome: [{"destination": arn}]}],
            **{"depends_on": ["aws_iam_role_policy.sender"], **arguments},
        )

    def permit(self, name: str, service: str, source: str, **arguments: Any) -> None:
        """A service that may invoke a function."""
        self.add(
            "aws_lambda_permission",
            name,
            action="lambda:InvokeFunction",
            function_name=f"${{{FUNCTION}.{name}.function_name}}",
            principal=f"{service}.amazonaws.com",
            source_arn=source,
            **arguments,
        )

    def role(self, name: str, *statements: Block, **arguments: Any) -> str:
        """A role whose inline policy has these statements."""
        self.add(
            "aws_iam_role",
            name,
            name=f"audited-{name}",
            assume_role_policy=ASSUMED_BY_LAMBDA,
            **arguments,
        )
        if statements:
            self.add(
                "aws_iam_role_policy",
                name,
                role=f"${{aws_iam_role.{name}.name}}",
                policy=policy(*statements),
            )
        return name

    def _add_shared(self) -> None:
        for name in ("failures", "undelivered", "gone"):
            self.add("aws_sqs_queue", name, name=name, message_retention_seconds=TWO_WEEKS)
        self.role("sender", allow(SEND, FAILURES), allow(SEND, "${aws_sqs_queue.gone.arn}"))
        self.role("idle")

    def _add_invokers(self) -> None:
        """Each kind of invoker twice: of a function that loses its events, and of one that keeps them."""
        for fate in ("lost", "kept"):
            rules = ["EIC001"] if fate == "lost" else []
            names = iter(HOSTILE if fate == "kept" else ())
            for kind in ("topic", "rule", "rule_of_a_bus", "schedule", "alarm", *PERMITTED):
                name = f"{fate}_by_{kind}"
                arn = self.function(name, *rules)
                self.named[name] = next(names, self.named[name])
                self.blocks[FUNCTION][name]["function_name"] = self.named[name]
                if kind in PERMITTED:
                    self.permit(name, kind, f"arn:aws:{kind}:eu-north-1:000000000000:source")
                else:
                    self._invoke(kind, name, arn)
                if fate == "kept":
                    self.keep(name)
        self.function("by_a_gateway")
        self.permit("by_a_gateway", "apigateway", "arn:aws:execute-api:eu-north-1:000000000000:x/*")

    def _invoke(self, kind: str, name: str, arn: str, *, careless: bool = False) -> None:
        kept = (
            {} if careless else {"dead_letter_config": {"arn": "${aws_sqs_queue.undelivered.arn}"}}
        )
        if kind == "topic":
            redrive = json.dumps({"deadLetterTargetArn": "${aws_sqs_queue.undelivered.arn}"})
            self.add("aws_sns_topic", name, name=name)
            self.add(
                "aws_sns_topic_subscription",
                name,
                topic_arn=f"${{aws_sns_topic.{name}.arn}}",
                protocol="lambda",
                endpoint=arn,
                **({} if careless else {"redrive_policy": redrive}),
            )
        elif kind.startswith("rule"):
            bus = {}
            if kind == "rule_of_a_bus":
                self.add("aws_cloudwatch_event_bus", name, name=name)
                bus = {"event_bus_name": f"${{aws_cloudwatch_event_bus.{name}.name}}"}
            pattern = json.dumps({"source": ["shop"]})
            self.add("aws_cloudwatch_event_rule", name, name=name, event_pattern=pattern, **bus)
            rule = f"${{aws_cloudwatch_event_rule.{name}.name}}"
            self.add("aws_cloudwatch_event_target", name, rule=rule, arn=arn, **bus, **kept)
        elif kind == "schedule":
            target = {"arn": arn, "role_arn": "${aws_iam_role.idle.arn}", **kept}
            self.add(
                "aws_scheduler_schedule",
                name,
                name=name,
                schedule_expression="rate(1 hour)",
                flexible_time_window={"mode": "OFF"},
                target=target,
            )
        else:
            self._alarm(name, "AWS/EC2", "CPUUtilization", alarm_actions=[arn])

    def _alarm(self, name: str, namespace: str, metric: str, **arguments: Any) -> None:
        self.add(
            "aws_cloudwatch_metric_alarm",
            name,
            alarm_name=name,
            namespace=namespace,
            metric_name=metric,
            statistic="Sum",
            period=60,
            evaluation_periods=1,
            threshold=0,
            comparison_operator="GreaterThanThreshold",
            **arguments,
        )

    def _alias(self, name: str) -> Block:
        self.add(
            "aws_lambda_alias",
            name,
            name="live",
            function_name=f"${{{FUNCTION}.{name}.function_name}}",
            function_version=f"${{{FUNCTION}.{name}.version}}",
        )
        return {"qualifier": f"${{aws_lambda_alias.{name}.name}}"}

    def _add_qualifiers(self) -> None:
        for name, rule in (("alias_kept", None), ("alias_lost", "EIC001")):
            self.function(name, *([rule] if rule else []))
            under = self._alias(name)
            self.permit(name, "s3", "arn:aws:s3:::uploads", **under)
            self.keep(name, **({} if rule else under))
        self.function("version_kept")
        self.keep("version_kept", qualifier=f"${{{FUNCTION}.version_kept.version}}")
        self.function("dead_letters", dead_letter_config={"target_arn": FAILURES})
        self.permit("dead_letters", "s3", "arn:aws:s3:::uploads", **self._alias("dead_letters"))

    def _add_destinations(self) -> None:
        """Each kind of destination twice: with the permission, and without."""
        self.add("aws_sns_topic", "failed", name="failed")
        self.add("aws_cloudwatch_event_bus", "failed", name="failed")
        self.add("aws_s3_bucket", "failed", bucket="audited-failed")
        receiver = self.function("receiver")
        bucket = "${aws_s3_bucket.failed.arn}"
        topic, bus = "${aws_sns_topic.failed.arn}", "${aws_cloudwatch_event_bus.failed.arn}"
        for kind, arn, statements in (
            ("queue", FAILURES, [allow(SEND, FAILURES)]),
            ("topic", topic, [allow("sns:Publish", topic)]),
            ("bus", bus, [allow("events:PutEvents", bus)]),
            ("function", receiver, [allow("lambda:InvokeFunction", receiver)]),
            (
                "bucket",
                bucket,
                [allow("s3:PutObject", f"{bucket}/*"), allow("s3:ListBucket", bucket)],
            ),
        ):
            self.function(f"to_{kind}", role=self.role(f"to_{kind}", *statements))
            self.keep(f"to_{kind}", arn, depends_on=[f"aws_iam_role_policy.to_{kind}"])
            self.function(f"denied_{kind}", "EIC003", role="idle")
            self.keep(f"denied_{kind}", arn)
        self._alarm(
            "to_queue",
            "AWS/Lambda",
            "DestinationDeliveryFailures",
            dimensions={"FunctionName": self.named["to_queue"]},
        )

    def _add_policies(self) -> None:
        """Policies that say it otherwise."""
        everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
        for name, rule, statements in (
            ("star", None, [everything]),
            ("all_but_iam", None, [{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}]),
            ("all_but_sqs", "EIC003", [{"Effect": "Allow", "NotAction": "SQS:*", "Resource": "*"}]),
            ("denies", "EIC003", [everything, {**allow(SEND, FAILURES), "Effect": "Deny"}]),
            (
                "denies_all_but_others",
                "EIC003",
                [
                    everything,
                    {"Effect": "Deny", "Action": "sqs:*", "NotResource": "arn:aws:sqs:*:*:other"},
                ],
            ),
            (
                "on_condition",
                None,
                [
                    {
                        **allow(SEND, FAILURES),
                        "Condition": {"StringEquals": {"aws:PrincipalTag/team": "shop"}},
                    }
                ],
            ),
        ):
            self.function(name, *([rule] if rule else []), role=self.role(name, *statements))
            self.keep(name, depends_on=[f"aws_iam_role_policy.{name}"])
        self.add("aws_iam_policy", "send", name="audited-send", policy=policy(allow(SEND, "*")))
        self.role("attached")
        self.add(
            "aws_iam_role_policy_attachment",
            "attached",
            role="${aws_iam_role.attached.name}",
            policy_arn="${aws_iam_policy.send.arn}",
        )
        self.function("attached", role="attached")
        self.keep("attached", depends_on=["aws_iam_role_policy_attachment.attached"])

    def _add_faults(self) -> None:
        self.add("aws_sqs_queue", "fifo", name="fifo.fifo", fifo_queue=True)
        fifo = "${aws_sqs_queue.fifo.arn}"
        self.function("fifo", "EIC005", role=self.role("fifo", allow(SEND, fifo)))
        self.keep("fifo", fifo, depends_on=["aws_iam_role_policy.fifo"])
        self.function("fifo_dead_letters", "EIC005", dead_letter_config={"target_arn": fifo})
        self.function("success_in_a_bucket", "EIC005", role="to_bucket")
        self.keep("success_in_a_bucket", "${aws_s3_bucket.failed.arn}", "on_success")
        for kind in ("topic", "rule", "schedule"):
            name = f"careless_{kind}"
            self._invoke(kind, name, self.function(name, "EIC008"), careless=True)
            self.keep(name)
        self.add("aws_sqs_queue", "brief", name="brief", message_retention_seconds=3600)
        brief = "${aws_sqs_queue.brief.arn}"
        self.function("brief", "EIC010", role=self.role("brief", allow(SEND, brief)))
        self.keep("brief", brief, depends_on=["aws_iam_role_policy.brief"])
        self.add("aws_kms_key", "locked", description="locked")
        self.add(
            "aws_sqs_queue",
            "locked",
            name="locked",
            message_retention_seconds=TWO_WEEKS,
            kms_master_key_id="${aws_kms_key.locked.arn}",
        )
        locked = "${aws_sqs_queue.locked.arn}"
        self.function("locked", "EIC010", role=self.role("locked", allow(SEND, locked)))
        self.keep("locked", locked, depends_on=["aws_iam_role_policy.locked"])
        # Sound in Terraform; the queue, the alias and the version are deleted by hand afterwards.
        self.function("into_the_void")
        self.keep("into_the_void", "${aws_sqs_queue.gone.arn}")
        self.function("orphan")
        self.keep("orphan", **self._alias("orphan"))
        self.function("orphan_version")
        self.keep("orphan_version", qualifier=f"${{{FUNCTION}.orphan_version.version}}")


def allow(action: str, resource: str) -> Block:
    """A statement."""
    return {"Effect": "Allow", "Action": action, "Resource": resource}


def policy(*statements: Block) -> str:
    """A policy."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
