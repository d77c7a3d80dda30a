"""Findings as results of tests, which most CI services show.

There is no standard of this format. Source: "Common JUnit XML Format" of the project `testmoapp/junitxml`, which
describes what tools have in common; "Unit test reports" in GitLab's documentation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from constructs_eic.checks.reports.place import name_of, path_in_repository, place_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_eic.checks.rule import Finding, Rule


def junit(findings: Sequence[Finding], rules: Sequence[type[Rule]]) -> str:
    """A test that failed for each finding, and one that passed for each rule without a finding."""
    found = {each.rule for each in findings}
    passed = [each for each in rules if each.id not in found]
    numbers = {
        "name": "constructs-eic",
        "tests": str(len(findings) + len(passed)),
        "failures": str(len(findings)),
        "errors": "0",
    }
    suites = ET.Element("testsuites", numbers)
    suite = ET.SubElement(suites, "testsuite", {**numbers, "skipped": "0"})
    for finding in findings:
        _add(suite, finding)
    for rule in passed:
        ET.SubElement(suite, "testcase", {"name": _xml(rule.title), "classname": rule.id})
    ET.indent(suites)
    text: str = ET.tostring(suites, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _add(suite: ET.Element, finding: Finding) -> None:
    attributes = {"name": name_of(finding), "classname": finding.rule}
    place = place_of(finding)
    if place is not None:
        file, line = place
        attributes["file"] = path_in_repository(file)
        if line:
            attributes["line"] = str(line)
    case = ET.SubElement(suite, "testcase", {key: _xml(each) for key, each in attributes.items()})
    failure = {"message": _xml(finding.message), "type": finding.rule}
    text = f"{finding.rule} {finding.address}\n{finding.message}\nfix: {finding.fix}"
    ET.SubElement(case, "failure", failure).text = _xml(text)


def _xml(text: str) -> str:
    """The text without what no XML document can have, such as control characters."""
    return "".join(c if c in "\t\n" or c.isprintable() else "\ufffd" for c in text)
