"""One plan by several stacks on Google Cloud: paths follow from the plan, and what Google chooses of the database is given."""

from typing import Any

import pytest

from ai_zones.gcp.validation import InvalidInputError
from ai_zones.plan import ZoneName
from tests.gcp.recording import Recording
from tests.gcp.zone_plans import MADE, POLICY, PROJECTS, build

REST = [zone for zone in ZoneName if zone is not ZoneName.PHI]
DATABASE = {
    "service_attachment": "projects/tenant/regions/europe-west3/serviceAttachments/database",
    "dns_name": "abc.def.europe-west3.sql.goog.",
}
ENDPOINT = "compute/forwardingRule:ForwardingRule"


@pytest.fixture(scope="module")
def whole() -> Recording:
    return build()


@pytest.fixture(scope="module")
def rest() -> Recording:
    return build(builds=REST, database=DATABASE)


@pytest.fixture(scope="module")
def first() -> Recording:
    return build(builds=REST, absent=[ZoneName.PHI])


def made(recording: Recording) -> dict[str, object]:
    return {one.name: one.inputs for one in recording.resources if one.type.startswith("gcp:")}


def test_two_parts_together_are_the_whole(whole: Recording, rest: Recording) -> None:
    parts = {**made(rest), **made(build(builds=[ZoneName.PHI]))}
    assert parts.keys() == made(whole).keys()


def test_the_database_of_another_stack_is_reached_by_what_that_one_exports(rest: Recording) -> None:
    targets = {one.inputs["target"] for one in rest.of(ENDPOINT) if one.inputs.get("labels", {}).get("ai-flow") == "database"}
    assert targets == {DATABASE["service_attachment"]}


def test_nothing_leads_to_a_zone_that_does_not_stand_yet(first: Recording) -> None:
    targets = [str(one.inputs["target"]) for one in first.of(ENDPOINT) if "target" in one.inputs]
    assert targets
    assert not any(PROJECTS["phi"] in target or "tenant" in target for target in targets)
    assert {one.project for one in first.resources if one.type.startswith("gcp:")} == set(PROJECTS.values()) - {PROJECTS["phi"]}


def test_what_stands_later_keeps_the_addresses_of_what_stood_before(first: Recording, rest: Recording) -> None:
    def addresses(recording: Recording) -> dict[str, object]:
        return {one.name: one.inputs["address"] for one in recording.of("compute/address:Address") if "address" in one.inputs}

    before, after = addresses(first), addresses(rest)
    assert before.keys() < after.keys()
    assert {name: after[name] for name in before} == before


def test_a_perimeter_knows_the_projects_of_other_stacks_by_their_numbers() -> None:
    caller = f"serviceAccount:jobs@{PROJECTS['training']}.iam.gserviceaccount.com"
    given: dict[str, Any] = {"create": MADE, "access_policy": POLICY, "callers": {"training": [caller]}, "database": DATABASE}
    recording = build(builds=["training"], project_numbers={"management": "888888888888", "deidentification": "222222222222"}, **given)
    (perimeter,) = recording.of("accesscontextmanager/servicePerimeter:ServicePerimeter")
    aims = {rule["title"]: rule["egressTo"]["resources"] for rule in perimeter.inputs["status"]["egressPolicies"]}
    assert aims["training-management-registry-write"] == ["projects/888888888888"]
    assert aims["training-deidentification-datasets"] == ["projects/222222222222"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"builds": REST, "absent": [ZoneName.INFERENCE]}, "absent: given inference, which is built here"),
        (
            {"builds": [ZoneName.PHI], "absent": [ZoneName.MANAGEMENT]},
            "absent: given management, where the logs of all zones go; build it first",
        ),
        ({"builds": []}, "builds: given none"),
        ({"builds": REST}, "database: is required, as another stack builds phi"),
    ],
)
def test_a_part_that_can_not_be_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        build(**changes)
