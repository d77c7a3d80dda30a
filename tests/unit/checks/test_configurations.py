"""EIC005, EIC006 and EIC007: destinations that cannot work, targets declared twice, configurations in parallel."""

from __future__ import annotations

import pytest

from constructs_eic.checks import check
from tests.unit.checks.documents import (
    Json,
    resources,
    sound,
    the_config,
    the_function,
    with_alias,
)

CONFIG = "aws_lambda_function_event_invoke_config"
ALIAS = "${aws_lambda_alias.live.name}"


def found(document: Json, *rules: str) -> list[tuple[str, str]]:
    return [(each.rule, each.address) for each in check(document, select=rules)]


def with_destination(destination: str, outcome: str = "on_failure") -> Json:
    document = with_alias(sound())
    the_config(document)["destination_config"] = {outcome: {"destination": destination}}
    document["resource"]["aws_sqs_queue"].update(
        ordered={"name": "ordered.fifo"}, generated={"name_prefix": "f", "fifo_queue": True}
    )
    document["resource"]["aws_lambda_function"].update(
        failed={"function_name": "orders-failed"},
        durable={"function_name": "durable", "publish": True, "durable_config": [{"a": 1}]},
        perhaps={"function_name": "perhaps", "dynamic": {"durable_config": {"content": {}}}},
    )
    document["resource"]["aws_lambda_alias"]["durable"] = {
        "name": "live",
        "function_name": "${aws_lambda_function.durable.function_name}",
    }
    document["resource"]["aws_sqs_queue"]["staged"] = {"name": "${var.stage}-staged.fifo"}
    document["resource"].update(
        aws_sns_topic={
            "ordered": {"name": "ordered.fifo", "fifo_topic": True},
            "staged": {"name": "${var.stage}.fifo"},
            "t": {"name": "t"},
        },
        aws_cloudwatch_event_bus={
            "partner": {"name": "${var.name}", "event_source_name": "aws.partner/example.com/1"},
            "found": {
                "name": "${var.name}",
                "event_source_name": "${data.aws_cloudwatch_event_source.it.name}",
            },
            "perhaps": {
                "name": "${var.name}",
                "event_source_name": "${var.x ? data.aws_cloudwatch_event_source.it.name : null}",
            },
        },
        aws_s3_bucket={"archive": {"bucket": "archive"}},
        aws_kinesis_stream={"stream": {"name": "stream"}},
        null_resource={"anything": {}},
    )
    document["data"] = {
        "aws_lambda_function": {"orders": {"function_name": "orders"}},
        "aws_sqs_queue": {"staged": {"name": "${var.stage}-x.fifo"}},
        "aws_cloudwatch_event_bus": {
            "partner": {"name": "aws.partner/example.com/${var.id}"},
            "found": {"name": "${data.aws_cloudwatch_event_source.it.name}"},
        },
        "aws_cloudwatch_event_source": {"it": {"name_prefix": "aws.partner/example.com"}},
    }
    return document


