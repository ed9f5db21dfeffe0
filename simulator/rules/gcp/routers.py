"""Cloud Router and Cloud NAT, HA VPN and VLAN attachments of Interconnect.

Sources: Cloud Router documentation, "Create a Cloud Router" (private AS numbers); Cloud NAT documentation, "Public NAT"; Cloud VPN documentation,
"Cloud VPN overview"; Terraform google provider, google_compute_router, google_compute_router_nat, google_compute_ha_vpn_gateway,
google_compute_vpn_tunnel, google_compute_external_vpn_gateway, google_compute_interconnect_attachment.
"""

from collections.abc import Iterator

from simulator.rules import Action, Allowed, Fault, Properties, Rules, at
from simulator.rules.gcp.common import WRONG, given, last, link, named
from simulator.rules.gcp.kinds import (
    ADDRESS,
    EXTERNAL_GATEWAY,
    INTERCONNECT_ATTACHMENT,
    NETWORK,
    ROUTER,
    ROUTER_NAT,
    SUBNETWORK,
    VPN_GATEWAY,
    VPN_TUNNEL,
)

_ASN = "Cloud Router documentation, 'Create a Cloud Router': private ASNs"
router = Rules(
    ROUTER,
    source="Compute Engine API, routers; Terraform google provider, google_compute_router",
    references={"network": link(NETWORK)},
    immutable={"network", "encryptedInterconnectRouter", "params", "nccGateway"},
)


@router.check(source=_ASN)
def number_is_private(inputs: Properties) -> Iterator[Fault]:
    """16550 is Partner Interconnect's."""
    bgp = inputs.get("bgp")
    asn = bgp.get("asn") if isinstance(bgp, dict) else None
    if isinstance(asn, int) and not (64512 <= asn <= 65534 or 4200000000 <= asn <= 4294967294 or asn == 16550):
        yield "bgp.asn", f"{asn} is not a private AS number: 64512 to 65534, 4200000000 to 4294967294, or 16550"


nat = Rules(
    ROUTER_NAT,
    source="Compute Engine API, routers: nats; Terraform google provider, google_compute_router_nat",
    checks=(
        Allowed(
            "sourceSubnetworkIpRangesToNat",
            ("ALL_SUBNETWORKS_ALL_IP_RANGES", "ALL_SUBNETWORKS_ALL_PRIMARY_IP_RANGES", "LIST_OF_SUBNETWORKS"),
            source="Compute Engine API, routers: nats",
        ),
        Allowed("logConfig.filter", ("ERRORS_ONLY", "TRANSLATIONS_ONLY", "ALL"), source="Compute Engine API, routers: nats[].logConfig"),
    ),
    references={
        "router": link(ROUTER, blocks_delete=False),
        "natIps[*]": link(ADDRESS),
        "drainNatIps[*]": link(ADDRESS),
        "subnetworks[*].name": link(SUBNETWORK),
    },
    immutable={"router", "type", "endpointTypes", "initialNatIps"},
    unordered=("natIps", "subnetworks", "drainNatIps"),
    defaults={
        "icmpIdleTimeoutSec": 30,
        "tcpEstablishedIdleTimeoutSec": 1200,
        "tcpTimeWaitTimeoutSec": 120,
        "tcpTransitoryIdleTimeoutSec": 30,
        "udpIdleTimeoutSec": 30,
        "type": "PUBLIC",
    },
    outputs={
        "autoNetworkTier": "PREMIUM",
        "enableDynamicPortAllocation": False,
        "enableEndpointIndependentMapping": False,
        "minPortsPerVm": 64,
        "endpointTypes": ["ENDPOINT_TYPE_VM"],
        "drainNatIps": [],
    },
)


@nat.check(source="Compute Engine API, routers: nats (natIpAllocateOption, natIps, subnetworks)")
def addresses_and_subnets_fit(inputs: Properties) -> Iterator[Fault]:
    """Addresses are named where they are chosen by hand; subnets where not all are meant."""
    option, public = inputs.get("natIpAllocateOption"), inputs.get("type", "PUBLIC") == "PUBLIC"
    if public and option is None:
        yield "natIpAllocateOption", "is required for a public NAT"
    if option == "AUTO_ONLY" and given(inputs.get("natIps")):
        yield "natIps", "is allowed only when natIpAllocateOption is 'MANUAL_ONLY'"
    if option == "MANUAL_ONLY" and not given(inputs.get("natIps")) and not given(inputs.get("initialNatIps")):
        yield "natIps", "is required when natIpAllocateOption is 'MANUAL_ONLY'"
    named_ones = inputs.get("sourceSubnetworkIpRangesToNat") == "LIST_OF_SUBNETWORKS"
    if named_ones and public and not given(inputs.get("subnetworks")):
        yield "subnetworks", "is required when sourceSubnetworkIpRangesToNat is 'LIST_OF_SUBNETWORKS'"
    if not named_ones and given(inputs.get("subnetworks")):
        yield "subnetworks", "is allowed only when sourceSubnetworkIpRangesToNat is 'LIST_OF_SUBNETWORKS'"


