"""A project that somebody else made can be read; one that was made here and deleted can't."""

import pytest

from simulator.packages.gcp import Gcp
from simulator.packages.gcp_services import ADOPTED_VARIABLE
from simulator.rules.gcp.kinds import NETWORK, PROJECT
from simulator.world import World
from tests.simulator.gcp.project import Project


def find(world: World, id_: str, type_: str = PROJECT) -> str | None:
    found = Gcp("gcp").find(world, type_, id_, "elsewhere", "global")
    return found.id if found else None


def test_a_project_that_stands_already_is_read_with_a_number_of_its_own(world: World) -> None:
    one, other = (Gcp("gcp").find(world, PROJECT, f"projects/{name}", "elsewhere", "global") for name in ("landing-phi", "landing-access"))
    assert one is not None
    assert other is not None
    assert (one.id, one.outputs["projectId"], one.account) == ("projects/landing-phi", "landing-phi", "landing-phi")
    assert one.outputs["number"].isdigit()
    assert one.outputs["number"] != other.outputs["number"]


def test_nothing_else_stands_because_it_is_asked_for(world: World) -> None:
    assert find(world, "projects/landing-phi/global/networks/n", NETWORK) is None


def test_where_it_is_said_which_projects_stand_no_other_does(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ADOPTED_VARIABLE, "landing-phi")
    assert find(world, "projects/landing-phi") == "projects/landing-phi"
    assert find(world, "projects/landing-access") is None


def test_a_project_that_was_deleted_is_gone(gcp: Project) -> None:
    made = gcp.made_project("hospital-short", deletionPolicy="DELETE")
    assert find(gcp.cloud.world, made.id) == made.id
    gcp.delete(made)
    assert find(gcp.cloud.world, made.id) is None
