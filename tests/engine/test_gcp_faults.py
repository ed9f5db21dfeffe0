"""The same on Google Cloud: resources of the types that wait for fewest others are failed in creation, or their answers lost.

All of them, updates and deletions: `make faults STACK=gcp-dev`.
"""

import os
from collections.abc import Iterator

import pytest

from simulator.runner import quiet_about_abandoned_coroutines
from tests.engine.test_faults import REPAIRED_BY_HAND, Stood, strike
from tests.faults.campaign import KINDS
from tests.faults.comparing import picture
from tests.faults.layers import first_layers, quickest_of_each_type
from tests.faults.rolling import Rolling
from tests.faults.site import NOTHING, Settings, Site, stack_settings, within

pytestmark = pytest.mark.engine

STACK = "gcp-dev"
SMALL_ZONES = ("phi", "egress", "management")
CREATED_LAYERS = 1
"""Those that wait for nothing else: each further layer is some runs more."""

CALLED_FIRST = ("gcp:organizations/project:Project", "gcp:accesscontextmanager/accessPolicy:AccessPolicy")
"""Left out here: where one of them fails nothing else is called, which is a run more for each."""


def small() -> Settings:
    """gcp-dev with three zones and the flows between them: its database for Vault, and every zone's logs."""
    settings = within(stack_settings(STACK), SMALL_ZONES)
    settings["ai-zones:service_accounts"] = {"management": settings["ai-zones:service_accounts"]["management"]}
    settings["ai-zones:database_users"] = {"vault": settings["ai-zones:database_users"]["vault"]}
    return settings


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
    site, settings = Site(tmp_path_factory.mktemp("gcp-faults"), STACK), small()
    assert site.up(settings) == []
    rehearsal = site.rehearsal(settings)
    return Stood(site, settings, picture(rehearsal), rehearsal.export()["deployment"]["resources"])


def test_after_a_creation_that_failed_or_was_never_answered_the_stack_is_as_if_nothing_had_happened(stood: Stood) -> None:
    stood.site.put_back(NOTHING)
    targets = first_layers(stood.everything, quickest_of_each_type(stood.everything), CREATED_LAYERS)
    targets = [one for one in targets if one["type"] not in CALLED_FIRST]
    assert len(targets) > 4
    outcomes = strike(Rolling(stood.site, "create", stood.settings, stood.built, stood.everything), targets, KINDS["create"])
    assert {one.kind for one in outcomes if not one.alone} <= {"lose-answer", "resend"}, REPAIRED_BY_HAND
