from __future__ import annotations

import ast
import subprocess
import sys
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_eic.inventory.entry import Entry
from constructs_eic.inventory.export import App, app_source
from constructs_eic.inventory.framework import FRAMEWORKS, FrameworkName

if TYPE_CHECKING:
    from collections.abc import Iterable

ACCOUNT = "123456789012"
QUEUE = f"arn:aws:sqs:eu-west-1:{ACCOUNT}:dlq"


def _entry(
    name: str,
    qualifier: str | None = None,
    *,
    region: str = "eu-west-1",
    age: int | None = 60,
    retries: int | None = 0,
    on_failure: str | None = None,
    on_success: str | None = None,
) -> Entry:
    both = {"OnFailure": on_failure, "OnSuccess": on_success}
    arn = f"arn:aws:lambda:{region}:{ACCOUNT}:function:{name}"
    return Entry(
        region,
        name,
        qualifier or "$LATEST",
        age,
        retries,
        {outcome: {"Destination": to} for outcome, to in both.items() if to is not None},
        f"{arn}:{qualifier}" if qualifier else arn,
    )


def _app(entries: Iterable[Entry], framework: FrameworkName = "cdktf") -> App:
    return app_source(entries, FRAMEWORKS[framework])


EVERY_FORM = [
    _entry("resize", on_failure=QUEUE),
    _entry("resize", "$LATEST", on_failure=QUEUE),
    _entry("resize", "12", age=None, retries=None, on_success=QUEUE),
    _entry("resize", "live", retries=2),
    _entry("1st-function"),
    _entry("n" * 64, "q" * 128, on_failure=f"{QUEUE}.fifo", retries=None),
    _entry("m" * 64),
    _entry("nothing-set", age=None, retries=None),
    _entry("us", region="us-gov-west-1"),
    _entry('q"uo\'te\n"""', on_failure=QUEUE),
    _entry("expression", on_failure=f"{QUEUE}${{file('/etc/passwd')}}"),
]


def _ruff(*arguments: str, source: str) -> str:
    command = [sys.executable, "-m", "ruff", *arguments, "--isolated", "-"]
    # In another folder than this one, where `constructs_eic` is just another installed package.
    return subprocess.run(
        command,
        input=source,
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(sys.executable).parent,
    ).stdout


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_the_source_is_formatted_and_clean(framework: FrameworkName) -> None:
    source = _app(EVERY_FORM, framework).source

    assert _ruff("format", source=source) == source
    _ruff("check", "--select=E4,E7,F,I,W,UP,B", source=source)


def test_the_source_is_the_same_in_any_order() -> None:
    assert len({_app(order).source for order in permutations(EVERY_FORM[:5])}) == 1


def test_an_empty_account_is_an_app_too() -> None:
    app = _app([])

    assert app.notes == ["there is no configuration; the app is empty"]
    assert _ruff("format", source=app.source) == app.source
    _ruff("check", source=app.source)


NEVER_SET = [
    _entry("f", retries=None),
    _entry("f", age=None, retries=None),
    _entry("f", age=None, retries=None, on_failure=f"{QUEUE}.fifo"),
    _entry("f", "live", retries=None, on_failure="not an ARN"),
]


@pytest.mark.parametrize("entry", NEVER_SET, ids=["construct", "nothing set", "plain", "untold"])
def test_retries_never_set_cannot_become_0(entry: Entry) -> None:
    app = _app([entry])

    call = _call_of(app.source, "EventInvokeConfig") or _call_of(
        app.source, "LambdaFunctionEventInvokeConfig"
    )
    assert call is not None
    arguments = {each.arg: ast.unparse(each.value) for each in call.keywords}
    assert arguments["maximum_retry_attempts"] == "2"
    assert arguments["lifecycle"] == "TerraformResourceLifecycle(ignore_changes='all')"
    assert "would write 0 retries" in (ast.get_docstring(ast.parse(app.source)) or "")