@nat.before("create")
def subnets_are_translated_once(action: Action) -> None:
    """'A subnet can use only one Cloud NAT gateway for its primary range.'"""
    home = named(action, action.inputs["router"], ROUTER)
    whole = action.inputs["sourceSubnetworkIpRangesToNat"] != "LIST_OF_SUBNETWORKS"
    for other in action.find_anywhere(ROUTER_NAT) if home else ():
        theirs = named(action, other.outputs.get("router"), ROUTER)
        same_network = theirs and home and theirs.outputs.get("network") == home.outputs.get("network")
        if not same_network or other.outputs.get("region") not in (
            None,
            action.inputs.get("region"),
            home.outputs.get("region") if home else None,
        ):
            continue
        if other.outputs.get("type") == action.inputs.get("type", "PUBLIC") and (
            whole or other.outputs.get("sourceSubnetworkIpRangesToNat") != "LIST_OF_SUBNETWORKS"
        ):
            action.refuse(WRONG, f"{last(other.id)} translates every subnet of the network in this region already")


vpn_gateway = Rules(
    VPN_GATEWAY,
    source="Compute Engine API, vpnGateways; Terraform google provider, google_compute_ha_vpn_gateway",
    references={"network": link(NETWORK)},
    immutable={"description", "gatewayIpVersion", "network", "stackType", "vpnInterfaces", "params"},
    defaults={"gatewayIpVersion": "IPV4", "stackType": "IPV4_ONLY"},
    outputs={"labelFingerprint": "{hex12}"},
)


@vpn_gateway.computes
def two_interfaces(action: Action) -> Properties:
    """'Google Cloud automatically chooses two external IPv4 addresses.'"""
    numbers = [int(action.hex(6, f"interface{one}"), 16) for one in (0, 1)]
    shown = [{"id": at_, "ipAddress": f"35.{n >> 16}.{n >> 8 & 255}.{n & 255}"} for at_, n in enumerate(numbers)]
    return {"vpnInterfaces": action.inputs.get("vpnInterfaces") or shown}


vpn_tunnel = Rules(
    VPN_TUNNEL,
    source="Compute Engine API, vpnTunnels; Terraform google provider, google_compute_vpn_tunnel",
    references={
        "vpnGateway": link(VPN_GATEWAY),
        "peerExternalGateway": link(EXTERNAL_GATEWAY),
        "peerGcpGateway": link(VPN_GATEWAY),
        "router": link(ROUTER),
    },
    immutable={
        *(
            "description",
            "ikeVersion",
            "localTrafficSelectors",
            "peerExternalGateway",
            "peerExternalGatewayInterface",
            "peerGcpGateway",
            "peerIp",
        ),
        *("remoteTrafficSelectors", "router", "sharedSecret", "targetVpnGateway", "vpnGateway", "vpnGatewayInterface"),
    },
    defaults={"ikeVersion": 2},
    outputs={"detailedStatus": "Waiting for peer", "sharedSecretHash": "{hex40}", "tunnelId": "{digits18}", "labelFingerprint": "{hex12}"},
)

external_gateway = Rules(
    EXTERNAL_GATEWAY,
    source="Terraform google provider, google_compute_external_vpn_gateway",
    immutable={"description", "interfaces", "redundancyType"},
    outputs={"labelFingerprint": "{hex12}"},
)

interconnect_attachment = Rules(
    INTERCONNECT_ATTACHMENT,
    source="Compute Engine API, interconnectAttachments; Terraform google provider, google_compute_interconnect_attachment",
    references={"router": link(ROUTER)},
    immutable={
        *(
            "candidateSubnets",
            "edgeAvailabilityDomain",
            "encryption",
            "interconnect",
            "router",
            "type",
            "vlanTag8021q",
            "ipsecInternalAddresses",
        ),
    },
    # 'Defaults to DEDICATED'; an attachment carries packets unless it is told not to.
    unset={"adminEnabled": True, "type": "DEDICATED"},
    outputs={
        "cloudRouterIpAddress": "169.254.0.1/29",
        "customerRouterIpAddress": "169.254.0.2/29",
        "googleReferenceId": "{hex8}",
        "pairingKey": "{uuid}",
        "partnerAsn": "",
        "state": "ACTIVE",
        "bandwidth": "BPS_10G",
        "edgeAvailabilityDomain": "",
        "vlanTag8021q": 100,
        "mtu": "1440",
        "stackType": "IPV4_ONLY",
        "privateInterconnectInfos": [],
        # No attachment group, and IPv4 alone.
        "attachmentGroup": "",
        "cloudRouterIpv6Address": "",
        "customerRouterIpv6Address": "",
    },
)


@interconnect_attachment.check(source="Compute Engine API, interconnectAttachments: router (not of type L2_DEDICATED)", even_unknown=True)
def an_attachment_has_a_router(inputs: Properties) -> Iterator[Fault]:
    """Its router says of which network and region it is."""
    if inputs.get("type") != "L2_DEDICATED" and not given(inputs.get("router")):
        yield "router", "is required unless type is 'L2_DEDICATED'"


@router.before("delete")
def nothing_uses_it(action: Action) -> None:
    """Translations go with their router; tunnels and attachments do not."""
    for one in action.find_anywhere(ROUTER_NAT):
        if any(named(action, value, ROUTER) == action.object for _, value in at(one.outputs, "router")):
            action.world.remove(one)
