"""Sanitizes text from the account: names are data, and an emulator accepts any."""

from __future__ import annotations

# Also the full-width forms: some spreadsheets treat them like the plain ones.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def printable(text: str) -> str:
    r"""`text` on one line, with nothing in it that a terminal would interpret.

    >>> print(printable("red\x1b[31m\nname"))
    red\x1b[31m\nname
    """
    return "".join(c if c.isprintable() else _escape(c) for c in text)


def csv_cell(text: str) -> str:
    """`text` as a cell that no spreadsheet interprets as a formula.

    Text that begins like a formula, or with an apostrophe, is prefixed with an apostrophe. Removing one leading
    apostrophe therefore always restores the text.

    >>> csv_cell("=1+1"), csv_cell("arn:aws:sqs:eu-west-1:123456789012:dlq")
    ("'=1+1", 'arn:aws:sqs:eu-west-1:123456789012:dlq')
    """
    return f"'{text}" if text.startswith((*_FORMULA_STARTS, "'")) else text


def comment(text: str) -> str:
    """`text` in a form that is safe in a comment of Python source: ASCII, on one line."""
    return "".join(map(_ascii, text)).rstrip()


def python_literal(text: str) -> str:
    r"""`text` as a string of Python source: ASCII, on one line, quoted as `ruff format` quotes.

    >>> print(python_literal('say "hi"\n'))
    'say "hi"\n'
    """
    quote = "'" if text.count('"') > text.count("'") else '"'
    body = "".join(f"\\{c}" if c in (quote, "\\") else _ascii(c) for c in text)
    return f"{quote}{body}{quote}"


def _ascii(character: str) -> str:
    is_plain = character.isascii() and character.isprintable()
    return character if is_plain else _escape(character)


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