@pytest.mark.parametrize(
    ("entry", "until"),
    [
        (NEVER_SET[0], "until you delete this argument."),
        (NEVER_SET[2], "until you delete this argument."),
        (NEVER_SET[3], 'until you put ["destination_config"] in place of "all".'),
    ],
)
def test_what_to_do_about_retries_never_set_is_said_at_the_line(entry: Entry, until: str) -> None:
    lines = _app([entry]).source.splitlines()

    [number] = [n for n, line in enumerate(lines) if 'ignore_changes="all"),' in line]
    assert lines[number - 1].endswith(until)
    assert "would write 0" in lines[number - 2]


def test_retries_that_were_set_need_no_care() -> None:
    source = _app([_entry("f")]).source

    assert "write 0" not in source
    assert "lifecycle" not in source.lower()


def _call_of(source: str, name: str) -> ast.Call | None:
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return next((each for each in calls if ast.unparse(each.func) == name), None)


@pytest.mark.parametrize(
    ("entries", "accounts"),
    [
        ([_entry("f")], [[ACCOUNT]]),
        ([_entry("f"), _entry("f", region="us-gov-west-1")], [[ACCOUNT], [ACCOUNT]]),
        ([_entry("é")], [[ACCOUNT]]),
        ([Entry("eu-west-1", "f", "live", 60, 0, None, "f:live")], [None]),
    ],
)
def test_each_provider_is_of_the_account_that_was_read(
    entries: list[Entry], accounts: list[list[str] | None]
) -> None:
    tree = ast.parse(_app(entries).source)

    providers = [
        {each.arg: ast.literal_eval(each.value) for each in node.keywords}
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "AwsProvider"
    ]
    assert [each.get("allowed_account_ids") for each in providers] == accounts


@pytest.mark.parametrize(
    ("framework", "imported"),
    [
        ("cdktf", {"cdktf", "cdktf_cdktf_provider_aws", "constructs", "constructs_eic"}),
        ("cdktn", {"cdktn", "cdktn_provider_aws", "constructs", "constructs_eic"}),
    ],
)
def test_the_app_imports_its_framework_alone(framework: FrameworkName, imported: set[str]) -> None:
    tree = ast.parse(_app(EVERY_FORM, framework).source)

    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {str(module).partition(".")[0] for module in modules} == imported


def test_the_way_to_run_the_app_is_the_fast_one() -> None:
    told = ast.get_docstring(ast.parse(_app(EVERY_FORM).source)) or ""

    assert "python -m constructs_eic.faststart adopted.py" in told


def test_a_configuration_is_imported_as_the_api_names_it() -> None:
    source = _app([_entry("f"), _entry("g", "$LATEST"), _entry("h", "live")]).source

    assert 'function="f",\n            maximum' in source
    assert 'function="g",\n            qualifier="$LATEST",' in source
    assert 'function="h",\n            qualifier="live",' in source
    assert source.count(".import_from()\n") == 3


def test_a_stack_for_each_region() -> None:
    source = _app([_entry("f"), _entry("f", region="us-gov-west-1")]).source

    assert 'EuWest1(app, "eu-west-1")\nUsGovWest1(app, "us-gov-west-1")\n' in source


