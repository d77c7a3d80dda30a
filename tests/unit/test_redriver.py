from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from constructs_eic import (
    EventInvokeConfig,
    EventInvokeConfigError,
    EventInvokeDefaults,
    LostEventAlarms,
    Redriver,
    S3Destination,
    SqsDestination,
)
from constructs_eic.checks import check
from constructs_eic.testing import synthesized as as_terraform
from tests.framework import (
    App,
    AwsProvider,
    DataAwsLambdaFunction,
    DataAwsSqsQueue,
    Fn,
    IamRolePolicy,
    KmsKey,
    LambdaAlias,
    SnsTopic,
    SqsQueue,
    TerraformStack,
    TerraformVariable,
    Token,
)
from tests.unit.conftest import (
    POLICY,
    function_in,
    stack_in,
    synthesized,
    validate,
    without_message_size,
)

if TYPE_CHECKING:
    from pathlib import Path

    from syrupy.assertion import SnapshotAssertion

    from tests.framework import LambdaFunction

SOURCE = "arn:aws:sqs:us-east-1:123456789012:failures"
OTHER = "arn:aws:sqs:us-east-1:123456789012:parked"
TOPIC = "arn:aws:sns:us-east-1:123456789012:on-call"
KEY = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"


def redriver(stack: TerraformStack, **arguments: Any) -> Redriver:
    return Redriver(stack, "redriver", **{"source": SOURCE, "functions": ["orders"], **arguments})


def resources(stack: TerraformStack, kind: str) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = synthesized(stack).get("resource", {}).get(kind, {})
    return [*found.values()]


def forwarder(stack: TerraformStack) -> dict[str, Any]:
    [found] = [each for each in resources(stack, "aws_lambda_function") if "filename" in each]
    return found


def statements(stack: TerraformStack) -> list[dict[str, Any]]:
    [policy] = [each for each in resources(stack, POLICY) if each.get("name") == "forward"]
    found: list[dict[str, Any]] = json.loads(policy["policy"])["Statement"]
    return found


def allowed(stack: TerraformStack) -> dict[str, Any]:
    """What the role may do, by action."""
    actions = [
        (action, each["Resource"])
        for each in statements(stack)
        for action in ([each["Action"]] if isinstance(each["Action"], str) else each["Action"])
    ]
    assert len(dict(actions)) == len(actions)
    return dict(actions)


def test_a_queue_of_the_app_and_a_queue_that_is_created(
    stack: TerraformStack, function: LambdaFunction, terraform_snapshot: SnapshotAssertion
) -> None:
    source = SqsQueue(stack, "source", name="failures")

    redriver(stack, source=source, functions=[function], maximum_concurrency=50)

    assert without_message_size(as_terraform(stack)) == terraform_snapshot


def test_queues_and_functions_outside_the_app(
    stack: TerraformStack, terraform_snapshot: SnapshotAssertion
) -> None:
    Redriver(
        stack,
        "redriver",
        source=SqsDestination(SOURCE, encryption_key=KEY),
        functions=["orders", "arn:aws:lambda:eu-west-1:123456789012:function:resize:live"],
        parking=OTHER,
        name="send-back",
        alarms=None,
    )

    assert without_message_size(as_terraform(stack)) == terraform_snapshot


def test_the_mapping_is_disabled_and_waits_for_the_permission(stack: TerraformStack) -> None:
    redriver(stack)

    [mapping] = resources(stack, "aws_lambda_event_source_mapping")
    assert mapping["enabled"] is False
    assert mapping["function_response_types"] == ["ReportBatchItemFailures"]
    assert mapping["event_source_arn"] == SOURCE
    assert [each.partition(".")[0] for each in mapping["depends_on"]] == [POLICY]
    assert "filter_criteria" not in mapping
    assert "scaling_config" not in mapping


def test_terraform_leaves_the_variable_alone_that_the_command_sets(stack: TerraformStack) -> None:
    redriver(stack, parking=SqsDestination())

    function = forwarder(stack)
    assert function["lifecycle"] == {
        "ignore_changes": ['environment[0].variables["REDRIVE_START"]']
    }
    assert function["environment"]["variables"].keys() == {"PARKING_QUEUE_URL"}


