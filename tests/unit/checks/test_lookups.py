"""What is looked up by a literal name is the one of that name, in whichever stack it is declared."""

from __future__ import annotations

import copy

import pytest

from constructs_eic.checks import check
from tests.unit.checks.documents import Json, allow, policy

ARN = "arn:aws:lambda:eu-west-1:123456789012:function:orders"
QUEUE = "arn:aws:sqs:eu-west-1:123456789012:failures"
CONFIG = "aws_lambda_function_event_invoke_config"


def a_stack(name: str, resource: Json, provider: Json | None = None, **more: Json) -> Json:
    return {
        "//": {"metadata": {"stackName": name}},
        "provider": {"aws": [provider or {"region": "eu-west-1"}]},
        "resource": resource,
        **more,
    }


def functions(name: str = "functions", provider: Json | None = None, *statements: Json) -> Json:
    """A stack with a function, its role, and the policies of the role."""
    role = {"orders": {"name": "orders-role", "assume_role_policy": "{}"}}
    policies = {"own": {"role": "orders-role", "policy": policy(*statements)}}
    function = {"orders": {"function_name": "orders", "role": "${aws_iam_role.orders.arn}"}}
    return a_stack(
        name,
        {
            "aws_iam_role": role,
            "aws_iam_role_policy": policies,
            "aws_lambda_function": function,
        },
        provider,
    )


def configuration(
    function: str = "orders", destination: str = QUEUE, provider: Json | None = None, **more: Json
) -> Json:
    arguments = {
        "function_name": function,
        "destination_config": {"on_failure": {"destination": destination}},
    }
    return a_stack("configuration", {CONFIG: {"orders": arguments}}, provider, **more)


def rules(*documents: Json) -> list[str]:
    select = ["EIC003", "EIC005", "EIC009", "EIC010"]
    return [each.rule for each in check(documents, select=select, ignore=["EIC009"])]


SEND = allow("sqs:SendMessage", QUEUE)
NAMES = {
    "name": "orders",
    "qualified name": "orders:live",
    "ARN": ARN,
    "qualified ARN": f"{ARN}:live",
    "ARN with an unknown account": ARN.replace("123456789012", "${var.account}"),
    "join": '${join("", ["ord", "ers"])}',
    "lower": '${lower("ORDERS")}',
    "data source": "${data.aws_lambda_function.orders.function_name}",
    "data source's ARN": "${data.aws_lambda_function.orders.arn}",
    "alias's data source": "${data.aws_lambda_alias.live.arn}",
}
LOOKED_UP: Json = {
    "aws_lambda_function": {"orders": {"function_name": "orders"}},
    "aws_lambda_alias": {"live": {"function_name": ARN, "name": "live"}},
}


@pytest.mark.parametrize("name", NAMES)
def test_the_role_of_a_function_that_is_looked_up_is_that_of_the_function(name: str) -> None:
    stack = configuration(NAMES[name], data=LOOKED_UP)
    assert rules(functions(), stack) == ["EIC003"]
    assert rules(functions("functions", None, SEND), stack) == []


@pytest.mark.parametrize(
    "role",
    [
        "orders-role",
        "arn:aws:iam::123456789012:role/orders-role",
        "arn:aws:iam::${data.aws_caller_identity.me.account_id}:role/path/orders-role",
        "${data.aws_iam_role.orders.name}",
        "${basename(data.aws_lambda_function.orders.role)}",
        "${basename(data.aws_iam_role.orders.arn)}",
    ],
)
def test_a_policy_for_a_role_that_is_looked_up_is_that_role_s(role: str) -> None:
    data = {**LOOKED_UP, "aws_iam_role": {"orders": {"name": "orders-role"}}}
    stack = configuration(data=data)
    stack["resource"]["aws_iam_role_policy"] = {"send": {"role": role, "policy": policy(SEND)}}
    assert rules(functions(), stack) == []
    stack["resource"]["aws_iam_role_policy"]["send"]["policy"] = policy()
    assert rules(functions(), stack) == ["EIC003"]


HERE, THERE = {"region": "eu-west-1"}, {"region": "us-east-1"}
ONE = {"region": "eu-west-1", "allowed_account_ids": ["111111111111"]}
OTHER = {"region": "eu-west-1", "assume_role": [{"role_arn": "arn:aws:iam::222222222222:role/d"}]}


def test_a_function_in_another_region_or_account_is_another_one() -> None:
    assert rules(functions("a", THERE), configuration(provider=HERE)) == []
    assert rules(functions("a", ONE), configuration(provider=OTHER)) == []
    assert rules(functions("a", OTHER), configuration(provider=OTHER)) == ["EIC003"]


def test_of_two_functions_with_one_name_the_one_in_the_region_is_meant() -> None:
    stack = configuration(provider=HERE)
    assert rules(functions("a", THERE, SEND), functions("b", HERE), stack) == ["EIC003"]
    assert rules(functions("a", THERE), functions("b", HERE, SEND), stack) == []


def test_two_functions_with_one_name_that_may_both_be_meant_are_not_known() -> None:
    unknown = {"region": "${var.region}"}
    stack = configuration(provider=unknown)
    assert rules(functions("a", unknown), functions("b", unknown), stack) == []
    assert rules(functions("a"), functions("b"), configuration()) == []


