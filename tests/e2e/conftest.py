"""One emulator and one base stack per session; a Terraform directory and a function for each test."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest

from constructs_eic import EventInvokeConfig, SqsDestination
from tests.e2e import requirements
from tests.e2e.base import Base, build_base
from tests.e2e.cloud import Aws, Function, zipped_handler
from tests.e2e.destination_cases import DESTINATION_CASES, Shown, build_destination_cases
from tests.e2e.shell import Shell
from tests.e2e.terraform import Workspace
from tools.emulator import emulator
from tools.proxy import fresh_connections

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from concurrent.futures import Future

    from tests.e2e.terraform import Build, Run
    from tools.aws_provider import ProviderSource

OF_ANOTHER_ACCOUNT = "arn:aws:sqs:us-east-1:111111111111:failures"


@dataclass(frozen=True)
class SlowApply:
    """An apply that runs in parallel with the tests."""

    function: Function
    workspace: Workspace
    _run: Future[Run]

    def finished(self) -> Run:
        """What it reported, after it has ended."""
        return self._run.result()


SLOW: Mapping[str, Callable[[Function], Build]] = {
    "refused": lambda function: (
        lambda stack: EventInvokeConfig(
            stack, "async", function=function.name, on_failure=OF_ANOTHER_ACCOUNT
        )
    ),
    "own_queue": lambda function: (
        lambda stack: EventInvokeConfig(
            stack,
            "async",
            function=function.name,
            on_failure=SqsDestination(),
            maximum_retry_attempts=0,
        )
    ),
}


@pytest.fixture(scope="session")
def scratch() -> Iterator[Path]:
    """Where everything is written; pytest's own folders would outlive the session, with the provider in them."""
    with TemporaryDirectory(prefix="constructs-eic-e2e-") as folder:
        yield Path(folder)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Nothing here runs without Terraform and its AWS provider; skipping here reports all tests in one line."""
    requirements.aws_provider(item.config)


@pytest.fixture(scope="session", autouse=True)
def aws_provider(pytestconfig: pytest.Config) -> Iterator[ProviderSource]:
    """Where Terraform gets the AWS provider, configured for everything that this process starts."""
    provider = requirements.aws_provider(pytestconfig)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in provider.environment.items():
            patch.setenv(name, value)
        yield provider


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Before pytest-xdist starts processes: this process ends the run if necessary, and writes the notes on it."""
    requirements.prepare(session.config)


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print what a user should know about the provider."""
    for note in requirements.notes(config):
        terminalreporter.write_line(f"note: {note}")


@pytest.fixture(scope="session", autouse=True)
def terraform_environment(aws_provider: ProviderSource, scratch: Path) -> dict[str, str]:
    """Environment variables for Terraform, in addition to those of the emulator.

    One data directory for all stacks: with the first stack's lock file, `terraform init` of the others finds the
    provider there and does not download it again. Their backends are equal, because their path is relative.
    Terraform and the provider are short-lived: up to a limit, it is cheaper to do without garbage collection.
    """
    assert aws_provider
    return {
        "TF_DATA_DIR": str(scratch / "terraform"),
        "GOGC": "off",
        "GOMEMLIMIT": "1GiB",
    }


@pytest.fixture(scope="session")
def code(scratch: Path) -> Path:
    """The functions' deployment package."""
    path = scratch / "handler.zip"
    path.write_bytes(zipped_handler())
    return path


@pytest.fixture(scope="session")
def aws(terraform_environment: dict[str, str], scratch: Path) -> Iterator[Aws]:
    """The emulator."""
    assert terraform_environment
    requirements.ministack()
    log = scratch / "emulator.log"
    with (
        emulator(log, LAMBDA_ASYNC_RETRY_BASE_SECONDS="0.1") as emulated,
        fresh_connections(emulated) as environment,
    ):
        yield Aws(environment)


@pytest.fixture(scope="session")
def base_workspace(
    aws: Aws,
    aws_provider: ProviderSource,
    terraform_environment: dict[str, str],
    code: Path,
    scratch: Path,
) -> Workspace:
    """The base stack, applied."""
    environment = {**terraform_environment, **aws.environment}
    workspace = Workspace(scratch / "base", environment, aws_provider)
    workspace.write(lambda stack: build_base(stack, code))
    workspace.apply()
    return workspace


@pytest.fixture(scope="session")
def base(base_workspace: Workspace) -> Base:
    """The outputs of the base stack."""
    return Base(**base_workspace.outputs())


@pytest.fixture(scope="session")
def new_workspace(base_workspace: Workspace, scratch: Path) -> Callable[[], Workspace]:
    """Creates a directory for one more stack."""

    numbers = itertools.count(1)

    def make() -> Workspace:
        directory = scratch / f"stack-{next(numbers)}"
        return replace(base_workspace, directory=directory, lock=base_workspace.lock_file)

    return make


@pytest.fixture
def workspace(new_workspace: Callable[[], Workspace]) -> Workspace:
    """A directory for the stack under test."""
    return new_workspace()


@pytest.fixture
def shell(aws: Aws, terraform_environment: dict[str, str]) -> Shell:
    """A user's shell."""
    return Shell({**terraform_environment, **aws.environment})


@pytest.fixture
def function(aws: Aws) -> Function:
    """A function of this test's own."""
    return aws.new_function()


@pytest.fixture(scope="session")
def workspace_of_cases(new_workspace: Callable[[], Workspace]) -> Workspace:
    """The directory of the stack with every destination."""
    return new_workspace()


@pytest.fixture(scope="session")
def destination_cases(aws: Aws, base: Base, workspace_of_cases: Workspace) -> Mapping[str, Shown]:
    """Every destination once, applied."""
    functions = {name: aws.new_function() for name in DESTINATION_CASES}
    shown = {
        name: Shown(case(base, functions[name]), functions[name])
        for name, case in DESTINATION_CASES.items()
    }
    workspace_of_cases.converge(lambda stack: build_destination_cases(stack, shown))
    return shown


@pytest.fixture(scope="session")
def plan_of_cases(
    destination_cases: Mapping[str, Shown], workspace_of_cases: Workspace
) -> dict[str, Any]:
    """The second plan of that stack, as `terraform show -json` writes it."""
    assert destination_cases
    return workspace_of_cases.planned()


@pytest.fixture(scope="session", autouse=True)
def slow_applies(request: pytest.FixtureRequest) -> Iterator[dict[str, SlowApply]]:
    """The applies that mostly wait, if a test requests them: started first, they run in parallel with the tests."""
    wanted = {name for item in request.session.items for name in fixtures_of(item)} & set(SLOW)
    applies: dict[str, SlowApply] = {}
    with ThreadPoolExecutor() as beside:
        for name in sorted(wanted):
            function: Function = request.getfixturevalue("aws").new_function()
            workspace: Workspace = request.getfixturevalue("new_workspace")()
            workspace.write(SLOW[name](function))
            applies[name] = SlowApply(function, workspace, beside.submit(workspace.try_apply))
        yield applies


@pytest.fixture
def refused(slow_applies: dict[str, SlowApply]) -> SlowApply:
    """The apply of a destination that Lambda refuses; the provider retries it for two minutes."""
    return slow_applies["refused"]


@pytest.fixture
def own_queue(slow_applies: dict[str, SlowApply]) -> SlowApply:
    """The apply of a queue that the construct creates; the provider waits half a minute for any queue."""
    return slow_applies["own_queue"]


def fixtures_of(item: pytest.Item) -> list[str]:
    return item.fixturenames if isinstance(item, pytest.Function) else []
