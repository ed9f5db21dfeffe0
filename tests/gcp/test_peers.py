"""A peer's road tells it of named ranges alone, believes its own ranges alone, is encrypted, and keeps its keys secret."""

from typing import Any

import pytest
from pulumi.runtime import rpc

from ai_zones.gcp.peer_door import GcpPeerDoor
from ai_zones.gcp.peer_road import GcpPeerRoad
from ai_zones.gcp.validation import InvalidInputError
from tests.gcp.recording import PLACE, PROJECT, REGION, Recording, network, record, subnetwork

KEY = "k" * 40
HERE = f"projects/{PROJECT}/regions/{REGION}"
LINE = "projects/acme-lines/global/interconnects/frankfurt-"
VPN: dict[str, Any] = {"gateway_addresses": ["8.8.4.4", "8.8.8.8"], "shared_key": KEY, "link_cidr": "169.254.10.0/28"}
DEDICATED: dict[str, Any] = {
    "attachments": {
        "a": {"interconnect": f"{LINE}1", "link_cidr": "169.254.20.0/29", "vlan": 101},
        "b": {"interconnect": f"{LINE}2", "link_cidr": "169.254.20.8/29", "vlan": 101},
    },
    "encrypted": True,
    "bgp_key": "b" * 40,
}
PARTNER: dict[str, Any] = {
    "attachments": {"a": {"availability_domain": "AVAILABILITY_DOMAIN_1"}, "b": {"availability_domain": "AVAILABILITY_DOMAIN_2"}},
    "encrypted": True,
}
OVER: dict[str, Any] = {
    "attachments": DEDICATED["attachments"],
    "gateway_addresses": ["172.20.9.1", "172.20.9.2"],
    "shared_key": KEY,
    "link_cidr": "169.254.10.0/28",
    "tunnel_range": "10.99.0.0/29",
}
TUNNEL, PEER = "compute/vPNTunnel:VPNTunnel", "compute/routerPeer:RouterPeer"
ROUTER, POLICY = "compute/router:Router", "compute/routerRoutePolicy:RouterRoutePolicy"
ATTACHMENT = "compute/interconnectAttachment:InterconnectAttachment"


def road(kind: dict[str, Any] = VPN, preview: bool = False, **changes: Any) -> Recording:
    args: Any = {
        "zone": "phi", **PLACE, "network": network(), "cidr": "172.20.8.0/24", "advertised": ["10.20.0.9/32"], "peer_asn": 65010, **kind, **changes,
    }  # fmt: skip
    return record(lambda: GcpPeerRoad("ehr", args).tunnels, preview=preview)


def is_secret(value: Any) -> bool:
    """A secret is sent with Pulumi's mark beside its value."""
    return isinstance(value, dict) and rpc._special_sig_key in value


@pytest.mark.parametrize(
    ("addresses", "redundancy", "ends"),
    [
        (["8.8.4.4"], "SINGLE_IP_INTERNALLY_REDUNDANT", [(0, 0), (1, 0)]),
        (["8.8.4.4", "8.8.8.8"], "TWO_IPS_REDUNDANCY", [(0, 0), (1, 1)]),
        (["8.8.4.4", "8.8.8.8", "1.1.1.1", "1.0.0.1"], "FOUR_IPS_REDUNDANCY", [(0, 0), (0, 1), (1, 2), (1, 3)]),
    ],
)
def test_both_interfaces_have_tunnels_to_whatever_the_peer_has(addresses: list[str], redundancy: str, ends: list[tuple[int, int]]) -> None:
    recording = road(gateway_addresses=addresses)
    tunnels = [one.inputs for one in recording.of(TUNNEL)]
    assert sorted((one["vpnGatewayInterface"], one["peerExternalGatewayInterface"]) for one in tunnels) == ends
    theirs = recording.one("compute/externalVpnGateway:ExternalVpnGateway").inputs
    assert (theirs["redundancyType"], [one["ipAddress"] for one in theirs["interfaces"]]) == (redundancy, addresses)


def test_tunnels_take_one_strong_proposal_of_ike_2() -> None:
    for tunnel in road().of(TUNNEL):
        assert tunnel.inputs["ikeVersion"] == 2
        assert tunnel.inputs["cipherSuite"] == {
            "phase1": {"encryptions": ["AES-GCM-16-256"], "prves": ["PRF-HMAC-SHA2-384"], "dhs": ["Group-20"]},
            "phase2": {"encryptions": ["AES-GCM-16-256"], "pfs": ["Group-20"]},
        }