IMPOSSIBLE: dict[str, tuple[str, str]] = {
    "FIFO queue by its name": ("${aws_sqs_queue.ordered.arn}", "FIFO"),
    "FIFO queue by its argument": ("${aws_sqs_queue.generated.arn}", "FIFO"),
    "FIFO topic": ("${aws_sns_topic.ordered.arn}", "FIFO"),
    "literal FIFO queue": ("arn:aws:sqs:eu-west-1:123456789012:ordered.fifo", "FIFO"),
    "FIFO queue in any account": ("arn:aws:sqs:eu-west-1:${var.account}:ordered.fifo", "FIFO"),
    "the function": ("${aws_lambda_function.orders.arn}", "itself"),
    "the function's alias": ("${aws_lambda_alias.live.arn}", "itself"),
    "the function's version": ("${aws_lambda_function.orders.qualified_arn}", "itself"),
    "the function by ARN": ("arn:aws:lambda:eu-west-1:123456789012:function:orders:1", "itself"),
    "the function by data source": ("${data.aws_lambda_function.orders.arn}", "itself"),
    "stream": ("${aws_kinesis_stream.stream.arn}", "does not deliver"),
    "literal stream": ("arn:aws:kinesis:eu-west-1:123456789012:stream/s", "does not deliver"),
    "queue's URL": ("${aws_sqs_queue.failures.url}", "not its ARN"),
    "queue's id": ("${aws_sqs_queue.failures.id}", "not its ARN"),
    "queue's name": ("failures", "is not an ARN"),
    "queue's URL as text": (
        "https://sqs.${data.aws_region.r.name}.amazonaws.com/${var.account}/failures",
        "is not an ARN",
    ),
    "ARN of five parts": ("arn:aws:sqs:${var.region}:failures", "six parts"),
    "event rule": ("arn:aws:events:${var.region}:${var.account}:rule/hourly", "event-bus/NAME"),
    "access point": ("arn:aws:s3:eu-west-1:${var.account}:accesspoint/a", "neither region"),
    "FIFO queue behind a token": ("${aws_sqs_queue.staged.arn}", "FIFO"),
    "FIFO queue looked up behind a token": ("${data.aws_sqs_queue.staged.arn}", "FIFO"),
    "FIFO topic behind a token": ("${aws_sns_topic.staged.arn}", "FIFO"),
    "partner event bus": (
        "arn:aws:events:eu-west-1:${var.account}:event-bus/aws.partner/example.com/1",
        "partner",
    ),
    "partner event bus of a source": ("${aws_cloudwatch_event_bus.partner.arn}", "partner"),
    "partner event bus looked up": ("${data.aws_cloudwatch_event_bus.partner.arn}", "partner"),
    "partner event bus of a source found": ("${aws_cloudwatch_event_bus.found.arn}", "partner"),
    "partner event bus by its source": ("${data.aws_cloudwatch_event_bus.found.arn}", "partner"),
    "durable function": ("${aws_lambda_function.durable.arn}", "durable"),
    "durable function by ARN": (
        "arn:aws:lambda:eu-west-1:123456789012:function:durable",
        "durable",
    ),
}
POSSIBLE: dict[str, str] = {
    "queue": "${aws_sqs_queue.failures.arn}",
    "topic": "${aws_sns_topic.t.arn}",
    "topic's id": "${aws_sns_topic.t.id}",
    "bucket": "${aws_s3_bucket.archive.arn}",
    "another function": "arn:aws:lambda:eu-west-1:123456789012:function:orders-failed",
    "another function's version": "${aws_lambda_function.failed.qualified_arn}",
    "only Terraform knows": "${var.destination}",
    "something of a module": "${module.failures.queue_arn}",
    "one of two": "${var.x ? aws_sqs_queue.ordered.arn : aws_sqs_queue.failures.arn}",
    "of another provider": "${null_resource.anything.id}",
    "a name that only Terraform knows": "arn:aws:sqs:eu-west-1:123456789012:${var.name}",
    "a service that only Terraform knows": "arn:aws:${var.service}:eu-west-1:123456789012:a",
    "a name behind a token": "${var.stage}-failures",
    "another function's version by literal": "${aws_lambda_function.failed.arn}:1",
    "managed instances": "arn:aws:lambda:eu-west-1:123456789012:function:m:$LATEST.PUBLISHED",
    "a bus of one's own": "arn:aws:events:eu-west-1:${var.account}:event-bus/orders",
    "a bus that may be a partner's": "${aws_cloudwatch_event_bus.perhaps.arn}",
    "a durable function's version": "${aws_lambda_function.durable.qualified_arn}",
    "a durable function's alias": "${aws_lambda_alias.durable.arn}",
    "a durable function's alias by ARN": "arn:aws:lambda:eu-west-1:123456789012:function:durable:live",
    "a function that may be durable": "${aws_lambda_function.perhaps.arn}",
}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_a_destination_that_cannot_work_is_found(name: str) -> None:
    destination, word = IMPOSSIBLE[name]
    [finding] = check(with_destination(destination), select=["EIC005"])
    assert word in finding.message
    assert finding.fix.startswith("give ")
    assert finding.address == f"{CONFIG}.orders"


