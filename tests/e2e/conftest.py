"""One emulator and one base stack a session; a Terraform directory and a function for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from demo.emulator import emulator
from tests.e2e import requirements
from tests.e2e.base import Base, build_base
from tests.e2e.cloud import Aws, Function, zipped_handler
from tests.e2e.gallery import EXHIBITS, Shown, build_gallery
from tests.e2e.terraform import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path


@pytest.fixture(scope="session")
def terraform_environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Environment variables for Terraform, beside those of the emulator.

    One data directory for all stacks: with the first one's lock file, `terraform init` of the others finds the
    provider there and does not fetch it again. Their backends are equal, as a relative path is.
    """
    requirements.terraform()
    return {"TF_DATA_DIR": str(tmp_path_factory.mktemp("terraform")), "TF_IN_AUTOMATION": "1"}


@pytest.fixture(scope="session")
def code(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The functions' deployment package."""
    path = tmp_path_factory.mktemp("code") / "handler.zip"
    path.write_bytes(zipped_handler())
    return path


@pytest.fixture(scope="session")
def aws(
    terraform_environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Aws]:
    """The emulator; it needs no other name here, as this suite knows one account only."""
    requirements.ministack()
    log = tmp_path_factory.mktemp("emulator") / "log"
    with emulator(log, LAMBDA_ASYNC_RETRY_BASE_SECONDS="0.1") as environment:
        yield Aws(environment)


@pytest.fixture(scope="session")
def base_workspace(
    aws: Aws,
    terraform_environment: dict[str, str],
    code: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Workspace:
    """The base stack, applied."""
    directory = tmp_path_factory.mktemp("base")
    workspace = Workspace(directory, {**terraform_environment, **aws.environment})
    workspace.write(lambda stack: build_base(stack, code))
    workspace.apply()
    return workspace


@pytest.fixture(scope="session")
def base(base_workspace: Workspace) -> Base:
    """The outputs of the base stack."""
    return Base(**base_workspace.outputs())


@pytest.fixture(scope="session")
def new_workspace(
    base_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], Workspace]:
    """Makes a directory for one more stack."""

    def make() -> Workspace:
        return Workspace(
            tmp_path_factory.mktemp("stack"), base_workspace.environment, base_workspace.lock_file
        )

    return make


@pytest.fixture
def workspace(new_workspace: Callable[[], Workspace]) -> Workspace:
    """A directory for the stack under test."""
    return new_workspace()


@pytest.fixture
def function(aws: Aws) -> Function:
    """A function of this test's own."""
    return aws.new_function()


@pytest.fixture(scope="session")
def gallery_workspace(new_workspace: Callable[[], Workspace]) -> Workspace:
    """The directory of the stack with every destination."""
    return new_workspace()


@pytest.fixture(scope="session")
def gallery(aws: Aws, base: Base, gallery_workspace: Workspace) -> Mapping[str, Shown]:
    """Every destination once, applied."""
    functions = {name: aws.new_function() for name in EXHIBITS}
    shown = {
        name: Shown(exhibit(base, functions[name]), functions[name])
        for name, exhibit in EXHIBITS.items()
    }
    gallery_workspace.converge(lambda stack: build_gallery(stack, shown))
    return shown


@pytest.fixture(scope="session")
def gallery_plan(gallery: Mapping[str, Shown], gallery_workspace: Workspace) -> dict[str, Any]:
    """The second plan of that stack, as `terraform show -json` tells it."""
    assert gallery
    return gallery_workspace.planned()