def test_keys_are_secrets() -> None:
    recording = road(bgp_key="m" * 40)
    assert all(is_secret(one.inputs["sharedSecret"]) for one in recording.of(TUNNEL))
    assert all(is_secret(one.inputs["md5AuthenticationKey"]) for one in recording.of(PEER))


def test_the_peer_is_told_of_named_ranges_alone() -> None:
    recording = road()
    told = [one.inputs for one in (*recording.of(PEER),)] + [recording.one(ROUTER).inputs["bgp"]]
    assert {one["advertiseMode"] for one in told} == {"CUSTOM"}
    assert [one["advertisedIpRanges"] for one in told] == [[{"range": "10.20.0.9/32"}]] * 3
    assert not any(one.get("advertisedGroups") for one in told)


def test_what_the_peer_announces_beyond_its_own_ranges_is_dropped() -> None:
    recording = road()
    policy = recording.one(POLICY)
    terms = [(one["priority"], one["match"]["expression"], one["actions"][0]["expression"]) for one in policy.inputs["terms"]]
    assert terms == [
        (0, "destination.inAnyRange(prefix('172.20.8.0/24').orLonger())", "accept()"),
        (1, "destination.inAnyRange(prefix('0.0.0.0/0').orLonger())", "drop()"),
    ]
    assert policy.inputs["type"] == "ROUTE_POLICY_TYPE_IMPORT"
    for session in recording.of(PEER):
        assert session.inputs["importPolicies"] == [policy.inputs["name"]]
        assert recording.waits(session, policy)


def test_each_tunnel_has_a_block_of_its_own_for_its_session() -> None:
    recording = road()
    ranges = {one.inputs["ipRange"] for one in recording.of("compute/routerInterface:RouterInterface")}
    assert ranges == {"169.254.10.1/30", "169.254.10.5/30"}
    assert {one.inputs["peerIpAddress"] for one in recording.of(PEER)} == {"169.254.10.2", "169.254.10.6"}


def test_a_preview_knows_every_tunnel() -> None:
    assert road(preview=True).result == [f"{HERE}/vpnTunnels/ehr-tunnel-1", f"{HERE}/vpnTunnels/ehr-tunnel-2"]


def test_a_circuit_has_two_attachments_with_sessions_that_know_each_other() -> None:
    recording = road(DEDICATED)
    attachments = [one.inputs for one in recording.of(ATTACHMENT)]
    assert {(one["type"], one["interconnect"], one["encryption"]) for one in attachments} == {
        ("DEDICATED", f"{LINE}1", "NONE"), ("DEDICATED", f"{LINE}2", "NONE"),
    }  # fmt: skip
    assert all(one.protect for one in recording.of(ATTACHMENT))
    assert not any(one.protect for one in road(DEDICATED, deletion_protection=False).of(ATTACHMENT))
    assert len(recording.of(PEER)) == 2
    assert all(is_secret(one.inputs["md5AuthenticationKey"]) for one in recording.of(PEER))
    assert not recording.of(TUNNEL)


def test_a_partners_line_has_its_number_and_brings_its_own_sessions() -> None:
    recording = road(PARTNER)
    assert recording.one(ROUTER).inputs["bgp"]["asn"] == 16550
    assert recording.one(ROUTER).inputs["bgp"]["advertisedIpRanges"] == [{"range": "10.20.0.9/32"}]
    assert {one.inputs["edgeAvailabilityDomain"] for one in recording.of(ATTACHMENT)} == {"AVAILABILITY_DOMAIN_1", "AVAILABILITY_DOMAIN_2"}
    assert not recording.of(PEER)
    assert not recording.of(POLICY)


def test_tunnels_over_a_circuit_are_all_that_it_carries() -> None:
    recording = road(OVER)
    line = recording.one(ROUTER, "ehr-line-router")
    assert line.inputs["encryptedInterconnectRouter"] is True
    ends = recording.one("compute/address:Address")
    assert (ends.inputs["purpose"], ends.inputs["address"], ends.inputs["prefixLength"]) == ("IPSEC_INTERCONNECT", "10.99.0.0", 29)
    for one in recording.of(ATTACHMENT):
        assert (one.inputs["encryption"], one.inputs["ipsecInternalAddresses"], one.inputs["router"]) == ("IPSEC", [ends.id], line.id)
    gateway = recording.one("compute/haVpnGateway:HaVpnGateway")
    assert [one["interconnectAttachment"] for one in gateway.inputs["vpnInterfaces"]] == [
        f"{HERE}/interconnectAttachments/ehr-{at}" for at in "ab"
    ]
    assert all(recording.waits(gateway, one) for one in recording.of(ATTACHMENT))
    believed = {one.name: one.inputs["terms"][0]["match"]["expression"] for one in recording.of(POLICY)}
    assert believed["ehr-line-believed"] == "destination.inAnyRange(prefix('172.20.9.1/32').orLonger())"
    assert believed["ehr-believed"] == "destination.inAnyRange(prefix('172.20.8.0/24').orLonger())"


