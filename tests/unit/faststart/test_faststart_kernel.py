"""jsii's kernel runs in one Node process, and the user sees the same output as with jsii's relay."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.unit.faststart.child import ENABLE, output, run, variables, warnings
from tests.unit.faststart.toy import Toy

if TYPE_CHECKING:
    from pathlib import Path

OFF = {"CONSTRUCTS_EIC_FASTSTART": "0"}
USE = ENABLE + "from cdktf_cdktf_provider_toy.widget_2d import Widget; print(Widget().size)\n"
NODE = "import jsii; node = jsii._runtime.kernel.provider._process._process\n"
IN_KERNEL = "if (require('path').basename(process.argv[1]) === 'program.js')"


@pytest.fixture
def preload(tmp_path: Path) -> Path:
    """A script that runs in jsii's kernel before all else, and writes into `tmp_path`."""
    Toy().write(tmp_path)
    return tmp_path / "preload.cjs"


def preloaded(script: Path, text: str) -> dict[str, str]:
    script.write_text(text)
    return {"NODE_OPTIONS": f'--require "{script}"'}


def test_node_is_the_child_of_python(preload: Path) -> None:
    script = f"{IN_KERNEL} require('fs').writeFileSync('parent', String(process.ppid));"
    app = USE + "import os; print(os.getpid())"
    child = run(preload.parent, app, environment=preloaded(preload, script))
    parent = (preload.parent / "parent").read_text()
    assert output(child).splitlines() == ["3", parent]


def test_node_is_the_one_that_jsii_is_given(preload: Path) -> None:
    node = preload.parent / "my node"
    node.write_text('#!/bin/sh\necho "$@" > arguments\nexec node "$@"\n')
    node.chmod(0o755)
    assert output(run(preload.parent, USE, environment={"JSII_NODE": str(node)})) == "3\n"
    arguments = (preload.parent / "arguments").read_text()
    assert arguments.startswith("--max-old-space-size=")
    assert "program.js" in arguments


def test_what_the_kernel_writes_reaches_the_user(preload: Path) -> None:
    script = (
        f"{IN_KERNEL} {{ console.log('öut\\nput'); console.error('error'); "
        "process.on('exit', () => console.log('end'.repeat(30000))); }"
    )
    environment = preloaded(preload, script)
    fast = run(preload.parent, USE, environment=environment)
    plain = run(preload.parent, USE, environment=environment | OFF)
    assert fast.returncode == plain.returncode == 0
    assert sorted(fast.stdout.splitlines()) == sorted(plain.stdout.splitlines())
    assert "error\n" in fast.stderr
    assert "error\n" in plain.stderr


@pytest.mark.parametrize(
    ("version", "warned"),
    [("v22.1.0", False), ("v22.1.0-nightly", True), ("v12.0.0", True)],
)
def test_a_node_that_jsii_does_not_support_is_warned_of(
    preload: Path, version: str, warned: bool
) -> None:
    script = f"Object.defineProperty(process, 'version', {{ value: '{version}' }});"
    environment = preloaded(preload, script) | {
        "JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION": "",
        "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "",
    }
    fast = run(preload.parent, USE, environment=environment)
    plain = run(preload.parent, USE, environment=environment | OFF)
    assert fast.stdout == plain.stdout == "3\n"
    assert bool(fast.stderr) == warned
    assert fast.stderr == plain.stderr


def test_a_node_that_ends_at_once_is_reported_with_what_it_wrote(preload: Path) -> None:
    node = preload.parent / "node"
    node.write_text("#!/bin/sh\necho 'bad CPU type' >&2\nexit 3\n")
    node.chmod(0o755)
    child = run(preload.parent, USE, environment={"JSII_NODE": str(node)})
    assert child.returncode == 1
    assert "bad CPU type" in child.stderr.partition("Traceback")[0]
    assert "Error: jsii's Node process ended with exit status 3" in child.stderr
    assert "JSONDecodeError" not in child.stderr


