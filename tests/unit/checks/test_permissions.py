"""EIC003 and EIC004: whether the role may deliver, and whether the configuration waits for that."""

from __future__ import annotations

import json

import pytest

from constructs_eic.checks import check
from tests.unit.checks.documents import SEND, Json, allow, policy, resources, sound, the_config

QUEUE = "${aws_sqs_queue.failures.arn}"
ROLE = "${aws_iam_role.orders.name}"
NESTED = "[" * 2_000 + "]" * 2_000


def rules(document: Json) -> list[str]:
    return [each.rule for each in check(document, select=["EIC003", "EIC004"])]


def with_policy(text: object) -> Json:
    document = sound()
    resources(document, "aws_iam_role_policy")["send"]["policy"] = text
    return document


def without_policy() -> Json:
    document = sound()
    del document["resource"]["aws_iam_role_policy"]
    del the_config(document)["depends_on"]
    return document


def with_destination(destination: str, *statements: Json) -> Json:
    document = with_policy(policy(*statements))
    the_config(document)["destination_config"] = {"on_failure": {"destination": destination}}
    document["data"] = {"aws_cloudwatch_event_bus": {"default": {"name": "default"}}}
    document["resource"].update(
        aws_sns_topic={"failures": {"name": "failures"}, "other": {"name": "other"}},
        aws_s3_bucket={"failures": {"bucket": "failures"}},
        aws_cloudwatch_event_bus={"failures": {"name": "failures"}},
    )
    functions = resources(document, "aws_lambda_function")
    functions["next"] = {"function_name": "next", "role": "arn:aws:iam::123456789012:role/next"}
    resources(document, "aws_lambda_alias")["live"] = {
        "name": "live",
        "function_name": "next",
        "function_version": "1",
    }
    return document


SUFFICIENT: dict[str, object] = {
    "the action on the queue": policy(SEND),
    "one statement, not a list": json.dumps({"Statement": SEND}),
    "any action of the service": policy(allow(["sqs:*"], QUEUE)),
    "an action in other letters": policy(allow("SQS:sendmessage", QUEUE)),
    "any action on anything": policy(allow("*", "*")),
    "a pattern of names": policy(allow("sqs:Send*", "arn:aws:sqs:*:*:fail*")),
    "a policy variable": policy(allow(["sqs:*"], "arn:aws:sqs:*:$${aws:PrincipalAccount}:*")),
    "a literal ARN": policy(
        allow("sqs:SendMessage", "arn:aws:sqs:eu-west-1:123456789012:failures")
    ),
    "an ARN with data sources": policy(
        allow(
            "sqs:SendMessage",
            "arn:aws:sqs:${data.aws_region.r.name}:${data.aws_caller_identity.c.account_id}:failures",
        )
    ),
    "all but another action": policy(
        {"Effect": "Allow", "NotAction": "iam:*", "Resource": QUEUE},
    ),
    "all but another resource": policy(
        {"Effect": "Allow", "Action": "sqs:*", "NotResource": "${aws_sqs_queue.undelivered.arn}"},
    ),
    "jsonencode": '${jsonencode({"Version" = "2012-10-17", "Statement" = [{"Effect" = "Allow", '
    '"Action" = ["sqs:SendMessage"], "Resource" = aws_sqs_queue.failures.arn}]})}',
    "jsonencode over lines": '${jsonencode({\n  Version = "2012-10-17"\n  Statement = [\n    {\n'
    '      Effect   = "Allow" # who\n      Action   = "sqs:SendMessage"\n'
    '      Resource = "${aws_sqs_queue.failures.arn}"\n    },\n  ]\n})}',
    "a local": "${local.send}",
    "a policy document": "${data.aws_iam_policy_document.send.json}",
    "one document in another": "${data.aws_iam_policy_document.both.minified_json}",
    "a document that overrides": "${data.aws_iam_policy_document.overriding.json}",
}
INSUFFICIENT: dict[str, object] = {
    "an overridden statement": "${data.aws_iam_policy_document.overridden.json}",
    "an overridden statement of a source": "${data.aws_iam_policy_document.source_overridden.json}",
    "nothing": policy(),
    "another action": policy(allow("sqs:ReceiveMessage", QUEUE)),
    "another queue": policy(allow("sqs:SendMessage", "${aws_sqs_queue.undelivered.arn}")),
    "another queue's ARN": policy(allow("sqs:SendMessage", "arn:aws:sqs:*:*:undelivered")),
    "another service": policy(allow("*", "arn:aws:sns:*:*:*")),
    "logs alone": policy(allow(["logs:CreateLogStream", "logs:PutLogEvents"], "*")),
    "denied": policy(SEND, {"Effect": "Deny", "Action": "sqs:*", "Resource": "*"}),
    "all but this action": policy({"Effect": "Allow", "NotAction": "sqs:*", "Resource": "*"}),
    "all but this resource": policy(
        {"Effect": "Allow", "Action": "sqs:*", "NotResource": [QUEUE]},
    ),
    "jsonencode of another": '${jsonencode({"Statement" = [{"Effect" = "Allow", "Action" = '
    '"sqs:SendMessage", "Resource" = aws_sqs_queue.undelivered.arn}]})}',
    "a policy document of another": "${data.aws_iam_policy_document.other.json}",
}
UNKNOWN: dict[str, object] = {
    "a variable": "${var.policy}",
    "a file": '${file("policy.json")}',
    "a template": '${templatefile("p.json", {"queue" = aws_sqs_queue.failures.arn})}',
    "a document outside": "${data.aws_iam_policy_document.missing.json}",
    "an action": policy(allow("${var.action}", QUEUE)),
    "a resource": policy(allow("sqs:SendMessage", "${var.queue_arn}")),
    "a name": policy(allow("sqs:SendMessage", "arn:aws:sqs:eu-west-1:123456789012:${var.name}")),
    "an effect": policy({**SEND, "Effect": "${var.effect}"}),
    "a conditional denial": policy(
        SEND,
        {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"Bool": {"a": "true"}}},
    ),
    "statements made by for": "${jsonencode({Statement = [for q in var.queues : {Action = q}]})}",
    "text that is nested too deeply": f'{{"Statement": {NESTED}}}',
    "jsonencode that is nested too deeply": f"${{jsonencode({{Statement = {NESTED}}})}}",
    "statements of a dynamic block": "${data.aws_iam_policy_document.dynamic.json}",
}