@pytest.mark.parametrize(
    ("kind", "changes", "said"),
    [
        (VPN, {"zone": "inference"}, "only deidentification, phi, training have peers"),
        (VPN, {"cidr": "172.16.0.0/12"}, "a peer has a /16 or smaller"),
        (VPN, {"advertised": ["0.0.0.0/0"]}, "must be a private range of the zone"),
        (VPN, {"advertised": []}, "advertised"),
        (VPN, {"shared_key": "short"}, "has 5 characters"),
        (VPN, {"shared_key": None}, "shared_key: needed"),
        (VPN, {"gateway_addresses": ["8.8.4.4", "8.8.8.8", "1.1.1.1"]}, "one, two or four"),
        (VPN, {"gateway_addresses": ["10.0.0.1"]}, "must be public"),
        (VPN, {"link_cidr": "169.254.169.0/28"}, "outside of 169.254.169.0/24"),
        (VPN, {"link_cidr": "10.0.0.0/28"}, "a /28 of 169.254.0.0/16"),
        (VPN, {"asn": 3320}, "must be a private one"),
        (VPN, {"peer_asn": 64512}, "two networks have two numbers"),
        (VPN, {"gateway_addresses": [], "shared_key": None, "link_cidr": None}, "give one or both"),
        (DEDICATED, {"encrypted": False}, "Interconnect encrypts nothing by itself"),
        (PARTNER, {"bgp_key": "b" * 40}, "brings its own session"),
        (DEDICATED, {"attachments": {"a": DEDICATED["attachments"]["a"]}}, "there must be 2"),
        (DEDICATED, {"attachments": {"a": DEDICATED["attachments"]["a"], "b": PARTNER["attachments"]["b"]}}, "all dedicated or all"),
        (DEDICATED, {"attachments": {at: {**DEDICATED["attachments"][at], "interconnect": f"{LINE}1"} for at in "ab"}}, "take both away"),
        (PARTNER, {"asn": 64512}, "leave it out"),
        (PARTNER, {"attachments": {at: {"availability_domain": "AVAILABILITY_DOMAIN_1"} for at in "ab"}}, "take both away"),
        (PARTNER, {"attachments": {at: {**PARTNER["attachments"][at], "vlan": 7} for at in "ab"}}, "does not belong to a partner"),
        (OVER, {"tunnel_range": None}, "private /26 to /29"),
        (OVER, {"gateway_addresses": ["8.8.8.8"]}, "the circuit carries the tunnels"),
    ],
)
def test_an_open_or_impossible_road_is_refused_by_name(kind: dict[str, Any], changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        road(kind, **changes)


def door(**changes: Any) -> Recording:
    args: Any = {
        "zone": "phi", "peer": "ehr", **PLACE, "network": network(), "workload_subnetwork": subnetwork(), "address": "10.20.0.9", "port": 2575,
        **changes,
    }  # fmt: skip
    return record(lambda: GcpPeerDoor("door", args).address)


def test_a_peer_enters_at_one_private_address_and_port() -> None:
    recording = door()
    front = recording.one("compute/forwardingRule:ForwardingRule").inputs
    assert (front["loadBalancingScheme"], front["ports"], front["allowGlobalAccess"]) == ("INTERNAL", ["2575"], False)
    held = recording.one("compute/address:Address")
    assert (front["ipAddress"], held.inputs["address"], recording.result) == (held.id, "10.20.0.9", "10.20.0.9")
    assert recording.one("compute/regionBackendService:RegionBackendService").inputs["logConfig"] == {"enable": True, "sampleRate": 1.0}


@pytest.mark.parametrize(
    ("changes", "said"), [({"zone": "deidentification"}, "peers enter"), ({"address": "8.8.8.8"}, "a private address")]
)
def test_a_door_where_no_peer_enters_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        door(**changes)
