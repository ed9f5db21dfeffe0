"""Access policies, access levels, service perimeters."""

from typing import Any

import pytest

from simulator.rules.gcp.kinds import ACCESS_LEVEL, ACCESS_POLICY, PERIMETER, PERIMETER_RESOURCE
from tests.simulator.gcp.project import ORGANIZATION, Made, Project

DRY = "gcp:accesscontextmanager/servicePerimeterDryRunResource:ServicePerimeterDryRunResource"
INGRESS = "gcp:accesscontextmanager/servicePerimeterIngressPolicy:ServicePerimeterIngressPolicy"
EGRESS = "gcp:accesscontextmanager/servicePerimeterEgressPolicy:ServicePerimeterEgressPolicy"
OFFICE = {"conditions": [{"ipSubnetworks": ["203.0.113.0/24"]}]}
STORAGE = ["storage.googleapis.com"]
BASE: dict[str, Any] = {"parent": "accessPolicies/1", "name": "accessPolicies/1/servicePerimeters/phi", "title": "phi"}


def level(gcp: Project, policy: str, name: str = "office") -> Made:
    """An access level by network."""
    return gcp.make(ACCESS_LEVEL, parent=policy, name=f"{policy}/accessLevels/{name}", title=name, basic=OFFICE)


def perimeter(gcp: Project, policy: str, name: str = "phi", **inputs: Any) -> Made:
    """A perimeter."""
    return gcp.make(PERIMETER, parent=policy, name=f"{policy}/servicePerimeters/{name}", title=name, **inputs)


def test_an_organization_has_one_policy_and_more_with_scopes(gcp: Project) -> None:
    made = gcp.make(ACCESS_POLICY, parent=ORGANIZATION, title="hospital")
    assert made.id == made["name"]
    assert made.id.isdigit()
    gcp.refuses("alreadyExists", ACCESS_POLICY, parent=ORGANIZATION, title="again")
    gcp.make(ACCESS_POLICY, parent=ORGANIZATION, title="clinic", scopes="folders/1")
    gcp.refuses("alreadyExists", ACCESS_POLICY, parent=ORGANIZATION, title="more", scopes="folders/1")
    assert gcp.faults(ACCESS_POLICY, parent="folders/1", title="x") != []


def test_a_policy_is_emptied_first(gcp: Project) -> None:
    made = gcp.make(ACCESS_POLICY, parent=ORGANIZATION, title="hospital")
    office = level(gcp, f"accessPolicies/{made.id}")
    gcp.refuses_delete("failedPrecondition", made)
    gcp.delete(office)
    gcp.delete(made)


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"parent": "1"}, "parent"),
        ({"name": "office"}, "name"),
        ({"basic": None}, "custom"),
        ({"custom": {"expr": {"expression": "true"}}}, "custom"),
        ({"basic": {"conditions": []}}, "basic.conditions"),
        ({"basic": {"conditions": [{}]}}, "basic.conditions[0]"),
        ({"basic": {"conditions": [{"negate": True}]}}, "basic.conditions[0]"),
        ({"basic": {"conditions": [{"ipSubnetworks": ["203.0.113.9/24"]}]}}, "basic.conditions[0].ipSubnetworks[0]"),
        ({"basic": {"conditions": [{"regions": ["Germany"]}]}}, "basic.conditions[0].regions[0]"),
        ({"basic": {**OFFICE, "combiningFunction": "XOR"}}, "basic.combiningFunction"),
    ],
)
def test_a_level_makes_sense(gcp: Project, changes: dict[str, Any], where: str) -> None:
    given = {"parent": "accessPolicies/1", "name": "accessPolicies/1/accessLevels/office", "title": "o", "basic": OFFICE, **changes}
    given = {name: value for name, value in given.items() if value is not None}
    assert where in {fault.partition(":")[0] for fault in gcp.faults(ACCESS_LEVEL, **given)}


def test_a_level_and_a_perimeter_need_their_policy(gcp: Project) -> None:
    gcp.refuses("notFound", ACCESS_LEVEL, parent="accessPolicies/1", name="accessPolicies/1/accessLevels/office", title="o", basic=OFFICE)
    gcp.refuses("notFound", PERIMETER, **BASE)


