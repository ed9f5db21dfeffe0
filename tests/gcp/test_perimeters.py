"""Perimeters keep a zone's data within its projects: what crosses is named, and one switch says whether the rest is refused or reported."""

from typing import Any

import pytest

from ai_zones.gcp.access_policy import GcpAccessPolicy
from ai_zones.gcp.perimeter import GcpPerimeter
from ai_zones.gcp.perimeter_services import RESTRICTED, crossing
from ai_zones.gcp.validation import InvalidInputError
from ai_zones.plan.ceiling import CEILING
from tests.gcp.recording import NUMBER, ORGANIZATION, OTHER_NUMBER, Recording, network, record

JOB = "serviceAccount:embed@acme-prod-deid.iam.gserviceaccount.com"
WRITER = f"serviceAccount:service-{NUMBER}@gcp-sa-logging.iam.gserviceaccount.com"
LEVEL = "accessPolicies/444/accessLevels/reviewers"
READ: dict[str, Any] = {"identities": [JOB], "services": {"storage.googleapis.com": ["google.storage.objects.get"]}}
KIND = "accesscontextmanager/servicePerimeter:ServicePerimeter"


def perimeter(**changes: Any) -> Recording:
    args: Any = {"zone": "phi", "access_policy": "444", "projects": {"phi": NUMBER}, **changes}
    return record(lambda: GcpPerimeter("acme-prod-phi", args).perimeter)


def status(**changes: Any) -> Any:
    return perimeter(**changes).one(KIND).inputs["status"]


def test_nothing_crosses_unless_it_is_named() -> None:
    made = status()
    assert made["resources"] == [f"projects/{NUMBER}"]
    assert made["ingressPolicies"] == made["egressPolicies"] == []
    assert "accessLevels" not in made


def test_every_service_is_restricted_and_networks_reach_these_alone() -> None:
    made = status()
    assert made["restrictedServices"] == sorted(RESTRICTED)
    assert {"storage.googleapis.com", "bigquery.googleapis.com", "aiplatform.googleapis.com", "healthcare.googleapis.com"} <= set(
        RESTRICTED
    )
    assert made["vpcAccessibleServices"] == {"enableRestriction": True, "allowedServices": ["RESTRICTED-SERVICES"]}
    assert len(RESTRICTED) == len(set(RESTRICTED))


def test_a_service_is_left_out_with_a_reason_and_is_then_out_of_reach() -> None:
    made = status(
        unrestricted_services={"translate.googleapis.com": "not offered in our region"}, accessible_services=["storage.googleapis.com"]
    )
    assert "translate.googleapis.com" not in made["restrictedServices"]
    assert made["vpcAccessibleServices"]["allowedServices"] == ["storage.googleapis.com"]


def test_networks_that_need_no_service_of_googles_call_none() -> None:
    assert status(accessible_services=[])["vpcAccessibleServices"] == {"enableRestriction": True, "allowedServices": []}


def test_what_comes_in_has_a_name_a_source_a_method_and_an_aim() -> None:
    made = status(ingress={"embedding": {**READ, "projects": {"deid": OTHER_NUMBER}, "access_levels": [LEVEL]}})
    assert made["ingressPolicies"] == [
        {
            "title": "embedding",
            "ingressFrom": {"identities": [JOB], "sources": [{"resource": f"projects/{OTHER_NUMBER}"}, {"accessLevel": LEVEL}]},
            "ingressTo": {
                "resources": [f"projects/{NUMBER}"],
                "operations": [{"serviceName": "storage.googleapis.com", "methodSelectors": [{"method": "google.storage.objects.get"}]}],
            },
        }
    ]


def test_what_goes_out_goes_to_named_projects() -> None:
    made = status(egress={"embedding": {**READ, "projects": {"deid": OTHER_NUMBER}}})
    assert made["egressPolicies"][0]["egressTo"]["resources"] == [f"projects/{OTHER_NUMBER}"]
    assert made["egressPolicies"][0]["egressFrom"] == {"identities": [JOB]}


def test_an_agent_of_googles_comes_from_wherever_google_runs_it() -> None:
    made = status(ingress={"sinks": {**READ, "identities": [WRITER], "service_agents": True}})
    assert made["ingressPolicies"][0]["ingressFrom"] == {"identities": [WRITER], "sources": [{"accessLevel": "*"}]}


