"""Tunnels, attachments, sessions and route policies that do not fit together are refused."""

from typing import Any

import pytest

from simulator.rules.gcp.kinds import ADDRESS, EXTERNAL_GATEWAY, INTERCONNECT_ATTACHMENT, ROUTER, VPN_GATEWAY, VPN_TUNNEL
from simulator.rules.gcp.peer_roads import INTERFACE, ROUTE_POLICY, SESSION
from tests.simulator.gcp.project import OTHER_PROJECT, REGION, Made, Project

LINE = "projects/lines/global/interconnects/frankfurt-1"
BELIEVED = {"type": "ROUTE_POLICY_TYPE_IMPORT", "router": "ehr", "name": "believed"}


def term(priority: int = 0, action: str = "drop()") -> dict[str, Any]:
    return {"priority": priority, "match": {"expression": "destination == '0.0.0.0/0'"}, "actions": [{"expression": action}]}


def wrong(gcp: Project, type_: str, **inputs: Any) -> set[str]:
    """Paths at which the inputs are refused."""
    return {fault.partition(":")[0] for fault in gcp.faults(type_, **inputs)}


def router(gcp: Project, name: str = "ehr", **inputs: Any) -> Made:
    return gcp.make(ROUTER, name=name, network=gcp.network(name).id, **{"bgp": {"asn": 64512}, **inputs})


def site(gcp: Project) -> Made:
    interfaces = [{"id": 0, "ipAddress": "8.8.4.4"}, {"id": 1, "ipAddress": "8.8.8.8"}]
    return gcp.make(EXTERNAL_GATEWAY, name="ehr", redundancyType="TWO_IPS_REDUNDANCY", interfaces=interfaces)


def ends(gcp: Project) -> dict[str, Any]:
    ours = router(gcp)
    gateway = gcp.make(VPN_GATEWAY, name="ehr", network=ours.inputs["network"])
    return {
        "vpnGateway": gateway.id, "vpnGatewayInterface": 0, "peerExternalGateway": site(gcp).id, "peerExternalGatewayInterface": 0,
        "router": ours.id, "sharedSecret": "k" * 40,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"vpnGatewayInterface": 2}, "vpnGatewayInterface"),
        ({"vpnGateway": None}, "vpnGateway"),
        ({"peerExternalGatewayInterface": None}, "peerExternalGatewayInterface"),
        ({"peerExternalGateway": None}, "peerExternalGateway"),
        ({"router": None}, "router"),
        ({"localTrafficSelectors": ["10.0.0.0/8"]}, "localTrafficSelectors"),
        ({"sharedSecret": None}, "sharedSecret"),
        ({"ikeVersion": 3}, "ikeVersion"),
        (
            {"cipherSuite": {"phase1": {"encryptions": ["AES-GCM-16-256"], "integrities": ["HMAC-SHA2-256-128"]}}},
            "cipherSuite.phase1.integrities",
        ),
    ],
)
def test_a_tunnel_names_both_ends_and_a_router(gcp: Project, changes: dict[str, Any], where: str) -> None:
    inputs = {
        "name": "ehr", "vpnGateway": "ehr", "vpnGatewayInterface": 0, "peerExternalGateway": "ehr", "peerExternalGatewayInterface": 0,
        "router": "ehr", "sharedSecret": "k" * 40,
    }  # fmt: skip
    assert wrong(gcp, VPN_TUNNEL, **inputs) == set()
    assert where in wrong(gcp, VPN_TUNNEL, **{key: value for key, value in {**inputs, **changes}.items() if value is not None})


