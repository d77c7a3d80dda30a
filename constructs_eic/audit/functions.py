"""Reads one function: its configurations, aliases, and what its resource policies let invoke it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from constructs_eic._values.function_reference import LATEST
from constructs_eic.audit.calls import NotRead, NotThere
from constructs_eic.audit.declared import CONFIGURATION, NOT_READ, Place
from constructs_eic.audit.resource_policies import json_of, names_principals, permissions
from constructs_eic.inventory.entry import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from constructs_eic.audit.calls import Calls
    from constructs_eic.checks._model.resource import Resource
    from constructs_eic.checks._model.values import Value
    from constructs_eic.inventory.aws import Client, Function

_NOT_FOUND: Final = "ResourceNotFoundException"
_PUBLISHED: Final = f"{LATEST}.PUBLISHED"


def of_function(calls: Calls, client: Client, function: Function) -> Iterable[Resource]:
    """The function and all that is declared for it; nothing if it was deleted meanwhile."""
    return _FunctionReader(calls, client, function).resources()


class _FunctionReader:
    def __init__(self, calls: Calls, client: Client, function: Function) -> None:
        self._calls = calls
        self._client = client
        self._function = function
        self._name = function["FunctionName"]
        self._arn = function["FunctionArn"]
        self._place = Place.of(self._arn)

    def resources(self) -> Sequence[Resource]:
        try:
            configurations = self._configurations()
            aliases = self._aliases()
        except NotThere:
            return ()
        names = {str(each.get("name")) for each in aliases or ()}
        configured = [
            each for each in map(_qualifier, configurations or ()) if each not in (LATEST, "")
        ]
        versions = [each for each in configured if each.isdecimal()]
        absent = [each for each in versions if not self._has_version(each)]
        if aliases is not None:
            absent += [each for each in configured if each not in (*names, *versions, _PUBLISHED)]
        existing = [each for each in versions if each not in absent]
        policies = [self._policy(each) for each in ("", *sorted(names), *existing)]
        return [
            self._declared(policies),
            *(configurations if configurations is not None else [self._unread_configuration()]),
            *(aliases or ()),
            *(self._place.absent(f"{self._arn}:{each}") for each in absent),
            *(one for each in policies for one in permissions(each, self._arn, self._place)),
        ]

    def _declared(self, policies: Sequence[Value]) -> Resource:
        dead_letters = self._function.get("DeadLetterConfig") or {}
        target = dead_letters.get("TargetArn")
        durable = self._function.get("DurableConfig")
        return self._place.resource(
            "aws_lambda_function",
            self._arn,
            {
                "function_name": self._name,
                "arn": self._arn,
                "role": self._function.get("Role"),
                "dead_letter_config": {"target_arn": target} if target else None,
                "durable_config": {"execution_timeout": NOT_READ} if durable else None,
                "policy": next((each for each in policies if names_principals(each)), None),
            },
        )

    def _configurations(self) -> Sequence[Resource] | None:
        try:
            answers = [
                answer
                for page in self._pages("ListFunctionEventInvokeConfigs")
                for answer in page["FunctionEventInvokeConfigs"]
            ]
            return [
                self._configuration(Entry.of(self._place.region, self._name, answer))
                for answer in answers
            ]
        except NotThere:
            raise
        except NotRead:
            return None
        except Exception as error:  # an answer that is not Lambda's
            self._fail("ListFunctionEventInvokeConfigs", error)
            return None

    def _configuration(self, entry: Entry) -> Resource:
        qualifier = entry.qualifier or LATEST
        destinations: dict[str, Value] = {
            argument: {"destination": arn}
            for argument, arn in (
                ("on_failure", entry.destination("OnFailure")),
                ("on_success", entry.destination("OnSuccess")),
            )
            if arn is not None
        }
        return self._place.resource(
            CONFIGURATION,
            f"{self._arn}:{qualifier}",
            {
                "function_name": self._arn,
                "qualifier": qualifier,
                "destination_config": destinations or None,
                "maximum_event_age_in_seconds": entry.maximum_event_age_in_seconds,
                "maximum_retry_attempts": entry.maximum_retry_attempts,
            },
        )

    def _unread_configuration(self) -> Resource:
        """Stands for configurations that could not be read: there may be any."""
        return self._place.resource(
            CONFIGURATION,
            f"{self._arn}:?",
            {
                "function_name": self._arn,
                "qualifier": NOT_READ,
                "destination_config": NOT_READ,
            },
        )

    def _aliases(self) -> Sequence[Resource] | None:
        try:
            return [
                self._place.resource(
                    "aws_lambda_alias",
                    f"{self._arn}:{alias['Name']}",
                    {
                        "name": alias["Name"],
                        "function_name": self._arn,
                        "function_version": alias.get("FunctionVersion"),
                    },
                )
                for page in self._pages("ListAliases")
                for alias in page.get("Aliases", ())
            ]
        except NotThere:
            raise
        except NotRead:
            return None

    def _has_version(self, version: str) -> bool:
        try:
            self._ask("GetFunctionConfiguration", Qualifier=version)
        except NotThere:
            return False
        except NotRead:
            return True  # not known to be gone
        return True

    def _policy(self, qualifier: str) -> Value:
        """The resource policy of the function under a qualifier."""
        request = {"Qualifier": qualifier} if qualifier else {}
        try:
            text = self._ask("GetPolicy", **request).get("Policy")
        except NotThere:
            return None
        except NotRead:
            return NOT_READ
        policy = json_of(text)
        if not isinstance(policy, dict):
            self._fail("GetPolicy", ValueError("a policy that is not a JSON object"))
            return NOT_READ
        return policy

    def _ask(self, operation: str, **request: str) -> Mapping[str, Any]:
        return self._calls.ask(
            "lambda",
            operation,
            _NOT_FOUND,
            about=self._name,
            client=self._client,
            FunctionName=self._name,
            **request,
        )

    def _pages(self, operation: str) -> Iterator[Mapping[str, Any]]:
        return self._calls.pages(
            "lambda",
            operation,
            _NOT_FOUND,
            about=self._name,
            marker="Marker",
            returned="NextMarker",
            client=self._client,
            FunctionName=self._name,
        )

    def _fail(self, operation: str, error: Exception) -> None:
        self._calls.unread.add(self._place.region, "lambda", operation, self._name, error)


def _qualifier(configuration: Resource) -> str:
    qualifier = configuration.get("qualifier")
    return qualifier if isinstance(qualifier, str) else ""
