"""When a record was written."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

from constructs_eic.records.errors import InvocationRecordError

_EXAMPLE = "2019-11-14T18:16:05.568Z"
_FORM = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(?:Z|([+-])(\d\d):?(\d\d))", re.ASCII
)


def timestamp(text: str) -> datetime:
    """The time that Lambda writes in ISO 8601, to the microsecond.

    Raises:
        InvocationRecordError: it is not such a time, or has no time zone.

    >>> timestamp("2019-11-14T18:16:05.568Z").isoformat()
    '2019-11-14T18:16:05.568000+00:00'
    """
    parts = _FORM.fullmatch(text)
    if parts is None:
        raise InvocationRecordError(f"timestamp {text!r} is not a time such as {_EXAMPLE}")
    moment, fraction, sign, hours, minutes = parts.groups()
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    try:
        return datetime.fromisoformat(moment).replace(
            microsecond=int((fraction or "0").ljust(6, "0")[:6]),
            tzinfo=timezone(-offset if sign == "-" else offset),
        )
    except ValueError as error:
        raise InvocationRecordError(f"timestamp {text!r}: {error}") from error
