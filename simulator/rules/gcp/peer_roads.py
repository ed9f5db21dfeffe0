"""Roads to peers: what an HA VPN's tunnels, VLAN attachments, BGP sessions and route policies must agree on.

Sources: Cloud VPN documentation, "HA VPN topologies", "Supported IKE ciphers"; Cloud Interconnect documentation, "VLAN attachments", "HA VPN over Cloud
Interconnect overview"; Cloud Router documentation, "Establish BGP sessions", "BGP route policies overview"; Compute Engine API, vpnTunnels,
externalVpnGateways, interconnectAttachments, routers; Terraform google provider, google_compute_router_interface, google_compute_router_peer,
google_compute_router_route_policy.
"""

import ipaddress
from collections.abc import Iterator

from simulator.rules import Action, Allowed, AtLeastOneOf, AtMostOneOf, Between, Fault, Object, Pattern, Properties, Rules
from simulator.rules.gcp.common import MISSING, WRONG, given, inner, last, link, listed, named, part, same, texts
from simulator.rules.gcp.kinds import ADDRESS, EXTERNAL_GATEWAY, INTERCONNECT_ATTACHMENT, ROUTER, SUBNETWORK, VPN_GATEWAY, VPN_TUNNEL
from simulator.rules.gcp.routers import external_gateway, interconnect_attachment, vpn_gateway, vpn_tunnel

INTERFACE = "gcp:compute/routerInterface:RouterInterface"
SESSION = "gcp:compute/routerPeer:RouterPeer"
ROUTE_POLICY = "gcp:compute/routerRoutePolicy:RouterRoutePolicy"
ADDRESSES = {"SINGLE_IP_INTERNALLY_REDUNDANT": 1, "TWO_IPS_REDUNDANCY": 2, "FOUR_IPS_REDUNDANCY": 4}
PARTNER_ASN = 16550
LINK_LOCAL = ipaddress.IPv4Network("169.254.0.0/16")
_LINKS = ("vpnTunnel", "interconnectAttachment", "subnetwork")
_INTERFACES = "Terraform google provider, google_compute_router_interface: 'either ip_range or exactly one of' these, or both"
_TUNNELS = "Compute Engine API, vpnTunnels"
_ATTACHMENTS = "Compute Engine API, interconnectAttachments"
_SESSIONS = "Terraform google provider, google_compute_router_peer"


@vpn_tunnel.check(source=f"{_TUNNELS}: vpnGateway, vpnGatewayInterface, peerExternalGateway, peerGcpGateway; 'HA VPN topologies'")
def tunnel_has_two_ends(inputs: Properties) -> Iterator[Fault]:
    """A tunnel of HA VPN names its interface, one other side and a router; one of Classic VPN an address."""
    ours, theirs = inputs.get("vpnGateway"), ("peerExternalGateway", "peerGcpGateway")
    if given(ours) == given(inputs.get("targetVpnGateway")):
        yield "vpnGateway", "exactly one of vpnGateway (HA VPN) and targetVpnGateway (Classic VPN) is to be given"
    if not given(ours):
        return
    if not isinstance(inputs.get("vpnGatewayInterface"), int | float) or inputs["vpnGatewayInterface"] not in (0, 1):
        yield "vpnGatewayInterface", "is required with vpnGateway: 0 or 1"
    if sum(given(inputs.get(name)) for name in theirs) != 1:
        yield "peerExternalGateway", f"exactly one of {' and '.join(theirs)} is to be given with vpnGateway"
    if given(inputs.get("peerExternalGateway")) and inputs.get("peerExternalGatewayInterface") is None:
        yield "peerExternalGatewayInterface", "is required with peerExternalGateway"
    if not given(inputs.get("router")):
        yield "router", "is required with vpnGateway: HA VPN routes dynamically"
    for name in ("localTrafficSelectors", "remoteTrafficSelectors"):
        if given(inputs.get(name)):
            yield name, "is not allowed with vpnGateway: HA VPN routes dynamically"


