"""One world of the clinical stack, shared by the tests of this folder. `test_take_down.py` comes last in it and ends it."""

from pathlib import Path

import pytest

from simulator.demo import aws, azure, gcp
from simulator.demo.shown import Shown
from simulator.demo.stage import Stage
from simulator.demo.story import Story
from stacks.values import Break
from tests.engine import clinical
from tests.engine.broken import small
from tests.engine.commands import ROOT, judge, simulate


def built(stack: str, cloud: Shown, folders: pytest.TempPathFactory) -> Story:
    """A clinical stack in a world of its own: previewed with every pack, which is kept as `preview.json`, then built and exported
    by the steps of `make demo`."""
    story = Story(Stage(ROOT), stack, folders.mktemp(stack), cloud)
    previewed = simulate("preview", stack, story.folder, "--json", story.folder / clinical.PREVIEW)
    assert previewed.code == 0, previewed.text
    story.build("--skip-preview")
    story.look()
    return story


@pytest.fixture(scope="session")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """`aws-clinical`."""
    return built("aws-clinical", aws, tmp_path_factory)


@pytest.fixture(scope="session")
def azure_clinic(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """`azure-clinical`."""
    return built("azure-clinical", azure, tmp_path_factory)


@pytest.fixture(scope="session")
def gcp_clinic(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """`gcp-clinical`."""
    return built("gcp-clinical", gcp, tmp_path_factory)


@pytest.fixture(scope="session")
def aws_dev(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """State of `aws-dev`, built under every pack."""
    return clinical.built_under_every_pack("aws-dev", tmp_path_factory.mktemp("aws-dev"))


@pytest.fixture(scope="session")
def azure_dev(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """State of `azure-dev`, built under every pack."""
    return clinical.built_under_every_pack("azure-dev", tmp_path_factory.mktemp("azure-dev"))


@pytest.fixture(scope="session")
def leaking_state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """State of a smaller `aws-broken` with its NAT route, built unjudged."""
    world = tmp_path_factory.mktemp("leaking")
    project = small(world / "project", Break.NAT_ROUTE)
    done = simulate("up", "aws-broken", world, "--project", project, "--no-packs", "--skip-preview")
    assert done.code == 0, done.text
    file = world / "state.json"
    assert simulate("export", "aws-broken", world, "--project", project, "--file", file).code == 0
    return file


@pytest.fixture(scope="session")
def leaking_path(leaking_state: Path) -> str:
    """The way out, as `posture check` words it for the state: every other way of judging must say the same."""
    said = judge(leaking_state)
    assert said.code == 1
    lines = [line.strip() for line in said.out.splitlines()]
    [told] = [number for number, line in enumerate(lines) if line == "violated: PHI can reach the internet"]
    return lines[told + 1]
