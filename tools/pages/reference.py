"""The reference as one page of Markdown, for readers of a clone: the entries of docs/api, from the docstrings."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from dataclasses import dataclass, is_dataclass
from enum import Enum
from importlib import import_module
from typing import TYPE_CHECKING, Final

from tools import CHECKOUT
from tools.pages.docstrings import Docstring

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_HEAD: Final = """\
# Reference

Every public name, with its arguments and their defaults. `UNSET` stands for an argument that is left out.
"""
_PLACEHOLDER: Final = re.compile(
    r"^::: (?P<name>[\w.]+)\n(?:    options:\n      heading_level: \d\n)?", re.MULTILINE
)


def render() -> str:
    """The page."""
    return "\n".join([_HEAD, *(_section(name) for name in _pages())])


def _pages() -> list[str]:
    """The pages of the reference, in the order of the site."""
    site = tomllib.loads((CHECKOUT / "zensical.toml").read_text("utf-8"))
    return re.findall(r"'(api/[\w-]+\.md)'", str(site["project"]["nav"]))


def _section(name: str) -> str:
    text = (CHECKOUT / "docs" / name).read_text("utf-8").replace("](../", "](")
    text = re.sub(r"^# ", "## ", text)
    return _PLACEHOLDER.sub(lambda found: "\n".join(_entry(found["name"])), text)


def _entry(full_name: str) -> Iterator[str]:
    module, _, name = full_name.rpartition(".")
    value = getattr(import_module(module), name)
    yield f"### `{name}`\n"
    if not (inspect.isclass(value) or inspect.isfunction(value)):
        code, about = _assignment(module, name)
        yield f"```py\n{code}\n```\n"
        yield from (f"{paragraph}\n" for paragraph in Docstring.read(about).paragraphs)
        return
    docstring = Docstring.read(value.__doc__)
    constructor = _constructor(value)
    own = docstring
    if constructor is not None:
        yield f"```py\n{_call(name, constructor)}\n```\n"
        own = Docstring.read(value.__init__.__doc__) if inspect.isclass(value) else docstring
    yield from (f"{paragraph}\n" for paragraph in docstring.paragraphs)
    attributes = docstring.entries.get("Attributes", {})
    parameters = {} if constructor is None else constructor.parameters
    if constructor is not None:
        given = {**docstring.entries.get("Args", {}), **own.entries.get("Args", {})}
        yield from _arguments(constructor, {**attributes, **given})
    yield from _attributes(
        {name: text for name, text in attributes.items() if name not in parameters}
    )
    for section in ("Raises", "Warns"):
        told = {**docstring.entries.get(section, {}), **own.entries.get(section, {})}
        yield from (f"{section} `{name}`: {text}\n" for name, text in told.items())
    yield from _ending(docstring)
    if inspect.isclass(value):
        yield from _members(value, set(attributes))


def _constructor(value: type | object) -> inspect.Signature | None:
    """The arguments of a class or function; `None` if users do not call it."""
    if inspect.isfunction(value):
        return inspect.signature(value)
    own = vars(value).get("__init__") or getattr(value, "__init__", None)
    is_called = not (isinstance(value, type) and issubclass(value, (Enum, BaseException)))
    if not is_called or not inspect.isfunction(own) or getattr(value, "_is_protocol", False):
        return None
    signature = inspect.signature(own)
    return signature.replace(
        parameters=list(signature.parameters.values())[1:],
        return_annotation=inspect.Signature.empty,
    )


def _call(name: str, signature: inspect.Signature) -> str:
    """The call with the names and defaults of its arguments; the table below has their types."""
    plain = [
        each.replace(annotation=inspect.Parameter.empty, default=_default(each))
        for each in signature.parameters.values()
    ]
    call = signature.replace(parameters=plain, return_annotation=inspect.Signature.empty)
    return _readable(f"{name}{call}")


def _arguments(signature: inspect.Signature, about: dict[str, str]) -> Iterator[str]:
    if not signature.parameters:
        return
    yield "| argument | type | default | meaning |\n|---|---|---|---|"
    for name, each in signature.parameters.items():
        is_required = each.default is inspect.Parameter.empty
        default = "required" if is_required else f"`{_readable(repr(_default(each)))}`"
        yield f"| `{name}` | {_type(each.annotation)} | {default} | {_cell(about.get(name, ''))} |"
    yield ""


@dataclass(frozen=True)
class _Code:
    """A default that is shown as this code."""

    text: str

    def __repr__(self) -> str:
        return self.text


def _default(parameter: inspect.Parameter) -> object:
    """The default of a parameter; a value object with nothing set as the call that creates it."""
    default = parameter.default
    if is_dataclass(default) and not isinstance(default, type) and default == type(default)():
        return _Code(f"{type(default).__name__}()")
    return default


def _readable(code: str) -> str:
    """`code` without what Python shows of objects that have no literal."""
    named = code.replace("<left out>", "UNSET").replace("datetime.", "")
    named = re.sub(r"<(\w+\.\w+): [^<>]*>", r"\1", named)  # a member of an enum
    return re.sub(r"<factory>|<function [^<>]*<lambda>[^<>]*>", "...", named)


def _type(annotation: object) -> str:
    if annotation is inspect.Parameter.empty:
        return ""
    text = (
        annotation if isinstance(annotation, str) else getattr(annotation, "__name__", annotation)
    )
    return f"`{_cell(text)}`"


def _attributes(about: dict[str, str]) -> Iterator[str]:
    if about:
        yield "| attribute | meaning |\n|---|---|"
        yield from (f"| `.{name}` | {_cell(text)} |" for name, text in about.items())
        yield ""


def _ending(docstring: Docstring) -> Iterator[str]:
    for section in ("Returns", "Yields"):
        if section in docstring.sections:
            yield f"{section}: {' '.join(docstring.sections[section].split())}\n"
    examples = docstring.sections.get("Examples", "")
    if examples:
        yield f"{examples}\n" if "```" in examples else f"```pycon\n{examples}\n```\n"
    if docstring.source:
        yield f"Source: {docstring.source}\n"


def _members(value: type, known: set[str]) -> Iterator[str]:
    """The properties and methods that a class has of its own."""
    rows = []
    for name, member in vars(value).items():
        function = getattr(member, "fget", None) or getattr(member, "__func__", member)
        if name.startswith("_") or name in known or not inspect.isfunction(function):
            continue
        is_property = isinstance(member, property) or not isinstance(
            inspect.getattr_static(value, name), (staticmethod, classmethod, type(function))
        )
        call = name if is_property else _method(name, function)
        summary = Docstring.read(function.__doc__).summary
        rows.append(f"| `.{_cell(call)}` | {_cell(summary)} |")
    if rows:
        yield "\n".join(["| member | meaning |\n|---|---|", *rows, ""])


def _method(name: str, function: Callable[..., object]) -> str:
    signature = inspect.signature(function)
    parameters = list(signature.parameters.values())
    if parameters and parameters[0].name in ("self", "cls"):
        parameters = parameters[1:]
    return _call(name, signature.replace(parameters=parameters))


def _assignment(module: str, name: str) -> tuple[str, str]:
    """The line of code that defines a name which is neither a class nor a function, and the text below it."""
    lazily: dict[str, str] = getattr(import_module(module), "_MODULE_OF", {})
    if name in lazily:
        return _assignment(lazily[name], name)
    source = inspect.getsource(import_module(module))
    body = ast.parse(source).body
    for node, following in zip(body, [*body[1:], None], strict=True):
        target = node.target if isinstance(node, ast.AnnAssign) else None
        if isinstance(target, ast.Name) and target.id == name:
            about = following.value if isinstance(following, ast.Expr) else None
            text = about.value if isinstance(about, ast.Constant) else ""
            return ast.get_source_segment(source, node) or name, str(text)
        if isinstance(node, ast.ImportFrom) and name in (each.name for each in node.names):
            return _assignment(str(node.module), name)
    return name, ""


def _cell(text: object) -> str:
    """`text` in a table of Markdown."""
    return " ".join(str(text).split()).replace("|", "\\|")