RULE: dict[str, Any] = {
    "ingressFrom": {"identityType": "ANY_IDENTITY", "sources": [{"resource": "projects/1"}]},
    "ingressTo": {"resources": ["*"], "operations": [{"serviceName": "storage.googleapis.com", "methodSelectors": [{"method": "*"}]}]},
}


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"name": "phi"}, "name"),
        ({"spec": {"restrictedServices": STORAGE}}, "useExplicitDryRunSpec"),
        ({"useExplicitDryRunSpec": True}, "spec"),
        ({"status": {"resources": ["projects/hospital-phi"]}}, "status.resources[0]"),
        ({"status": {"restrictedServices": ["storage"]}}, "status.restrictedServices[0]"),
        ({"status": {"vpcAccessibleServices": {"allowedServices": STORAGE}}}, "status.vpcAccessibleServices.allowedServices"),
        ({"perimeterType": "PERIMETER_TYPE_BRIDGE", "status": {"restrictedServices": STORAGE}}, "status.restrictedServices"),
        ({"perimeterType": "SQUARE"}, "perimeterType"),
        (
            {"status": {"ingressPolicies": [{**RULE, "ingressFrom": {"identities": ["someone"]}}]}},
            "status.ingressPolicies[0].ingressFrom.identities[0]",
        ),
        (
            {"status": {"ingressPolicies": [{**RULE, "ingressFrom": {"identities": ["user:a@b"], "identityType": "ANY_IDENTITY"}}]}},
            "status.ingressPolicies[0].ingressFrom.identityType",
        ),
        (
            {"status": {"ingressPolicies": [{**RULE, "ingressTo": {"resources": ["projects/p"]}}]}},
            "status.ingressPolicies[0].ingressTo.resources[0]",
        ),
        (
            {"status": {"egressPolicies": [{"egressTo": {"operations": [{"serviceName": "*", "methodSelectors": [{"method": "*"}]}]}}]}},
            "status.egressPolicies[0].egressTo.operations[0].methodSelectors",
        ),
        (
            {
                "status": {
                    "egressPolicies": [
                        {"egressTo": {"operations": [{"serviceName": "a", "methodSelectors": [{"method": "*", "permission": "x"}]}]}}
                    ]
                }
            },
            "status.egressPolicies[0].egressTo.operations[0].methodSelectors[0]",
        ),
    ],
)
def test_a_perimeter_makes_sense(gcp: Project, changes: dict[str, Any], where: str) -> None:
    assert where in {fault.partition(":")[0] for fault in gcp.faults(PERIMETER, **{**BASE, **changes})}


def test_a_perimeter_needs_its_levels_and_keeps_them(gcp: Project) -> None:
    policy = gcp.access_policy()
    office = level(gcp, policy)
    wanted = {"parent": policy, "name": f"{policy}/servicePerimeters/phi", "title": "phi"}
    gcp.refuses("notFound", PERIMETER, **wanted, status={"accessLevels": [f"{policy}/accessLevels/none"]})
    sources = [{"accessLevel": f"{policy}/accessLevels/none"}]
    gcp.refuses("notFound", PERIMETER, **wanted, status={"ingressPolicies": [{"ingressFrom": {"sources": sources}}]})
    anyone = {"ingressFrom": {"sources": [{"accessLevel": "*"}]}}
    made = perimeter(gcp, policy, status={"accessLevels": [office.id], "restrictedServices": STORAGE, "ingressPolicies": [anyone]})
    assert made.id == f"{policy}/servicePerimeters/phi"
    gcp.refuses_delete("failedPrecondition", office)
    assert gcp.replaced_by(made, perimeterType="PERIMETER_TYPE_BRIDGE") == ["perimeterType"]
    assert gcp.change(made, title="other")["title"] == "other"


def test_a_project_is_in_one_perimeter_and_in_bridges(gcp: Project) -> None:
    policy = gcp.access_policy()
    inside = {"resources": ["projects/1"], "restrictedServices": STORAGE}
    perimeter(gcp, policy, status=inside)
    gcp.refuses("invalid", PERIMETER, "already", parent=policy, name=f"{policy}/servicePerimeters/b", title="b", status=inside)
    perimeter(gcp, policy, "bridge", perimeterType="PERIMETER_TYPE_BRIDGE", status={"resources": ["projects/1"]})
    other = perimeter(gcp, policy, "other", useExplicitDryRunSpec=True, spec=inside)
    gcp.refuses_change("invalid", other, status=inside)


def test_projects_are_added_one_by_one(gcp: Project) -> None:
    policy = gcp.access_policy()
    phi, other = (
        perimeter(gcp, policy, status={"restrictedServices": STORAGE}),
        perimeter(gcp, policy, "other", status={"restrictedServices": STORAGE}),
    )
    made = gcp.make(PERIMETER_RESOURCE, perimeterName=phi.id, resource="projects/1")
    assert made.id == f"{phi.id}/projects/1"
    gcp.refuses("invalid", PERIMETER_RESOURCE, "already", perimeterName=other.id, resource="projects/1")
    gcp.refuses_change("invalid", other, status={"resources": ["projects/1"]})
    gcp.make(DRY, perimeterName=other.id, resource="projects/1")
    assert gcp.faults(PERIMETER_RESOURCE, perimeterName=phi.id, resource="projects/phi") != []


def test_rules_are_added_one_by_one(gcp: Project) -> None:
    policy = gcp.access_policy()
    phi = perimeter(gcp, policy, status={"restrictedServices": STORAGE})
    made = gcp.make(INGRESS, perimeter=phi.id, title="in", **RULE)
    assert made["accessPolicyId"] == policy.split("/")[1]
    assert gcp.faults(EGRESS, perimeter=phi.id, egressTo={"resources": ["projects/p"]}) != []
    gcp.refuses("notFound", EGRESS, perimeter=f"{policy}/servicePerimeters/none")