def test_a_tunnel_leads_to_an_interface_that_is_there_by_a_router_of_its_network(gcp: Project) -> None:
    inputs = ends(gcp)
    gcp.refuses("invalid", VPN_TUNNEL, "no such interface", **{**inputs, "name": "a", "peerExternalGatewayInterface": 2})
    gcp.refuses("invalid", VPN_TUNNEL, "another network", **{**inputs, "name": "b", "router": router(gcp, "lab").id})
    theirs = gcp.network("theirs", project=OTHER_PROJECT)
    stranger = gcp.make(VPN_GATEWAY, name="theirs", project=OTHER_PROJECT, network=theirs.id).id
    gcp.refuses("invalid", VPN_TUNNEL, "another project", **{**inputs, "name": "c", "vpnGateway": stranger})
    tunnel = gcp.make(VPN_TUNNEL, name="ehr", **inputs)
    assert gcp.replaced_by(tunnel, cipherSuite={"phase2": {"pfs": ["Group-20"]}}) == ["cipherSuite"]


@pytest.mark.parametrize(
    ("kind", "ids"), [("TWO_IPS_REDUNDANCY", [0]), ("SINGLE_IP_INTERNALLY_REDUNDANT", [1]), ("FOUR_IPS_REDUNDANCY", [0, 1, 2, 4])]
)
def test_a_site_has_as_many_addresses_as_it_says(gcp: Project, kind: str, ids: list[int]) -> None:
    interfaces = [{"id": one, "ipAddress": f"8.8.8.{one}"} for one in ids]
    assert wrong(gcp, EXTERNAL_GATEWAY, name="ehr", redundancyType=kind, interfaces=interfaces) == {"interfaces"}


@pytest.mark.parametrize(
    ("inputs", "where"),
    [
        ({}, "interconnect"),
        ({"type": "PARTNER", "bandwidth": "BPS_1G"}, "bandwidth"),
        ({"type": "PARTNER", "interconnect": LINE}, "interconnect"),
        ({"interconnect": LINE, "edgeAvailabilityDomain": "AVAILABILITY_DOMAIN_1"}, "edgeAvailabilityDomain"),
        ({"interconnect": LINE, "candidateSubnets": ["10.0.0.0/29"]}, "candidateSubnets[0]"),
        ({"interconnect": LINE, "candidateSubnets": ["169.254.1.0/30"]}, "candidateSubnets[0]"),
        ({"interconnect": LINE, "vlanTag8021q": 1}, "vlanTag8021q"),
        ({"interconnect": LINE, "ipsecInternalAddresses": ["ends"]}, "ipsecInternalAddresses"),
    ],
)
def test_an_attachment_fits_its_type(gcp: Project, inputs: dict[str, Any], where: str) -> None:
    assert where in wrong(gcp, INTERCONNECT_ATTACHMENT, name="a", router="ehr", **inputs)


def test_a_partners_router_is_16550_and_gets_its_ends_later(gcp: Project) -> None:
    given = {"type": "PARTNER", "edgeAvailabilityDomain": "AVAILABILITY_DOMAIN_1"}
    gcp.refuses("invalid", INTERCONNECT_ATTACHMENT, "16550", name="a", router=router(gcp).id, **given)
    made = gcp.make(INTERCONNECT_ATTACHMENT, name="b", router=router(gcp, "lab", bgp={"asn": 16550}).id, **given)
    assert (made.outputs["state"], made.outputs["cloudRouterIpAddress"]) == ("PENDING_PARTNER", "")