@pytest.mark.parametrize("name", POSSIBLE)
def test_a_destination_that_may_work_is_no_finding(name: str) -> None:
    assert found(with_destination(POSSIBLE[name]), "EIC005") == []


def test_a_bucket_takes_failures_only() -> None:
    bucket = "${aws_s3_bucket.archive.arn}"
    assert found(with_destination(bucket), "EIC005") == []
    assert found(with_destination(bucket, "on_success"), "EIC005") == [
        ("EIC005", f"{CONFIG}.orders")
    ]
    assert found(with_destination("arn:aws:s3:::archive", "on_success"), "EIC005")


REGIONS = {
    "here": [{"region": "eu-west-1"}, {"alias": "there", "region": "us-east-1"}],
    "unknown": [{"region": "eu-west-1"}, {"alias": "there", "region": "${var.region}"}],
}
THERE = "arn:aws:sqs:us-east-1:123456789012:failures"


def in_regions(provider: str, destination: str, **there: str) -> list[str]:
    """What EIC005 finds with a second provider, that some resources use."""
    document = with_destination(destination)
    document["provider"] = {"aws": REGIONS[provider]}
    document["resource"]["aws_kms_key"] = {"k": {}}
    for type_, name in there.items():
        document["resource"][type_][name]["provider"] = "aws.there"
    return [each.message for each in check(document, select=["EIC005"])]


def test_a_destination_in_another_region_than_the_function_is_found() -> None:
    queue = "${aws_sqs_queue.failures.arn}"
    words = ["on_failure is in us-east-1, the function in eu-west-1"]
    assert in_regions("here", queue) == []
    assert in_regions("here", THERE) == words
    assert in_regions("here", THERE.replace("123456789012", "${var.account}")) == words
    assert in_regions("here", queue, aws_sqs_queue="failures") == words
    assert in_regions("unknown", queue, aws_sqs_queue="failures") == []
    assert in_regions("unknown", THERE, aws_lambda_function="orders") == []


def test_a_destination_of_a_function_in_a_region_of_its_own_is_compared_with_that() -> None:
    document = with_destination(THERE)
    document["provider"] = {"aws": [{"region": "eu-west-1"}]}
    the_function(document)["region"] = "us-east-1"
    assert found(document, "EIC005") == []


def test_a_key_in_another_region_than_the_function_is_found() -> None:
    document = with_destination("${aws_sqs_queue.failures.arn}")
    document["provider"] = {"aws": REGIONS["here"]}
    document["resource"]["aws_kms_key"] = {"k": {"provider": "aws.there"}}
    document["resource"]["aws_sqs_queue"]["failures"]["kms_master_key_id"] = "${aws_kms_key.k.arn}"
    [finding] = check(document, select=["EIC005"])
    assert finding.message == (
        "on_failure: its key aws_kms_key.k is in us-east-1, the function in eu-west-1"
    )
    document["resource"]["aws_kms_key"]["k"] = {}
    assert found(document, "EIC005") == []


@pytest.mark.parametrize("resource", ["key/1234abcd-12ab-34cd-56ef-1234567890ab", "alias/failures"])
@pytest.mark.parametrize("region", ["us-east-1", "eu-west-1"])
def test_a_literal_key_in_another_region_than_the_function_is_found(
    region: str, resource: str
) -> None:
    key = f"arn:aws:kms:{region}:123456789012:{resource}"
    document = with_destination("${aws_sqs_queue.failures.arn}")
    document["provider"] = {"aws": REGIONS["here"]}
    document["resource"]["aws_sqs_queue"]["failures"]["kms_master_key_id"] = key
    messages = [each.message for each in check(document, select=["EIC005"])]
    told = f"on_failure: its key {key} is in us-east-1, the function in eu-west-1"
    assert messages == ([told] if region == "us-east-1" else [])


