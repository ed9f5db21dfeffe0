"""The real engine on the simulated cloud, with a program as its users write it."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.events import Report
from simulator.faults import Faults
from simulator.home import Home
from simulator.project import Project
from simulator.runner import FailedError, Rehearsal, StoppedError

HERE = Path(__file__).parent
pytestmark = [pytest.mark.engine, pytest.mark.filterwarnings("ignore::DeprecationWarning")]

Make = Callable[..., Rehearsal]


@pytest.fixture(scope="module", autouse=True)
def environment() -> Iterator[None]:
    """A rehearsal replaces the process's environment; put it back."""
    before = dict(os.environ)
    os.environ["AWS_PROFILE"] = "a-real-one"
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Makes rehearsals of the project in worlds of their own."""

    def made(name: str, stack: str = "small", packs: tuple[Path, ...] = (), more: dict[str, str] | None = None) -> Rehearsal:
        folder = tmp_path_factory.mktemp(name)
        shutil.copytree(HERE / "project", folder / "project")
        return Rehearsal(Project.load(folder / "project"), stack, Home(folder / "simulated", more or {}), packs)

    return made


@pytest.fixture(scope="module")
def built(make: Make) -> tuple[Rehearsal, Report, Report, dict[str, Any]]:
    """(rehearsal, preview, update, state) that several tests only read."""
    rehearsal = make("built")
    preview = rehearsal.preview()
    update = rehearsal.up()
    return rehearsal, preview, update, rehearsal.export()["deployment"]


def resource(deployment: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in deployment["resources"] if one["urn"].endswith(f"::{name}"))


def test_preview_and_update_agree_and_nothing_changes_afterwards(built: tuple[Rehearsal, Report, Report, dict[str, Any]]) -> None:
    rehearsal, preview, update, _ = built
    assert preview.operations == update.operations == {"create": 10}
    assert rehearsal.up(expect_no_changes=True).operations == {"same": 10}
    assert rehearsal.refresh(expect_no_changes=True).operations == {"same": 10}


def test_providers_work_in_their_accounts_with_their_tags(built: tuple[Rehearsal, Report, Report, dict[str, Any]]) -> None:
    rehearsal, _, _, deployment = built
    assert {one.account for one in rehearsal.world.find("aws:ec2/vpc:Vpc")} == {"222233334444"}
    assert {one.account for one in rehearsal.world.find("aws:s3/bucket:Bucket")} == {"333344445555"}
    assert resource(deployment, "zone")["outputs"]["tagsAll"] == {"ai-zone": "phi", "owner": "platform"}
    outputs = resource(deployment, "rehearsed-small")["outputs"]
    assert outputs["account"] == "333344445555"
    assert outputs["tags"] == {"ai-zone": "phi", "owner": "platform"}


def test_secrets_are_ciphertext_in_the_state(built: tuple[Rehearsal, Report, Report, dict[str, Any]]) -> None:
    _, _, _, deployment = built
    for side in ("inputs", "outputs"):
        assert "ciphertext" in resource(deployment, "database")[side]["masterPassword"]
    assert "simulated-secret" not in json.dumps(deployment)


def test_no_real_credentials_reach_the_engine(built: tuple[Rehearsal, Report, Report, dict[str, Any]]) -> None:
    assert "AWS_PROFILE" not in os.environ
    assert os.environ["PULUMI_BACKEND_URL"].startswith("file://")


def test_the_project_is_only_read(built: tuple[Rehearsal, Report, Report, dict[str, Any]]) -> None:
    root = built[0].project.root
    files = {path.relative_to(root) for path in root.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    originals = {path.relative_to(HERE / "project") for path in (HERE / "project").rglob("*") if path.is_file() and path.suffix != ".pyc"}
    assert files == originals
    assert all((root / file).read_bytes() == (HERE / "project" / file).read_bytes() for file in files)


def test_preview_json_has_what_stays_the_same(built: tuple[Rehearsal, Report, Report, dict[str, Any]]) -> None:
    steps = json.loads(built[0].preview_json())["steps"]
    assert {step["op"] for step in steps} == {"same"}
    assert len(steps) == 10


def test_drift_and_disappearance_show_in_a_refresh_and_the_next_update_mends_them(
    built: tuple[Rehearsal, Report, Report, dict[str, Any]],
) -> None:
    rehearsal = built[0]
    world = rehearsal.world
    [group] = world.find("aws:ec2/securityGroup:SecurityGroup", description="nothing")
    group.outputs["tags"] = {"by": "hand"}
    world.put(group)
    [subnet] = world.find("aws:ec2/subnet:Subnet", cidrBlock="10.0.1.0/24")
    world.remove(subnet)
    assert rehearsal.refresh().operations == {"same": 8, "update": 1, "delete": 1}
    assert rehearsal.up().operations == {"same": 8, "update": 1, "create": 1}
    assert world.find("aws:ec2/subnet:Subnet", cidrBlock="10.0.1.0/24")
    assert "tags" not in world.find("aws:ec2/securityGroup:SecurityGroup", description="nothing")[0].outputs


def test_a_program_that_refuses_its_settings_ends_in_one_message(make: Make) -> None:
    with pytest.raises(FailedError) as caught:
        make("mistaken", "mistaken").preview()
    assert caught.value.mistake
    assert caught.value.errors == ['rehearsed:cidr: ["not","a","cidr"] is not a CIDR block; allowed: such as 10.0.0.0/16']


@pytest.mark.parametrize("finds", ["violated", "unproven", "crash"])
def test_a_pack_stops_the_rehearsal_before_anything_is_made(make: Make, finds: str) -> None:
    rehearsal = make(finds, packs=(HERE / "pack",), more={"TEST_PACK_FINDS": finds})
    with pytest.raises(StoppedError) as caught:
        rehearsal.preview()
    assert {finding.unproven for finding in caught.value.findings} == {finds != "violated"}
    assert rehearsal.world.remaining() == []


def test_bad_days_end_in_a_stack_that_is_whole(make: Make) -> None:
    """A timeout is mended by the next update; so is the loss of an answer, where the API has a client token, or a person imports."""
    rehearsal = make("bad-day")
    rehearsal.preview()
    Faults(rehearsal.world).plan(
        [
            {"verb": "create", "type": "aws:ec2/vpc:Vpc", "does": "timeout"},
            {"verb": "create", "type": "aws:kms/key:Key", "does": "fail"},
        ]
    )
    with pytest.raises(FailedError, match="simulated fault"):
        rehearsal.up()
    assert resource(rehearsal.export()["deployment"], "zone")["initErrors"]
    rehearsal.up()
    assert len(rehearsal.world.find("aws:ec2/vpc:Vpc")) == 1
    assert rehearsal.up(expect_no_changes=True).operations == {"same": 10}
