"""One world of the clinical stack, shared by the tests of this folder. `test_take_down.py` comes last in it and ends it."""

from pathlib import Path

import pytest

from simulator.demo import azure
from simulator.demo.stage import Stage
from simulator.demo.story import Story
from stacks.values import Break
from tests.engine.broken import small
from tests.engine.commands import ROOT, judge, simulate


@pytest.fixture(scope="session")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """`aws-clinical`, previewed with every pack, built and exported, as `make demo` does it: the demo's own steps."""
    story = Story(Stage(ROOT), "aws-clinical", tmp_path_factory.mktemp("clinic"))
    story.build()
    story.look()
    return story


@pytest.fixture(scope="session")
def azure_clinic(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """`azure-clinical`, the same way."""
    story = Story(Stage(ROOT), "azure-clinical", tmp_path_factory.mktemp("azure-clinic"), azure)
    story.build()
    story.look()
    return story


@pytest.fixture(scope="session")
def leaking_state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """State of a smaller `aws-broken` with its NAT route, built unjudged."""
    world = tmp_path_factory.mktemp("leaking")
    project = small(world / "project", Break.NAT_ROUTE)
    done = simulate("up", "aws-broken", world, "--project", project, "--no-packs")
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