def test_tunnels_over_a_circuit_have_attachments_that_carry_nothing_else(gcp: Project) -> None:
    plain, sealed = router(gcp), router(gcp, "sealed", encryptedInterconnectRouter=True)
    given = {"interconnect": LINE, "candidateSubnets": ["169.254.20.0/29"]}
    gcp.refuses("invalid", INTERCONNECT_ATTACHMENT, "go together", name="a", router=plain.id, encryption="IPSEC", **given)
    gcp.refuses("invalid", INTERCONNECT_ATTACHMENT, "go together", name="a", router=sealed.id, **given)
    wide = gcp.make(ADDRESS, "wide", name="wide", addressType="INTERNAL", subnetwork=gcp.subnet(gcp.network("x")).id)
    gcp.refuses(
        "invalid",
        INTERCONNECT_ATTACHMENT,
        "purpose",
        name="a",
        router=sealed.id,
        encryption="IPSEC",
        ipsecInternalAddresses=[wide.id],
        **given,
    )
    carriers = [gcp.make(INTERCONNECT_ATTACHMENT, at, name=at, router=sealed.id, encryption="IPSEC", **given) for at in "ab"]
    assert carriers[0].outputs["cloudRouterIpAddress"] == "169.254.20.1/29"
    open_ = gcp.make(INTERCONNECT_ATTACHMENT, "c", name="c", router=plain.id, **given)
    one = [{"id": 0, "interconnectAttachment": carriers[0].id}, {"id": 1, "interconnectAttachment": open_.id}]
    gcp.refuses("invalid", VPN_GATEWAY, "not created with encryption IPSEC", name="v", network=sealed.inputs["network"], vpnInterfaces=one)
    both = [{"id": at, "interconnectAttachment": made.id} for at, made in enumerate(carriers)]
    gcp.refuses("invalid", VPN_GATEWAY, "two VLAN attachments", name="v", network=sealed.inputs["network"], vpnInterfaces=both[:1])
    gcp.make(VPN_GATEWAY, name="v", network=sealed.inputs["network"], vpnInterfaces=both)


def test_a_session_stands_on_its_routers_interface_and_policies(gcp: Project) -> None:
    tunnel = gcp.make(VPN_TUNNEL, name="ehr", **ends(gcp))
    assert "ipRange" in wrong(gcp, INTERFACE, name="t", router="ehr", vpnTunnel=tunnel.id, ipRange="10.0.0.1/30")
    both = {"vpnTunnel": tunnel.id, "interconnectAttachment": "a", "ipRange": "169.254.1.1/30"}
    assert wrong(gcp, INTERFACE, name="t", router="ehr", **both) == {"interconnectAttachment"}
    assert wrong(gcp, INTERFACE, name="t", router="ehr") == {"ipRange"}
    here: dict[str, Any] = {"name": "t", "router": "ehr", "interface": "t", "peerAsn": 65010, "peerIpAddress": "169.254.1.2"}
    gcp.refuses("notFound", SESSION, "has no interface", **here)
    gcp.make(INTERFACE, name="t", router="ehr", vpnTunnel=tunnel.id, ipRange="169.254.1.1/30")
    gcp.refuses("invalid", SESSION, "is not in", **{**here, "peerIpAddress": "169.254.9.2"})
    gcp.refuses("invalid", SESSION, "no policy of type", **here, importPolicies=["believed"])
    policy = gcp.make(ROUTE_POLICY, **BELIEVED, terms=[term()])
    gcp.refuses("invalid", SESSION, "no policy of type", **here, exportPolicies=["believed"])
    assert "advertisedIpRanges" in wrong(gcp, SESSION, **here, advertisedIpRanges=[{"range": "10.0.0.0/24"}])
    gcp.make(SESSION, **here, importPolicies=["believed"], advertiseMode="CUSTOM", advertisedIpRanges=[{"range": "10.0.0.0/24"}])
    gcp.refuses_delete("resourceInUseByAnotherResource", policy)


@pytest.mark.parametrize(
    ("terms", "where"),
    [([term(), term()], "terms"), ([term(-1)], "terms[0].priority"), ([term(0, "allow")], "terms[0].actions[0].expression")],
)
def test_a_route_policy_is_a_list_in_order(gcp: Project, terms: list[dict[str, Any]], where: str) -> None:
    assert wrong(gcp, ROUTE_POLICY, **BELIEVED, region=REGION, terms=terms) == {where}


def test_an_interface_of_a_site_says_where_it_is(gcp: Project) -> None:
    given = {"name": "ehr", "redundancyType": "SINGLE_IP_INTERNALLY_REDUNDANT"}
    assert wrong(gcp, EXTERNAL_GATEWAY, **given, interfaces=[{"id": 0}]) == {"interfaces[0].ipAddress"}
    assert wrong(gcp, EXTERNAL_GATEWAY, **given, interfaces=[{"id": 0, "ipv6Address": "2600:1900::1"}]) == set()
