"""The two spellings of a name: `maxMessageSize` in jsii, `max_message_size` in Terraform and Python."""

from __future__ import annotations

import re
from functools import cache

_CAMEL_HUMP = re.compile(r"(?<!^)(?=[A-Z])")
_SNAKE_BAR = re.compile(r"_([a-z])")


@cache
def snake(name: str) -> str:
    """The name with underscores.

    Examples:
        >>> snake("maxMessageSize"), snake("SqsQueue")
        ('max_message_size', 'sqs_queue')
    """
    return _CAMEL_HUMP.sub("_", name).lower()


@cache
def camel(name: str) -> str:
    """The name with capital letters.

    Examples:
        >>> camel("max_message_size")
        'maxMessageSize'
    """
    return _SNAKE_BAR.sub(lambda match: match[1].upper(), name)
