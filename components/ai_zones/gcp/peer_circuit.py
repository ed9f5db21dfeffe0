"""Circuit of a peer: VLAN attachments of Cloud Interconnect, dedicated or a partner's, with their router.

Interconnect encrypts nothing by itself. Either MACsec stands on its ports and connections speak TLS, or the attachments carry an HA VPN: then they
take no packets but those of the tunnels, whose ends have a range of their own.
Sources: Cloud Interconnect documentation, "Create VLAN attachments" (Dedicated, Partner), "HA VPN over Cloud Interconnect overview", "Deploy HA VPN over
Cloud Interconnect" (encrypted router, reserved ranges of /26 to /29, one attachment for each interface), "Redundancy and SLA".
"""

from dataclasses import dataclass, field

import pulumi
from pulumi_gcp import compute

from ai_zones.gcp.naming import Kind, child, resource_name
from ai_zones.gcp.ordering import after
from ai_zones.gcp.paths import compute_regional
from ai_zones.gcp.peer_road_input import Attachment, PeerRoad
from ai_zones.gcp.peer_sessions import build_router, build_session


@dataclass
class Circuit:
    """What was built."""

    router: str
    paths: dict[str, str] = field(default_factory=dict)
    pairing_keys: dict[str, pulumi.Output[str]] = field(default_factory=dict)
    built: list[pulumi.Resource] = field(default_factory=list)


def build_circuit(name: str, given: PeerRoad, *, parent: pulumi.Resource) -> Circuit:
    """Router, attachments and sessions. A partner's line brings its session: the partner, or Google with it, sets that up, so what it announces
    is not limited here; the firewall still lets nobody but the peer's addresses pass."""
    carries = bool(given.gateway_addresses)
    router = build_router(name, given, "line", carries_tunnels=carries, sets_sessions=not given.partner, parent=parent)
    circuit = Circuit(router.path)
    ends = _tunnel_ends(name, given, parent=parent) if carries else {}
    for label, attachment in sorted(given.attachments.items()):
        told = resource_name(Kind.COMPUTE, name, label)
        made = _attach(name, label, told, given, attachment, router.path, list(ends), [router.resource, *ends.values()], parent=parent)
        circuit.paths[label] = compute_regional(given.project, given.region, "interconnectAttachments", told)
        circuit.built.append(made)
        if attachment.interconnect is None:
            circuit.pairing_keys[label] = pulumi.Output.secret(made.pairing_key)
            continue
        session = build_session(
            name,
            label,
            given,
            router,
            {"interconnect_attachment": circuit.paths[label]},
            ip_range=made.cloud_router_ip_address,
            peer_address=made.customer_router_ip_address.apply(lambda address: (address or "").partition("/")[0]),
            waits_for=[made],
            carries_tunnels=carries,
            parent=parent,
        )
        circuit.built.append(session)
    return circuit


def _attach(
    name: str,
    label: str,
    told: str,
    given: PeerRoad,
    attachment: Attachment,
    router: str,
    ends: list[str],
    waits_for: list[pulumi.Resource],
    *,
    parent: pulumi.Resource,
) -> compute.InterconnectAttachment:
    dedicated = attachment.interconnect is not None
    return compute.InterconnectAttachment(
        child(name, label),
        name=told,
        project=given.project,
        region=given.region,
        router=router,
        type="DEDICATED" if dedicated else "PARTNER",
        interconnect=attachment.interconnect,
        vlan_tag8021q=attachment.vlan,
        bandwidth=attachment.bandwidth or "BPS_1G" if dedicated else None,
        candidate_subnets=[str(attachment.link_cidr)] if attachment.link_cidr else None,
        edge_availability_domain=attachment.availability_domain,
        admin_enabled=True,
        stack_type="IPV4_ONLY",
        encryption="IPSEC" if ends else "NONE",
        ipsec_internal_addresses=ends or None,
        labels=given.labels_of(),
        # A line that is deleted takes days to come back: its partner pairs a new key, its VLAN is set up again.
        opts=after(parent, waits_for, protect=given.deletion_protection),
    )


def _tunnel_ends(name: str, given: PeerRoad, *, parent: pulumi.Resource) -> dict[str, pulumi.Resource]:
    """Range from which Google takes the gateway's private addresses: path → resource."""
    assert given.tunnel_range is not None
    told = resource_name(Kind.COMPUTE, name, "ends")
    path = compute_regional(given.project, given.region, "addresses", told)
    reserved = compute.Address(
        child(name, "ends"),
        name=told,
        project=given.project,
        region=given.region,
        address_type="INTERNAL",
        purpose="IPSEC_INTERCONNECT",
        address=str(given.tunnel_range.network_address),
        prefix_length=given.tunnel_range.prefixlen,
        network=given.network,
        labels=given.labels_of(),
        opts=after(parent),
    )
    return {path: reserved}
