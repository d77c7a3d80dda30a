"""The settings of a configuration, in few words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from constructs_eic._values.function_reference import LATEST
from constructs_eic.checks._model.values import Value, sole_reference

if TYPE_CHECKING:
    from constructs_eic.checks._model.resource import Resource
    from constructs_eic.checks._model.rule_values import Qualifier

_UNKNOWN: Final = "?"
# What Lambda does if nothing is set: "Configuring error handling settings for Lambda asynchronous invocations".
_RETRIES: Final = 2
_AGE: Final = 21600


def settings_of(configuration: Resource, qualifier: str) -> str:
    """Such as `live: 0 retries, 1 h`."""
    retries = _number(configuration.get("maximum_retry_attempts"), _RETRIES)
    age = _number(configuration.get("maximum_event_age_in_seconds"), _AGE)
    said = f"{retries} {'retry' if retries == '1' else 'retries'}, {_duration(age)}"
    return f"{qualifier}: {said}" if qualifier else said


def qualifier_text(qualifier: Qualifier) -> str:
    """A qualifier as a reader knows it; nothing for `$LATEST`, which is also meant where none is given."""
    if isinstance(qualifier, str):
        return "" if qualifier == LATEST else qualifier
    if qualifier is None:
        return ""  # nothing is known about it, not even whether there is one
    reference = sole_reference(qualifier)
    if reference is None:
        return _UNKNOWN
    return "version" if reference.attribute == "version" else reference.block.rpartition(".")[2]


def _number(value: Value, default: int) -> str:
    if value is None:
        return str(default)
    text = str(value)
    return text if text.isdigit() else _UNKNOWN


def _duration(seconds: str) -> str:
    if not seconds.isdigit():
        return _UNKNOWN
    number = int(seconds)
    for unit, length in (("h", 3600), ("min", 60)):
        if number and number % length == 0:
            return f"{number // length} {unit}"
    return f"{number} s"