def test_one_switch_moves_the_same_document_from_dry_run_to_enforced() -> None:
    rules = {"ingress": {"embedding": {**READ, "projects": {"deid": OTHER_NUMBER}}}}
    dry, hard = perimeter(mode="dry-run", **rules).one(KIND), perimeter(**rules).one(KIND)
    assert dry.inputs["spec"] == hard.inputs["status"]
    assert ("status" in dry.inputs, "spec" in hard.inputs) == (False, False)
    assert (dry.inputs["useExplicitDryRunSpec"], hard.inputs["useExplicitDryRunSpec"]) == (True, False)
    assert (dry.protect, hard.protect) == (False, True)
    assert dry.inputs["name"] == hard.inputs["name"] == "accessPolicies/444/servicePerimeters/acme_prod_phi"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"projects": {}}, "at least 1"),
        ({"mode": "off"}, "one of enforced, dry-run"),
        ({"ingress": {"x": READ}}, "from the whole internet"),
        ({"ingress": {"x": {**READ, "identities": [], "projects": {"d": OTHER_NUMBER}}}}, "at least 1"),
        ({"ingress": {"x": {**READ, "identities": ["allUsers"], "projects": {"d": OTHER_NUMBER}}}}, "never allUsers"),
        ({"egress": {"x": READ}}, "names no projects"),
        ({"egress": {"x": {**READ, "projects": {"d": "*"}}}}, "every project of the world"),
        ({"egress": {"x": {**READ, "projects": {"d": OTHER_NUMBER}, "access_levels": [LEVEL]}}}, "ingress alone takes"),
        ({"egress": {"x": {**READ, "services": {"*": ["*"]}, "projects": {"d": OTHER_NUMBER}}}}, "never \\*"),
        ({"egress": {"x": {**READ, "services": {"storage.googleapis.com": []}, "projects": {"d": OTHER_NUMBER}}}}, "has no method"),
        ({"ingress": {"x": {**READ, "service_agents": True}}}, "no agent of Google's"),
        ({"ingress": {"x": {**READ, "identities": [WRITER], "service_agents": True, "access_levels": [LEVEL]}}}, "no project or level"),
        ({"egress": {"x": {**READ, "identities": [WRITER], "service_agents": True}}}, "names no projects"),
        ({"unrestricted_services": {"storage.googleapis.com": ""}}, "at least 10 characters"),
        ({"unrestricted_services": {"unheard.googleapis.com": "nobody has heard of it"}}, "no perimeter restricts it"),
        ({"accessible_services": ["unheard.googleapis.com"]}, "data could leave by it"),
    ],
)
def test_a_perimeter_with_a_hole_is_refused_by_name(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        perimeter(**changes)


def test_only_flows_to_googles_own_apis_cross_perimeters() -> None:
    crossed = {f"{flow.target}/{flow.service}" for flow in CEILING.flows if crossing(flow.target, flow.service)}
    assert crossed == {
        "deidentification/datasets", "management/registry-read", "management/registry-write", "management/telemetry",
    }  # fmt: skip
    assert "google.storage.objects.create" not in crossing("deidentification", "datasets")["storage.googleapis.com"]
    assert {api for flow in CEILING.flows for api in crossing(flow.target, flow.service)} <= set(RESTRICTED)


def policy(**changes: Any) -> Recording:
    args: Any = {"access_policy": "444", **changes}
    return record(lambda: GcpAccessPolicy("acme", args).access_policy)


def test_an_access_policy_is_adopted_or_made_for_a_scope() -> None:
    assert policy().read("accesscontextmanager/accessPolicy:AccessPolicy") == {"acme-policy": "444"}
    assert policy().result == "444"
    recording = policy(access_policy=None, create={"organization_id": ORGANIZATION, "scope": "folders/123456"})
    made = recording.one("accesscontextmanager/accessPolicy:AccessPolicy")
    assert (made.inputs["parent"], made.inputs["scopes"], made.protect) == (f"organizations/{ORGANIZATION}", "folders/123456", True)
    assert recording.result == "444444444444"


def test_a_level_asks_for_all_that_it_names() -> None:
    level = policy(access_levels={"reviewers": {"ip_ranges": ["203.0.113.0/24"], "managed_device": True}}).one(
        "accesscontextmanager/accessLevel:AccessLevel"
    )
    assert (level.inputs["name"], level.inputs["basic"]["combiningFunction"]) == (LEVEL, "AND")
    (condition,) = level.inputs["basic"]["conditions"]
    assert condition["ipSubnetworks"] == ["203.0.113.0/24"]
    assert condition["devicePolicy"] == {
        "requireScreenLock": True, "requireAdminApproval": True, "requireCorpOwned": True, "allowedEncryptionStatuses": ["ENCRYPTED"],
    }  # fmt: skip


def test_a_summary_says_what_is_refused_and_what_crosses() -> None:
    rules: Any = {
        "ingress": {"embedding": {**READ, "projects": {"deid": OTHER_NUMBER}, "access_levels": [LEVEL]}},
        "unrestricted_services": {"translate.googleapis.com": "not offered in our region"},
    }

    def told(mode: str) -> list[str]:
        made: list[GcpPerimeter] = []
        args: Any = {"zone": "phi", "access_policy": "444", "projects": {"phi": NUMBER}, "mode": mode, **rules}
        record(lambda: made.append(GcpPerimeter("phi", args)))
        return made[0].summary

    number = len(RESTRICTED) - 1
    assert told("enforced") == [
        f"phi: each call to one of {number} services that crosses the border of phi is refused, but:",
        f"in, embedding: {JOB} from deid, level reviewers: storage.googleapis.com google.storage.objects.get",
        "not restricted, and out of reach: translate.googleapis.com (not offered in our region)",
    ]
    assert [line for line in told("dry-run") if line not in told("enforced")] == [
        f"phi: each call to one of {number} services that crosses the border of phi is reported and not refused, but:"
    ]


def test_a_perimeter_waits_for_the_levels_that_it_names() -> None:
    def both() -> Any:
        made = GcpAccessPolicy("acme", {"access_policy": "444", "access_levels": {"reviewers": {"managed_device": True}}})
        rule: Any = {**READ, "access_levels": [made.access_levels["reviewers"]]}
        return GcpPerimeter(
            "phi", {"zone": "phi", "access_policy": "444", "projects": {"phi": NUMBER}, "ingress": {"review": rule}}
        ).perimeter

    recording = record(both, preview=True)
    assert recording.waits(recording.one(KIND), recording.one("accesscontextmanager/accessLevel:AccessLevel"))
    assert recording.one(KIND).inputs["status"]["ingressPolicies"][0]["ingressFrom"]["sources"] == [{"accessLevel": LEVEL}]


def test_a_level_may_ask_for_a_network_of_ours_and_a_range_of_it() -> None:
    level = policy(access_levels={"inside": {"networks": {network(): ["10.20.0.0/20"]}}}).one(
        "accesscontextmanager/accessLevel:AccessLevel"
    )
    (condition,) = level.inputs["basic"]["conditions"]
    assert condition["vpcNetworkSources"] == [
        {"vpcSubnetwork": {"network": f"//compute.googleapis.com/{network()}", "vpcIpSubnetworks": ["10.20.0.0/20"]}}
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"access_policy": None}, "exactly one of both"),
        ({"create": {"organization_id": ORGANIZATION}}, "exactly one of both"),
        ({"access_levels": {"x": {}}}, "lets in strangers"),
        ({"access_levels": {"x": {"regions": ["DE"]}}}, "lets in strangers"),
        ({"access_levels": {"x": {"ip_ranges": ["0.0.0.0/0"]}}}, "a /16 or smaller"),
        ({"access_levels": {"x": {"ip_ranges": ["here"]}}}, "must be a range"),
        ({"access_levels": {"x": {"members": ["user:a@acme.org"], "regions": ["DE"]}}}, "whoever has their credentials"),
        ({"access_levels": {"x": {"members": ["group:all@acme.org"]}}}, "users and service accounts alone"),
        ({"access_levels": {"x": {"ip_ranges": ["203.0.113.0/24"], "networks": {network(): []}}}}, "one of both"),
        ({"access_levels": {"x-y": {"managed_device": True}}}, "access_levels.x-y"),
    ],
)
def test_a_level_that_lets_in_strangers_is_refused_by_name(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        policy(**changes)
