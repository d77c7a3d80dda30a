"""EIC011: the inline policies of a role are too long together."""

from __future__ import annotations

import json

import pytest

from constructs_eic.checks import check
from tests.unit.checks.documents import Json, allow, policy

ROLE = {"shared": {"name": "shared", "assume_role_policy": "{}"}, "other": {"name": "other"}}
QUEUE = "arn:aws:sqs:eu-west-1:123456789012:failures"


def text_of(length: int) -> str:
    """A policy of so many characters, with white space beside them."""
    empty = policy(allow("sqs:SendMessage", ""))
    counted = len("".join(empty.split()))
    return json.dumps(
        json.loads(policy(allow("sqs:SendMessage", "q" * (length - counted)))), indent=4
    )


def with_policies(*policies: Json, **more: Json) -> Json:
    named = {f"p{number}": each for number, each in enumerate(policies)}
    return {"resource": {"aws_iam_role": ROLE, "aws_iam_role_policy": named, **more}}


def found(*documents: Json) -> list[str]:
    return [each.address for each in check(documents, select=["EIC011"])]


NAMES = {
    "reference": "${aws_iam_role.shared.name}",
    "id": "${aws_iam_role.shared.id}",
    "name": "shared",
    "data source": "${data.aws_iam_role.shared.name}",
    "function": "${basename(data.aws_lambda_function.orders.role)}",
}
FUNCTION = {"orders": {"function_name": "orders", "role": "${aws_iam_role.shared.arn}"}}
DATA = {
    "aws_iam_role": {"shared": {"name": "shared"}},
    "aws_lambda_function": {"orders": {"function_name": "orders"}},
}


@pytest.mark.parametrize("name", NAMES)
def test_a_role_is_found_from_the_character_on_that_is_too_many(name: str) -> None:
    def shared(length: int) -> Json:
        fitting = {"role": "${aws_iam_role.shared.name}", "policy": text_of(10_000)}
        further = {"role": NAMES[name], "policy": text_of(length)}
        document = with_policies(fitting, further, aws_lambda_function=FUNCTION)
        return {**document, "data": DATA}

    assert found(shared(240)) == []
    assert found(shared(241)) == ["aws_iam_role.shared"]


def test_the_finding_says_how_many_characters_there_are() -> None:
    each = {"role": "shared", "policy": text_of(6_000)}
    [finding] = check(with_policies(each, each), select=["EIC011"])
    assert "at least 12,000 characters" in finding.message
    assert "10,240" in finding.message


def test_policies_of_another_role_are_not_counted() -> None:
    assert not found(
        with_policies(
            {"role": "shared", "policy": text_of(6_000)},
            {"role": "other", "policy": text_of(6_000)},
            {"role": "${var.role}", "policy": text_of(6_000)},
        )
    )


def test_inline_policy_blocks_are_counted() -> None:
    document = with_policies({"role": "shared", "policy": text_of(5_000)})
    document["resource"]["aws_iam_role"] = {
        "shared": {
            "name": "shared",
            "inline_policy": [{"name": "a", "policy": text_of(3_000)}] * 2,
        }
    }
    assert found(document) == ["aws_iam_role.shared"]


def test_policies_in_all_stacks_are_counted() -> None:
    stacks = [
        {"//": {"metadata": {"stackName": each}}, **with_policies(a_policy)}
        for each, a_policy in (
            ("one", {"role": "shared", "policy": text_of(6_000)}),
            ("two", {"role": "shared", "policy": text_of(6_000)}),
        )
    ]
    del stacks[1]["resource"]["aws_iam_role"]
    assert found(*stacks) == ["aws_iam_role.shared"]


def test_a_role_outside_the_documents_is_found_by_its_name() -> None:
    each = {"role": "outside", "policy": text_of(6_000)}
    assert found(with_policies(each, each)) == ["aws_iam_role_policy.p0"]
    looked_up = {"role": "${data.aws_iam_role.it.name}", "policy": text_of(6_000)}
    document = with_policies(looked_up, looked_up)
    document["data"] = {"aws_iam_role": {"it": {"name": "outside"}}}
    assert found(document) == ["data.aws_iam_role.it"]


