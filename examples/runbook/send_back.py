"""Send back what failed with an error that is fixed, and print what is left; for a scheduled job or a notebook."""

import sys
from collections import Counter
from datetime import timedelta

from constructs_eic.records import RecordResult, RedriveResult, Refused, Selection, read, redrive


def waiting(queue: str) -> Counter[str]:
    """How many records wait, by error."""
    return Counter(
        one.record.error_type or "no error" if one.record else "unreadable" for one in read(queue)
    )


def send_back(queue: str, error_type: str) -> RedriveResult:
    """Send back the events of the last day that failed with this error, 20 per second."""

    def report(outcome: RecordResult) -> None:
        print(outcome, file=sys.stderr if isinstance(outcome, Refused) else sys.stdout)

    return redrive(
        queue,
        selection=Selection(error_types=[error_type], newer_than=timedelta(days=1)),
        max_rate=20,
        report=report,
    )


if __name__ == "__main__":
    _, queue_name, error = sys.argv
    print(waiting(queue_name))
    done = send_back(queue_name, error)
    print(f"{done.sent} sent, {done.refused} refused")
    sys.exit(0 if done.is_complete else 1)