@pytest.mark.parametrize("answers", ["0", "1"])
def test_a_node_that_ends_amid_an_app_is_reported(preload: Path, answers: str) -> None:
    app = f"{USE}{NODE}node.kill()\nif {answers}: node.wait()\nWidget().size\n"
    child = run(preload.parent, app)
    assert child.returncode == 1
    assert "jsii's Node process ended of signal 9" in child.stderr.splitlines()[-1]
    assert "Broken pipe" not in child.stderr


def test_a_message_may_be_long(tmp_path: Path) -> None:
    app = ENABLE + (
        "from cdktf import App\n"
        "node = App().node\n"
        "node.set_context('key', 'ä' * 5_000_000)\n"
        "print(node.get_context('key') == 'ä' * 5_000_000)\n"
    )
    assert output(run(tmp_path, app)) == "True\n"


@pytest.mark.parametrize("closed", ["<&-", "<&- >&- 2>&-"])
def test_an_app_may_start_without_standard_streams(preload: Path, closed: str) -> None:
    app = USE.replace("print(Widget().size)", "open('size', 'w').write(str(Widget().size))")
    (preload.parent / "main.py").write_text(app)
    command = f'exec "{sys.executable}" main.py {closed}'
    subprocess.run(["/bin/sh", "-c", command], cwd=preload.parent, env=variables(), check=True)
    assert (preload.parent / "size").read_text() == "3"