def stack_with(provider: Json, **policy: object) -> Json:
    return {
        "provider": {"aws": [provider]},
        "resource": {"aws_iam_role_policy": {"it": {"policy": text_of(6_000), **policy}}},
    }


OUTSIDE = "arn:aws:iam::123456789012:role/outside"


@pytest.mark.parametrize("role", ["outside", OUTSIDE])
def test_a_role_outside_the_documents_is_one_in_all_stacks_of_one_account(role: str) -> None:
    known = {"allowed_account_ids": ["123456789012"]}
    named = stack_with({"region": "eu-west-1", **known}, role=role)
    looked_up = {
        **stack_with({"region": "us-east-1", **known}, role="${data.aws_iam_role.it.name}"),
        "data": {"aws_iam_role": {"it": {"name": "outside"}}},
    }
    for other in (stack_with(known, role="outside"), stack_with({}, role=OUTSIDE), looked_up):
        assert len(found(named, other)) == 1
    for other in (
        stack_with({}, role="outside"),
        stack_with({"profile": "production"}, role="outside"),
        stack_with({}, role=OUTSIDE.replace("1234", "4321")),
    ):
        assert found(named, other) == []


STATEMENTS = 80
REFERENCES: dict[str, object] = {
    "as text": policy(
        *[allow("sqs:SendMessage", "${aws_sqs_queue.failures.arn}")] * STATEMENTS,
    ),
    "jsonencode": '${jsonencode({"Version" = "2012-10-17", "Statement" = ['
    + ", ".join(
        [
            '{"Effect" = "Allow", "Action" = "sqs:SendMessage", "Resource" = aws_sqs_queue.failures.arn}'
        ]
        * STATEMENTS
    )
    + "]})}",
    "a policy document": "${data.aws_iam_policy_document.it.json}",
}


@pytest.mark.parametrize("name", REFERENCES)
def test_the_shortest_arn_that_a_reference_can_be_is_counted(name: str) -> None:
    def document(queue: str) -> Json:
        document = with_policies(
            {"role": "shared", "policy": REFERENCES[name]},
            aws_sqs_queue={"failures": {"name": queue}},
        )
        statement = {
            "actions": ["sqs:SendMessage"],
            "resources": ["${aws_sqs_queue.failures.arn}"],
        }
        document["data"] = {
            "aws_iam_policy_document": {"it": {"statement": [statement] * STATEMENTS}}
        }
        return document

    assert found(document("q")) == []
    assert found(document("q" * 80)) == ["aws_iam_role.shared"]


def test_what_only_terraform_knows_counts_as_nothing() -> None:
    assert not found(with_policies(*[{"role": "shared", "policy": "${var.policy}"}] * 100))
    replaced = {"statement": [{"resources": ["q" * 20_000]}], "override_json": "${var.policy}"}
    document = with_policies(
        {"role": "shared", "policy": "${data.aws_iam_policy_document.it.json}"}
    )
    document["data"] = {"aws_iam_policy_document": {"it": replaced}}
    assert not found(document)


def test_each_policy_of_a_repeated_block_is_counted() -> None:
    repeated = {"role": "shared", "policy": text_of(4_000), "count": 3}
    assert found(with_policies(repeated)) == ["aws_iam_role.shared"]
    each = {**repeated, "role": "${aws_iam_role.several[count.index].name}"}
    several = {"several": {"name": "several-${count.index}", "count": 3}}
    document = with_policies(each)
    document["resource"]["aws_iam_role"] = several
    assert not found(document)
    unknown = {**repeated, "count": "${var.count}"}
    assert not found(with_policies(unknown))


def test_instances_of_a_role_have_their_own_policies() -> None:
    def document(*instances: int) -> Json:
        document = with_policies(
            *[
                {"role": f"${{aws_iam_role.several[{each}].name}}", "policy": text_of(6_000)}
                for each in instances
            ]
        )
        document["resource"]["aws_iam_role"] = {"several": {"name": "s-${count.index}", "count": 2}}
        return document

    assert found(document(0, 1)) == []
    assert found(document(1, 1)) == ["aws_iam_role.several"]