vpn_tunnel.checks = (
    *vpn_tunnel.checks,
    Between("ikeVersion", 1, 2, source=f"{_TUNNELS}: ikeVersion"),
    AtMostOneOf(("sharedSecret", "sharedSecretWo"), source="Terraform google provider, google_compute_vpn_tunnel: shared_secret_wo"),
)
vpn_tunnel.immutable = {*vpn_tunnel.immutable, "cipherSuite"}


@vpn_tunnel.check(source=f"{_TUNNELS}: sharedSecret")
def tunnel_has_a_secret(inputs: Properties) -> Iterator[Fault]:
    """Both ends know one secret."""
    if not given(inputs.get("sharedSecret")) and not given(inputs.get("sharedSecretWo")):
        yield "sharedSecret", "is required"


@vpn_tunnel.check(
    source="Cloud VPN documentation, 'Supported IKE ciphers': AEAD algorithms bring their own integrity; PRFs and PFS are IKEv2's"
)
def ciphers_fit(inputs: Properties) -> Iterator[Fault]:
    """Integrity stands beside ciphers of CBC, and only there."""
    for phase in ("phase1", "phase2"):
        chosen = inner(inner(inputs.get("cipherSuite")).get(phase))
        ciphers = texts(chosen.get("encryptions"))
        if ciphers and all("GCM" in one for one in ciphers) and given(chosen.get("integrities")):
            yield f"cipherSuite.{phase}.integrities", "is not allowed where every cipher is AES-GCM"


@vpn_tunnel.before("create")
def ends_are_there(action: Action) -> None:
    """The interface of the other side exists; gateways and router are the project's own, and of one network and region."""
    for name in ("vpnGateway", "targetVpnGateway", "peerExternalGateway", "router"):
        value = action.inputs.get(name)
        home = part(value, "projects")
        if home and not home.isdigit() and home != (action.inputs.get("project") or action.account):
            action.refuse(WRONG, f"Invalid value for field 'resource.{name}': '{value}'. It is of another project than the tunnel")
    theirs = named(action, action.inputs.get("peerExternalGateway"), EXTERNAL_GATEWAY)
    wanted = action.inputs.get("peerExternalGatewayInterface")
    if theirs is not None and wanted not in [one.get("id") for one in listed(theirs.outputs.get("interfaces"))]:
        action.refuse(
            WRONG, f"Invalid value for field 'resource.peerExternalGatewayInterface': '{wanted}'. {theirs.id} has no such interface"
        )
    ours, router = named(action, action.inputs.get("vpnGateway"), VPN_GATEWAY), named(action, action.inputs.get("router"), ROUTER)
    if ours is not None and router is not None:
        if not same(ours.outputs.get("network"), router.outputs.get("network")):
            action.refuse(WRONG, f"Invalid value for field 'resource.router': {router.id} is of another network than {ours.id}")
        if router.outputs.get("encryptedInterconnectRouter") is True:
            action.refuse(WRONG, f"Invalid value for field 'resource.router': {router.id} is for encrypted VLAN attachments alone")


@external_gateway.check(source="Compute Engine API, externalVpnGateways: redundancyType, interfaces")
def as_many_addresses_as_it_says(inputs: Properties) -> Iterator[Fault]:
    """Each redundancy has its number of interfaces, numbered from 0."""
    kind, interfaces = inputs.get("redundancyType"), inputs.get("interfaces")
    for at, one in enumerate(listed(interfaces)):
        if not given(one.get("ipAddress")) and not given(one.get("ipv6Address")):
            yield f"interfaces[{at}].ipAddress", "is required, or ipv6Address: where the peer is"
    if kind not in ADDRESSES or not isinstance(interfaces, list):
        return
    numbers = sorted(int(one["id"]) for one in listed(interfaces) if isinstance(one.get("id"), int | float))
    if len(interfaces) != ADDRESSES[kind] or numbers != list(range(ADDRESSES[kind])):
        yield "interfaces", f"has ids {numbers}; {kind} has {', '.join(map(str, range(ADDRESSES[kind])))}"


