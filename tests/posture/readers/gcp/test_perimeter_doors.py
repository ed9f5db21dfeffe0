"""Ways into a perimeter: access levels that ask nothing, ingress rules from everywhere."""

from typing import Any

import pytest

from tests.posture.readers.gcp.programs import NUMBERS, OURS, T1, Gcp, Ref


def held(**status: Any) -> Gcp:
    program = Gcp()
    project = program.project()
    program.add("storage:Bucket", "records", location="europe-west1")
    program.perimeter("ring", [Ref(project.urn, f"projects/{NUMBERS[OURS]}")], **status)
    return program


def level(program: Gcp, *conditions: dict[str, Any], joined: str = "AND") -> None:
    basic = {"conditions": list(conditions), "combiningFunction": joined}
    program.add("accesscontextmanager:AccessLevel", "level", title="level", basic=basic)
    ring = next(made for made in program.made if made.name == "ring")
    ring.inputs["status"]["accessLevels"] = ["accessPolicies/1/accessLevels/level"]


def test_a_perimeter_without_doors_holds(form: str) -> None:
    assert held().verdicts(form)[T1] == "proven"


@pytest.mark.parametrize(
    ("conditions", "joined", "verdict"),
    [
        (({"ipSubnetworks": ["0.0.0.0/0"]},), "AND", "violated"),
        (({"ipSubnetworks": ["0.0.0.0/1", "128.0.0.0/1"]},), "AND", "violated"),
        (({"ipSubnetworks": ["198.51.100.0/24"]},), "AND", "proven"),
        (({"ipSubnetworks": ["0.0.0.0/0"], "members": ["user:a@hospital.example"]},), "AND", "proven"),
        (({"ipSubnetworks": ["198.51.100.0/24"]}, {"ipSubnetworks": ["0.0.0.0/0"]}), "AND", "proven"),
        (({"ipSubnetworks": ["198.51.100.0/24"]}, {"ipSubnetworks": ["0.0.0.0/0"]}), "OR", "violated"),
        (({"ipSubnetworks": ["198.51.100.0/24"], "negate": True},), "AND", "unproven"),
    ],
)
def test_an_access_level_asks_something_or_is_a_door(form: str, conditions: tuple[dict[str, Any], ...], joined: str, verdict: str) -> None:
    program = held()
    level(program, *conditions, joined=joined)
    assert program.verdicts(form)[T1] == verdict


@pytest.mark.parametrize(
    ("who", "source", "verdict"),
    [
        ({"identityType": "ANY_IDENTITY"}, {"accessLevel": "*"}, "violated"),
        ({"identities": ["serviceAccount:ci@clinic-phi.iam.gserviceaccount.com"]}, {"accessLevel": "*"}, "proven"),
        ({"identityType": "ANY_IDENTITY"}, {"resource": "projects/222222222222"}, "proven"),
    ],
)
def test_an_ingress_rule_for_anybody_from_anywhere_is_a_door(form: str, who: dict[str, Any], source: dict[str, Any], verdict: str) -> None:
    rule = {"ingressFrom": {**who, "sources": [source]}, "ingressTo": {"resources": ["*"], "operations": [{"serviceName": "*"}]}}
    assert held(ingressPolicies=[rule]).verdicts(form)[T1] == verdict