def test_the_role_may_do_nothing_else(stack: TerraformStack, function: LambdaFunction) -> None:
    redriver(stack, functions=[function], parking=OTHER)

    permissions = allowed(stack)
    log_group = permissions.pop("logs:PutLogEvents")
    assert log_group == permissions.pop("logs:CreateLogStream")
    assert log_group.startswith("${aws_cloudwatch_log_group.redriver_Logs_")
    assert permissions == {
        "sqs:ReceiveMessage": SOURCE,
        "sqs:DeleteMessage": SOURCE,
        "sqs:GetQueueAttributes": SOURCE,
        "sqs:SendMessage": OTHER,
        "lambda:InvokeFunction": [
            "${aws_lambda_function.function.arn}",
            "${aws_lambda_function.function.arn}:*",
        ],
    }


OWN = "${trimsuffix(FORWARDER.arn, FORWARDER.function_name)}"
ARN = "arn:aws:lambda:eu-west-1:123456789012:function:orders"


@pytest.mark.parametrize(
    ("given", "arns"),
    [
        ("orders", [f"{OWN}orders", f"{OWN}orders:*"]),
        ("orders:live", f"{OWN}orders:live"),
        ("orders:$LATEST", [f"{OWN}orders", f"{OWN}orders:$LATEST"]),
        (ARN, [ARN, f"{ARN}:*"]),
        (f"{ARN}:7", f"{ARN}:7"),
    ],
)
def test_what_may_be_invoked_of_a_name_or_an_arn(
    stack: TerraformStack, given: str, arns: list[str] | str
) -> None:
    made = redriver(stack, functions=[given])

    address = f"aws_lambda_function.{made.forwarder.friendly_unique_id}"
    told = json.dumps(allowed(stack)["lambda:InvokeFunction"]).replace(address, "FORWARDER")
    assert json.loads(told) == arns


def test_of_an_alias_no_other_version_may_be_invoked(
    stack: TerraformStack, function: LambdaFunction
) -> None:
    alias = LambdaAlias(
        stack, "alias", name="live", function_name=function.function_name, function_version="1"
    )

    redriver(stack, functions=[alias])

    assert allowed(stack)["lambda:InvokeFunction"] == (
        "${aws_lambda_function.function.arn}:${aws_lambda_alias.alias.name}"
    )


def test_a_function_that_is_looked_up(stack: TerraformStack) -> None:
    looked_up = DataAwsLambdaFunction(stack, "orders", function_name="orders")

    redriver(stack, functions=[looked_up])

    arn = "${data.aws_lambda_function.orders.arn}"
    assert allowed(stack)["lambda:InvokeFunction"] == [arn, f"{arn}:*"]


def test_of_a_token_terraform_tells_a_name_from_an_arn(stack: TerraformStack) -> None:
    variable = TerraformVariable(stack, "function", type="string")

    redriver(stack, functions=[variable.string_value, "${var.other}"])

    policy = json.dumps(resources(stack, POLICY))
    for expression in ("var.function).function", "var.other)"):
        assert "${replace(regex(" in policy
        assert expression in policy


def test_the_keys_of_both_queues(stack: TerraformStack) -> None:
    key = KmsKey(stack, "key")
    source = SqsQueue(stack, "source", kms_master_key_id=key.arn)

    redriver(stack, source=source, parking=SqsDestination(encryption_key=KEY))

    used = [each for each in statements(stack) if "kms:Decrypt" in each["Action"]]
    assert [(each["Action"], each["Resource"]) for each in used] == [
        ("kms:Decrypt", "${aws_kms_key.key.arn}"),
        (["kms:Decrypt", "kms:GenerateDataKey"], KEY),
    ]


def test_queues_that_are_looked_up_or_only_known_to_terraform(stack: TerraformStack) -> None:
    source = DataAwsSqsQueue(stack, "source", name="failures")
    variable = TerraformVariable(stack, "parking", type="string")

    redriver(stack, source=source, parking=variable.string_value)

    [mapping] = resources(stack, "aws_lambda_event_source_mapping")
    assert mapping["event_source_arn"] == "${data.aws_sqs_queue.source.arn}"
    assert allowed(stack)["sqs:SendMessage"] == "${var.parking}"
    url = forwarder(stack)["environment"]["variables"]["PARKING_QUEUE_URL"]
    assert url.startswith("https://sqs.${regex(")
    assert url.endswith(", var.parking).name}")


