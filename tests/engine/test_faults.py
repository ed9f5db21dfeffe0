"""One resource of each type is failed in creation, update and deletion, or its answer lost; the next runs converge. All of them: `make faults`."""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import pytest

from simulator.runner import quiet_about_abandoned_coroutines
from tests.faults.campaign import KINDS
from tests.faults.comparing import Picture, picture
from tests.faults.guarding import DATA
from tests.faults.layers import Resource, cloud_resources, quickest_of_each_type
from tests.faults.outcomes import Outcome
from tests.faults.rolling import Rolling
from tests.faults.site import NOTHING, Settings, Site, changed, removable, stack_settings, within

pytestmark = pytest.mark.engine

SMALL_ZONES = ("phi", "egress", "management")
SMALL_FLOWS = {
    "vault-makes-users": {"source": "management", "target": "phi", "service": "database"},
    "vault-phi": {"source": "phi", "target": "management", "service": "vault"},
}
REPAIRED_BY_HAND = "its answer was lost, and the API neither finds nor replaces what was made"


def small() -> Settings:
    """aws-dev with three zones and two links."""
    settings = within(stack_settings(), SMALL_ZONES)
    settings["ai-zones:plan"]["flows"] = SMALL_FLOWS
    return settings


@dataclass
class Stood:
    """The small stack, as it stands when nothing has gone wrong."""

    site: Site
    settings: Settings
    built: Picture
    everything: list[Resource]

    @property
    def each(self) -> list[Resource]:
        """One resource of each type, so that few wait for one another."""
        return quickest_of_each_type(self.everything)


@pytest.fixture(scope="module", autouse=True)
def environment() -> Iterator[None]:
    """A rehearsal replaces the process's environment by that of its engine."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="module")
def stood(tmp_path_factory: pytest.TempPathFactory) -> Stood:
    quiet_about_abandoned_coroutines()
    site, settings = Site(tmp_path_factory.mktemp("faults")), small()
    assert site.up(settings) == []
    site.keep("built")
    rehearsal = site.rehearsal(settings)
    return Stood(site, settings, picture(rehearsal), rehearsal.export()["deployment"]["resources"])


def in_turn(kinds: Sequence[str], resources: Sequence[Resource]) -> Callable[[Resource], str]:
    """A kind of fault for each resource, one after the other."""
    given = {one["urn"]: kind for one, kind in zip(resources, cycle(kinds), strict=False)}
    return lambda resource: given[resource["urn"]]


def strike(rolling: Rolling, targets: Sequence[Resource], kinds: Sequence[str]) -> list[Outcome]:
    outcomes, never = rolling.strike(targets, in_turn(kinds, targets))
    assert rolling.wrong == []
    assert [one["urn"] for one in never] == []
    assert [one.name for one in outcomes if not one.converged] == []
    return outcomes


def test_the_small_stack_has_every_type_of_the_whole(stood: Stood, aws_dev: Path) -> None:
    whole = json.loads(aws_dev.read_text())["deployment"]["resources"]
    assert {one["type"] for one in stood.each} == {one["type"] for one in cloud_resources(whole)}


def test_after_a_creation_that_failed_or_was_never_answered_the_stack_is_as_if_nothing_had_happened(stood: Stood) -> None:
    stood.site.put_back(NOTHING)
    outcomes = strike(Rolling(stood.site, "create", stood.settings, stood.built, stood.everything), stood.each, KINDS["create"])
    assert {one.kind for one in outcomes if not one.alone} <= {"lose-answer", "resend"}, REPAIRED_BY_HAND


def test_after_an_update_that_failed_the_stack_is_as_it_was_to_become_and_its_data_untouched(stood: Stood) -> None:
    settings = changed(stood.settings)
    stood.site.put_back("built")
    assert stood.site.up(settings) == []
    after = picture(stood.site.rehearsal(settings))
    updated = {urn for verb, _, _, urn, _ in stood.site.rehearsal_world().history() if verb == "update"}
    targets = quickest_of_each_type(stood.everything, updated)
    assert len(targets) > 35
    stood.site.put_back("built")
    rolling = Rolling(stood.site, "update", settings, after, stood.everything)
    outcomes = strike(rolling, targets, KINDS["update"])
    assert all(one.alone for one in outcomes)
    watched = {one["type"] for one in stood.everything if one["urn"] in rolling.guard.watched}
    assert watched == set(DATA["aws"]), "each store had contents before the first run, and has them still"


def test_after_a_deletion_that_failed_the_next_destroy_leaves_only_what_aws_keeps(stood: Stood) -> None:
    settings = removable(stood.settings)
    stood.site.put_back("built")
    assert stood.site.up(settings) == []
    stood.site.keep("removable")
    assert stood.site.destroy(settings) == []
    gone = picture(stood.site.rehearsal(settings))
    stood.site.put_back("removable")
    rolling = Rolling(stood.site, "delete", settings, gone, stood.everything, destroys=True)
    assert all(one.alone for one in strike(rolling, stood.each, KINDS["delete"]))
