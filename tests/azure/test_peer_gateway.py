"""Peers come by encrypted tunnels or circuits of zones that may have them, and by nothing wider than their range."""

from typing import Any

import pytest
from pulumi.runtime import rpc

from ai_zones.azure.peer_door import AzurePeerDoor
from ai_zones.azure.peer_gateway import AzurePeerGateway
from ai_zones.azure.validation import InvalidInputError
from tests.azure.networks import NETWORK, WORKSPACE, subnet
from tests.azure.recording import OTHER_SUBSCRIPTION, PLACE, Recording, group_path, record

CIRCUIT = group_path("Microsoft.Network/expressRouteCircuits", "hospital", subscription=OTHER_SUBSCRIPTION)
VPN = {"link": "vpn", "cidr": "10.200.0.0/24", "gateway_address": "203.0.113.7", "shared_key": "k" * 40}
LINE = {"link": "private-circuit", "cidr": "10.201.0.0/24", "circuit_id": CIRCUIT, "encrypted": True, "authorization_key": "a" * 36}


def build(peers: Any = None, **changes: Any) -> Recording:
    args: Any = {
        "zone": "phi",
        **PLACE,
        "virtual_network_id": NETWORK,
        "virtual_network_cidr": "10.20.0.0/16",
        "gateway_subnet": "10.20.224.0/27",
        "peers": {"ehr": VPN} if peers is None else peers,
        "log_workspace_id": WORKSPACE,
        **changes,
    }

    def program() -> Any:
        built = AzurePeerGateway("phi-peers", args)
        return [built.vpn_gateway_id, built.circuit_gateway_id, built.vpn_addresses]

    return record(program)


def test_the_gateway_stands_in_a_subnet_of_its_own_in_the_zones_network() -> None:
    recording = build()
    subnet, gateway = recording.one("network:Subnet"), recording.one("network:VirtualNetworkGateway")
    assert subnet.id == f"{NETWORK}/subnets/GatewaySubnet"
    assert {one["subnet"]["id"] for one in gateway.inputs["ipConfigurations"]} == {subnet.id}
    assert recording.waits(gateway, subnet)
    assert "networkSecurityGroup" not in subnet.inputs


def test_the_vpn_gateway_is_redundant_and_leads_through_to_nobody() -> None:
    recording = build()
    gateway = recording.one("network:VirtualNetworkGateway")
    assert (gateway.inputs["gatewayType"], gateway.inputs["vpnType"], gateway.inputs["activeActive"]) == ("Vpn", "RouteBased", True)
    assert gateway.inputs["sku"] == {"name": "VpnGw2AZ", "tier": "VpnGw2AZ"}
    assert not any(gateway.inputs[flag] for flag in ("allowRemoteVnetTraffic", "allowVirtualWanTraffic", "enableBgp"))
    assert [one.inputs["zones"] for one in recording.of("network:PublicIPAddress")] == [["1", "2", "3"]] * 2
    assert recording.result == [gateway.id, "", ["ip-of-phi-peers-vpn-address-1", "ip-of-phi-peers-vpn-address-2"]]


def test_a_tunnel_is_ikev2_with_strong_algorithms_and_carries_two_ranges_alone() -> None:
    recording = build()
    tunnel = recording.one("network:VirtualNetworkGatewayConnection")
    (policy,) = tunnel.inputs["ipsecPolicies"]
    assert (policy["ikeEncryption"], policy["ikeIntegrity"], policy["dhGroup"]) == ("AES256", "SHA384", "ECP384")
    assert (policy["ipsecEncryption"], policy["ipsecIntegrity"], policy["pfsGroup"]) == ("GCMAES256", "GCMAES256", "ECP384")
    assert (tunnel.inputs["connectionType"], tunnel.inputs["connectionProtocol"]) == ("IPsec", "IKEv2")
    assert tunnel.inputs["trafficSelectorPolicies"] == [{"localAddressRanges": ["10.20.0.0/16"], "remoteAddressRanges": ["10.200.0.0/24"]}]
    assert tunnel.inputs["usePolicyBasedTrafficSelectors"] is True
    site = recording.one("network:LocalNetworkGateway")
    assert site.inputs["localNetworkAddressSpace"] == {"addressPrefixes": ["10.200.0.0/24"]}
    assert tunnel.inputs["localNetworkGateway2"]["id"] == site.id


