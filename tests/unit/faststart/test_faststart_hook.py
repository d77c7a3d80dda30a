"""What the hook makes jsii's kernel load later, or in part."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.framework import CORE
from tests.unit.faststart.child import ENABLE, ROOT, output, run

if TYPE_CHECKING:
    from pathlib import Path

HOOKS = ROOT / "constructs_eic" / "faststart" / "node"
HEAVY = """
const child_process_1 = require("child_process");
const archiver = require("archiver");
const path = require("path");
exports.before = Object.keys(require.cache).some((name) => name.includes("archiver"));
exports.called = archiver("zip", 1);
exports.made = archiver.create("tar");
exports.known = ["create" in archiver, Object.keys(archiver), archiver.missing];
exports.run = (0, child_process_1.execFileSync)(process.execPath, ["-p", "1"], { encoding: "utf8" });
archiver.level = 9;
exports.level = require("archiver").level;
try { archiver("broken"); } catch (error) { exports.error = error.message; }
"""
ARCHIVER = """
module.exports = (format, ...rest) => {
  if (format === "broken") throw new Error(format);
  return [format, ...rest];
};
module.exports.create = function (format) { return ["created", format]; };
"""


def node(script: str, folder: Path) -> object:
    """What a script for Node prints as JSON."""
    command = ["node", "-e", f"const hooks = {json.dumps(str(HOOKS))};\n{script}"]
    return json.loads(subprocess.check_output(command, cwd=folder, text=True))


@pytest.mark.parametrize("framework", ["cdktf", "cdktn"])
def test_a_heavy_module_is_loaded_when_used_and_is_the_same(tmp_path: Path, framework: str) -> None:
    for path, text in {
        f"node_modules/{framework}/lib/private/fs.js": HEAVY,
        "node_modules/archiver/index.js": ARCHIVER,
    }.items():
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text(text)
    used = f"console.log(JSON.stringify(require('./node_modules/{framework}/lib/private/fs.js')));"
    deferred = """
const { quicken } = require(hooks + '/framework.cjs');
const compile = module.constructor.prototype._compile;
module.constructor.prototype._compile = function (content, filename, ...rest) {
  return compile.call(this, quicken(content, filename), filename, ...rest);
};
"""
    plain, fast = node(used, tmp_path), node(deferred + used, tmp_path)
    assert isinstance(plain, dict)
    assert fast == {**plain, "before": False}
    assert plain["before"] is True


def test_an_app_does_not_load_them(tmp_path: Path) -> None:
    script = tmp_path / "look.cjs"
    script.write_text("""
        process.on('exit', () => {
          const names = Object.keys(require.cache).filter((name) => name.includes('node_modules'));
          if (names.length) require('fs').writeFileSync('loaded', names.join('\\n'));
        });
    """)
    app = ENABLE + "from cdktf import App, TerraformStack; TerraformStack(App(), 'a')"
    output(run(tmp_path, app, environment={"NODE_OPTIONS": f'--require "{script}"'}))
    loaded = (tmp_path / "loaded").read_text()
    assert f"/{CORE}/lib/private/fs.js" in loaded
    assert not {"archiver", "fflate", "semver"} & set(loaded.replace("\n", "/").split("/"))


def test_definitions_are_read_in_part(tmp_path: Path) -> None:
    for name in "one.jsii.runtime-defs.v1.jsonl", ".jsii.runtime-defs.v1.jsonl":
        (tmp_path / name).write_bytes("zwölf Boxkämpfer".encode() * 1000)
    script = """
const fs = require('fs');
const seen = (path) => {
  const file = fs.readFileSync(path);
  const some = [file.toString('utf-8', 2, 9), file.toString('utf-8', 17990, 99999)];
  return JSON.stringify([
    some, file.length, file.toString().length, file.toString('latin1', 3).length,
    file.subarray(0, 3).toString('hex'), Buffer.from(file).length, file[2], [...file].length,
  ]);
};
require(hooks + '/definitions.cjs').readOnDemand();
const path = require('path').resolve('.jsii.runtime-defs.v1.jsonl');
const other = require('path').resolve('one.jsii.runtime-defs.v1.jsonl');
console.log(JSON.stringify([
  seen(path) === seen(other), fs.readFileSync(path, 'utf8').length,
  require('util').types.isProxy(fs.readFileSync(path)), require('util').types.isProxy(fs.readFileSync(other)),
]));
"""
    assert node(script, tmp_path) == [True, 16000, True, False]


@pytest.mark.parametrize(("switch", "times"), [("1", 1), ("0", 3)])
def test_terraform_is_asked_for_its_version_once_in_a_synthesis(
    tmp_path: Path, switch: str, times: int
) -> None:
    terraform = tmp_path / "terraform"
    terraform.write_text('#!/bin/sh\necho asked >> "$ASKED"\necho "Terraform v1.11.0"\n')
    terraform.chmod(0o755)
    asked = tmp_path / "asked"
    app = """
from cdktf import App, TerraformResource, TerraformStack
app = App()
stack = TerraformStack(app, "stack")
for number in range(3):
    TerraformResource(stack, str(number), terraform_resource_type="null_resource").import_from("x")
app.synth()
"""
    environment = {
        "CONSTRUCTS_EIC_FASTSTART": switch,
        "ASKED": str(asked),
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
    }
    output(run(tmp_path, ENABLE + app, environment=environment))
    assert asked.read_text().count("asked") == times
