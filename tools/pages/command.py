"""The page about the command, from the options that click knows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from constructs_eic.cli.command import SUBCOMMANDS, group

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = """\
# Command line

```shell
pip install 'constructs-eic[cli]'
```

{about}

`constructs-eic --version` shows the version; `-h` or `--help` shows the options of a subcommand. Credentials,
profile and region are those of the AWS CLI: the environment, the shared configuration files, a container or an
instance.

`NO_COLOR=1` in the environment leaves out colors. For completion in the shell, add the line of your shell to its
startup file:

| shell | line |
|---|---|
| bash | `eval "$(_CONSTRUCTS_EIC_COMPLETE=bash_source constructs-eic)"` |
| zsh | `eval "$(_CONSTRUCTS_EIC_COMPLETE=zsh_source constructs-eic)"` |
| fish | `_CONSTRUCTS_EIC_COMPLETE=fish_source constructs-eic \\| source` |

`python -m constructs_eic` is the same command.

| exit status | meaning |
|---|---|
| 0 | everything was done; for `check` and `audit`, there are no findings |
| 1 | something could not be read or sent, which is named on stderr; for `check` and `audit`, there are findings |
| 2 | wrong usage |
| 130 | interrupted with Ctrl-C |
"""

_CODE = re.compile(
    r"""
    (?<![\w`-])(?:
        \[[a-z][\w.-]*\]     # a table of pyproject.toml, or a set of characters
        | --[a-z][a-z-]*     # an option
        | \*\.tf\.json | [*?] # patterns
        | '[a-z:|]+'         # forms of an id
        | constructs-eic\ [^,;]*?(?=,|;|$)
        | python\ (?:-m\ [\w.]+\ )?\w+\.py
        | [\w/]+(?:\.\w+)*\.(?:py|json|toml|out)\b
    )(?![\w`])
    """,
    re.VERBOSE,
)


def render() -> str:
    """The page."""
    about = _paragraphs(group.help or "")[0]
    sections = (_section(name) for name in SUBCOMMANDS)
    return "\n".join([_HEAD.format(about=about), *sections])


def _section(name: str) -> str:
    command = SUBCOMMANDS[name].load()
    context = click.Context(command, info_name=f"constructs-eic {name}")
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    return "\n".join(
        [
            f"## `constructs-eic {name}`\n",
            *(f"{_marked(paragraph)}\n" for paragraph in _paragraphs(command.help or "")),
            f"```text\n{usage}\n```\n",
            "| option | meaning |",
            "|---|---|",
            *_rows(command, context),
            "",
        ]
    )


def _rows(command: click.Command, context: click.Context) -> Iterator[str]:
    for parameter in command.get_params(context):
        row = parameter.get_help_record(context)
        if row and isinstance(parameter, click.Option) and "--help" not in parameter.opts:
            names, meaning = (re.sub(r"\s+", " ", text) for text in row)
            if isinstance(parameter.type, click.Choice):
                names = names.partition(" ")[0]
                choices = ", ".join(f"`{each}`" for each in parameter.type.choices)
                meaning = f"One of {choices}. {meaning}"
            yield f"| `{names}` | {_marked(meaning)} |"


def _marked(text: str) -> str:
    """`text` with click's notes in parentheses, and with what Markdown would interpret marked as code."""
    text = re.sub(r" \[((?:default|required|x|\d)[^]]*)\]$", r" (\1)", text)
    return _CODE.sub(lambda code: f"`{code[0].strip(chr(39))}`", text)


def _paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.split("\f")[0].split("\n\n")]