def with_documents(document: Json) -> Json:
    statement = {"actions": ["sqs:SendMessage"], "resources": [QUEUE]}
    other = {"actions": ["sqs:SendMessage"], "resources": ["${aws_sqs_queue.undelivered.arn}"]}
    document["locals"] = {"send": policy(SEND)}
    document["data"] = {
        "aws_iam_policy_document": {
            "send": {"statement": statement},
            "other": {"statement": [other]},
            "both": {
                "source_policy_documents": ["${data.aws_iam_policy_document.send.json}"],
                "statement": [other],
            },
            "dynamic": {"dynamic": {"statement": {"for_each": "${var.s}", "content": statement}}},
            "send_by_sid": {"statement": {"sid": "Send", **statement}},
            "other_by_sid": {"statement": {"sid": "Send", **other}},
            "overridden": {
                "source_policy_documents": ["${data.aws_iam_policy_document.send_by_sid.json}"],
                "override_policy_documents": ["${data.aws_iam_policy_document.other_by_sid.json}"],
            },
            "overriding": {
                "statement": {"sid": "Send", **other},
                "override_policy_documents": ["${data.aws_iam_policy_document.send_by_sid.json}"],
            },
            "source_overridden": {
                "source_policy_documents": ["${data.aws_iam_policy_document.send_by_sid.json}"],
                "statement": {"sid": "Send", **other},
            },
        }
    }
    return document


@pytest.mark.parametrize("name", SUFFICIENT)
def test_a_policy_that_permits_is_no_finding(name: str) -> None:
    assert rules(with_documents(with_policy(SUFFICIENT[name]))) == []


@pytest.mark.parametrize("name", SUFFICIENT)
def test_a_configuration_that_does_not_wait_for_it_is_found(name: str) -> None:
    document = with_documents(with_policy(SUFFICIENT[name]))
    del the_config(document)["depends_on"]
    [finding] = check(document)
    assert finding.rule == "EIC004"
    assert "aws_iam_role_policy.send" in finding.message
    assert "depends_on" in finding.fix


