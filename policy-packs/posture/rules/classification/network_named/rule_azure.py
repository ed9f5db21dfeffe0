"""A network that stands in a zone's group, holds what is tagged, or is peered with a zone names a zone itself."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_networks import NETWORK, PEERING, SUBNET
from posture.rules.azure_paths import GROUP
from posture.rules.azure_words import az
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import users

INSIDE: Final = az(
    "network:PrivateEndpoint",
    "network:NetworkInterface",
    "network:LoadBalancer",
    "network:NetworkSecurityGroup",
    "network:RouteTable",
    "web:WebApp",
    "app:ManagedEnvironment",
    "containerinstance:ContainerGroup",
)


@rule(*NETWORK)
def check(look: Look) -> Iterator[Fault]:
    """Flow logs, DNS and all flows are judged by the network's zone. One that several zones share has none."""
    if look.zone is not None or look.resource.external:
        return
    zones = dict.fromkeys(zone for name, zone in _inside(look))
    if len(zones) == 1:
        name, zone = next(iter(_inside(look)))
        yield Fault(f"names no zone, though {name} in it belongs to {zone}", "tags")
    if zones:
        return
    for group in look.targets("resourceGroupName", (GROUP,)):
        if (own := look.scene.classifier.own(group.urn).zone) is not None:
            yield Fault(f"names no zone, though its group {group.name} belongs to {own}", "tags")
            return
    for peering in look.companions(PEERING, "remoteVirtualNetwork", NETWORK):
        if peering.parent is not None and peering.parent.zone is not None:
            yield Fault(f"names no zone, though it is peered with {peering.parent.name} of {peering.parent.zone}", "tags")
            return


def _inside(look: Look) -> Iterator[tuple[str, str]]:
    for subnet in look.companions(SUBNET, "virtualNetworkName", NETWORK):
        if (own := look.scene.classifier.own(subnet.urn).zone) is not None:
            yield subnet.name, own
        for user in (*users(subnet), *subnet.targets("networkSecurityGroup"), *subnet.targets("routeTable")):
            if user.resource.type in INSIDE and (zone := look.scene.classifier.own(user.urn).zone) is not None:
                yield user.name, zone