def test_the_url_of_a_parking_queue_that_is_given_by_its_arn(stack: TerraformStack) -> None:
    made = redriver(stack, parking=OTHER)

    assert made.parking.given == OTHER
    url = forwarder(stack)["environment"]["variables"]["PARKING_QUEUE_URL"]
    start, _, end = url.partition("${")
    assert start == "https://sqs.us-east-1."
    assert end.endswith(".dns_suffix}/123456789012/parked")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (["redriver"], "stack-redriver"),
        (["payments & refunds", "back"], "stack-paymentsrefunds-back"),
        (["x" * 50, "y" * 20], f"stack-{'x' * 49}-d0581cb9"),
    ],
)
def test_the_name_is_known_beforehand(stack: TerraformStack, path: list[str], name: str) -> None:
    from constructs import Construct

    scope: Construct = stack
    for each in path[:-1]:
        scope = Construct(scope, each)

    made = Redriver(scope, path[-1], source=SOURCE, functions=["orders"])

    assert made.forwarder_name == name
    assert len(name) <= 64
    assert forwarder(stack)["function_name"] == name


def test_the_alarms_notify_who_the_defaults_name(stack: TerraformStack) -> None:
    topic = SnsTopic(stack, "on-call")
    EventInvokeDefaults(alarms=LostEventAlarms(notify=topic)).apply_to(stack)

    made = redriver(stack)

    alarms = {each["metric_name"]: each for each in resources(stack, "aws_cloudwatch_metric_alarm")}
    assert alarms.keys() == {"Errors", "ApproximateNumberOfMessagesVisible"}
    assert alarms["Errors"]["dimensions"] == {"FunctionName": "stack-redriver"}
    assert {each["alarm_actions"][0] for each in alarms.values()} == {
        "${aws_sns_topic.on-call.arn}"
    }
    assert len(made.alarms) == 2


@pytest.mark.parametrize(
    ("alarms", "warns"),
    [({}, True), ({"alarms": None}, False), ({"alarms": LostEventAlarms(notify=TOPIC)}, False)],
)
def test_a_warning_if_nobody_hears_the_alarms(
    stack: TerraformStack, alarms: dict[str, Any], warns: bool
) -> None:
    made = redriver(stack, **alarms)

    assert [each.data for each in made.node.metadata] == [
        "the alarms of this Redriver notify nobody: give alarms=LostEventAlarms(notify=topic), or alarms=None"
    ] * warns


def test_one_alarm_for_a_parking_queue_that_is_shared(stack: TerraformStack) -> None:
    parking = SqsQueue(stack, "parking", name="parked")
    for id_, source in (("one", SOURCE), ("another", f"{SOURCE}-2")):
        Redriver(stack, id_, source=source, functions=["orders"], parking=parking, name=id_)

    kinds = [each["metric_name"] for each in resources(stack, "aws_cloudwatch_metric_alarm")]
    assert sorted(kinds) == ["ApproximateNumberOfMessagesVisible", "Errors", "Errors"]


def test_no_alarm_is_left_of_one_that_was_removed(stack: TerraformStack) -> None:
    redriver(stack, parking=OTHER)

    stack.node.try_remove_child("redriver")

    assert resources(stack, "aws_cloudwatch_metric_alarm") == []


def test_it_is_where_its_queue_is(stack: TerraformStack) -> None:
    far = AwsProvider(stack, "far", region="eu-west-1", alias="far")
    source = SqsQueue(stack, "source", provider=far)

    redriver(stack, source=source)

    document = synthesized(stack)["resource"]
    assert {each.get("provider") for kind in document.values() for each in kind.values()} == {
        "aws.far"
    }


def test_a_queue_and_functions_of_another_stack(tmp_path: Path) -> None:
    app = App(outdir=str(tmp_path), skip_validation=True)
    stack, other = stack_in(app, "stack"), stack_in(app, "other")
    source, function = SqsQueue(other, "source"), function_in(other, "orders")

    redriver(stack, source=source, functions=[function])

    app.synth()
    document = json.loads((tmp_path / "stacks" / "stack" / "cdk.tf.json").read_text())
    [policy] = document["resource"][POLICY].values()
    # The queue, and the function without and with its versions.
    assert policy["policy"].count("data.terraform_remote_state.") == 3
    assert "${aws_lambda_function.orders" not in policy["policy"]


