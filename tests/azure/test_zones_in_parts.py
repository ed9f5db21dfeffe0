"""One plan by several stacks on Azure: ids follow from the plan, so a part needs to know of another only whether it stands."""

import pytest

from ai_zones.azure.validation import InvalidInputError
from ai_zones.plan import ZoneName
from tests.azure.recording import Recording
from tests.azure.zone_plans import SUBSCRIPTIONS, build

PHI = SUBSCRIPTIONS["phi"]
REST = [zone for zone in ZoneName if zone is not ZoneName.PHI]


@pytest.fixture(scope="module")
def whole() -> Recording:
    return build()


@pytest.fixture(scope="module")
def rest() -> Recording:
    """The part without phi, which stands."""
    return build(builds=REST)


@pytest.fixture(scope="module")
def first() -> Recording:
    """The part without phi, while phi does not stand yet."""
    return build(builds=REST, absent=[ZoneName.PHI])


def made(recording: Recording) -> dict[str, object]:
    return {one.name: one.inputs for one in recording.resources if one.type.startswith("azure-native:")}


def test_two_parts_together_are_the_whole(whole: Recording, rest: Recording) -> None:
    parts = {**made(rest), **made(build(builds=[ZoneName.PHI]))}
    assert parts.keys() == made(whole).keys()


def test_nothing_leads_to_a_zone_that_does_not_stand_yet(first: Recording) -> None:
    targets = [
        str(connection["privateLinkServiceId"])
        for one in first.of("network:PrivateEndpoint")
        for connection in one.inputs.get("privateLinkServiceConnections") or []
    ]
    assert targets
    assert not any(PHI in target for target in targets)
    assert {one.subscription for one in first.resources if one.type.startswith("azure-native:")} == set(SUBSCRIPTIONS.values()) - {PHI}


def test_what_stands_later_keeps_the_addresses_of_what_stood_before(first: Recording, rest: Recording) -> None:
    def addresses(recording: Recording) -> dict[str, object]:
        return {one.name: one.inputs.get("ipConfigurations") for one in recording.of("network:PrivateEndpoint")}

    before, after = addresses(first), addresses(rest)
    assert before.keys() < after.keys()
    assert {name: after[name] for name in before} == before


@pytest.mark.parametrize(
    ("builds", "absent", "said"),
    [
        (REST, [ZoneName.INFERENCE], "absent: given inference, which is built here"),
        ([ZoneName.PHI], [ZoneName.MANAGEMENT], "absent: given management, where the logs of all zones go; build it first"),
        ([], [], "builds: given none"),
    ],
)
def test_a_part_that_can_not_be_is_refused(builds: list[ZoneName], absent: list[ZoneName], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        build(builds=builds, absent=absent)
