"""A destination is added as CONTRIBUTING says, by one row and one class: every part knows it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import constructs_eic
from tools import CHECKOUT

if TYPE_CHECKING:
    from pathlib import Path

ROW = """
FIREHOSE: Final = DestinationKind(
    title="Firehose stream",
    arn_shape=ArnShape("firehose", "deliverystream/"),
    resource_types={"aws_kinesis_firehose_delivery_stream": ("arn",)},
    actions=(("firehose:PutRecord", ""),),
    key_actions=("kms:GenerateDataKey",),
    key_argument="kms_key_arn",
    outcomes=(Outcome.FAILURE,),
)

DESTINATION_KINDS: Final = (FIREHOSE, """

CLASS = """
from constructs_eic._values.destination_kinds import FIREHOSE
from constructs_eic.destinations.base import Destination
from constructs_eic.destinations.context import DestinationDelivery
from constructs_eic.destinations.encryption import key_arn
from constructs_eic.destinations.protocols import DestinationConfig


@Destination.register
class FirehoseDestination(Destination):
    kind = FIREHOSE

    def bind(self, delivery):
        arn = self.arn(delivery)
        key = key_arn(None, DestinationDelivery.of(delivery))
        return DestinationConfig(arn, self.kind.statements(arn, key))
"""

USE = """
from tests.framework import App, AwsProvider, IamRole, LambdaFunction, TerraformStack

from constructs_eic import EventInvokeConfig, EventInvokeConfigError
from constructs_eic.checks import check
from constructs_eic.inventory.entry import Entry
from constructs_eic.inventory.refusal import refused_by_construct
from constructs_eic.testing import synthesized

ARN = "arn:aws:firehose:eu-west-1:123456789012:deliverystream/failures"


def configured(grant_permissions, **destinations):
    stack = TerraformStack(App(), "stack")
    AwsProvider(stack, "aws", region="eu-west-1")
    role = IamRole(stack, "role", name="orders", assume_role_policy="{}")
    function = LambdaFunction(stack, "orders", function_name="orders", role=role.arn)
    EventInvokeConfig(
        stack, "async", function=function, grant_permissions=grant_permissions, **destinations
    )
    return synthesized(stack)


def refused_by_inventory(outcome):
    return refused_by_construct(
        Entry("eu-west-1", "orders", "$LATEST", None, None, {outcome: {"Destination": ARN}})
    )


document = configured(True, on_failure=ARN)
(policy,) = document["resource"]["aws_iam_role_policy"].values()
assert "firehose:PutRecord" in policy["policy"]
assert [each.rule for each in check(document)] == []
assert [each.rule for each in check(configured(False, on_failure=ARN))] == ["EIC003"]
try:
    configured(True, on_success=ARN)
except EventInvokeConfigError as error:
    assert "Lambda sends to Firehose on failure only" in str(error)
else:
    raise AssertionError("on_success was accepted")
stream = document["resource"].setdefault("aws_kinesis_firehose_delivery_stream", {})
stream["failures"] = {"name": "failures", "kms_key_arn": "${aws_kms_key.key.arn}"}
document["resource"]["aws_kms_key"] = {"key": {}}
[finding] = check(document)
assert (finding.rule, "kms:GenerateDataKey" in finding.message) == ("EIC010", True), finding
assert refused_by_inventory("OnFailure") is None
assert refused_by_inventory("OnSuccess") is not None
"""


def test_a_destination_is_one_row_and_one_class(tmp_path: Path) -> None:
    package = tmp_path / "constructs_eic"
    shutil.copytree(CHECKOUT / "constructs_eic", package)
    for helpers in ("tests", "tools"):
        (tmp_path / helpers).symlink_to(CHECKOUT / helpers)
    kinds = package / "_values" / "destination_kinds.py"
    text = kinds.read_text("utf-8")
    assert "\nDESTINATION_KINDS: Final = (" in text
    kinds.write_text(text.replace("\nDESTINATION_KINDS: Final = (", ROW), "utf-8")
    destinations = package / "destinations"
    (destinations / "firehose.py").write_text(CLASS, "utf-8")
    with (destinations / "__init__.py").open("a", encoding="utf-8") as init:
        init.write("import constructs_eic.destinations.firehose\n")
    script = tmp_path / "use.py"
    script.write_text(f"import constructs_eic; print(constructs_eic.__file__)\n{USE}", "utf-8")
    used = subprocess.run(
        [sys.executable, "-m", "constructs_eic.faststart", script],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert used.returncode == 0, used.stderr
    assert str(tmp_path) in used.stdout
    assert str(tmp_path) not in str(constructs_eic.__file__)
