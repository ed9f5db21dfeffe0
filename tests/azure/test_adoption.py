"""What a landing zone made is read by id, in whatever subscription, and nothing of it is changed."""

from typing import Any

import pytest

from ai_zones.azure.adopted_hub import AzureAdoptedHubFirewall
from ai_zones.azure.adopted_log_archive import AzureAdoptedLogArchive
from ai_zones.azure.adopted_network import AzureAdoptedNetwork
from ai_zones.azure.adopted_private_zone import AzureAdoptedPrivateZone
from ai_zones.azure.validation import InvalidInputError
from tests.azure.networks import WORKSPACE
from tests.azure.recording import OTHER_SUBSCRIPTION, PLACE, Recording, group_path, record


def there(provider_path: str, *names: str) -> str:
    """Something in the landing zone's subscription."""
    return group_path(provider_path, *names, group="hub", subscription=OTHER_SUBSCRIPTION)


NETWORK = there("Microsoft.Network/virtualNetworks", "spoke")
HUB = there("Microsoft.Network/virtualNetworks", "hub")
VIRTUAL_HUB = there("Microsoft.Network/virtualHubs", "wan-hub")
POLICY = there("Microsoft.Network/firewallPolicies", "base")


def adopted_network(**changes: Any) -> Recording:
    args: Any = {
        "zone": "phi",
        **PLACE,
        "virtual_network_id": NETWORK,
        "workload_subnet_id": f"{NETWORK}/subnets/apps",
        "endpoint_subnet_id": f"{NETWORK}/subnets/endpoints",
        "security_group_ids": {"apps": there("Microsoft.Network/networkSecurityGroups", "apps")},
        "route_table_ids": {"apps": there("Microsoft.Network/routeTables", "apps")},
        "peering_ids": {"to-hub": f"{NETWORK}/virtualNetworkPeerings/hub"},
        **changes,
    }

    def program() -> Any:
        built = AzureAdoptedNetwork("spoke", args)
        return [built.virtual_network_name, built.workload_subnet_id, built.link_subnet_id, built.dns_policy_id]

    return record(program)


def hub(**changes: Any) -> Recording:
    args: Any = {
        "firewall_id": there("Microsoft.Network/azureFirewalls", "hub"),
        "firewall_policy_ids": {"base": POLICY},
        "rule_group_ids": {"base": f"{POLICY}/ruleCollectionGroups/base"},
        "public_address_ids": {"out": there("Microsoft.Network/publicIPAddresses", "out")},
        "virtual_network_id": HUB,
        "subnet_ids": {"firewall": f"{HUB}/subnets/AzureFirewallSubnet"},
        "peering_ids": {"to-spoke": f"{HUB}/virtualNetworkPeerings/spoke"},
        **changes,
    }
    return record(lambda: AzureAdoptedHubFirewall("hub", args).firewall_id)


def private_zone(**changes: Any) -> Recording:
    zone = there("Microsoft.Network/privateDnsZones", "privatelink.vaultcore.azure.net")
    args: Any = {
        "zone_id": zone,
        "link_ids": {"spoke": f"{zone}/virtualNetworkLinks/spoke"},
        "records": {"keys": {"name": "acme-keys", "type": "A"}},
        **changes,
    }
    return record(lambda: AzureAdoptedPrivateZone("vaults", args).zone_name)


LOGS = there("Microsoft.OperationalInsights/workspaces", "logs")
ACCOUNT = there("Microsoft.Storage/storageAccounts", "logs")
CONTAINER = "Microsoft.Storage/storageAccounts/blobServices/containers"


def archive(**changes: Any) -> Recording:
    args: Any = {
        "workspace_id": LOGS,
        "account_id": ACCOUNT,
        "container_ids": {"audit": there(CONTAINER, "logs", "default", "audit")},
        "export_ids": {"all": f"{LOGS}/dataExports/all"},
        "role_assignment_ids": {"reviewers": f"{LOGS}/providers/Microsoft.Authorization/roleAssignments/{OTHER_SUBSCRIPTION}"},
        **changes,
    }

    def program() -> Any:
        built = AzureAdoptedLogArchive("archive", {key: value for key, value in args.items() if value is not None})  # type: ignore[arg-type]
        return [built.workspace_id, built.workspace_name, built.account_id, built.account_name]

    return record(program)


def test_an_archive_is_read_with_where_it_exports_to_and_who_reads() -> None:
    recording = archive()
    assert recording.result == [LOGS, "logs", ACCOUNT, "logs"]
    assert recording.read("storage:BlobServiceProperties") == {"archive-blobs": f"{ACCOUNT}/blobServices/default"}
    for kind in ("storage:BlobContainer", "operationalinsights:DataExport", "authorization:RoleAssignment"):
        assert len(recording.read(kind)) == 1
    assert {built.type for built in recording.resources} == {"ai-zones:index:AzureAdoptedLogArchive"}


def test_an_archive_may_be_a_workspace_alone() -> None:
    recording = archive(account_id=None, container_ids=None, export_ids=None, role_assignment_ids=None)
    assert [read.type for read in recording.reads] == ["azure-native:operationalinsights:Workspace"]
    assert recording.result == [LOGS, "logs", "", ""]