@vpn_gateway.before("create")
def attachments_carry_tunnels(action: Action) -> None:
    """'To use HA VPN over Cloud Interconnect, the VLAN attachment must be created with' encryption IPSEC; each interface has its own."""
    paths = [one["interconnectAttachment"] for one in listed(action.inputs.get("vpnInterfaces")) if one.get("interconnectAttachment")]
    if paths and (len(paths) != 2 or len(set(paths)) != 2):
        action.refuse(WRONG, "Invalid value for field 'resource.vpnInterfaces': two interfaces have two VLAN attachments, or none has any")
    for path in paths:
        found = named(action, path, INTERCONNECT_ATTACHMENT)
        if found is None:
            action.refuse(MISSING, f"The resource '{path}' was not found")
        elif found.outputs.get("encryption") != "IPSEC":
            action.refuse(WRONG, f"Invalid value for field 'resource.vpnInterfaces': {found.id} was not created with encryption IPSEC")


@interconnect_attachment.check(
    source=f"{_ATTACHMENTS}: interconnect, bandwidth, edgeAvailabilityDomain, encryption, ipsecInternalAddresses"
)
def fits_its_type(inputs: Properties) -> Iterator[Fault]:
    """A dedicated attachment names its Interconnect; a partner's is filled in by the partner."""
    kind = inputs.get("type", "DEDICATED")
    if kind == "DEDICATED" and not given(inputs.get("interconnect")):
        yield "interconnect", "is required when type is 'DEDICATED'"
    if kind == "PARTNER":
        for name in ("interconnect", "bandwidth", "vlanTag8021q", "candidateSubnets"):
            if given(inputs.get(name)):
                yield name, "is not allowed when type is 'PARTNER'"
    elif given(inputs.get("edgeAvailabilityDomain")):
        yield "edgeAvailabilityDomain", "is allowed only when type is 'PARTNER'"
    if given(inputs.get("ipsecInternalAddresses")) and inputs.get("encryption") != "IPSEC":
        yield "ipsecInternalAddresses", "is allowed only when encryption is 'IPSEC'"
    for at, text in enumerate(texts(inputs.get("candidateSubnets"))):
        try:
            block = ipaddress.IPv4Network(text)
        except ValueError:
            block = None
        if block is None or not block.subnet_of(LINK_LOCAL) or block.prefixlen > 29:
            yield f"candidateSubnets[{at}]", f"{text!r} is not allowed: /29 or shorter, within {LINK_LOCAL}"


interconnect_attachment.checks = (
    *interconnect_attachment.checks,
    Between("vlanTag8021q", 2, 4094, source=f"{_ATTACHMENTS}: vlanTag8021q"),
    Allowed("mtu", ("1440", "1460", "1500", "8896"), source=f"{_ATTACHMENTS}: mtu"),
)


@interconnect_attachment.before("create")
def router_is_fit(action: Action) -> None:
    """A partner's router is 16550; an encrypted attachment has an encrypted router, and ranges that are reserved for it."""
    router = named(action, action.inputs.get("router"), ROUTER)
    if router is None:
        return
    asn = inner(router.outputs.get("bgp")).get("asn")
    if action.inputs.get("type") == "PARTNER" and asn != PARTNER_ASN:
        action.refuse(
            WRONG,
            f"Invalid value for field 'resource.router': Partner Interconnect needs a router of ASN {PARTNER_ASN}, {router.id} has {asn}",
        )
    sealed = action.inputs.get("encryption") == "IPSEC"
    if sealed is not (router.outputs.get("encryptedInterconnectRouter") is True):
        action.refuse(
            WRONG, f"Invalid value for field 'resource.router': encryption and encryptedInterconnectRouter of {router.id} go together"
        )
    for path in texts(action.inputs.get("ipsecInternalAddresses")):
        held = named(action, path, ADDRESS)
        if held is None:
            action.refuse(MISSING, f"The resource '{path}' was not found")
        elif held.outputs.get("purpose") != "IPSEC_INTERCONNECT":
            action.refuse(
                WRONG, f"Invalid value for field 'resource.ipsecInternalAddresses': purpose of {held.id} is not IPSEC_INTERCONNECT"
            )


