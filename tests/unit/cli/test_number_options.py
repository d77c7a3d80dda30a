"""Numbers among the options: the message says what is accepted, in the words of a reader."""

from __future__ import annotations

import pytest

from tests.unit.checks.test_command import run

WHOLE = "; give a whole number of at least 1\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("redrive q --limit x", f"'--limit': 'x' is not a number of events{WHOLE}"),
        ("redrive q --limit 0", f"'--limit': '0' is not a number of events{WHOLE}"),
        ("redrive q --limit 1e3", f"'--limit': '1e3' is not a number of events{WHOLE}"),
        ("redrive q --processes 1.5", f"'--processes': '1.5' is not a number of processes{WHOLE}"),
        ("redrive q --processes -2", f"'--processes': '-2' is not a number of processes{WHOLE}"),
        (
            "records q --visibility-timeout 43201",
            "'--visibility-timeout': '43201' is not a number of seconds; give a whole number from 1 to 43,200\n",
        ),
        (
            "audit --days 456",
            "'--days': '456' is not a number of days; give a whole number from 1 to 455\n",
        ),
        *(
            (
                f"{command} --max-rate {given}",
                f"'--max-rate': '{given}' is not a rate; give a number of requests per second, or 0 for no limit\n",
            )
            for command in ("audit", "list", "export", "redrive q")
            for given in ("x", "-1", "nan", "inf", "10/s")
        ),
    ],
)
def test_what_is_accepted_is_said(arguments: str, message: str) -> None:
    done = run(*arguments.split())
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.endswith(f"Error: Invalid value for {message}")


@pytest.mark.parametrize("command", ["audit", "list", "export", "records", "redrive"])
def test_the_help_has_neither_ranges_nor_formulas(command: str) -> None:
    text = run(command, "--help").stdout
    assert "RANGE" not in text
    assert "x>=" not in text
    assert "<=x" not in text
