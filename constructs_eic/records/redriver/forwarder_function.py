"""The forwarder of a `Redriver`, as it is deployed: the settings that a run reads and writes.

Source: "GetFunctionConfiguration" and "UpdateFunctionConfiguration" in the AWS Lambda API Reference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from constructs_eic._values.forwarder import PARKING, START
from constructs_eic.aws.session import AwsError
from constructs_eic.records.redriver.control_plane import LONGEST_SECONDS, RequestRefusedError

if TYPE_CHECKING:
    from datetime import datetime

    from constructs_eic.records.client import Answer, LambdaClient
    from constructs_eic.records.redriver.control_plane import ControlPlane

_POLL_SECONDS: Final = 2.0


class ForwarderFunction:
    """The function that forwards the messages of the queue.

    Args:
        client: A client of Lambda in its region.
        plane: What sends the requests.
        name: Its name or ARN.
        region: Its region.
    """

    def __init__(self, client: LambdaClient, plane: ControlPlane, name: str, region: str) -> None:
        self.name = name
        self._client = client
        self._plane = plane
        self._region = region
        self._told: Answer = {}

    def read(self) -> None:
        """Read its settings.

        Raises:
            AwsError: there is no such function, it is not the forwarder of a `Redriver`, or its variables cannot be
                read.
        """
        self._refresh()
        error = self._told.get("Environment", {}).get("Error")
        if error:
            raise AwsError(
                f"{self.name}: its environment variables cannot be read ({error.get('Message')}); allow kms:Decrypt"
            )
        if PARKING not in self._variables:
            raise AwsError(
                f"{self.name} is not the forwarder of a Redriver: it has no environment variable {PARKING}",
                is_usage=True,
            )

    @property
    def arn(self) -> str:
        """Its ARN."""
        return str(self._told["FunctionArn"])

    @property
    def parking_url(self) -> str:
        """The URL of the queue that gets what is not sent."""
        return str(self._variables[PARKING])

    def write_start(self, start: datetime) -> None:
        """Tell it when the run starts; return when it knows.

        Raises:
            AwsError: it cannot be told, or somebody else changes it meanwhile.
        """
        text = start.isoformat(timespec="milliseconds")
        self._wait_until_updated()
        try:
            self._told = self._plane.ask(
                self._client.update_function_configuration,
                FunctionName=self.name,
                Environment={"Variables": {**self._variables, START: text}},
                RevisionId=self._told["RevisionId"],
            )
        except RequestRefusedError as error:
            if error.code != "PreconditionFailedException":
                raise
            self._refresh()
            # The first of two tries may have been accepted without an answer.
            if self._variables.get(START) != text:
                raise AwsError(
                    f"{self.name} was changed meanwhile, by a deployment or another redrive; run it again"
                ) from error
        self._wait_until_updated()

    @property
    def _variables(self) -> dict[str, str]:
        variables: dict[str, str] = self._told.get("Environment", {}).get("Variables", {})
        return variables

    def _refresh(self) -> None:
        try:
            self._told = self._plane.ask(
                self._client.get_function_configuration, FunctionName=self.name
            )
        except RequestRefusedError as error:
            if error.code == "ResourceNotFoundException":
                raise AwsError(
                    f"there is no function {self.name} in {self._region}", is_usage=True
                ) from error
            raise

    def _wait_until_updated(self) -> None:
        for _ in range(round(LONGEST_SECONDS / _POLL_SECONDS)):
            status = self._told.get("LastUpdateStatus", "Successful")
            if status == "Successful":
                return
            if status == "Failed":
                raise AwsError(
                    f"{self.name} cannot be updated: {self._told.get('LastUpdateStatusReason')}"
                )
            self._plane.pause(_POLL_SECONDS)
            self._refresh()
        raise AwsError(
            f"the update of {self.name} is not finished after {LONGEST_SECONDS / 60:.0f} minutes"
        )
