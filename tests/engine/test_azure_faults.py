"""The same on Azure: resources of the types that wait for fewest others are failed in creation, update and deletion, or their answers lost.

All of them: `make faults STACK=azure-dev`.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.runner import quiet_about_abandoned_coroutines
from tests.engine.test_faults import REPAIRED_BY_HAND, Stood, strike
from tests.faults.campaign import KINDS
from tests.faults.comparing import picture
from tests.faults.guarding import DATA
from tests.faults.layers import cloud_resources, first_layers, quickest_of_each_type
from tests.faults.rolling import Rolling
from tests.faults.site import NOTHING, Settings, Site, changed, removable, stack_settings, within

pytestmark = pytest.mark.engine

STACK = "azure-dev"
SMALL_ZONES = ("phi", "egress", "management")
CREATED_LAYERS, UPDATED_LAYERS = 4, 3
"""Of the types that a verb reaches, those that wait for fewest others, stores and keys among them; each further layer is some runs more. The
rest of them are struck by `make faults` alone."""

REMOVED = ("azure-native:network:PrivateEndpoint", "azure-native:network:VirtualNetwork", "azure-native:resources:ResourceGroup")
"""Struck in deletion besides stores and keys. A run ends at its first failure (`Site.destroy`), so each resource is a run."""


def small() -> Settings:
    """azure-dev with three zones and the flows between them: its database for Vault, and every zone's logs."""
    return within(stack_settings(STACK), SMALL_ZONES)


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
    site, settings = Site(tmp_path_factory.mktemp("azure-faults"), STACK), small()
    assert site.up(settings) == []
    site.keep("built")
    rehearsal = site.rehearsal(settings)
    return Stood(site, settings, picture(rehearsal), rehearsal.export()["deployment"]["resources"])


def test_the_small_stack_has_every_type_of_the_whole(stood: Stood, azure_dev: Path) -> None:
    whole = json.loads(azure_dev.read_text())["deployment"]["resources"]
    assert {one["type"] for one in stood.each} == {one["type"] for one in cloud_resources(whole)}


def test_after_a_creation_that_failed_or_was_never_answered_the_stack_is_as_if_nothing_had_happened(stood: Stood) -> None:
    stood.site.put_back(NOTHING)
    targets = first_layers(stood.everything, quickest_of_each_type(stood.everything), CREATED_LAYERS)
    assert len(targets) > 15
    outcomes = strike(Rolling(stood.site, "create", stood.settings, stood.built, stood.everything), targets, KINDS["create"])
    assert {one.kind for one in outcomes if not one.alone} == {"lose-answer"}, REPAIRED_BY_HAND
    assert not any(one.doubled for one in outcomes), "an id made of names is taken once"


def test_after_an_update_that_failed_the_stack_is_as_it_was_to_become_and_its_data_untouched(stood: Stood) -> None:
    settings = changed(stood.settings)
    stood.site.put_back("built")
    assert stood.site.up(settings) == []
    after = picture(stood.site.rehearsal(settings))
    updated = {urn for verb, _, _, urn, _ in stood.site.rehearsal_world().history() if verb == "update"}
    each = quickest_of_each_type(stood.everything, updated)
    targets = first_layers(stood.everything, each, UPDATED_LAYERS)
    assert len(targets) > 15
    stood.site.put_back("built")
    rolling = Rolling(stood.site, "update", settings, after, stood.everything)
    outcomes = strike(rolling, targets, KINDS["update"])
    assert all(one.alone for one in outcomes)
    watched = {one["type"] for one in stood.everything if one["urn"] in rolling.guard.watched}
    assert watched == set(DATA["azure"]), "each store had contents before the first run, and has them still"


def test_after_a_deletion_that_failed_the_next_destroy_leaves_only_what_azure_keeps(stood: Stood) -> None:
    settings = removable(stood.settings)
    stood.site.put_back("built")
    assert stood.site.up(settings) == []
    stood.site.keep("removable")
    assert stood.site.destroy(settings) == []
    gone = picture(stood.site.rehearsal(settings))
    stood.site.put_back("removable")
    rolling = Rolling(stood.site, "delete", settings, gone, stood.everything, destroys=True)
    stores = {one["urn"] for one in stood.everything if one["type"] in (*DATA["azure"], *REMOVED)}
    assert all(one.alone for one in strike(rolling, quickest_of_each_type(stood.everything, stores), KINDS["delete"]))
