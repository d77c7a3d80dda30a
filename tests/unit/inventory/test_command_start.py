"""What happens between the start of the command and the first request."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from constructs_eic.cli.command import SUBCOMMANDS
from tests.unit.inventory.lambda_account import (
    COMMAND,
    bare_environment,
    complaints_once_the_reader_left,
    run_command,
)

if TYPE_CHECKING:
    from tests.unit.inventory.lambda_account import LambdaAccount

KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
_MODULES_AFTER = """
import atexit, sys
from constructs_eic.cli import main
atexit.register(lambda: sys.stderr.write(" ".join(m for m in sys.modules if "." not in m)))
main()
"""


def _modules_after(*arguments: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", _MODULES_AFTER, *arguments],
        env=bare_environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.split())


@pytest.mark.parametrize("arguments", [["--help"], ["list", "--help"], ["permissions"]])
def test_only_what_is_needed_is_imported(arguments: list[str]) -> None:
    modules = _modules_after(*arguments)

    assert "click" in modules
    assert not modules & {"cdktf", "jsii", "cdktf_cdktf_provider_aws", "boto3", "botocore", "rich"}


def test_nothing_is_imported_before_an_interrupt_is_caught() -> None:
    program = (
        "import sys; before = set(sys.modules)\n"
        "import constructs_eic.cli\n"
        "print(*set(sys.modules) - before)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    own = {"constructs_eic", "constructs_eic._lazy", "constructs_eic.cli"}
    assert set(done.stdout.split()) <= {*own, "__future__"}


def test_a_listing_never_imports_cdktf(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from constructs_eic.inventory import aws, export, formats, list, read\n"
        "import constructs_eic.cli.export, constructs_eic.cli.inventory, constructs_eic.cli.permissions\n"
        "assert not {'cdktf', 'jsii', 'constructs'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], env=bare_environment(), check=True)


def test_without_the_extra_one_line_says_what_to_install(tmp_path: Path) -> None:
    # Isolated and without site-packages: only the package itself can be imported.
    program = (
        "import sys; sys.path.insert(0, sys.argv.pop(1))\n"
        "from constructs_eic.cli import main; main()\n"
    )
    (tmp_path / "constructs_eic").symlink_to(_package_folder())
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program, str(tmp_path), "list"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr == ("constructs-eic: needs click; run: pip install 'constructs-eic[cli]'\n")


def test_a_module_runs_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "constructs_eic", "--version"],
        env=bare_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("constructs-eic, version ")


def test_a_mistyped_subcommand_is_corrected() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "constructs_eic", "redirve"],
        env=bare_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "No such command 'redirve'. Did you mean 'redrive'?" in done.stderr


def test_reading_records_says_what_to_install() -> None:
    program = (
        "import sys; sys.modules['boto3'] = None\n"
        "from constructs_eic.records import InvocationRecord, read\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=bare_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.endswith("this needs boto3; run: pip install 'constructs-eic[cli]'\n")


def test_a_subcommand_says_which_of_its_own_needs_are_absent() -> None:
    program = (
        "import sys; sys.modules['boto3'] = sys.modules['rich'] = None\n"
        "from constructs_eic.cli import main; main()\n"
    )

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", program, *arguments],
            env=bare_environment(),
            capture_output=True,
            text=True,
            check=False,
        )

    listing = run("list")
    assert (listing.returncode, listing.stderr) == (
        1,
        "constructs-eic: list needs boto3, rich; run: pip install 'constructs-eic[cli]'\n",
    )
    assert run("permissions").returncode == 0
    assert run("--help").returncode == 0


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_the_table_of_subcommands_says_what_each_says_itself(name: str) -> None:
    command = SUBCOMMANDS[name].load()

    assert command.name == name
    assert command.help is not None
    assert command.help.split("\n\n")[0] == SUBCOMMANDS[name].about


def _package_folder() -> str:
    import constructs_eic

    return next(iter(constructs_eic.__path__))


@pytest.mark.parametrize("arguments", [["list"], ["export"], ["show", "f"]], ids=lambda a: a[0])
@pytest.mark.parametrize(
    ("environment", "more", "status", "advice"),
    [
        ({"AWS_REGION": "eu-west-1"}, [], 1, "no AWS credentials; run 'aws configure'"),
        (KEYS, [], 2, "no region; give --region, set AWS_REGION"),
        (KEYS, ["--profile", "nobody"], 2, "give --profile or AWS_PROFILE one of"),
        (KEYS | {"AWS_REGION": "app"}, [], 2, "give --region or AWS_REGION one such as"),
        ({"AWS_PROFILE": "nobody"}, [], 2, "(nobody) could not be found"),
        (
            KEYS | {"AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL": "nonsense"},
            [],
            2,
            "check AWS_ENDPOINT_URL",
        ),
    ],
    ids=["credentials", "region", "profile", "AWS_REGION", "AWS_PROFILE", "endpoint"],
)
def test_what_is_missing_is_said_in_one_line(
    arguments: list[str], environment: dict[str, str], more: list[str], status: int, advice: str
) -> None:
    done = run_command(*arguments, *more, environment=environment)

    assert (done.returncode, done.stdout) == (status, "")
    [line] = done.stderr.splitlines()
    assert line.startswith("constructs-eic: ")
    assert advice in line


@pytest.mark.parametrize(
    "arguments", [["list"], ["list", "--format=json"], ["export"], ["permissions"], ["--help"]]
)
def test_a_full_disk_is_said_in_one_line(arguments: list[str], account: LambdaAccount) -> None:
    account.configured(["f"], MaximumRetryAttempts=1)
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*COMMAND, *arguments],
            env=bare_environment() | account.environment | {"AWS_REGION": account.region},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert done.returncode == 1
    assert done.stderr == "constructs-eic: the output is not complete: No space left on device\n"


def test_a_reader_that_is_gone_is_no_error_to_tell() -> None:
    assert complaints_once_the_reader_left("permissions", environment={}) == ""


@pytest.mark.parametrize(
    ("closed", "status", "said"),
    [(">&-", 1, "nothing can be delivered: the standard output is closed"), ("2>&-", 0, "Version")],
)
def test_a_closed_stream_is_no_traceback(closed: str, status: int, said: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}', "sh", *COMMAND, "permissions"],
        env=bare_environment(),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == status
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_a_region_of_the_environment_goes_before_that_of_the_profile(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("[default]\nregion = us-west-1\n")
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        endpoint = f"http://127.0.0.1:{unused.getsockname()[1]}"
        environment = {**KEYS, "AWS_ENDPOINT_URL": endpoint}
        environment["AWS_CONFIG_FILE"] = str(tmp_path / "config")
        asked = [
            run_command("list", environment=environment | more).stderr.split(": ")[1]
            for more in (
                {},
                {"AWS_DEFAULT_REGION": "eu-west-2"},
                {"AWS_DEFAULT_REGION": "eu-west-2", "AWS_REGION": "eu-west-3"},
            )
        ]

    assert asked == ["us-west-1", "eu-west-2", "eu-west-3"]


@pytest.mark.parametrize(("form", "written"), [("json", "[]\n"), ("table", "")])
def test_an_endpoint_that_is_not_there_is_said_in_one_line_for_each_region(
    form: str, written: str
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        endpoint = f"http://127.0.0.1:{unused.getsockname()[1]}"
        done = run_command(
            "list",
            f"--format={form}",
            "--region=eu-west-1",
            "--region=us-east-1",
            environment=KEYS | {"AWS_ENDPOINT_URL": endpoint},
        )

    assert (done.returncode, done.stdout) == (1, written)
    lines = done.stderr.splitlines()
    assert [line.split(": ")[1] for line in lines] == ["eu-west-1", "us-east-1"]
    assert all("unreachable" in line and "check the region's name" in line for line in lines)


@pytest.mark.parametrize(
    "arguments",
    [
        ["list", "--region", "Frankfurt"],
        ["list", "--max-rate", "-1"],
        ["list", "--max-rate", "inf"],
        ["list", "--format", "xml"],
        ["list", "--nonsense"],
        ["show"],
        ["nonsense"],
        ["permissions", "--function", "a:b:c"],
        ["permissions", "--operation", "destroy"],
        ["permissions", "--account", "12"],
    ],
)
def test_wrong_usage(arguments: list[str]) -> None:
    done = run_command(*arguments, environment={})

    assert (done.returncode, done.stdout) == (2, "")
    assert "Error: " in done.stderr