@pytest.mark.parametrize("name", INSUFFICIENT)
def test_a_policy_that_does_not_permit_is_found(name: str) -> None:
    [finding] = check(with_documents(with_policy(INSUFFICIENT[name])))
    assert finding.rule == "EIC003"
    assert "sqs:SendMessage" in finding.message
    assert "aws_iam_role.orders" in finding.message


@pytest.mark.parametrize("depth", [90, 400, 900, 2_000])
def test_a_value_of_any_depth_is_read(depth: int) -> None:
    value: list[object] = []
    for _ in range(depth):
        value = [value]
    assert rules(with_policy(value)) == []
    assert rules(with_policy(f'{{"Statement": {"[" * depth}{"]" * depth}}}')) == []


PRIVATE_USE = ["\ue000", "\ue0005\ue000", "\ue0005\ue001", "\\ue0000\\ue000", "\\uE0005\\uE001"]


@pytest.mark.parametrize("characters", PRIVATE_USE)
def test_characters_of_the_private_use_area_are_text(characters: str) -> None:
    def on(queue: str) -> str:
        statement = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "QUEUE"}
        sid = f'{{"Sid": "{characters}", "Effect": "Allow", "Action": "s3:*", "Resource": "*"}}'
        return f'{{"Statement": [{sid}, {json.dumps(statement)}]}}'.replace("QUEUE", queue)

    assert rules(with_policy(on(QUEUE))) == []
    other = f"arn:aws:sqs:eu-west-1:123456789012:{characters}"
    assert rules(with_policy(on(other))) == ["EIC003"]
    assert rules(with_policy(on("${var.queue}" + characters))) == []


@pytest.mark.parametrize("name", UNKNOWN)
def test_a_policy_that_only_terraform_knows_is_no_finding(name: str) -> None:
    document = with_documents(with_policy(UNKNOWN[name]))
    assert rules(document) == []
    del the_config(document)["depends_on"]
    assert rules(document) == []


def test_a_permission_under_a_condition_is_not_judged_but_waited_for() -> None:
    condition = {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}
    document = with_policy(policy(allow("sqs:SendMessage", QUEUE, Condition=condition)))
    assert rules(document) == []
    del the_config(document)["depends_on"]
    assert rules(document) == ["EIC004"]


@pytest.mark.parametrize("name", ["elsewhere", "${var.name}"])
def test_a_policy_for_a_function_outside_is_waited_for_and_not_judged(name: str) -> None:
    document = sound()
    document["data"] = {"aws_lambda_function": {"it": {"function_name": name}}}
    del document["resource"]["aws_lambda_function"]
    for invoker in ("aws_cloudwatch_event_target", "aws_lambda_permission"):
        del document["resource"][invoker]
    send = resources(document, "aws_iam_role_policy")["send"]
    send["role"] = "${basename(data.aws_lambda_function.it.role)}"
    the_config(document)["function_name"] = "${data.aws_lambda_function.it.function_name}"
    assert rules(document) == []
    del the_config(document)["depends_on"]
    assert rules(document) == (["EIC004"] if name == "elsewhere" else [])
    send["policy"] = policy()
    assert rules(document) == []


def test_a_role_without_any_policy_is_found() -> None:
    assert rules(without_policy()) == ["EIC003"]


@pytest.mark.parametrize(
    "role",
    ["${aws_iam_role.orders.arn}", "arn:aws:iam::123456789012:role/service/orders"],
)
def test_the_role_is_told_by_reference_and_by_name(role: str) -> None:
    document = without_policy()
    resources(document, "aws_lambda_function")["orders"]["role"] = role
    assert rules(document) == ["EIC003"]


@pytest.mark.parametrize(
    "role", ["arn:aws:iam::123456789012:role/other", "${var.role}", "${data.aws_iam_role.r.arn}"]
)
def test_a_role_outside_is_unknown(role: str) -> None:
    document = without_policy()
    resources(document, "aws_lambda_function")["orders"]["role"] = role
    assert rules(document) == []


