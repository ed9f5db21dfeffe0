"""Type tokens of Pulumi's gcp package: the same in its majors 5 to 10."""

from typing import Final


def tokens(*names: str) -> tuple[str, ...]:
    """`compute:Network` → `gcp:compute/network:Network`."""
    made = []
    for name in names:
        module, _, kind = name.partition(":")
        made.append(f"gcp:{module}/{kind[:1].lower()}{kind[1:]}:{kind}")
    return tuple(made)


(
    NETWORK, SUBNET, ROUTE, FIREWALL, INSTANCE, NAT, ROUTER, PEERING, PEERING_ROUTES, FORWARDING_RULE, GLOBAL_FORWARDING_RULE, ATTACHMENT,
    VPN_TUNNEL, INTERCONNECT, ADDRESS, GLOBAL_ADDRESS, HA_VPN, VPN_GATEWAY, EXTERNAL_VPN, ROUTER_PEER,
) = tokens(
    "compute:Network", "compute:Subnetwork", "compute:Route", "compute:Firewall", "compute:Instance", "compute:RouterNat",
    "compute:Router", "compute:NetworkPeering", "compute:NetworkPeeringRoutesConfig", "compute:ForwardingRule",
    "compute:GlobalForwardingRule", "compute:ServiceAttachment", "compute:VPNTunnel", "compute:InterconnectAttachment", "compute:Address",
    "compute:GlobalAddress", "compute:HaVpnGateway", "compute:VPNGateway", "compute:ExternalVpnGateway", "compute:RouterPeer",
)  # fmt: skip
(PROJECT, FOLDER, SERVICE, SERVICE_ACCOUNT) = tokens(
    "organizations:Project", "organizations:Folder", "projects:Service", "serviceaccount:Account"
)
(HUB, SPOKE, POLICY_ROUTE) = tokens("networkconnectivity:Hub", "networkconnectivity:Spoke", "networkconnectivity:PolicyBasedRoute")
INSTANCES: Final = tokens(
    "compute:Instance", "compute:InstanceTemplate", "compute:RegionInstanceTemplate", "compute:InstanceFromTemplate",
    "compute:InstanceFromMachineImage",
)  # fmt: skip
(NETWORK_ATTACHMENT,) = tokens("compute:NetworkAttachment")
BALANCED: Final = tokens("compute:BackendService", "compute:RegionBackendService")
