"""What the package says it supports is what it is tested with: tools/versions.toml."""

from __future__ import annotations

import re
from importlib.metadata import distributions, requires

import pytest

from tools import CHECKOUT, versions

TESTED = versions.tested()
PROJECT = versions.pyproject()
PYTHONS, NODES = TESTED["python"], TESTED["node"]
OLDEST = {
    "cdktf": TESTED["cdktf"]["core"],
    "cdktf-cdktf-provider-aws": TESTED["cdktf"]["bindings"][0],
}
INSTALLED = {found.name: found.version for found in distributions() if found.name in OLDEST}


def text(path: str) -> str:
    return (CHECKOUT / path).read_text("utf-8")


def readme_row(title: str) -> str:
    found = re.search(rf"^\| {title} \| (.*) \|$", text("README.md"), re.MULTILINE)
    assert found
    return found[1]


def matrix_of(workflow: str, name: str) -> list[str]:
    found = re.search(rf"^ +{name}: \[(.*)\]$", text(f".github/workflows/{workflow}"), re.MULTILINE)
    assert found
    return [each.strip(' "') for each in found[1].split(",")]


def pin_of(package: str) -> str:
    found = re.search(rf"^{re.escape(package)}==([\d.]+)", text("constraints.txt"), re.MULTILINE)
    assert found
    return found[1]


def minor(version: str) -> str:
    return ".".join(version.split(".")[:2])


def test_classifiers_name_the_python_versions() -> None:
    prefix = "Programming Language :: Python :: 3."
    classifiers = PROJECT["project"]["classifiers"]
    named = [each.rpartition(" ")[2] for each in classifiers if each.startswith(prefix)]
    assert named == PYTHONS


def test_the_oldest_python_is_what_the_code_is_written_for() -> None:
    oldest = PYTHONS[0]
    assert PROJECT["project"]["requires-python"] == f">={oldest}"
    assert PROJECT["tool"]["mypy"]["python_version"] == oldest
    assert PROJECT["tool"]["ruff"]["target-version"] == f"py{oldest.replace('.', '')}"


def test_the_table_of_the_readme() -> None:
    oldest, *_, newest = PYTHONS
    assert readme_row("Python") == f"{oldest} to {newest}"
    assert readme_row("Node") == " and ".join(NODES)
    framework, bindings = readme_row("Framework"), readme_row("AWS bindings")
    for name in ("cdktf", "cdktn"):
        assert f"{name} {minor(TESTED[name]['core'])}" in framework
    assert f"`cdktf-cdktf-provider-aws` {minor(TESTED['cdktf']['bindings'][0])} to 21 " in bindings
    assert "`cdktn-provider-aws` 25;" in bindings


def test_workflows_run_on_each_version() -> None:
    assert matrix_of("ci.yml", "python") == PYTHONS
    assert matrix_of("ci.yml", "node") == NODES
    assert matrix_of("newest.yml", "python") == PYTHONS


def test_a_release_is_installed_with_the_oldest_and_the_newest_python() -> None:
    listed = re.search(
        r"python-version: \|\n((?: +3\.\d+\n)+)", text(".github/workflows/release.yml")
    )
    assert listed
    assert {PYTHONS[0], PYTHONS[-1]} <= set(listed[1].split())


@pytest.mark.parametrize("workflow", ["newest.yml", "release.yml", "ci.yml"])
def test_workflows_run_what_a_maintainer_runs(workflow: str) -> None:
    runs = re.findall(r"^ +- run: (.*)$", text(f".github/workflows/{workflow}"), re.MULTILINE)
    assert runs
    assert [
        each for each in runs if "make " not in each and not each.startswith("python -m p")
    ] == []


def test_the_makefile_installs_these_bindings() -> None:
    named = dict(re.findall(r"^(AWS_\w+) := (.*)$", text("Makefile"), re.MULTILINE))
    v5, v6 = TESTED["cdktf"]["bindings"]
    (cdktn,) = TESTED["cdktn"]["bindings"]
    assert named == {"AWS_V5": v5, "AWS_V6": v6, "AWS_CDKTN": cdktn}


def test_constraints_pin_the_frameworks_and_the_newest_jsii() -> None:
    assert pin_of("cdktf") == TESTED["cdktf"]["core"]
    assert pin_of("cdktn") == TESTED["cdktn"]["core"]
    assert pin_of("jsii") == TESTED["jsii"]["newest"]


@pytest.mark.skipif(
    INSTALLED != OLDEST,
    reason="the bindings that are installed are not the oldest that are tested",
)
def test_the_oldest_jsii_is_the_oldest_that_cdktf_and_its_bindings_allow() -> None:
    requirements = "\n".join(each for name in INSTALLED for each in requires(name) or ())
    bounds = re.findall(r"^jsii.*>=\s*([\d.]+)", requirements, re.MULTILINE)
    assert max(bounds, key=lambda each: [*map(int, each.split("."))]) == TESTED["jsii"]["oldest"]