def test_configurations_in_two_stacks_cannot_wait_for_each_other() -> None:
    stacks: list[Json] = [
        {
            "//": {"metadata": {"stackName": qualifier}},
            "resource": {CONFIG: {"one": {"function_name": "orders", "qualifier": qualifier}}},
        }
        for qualifier in ("alpha", "beta")
    ]
    functions = {"aws_lambda_function": {"orders": {"function_name": "orders"}}}
    stacks[0]["resource"].update(functions)
    assert check(stacks, select=["EIC007"]) == []


def test_a_dead_letter_queue_is_a_standard_one() -> None:
    document = with_destination("${aws_sqs_queue.failures.arn}")
    the_function(document)["dead_letter_config"] = {"target_arn": "${aws_sqs_queue.failures.arn}"}
    assert found(document, "EIC005") == []
    the_function(document)["dead_letter_config"] = {"target_arn": "${aws_sqs_queue.ordered.arn}"}
    assert found(document, "EIC005") == [("EIC005", "aws_lambda_function.orders")]


def with_second(arguments: Json) -> Json:
    document = with_alias(sound())
    resources(document, CONFIG)["second"] = {"maximum_retry_attempts": 0, **arguments}
    return document


SAME: list[Json] = [
    {"function_name": "orders"},
    {"function_name": "orders", "qualifier": "$LATEST"},
    {"function_name": "${aws_lambda_function.orders.arn}"},
    {"function_name": "arn:aws:lambda:eu-west-1:123456789012:function:orders"},
    {"function_name": "${aws_lambda_alias.live.function_name}"},
]
OTHER: list[Json] = [
    {"function_name": "orders-2"},
    {"function_name": "orders", "qualifier": "live"},
    {"function_name": "orders", "qualifier": ALIAS},
    {"function_name": "orders", "qualifier": "${aws_lambda_function.orders.version}"},
    {"function_name": "orders", "qualifier": "${var.qualifier}"},
    {"function_name": "${var.name}"},
    {"function_name": "orders", "provider": "aws.west"},
    {"function_name": "orders", "count": "${var.own ? 1 : 0}"},
    {"function_name": "orders", "count": 0},
]


@pytest.mark.parametrize("arguments", SAME, ids=str)
def test_a_second_configuration_of_a_target_is_found(arguments: Json) -> None:
    [finding] = check(with_second(arguments), select=["EIC006"])
    assert finding.address == f"{CONFIG}.second"
    assert f"{CONFIG}.orders" in finding.message


@pytest.mark.parametrize("arguments", OTHER, ids=str)
def test_a_configuration_of_another_target_is_no_finding(arguments: Json) -> None:
    assert found(with_second(arguments), "EIC006") == []


@pytest.mark.parametrize("qualifier", ["live", "1", "${var.alias}", ALIAS])
def test_two_configurations_of_one_qualifier_are_found(qualifier: str) -> None:
    document = with_second({"function_name": "orders", "qualifier": qualifier})
    the_config(document)["qualifier"] = qualifier
    assert found(document, "EIC006") == [("EIC006", f"{CONFIG}.second")]


def test_functions_outside_are_told_by_their_name() -> None:
    document: Json = {
        "resource": {
            CONFIG: {
                "one": {"function_name": "elsewhere"},
                "two": {"function_name": "elsewhere", "qualifier": "$LATEST"},
                "three": {"function_name": "elsewhere", "qualifier": "live"},
            }
        }
    }
    assert found(document, "EIC006") == [("EIC006", f"{CONFIG}.two")]


def test_instances_of_functions_are_told_apart() -> None:
    document = sound()
    the_function(document).update(count=2, function_name="orders-${count.index}")
    the_config(document)["function_name"] = "${aws_lambda_function.orders[0].function_name}"
    resources(document, CONFIG)["second"] = {
        "function_name": "${aws_lambda_function.orders[1].function_name}"
    }
    assert found(document, "EIC006", "EIC007") == []
    resources(document, CONFIG)["third"] = {"function_name": "${aws_lambda_function.orders[1].arn}"}
    assert found(document, "EIC006") == [("EIC006", f"{CONFIG}.third")]