def test_a_circuit_has_a_gateway_of_its_own_without_a_fast_path() -> None:
    recording = build({"ehr": VPN, "lab": LINE})
    circuit = recording.one("network:VirtualNetworkGateway", "phi-peers-circuit")
    assert (circuit.inputs["gatewayType"], circuit.inputs["sku"]["name"]) == ("ExpressRoute", "ErGw1AZ")
    assert "publicIPAddress" not in circuit.inputs["ipConfigurations"][0]
    connection = recording.one("network:VirtualNetworkGatewayConnection", "phi-peers-circuit-to-lab")
    assert (connection.inputs["connectionType"], connection.inputs["peer"]["id"]) == ("ExpressRoute", CIRCUIT)
    assert connection.inputs["expressRouteGatewayBypass"] is False
    assert recording.waits(circuit, recording.one("network:VirtualNetworkGateway", "phi-peers-vpn"))


def test_gateways_are_logged_and_kept() -> None:
    recording = build({"ehr": VPN, "lab": LINE})
    gateways = recording.of("network:VirtualNetworkGateway")
    assert {built.inputs["resourceUri"] for built in recording.of("monitor:DiagnosticSetting")} == {built.id for built in gateways}
    assert all(built.protect for built in gateways)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"zone": "inference"}, "have peers"),
        ({"gateway_subnet": "10.20.224.0/28"}, "/27 or larger"),
        ({"gateway_subnet": "10.21.0.0/27"}, "in 10.20.0.0/16"),
        ({"peers": {}}, "at least 1"),
        ({"peers": {"ehr": {**VPN, "cidr": "10.0.0.0/8"}}}, "/16 or smaller"),
        ({"peers": {"ehr": {**VPN, "cidr": "10.20.8.0/24"}}}, "overlaps the network"),
        ({"peers": {"ehr": VPN, "lab": VPN}}, "overlaps ehr"),
        ({"peers": {"ehr": {**VPN, "shared_key": "short"}}}, "random ones"),
        ({"peers": {"ehr": {**VPN, "circuit_id": CIRCUIT}}}, "does not belong to vpn"),
        ({"peers": {"ehr": {"link": "vpn", "cidr": "10.200.0.0/24"}}}, "gateway_address, shared_key: needed"),
        ({"peers": {"lab": {**LINE, "encrypted": False}}}, "encrypts nothing by itself"),
        ({"vpn_sku": "Basic"}, "VpnGw2AZ"),
    ],
)
def test_a_road_that_is_not_private_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        build(**changes)


def test_an_error_never_shows_a_key() -> None:
    with pytest.raises(InvalidInputError) as caught:
        build({"ehr": {"link": "vpn", "shared_key": "s3cret", "cidr": "10.0.0.0/8"}})
    assert "s3cret" not in str(caught.value)


def door(**changes: Any) -> Recording:
    args: Any = {"zone": "phi", "peer": "ehr", **PLACE, "subnet_id": subnet("workload"), "address": "10.20.0.100", "port": 2575, **changes}
    return record(lambda: AzurePeerDoor("phi-ehr", args).backend_pool_id)


def test_a_peer_enters_by_a_door_at_a_fixed_private_address() -> None:
    recording = door(target_port=12575)
    balancer = recording.one("network:LoadBalancer")
    (frontend,) = balancer.inputs["frontendIPConfigurations"]
    assert (frontend["privateIPAddress"], frontend["privateIPAllocationMethod"]) == ("10.20.0.100", "Static")
    assert (frontend["subnet"]["id"], frontend["zones"]) == (subnet("workload"), ["1", "2", "3"])
    (rule,) = balancer.inputs["loadBalancingRules"]
    assert (rule["frontendPort"], rule["backendPort"]) == (2575, 12575)
    assert recording.result == f"{balancer.id}/backendAddressPools/programs"


@pytest.mark.parametrize(
    ("changes", "said"), [({"zone": "deidentification"}, "peers enter phi, training alone"), ({"address": "8.8.8.8"}, "private address")]
)
def test_a_door_that_no_peer_may_take_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        door(**changes)


def test_keys_of_tunnels_and_circuits_are_secrets_in_the_state() -> None:
    """A secret is sent with Pulumi's mark beside its value."""
    recording = build({"ehr": VPN, "lab": LINE})
    keys = [
        recording.one("network:VirtualNetworkGatewayConnection", name) for name in ("phi-peers-circuit-to-lab", "phi-peers-tunnel-to-ehr")
    ]
    assert set(keys[0].inputs["authorizationKey"]) == set(keys[1].inputs["sharedKey"]) == {"value", rpc._special_sig_key}