ATTACHED: dict[str, tuple[str, Json]] = {
    "attachment": (
        "aws_iam_role_policy_attachment",
        {"role": ROLE, "policy_arn": "${aws_iam_policy.send.arn}"},
    ),
    "attachment of AWS's policy": (
        "aws_iam_role_policy_attachment",
        {"role": "orders", "policy_arn": "arn:aws:iam::aws:policy/AmazonSQSFullAccess"},
    ),
    "in any partition": (
        "aws_iam_role_policy_attachment",
        {
            "role": ROLE,
            "policy_arn": "arn:${data.aws_partition.p.partition}:iam::aws:policy/AdministratorAccess",
        },
    ),
    "attachment to several": (
        "aws_iam_policy_attachment",
        {"name": "a", "roles": ["other", ROLE], "policy_arn": "${aws_iam_policy.send.arn}"},
    ),
    "exclusive attachment": (
        "aws_iam_role_policy_attachments_exclusive",
        {"role_name": ROLE, "policy_arns": ["${aws_iam_policy.send.arn}"]},
    ),
}


@pytest.mark.parametrize("name", ATTACHED)
def test_an_attached_policy_counts_and_is_waited_for(name: str) -> None:
    type_, arguments = ATTACHED[name]
    document = without_policy()
    resources(document, "aws_iam_policy")["send"] = {"policy": policy(SEND)}
    resources(document, type_)["it"] = arguments
    assert rules(document) == ["EIC004"]
    the_config(document)["depends_on"] = [f"{type_}.it"]
    assert rules(document) == []
    the_config(document)["depends_on"] = ["aws_iam_policy.send"]
    if "send" in str(arguments):
        assert rules(document) == ["EIC004"], "the policy alone is not yet the role's"


@pytest.mark.parametrize(
    "arguments",
    [
        {"inline_policy": [{"name": "send", "policy": policy(SEND)}]},
        {"managed_policy_arns": ["${aws_iam_policy.send.arn}"]},
    ],
)
def test_a_policy_on_the_role_itself_comes_with_the_function(arguments: Json) -> None:
    document = without_policy()
    resources(document, "aws_iam_policy")["send"] = {"policy": policy(SEND)}
    resources(document, "aws_iam_role")["orders"].update(arguments)
    assert rules(document) == []
    the_config(document)["function_name"] = "orders"
    assert rules(document) == ["EIC004"]


@pytest.mark.parametrize(
    ("type_", "arguments"),
    [
        (
            "aws_iam_role_policy_attachment",
            {"role": ROLE, "policy_arn": "arn:aws:iam::aws:policy/SomethingNew"},
        ),
        (
            "aws_iam_role_policy_attachment",
            {"role": ROLE, "policy_arn": "arn:aws:iam::123456789012:policy/send"},
        ),
        (
            "aws_iam_role_policy_attachment",
            {"for_each": "${var.p}", "role": ROLE, "policy_arn": "${each.value}"},
        ),
        (
            "aws_iam_role_policy",
            {"for_each": "${var.roles}", "role": "${each.key}", "policy": policy(SEND)},
        ),
        (
            "aws_sqs_queue_policy",
            {
                "queue_url": "x",
                "policy": policy(
                    allow("sqs:SendMessage", QUEUE, Principal={"AWS": "${aws_iam_role.orders.arn}"})
                ),
            },
        ),
    ],
)
def test_what_may_permit_leaves_it_open(type_: str, arguments: Json) -> None:
    document = without_policy()
    resources(document, type_)["it"] = arguments
    assert rules(document) == []


@pytest.mark.parametrize(
    ("principal", "is_open"),
    [
        ("*", True),
        ({"AWS": "*"}, True),
        (
            {"AWS": ["arn:aws:iam::123456789012:role/x", "arn:aws:iam::123456789012:role/orders"]},
            True,
        ),
        ({"AWS": "${var.who}"}, True),
        ({"AWS": "arn:aws:iam::123456789012:role/x"}, False),
        ({"AWS": "arn:aws:iam::123456789012:root"}, False),
        ({"AWS": "${aws_iam_role.other.arn}"}, False),
        ({"Service": "events.amazonaws.com"}, False),
    ],
)
@pytest.mark.parametrize("form", ["policy of the queue", "policy resource", "data source"])
def test_a_queue_s_own_policy_leaves_it_open_if_it_may_be_for_the_role(
    principal: object, is_open: bool, form: str
) -> None:
    document = without_policy()
    resources(document, "aws_iam_role")["other"] = {"name": "other"}
    text = policy(allow("sqs:SendMessage", QUEUE, Principal=principal))
    if form == "data source":
        [(type_, who)] = principal.items() if isinstance(principal, dict) else [("*", principal)]
        statement = {
            "actions": ["sqs:SendMessage"],
            "resources": [QUEUE],
            "principals": [{"type": type_, "identifiers": who if isinstance(who, list) else [who]}],
        }
        document["data"] = {"aws_iam_policy_document": {"own": {"statement": [statement]}}}
        text = "${data.aws_iam_policy_document.own.json}"
    if form == "policy of the queue":
        resources(document, "aws_sqs_queue")["failures"]["policy"] = text
    else:
        url = "${aws_sqs_queue.failures.id}"
        resources(document, "aws_sqs_queue_policy")["own"] = {"queue_url": url, "policy": text}
    assert rules(document) == ([] if is_open else ["EIC003"])


