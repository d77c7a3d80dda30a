"""The address of the documentation of a rule."""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import metadata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from constructs_eic.checks.rule import Rule

# "Capturing records of Lambda asynchronous invocations" in the AWS Lambda Developer Guide.
_GUIDE: Final = "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html"


def help_link(rule: type[Rule]) -> str:
    """The rule's own link; else its section in this package's documentation; else AWS's guide to the subject."""
    own = getattr(rule, "link", None)
    if isinstance(own, str):
        return own
    pages = _documentation()
    is_ours = rule.__module__.startswith("constructs_eic.")
    page = "audit" if rule.__module__.startswith("constructs_eic.audit.") else "rules"
    return f"{pages}/{page}/#{_anchor(rule)}" if pages and is_ours else _GUIDE


def _anchor(rule: type[Rule]) -> str:
    """The anchor that the site makes of a heading such as `EIC001: A function …`."""
    words = re.sub(r"[^\w\s-]", "", f"{rule.id} {rule.title}".lower())
    return "-".join(words.split())


@cache
def _documentation() -> str | None:
    """The site that the package's metadata names, without a slash at the end."""
    for each in metadata("constructs-eic").get_all("Project-URL") or ():
        label, _, url = each.partition(", ")
        if label.lower() == "documentation":
            return str(url).rstrip("/")
    return None
