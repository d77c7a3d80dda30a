"""What Node loads, and which part of the environment other processes see."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.unit.faststart.child import ENABLE, ROOT, output, run, warnings
from tests.unit.faststart.toy import Toy, defers_itself
from tests.unit.faststart.toy_node import INDEX, STAR_INDEX
from tests.unit.faststart.toy_python import HEAD, LAZY_TAIL

if TYPE_CHECKING:
    from pathlib import Path

APP = (
    ENABLE
    + """
import sys
from cdktf_cdktf_provider_toy.factory import Factory
own = [(n, type(m).__name__) for n, m in sys.modules.items() if n.startswith("cdktf_")]
print(sorted(n.split(".")[1] for n, kind in own if n.count(".") == 1 and kind == "module"))
print(Factory.widget().size)
"""
)

# In the Node process that loads packages, records what it has loaded and what it would pass on.
PROBE = """
const path = require('path');
if (path.basename(process.argv[1]) === 'program.js') {
  process.on('exit', () => {
    const loaded = Object.keys(require.cache).filter((name) => name.includes('provider-toy'));
    const lib = (name) => name.split(`provider-toy${path.sep}lib${path.sep}`)[1];
    const { NODE_OPTIONS, CONSTRUCTS_EIC_FASTSTART_NODE } = process.env;
    const seen = { loaded: loaded.map(lib).sort(), NODE_OPTIONS, CONSTRUCTS_EIC_FASTSTART_NODE };
    require('fs').writeFileSync(process.env.PROBE_REPORT, JSON.stringify(seen));
  });
}
"""


@pytest.fixture
def probe(tmp_path: Path) -> dict[str, str]:
    script = tmp_path / "a probe.cjs"
    script.write_text(PROBE)
    return {
        "NODE_OPTIONS": f'--no-deprecation --require "{script}"',
        "PROBE_REPORT": str(tmp_path / "probe.json"),
    }


def probed(probe: dict[str, str]) -> dict[str, object]:
    with open(probe["PROBE_REPORT"], encoding="utf-8") as report:  # noqa: PTH123
        seen: dict[str, object] = json.load(report)
    return seen


def test_what_is_not_used_is_not_loaded(tmp_path: Path, probe: dict[str, str]) -> None:
    Toy().write(tmp_path)
    child = run(tmp_path, APP, environment=probe)
    assert output(child).splitlines() == ["['_jsii', '_private', 'factory']", "3"]
    assert probed(probe)["loaded"] == ["factory/index.js", "index.js", "widget-2d/index.js"]


def test_without_all_of_it_is_loaded(tmp_path: Path, probe: dict[str, str]) -> None:
    Toy().write(tmp_path)
    off = {**probe, "CONSTRUCTS_EIC_FASTSTART": "0"}
    assert "widget_2d" in output(run(tmp_path, APP, environment=off))
    loaded = probed(probe)["loaded"]
    assert isinstance(loaded, list)
    assert "shape/index.js" in loaded


def test_node_passes_on_what_the_user_has_set(tmp_path: Path, probe: dict[str, str]) -> None:
    Toy().write(tmp_path)
    output(run(tmp_path, APP, environment=probe))
    seen = probed(probe)
    assert seen["NODE_OPTIONS"] == probe["NODE_OPTIONS"]
    assert "CONSTRUCTS_EIC_FASTSTART_NODE" not in seen


@pytest.mark.parametrize("name", ["two words", """it's "quoted" twice""", "a\\b", "ünï"])
def test_any_path_will_do(tmp_path: Path, name: str, probe: dict[str, str]) -> None:
    if os.name == "nt" and set(name) & set('"\\'):
        pytest.skip("no name for a folder there")
    root = tmp_path / name
    shutil.copytree(ROOT / "constructs_eic", root / "constructs_eic")
    Toy().write(tmp_path)
    output(run(tmp_path, APP, root=root, environment=probe))
    assert "shape/index.js" not in str(probed(probe)["loaded"])


@defers_itself
def test_what_is_not_used_of_a_cdktn_package_is_not_loaded(
    tmp_path: Path, probe: dict[str, str]
) -> None:
    Toy(framework="cdktn", init=HEAD + LAZY_TAIL, index=STAR_INDEX).write(tmp_path)
    app = APP.replace("cdktf_cdktf_provider", "cdktn_provider").replace("cdktf_", "cdktn_")
    output(run(tmp_path, app, environment=probe))
    assert probed(probe)["loaded"] == ["factory/index.js", "index.js", "widget-2d/index.js"]


INDEXES = {
    "another statement": INDEX + "exports.extra = 1;\n",
    "a block": INDEX + "if (true) {\n}\n",
    "code after a comment": INDEX + "/* */ exports.extra = 1;\n",
    "another quote": INDEX.replace('require("./color")', "require('./color')"),
    "a helper": INDEX.replace('require("./color")', 'Object(require("./color"))'),
    "code after a helper function": STAR_INDEX.replace("})();", "})();\nexports.extra = 1;"),
}


