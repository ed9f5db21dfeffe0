"""The real engine on the simulated cloud, with a program as its users write it."""

import gc
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.events import Report
from simulator.faults import Faults
from simulator.home import Home
from simulator.project import Project
from simulator.runner import FailedError, Rehearsal, StoppedError
from simulator.world import Object

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
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "unraisablehook", lambda _: None)  # What failed programs left behind goes without a word.
        gc.collect()


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Makes rehearsals of the project in worlds of their own."""

    def made(
        name: str, stack: str = "small", packs: tuple[Path, ...] = (), more: dict[str, str] | None = None, program: str = ""
    ) -> Rehearsal:
        folder = tmp_path_factory.mktemp(name)
        shutil.copytree(HERE / "project", folder / "project")
        if program:
            (folder / "project" / "stacks" / "__main__.py").write_text(program)
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
    """What was made but did not get ready stays in the state, and the next update mends it. (Other faults: test_faults_and_drift.)"""
    rehearsal = make("bad-day")
    rehearsal.preview()
    Faults(rehearsal.world).plan([{"verb": "create", "type": "aws:ec2/vpc:Vpc", "does": "timeout"}])
    with pytest.raises(FailedError, match="simulated fault"):
        rehearsal.up()
    assert resource(rehearsal.export()["deployment"], "zone")["initErrors"]
    rehearsal.up()
    assert len(rehearsal.world.find("aws:ec2/vpc:Vpc")) == 1
    assert rehearsal.up(expect_no_changes=True).operations == {"same": 10}


GETS = """
import pulumi
import pulumi_aws as aws

provider = aws.Provider("ours", region="eu-west-1", allowed_account_ids=["222233334444"])
hub = aws.ec2.Vpc.get("hub", "vpc-hub", opts=pulumi.ResourceOptions(provider=provider))
pulumi.export("cidr", hub.cidr_block)
"""


def test_an_object_of_the_world_enters_the_state_and_one_that_is_not_there_is_an_error(make: Make) -> None:
    rehearsal = make("get", program=GETS)
    with pytest.raises(FailedError, match=r"hub.*does not exist"):
        rehearsal.preview()
    hub = {"id": "vpc-hub", "cidrBlock": "10.9.0.0/16", "region": "eu-west-1"}
    rehearsal.world.put(Object("aws:ec2/vpc:Vpc", "vpc-hub", "222233334444", "eu-west-1", hub))
    rehearsal.up()
    deployment = rehearsal.export()["deployment"]
    assert resource(deployment, "rehearsed-small")["outputs"]["cidr"] == "10.9.0.0/16"
    assert resource(deployment, "hub")["external"]


def command(rehearsal: Rehearsal, *arguments: str) -> subprocess.CompletedProcess[str]:
    where = ["--project", str(rehearsal.project.root), "--world", str(rehearsal.home.folder)]
    return subprocess.run([sys.executable, "-m", "simulator", *arguments, *where], capture_output=True, text=True, check=False)


def test_destroy_names_what_is_protected_and_goes_on_only_when_told(built: tuple[Rehearsal, Report, Report, dict[str, Any]]) -> None:
    rehearsal = built[0]
    refused = command(rehearsal, "destroy", "small")
    assert refused.returncode == 1
    assert "aws:kms/key:Key key: protect: true in the stack" in refused.stderr
    assert len(rehearsal.world.find("aws:ec2/vpc:Vpc", cidrBlock="10.0.0.0/16")) == 1, "nothing was deleted"
    done = command(rehearsal, "destroy", "small", "--remove-protected")
    assert done.returncode == 0, done.stderr
    assert "SIMULATED" in done.stderr
    assert [one for one in rehearsal.world.remaining() if one.urn] == []
