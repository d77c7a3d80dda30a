"""What `function=` and `qualifier=` accept, and what Terraform receives for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jsii
import pytest

from constructs_eic import EventInvokeConfig, EventInvokeConfigError, Problem
from tests.framework import (
    DataAwsLambdaAlias,
    DataAwsLambdaFunction,
    Fn,
    IamRole,
    IResolveContext,
    IStringProducer,
    LambdaAlias,
    LambdaFunctionUrl,
    Lazy,
    SqsQueue,
    TerraformCount,
    TerraformIterator,
    TerraformStack,
    TerraformVariable,
    Token,
)
from tests.unit.conftest import (
    CONFIG,
    POLICY,
    address,
    config_of,
    function_in,
    only,
    stack_in,
    synthesized,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.framework import App, LambdaFunction

ARN = "arn:aws:lambda:us-east-1:123456789012:function:orders"
PARTS = "^(?P<function>(?:.+:function:)?(?P<name>[^:]+))(?::(?P<qualifier>.+))?$"


def target_of(stack: TerraformStack, **arguments: Any) -> tuple[str, str | None]:
    EventInvokeConfig(stack, "async", **arguments)
    config = config_of(stack)
    return config["function_name"], config.get("qualifier")


@pytest.mark.parametrize(
    ("given", "function_name", "qualifier"),
    [
        ("orders", "orders", None),
        ("orders:live", "orders", "live"),
        ("orders:7", "orders", "7"),
        ("orders:$LATEST", "orders", "$LATEST"),
        (ARN, ARN, None),
        (f"{ARN}:live", ARN, "live"),
        (f"{ARN}:$LATEST", ARN, "$LATEST"),
        (
            "arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:orders:1",
            "arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:orders",
            "1",
        ),
        (
            "arn:aws-eusc:lambda:eusc-de-east-1:123456789012:function:orders",
            "arn:aws-eusc:lambda:eusc-de-east-1:123456789012:function:orders",
            None,
        ),
        ("${var.function}:live", "${var.function}", "live"),
        ("${var.prod ? var.a : var.b}:live", "${var.prod ? var.a : var.b}", "live"),
        (
            "arn:aws:lambda:${var.region}:${var.account}:function:orders:live",
            "arn:aws:lambda:${var.region}:${var.account}:function:orders",
            "live",
        ),
    ],
)
def test_text_is_split_into_function_and_qualifier(
    stack: TerraformStack, given: str, function_name: str, qualifier: str | None
) -> None:
    assert target_of(stack, function=given) == (function_name, qualifier)


def test_a_function_is_referenced_by_its_name(
    stack: TerraformStack, function: LambdaFunction
) -> None:
    assert target_of(stack, function=function) == (f"${{{address(function)}.function_name}}", None)


@pytest.mark.parametrize("attribute", ["function_name", "arn"])
def test_a_token_of_a_function_stays_as_it_is(
    stack: TerraformStack, function: LambdaFunction, attribute: str
) -> None:
    given = getattr(function, attribute)
    assert target_of(stack, function=given) == (f"${{{address(function)}.{attribute}}}", None)


def test_a_qualified_arn_token_is_split_where_terraform_alone_would_never_converge(
    stack: TerraformStack, function: LambdaFunction
) -> None:
    assert target_of(stack, function=function.qualified_arn) == (
        f"${{{address(function)}.function_name}}",
        f"${{{address(function)}.version}}",
    )


@pytest.fixture
def alias(stack: TerraformStack, function: LambdaFunction) -> LambdaAlias:
    return LambdaAlias(
        stack, "alias", name="live", function_name=function.function_name, function_version="1"
    )


@pytest.mark.parametrize(
    "of_alias",
    [lambda alias: {"function": alias}, lambda alias: {"function": alias.arn}],
    ids=["resource", "token of its ARN"],
)
def test_an_alias_brings_its_function_and_its_name(
    stack: TerraformStack, alias: LambdaAlias, of_alias: Callable[[LambdaAlias], dict[str, Any]]
) -> None:
    assert target_of(stack, **of_alias(alias)) == (
        f"${{{address(alias)}.function_name}}",
        f"${{{address(alias)}.name}}",
    )


@pytest.mark.parametrize(
    "qualifier_of", [lambda alias: alias, lambda alias: alias.name], ids=["alias", "token"]
)
def test_an_alias_is_a_qualifier(
    stack: TerraformStack,
    function: LambdaFunction,
    alias: LambdaAlias,
    qualifier_of: Callable[[LambdaAlias], LambdaAlias | str],
) -> None:
    assert target_of(stack, function=function, qualifier=qualifier_of(alias)) == (
        f"${{{address(function)}.function_name}}",
        f"${{{address(alias)}.name}}",
    )


def test_a_data_source_of_a_function_is_a_function(stack: TerraformStack) -> None:
    data = DataAwsLambdaFunction(stack, "data", function_name="orders")
    assert target_of(stack, function=data) == (
        "${data.aws_lambda_function.data.function_name}",
        None,
    )


def test_a_data_source_of_an_alias_is_an_alias(stack: TerraformStack) -> None:
    data = DataAwsLambdaAlias(stack, "data", function_name="orders", name="live")
    assert target_of(stack, function=data) == (
        "${data.aws_lambda_alias.data.function_name}",
        "${data.aws_lambda_alias.data.name}",
    )


def test_a_qualifier_of_a_data_source_is_not_lost(stack: TerraformStack) -> None:
    data = DataAwsLambdaFunction(stack, "data", function_name="orders", qualifier="live")
    assert target_of(stack, function=data)[1] == "live"


@pytest.mark.parametrize("qualifier", ["$LATEST", "$LATEST.PUBLISHED", "1", "live", "a" * 128])
def test_every_qualifier_of_lambda_is_accepted(stack: TerraformStack, qualifier: str) -> None:
    assert target_of(stack, function="orders", qualifier=qualifier) == ("orders", qualifier)


def test_a_qualifier_given_twice_and_equal_is_given_once(
    stack: TerraformStack, alias: LambdaAlias
) -> None:
    assert target_of(stack, function=alias, qualifier="live")[1] == f"${{{address(alias)}.name}}"


@pytest.mark.parametrize("given", ["orders:live", f"{ARN}:live"])
def test_a_qualifier_given_twice_and_different_is_refused(
    stack: TerraformStack, given: str
) -> None:
    with pytest.raises(EventInvokeConfigError, match="already has the qualifier 'live'"):
        EventInvokeConfig(stack, "async", function=given, qualifier="canary")


def test_an_alias_with_another_qualifier_is_refused(
    stack: TerraformStack, alias: LambdaAlias
) -> None:
    with pytest.raises(EventInvokeConfigError, match="already has the qualifier 'live'"):
        EventInvokeConfig(stack, "async", function=alias, qualifier="canary")


@pytest.mark.parametrize(
    "qualifier", ["", " ", "a b", "a" * 129, "$latest", "$Latest", "a.b", True]
)
def test_what_is_no_qualifier_is_refused(stack: TerraformStack, qualifier: Any) -> None:
    with pytest.raises(EventInvokeConfigError) as refused:
        EventInvokeConfig(stack, "async", function="orders", qualifier=qualifier)
    assert [problem.argument for problem in refused.value.problems] == ["qualifier"]


def test_a_version_number_is_text(stack: TerraformStack) -> None:
    with pytest.raises(EventInvokeConfigError, match="give '3'"):
        EventInvokeConfig(stack, "async", function="orders", qualifier=3)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "fix"),
    [
        ("", "give 'name'"),
        ("a b", "give 'name'"),
        ("a" * 65, "give 'name'"),
        ("a.b", "give 'name'"),
        ("orders:", "give 'name'"),
        ("orders:live:1", "give 'name'"),
        ("123456789012:function:orders", "give 'orders' or the whole ARN"),
        ("123456789012:function:orders:live", "give 'orders:live' or the whole ARN"),
        ("123456789012:orders", "give 'orders' or the whole ARN"),
        ("function:orders", "give 'orders' or the whole ARN"),
        (
            "arn:aws:us-east-1:123456789012:function:orders",
            "give 'arn:aws:lambda:us-east-1:123456789012:function:orders'",
        ),
        ("arn:aws:sqs:us-east-1:123456789012:orders", "give 'name'"),
        ("arn:aws:lambda:us-east-1:123456789012:layer:orders:1", "give 'name'"),
        ("arn:aws:lambda:nowhere:123456789012:function:orders", "give 'name'"),
        ("arn:aws:lambda:us-east-1:1234:function:orders", "give 'name'"),
        ("arn:aws:lambda::123456789012:function:orders", "give 'name'"),
    ],
)
def test_what_names_no_function_is_refused_with_the_form_to_use(
    stack: TerraformStack, given: str, fix: str
) -> None:
    with pytest.raises(EventInvokeConfigError) as refused:
        EventInvokeConfig(stack, "async", function=given)
    (problem,) = refused.value.problems
    assert (problem.path, problem.argument, problem.value) == (
        "stack/async",
        "function",
        repr(given),
    )
    assert fix in problem.fix


def test_an_invoke_arn_is_not_the_function(stack: TerraformStack, function: LambdaFunction) -> None:
    with pytest.raises(EventInvokeConfigError, match="is for API Gateway"):
        EventInvokeConfig(stack, "async", function=function.invoke_arn)


def test_the_function_name_of_an_alias_is_the_function(
    stack: TerraformStack, alias: LambdaAlias
) -> None:
    assert target_of(stack, function=alias.function_name)[1] is None


def test_the_qualified_arn_of_a_data_source_keeps_its_qualifier(stack: TerraformStack) -> None:
    data = DataAwsLambdaFunction(stack, "data", function_name="orders", qualifier="live")
    assert target_of(stack, function=data.qualified_arn)[1] == "live"


@pytest.mark.parametrize(
    "attribute",
    [
        lambda function, _: function.version,
        lambda function, _: function.role,
        lambda _, alias: alias.name,
        lambda function, _: SqsQueue(function.cdktf_stack, "queue").arn,
    ],
)
def test_an_attribute_that_names_no_function_is_refused(
    stack: TerraformStack, function: LambdaFunction, alias: LambdaAlias, attribute: Any
) -> None:
    with pytest.raises(EventInvokeConfigError, match="does not name a function"):
        EventInvokeConfig(stack, "async", function=attribute(function, alias))


def test_of_two_qualifiers_that_may_be_one_the_explicit_one_is_written(
    stack: TerraformStack,
) -> None:
    function = function_in(stack, "orders", publish=True)
    assert target_of(stack, function=function.qualified_arn, qualifier="2")[1] == "2"


def test_a_qualifier_that_only_terraform_knows_passes_beside_an_alias(
    stack: TerraformStack, alias: LambdaAlias
) -> None:
    assert target_of(stack, function=alias, qualifier="${var.stage}")[1] == "${var.stage}"


def test_the_unqualified_arn_of_a_data_source_has_no_qualifier(stack: TerraformStack) -> None:
    data = DataAwsLambdaFunction(stack, "data", function_name="orders", qualifier="live")
    assert target_of(stack, function=data.arn) == ("${data.aws_lambda_function.data.arn}", None)


@pytest.mark.parametrize(
    "expression",
    [
        "var.function",
        "module.orders.arn",
        "var.orders.arn",
        "each.value.arn",
        "aws_lambda_function.orders[0].qualified_arn",
        'aws_lambda_alias.live["eu"].arn',
        'var.functions["}"]',
    ],
)
def test_what_only_terraform_knows_is_taken_apart_by_terraform(
    stack: TerraformStack, expression: str
) -> None:
    for_each = TerraformIterator.from_list(["a"]) if "each." in expression else None
    function_name, qualifier = target_of(stack, function=f"${{{expression}}}", for_each=for_each)
    parts = f'regex("{PARTS}", {expression})'
    assert function_name == f'${{{parts}["function"]}}'
    assert qualifier == f'${{{parts}["qualifier"]}}'


def test_an_encoded_token_is_taken_apart_by_terraform(stack: TerraformStack) -> None:
    given = TerraformVariable(stack, "function", type="string").string_value
    parts = f'regex("{PARTS}", var.function)'
    assert target_of(stack, function=given) == (f"${{{parts}.function}}", f"${{{parts}.qualifier}}")


def test_an_explicit_qualifier_is_kept_beside_a_token(stack: TerraformStack) -> None:
    function_name, qualifier = target_of(stack, function="${var.function}", qualifier="live")
    assert function_name == f'${{regex("{PARTS}", var.function)["function"]}}'
    assert qualifier == "live"


def test_another_resource_is_no_function(stack: TerraformStack) -> None:
    role = IamRole(stack, "role", assume_role_policy="{}")
    with pytest.raises(EventInvokeConfigError, match="function=<IamRole>: this is not a Lambda"):
        EventInvokeConfig(stack, "async", function=role)


def test_name_and_qualifier_are_told_as_given(stack: TerraformStack) -> None:
    config = EventInvokeConfig(stack, "async", function=f"{ARN}:live")
    assert (config.function_name, config.qualifier) == ("orders", "live")


def test_two_functions_have_two_configurations(stack: TerraformStack) -> None:
    for id_ in ("orders", "payments"):
        EventInvokeConfig(stack, f"{id_}-async", function=function_in(stack, id_))
    assert {each["function_name"] for each in synthesized(stack)["resource"][CONFIG].values()} == {
        "${aws_lambda_function.orders.function_name}",
        "${aws_lambda_function.payments.function_name}",
    }


@pytest.mark.parametrize(
    "name_with_qualifier",
    [
        lambda function: (function, function.version),
        lambda function: (function.qualified_arn, None),
    ],
    ids=["version", "qualified ARN"],
)
def test_the_version_of_a_function_that_publishes_none_is_latest(
    stack: TerraformStack, function: LambdaFunction, name_with_qualifier: Any
) -> None:
    named, qualifier = name_with_qualifier(function)
    EventInvokeConfig(stack, "latest", function=function)
    problem = problem_of(stack, function=named, qualifier=qualifier)
    assert "stack/latest already configures this function" in problem.reason
    assert problem.reason.endswith("publishes no versions, so its version is $LATEST")
    assert "set publish=True on the function" in problem.fix


@pytest.mark.parametrize("how", [{"publish": True}, {"publish_to": "LATEST_PUBLISHED"}])
def test_a_published_version_is_not_latest(stack: TerraformStack, how: dict[str, Any]) -> None:
    function = function_in(stack, "orders")
    [(argument, value)] = how.items()
    # Older bindings have no `publish_to`.
    function.add_override(argument, value)
    EventInvokeConfig(stack, "latest", function=function)
    EventInvokeConfig(stack, "version", function=function, qualifier=function.version)
    qualifiers = [each.get("qualifier") for each in synthesized(stack)["resource"][CONFIG].values()]
    assert "${aws_lambda_function.orders.version}" in qualifiers


def problem_of(stack: TerraformStack, *, id_: str = "async", **arguments: Any) -> Problem:
    with pytest.raises(EventInvokeConfigError) as refused:
        EventInvokeConfig(stack, id_, **arguments)
    (problem,) = refused.value.problems
    return problem


class TestQualifiersThatDoNotFit:
    """A qualifier of another function, or of something else, would pass the plan and never work."""

    @pytest.mark.parametrize(
        ("given", "instead"),
        [("$latest", "give '$LATEST'"), ("$Latest.published", "give '$LATEST.PUBLISHED'")],
    )
    def test_latest_in_another_case(self, stack: TerraformStack, given: str, instead: str) -> None:
        problem = problem_of(stack, function="orders", qualifier=given)
        assert (problem.argument, problem.fix) == ("qualifier", instead)

    def test_a_dollar_sign_that_no_alias_can_have(self, stack: TerraformStack) -> None:
        problem = problem_of(stack, function="orders", qualifier="live$")
        assert problem.argument == "qualifier"
        assert "letters, digits, hyphens, underscores" in problem.reason

    def aliases(self, stack: TerraformStack) -> tuple[LambdaAlias, LambdaAlias]:
        return tuple(
            LambdaAlias(
                stack,
                id_,
                name=name,
                function_name=function_in(stack, f"of-{id_}").function_name,
                function_version="1",
            )
            for id_, name in (("one", "${var.one}"), ("two", "${var.two}"))
        )  # type: ignore[return-value]

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            (lambda alias: alias, lambda alias: alias),
            (lambda alias: alias, lambda alias: alias.name),
            (lambda alias: alias.arn, lambda alias: alias),
            (lambda alias: alias.arn, lambda alias: alias.name),
        ],
    )
    def test_two_aliases(
        self,
        stack: TerraformStack,
        first: Callable[[LambdaAlias], Any],
        second: Callable[[LambdaAlias], Any],
    ) -> None:
        one, two = self.aliases(stack)
        problem = problem_of(stack, function=first(one), qualifier=second(two))
        assert problem.argument == "qualifier"
        assert "function= already has another alias" in problem.reason

    @pytest.mark.parametrize("given", [lambda alias: alias, lambda alias: alias.name])
    @pytest.mark.parametrize(
        "of",
        [
            lambda stack: function_in(stack, "orders"),
            lambda stack: function_in(stack, "orders").arn,
            lambda _: "orders",
        ],
    )
    def test_an_alias_of_another_function(
        self,
        stack: TerraformStack,
        given: Callable[[LambdaAlias], Any],
        of: Callable[[TerraformStack], Any],
    ) -> None:
        alias, _ = self.aliases(stack)
        problem = problem_of(stack, function=of(stack), qualifier=given(alias))
        assert "this is an alias of another function, of-one" in problem.reason

    @pytest.mark.parametrize(
        "attribute",
        [
            lambda function, _: function.qualified_arn,
            lambda function, _: function.arn,
            lambda function, _: function.function_name,
            lambda _, alias: alias.arn,
            lambda _, alias: alias.function_name,
            lambda function, _: SqsQueue(function.cdktf_stack, "queue").arn,
        ],
    )
    def test_an_attribute_that_is_no_qualifier(
        self, stack: TerraformStack, function: LambdaFunction, alias: LambdaAlias, attribute: Any
    ) -> None:
        problem = problem_of(stack, function=function, qualifier=attribute(function, alias))
        assert problem.argument == "qualifier"
        assert "is not a qualifier" in problem.reason

    def test_a_version_of_an_alias_is_a_qualifier(
        self, stack: TerraformStack, function: LambdaFunction, alias: LambdaAlias
    ) -> None:
        given = alias.function_version
        assert target_of(stack, function=function, qualifier=given)[1] == (
            f"${{{address(alias)}.function_version}}"
        )


class TestOneOfMany:
    """A resource with `count` or `for_each` is several instances, a configuration is for one."""

    @pytest.mark.parametrize("given", [lambda function: function, lambda function: function.arn])
    @pytest.mark.parametrize(
        ("many", "instance"),
        [
            ({"count": 2}, "${aws_lambda_function.orders[0].arn}"),
            ({"count": TerraformCount.of(2)}, "${aws_lambda_function.orders[0].arn}"),
            (
                {"for_each": TerraformIterator.from_list(["a"])},
                '${aws_lambda_function.orders["KEY"].arn}',
            ),
        ],
        ids=["count", "TerraformCount", "for_each"],
    )
    def test_a_function(
        self, stack: TerraformStack, given: Any, many: dict[str, Any], instance: str
    ) -> None:
        function = function_in(stack, "orders", **many)
        problem = problem_of(stack, function=given(function))
        assert "it has count or for_each" in problem.reason
        assert instance in problem.fix

    def test_an_alias(self, stack: TerraformStack, function: LambdaFunction) -> None:
        alias = LambdaAlias(
            stack, "alias", name="live", function_name=function.arn, function_version="1", count=2
        )
        assert "'${aws_lambda_alias.alias[0].arn}'" in problem_of(stack, function=alias).fix


class TestMessages:
    """What was given, why it cannot work, what to give instead."""

    def test_a_problem_behind_an_alias_is_one_of_the_alias(self, stack: TerraformStack) -> None:
        alias = LambdaAlias(
            stack, "alias", name="live", function_name="no name", function_version="1"
        )
        problem = problem_of(stack, function=alias)
        assert (problem.argument, problem.value) == ("function", "<LambdaAlias>")
        assert problem.reason.startswith(
            "its function_name is 'no name': the name of a function has"
        )

    @pytest.mark.parametrize(
        ("given", "reason"),
        [
            (
                lambda stack, function: LambdaFunctionUrl(
                    stack, "url", function_name=function.function_name, authorization_type="NONE"
                ),
                "this is the URL of a function",
            ),
            (
                lambda stack, function: (
                    LambdaFunctionUrl(
                        stack,
                        "url",
                        function_name=function.function_name,
                        authorization_type="NONE",
                    ).function_url
                ),
                "does not name a function",
            ),
            (lambda *_: "https://abc.lambda-url.us-east-1.on.aws/", "this is a URL"),
            (
                lambda stack, function: EventInvokeConfig(stack, "other", function=function),
                "this is a configuration, not a function",
            ),
            (lambda *_: 7, "this is not a Lambda function"),
            (lambda *_: None, "this is not a Lambda function"),
        ],
    )
    def test_what_is_no_function(
        self, stack: TerraformStack, function: LambdaFunction, given: Any, reason: str
    ) -> None:
        assert reason in problem_of(stack, function=given(stack, function)).reason


def test_an_invoke_arn_leads_to_the_arn_in_it(stack: TerraformStack) -> None:
    arn = "arn:aws:lambda:eu-west-1:123456789012:function:orders"
    path = f"lambda:path/2015-03-31/functions/{arn}/invocations"
    problem = problem_of(stack, function=f"arn:aws:apigateway:eu-west-1:{path}")
    assert problem.reason == "an invoke ARN is for API Gateway and does not name the function"
    assert problem.fix == f"give '{arn}'"


def test_a_function_url_leads_to_its_function(
    stack: TerraformStack, function: LambdaFunction
) -> None:
    url = LambdaFunctionUrl(
        stack, "url", function_name=function.function_name, authorization_type="NONE"
    )
    function_name, _ = target_of(stack, function=url.function_arn)
    assert "aws_lambda_function_url.url.function_arn" in function_name


def test_a_lazy_may_produce_nothing_yet(stack: TerraformStack) -> None:
    @jsii.implements(IStringProducer)
    class Later:
        name: str | None = None

        def produce(self, context: IResolveContext) -> str | None:
            return self.name

    later = Later()
    EventInvokeConfig(stack, "async", function=Lazy.string_value(later))
    later.name = "orders"
    assert config_of(stack)["function_name"] == "orders"


class TestDataSources:
    """A data source stands for the function behind it."""

    def test_of_a_function_in_the_app(
        self, stack: TerraformStack, function: LambdaFunction
    ) -> None:
        data = DataAwsLambdaFunction(stack, "data", function_name=function.function_name)
        EventInvokeConfig(
            stack, "async", function=data, on_failure="arn:aws:sqs:us-east-1:123456789012:dlq"
        )
        assert only(stack, POLICY)["role"] == "${aws_iam_role.function-role.name}"
        assert (
            "configures this function" in problem_of(stack, id_="second", function=function).reason
        )

    def test_with_a_qualified_name(self, stack: TerraformStack) -> None:
        data = DataAwsLambdaFunction(stack, "data", function_name="orders:live")
        assert target_of(stack, function=data) == ("orders", "live")

    def test_with_a_name_that_only_terraform_knows(self, stack: TerraformStack) -> None:
        data = DataAwsLambdaFunction(stack, "data", function_name="${var.f}", qualifier="live")
        function_name, qualifier = target_of(stack, function=data)
        assert function_name == f'${{regex("{PARTS}", var.f)["function"]}}'
        assert qualifier == "live"


CALLS: dict[str, Callable[[LambdaFunction], Any]] = {
    "join of an ARN": lambda function: Fn.join(":", [function.arn, "live"]),
    "join of a name": lambda function: Fn.join(":", [function.function_name, "live"]),
    "join of text": lambda _: Fn.join(":", ["orders", "live"]),
    "format": lambda function: Token.as_string(Fn.format("%s:live", [function.arn])),
}


@pytest.mark.parametrize("form", CALLS)
def test_a_call_that_makes_the_name_is_read(stack: TerraformStack, form: str) -> None:
    function = function_in(stack, "orders")
    EventInvokeConfig(stack, "canary", function=function, qualifier="canary")
    EventInvokeConfig(stack, "live", function=CALLS[form](function))
    live, canary = sorted(
        synthesized(stack)["resource"][CONFIG].values(),
        key=lambda each: each["qualifier"] != "live",
    )
    assert live["function_name"] in (
        "${aws_lambda_function.orders.arn}",
        "${aws_lambda_function.orders.function_name}",
    )
    assert canary["qualifier"] == "canary"
    [before] = live["depends_on"]
    assert before.startswith(f"{CONFIG}.canary")


def test_a_call_on_a_function_of_another_stack_is_left_to_terraform(
    app: App, stack: TerraformStack
) -> None:
    function = function_in(stack_in(app, "theirs"), "orders")
    EventInvokeConfig(stack, "live", function=Fn.join(":", [function.arn, "live"]))
    assert "join(" in config_of(stack)["function_name"]