@pytest.mark.parametrize(
    "entry",
    [
        _entry("f", on_failure=f"{QUEUE}.fifo"),
        _entry("f", on_failure=f"arn:aws:firehose:eu-west-1:{ACCOUNT}:deliverystream/s"),
        _entry("f", on_success="arn:aws:s3:::bucket"),
        _entry("f", on_failure=f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:f:live"),
        _entry("f", on_failure=f"arn:aws:sqs:us-east-10:{ACCOUNT}:q"),
        _entry("f", on_failure="arn:aws:sqs:eu-west-1:third-party:q"),
    ],
    ids=["fifo", "service", "s3", "itself", "region", "account"],
)
def test_what_the_construct_refuses_is_declared_by_the_plain_resource(entry: Entry) -> None:
    app = _app([entry])

    assert " EventInvokeConfig(" not in app.source
    assert 'Construct(\n                self,\n                "f",' in app.source
    assert '.import_from("f")' in app.source
    assert len(app.notes) == 1
    assert not app.left_out


@pytest.mark.parametrize(
    "entry",
    [
        _entry("a b"),
        _entry("f", "é"),
    ],
)
def test_what_terraform_refuses_is_left_out_and_named(entry: Entry) -> None:
    app = _app([entry, _entry("other")])

    [left_out] = app.left_out
    assert left_out.function_name == f"{entry.function_name}:{entry.qualifier}"
    assert "# Left out: " in app.source
    assert 'function="other"' in app.source


@pytest.mark.parametrize(
    ("entry", "argument"),
    [
        (_entry("f", on_failure="not an ARN"), "destination_config"),
        (_entry("f", on_failure=f"{QUEUE}${{var.x}}"), "destination_config"),
        (_entry("f", on_failure=f"{QUEUE}%{{if true}}"), "destination_config"),
        (_entry("f", on_failure="arn:aws-:s3:::bucket"), "destination_config"),
        (_entry("f", on_failure="arn:awsx:s3:::bucket"), "destination_config"),
        (_entry("f", on_failure="arn:aws:sqs:us-east-1:cw\n234567890:q"), "destination_config"),
        (_entry("f", on_failure=""), "destination_config"),
        (_entry("f", on_failure="", on_success=QUEUE), "destination_config"),
        (_entry("f", age=59), "maximum_event_age_in_seconds"),
        (_entry("f", retries=3), "maximum_retry_attempts"),
    ],
)
def test_what_terraform_cannot_be_told_is_left_as_it_is(entry: Entry, argument: str) -> None:
    app = _app([entry])

    assert f'ignore_changes=[\n                    "{argument}",' in app.source
    assert f"{argument}=" not in app.source
    assert '.import_from("f")' in app.source
    [note] = app.notes
    assert note.endswith("and leaves it as it is")
    assert not app.left_out


@pytest.mark.parametrize(
    ("config", "is_half"),
    [
        (None, False),
        ({}, False),
        ({"OnFailure": {}, "OnSuccess": {}}, False),
        ({"OnFailure": {}, "OnSuccess": {"Destination": QUEUE}}, False),
        ({"OnSuccess": {"Destination": QUEUE}}, False),
        ({"OnFailure": {}}, True),
        ({"OnSuccess": {}}, True),
        ({"OnFailure": {"Destination": ""}, "OnSuccess": {}}, True),
    ],
)
def test_a_destination_that_is_there_and_empty_is_left_as_it_is(
    config: dict[str, dict[str, str]] | None, is_half: bool
) -> None:
    entry = Entry("eu-west-1", "f", "$LATEST", 60, 0, config, "arn:aws:lambda:r:1:function:f")

    assert ("ignore_changes" in _app([entry]).source) == is_half


def test_a_name_is_no_word_to_a_linter() -> None:
    _ruff("check", "--select=E4,E7,F,I,W,UP,B,RUF100", source=_app([_entry("noqa")]).source)


_TEXT = st.text(st.characters() | st.sampled_from("'\"\\\n\r\x1b#${}:"), max_size=20)


@given(name=_TEXT, qualifier=_TEXT, destination=_TEXT)
def test_no_name_breaks_out_of_the_source(name: str, qualifier: str, destination: str) -> None:
    entry = Entry("eu-west-1", name, qualifier, 60, 0, {"OnFailure": {"Destination": destination}})

    tree = ast.parse(_app([entry]).source)

    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    names = {call.id for call in calls if isinstance(call, ast.Name)}
    assert names <= {
        "super",
        "App",
        "EuWest1",
        "AwsProvider",
        "Construct",
        "EventInvokeConfig",
        "TerraformResourceLifecycle",
        "LambdaFunctionEventInvokeConfig",
        "LambdaFunctionEventInvokeConfigDestinationConfig",
        "LambdaFunctionEventInvokeConfigDestinationConfigOnFailure",
    }