def test_the_policy_of_another_queue_or_for_another_action_opens_nothing() -> None:
    document = without_policy()
    url = "${aws_sqs_queue.undelivered.id}"
    other = {"queue_url": url, "policy": policy(allow("sqs:*", "*", Principal="*"))}
    resources(document, "aws_sqs_queue_policy")["other"] = other
    receive = policy(allow("sqs:ReceiveMessage", QUEUE, Principal="*"))
    resources(document, "aws_sqs_queue")["failures"]["policy"] = receive
    assert rules(document) == ["EIC003"]


@pytest.mark.parametrize(
    ("boundary", "expected"),
    [
        (policy(allow("*", "*")), []),
        (policy(allow("sqs:*", QUEUE)), []),
        (policy(allow("s3:*", "*")), ["EIC003"]),
        ('${file("boundary.json")}', []),
    ],
)
def test_a_permissions_boundary_bounds_what_policies_allow(
    boundary: str, expected: list[str]
) -> None:
    document = sound()
    resources(document, "aws_iam_policy")["boundary"] = {"policy": boundary}
    role = resources(document, "aws_iam_role")["orders"]
    role["permissions_boundary"] = "${aws_iam_policy.boundary.arn}"
    found = check(document, select=["EIC003"])
    assert [each.rule for each in found] == expected
    assert all("the permissions boundary of aws_iam_role.orders" in each.message for each in found)
    role["permissions_boundary"] = "arn:aws:iam::123456789012:policy/outside"
    assert rules(document) == []


def test_a_module_that_is_given_the_role_leaves_it_open() -> None:
    document = without_policy()
    document["module"] = {"send": {"source": "./send", "role": ROLE}}
    assert rules(document) == []


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
        "arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole",
        "arn:aws:iam::aws:policy/AmazonSNSFullAccess",
    ],
)
def test_a_managed_policy_that_is_not_enough_is_found(arn: str) -> None:
    document = without_policy()
    resources(document, "aws_iam_role_policy_attachment")["it"] = {"role": ROLE, "policy_arn": arn}
    assert rules(document) == ["EIC003"]


DESTINATIONS: dict[str, tuple[str, list[Json], list[Json]]] = {
    "topic": (
        "${aws_sns_topic.failures.arn}",
        [allow("sns:Publish", "${aws_sns_topic.failures.arn}")],
        [allow("sns:Publish", "${aws_sns_topic.other.arn}")],
    ),
    "topic by id": (
        "${aws_sns_topic.failures.id}",
        [allow("sns:Publish", "${aws_sns_topic.failures.arn}")],
        [allow("sqs:SendMessage", "*")],
    ),
    "bus": (
        "${aws_cloudwatch_event_bus.failures.arn}",
        [allow("events:PutEvents", "arn:aws:events:*:*:event-bus/failures")],
        [allow("events:PutEvents", "arn:aws:events:*:*:event-bus/default")],
    ),
    "default bus": (
        "${data.aws_cloudwatch_event_bus.default.arn}",
        [allow("events:PutEvents", "${data.aws_cloudwatch_event_bus.default.arn}")],
        [allow("events:PutEvents", "${aws_cloudwatch_event_bus.failures.arn}")],
    ),
    "function": (
        "${aws_lambda_function.next.arn}",
        [allow("lambda:InvokeFunction", "${aws_lambda_function.next.arn}")],
        [allow("lambda:InvokeFunction", "${aws_lambda_function.next.arn}:*")],
    ),
    "alias": (
        "${aws_lambda_alias.live.arn}",
        [allow("lambda:InvokeFunction", "${aws_lambda_function.next.arn}:*")],
        [allow("lambda:InvokeFunction", "${aws_lambda_function.next.arn}")],
    ),
    "alias by its own ARN": (
        "${aws_lambda_alias.live.arn}",
        [allow("lambda:InvokeFunction", "${aws_lambda_alias.live.arn}")],
        [allow("lambda:InvokeFunction", "${aws_lambda_function.orders.arn}:live")],
    ),
    "version": (
        "${aws_lambda_function.next.qualified_arn}",
        [allow("lambda:InvokeFunction", "${aws_lambda_function.next.arn}:*")],
        [allow("lambda:InvokeFunction", "${aws_lambda_function.next.arn}")],
    ),
    "bucket": (
        "${aws_s3_bucket.failures.arn}",
        [
            allow("s3:PutObject", "${aws_s3_bucket.failures.arn}/*"),
            allow("s3:ListBucket", "arn:aws:s3:::failures"),
        ],
        [allow(["s3:PutObject", "s3:ListBucket"], "${aws_s3_bucket.failures.arn}")],
    ),
    "literal queue": (
        "arn:aws:sqs:eu-west-1:123456789012:elsewhere",
        [allow("sqs:SendMessage", "arn:aws:sqs:eu-west-1:123456789012:elsewhere")],
        [allow("sqs:SendMessage", "arn:aws:sqs:us-east-1:123456789012:elsewhere")],
    ),
}


