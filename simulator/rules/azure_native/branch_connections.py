"""What joins a virtual WAN from outside: VPN sites, their connections, and connections of ExpressRoute circuits.

Sources: Azure documentation, "Tutorial: Create a site-to-site connection using Azure Virtual WAN", "Virtual WAN FAQ" (up to four links a site),
"About ExpressRoute connections in Azure Virtual WAN"; Azure REST API reference, Vpn Sites, Vpn Connections, Express Route Connections -
Create Or Update.
"""

from collections.abc import Iterator

from simulator.rules import Action, Between, Fault, Length, Properties, Rules
from simulator.rules.azure_native.choices import choice
from simulator.rules.azure_native.common import ANSWER, network_ref
from simulator.rules.azure_native.ids import below, given, id_in, last, own_id, parent, pointing, same, subscription
from simulator.rules.azure_native.kinds import (
    CIRCUIT_PEERING,
    EXPRESS_ROUTE_CONNECTION,
    HUB_TABLE,
    VIRTUAL_WAN,
    VPN_CONNECTION,
    VPN_SITE,
)
from simulator.rules.azure_native.names import network_name
from simulator.rules.azure_native.virtual_wans import vpn, wan

_FAQ = "Azure documentation, 'Virtual WAN FAQ'"
_SITE = "Azure documentation, 'Tutorial: Create a site-to-site connection using Azure Virtual WAN'"
_CIRCUITS = "Azure documentation, 'About ExpressRoute connections in Azure Virtual WAN'"
_CONNECT = "Azure REST API reference, Vpn Connections - Create Or Update"
_TABLES = {
    "routingConfiguration.associatedRouteTable.id": network_ref(HUB_TABLE, delete_code="HubRouteTableInUse"),
    "routingConfiguration.propagatedRouteTables.ids[*].id": network_ref(HUB_TABLE, delete_code="HubRouteTableInUse"),
}

site = Rules(
    VPN_SITE,
    source=f"Azure REST API reference, Vpn Sites - Create Or Update; {_SITE}",
    checks=(network_name("vpnSiteName"), Length("vpnSiteLinks", 0, 4, source=_FAQ)),
    references={"virtualWan.id": network_ref(VIRTUAL_WAN, delete_code="VirtualWanInUse", anywhere=True)},
    outputs=ANSWER,
)


@site.check(source=_SITE, even_unknown=True)
def site_can_be_reached(inputs: Properties) -> Iterator[Fault]:
    """An address or links, and blocks behind it or BGP that tells them."""
    if not given(inputs.get("ipAddress")) and not given(inputs.get("vpnSiteLinks")):
        yield "vpnSiteLinks", "one of vpnSiteLinks, ipAddress must be given"
    if not any(given(inputs.get(name)) for name in ("addressSpace", "bgpProperties", "vpnSiteLinks")):
        yield "addressSpace", "one of addressSpace, bgpProperties must be given"


@wan.on_read
def sites(action: Action) -> None:
    """Sites of the WAN."""
    action.outputs["vpnSites"] = [{"id": one.id} for one in pointing(action, action.id, "virtualWan.id", VPN_SITE)]


connection = Rules(
    VPN_CONNECTION,
    source=f"{_CONNECT}; {_SITE}",
    checks=(
        network_name("connectionName"),
        choice("vpnConnectionProtocolType", "IKEv2", "IKEv1", source=_CONNECT),
        Between("routingWeight", 0, 32000, source=_CONNECT),
        Between("dpdTimeoutSeconds", 9, 3600, source=_CONNECT),
        Length("ipsecPolicies", 0, 1, source=_CONNECT),
    ),
    references={"remoteVpnSite.id": network_ref(VPN_SITE, delete_code="VpnSiteInUse", anywhere=True), **_TABLES},
    outputs={**ANSWER, "connectionStatus": "Unknown", "egressBytesTransferred": 0, "ingressBytesTransferred": 0},
    defaults={"enableBgp": False, "enableInternetSecurity": False},
)


@connection.check(source=_SITE, even_unknown=True)
def site_is_named(inputs: Properties) -> Iterator[Fault]:
    """The site, and no policy of traffic selectors without one of IPsec."""
    if not given(inputs.get("remoteVpnSite")):
        yield "remoteVpnSite", "is required"
    if inputs.get("usePolicyBasedTrafficSelectors") is True and not given(inputs.get("ipsecPolicies")):
        yield "ipsecPolicies", "is required when usePolicyBasedTrafficSelectors is true"


@connection.before("create")
def site_is_joined_once(action: Action) -> None:
    """A gateway has one connection to a site."""
    own, wanted = own_id(action), id_in(action.inputs.get("remoteVpnSite"))
    for other in below(action, parent(own), VPN_CONNECTION):
        if same(id_in(other.outputs.get("remoteVpnSite")), wanted):
            action.refuse(
                "VpnSiteIsConnected", f"{parent(own)} is connected to {wanted} already by {last(other.id)}: one connection is allowed"
            )


vpn.inline = frozenset({"connections"})


@vpn.on_read
def connections(action: Action) -> None:
    """The gateway lists its connections."""
    found = below(action, action.id, VPN_CONNECTION)
    action.outputs["connections"] = [{key: value for key, value in one.outputs.items() if key != "azureApiVersion"} for one in found]


circuit = Rules(
    EXPRESS_ROUTE_CONNECTION,
    source=f"Azure REST API reference, Express Route Connections - Create Or Update; {_CIRCUITS}",
    checks=(network_name("connectionName"), Between("routingWeight", 0, 32000, source=_CIRCUITS)),
    references={
        "expressRouteCircuitPeering.id": network_ref(CIRCUIT_PEERING, delete_code="CircuitHasConnections", anywhere=True),
        **_TABLES,
    },
    outputs={"provisioningState": "Succeeded"},
    defaults={"enableInternetSecurity": False, "routingWeight": 0},
)


@circuit.before("create")
def key_is_given(action: Action) -> None:
    """A circuit of another subscription is joined with an authorization key."""
    peering = id_in(action.inputs.get("expressRouteCircuitPeering"))
    if peering and subscription(peering) != action.account and not action.inputs.get("authorizationKey"):
        action.refuse(
            "AuthorizationKeyRequired", f"expressRouteCircuitPeering: {peering} is of another subscription: authorizationKey is required"
        )
