"""Adds to Python's own `TypeError` what an argument is called here that another tool calls otherwise.

No other name is accepted: one argument has one name.
"""

from __future__ import annotations

import inspect
import re
from difflib import get_close_matches
from functools import wraps
from typing import TYPE_CHECKING, Final, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

Called = TypeVar("Called", bound="Callable[..., object]")
Class = TypeVar("Class", bound="type")

# By the argument here: its names in AWS CDK, CloudFormation, SAM, Terraform, terraform-aws-lambda and the
# Serverless Framework, and what is near to them.
_NAMES_ELSEWHERE: Final[Mapping[str, tuple[str, ...]]] = {
    "function": ("name", "function_name", "function_arn", "lambda_function", "lambda_", "fn"),
    "qualifier": ("alias", "version", "function_version"),
    "on_failure": (
        *("destination_config", "destinations", "destination_on_failure"),
        *("dead_letter_queue", "dead_letter_config", "dlq"),
    ),
    "on_success": ("destination_config", "destinations", "destination_on_success"),
    "maximum_event_age_in_seconds": (
        *("max_event_age", "max_event_age_in_seconds", "maximum_event_age", "event_age"),
    ),
    "maximum_retry_attempts": (
        *("retry_attempts", "max_retry_attempts", "maximum_retries", "max_retries", "retries"),
    ),
    "select": ("enable", "enabled", "only", "include"),
    "ignore": ("disable", "disabled", "skip", "exclude"),
    "suppressions": ("suppress", "suppression"),
    "rule": ("id", "rule_id"),
    "notify": ("topic", "topics", "topic_arn", "sns_topic", "alarm_actions"),
    "queue": ("queue_arn", "queue_url", "sqs_queue"),
    "topic": ("topic_arn", "sns_topic"),
    "event_bus": ("bus", "event_bus_name", "event_bus_arn"),
    "bucket": ("bucket_name", "bucket_arn"),
    "bucket_account": ("account", "account_id"),
    "source": ("queue", "queue_arn", "event_source", "event_source_arn"),
    "functions": ("function", "function_name", "function_arn", "targets"),
    "parking": ("on_failure", "parking_queue", "dead_letter_queue", "dead_letter_config", "dlq"),
    "maximum_concurrency": ("max_concurrency", "scaling_config"),
    "encryption_key": ("key", "kms_key", "kms_key_arn", "kms_key_id", "kms_master_key_id"),
}
_UNEXPECTED = re.compile(r"unexpected keyword argument '(\w+)'")
_SUGGESTED_BY_PYTHON = ". Did you mean "  # since 3.13; it knows the letters only
_OWN_ARGUMENTS = ("self", "cls")


def name_arguments(function: Called) -> Called:
    """Let the `TypeError` of a call whose arguments do not fit say what they are called here.

    A call whose arguments fit costs nothing more.
    """

    @wraps(function)
    def called(*args: object, **kwargs: object) -> object:
        try:
            return function(*args, **kwargs)
        except TypeError as error:
            if error.__traceback__ is None or error.__traceback__.tb_next is not None:
                raise  # from within the function
            message = str(error).partition(_SUGGESTED_BY_PYTHON)[0]
            hint = _hint(message, inspect.signature(function), kwargs)
            raise TypeError(f"{message}{hint}" if hint else str(error)) from None

    return cast("Called", called)


def with_named_arguments(class_: Class) -> Class:
    """The same for a dataclass, whose constructor is generated."""
    class_.__init__ = name_arguments(class_.__init__)  # type: ignore[misc]
    return class_


def _hint(message: str, signature: inspect.Signature, given: Iterable[str]) -> str:
    """Return what to write instead, to be put behind Python's own message."""
    takes = [name for name in signature.parameters if name not in _OWN_ARGUMENTS]
    unexpected = _UNEXPECTED.search(message)
    if unexpected is not None:
        others = [name for name in given if name not in (*takes, unexpected[1])]
        hints = [f"{name!r} ({_hint_for_name(name, takes).removeprefix('; ')})" for name in others]
        also = f"; also unexpected: {', '.join(hints)}" if hints else ""
        return f"{_hint_for_name(unexpected[1], takes)}{also}"
    if "positional argument" not in message or "given" not in message:
        return ""
    kinds = {name: signature.parameters[name].kind for name in takes}
    by_name = [name for name in takes if kinds[name] is inspect.Parameter.KEYWORD_ONLY]
    before = [name for name in takes if name not in by_name]
    what = f"what comes after {before[-1]}" if before else "each argument"
    return f"; give {what} by name, as in {by_name[0]}=..." if by_name else ""


def _hint_for_name(given: str, takes: list[str]) -> str:
    here = [name for name in takes if given in _NAMES_ELSEWHERE.get(name, ())]
    if here:
        names = " and ".join(f"{name}=" for name in here)
        return f"; here {'it is' if len(here) == 1 else 'these are'} {names}"
    close = get_close_matches(given, takes, n=1)
    if close:
        return f"; did you mean {close[0]}=?"
    return f"; it takes {', '.join(f'{name}=' for name in takes)}" if takes else ""