@pytest.mark.parametrize(
    ("by", "to"),
    [
        ("SIGINT", "python"),
        ("SIGINT", "all"),  # as from a terminal
        ("SIGHUP", "all"),
        ("SIGTERM", "python"),
        ("SIGKILL", "python"),
    ],
)
def test_no_node_is_left_behind(preload: Path, by: str, to: str) -> None:
    # The pipe ends when the last Node process that holds it ends.
    os.mkfifo(preload.parent / "alive")
    alive = os.open(preload.parent / "alive", os.O_RDONLY | os.O_NONBLOCK)
    environment = preloaded(preload, f"{IN_KERNEL} require('fs').openSync('alive', 'w');")
    # A signal that arrives between two calls is not noticed during the second one on Python 3.15.
    wait = "import time\nprint(flush=True)\nfor _ in range(600): time.sleep(0.1)\n"
    (preload.parent / "main.py").write_text(USE + wait)
    app = subprocess.Popen(
        [sys.executable, "main.py"],
        cwd=preload.parent,
        env={**variables(), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert app.stdout is not None
    assert app.stdout.readline() == b"3\n"
    assert app.stdout.readline() == b"\n"
    number = signal.Signals[by]
    if to == "all":
        os.killpg(app.pid, number)
    else:
        app.send_signal(number)
    _, error = app.communicate(timeout=60)
    assert app.returncode == -number
    assert (b"KeyboardInterrupt" in error) == (by == "SIGINT")
    assert b"atexit" not in error
    ready, _, _ = select.select([alive], [], [], 60)
    assert ready
    assert os.read(alive, 1) == b""
    os.close(alive)


def test_an_interrupt_while_node_starts_starts_it_no_second_time(preload: Path) -> None:
    blocked = "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);"
    started = "require('fs').appendFileSync('starts', '1');"
    environment = preloaded(preload, f"{IN_KERNEL} {{ {started} {blocked} }}")
    (preload.parent / "main.py").write_text(USE)
    app = subprocess.Popen(
        [sys.executable, "main.py"],
        cwd=preload.parent,
        env={**variables(), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    starts = preload.parent / "starts"
    for _ in range(600):
        if starts.exists():
            break
        time.sleep(0.1)
    os.killpg(app.pid, signal.SIGINT)
    output, error = app.communicate(timeout=60)
    assert (app.returncode, output) == (-signal.SIGINT, b"")
    assert b"KeyboardInterrupt" in error
    assert starts.read_text() == "1"


def test_from_within_a_thread(preload: Path) -> None:
    app = ENABLE + (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "def size(_):\n"
        "    from cdktf_cdktf_provider_toy.widget_2d import Widget\n"
        "    return Widget().size\n"
        "with ThreadPoolExecutor(1) as pool:\n"
        "    print(list(pool.map(size, range(2))))\n"
    )
    assert output(run(preload.parent, app)) == "[3, 3]\n"


WITHOUT = {
    "this system has no posix_spawn": "import os; del os.posix_spawn\n",
    "is not the relay of a known release": """
import importlib.resources, jsii._embedded.jsii as embedded, pathlib
read = pathlib.Path.read_text
pathlib.Path.read_text = lambda path, *a: read(path, *a).replace('"--preserve-symlinks"', '"--x"')
""",
}


@pytest.mark.parametrize("reason", WITHOUT)
def test_where_it_cannot_be_direct_the_relay_is_used(preload: Path, reason: str) -> None:
    script = f"{IN_KERNEL} require('fs').writeFileSync('parent', String(process.ppid));"
    app = WITHOUT[reason] + USE + "import os; print(os.getpid())"
    child = run(preload.parent, app, environment=preloaded(preload, script))
    (warning,) = warnings(child)
    assert "cdktf_cdktf_provider_toy in Node: each message takes longer, as" in warning
    assert reason in warning
    size, parent = child.stdout.splitlines()
    assert size == "3"
    assert parent != (preload.parent / "parent").read_text()


def test_a_cdktf_app_without_a_provider(tmp_path: Path) -> None:
    app = (
        ENABLE
        + "from cdktf import App, TerraformStack; print(TerraformStack(App(), 'a').to_string())"
    )
    assert output(run(tmp_path, app)) == "a\n"


def test_the_end_of_an_app_in_a_callback_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "temporary").mkdir()
    app = """
import sys
import time
import jsii
from cdktf import App, Aspects, IAspect, TerraformStack

@jsii.implements(IAspect)
class Ending:
    def visit(self, node):
        sys.exit("the end")

app = App()
Aspects.of(TerraformStack(app, "stack")).add(Ending())
app.synth()
"""
    environment = {"TMPDIR": str(tmp_path / "temporary")}
    child = run(tmp_path, ENABLE + app, environment=environment)
    assert (child.returncode, child.stdout) == (1, "")
    assert "the end" in child.stderr
    assert list((tmp_path / "temporary").iterdir()) == []


def test_node_gets_no_descriptor_that_was_handed_on(preload: Path) -> None:
    script = f"""{IN_KERNEL} {{
      let it = 'nothing';
      try {{ it = require('fs').readlinkSync('/proc/self/fd/9'); }} catch {{}}
      require('fs').writeFileSync('ninth', it);
    }}"""
    app = """
import os, subprocess, sys
if len(sys.argv) == 1:
    lock = os.open("lock", os.O_CREAT | os.O_RDWR)
    os.dup2(lock, 9, inheritable=True)
    subprocess.run([sys.executable, "main.py", "again"], check=True, close_fds=False)
    sys.exit()
"""
    output(run(preload.parent, app + USE, environment=preloaded(preload, script)))
    assert "lock" not in (preload.parent / "ninth").read_text()


def test_a_start_of_node_that_closes_descriptors_is_quiet(preload: Path) -> None:
    node = preload.parent / "closing"
    node.write_text('#!/bin/sh\nexec 3<&-\nexec node "$@"\n')
    node.chmod(0o755)
    child = run(preload.parent, USE, environment={"JSII_NODE": str(node)})
    (warning,) = warnings(child)
    assert "it does not start with the hook" in warning
    assert child.stdout == "3\n"
    assert len(child.stderr) < 3000


def test_the_last_that_node_writes_arrives(preload: Path) -> None:
    script = f"{IN_KERNEL} process.on('exit', () => console.log('x'.repeat(900000)));"
    child = run(preload.parent, USE, environment=preloaded(preload, script))
    assert len(child.stdout) > 900000
