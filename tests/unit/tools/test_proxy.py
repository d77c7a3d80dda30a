"""The proxy in front of the emulator: what was created without a response is created only once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.config import Config

from tools.proxy import Answer, fresh_connections, proxy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.proxy import Forward, Request

ROLE = {"RoleName": "orders", "AssumeRolePolicyDocument": "{}"}

PERMISSION = {
    "FunctionName": "dropped",
    "Action": "lambda:InvokeFunction",
    "Principal": "events.amazonaws.com",
}


@dataclass
class Accidents:
    """Drops the first response to a creation of each kind, after the request is processed."""

    dropped: set[str] = field(default_factory=set)

    def handle(self, request: Request, forward: Forward) -> Answer | None:
        answer = forward(request)
        is_creation = b"Action=CreateRole" in request.body or request.path.endswith(
            ("/functions", "/aliases", "/policy", "/policy?Qualifier=live")
        )
        if is_creation and request.path not in self.dropped:
            self.dropped.add(request.path)
            return None
        return answer


@pytest.fixture
def clients(emulated: dict[str, str]) -> Iterator[tuple[Any, Any]]:
    """IAM and Lambda through the proxy, whose connections are dropped behind it; the clients do not retry."""
    with (
        proxy(emulated["AWS_ENDPOINT_URL"], Accidents().handle) as dropping,
        fresh_connections({**emulated, "AWS_ENDPOINT_URL": dropping}) as environment,
    ):
        yield tuple(_client(service, environment) for service in ("iam", "lambda"))


def _client(service: str, environment: dict[str, str], attempts: int = 1) -> Any:
    return boto3.client(
        service,
        endpoint_url=environment["AWS_ENDPOINT_URL"],
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106
        config=Config(retries={"total_max_attempts": attempts}),
    )


def test_a_role_a_function_an_alias_and_its_permissions(
    clients: tuple[Any, Any], tmp_path: Any
) -> None:
    iam, lambda_ = clients
    assert iam.create_role(**ROLE)["Role"]["RoleName"] == "orders"
    with pytest.raises(iam.exceptions.EntityAlreadyExistsException):
        iam.create_role(**{**ROLE, "Description": "another"})
    made = lambda_.create_function(
        FunctionName="dropped",
        Role="arn:aws:iam::000000000000:role/orders",
        PackageType="Image",
        Code={"ImageUri": "orders"},
    )
    assert made["FunctionName"] == "dropped"
    alias = lambda_.create_alias(FunctionName="dropped", Name="live", FunctionVersion="$LATEST")
    assert alias["Name"] == "live"
    for qualifier in ({}, {"Qualifier": "live"}):
        permission = {**PERMISSION, **qualifier, "StatementId": f"of-{len(qualifier)}"}
        assert permission["StatementId"] in lambda_.add_permission(**permission)["Statement"]
        with pytest.raises(lambda_.exceptions.ResourceConflictException):
            lambda_.add_permission(**{**permission, "Principal": "s3.amazonaws.com"})
    lambda_.delete_function(FunctionName="dropped")
    iam.delete_role(RoleName="orders")


def test_an_answer_that_the_client_lost(emulated: dict[str, str]) -> None:
    with (
        fresh_connections(emulated) as environment,
        proxy(environment["AWS_ENDPOINT_URL"], Accidents().handle) as dropping,
    ):
        iam = _client("iam", {"AWS_ENDPOINT_URL": dropping}, attempts=3)
        assert iam.create_role(**ROLE)["Role"]["RoleName"] == "orders"
        iam.delete_role(RoleName="orders")
