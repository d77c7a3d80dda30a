"""The site's tabs: each block for both frameworks, derived from the one that the page has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.docs.pages import ROOT
from tools.pages.tabs import with_tabs

if TYPE_CHECKING:
    from pathlib import Path

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
ONE_FRAMEWORK = """\
Before.

```python title="main.py"
from cdktn import App
from cdktn_provider_aws.sqs_queue import SqsQueue

SqsQueue(App(), "a")
```

After.
"""


def test_a_block_is_shown_for_both() -> None:
    before, tabs, after = re.split(r"(?s)(=== .*```)\n", with_tabs(ONE_FRAMEWORK))
    assert (before, after.strip()) == ("Before.\n\n", "After.")
    of = dict(re.findall(r'=== "(\w+)"\n\n((?:    .*\n|\n)+)', f"{tabs}\n"))
    assert list(of) == ["cdktn", "cdktf"]
    assert "    from cdktn_provider_aws.sqs_queue import SqsQueue" in of["cdktn"]
    assert "    from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue" in of["cdktf"]
    assert all('```python title="main.py"' in each for each in of.values())


def test_a_workflow_is_shown_for_both() -> None:
    text = with_tabs("```yaml\n- run: npx --yes cdktn-cli@0.24 synth\n- run: ls cdktf.out\n```")
    assert "- run: npx --yes cdktn-cli@0.24 synth" in text
    assert "- run: npx --yes cdktf-cli@0.21 synth" in text
    assert text.count("- run: ls cdktf.out") == 2


@pytest.mark.parametrize(
    "text",
    ["```python\nprint(1)\n```", "<!-- no tabs -->\n\n```python\nfrom cdktn import App\n```"],
)
def test_what_names_no_framework_stays(text: str) -> None:
    assert with_tabs(text) == text


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_no_block_is_for_one_framework_only(path: Path) -> None:
    text = with_tabs(path.read_text("utf-8"))
    shown = re.sub(r"^<!-- .*?-->$", "", text, flags=re.DOTALL | re.MULTILINE)
    if "<!-- no tabs -->" not in text:
        assert not re.search(r"^from cdkt[fn]\b", shown, re.MULTILINE)