def problems(stack: TerraformStack, **arguments: Any) -> list[str]:
    with pytest.raises(EventInvokeConfigError) as raised:
        redriver(stack, **arguments)
    assert stack.node.try_find_child("redriver") is None
    assert {each.path for each in raised.value.problems} == {"stack/redriver"}
    return [f"{each.argument}={each.value}: {each.reason}" for each in raised.value.problems]


def test_all_problems_at_once(stack: TerraformStack) -> None:
    found = problems(
        stack,
        source="https://sqs.us-east-1.amazonaws.com/123456789012/failures",
        functions=["orders", "no name"],
        parking=S3Destination("arn:aws:s3:::archive"),
        maximum_concurrency=1,
        name="no name",
        alarms=True,
        region="Frankfurt",
        provider="aws",
    )

    assert [each.partition("=")[0] for each in dict.fromkeys(found)] == [
        "name",
        "source",
        "functions",
        "parking",
        "maximum_concurrency",
        "alarms",
        *["region"] * sum(each.startswith("region=") for each in found),
        "provider",
    ]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"source": None}, "source=: there is no queue to process messages from"),
        ({"source": "failures"}, "source='failures': this is not an ARN"),
        ({"source": ARN}, f"source={ARN!r}: "),
        (
            {"source": SqsDestination()},
            "source=SqsDestination(): there is no queue to process messages from",
        ),
        ({"parking": SOURCE}, f"parking={SOURCE!r}: this is the source itself"),
        (
            {"parking": SqsDestination(SOURCE)},
            f"parking=SqsDestination({SOURCE!r}): this is the source itself",
        ),
        (
            {"parking": SqsDestination(encryption_key="alias/mine")},
            "encryption_key='alias/mine': the permission on the key of parking takes the key's ARN",
        ),
        ({"functions": []}, "functions=[]: no event could be sent"),
        ({"functions": "orders"}, "functions='orders': this is not a list"),
        ({"functions": [7]}, "functions=7: this is not a Lambda function"),
        ({"functions": [f"{SOURCE}"]}, f"functions={SOURCE!r}: "),
        (
            {"maximum_concurrency": 1001},
            "maximum_concurrency=1001: Lambda processes 2 to 1000 batches",
        ),
        (
            {"maximum_concurrency": True},
            "maximum_concurrency=True: Lambda processes 2 to 1000 batches",
        ),
        (
            {"maximum_concurrency": 2.5},
            "maximum_concurrency=2.5: Lambda processes 2 to 1000 batches",
        ),
        ({"name": "x" * 65}, f"name='{'x' * 65}': the name of a function has 1 to 64"),
        ({"name": ""}, "name='': the name of a function has 1 to 64"),
        ({"alarms": "on-call"}, "alarms='on-call': this is not a LostEventAlarms"),
    ],
)
def test_a_problem(stack: TerraformStack, arguments: dict[str, Any], problem: str) -> None:
    [found] = problems(stack, **arguments)

    assert found.startswith(problem)


@pytest.mark.parametrize(
    "given",
    ["send-back", "send-back:live", "arn:aws:lambda:us-east-1:123456789012:function:send-back"],
)
def test_the_forwarder_itself_is_no_function_of_a_record(stack: TerraformStack, given: str) -> None:
    [found] = problems(stack, name="send-back", functions=["orders", given])

    assert found == (
        f"functions={given!r}: this is the forwarder of this Redriver, and it would invoke itself"
    )


def test_the_forwarder_itself_by_its_default_name(stack: TerraformStack) -> None:
    [found] = problems(stack, functions=["stack-redriver"])

    assert "this is the forwarder of this Redriver" in found


def test_a_function_of_that_name_in_another_region(stack: TerraformStack) -> None:
    far = "arn:aws:lambda:eu-west-1:123456789012:function:send-back"

    redriver(stack, name="send-back", functions=[far])

    assert allowed(stack)["lambda:InvokeFunction"] == [far, f"{far}:*"]


def in_the_way(stack: TerraformStack, **arguments: Any) -> list[str]:
    """Why a second Redriver cannot be beside the first one."""
    with pytest.raises(EventInvokeConfigError) as raised:
        Redriver(stack, "second", **{"source": OTHER, "functions": ["resize"], **arguments})
    assert stack.node.try_find_child("second") is None
    return [f"{each.argument}: {each.reason}" for each in raised.value.problems]