@pytest.mark.parametrize("name", DESTINATIONS)
def test_each_kind_of_destination_has_its_permission(name: str) -> None:
    destination, sufficient, insufficient = DESTINATIONS[name]
    assert rules(with_destination(destination, *sufficient)) == []
    assert rules(with_destination(destination, *insufficient)) == ["EIC003"]


@pytest.mark.parametrize("prefix", ["/aws/lambda/async/orders/*", "/records/*"])
def test_a_prefix_of_a_bucket_is_not_judged(prefix: str) -> None:
    bucket = "${aws_s3_bucket.failures.arn}"
    document = with_destination(
        bucket, allow("s3:PutObject", bucket + prefix), allow("s3:ListBucket", bucket)
    )
    assert rules(document) == []


@pytest.mark.parametrize("outcome", ["on_failure", "on_success"])
def test_both_outcomes_are_checked(outcome: str) -> None:
    document = with_policy(policy())
    the_config(document)["destination_config"] = {outcome: {"destination": QUEUE}}
    [finding] = check(document, select=["EIC003"])
    assert outcome in finding.message


@pytest.mark.parametrize(
    "waiting",
    [
        {"depends_on": ["aws_iam_role_policy.send"]},
        {"depends_on": ["${aws_iam_role_policy.send}"]},
        {"depends_on": ["null_resource.between"]},
        {"maximum_retry_attempts": "${length(aws_iam_role_policy.send.id) > 0 ? 1 : 1}"},
        {"maximum_retry_attempts": "${local.after}"},
    ],
)
def test_a_configuration_waits_by_depends_on_and_by_reference(waiting: Json) -> None:
    document = sound()
    document["locals"] = {"after": "${length(aws_iam_role_policy.send.id)}"}
    resources(document, "null_resource")["between"] = {
        "triggers": {"policy": "${aws_iam_role_policy.send.policy}"}
    }
    del the_config(document)["depends_on"]
    assert rules(document) == ["EIC004"]
    the_config(document).update(waiting)
    assert rules(document) == []


def test_waiting_for_the_function_is_enough_where_that_waits() -> None:
    document = sound()
    del the_config(document)["depends_on"]
    resources(document, "aws_lambda_function")["orders"]["depends_on"] = [
        "aws_iam_role_policy.send"
    ]
    assert rules(document) == []


@pytest.mark.parametrize(
    ("action", "found"), [("sqs:SendMessage", []), ("sqs:ListQueues", ["EIC003"])]
)
def test_a_managed_policy_of_the_document_is_known_by_its_literal_arn(
    action: str, found: list[str]
) -> None:
    document = without_policy()
    document["resource"]["aws_iam_policy"] = {
        "send": {"name": "send", "policy": policy(allow(action, QUEUE))}
    }
    document["resource"]["aws_iam_role_policy_attachment"] = {
        "send": {"role": ROLE, "policy_arn": "arn:aws:iam::123456789012:policy/send"}
    }
    assert [each.rule for each in check(document, select=["EIC003"])] == found
