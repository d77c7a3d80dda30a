"""What is a token, told in Python.

A token stands for a value that Terraform knows only at plan or apply. cdktf can be asked
(`cdktf.Token.is_unresolved`), at the price of a round trip to Node; its encodings are plain to see.
"""

from __future__ import annotations

import re
import struct

# cdktf encodes a number token in the top bits of a double: 0xFDFF a number, 0xFBFF a list.
_NUMBER_MARKERS = (0xFDFF, 0xFBFF)

_COLON_OUTSIDE_EXPRESSION = re.compile(r":(?![^{}]*\})")


def is_token(value: object) -> bool:
    """Whether the value of `value` is known only to Terraform.

    Accepts anything. True for an encoded string, a raw Terraform expression (`"${var.name}"`), an
    encoded number, and an object that cdktf resolves (`IResolvable`).

    >>> is_token("${aws_sqs_queue.dlq.arn}"), is_token("arn:aws:sqs:us-east-1:123456789012:dlq")
    (True, False)
    """
    if isinstance(value, str):
        return "${" in value
    if isinstance(value, (bool, int)) or value is None:
        return False
    if isinstance(value, float):
        return struct.unpack(">H", struct.pack(">d", value)[:2])[0] in _NUMBER_MARKERS
    return callable(getattr(value, "resolve", None)) and hasattr(value, "creation_stack")


def split_colons(text: str, maxsplit: int = 0) -> list[str]:
    """`text` cut at its colons, those inside a Terraform expression left alone.

    >>> split_colons("${var.prod ? var.a : var.b}:live")
    ['${var.prod ? var.a : var.b}', 'live']
    """
    return _COLON_OUTSIDE_EXPRESSION.split(text, maxsplit)