@pytest.mark.parametrize("first", range(3))
@pytest.mark.parametrize("second", range(3))
def test_two_for_one_queue(stack: TerraformStack, first: int, second: int) -> None:
    queues: list[Any] = [
        SqsQueue(stack, "queue", name="failures"),
        DataAwsSqsQueue(stack, "found", name="failures"),
        SOURCE,
    ]
    redriver(stack, source=queues[first])

    assert in_the_way(stack, source=queues[second]) == [
        "source: the Redriver stack/redriver is for this queue already, and whichever of the two is run parks the "
        "events of functions that only the other may invoke"
    ]


def test_two_with_one_name(stack: TerraformStack) -> None:
    redriver(stack, name="send-back")

    assert in_the_way(stack, name="send-back") == [
        "name: the Redriver stack/redriver has this name already, and Lambda has one function of a name"
    ]


def test_two_for_two_queues(stack: TerraformStack) -> None:
    redriver(stack)
    Redriver(stack, "second", source=OTHER, functions=["orders"])

    assert len(resources(stack, "aws_lambda_event_source_mapping")) == 2


def test_one_in_the_place_of_another_that_was_removed(stack: TerraformStack) -> None:
    redriver(stack, name="send-back")
    stack.node.try_remove_child("redriver")

    Redriver(stack, "second", source=SOURCE, functions=["orders"], name="send-back")

    assert len(resources(stack, "aws_lambda_event_source_mapping")) == 1


def test_one_queue_name_and_one_forwarder_name_in_two_environments() -> None:
    app = App()
    for environment in ("dev", "prod"):
        stack = stack_in(app, environment)
        source = SqsQueue(stack, "source", name="failures")
        Redriver(stack, "redriver", source=source, functions=["orders"], name="send-back")


FIFO = {
    "source": (
        "this is a FIFO queue, and Lambda delivers records to standard queues only: no event waits here to be sent",
        "give the standard queue that is on_failure, or the dead-letter queue, of the functions",
    ),
    "parking": (
        "this is a FIFO queue, which takes no message without a message group, and what is parked has none",
        "give a standard queue, or leave it out: one is created",
    ),
}


@pytest.mark.parametrize("form", range(6))
@pytest.mark.parametrize("argument", FIFO)
def test_a_fifo_queue(stack: TerraformStack, argument: str, form: int) -> None:
    queue = SqsQueue(stack, "queue", name="failures.fifo", fifo_queue=True)
    given: Any = [
        queue,
        queue.arn,
        SqsDestination(queue),
        DataAwsSqsQueue(stack, "found", name="failures.fifo"),
        f"{SOURCE}.fifo",
        Fn.format("arn:aws:sqs:us-east-1:123456789012:%s.fifo", ["failures"]),
    ][form]

    with pytest.raises(EventInvokeConfigError) as refused:
        redriver(stack, **{argument: given})

    assert [(each.argument, each.reason, each.fix) for each in refused.value.problems] == [
        (argument, *FIFO[argument])
    ]


@pytest.mark.parametrize("form", ["resource", "ARN"])
def test_what_is_no_queue_says_that_a_queue_is_used(stack: TerraformStack, form: str) -> None:
    given: Any = {"resource": SnsTopic(stack, "topic"), "ARN": TOPIC}[form]
    with pytest.raises(EventInvokeConfigError) as refused:
        redriver(stack, source=given)
    (problem,) = refused.value.problems
    assert (problem.reason, problem.fix) == (
        "a Redriver uses SQS queues, and this is another kind: SNS topic",
        "give a queue, its ARN or SqsDestination(queue)",
    )


def test_a_queue_whose_messages_are_shown_again_too_soon(stack: TerraformStack) -> None:
    source = SqsQueue(stack, "source", visibility_timeout_seconds=29)

    [found] = problems(stack, source=source)

    assert found == (
        "source=<SqsQueue>: its visibility timeout is 29 s, and Lambda requires at least the 30 s that the "
        "forwarder may run"
    )


def test_a_queue_in_another_region(stack: TerraformStack) -> None:
    [found] = problems(stack, source=SOURCE.replace("us-east-1", "eu-west-1"))

    assert found.endswith(
        "the queue is in eu-west-1, the Redriver in us-east-1: Lambda reads queues of its own region"
    )


