"""ExpressRoute circuits, their peerings and authorizations.

Sources: Azure documentation, "ExpressRoute circuits and peering", "ExpressRoute routing requirements" (two /30 subnets, VLAN and AS numbers),
"Azure ExpressRoute FAQ", "Connect a virtual network to an ExpressRoute circuit" (authorizations); Azure REST API reference, Express Route
Circuits, Express Route Circuit Peerings, Express Route Circuit Authorizations - Create Or Update.
"""

import ipaddress
from collections.abc import Iterator

from simulator.rules import Action, Allowed, Between, Fault, Properties, Rules
from simulator.rules.azure_native.choices import choice, is_
from simulator.rules.azure_native.common import ANSWER
from simulator.rules.azure_native.ids import below, given, id_in, last, own_id, parent, same
from simulator.rules.azure_native.kinds import CIRCUIT, CIRCUIT_AUTHORIZATION, CIRCUIT_PEERING, GATEWAY_CONNECTION
from simulator.rules.azure_native.names import network_name

_ROUTING = "Azure documentation, 'ExpressRoute routing requirements'"
_FAQ = "Azure documentation, 'Azure ExpressRoute FAQ'"
BANDWIDTHS = (50, 100, 200, 500, 1000, 2000, 5000, 10000)
PEERINGS = ("AzurePrivatePeering", "MicrosoftPeering", "AzurePublicPeering")

circuit = Rules(
    CIRCUIT,
    source=f"Azure REST API reference, Express Route Circuits - Create Or Update; {_FAQ}",
    checks=(
        network_name("circuitName"),
        choice("sku.tier", "Standard", "Premium", "Basic", "Local", source=_FAQ),
        choice("sku.family", "MeteredData", "UnlimitedData", source=_FAQ),
        Allowed("serviceProviderProperties.bandwidthInMbps", BANDWIDTHS, source=_FAQ),
    ),
    outputs={
        **ANSWER,
        "authorizationStatus": "",
        "stag": 0,
        "serviceKey": "{uuid}",
        "circuitProvisioningState": "Enabled",
        "serviceProviderProvisioningState": "NotProvisioned",
        "globalReachEnabled": False,
        "peerings": [],
        "authorizations": [],
    },
    defaults={"allowClassicOperations": False},
    inline={"peerings", "authorizations"},
)


@circuit.check(source=_FAQ)
def line_is_named(inputs: Properties) -> Iterator[Fault]:
    """A provider's line or a port of one's own; the SKU's name says tier and family; Local has no metered traffic."""
    provider, port = inputs.get("serviceProviderProperties"), inputs.get("expressRoutePort")
    if bool(provider) is bool(port):
        yield "serviceProviderProperties", "exactly one of serviceProviderProperties, expressRoutePort must be given"
    for needed in ("serviceProviderName", "peeringLocation", "bandwidthInMbps"):
        if provider and provider.get(needed) is None:
            yield f"serviceProviderProperties.{needed}", "is required"
    if port and inputs.get("bandwidthInGbps") is None:
        yield "bandwidthInGbps", "is required together with expressRoutePort"
    sku = inputs.get("sku") or {}
    if not sku:
        yield "sku", "is required"
    elif sku.get("name") is not None and not same(sku["name"], f"{sku.get('tier')}_{sku.get('family')}"):
        yield "sku.name", f"{sku['name']!r} is not <tier>_<family>: {sku.get('tier')}_{sku.get('family')}"
    if is_(sku.get("tier"), "Local") and is_(sku.get("family"), "MeteredData"):
        yield "sku.family", "the Local tier is UnlimitedData only"


@circuit.before("delete")
def provider_has_let_go(action: Action) -> None:
    """A circuit that the provider runs stays until he takes it down."""
    if is_(action.outputs.get("serviceProviderProvisioningState"), "Provisioned"):
        action.refuse("CircuitIsProvisioned", f"{action.id} is provisioned by its service provider: he must deprovision it first")