@interconnect_attachment.computes
def ends_of_the_session(action: Action) -> Properties:
    """Google chooses both addresses of the candidate range; a partner's come with the partner."""
    if action.inputs.get("type") == "PARTNER":
        return {"cloudRouterIpAddress": "", "customerRouterIpAddress": "", "state": "PENDING_PARTNER", "partnerAsn": ""}
    chosen = next(iter(texts(action.inputs.get("candidateSubnets"))), None)
    block = ipaddress.IPv4Network(chosen) if chosen else ipaddress.IPv4Network((0xA9FE0000 | int(action.hex(3, "link"), 16) << 3, 29))
    return {"cloudRouterIpAddress": f"{block[1]}/29", "customerRouterIpAddress": f"{block[2]}/29", "pairingKey": ""}


interface = Rules(
    INTERFACE,
    source="Terraform google provider, google_compute_router_interface; Compute Engine API, routers: interfaces",
    checks=(
        AtMostOneOf(_LINKS, source=_INTERFACES),
        AtLeastOneOf(("ipRange", *_LINKS), source=_INTERFACES),
        Allowed("ipVersion", ("IPV4", "IPV6"), source="Compute Engine API, routers: interfaces"),
    ),
    references={
        "router": link(ROUTER, blocks_delete=False),
        "vpnTunnel": link(VPN_TUNNEL),
        "interconnectAttachment": link(INTERCONNECT_ATTACHMENT),
        "subnetwork": link(SUBNETWORK),
    },
    immutable={
        *("interconnectAttachment", "ipRange", "ipVersion", "name", "privateIpAddress", "redundantInterface", "router", "subnetwork"),
        *("vpnTunnel",),
    },
)


@interface.check(
    source="Terraform google provider, google_compute_router_interface: 'The IP range must be in the RFC3927 link-local IP space'"
)
def ends_are_link_local(inputs: Properties) -> Iterator[Fault]:
    """Sessions over tunnels and attachments stand in link-local space."""
    text = inputs.get("ipRange")
    if not isinstance(text, str) or given(inputs.get("subnetwork")) or inputs.get("ipVersion") == "IPV6":
        return
    try:
        inside = ipaddress.IPv4Interface(text).network.subnet_of(LINK_LOCAL)
    except ValueError:
        inside = False
    if not inside:
        yield "ipRange", f"{text!r} is not allowed: an address with its prefix, within {LINK_LOCAL}"


session = Rules(
    SESSION,
    source="Terraform google provider, google_compute_router_peer; Compute Engine API, routers: bgpPeers",
    checks=(
        Allowed("advertiseMode", ("DEFAULT", "CUSTOM"), source="Compute Engine API, routers: bgpPeers"),
        Between("peerAsn", 1, 4294967295, source="Compute Engine API, routers: bgpPeers"),
        Between("advertisedRoutePriority", 0, 65535, source="Compute Engine API, routers: bgpPeers"),
    ),
    references={"router": link(ROUTER, blocks_delete=False)},
    immutable={"interface", "name", "router", "routerApplianceInstance"},
    defaults={"advertiseMode": "DEFAULT", "enable": True},
    # 'If not specified, it is disabled by default.'
    unset={"enableIpv6": False},
    outputs={
        "managementType": "MANAGED_BY_USER",
        "ipAddress": "",
        "peerIpAddress": "",
        "enableIpv4": True,
        "isAdvertisedRoutePrioritySet": False,
    },
)


@session.check(source="Compute Engine API, routers: 'can only be populated if advertise_mode is CUSTOM'")
def announces_by_hand_or_not(inputs: Properties) -> Iterator[Fault]:
    """Ranges and groups are for the custom mode."""
    for name in ("advertisedIpRanges", "advertisedGroups"):
        if given(inputs.get(name)) and inputs.get("advertiseMode", "DEFAULT") == "DEFAULT":
            yield name, "is allowed only when advertiseMode is 'CUSTOM'"
    secret = inner(inputs.get("md5AuthenticationKey")).get("key")
    if isinstance(secret, str) and not 1 <= len(secret) <= 80:
        yield "md5AuthenticationKey.key", "has 1 to 80 characters"