def test_a_function_of_the_same_stack_is_meant_before_one_of_another() -> None:
    stack = functions("both")
    stack["resource"].update(configuration()["resource"])
    assert rules(functions("a", None, SEND), stack) == ["EIC003"]


def test_two_providers_of_a_stack_are_not_known_to_be_in_one_place() -> None:
    stack = functions("both")
    stack["provider"]["aws"] = [{"region": "${var.a}"}, {"region": "${var.b}", "alias": "west"}]
    stack["resource"].update(copy.deepcopy(configuration())["resource"])
    assert rules(stack) == ["EIC003"]
    stack["resource"][CONFIG]["orders"]["provider"] = "aws.west"
    assert rules(stack) == []


def test_two_profiles_are_not_known_to_be_of_one_account() -> None:
    one, other = ({**HERE, "profile": each} for each in ("one", "other"))
    assert rules(functions("a", one), configuration(provider=other)) == []
    assert rules(functions("a", one), configuration(provider=one)) == ["EIC003"]


def test_the_role_of_a_function_that_names_itself_is_not_known() -> None:
    stack = functions()
    function = stack["resource"]["aws_lambda_function"]["orders"]
    function["role"] = "${data.aws_lambda_function.orders.role}"
    assert rules(stack, configuration(data=LOOKED_UP)) == []


DESTINATIONS: dict[str, tuple[Json, Json, str]] = {
    "queue": (
        {"aws_sqs_queue": {"q": {"name": "failures", "message_retention_seconds": 60}}},
        {"aws_sqs_queue": {"q": {"name": "failures"}}},
        "${data.aws_sqs_queue.q.arn}",
    ),
    "queue by ARN": (
        {"aws_sqs_queue": {"q": {"name": "failures", "message_retention_seconds": 60}}},
        {},
        QUEUE,
    ),
    "key of a queue": (
        {
            "aws_sqs_queue": {"q": {"name": "failures", "kms_master_key_id": "alias/failures"}},
            "aws_kms_key": {"k": {}},
            "aws_kms_alias": {
                "a": {"name": "alias/failures", "target_key_id": "${aws_kms_key.k.id}"}
            },
        },
        {"aws_sqs_queue": {"q": {"name": "failures"}}},
        "${data.aws_sqs_queue.q.arn}",
    ),
    "key of a bucket": (
        {
            "aws_s3_bucket": {"b": {"bucket": "failures"}},
            "aws_kms_key": {"k": {}},
            "aws_s3_bucket_server_side_encryption_configuration": {
                "b": {
                    "bucket": "failures",
                    "rule": {
                        "apply_server_side_encryption_by_default": {
                            "kms_master_key_id": "${aws_kms_key.k.arn}"
                        }
                    },
                }
            },
        },
        {"aws_s3_bucket": {"b": {"bucket": "failures"}}},
        "${data.aws_s3_bucket.b.arn}",
    ),
}


@pytest.mark.parametrize("name", DESTINATIONS)
def test_what_is_true_of_a_destination_that_is_looked_up_is_known(name: str) -> None:
    declared, data, destination = DESTINATIONS[name]
    everything = allow(["sqs:*", "s3:*"], "*")
    found = rules(
        functions("functions", None, everything),
        a_stack("destination", declared),
        configuration(destination=destination, data=data),
    )
    assert found == ["EIC010"]


def test_a_key_that_is_looked_up_by_its_alias_is_that_key() -> None:
    declared, data, destination = DESTINATIONS["key of a queue"]
    on_key = allow(["kms:Decrypt", "kms:GenerateDataKey"], "${data.aws_kms_key.k.arn}")
    stack = configuration(
        destination=destination, data={**data, "aws_kms_key": {"k": {"key_id": "alias/failures"}}}
    )
    stack["resource"]["aws_iam_role_policy"] = {
        "key": {"role": "orders-role", "policy": policy(SEND, on_key)}
    }
    assert rules(functions(), a_stack("destination", declared), stack) == []


def with_alarm(stack: Json, **dimensions: str) -> Json:
    alarm = {
        "metric_name": "DestinationDeliveryFailures",
        "namespace": "AWS/Lambda",
        "dimensions": dimensions,
    }
    stack["resource"]["aws_cloudwatch_metric_alarm"] = {"lost": alarm}
    return stack


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("stacks", [[], [functions()]], ids=["outside", "in another stack"])
def test_a_function_is_watched_by_its_name_however_it_is_given(
    name: str, stacks: list[Json]
) -> None:
    def unwatched(stack: Json) -> list[str]:
        return [each.rule for each in check([*stacks, stack], select=["EIC009"])]

    stack = configuration(NAMES[name], data=LOOKED_UP)
    assert unwatched(stack) == ["EIC009"]
    assert unwatched(with_alarm(stack, FunctionName="orders")) == []
    assert unwatched(with_alarm(stack, FunctionName="another")) == ["EIC009"]


def test_an_alarm_in_another_region_watches_nothing() -> None:
    alarm = with_alarm(a_stack("alarms", {}, THERE), FunctionName="orders")
    assert [each.rule for each in check([configuration(), alarm], select=["EIC009"])] == ["EIC009"]
