"""`GcpOrganizationPolicies`: roads out, public doors, keys and strangers are refused above all projects, and what the plan declares is not."""

from functools import cache
from typing import Any

import pytest

from ai_zones.gcp.organization_constraints import GOOGLES_PRODUCERS, SWITCHES
from ai_zones.gcp.organization_policies import BALANCERS, GcpOrganizationPolicies
from ai_zones.gcp.validation import InvalidInputError
from tests.gcp.recording import REGION, Recording, record

FOLDER = "folders/123456789012"
KIND = "orgpolicy/policy:Policy"
NETWORK = "projects/acme-prod-phi/global/networks/phi"


def organization(**changes: Any) -> Recording:
    args: Any = {"parent": FOLDER, "regions": [REGION], "customer_ids": ["C0abc123d"], "contact_domains": ["acme.org"], **changes}
    return record(lambda: GcpOrganizationPolicies("acme", args).constraints)


@cache
def as_it_is() -> Recording:
    return organization()


def policies(**changes: Any) -> dict[str, dict[str, Any]]:
    """Constraint → inputs of its policy on the folder."""
    found = (organization(**changes) if changes else as_it_is()).of(KIND)
    return {one.inputs["name"].rpartition("/")[2]: one.inputs for one in found if one.inputs["parent"] == FOLDER}


def rule(constraint: str, **changes: Any) -> Any:
    (found,) = policies(**changes)[constraint]["spec"]["rules"]
    return found


def test_every_constraint_has_one_policy_on_the_node() -> None:
    found = as_it_is()
    names = [one.inputs["name"] for one in found.of(KIND)]
    assert len(names) == len(set(names)) == len(found.result)
    assert set(SWITCHES) <= set(found.result)
    assert all(name.startswith(f"{FOLDER}/policies/") for name in names)
    assert all(one.protect for one in found.of(KIND))


@pytest.mark.parametrize("constraint", sorted(SWITCHES))
def test_switches_are_on(constraint: str) -> None:
    assert rule(constraint) == {"enforce": "TRUE"}


@pytest.mark.parametrize(
    "constraint",
    [
        "compute.restrictCloudNATUsage", "compute.restrictDedicatedInterconnectUsage", "compute.restrictPartnerInterconnectUsage",
        "compute.restrictVpcPeering", "compute.restrictVpnPeerIPs", "compute.vmCanIpForward", "compute.vmExternalIpAccess",
        "iam.workloadIdentityPoolAwsAccounts", "iam.workloadIdentityPoolProviders", "resourcemanager.allowedExportDestinations",
    ],
)  # fmt: skip
def test_a_road_that_nobody_declared_is_denied_for_all(constraint: str) -> None:
    assert rule(constraint) == {"denyAll": "TRUE"}


@pytest.mark.parametrize(
    ("constraint", "changes", "allowed"),
    [
        ("gcp.resourceLocations", {}, [f"in:{REGION}-locations"]),
        ("iam.allowedPolicyMemberDomains", {}, ["is:C0abc123d"]),
        ("essentialcontacts.allowedContactDomains", {}, ["@acme.org"]),
        ("compute.restrictCloudNATUsage", {"egress_projects": ["acme-prod-egress"]}, ["under:projects/acme-prod-egress"]),
        ("compute.restrictVpcPeering", {"peered_networks": [NETWORK]}, [NETWORK]),
        ("compute.restrictVpnPeerIPs", {"vpn_peer_addresses": ["203.0.113.7"]}, ["is:203.0.113.7"]),
        ("compute.restrictPrivateServiceConnectProducer", {}, sorted([f"under:{FOLDER}", GOOGLES_PRODUCERS])),
        ("compute.restrictPrivateServiceConnectConsumer", {}, [f"under:{FOLDER}"]),
        ("compute.storageResourceUseRestrictions", {"trusted": ["organizations/999999999999"]}, ["under:organizations/999999999999"]),
        ("gcp.restrictCmekCryptoKeyProjects", {}, [f"under:{FOLDER}"]),
        ("gcp.restrictCmekCryptoKeyProjects", {"key_projects": ["acme-prod-keys"]}, ["under:projects/acme-prod-keys"]),
        ("gcp.restrictServiceUsage", {"services": ["storage", "compute"]}, ["is:compute.googleapis.com", "is:storage.googleapis.com"]),
        ("iam.workloadIdentityPoolProviders", {"issuers": ["https://ci.acme.org"]}, ["is:https://ci.acme.org"]),
        (BALANCERS, {}, ["in:INTERNAL"]),
    ],
)
def test_what_is_declared_is_allowed_and_nothing_else(constraint: str, changes: dict[str, Any], allowed: list[str]) -> None:
    assert rule(constraint, **changes) == {"values": {"allowedValues": allowed}}


def test_data_without_a_key_of_ours_and_old_tls_are_denied_by_name() -> None:
    assert rule("gcp.restrictNonCmekServices", cmek_services=["storage"]) == {"values": {"deniedValues": ["is:storage.googleapis.com"]}}
    assert rule("gcp.restrictTLSVersion") == {"values": {"deniedValues": ["is:TLS_VERSION_1", "is:TLS_VERSION_1_1"]}}


def test_only_the_access_project_adds_fronts_to_what_it_inherits() -> None:
    found = [one.inputs for one in organization(access_projects=["acme-prod-access"]).of(KIND) if one.inputs["parent"] != FOLDER]
    assert [one["name"] for one in found] == [f"projects/acme-prod-access/policies/{BALANCERS}"]
    assert found[0]["spec"]["inheritFromParent"] is True
    assert all("EXTERNAL_MANAGED_HTTP_HTTPS" in value for value in found[0]["spec"]["rules"][0]["values"]["allowedValues"])


def test_what_is_tried_only_reports() -> None:
    found = policies(tried=["gcp.restrictServiceUsage", "run.managed.requireInvokerIam"])
    assert {name for name, one in found.items() if "spec" not in one} == {"gcp.restrictServiceUsage", "run.managed.requireInvokerIam"}
    assert found["run.managed.requireInvokerIam"]["dryRunSpec"]["rules"] == [{"enforce": "TRUE"}]


def test_a_constraint_is_left_out_with_a_reason() -> None:
    reason = "global load balancers are made by another team"
    assert BALANCERS not in policies(left_out={BALANCERS: reason}, access_projects=["acme-prod-access"])


def test_protection_is_lifted_by_one_argument_alone() -> None:
    assert not any(one.protect for one in organization(removable=True).of(KIND))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"parent": "projects/acme"}, "organizations/<number> or folders/<number>"),
        ({"regions": []}, "at least 1"),
        ({"customer_ids": ["acme.org"]}, "not its domain"),
        ({"issuers": ["https://*"]}, "OIDC issuer"),
        ({"left_out": {"compute.vmExternalIpAccess": "no"}}, "at least 10 characters"),
        ({"left_out": {"compute.vmExternalIp": "it does not exist at all"}}, "not among the constraints"),
        ({"tried": ["compute.vmExternalIpAccess"]}, "no dry run"),
        ({"peered_networks": ["phi"]}, "a VPC network"),
    ],
)
def test_what_would_open_the_node_is_refused_by_name(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        organization(**changes)