def test_the_same_queue_given_twice_in_two_forms(stack: TerraformStack) -> None:
    queue = SqsQueue(stack, "source")

    [found] = problems(stack, source=queue.arn, parking=queue)

    assert "this is the source itself" in found


@pytest.mark.parametrize("source", range(3))
@pytest.mark.parametrize("parking", range(3))
def test_the_same_queue_by_its_name(stack: TerraformStack, source: int, parking: int) -> None:
    queues: list[Any] = [
        SqsQueue(stack, "queue", name="failures"),
        DataAwsSqsQueue(stack, "found", name="failures"),
        SOURCE,
    ]

    found = problems(stack, source=queues[source], parking=queues[parking])

    assert [each for each in found if "this is the source itself" in each]


def test_queues_of_one_name_in_two_accounts(stack: TerraformStack) -> None:
    Redriver(
        stack,
        "redriver",
        source=SOURCE,
        functions=["orders"],
        parking=SOURCE.replace("123456789012", "111111111111"),
    )


def test_number_tokens(stack: TerraformStack) -> None:
    variable = TerraformVariable(stack, "most", type="number")

    redriver(stack, maximum_concurrency=Token.as_number(variable.value))

    [mapping] = resources(stack, "aws_lambda_event_source_mapping")
    assert mapping["scaling_config"] == {"maximum_concurrency": "${var.most}"}


def test_another_name_of_an_argument_is_told(stack: TerraformStack) -> None:
    with pytest.raises(TypeError, match="here it is source="):
        redriver(stack, queue=SOURCE)


TOO_LONG = "the inline policies of its role have at least "
SHORTER = (
    "give only some of functions=, and attach an IamPolicy to its .role that allows lambda:InvokeFunction on the "
    "others, in one ARN with a wildcard, such as 'arn:aws:lambda:us-east-1:123456789012:function:orders-*'"
)


@pytest.mark.parametrize("number", [90, 1000])
@pytest.mark.parametrize("form", ["name", "ARN"])
def test_more_functions_than_a_policy_takes(tmp_path: Path, form: str, number: int) -> None:
    app = App(outdir=str(tmp_path))
    stack = stack_in(app, "stack")
    prefix = "" if form == "name" else "arn:aws:lambda:us-east-1:123456789012:function:"
    redriver(stack, functions=[f"{prefix}orders-{each:04}" for each in range(number)])

    with pytest.raises(RuntimeError) as refused:
        app.synth()

    assert f"stack/redriver: {TOO_LONG}" in str(refused.value)
    assert SHORTER in str(refused.value)
    assert len(str(refused.value)) < 1000


def test_its_policy_and_those_of_the_app_together(tmp_path: Path) -> None:
    app = App(outdir=str(tmp_path))
    stack = stack_in(app, "stack")
    made = redriver(stack)
    for number in range(2):
        statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "x" * 5000}
        IamRolePolicy(
            stack,
            f"more-{number}",
            role=made.role.name,
            policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
        )

    with pytest.raises(RuntimeError, match=TOO_LONG):
        app.synth()


def test_as_many_functions_as_a_policy_takes(tmp_path: Path) -> None:
    app = App(outdir=str(tmp_path))
    stack = stack_in(app, "stack")
    redriver(stack, functions=[f"orders-{each:04}" for each in range(70)])

    app.synth()


def test_what_it_creates_is_no_finding(tmp_path: Path) -> None:
    app = App(outdir=str(tmp_path))
    stack = stack_in(app, "stack")
    function = function_in(stack, "orders")
    queue = SqsQueue(stack, "failures", message_retention_seconds=1_209_600)
    alarms = LostEventAlarms(notify=SnsTopic(stack, "on-call"))
    EventInvokeConfig(stack, "async", function=function, on_failure=queue, alarms=alarms)
    redriver(stack, source=queue, functions=[function], alarms=alarms)
    app.synth()

    assert list(check(str(tmp_path), select=["EIC"])) == []


def test_the_code_is_beside_the_stack_once_it_is_synthesized(tmp_path: Path) -> None:
    app = App(outdir=str(tmp_path))
    stack = stack_in(app, "stack")
    redriver(stack)
    app.synth()

    assert (tmp_path / "stacks" / "stack" / forwarder(stack)["filename"]).is_file()
    validate(stack)
