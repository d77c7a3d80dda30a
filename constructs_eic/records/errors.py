"""The error for a record that cannot be read."""

from __future__ import annotations


class InvocationRecordError(ValueError):
    """The input is not a record that Lambda writes; the message says what is wrong with it.

    Examples:
        >>> from constructs_eic import InvocationRecord
        >>> try:
        ...     InvocationRecord.parse('{"orders": 3}')
        ... except InvocationRecordError as error:
        ...     print(str(error).partition(";")[0])
        this is neither a record of Lambda nor a message that holds one
    """