@pytest.mark.parametrize("name", INDEXES)
def test_an_index_of_another_kind_is_loaded_whole(
    tmp_path: Path, name: str, probe: dict[str, str]
) -> None:
    Toy(index=INDEXES[name]).write(tmp_path)
    child = run(tmp_path, APP, environment=probe)
    (warning,) = warnings(child)
    assert "cdktf_cdktf_provider_toy in Node: its index has a line of another kind" in warning
    assert "main.py:4" in warning
    assert child.stdout.endswith("3\n")
    assert "shape/index.js" in str(probed(probe)["loaded"])


@pytest.mark.parametrize("index", [INDEX, STAR_INDEX])
def test_an_export_behaves_as_a_plain_property(
    tmp_path: Path, probe: dict[str, str], index: str
) -> None:
    Toy(index=index).write(tmp_path)
    script = tmp_path / "look.cjs"
    script.write_text("""
        const path = require('path');
        if (path.basename(process.argv[1]) === 'program.js') {
          process.on('exit', () => {
            const lib = path.join('provider-toy', 'lib', 'index.js');
            const index = Object.keys(require.cache).find((name) => name.endsWith(lib));
            const toy = require(index);
            const seen = { keys: Object.keys(toy), same: toy.shape === toy.shape };
            seen.shape = Object.getOwnPropertyDescriptor(toy, 'shape');
            toy.color = 'assigned';
            seen.color = Object.getOwnPropertyDescriptor(toy, 'color');
            delete toy.handle;
            seen.handle = 'handle' in toy;
            require('fs').writeFileSync(process.env.PROBE_REPORT, JSON.stringify(seen));
          });
        }
    """)
    environment = {**probe, "NODE_OPTIONS": f'--require "{script}"'}
    output(run(tmp_path, APP, environment=environment))
    fast = probed(probe)
    output(run(tmp_path, APP, environment={**environment, "CONSTRUCTS_EIC_FASTSTART": "0"}))
    assert fast == probed(probe)


@pytest.mark.parametrize("script", ["tool.js", "program.js"])
def test_other_node_processes_are_left_alone(tmp_path: Path, script: str) -> None:
    (tmp_path / script).write_text(
        "const module_ = require('module');\n"
        "const { NODE_OPTIONS, CONSTRUCTS_EIC_FASTSTART_NODE } = process.env;\n"
        "const own = module_.prototype._compile.toString().includes('provider');\n"
        "console.log(JSON.stringify([own, NODE_OPTIONS, CONSTRUCTS_EIC_FASTSTART_NODE]));\n"
    )
    options = f'--require "{ROOT / "constructs_eic" / "faststart" / "node" / "hook.cjs"}"'
    settings = json.dumps({"report": str(tmp_path / "report"), "nodeOptions": "--no-warnings"})
    inherited = {"NODE_OPTIONS": options, "CONSTRUCTS_EIC_FASTSTART_NODE": settings}
    if script == "program.js":
        # jsii's own, but not started by fast start.
        del inherited["CONSTRUCTS_EIC_FASTSTART_NODE"]
    child = subprocess.run(
        ["node", script],
        cwd=tmp_path,
        env={**os.environ, **inherited},
        capture_output=True,
        text=True,
        check=True,
    )
    left = inherited.get("CONSTRUCTS_EIC_FASTSTART_NODE")
    assert json.loads(child.stdout) == [False, options, left]


def test_a_node_that_refuses_the_hook_starts_without(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "constructs_eic", tmp_path / "constructs_eic")
    (tmp_path / "constructs_eic" / "faststart" / "node" / "hook.cjs").unlink()
    Toy().write(tmp_path)
    Toy("other").write(tmp_path)
    app = (
        APP + "from cdktf_cdktf_provider_other.factory import Factory; print(Factory.widget().size)"
    )
    child = run(tmp_path, app, root=tmp_path)
    (warning,) = warnings(child)
    assert "in Node: its hook is no file" in warning
    assert child.stdout.endswith("3\n3\n")


def test_a_node_that_does_not_start_at_all_fails_as_ever(tmp_path: Path) -> None:
    Toy().write(tmp_path)
    child = run(tmp_path, APP, environment={"JSII_NODE": "no-such-node"})
    assert "FileNotFoundError" in child.stderr
    assert "FastStartWarning" not in child.stderr


def test_a_hook_that_does_not_run_is_told(tmp_path: Path) -> None:
    # jsii runs what JSII_RUNTIME names; this one drops the options before the next Node starts.
    Toy().write(tmp_path)
    runtime = tmp_path / "runtime.js"
    runtime.write_text(
        "delete process.env.NODE_OPTIONS;\n"
        "const { spawn } = require('child_process');\n"
        "const program = require('path').join(process.env.EMBEDDED, 'lib__program.js');\n"
        "require('fs').copyFileSync(program, 'program.js');\n"
        "const args = ['--preserve-symlinks', 'program.js'];\n"
        "const child = spawn(process.execPath, args, { stdio: ['ignore', 2, 2, 'pipe'] });\n"
        "process.stdin.pipe(child.stdio[3]);\n"
        "child.stdio[3].pipe(process.stdout);\n"
    )
    jsii = __import__("jsii._embedded.jsii").__path__[0]
    embedded = os.path.join(jsii, "_embedded", "jsii")  # noqa: PTH118
    child = run(tmp_path, APP, environment={"JSII_RUNTIME": str(runtime), "EMBEDDED": embedded})
    (warning,) = warnings(child)
    assert "in Node: it did not run the hook" in warning