def _of_router(action: Action, type_: str, name: object) -> Object | None:
    """A part of the same router, by its name."""
    home = last(str(action.inputs.get("router")))
    for one in action.find_anywhere(type_):
        if one.outputs.get("name") == name and last(str(one.outputs.get("router"))) == home:
            return one
    return None


@session.before("create")
@session.before("update")
def parts_are_the_routers(action: Action) -> None:
    """Interface and policies are parts of the session's router, and policies of their direction."""
    found = _of_router(action, INTERFACE, action.inputs.get("interface"))
    if found is None:
        action.refuse(MISSING, f"router {action.inputs.get('router')} has no interface {action.inputs.get('interface')!r}")
    theirs, ours = action.inputs.get("peerIpAddress"), found.outputs.get("ipRange")
    if (
        isinstance(theirs, str)
        and isinstance(ours, str)
        and "/" in ours
        and ipaddress.ip_address(theirs) not in ipaddress.ip_interface(ours).network
    ):
        action.refuse(WRONG, f"Invalid value for field 'resource.bgpPeers.peerIpAddress': {theirs} is not in {ours} of the interface")
    for name, kind in (("importPolicies", "ROUTE_POLICY_TYPE_IMPORT"), ("exportPolicies", "ROUTE_POLICY_TYPE_EXPORT")):
        for wanted in texts(action.inputs.get(name)):
            policy = _of_router(action, ROUTE_POLICY, wanted)
            if policy is None or policy.outputs.get("type") != kind:
                action.refuse(
                    WRONG, f"Invalid value for field 'resource.bgpPeers.{name}': {wanted!r} is no policy of type {kind} of this router"
                )


route_policy = Rules(
    ROUTE_POLICY,
    source="Terraform google provider, google_compute_router_route_policy; Compute Engine API, routers.updateRoutePolicy",
    checks=(
        Allowed("type", ("ROUTE_POLICY_TYPE_IMPORT", "ROUTE_POLICY_TYPE_EXPORT"), source="Compute Engine API, routers: RoutePolicy.type"),
        Between("terms[*].priority", 0, 2**31 - 1, source="Compute Engine API, routers: RoutePolicyPolicyTerm.priority"),
        Pattern(
            "terms[*].actions[*].expression",
            r"(?:accept|drop)\(\)|(?:med|asPath|communities)\.\w+\(.*\)",
            source="Cloud Router documentation, 'BGP route policy attribute reference': actions",
            saying="an action such as accept(), drop(), med.set(1)",
        ),
    ),
    references={"router": link(ROUTER, blocks_delete=False)},
    immutable={"name", "router", "type"},
    outputs={"fingerprint": "{hex12}"},
)


@route_policy.check(source="Compute Engine API, routers: RoutePolicyPolicyTerm.priority, 'unique within the list'")
def terms_have_places(inputs: Properties) -> Iterator[Fault]:
    """No two terms have one priority."""
    places = [one.get("priority") for one in listed(inputs.get("terms"))]
    if len(set(map(str, places))) < len(places):
        yield "terms", "two have one priority"


@route_policy.check(source="Google Cloud CLI reference, 'gcloud compute routers add-route-policy-term': required flags", even_unknown=True)
def terms_do_something(inputs: Properties) -> Iterator[Fault]:
    """A term has actions."""
    for at, one in enumerate(listed(inputs.get("terms"))):
        if not given(one.get("actions")):
            yield f"terms[{at}].actions", "at least one is required"


@route_policy.before("delete")
def no_session_uses_it(action: Action) -> None:
    """A policy that a session names stays."""
    mine = action.object.outputs
    for one in action.find_anywhere(SESSION):
        used = [*texts(one.outputs.get("importPolicies")), *texts(one.outputs.get("exportPolicies"))]
        if mine.get("name") in used and last(str(one.outputs.get("router"))) == last(str(mine.get("router"))):
            action.refuse("resourceInUseByAnotherResource", f"The route policy {action.id} is already being used by {one.id}")