@circuit.on_read
def parts(action: Action) -> None:
    """Peerings and authorizations as they stand."""
    for name, kind in (("peerings", CIRCUIT_PEERING), ("authorizations", CIRCUIT_AUTHORIZATION)):
        action.outputs[name] = [{"id": one.id, "name": last(one.id)} for one in below(action, action.id, kind)]


peering = Rules(
    CIRCUIT_PEERING,
    source=f"Azure REST API reference, Express Route Circuit Peerings - Create Or Update; {_ROUTING}",
    checks=(
        choice("peeringName", *PEERINGS, source="Azure documentation, 'ExpressRoute circuits and peering'"),
        choice("peeringType", *PEERINGS, source="Azure documentation, 'ExpressRoute circuits and peering'"),
        choice("state", "Enabled", "Disabled", source=_ROUTING),
        Between("vlanId", 1, 4094, source=_ROUTING),
        Between("peerASN", 1, 4294967295, source=_ROUTING),
    ),
    outputs={**ANSWER, "azureASN": 12076, "lastModifiedBy": "Customer", "peeredConnections": [], "state": "Enabled"},
)


@peering.check(source=_ROUTING, even_unknown=True)
def links_are_sound(inputs: Properties) -> Iterator[Fault]:
    """Two /30 blocks, a VLAN, an AS number that is not Azure's."""
    for name in ("primaryPeerAddressPrefix", "secondaryPeerAddressPrefix"):
        text = inputs.get(name)
        if text is None and not given(inputs.get("ipv6PeeringConfig")):
            yield name, "is required"
        elif isinstance(text, str):
            try:
                sound = ipaddress.ip_network(text).prefixlen == 30 and "/" in text
            except ValueError:
                sound = False
            if not sound:
                yield name, f"{text!r} is not a /30 block"
    for name in ("vlanId", "peerASN"):
        if inputs.get(name) is None:
            yield name, "is required"
    number = inputs.get("peerASN")
    if isinstance(number, int | float) and (65515 <= number <= 65520 or number == 12076):
        yield "peerASN", f"{number:g} is reserved by Azure"
    kind, own = inputs.get("peeringType"), inputs.get("peeringName")
    if isinstance(kind, str) and isinstance(own, str) and not same(kind, own):
        yield "peeringName", f"{own!r} must be the same as peeringType, {kind}"
    if is_(kind, "MicrosoftPeering") and not given(inputs.get("microsoftPeeringConfig")):
        yield "microsoftPeeringConfig", "is required when peeringType is MicrosoftPeering"


@peering.before("create")
@peering.before("update")
def vlan_is_free(action: Action) -> None:
    """Each peering of a circuit has a VLAN of its own."""
    own = own_id(action)
    for other in below(action, parent(own), CIRCUIT_PEERING):
        if not same(other.id, own) and other.outputs.get("vlanId") == action.inputs.get("vlanId"):
            action.refuse("VlanIdInUse", f"vlanId {action.inputs.get('vlanId')} is used by {other.id}")


authorization = Rules(
    CIRCUIT_AUTHORIZATION,
    source="Azure REST API reference, Express Route Circuit Authorizations - Create Or Update; Azure documentation, 'Connect a virtual network to "
    "an ExpressRoute circuit'",
    checks=(network_name("authorizationName"),),
    outputs={**ANSWER, "authorizationKey": "{uuid}", "authorizationUseStatus": "Available", "connectionResourceUri": ""},
)


@authorization.on_read
def user(action: Action) -> None:
    """The connection that uses the key; one may."""
    key = action.outputs.get("authorizationKey")
    found = next(
        (
            one
            for one in action.find_anywhere(GATEWAY_CONNECTION)
            if one.outputs.get("authorizationKey") == key and same(id_in(one.outputs.get("peer")), parent(action.id))
        ),
        None,
    )
    action.outputs["authorizationUseStatus"] = "InUse" if found else "Available"
    action.outputs["connectionResourceUri"] = found.id if found else ""


@authorization.before("delete")
def nobody_uses_it(action: Action) -> None:
    """A key in use stays."""
    user(action)
    if action.outputs["authorizationUseStatus"] == "InUse":
        action.refuse("CircuitAuthorizationInUse", f"{action.id} is used by {action.outputs['connectionResourceUri']}")