def test_a_network_is_read_with_everything_that_decides_where_its_packets_go() -> None:
    recording = adopted_network()
    assert recording.read("network:VirtualNetwork") == {"spoke-network": NETWORK}
    assert recording.read("network:Subnet") == {
        "spoke-subnet-workload": f"{NETWORK}/subnets/apps",
        "spoke-subnet-endpoint": f"{NETWORK}/subnets/endpoints",
    }
    for kind in ("network:NetworkSecurityGroup", "network:RouteTable", "network:VirtualNetworkPeering"):
        assert len(recording.read(kind)) == 1
    assert {read.parent for read in recording.reads} == {"spoke"}
    assert recording.result == ["spoke", f"{NETWORK}/subnets/apps", "", ""]


def test_nothing_is_made_unless_the_resolver_shall_be_bound() -> None:
    assert {built.type for built in adopted_network().resources} == {"ai-zones:index:AzureAdoptedNetwork"}
    recording = adopted_network(allowed_domains=["acme-keys.vault.azure.net"], log_workspace_id=WORKSPACE)
    link = recording.one("dnsresolver:DnsResolverPolicyVirtualNetworkLink")
    assert link.inputs["virtualNetwork"] == {"id": NETWORK}
    assert recording.result[3] == recording.one("dnsresolver:DnsResolverPolicy").id


def test_one_subnet_may_serve_programs_and_endpoints() -> None:
    recording = adopted_network(endpoint_subnet_id=f"{NETWORK}/subnets/APPS")
    assert len(recording.read("network:Subnet")) == 1


def test_a_hub_is_read_with_firewall_policy_rules_and_both_halves_of_peerings() -> None:
    recording = hub()
    assert set(recording.read("network:FirewallPolicyRuleCollectionGroup").values()) == {f"{POLICY}/ruleCollectionGroups/base"}
    assert recording.read("network:VirtualNetwork") == {"hub-hub": HUB}
    assert {built.type for built in recording.resources} == {"ai-zones:index:AzureAdoptedHubFirewall"}
    assert recording.result == there("Microsoft.Network/azureFirewalls", "hub")


def test_a_virtual_hub_is_read_with_its_connections_and_intent() -> None:
    recording = hub(
        virtual_network_id=None,
        subnet_ids={},
        peering_ids={},
        virtual_hub_id=VIRTUAL_HUB,
        hub_connection_ids={"spoke": f"{VIRTUAL_HUB}/hubVirtualNetworkConnections/spoke"},
        routing_intent_id=f"{VIRTUAL_HUB}/routingIntent/hub",
    )
    assert recording.read("network:VirtualHub") == {"hub-hub": VIRTUAL_HUB}
    assert len(recording.read("network:HubVirtualNetworkConnection")) == len(recording.read("network:RoutingIntent")) == 1


def test_a_private_zone_is_read_with_links_and_records() -> None:
    recording = private_zone()
    assert recording.result == "privatelink.vaultcore.azure.net"
    (record_id,) = recording.read("privatedns:PrivateRecordSet").values()
    assert record_id.endswith("/privateDnsZones/privatelink.vaultcore.azure.net/A/acme-keys")
    assert len(recording.read("privatedns:VirtualNetworkLink")) == 1


@pytest.mark.parametrize(
    ("build", "changes", "said"),
    [
        (adopted_network, {"virtual_network_id": "spoke"}, "the id of a virtual network"),
        (adopted_network, {"workload_subnet_id": f"{HUB}/subnets/apps"}, "another network"),
        (adopted_network, {"other_subnet_ids": {"link": f"{NETWORK}/subnets/x"}}, "link_subnet_id"),
        (adopted_network, {"allowed_domains": ["a.example.com"]}, "log_workspace_id: is required"),
        (adopted_network, {"route_table_ids": {"apps": NETWORK}}, "the id of a route table"),
        (hub, {"virtual_hub_id": VIRTUAL_HUB}, "the one of the two"),
        (hub, {"hub_connection_ids": {"x": f"{VIRTUAL_HUB}/hubVirtualNetworkConnections/spoke"}}, "other kind of hub"),
        (hub, {"rule_group_ids": {"x": there("Microsoft.Network/firewallPolicies/ruleCollectionGroups", "other", "x")}}, "not among"),
        (private_zone, {"link_ids": {"x": there("Microsoft.Network/privateDnsZones/virtualNetworkLinks", "other", "x")}}, "another zone"),
        (archive, {"workspace_id": ACCOUNT}, "the id of a Log Analytics workspace"),
        (archive, {"export_ids": {"x": there("Microsoft.OperationalInsights/workspaces/dataExports", "other", "x")}}, "another owner"),
        (archive, {"account_id": None}, "account_id, which is not given"),
        (private_zone, {"records": {"x": {"name": "x", "type": "NS"}}}, "must be one of"),
    ],
)
def test_an_id_of_something_else_is_refused_before_anything_is_read(build: Any, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        build(**changes)
