"""Service endpoints of subnets, and the policies before them."""

from typing import Any

import pytest

from tests.posture.readers.azure.networks import OURS, T1, THEIRS, Azure, Made, Ref, deny_all, rule
from tests.posture.readers.azure.test_network_links import home


def with_service_endpoint(azure: Azure, service_: str = "Microsoft.Storage", *policies: Ref | str, **more: Any) -> Made:
    listed = {"serviceEndpointPolicies": [{"id": policy} for policy in policies]} if policies else {}
    return home(azure, "phi", "10.1", serviceEndpoints=[{"service": service_}], **listed, **more)


def endpoint_policy(azure: Azure, *resources: str) -> Made:
    policy = azure.add("network:ServiceEndpointPolicy", "policy", location="westeurope")
    azure.add(
        "network:ServiceEndpointPolicyDefinition",
        "definition",
        serviceEndpointPolicyName="policy",
        service="Microsoft.Storage",
        serviceResources=list(resources),
    )
    return policy


@pytest.mark.parametrize("service_", ["Microsoft.Storage", "Microsoft.Storage.Global", "Microsoft.KeyVault", "Microsoft.Sql"])
def test_a_service_endpoint_without_a_policy_reaches_anybodys_resources(form: str, service_: str) -> None:
    azure = Azure()
    with_service_endpoint(azure, service_)
    assert azure.verdict(form, T1) == "violated"


def test_a_route_to_none_does_not_stop_a_service_endpoint(form: str) -> None:
    azure = Azure()
    table = azure.table("rt", {"name": "none", "addressPrefix": "0.0.0.0/0", "nextHopType": "None"})
    with_service_endpoint(azure, routeTable={"id": table.id})
    assert azure.verdict(form, T1) == "violated"


@pytest.mark.parametrize(("subscription", "verdict"), [(OURS, "proven"), (THEIRS, "violated")])
def test_a_policy_names_whose_accounts_are_reached(form: str, subscription: str, verdict: str) -> None:
    azure = Azure()
    policy = endpoint_policy(azure, f"/subscriptions/{subscription}/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/a")
    with_service_endpoint(azure, "Microsoft.Storage", policy.id)
    assert azure.verdict(form, T1) == verdict


def test_a_policy_for_managed_services_is_no_pass(form: str) -> None:
    azure = Azure()
    policy = endpoint_policy(azure, "/services/Azure/DataFactory")
    with_service_endpoint(azure, "Microsoft.Storage", policy.id)
    assert azure.verdict(form, T1) == "unproven"


def test_a_policy_outside_the_stack_is_unproven(form: str) -> None:
    azure = Azure()
    policy = f"/subscriptions/{OURS}/resourceGroups/x/providers/Microsoft.Network/serviceEndpointPolicies/other"
    with_service_endpoint(azure, "Microsoft.Storage", policy)
    assert azure.verdict(form, T1) == "unproven"


def test_a_group_that_lets_nothing_out_stops_a_service_endpoint(form: str) -> None:
    azure = Azure()
    group = azure.nsg("guard", *deny_all())
    with_service_endpoint(azure, networkSecurityGroup={"id": group.id})
    assert azure.verdict(form, T1) == "proven"


def test_a_group_that_lets_storage_out_does_not_stop_it(form: str) -> None:
    azure = Azure()
    group = azure.nsg("guard", rule("storage", 100, "Allow", "Outbound", "443", "*", "Storage"), *deny_all())
    with_service_endpoint(azure, networkSecurityGroup={"id": group.id})
    assert azure.verdict(form, T1) == "violated"


def test_an_inline_subnets_service_endpoint_counts(form: str) -> None:
    azure = Azure()
    inline = {
        "name": "a",
        "addressPrefix": "10.1.1.0/24",
        "defaultOutboundAccess": False,
        "serviceEndpoints": [{"service": "Microsoft.Storage"}],
    }
    vnet = azure.vnet("phi", "10.1.0.0/16", zone="phi", subnets=[inline])
    azure.closed_names(vnet)
    assert azure.verdict(form, T1) == "violated"
