"""A program that runs outside of the perimeters that it builds: refused in them, unless a rule of ingress lets it in."""

from typing import Any

import pytest

from simulator.packages.gcp_services import number_of_project
from simulator.rules.gcp import kinds
from simulator.rules.gcp.callers import CALLER_VARIABLE
from simulator.rules.gcp.perimeters import ingress_policy
from tests.simulator.gcp.project import PROJECT, REGION, Made, Project

DEPLOYER = "serviceAccount:deployer@hospital-access.iam.gserviceaccount.com"
STORE = {"name": "hospital-phi-late", "location": REGION}


def rule(**caller: Any) -> dict[str, Any]:
    """A rule of ingress to everything of Cloud Storage."""
    operations = [{"serviceName": "storage.googleapis.com", "methodSelectors": [{"method": "*"}]}]
    return {"ingressFrom": {"sources": [{"accessLevel": "*"}], **caller}, "ingressTo": {"resources": ["*"], "operations": operations}}


def perimeter(gcp: Project, side: str = "status", **said: Any) -> Made:
    """Around the project, closed to Cloud Storage."""
    policy = gcp.access_policy()
    resources = [f"projects/{number_of_project(gcp.cloud.world, PROJECT)}"]
    config = {"resources": resources, "restrictedServices": ["storage.googleapis.com"], **said}
    dry = {"useExplicitDryRunSpec": True} if side == "spec" else {}
    return gcp.make(kinds.PERIMETER, name=f"{policy}/servicePerimeters/phi", parent=policy, title="phi", **{side: config}, **dry)


@pytest.fixture(autouse=True)
def outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program runs as the deployer."""
    monkeypatch.setenv(CALLER_VARIABLE, DEPLOYER)


def test_what_the_program_makes_after_its_perimeter_is_refused(gcp: Project, other: Project) -> None:
    before = gcp.bucket()
    perimeter(gcp)
    gcp.refuses("forbidden", kinds.BUCKET, match="prohibited by organization's policy", **STORE)
    gcp.refuses_change("forbidden", before, "outside of", labels={"zone": "phi"})
    gcp.refuses_delete("forbidden", before)
    assert gcp.make(kinds.TOPIC, name="events")
    assert other.bucket("hospital-access-store")


@pytest.mark.parametrize(
    "caller",
    [
        {"identities": [DEPLOYER]},
        {"identityType": "ANY_SERVICE_ACCOUNT"},
        {"identityType": "ANY_IDENTITY"},
        {"identities": ["group:it@hospital.org"]},
    ],
    ids=["itself", "any-account", "anybody", "a-group"],
)
def test_a_rule_of_ingress_lets_it_in(gcp: Project, caller: dict[str, Any]) -> None:
    perimeter(gcp, ingressPolicies=[rule(**caller)])
    assert gcp.make(kinds.BUCKET, **STORE)


@pytest.mark.parametrize(
    "wrong",
    [
        rule(identities=["serviceAccount:other@hospital-access.iam.gserviceaccount.com"]),
        rule(identityType="ANY_USER_ACCOUNT"),
        {**rule(identities=[DEPLOYER]), "ingressTo": {"resources": ["projects/1"], "operations": [{"serviceName": "*"}]}},
        {**rule(identities=[DEPLOYER]), "ingressTo": {"resources": ["*"], "operations": [{"serviceName": "pubsub.googleapis.com"}]}},
    ],
    ids=["another", "people", "another-project", "another-service"],
)
def test_a_rule_for_something_else_does_not(gcp: Project, wrong: dict[str, Any]) -> None:
    perimeter(gcp, ingressPolicies=[wrong])
    gcp.refuses("forbidden", kinds.BUCKET, **STORE)


def test_a_rule_that_stands_on_its_own_counts(gcp: Project) -> None:
    around = perimeter(gcp)
    gcp.make(ingress_policy.type, perimeter=around.id, title="deployer", **rule(identities=[DEPLOYER]))
    assert gcp.make(kinds.BUCKET, **STORE)


def test_a_dry_run_denies_nothing(gcp: Project) -> None:
    perimeter(gcp, side="spec")
    assert gcp.make(kinds.BUCKET, **STORE)


def test_nobody_is_outside_unless_it_is_said(gcp: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    perimeter(gcp)
    monkeypatch.delenv(CALLER_VARIABLE)
    assert gcp.make(kinds.BUCKET, **STORE)


def test_an_access_level_may_be_met(gcp: Project) -> None:
    policy = gcp.access_policy()
    level = gcp.make(
        kinds.ACCESS_LEVEL,
        name=f"{policy}/accessLevels/offices",
        parent=policy,
        title="offices",
        basic={"conditions": [{"ipSubnetworks": ["203.0.113.0/24"]}]},
    )
    resources = [f"projects/{number_of_project(gcp.cloud.world, PROJECT)}"]
    status = {"resources": resources, "restrictedServices": ["storage.googleapis.com"], "accessLevels": [level["name"]]}
    gcp.make(kinds.PERIMETER, name=f"{policy}/servicePerimeters/phi", parent=policy, title="phi", status=status)
    assert gcp.make(kinds.BUCKET, **STORE)
