"""A project's settings for the checks in its `pyproject.toml`, under `[tool.constructs-eic.checks]`."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from constructs_eic.checks.suppressions import Suppression

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_TOOL: Final = "tool.constructs-eic"
_TABLE: Final = f"{_TOOL}.checks"
_LISTS: Final = ("select", "ignore", "rules")
_FIELDS: Final = frozenset({"rule", "address", "reason"})


class SettingsError(ValueError):
    """A setting that cannot be used; the message says where, why, and what to write."""


@dataclass(frozen=True)
class Settings:
    """The settings of a project.

    Attributes:
        select: Ids of rules to run.
        ignore: Ids of rules not to run.
        rules: Modules with the project's own rules; a file path is relative to `pyproject.toml`.
        suppressions: Findings to leave out.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    suppressions: tuple[Suppression, ...] = ()


def settings_for(folder: Path) -> Settings:
    """The settings of the project that a folder is in: the nearest `pyproject.toml` in it or above.

    Raises:
        SettingsError: with everything that is wrong.
    """
    for each in (folder, *folder.parents):
        file = each / "pyproject.toml"
        if file.is_file():
            return _read(file)
    return Settings()


def _read(file: Path) -> Settings:
    try:
        content = _parsed(file.read_text(encoding="utf-8"))
    except (ImportError, OSError, ValueError) as error:
        raise SettingsError(f"{file}: cannot be read: {error}") from error
    tool = _table(content.get("tool", {}), "tool", file)
    if "constructs_eic" in tool:
        raise SettingsError(
            f"{file}: [tool.constructs_eic]: there is no such table; write [{_TABLE}], with a hyphen"
        )
    ours = _table(tool.get("constructs-eic", {}), _TOOL, file)
    content = _table(ours.get("checks", {}), _TABLE, file)
    problems = [
        f"{file}: [{_TOOL}] {name}: there is no such setting; write it under [{_TABLE}]"
        for name in ours
        if name != "checks"
    ]
    problems.extend(f"{file}: [{_TABLE}] {each}" for each in _problems(content))
    if problems:
        raise SettingsError("\n".join(problems))
    return Settings(
        tuple(content.get("select", ())),
        tuple(content.get("ignore", ())),
        tuple(
            str(file.parent / each) if each.endswith(".py") else each
            for each in content.get("rules", ())
        ),
        tuple(Suppression(**each) for each in content.get("suppress", ())),
    )


def _table(value: object, name: str, file: Path) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise SettingsError(f"{file}: [{name}] is not a table")
    return value


def _parsed(text: str) -> dict[str, Any]:
    if "constructs-eic" not in text and "constructs_eic" not in text:
        return {}
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        try:
            import tomli as tomllib
        except ImportError as error:
            if _TOOL not in text:  # it is a dependency, and nothing is set
                return {}
            raise ImportError("it needs tomli; run: pip install 'constructs-eic[cli]'") from error
    content: dict[str, Any] = tomllib.loads(text)
    return content


def _problems(table: Mapping[str, object]) -> Iterator[str]:
    for name in table.keys() - {*_LISTS, "suppress"}:
        yield f"{name}: there is no such setting; there are {', '.join(_LISTS)}, suppress"
    for name in _LISTS:
        value = table.get(name, [])
        if not (isinstance(value, list) and all(isinstance(each, str) for each in value)):
            yield f'{name}: {value!r} is not a list of strings; write {name} = ["EIC008"]'
    suppress = table.get("suppress", [])
    for position, each in enumerate(suppress if isinstance(suppress, list) else [suppress], 1):
        if not isinstance(each, dict) or each.keys() - _FIELDS:
            yield (
                f"suppress, entry {position}: {each!r} is not a table of rule, address and reason; "
                'write { rule = "EIC008", address = "*heartbeat*", reason = "…" }'
            )
            continue
        try:
            Suppression(**{name: each.get(name, "") for name in _FIELDS})
        except ValueError as error:
            yield f"suppress, entry {position}: {error}"