@pytest.mark.parametrize(
    "name",
    [
        "orders:live",
        "arn:aws:lambda:eu-west-1:123456789012:function:orders:live",
        "${aws_lambda_alias.live.arn}",
        "${aws_lambda_function.orders.qualified_arn}",
        "${aws_lambda_function.orders.arn}:live",
        "${aws_lambda_function.orders.function_name}:" + ALIAS,
    ],
)
def test_a_qualified_function_name_is_found(name: str) -> None:
    document = with_alias(sound())
    the_config(document)["function_name"] = name
    [finding] = check(document, select=["EIC006"])
    assert "function_name" in finding.message
    assert "qualifier" in finding.fix


@pytest.mark.parametrize(
    "name",
    [
        "${aws_lambda_alias.live.function_name}",
        '${element(split(":", aws_lambda_alias.live.arn), 6)}',
        "${var.name}",
        "${module.f.qualified_arn}",
    ],
)
def test_a_name_that_is_not_known_to_be_qualified_is_no_finding(name: str) -> None:
    document = with_alias(sound())
    the_config(document)["function_name"] = name
    assert found(document, "EIC006") == []


def with_several(*waiting: tuple[str, str]) -> Json:
    """Configurations of `$LATEST`, `live`, `beta`; of each pair in `waiting` the first waits for the second."""
    document = with_alias(with_alias(sound()), "beta")
    for name in ("live", "beta"):
        resources(document, CONFIG)[name] = {"function_name": "orders", "qualifier": name}
    for later, earlier in waiting:
        config = resources(document, CONFIG)[later]
        config["depends_on"] = [*config.get("depends_on", []), f"{CONFIG}.{earlier}"]
    return document


def test_configurations_in_a_chain_are_no_finding() -> None:
    assert found(with_several(("live", "orders"), ("beta", "live")), "EIC007") == []
    assert found(with_several(("orders", "beta"), ("beta", "live")), "EIC007") == []


@pytest.mark.parametrize(
    ("waiting", "count"),
    [
        ([], 2),
        ([("live", "orders")], 1),
        ([("live", "orders"), ("beta", "orders")], 1),
        ([("beta", "live"), ("beta", "orders")], 1),
    ],
)
def test_configurations_in_parallel_are_found(waiting: list[tuple[str, str]], count: int) -> None:
    findings = check(with_several(*waiting), select=["EIC007"])
    assert len(findings) == count
    assert all("depends_on" in each.fix for each in findings)


@pytest.mark.parametrize(
    "repeated",
    [
        {"for_each": '${toset(["live", "beta"])}', "qualifier": "${each.key}"},
        {"for_each": {"a": "live", "b": "beta"}, "qualifier": "${each.value}"},
        {"count": 2, "qualifier": "${count.index + 1}"},
    ],
)
def test_instances_of_one_block_are_applied_in_parallel(repeated: Json) -> None:
    document = sound()
    the_config(document).update(repeated)
    assert found(document, "EIC007") == [("EIC007", f"{CONFIG}.orders")]


@pytest.mark.parametrize(
    "repeated",
    [
        {"count": 1},
        {"count": "${var.on ? 1 : 0}"},
        {"for_each": "${var.qualifiers}", "qualifier": "${each.key}"},
        {"for_each": '${toset(["a", "b"])}', "function_name": "${each.key}"},
        {"count": 2, "function_name": "${aws_lambda_function.orders[count.index].arn}"},
        {"count": 2, "function_name": "orders-${count.index}"},
    ],
)
def test_instances_that_may_be_one_or_of_several_functions_are_no_finding(repeated: Json) -> None:
    document = sound()
    the_config(document).update(repeated)
    assert found(document, "EIC007") == []
