"""Types of Azure's networks that move no packet and filter none by themselves, each with the reason; and those that copy packets.

Sources: Azure documentation of each service, named with the reason.
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.azure.arm import refer
from posture.readers.azure.interfaces import interfaces
from posture.readers.azure.tokens import (
    APPLICATION_GROUP,
    INTERFACE,
    LOAD_BALANCER,
    NAT_GATEWAY,
    PUBLIC_ADDRESS,
    PUBLIC_PREFIX,
    RESOURCE_GROUP,
)
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.view import ResourceView

_N: Final = "azure-native:network:"

inert("Holds resources and moves nothing (Azure Resource Manager documentation, Manage resource groups)", RESOURCE_GROUP)
inert("Gives a way out to the subnets that name it, where it is read (What is Azure NAT Gateway?)", NAT_GATEWAY)
inert(
    "Counts where an interface, gateway or load balancer uses it (Public IP addresses in Azure)",
    PUBLIC_ADDRESS,
    PUBLIC_PREFIX,
    f"{_N}CustomIPPrefix",
)
inert("Names interfaces for rules, which are read (Application security groups)", APPLICATION_GROUP)
inert("Protects public addresses from floods (Azure DDoS Protection overview)", f"{_N}DdosProtectionPlan", f"{_N}DdosCustomPolicy")
inert(
    "Watches and measures; what it records goes to a store that is read by itself (What is Azure Network Watcher?, Virtual network flow logs)",
    f"{_N}NetworkWatcher",
    f"{_N}FlowLog",
    f"{_N}ConnectionMonitor",
    f"{_N}ReachabilityAnalysisIntent",
    f"{_N}ReachabilityAnalysisRun",
    f"{_N}VerifierWorkspace",
    f"{_N}NetworkSecurityPerimeterLoggingConfiguration",
)
inert(
    "Hands out address ranges (Azure Virtual Network Manager: IP address management)",
    f"{_N}IpamPool",
    f"{_N}StaticCidr",
    f"{_N}IpAllocation",
)
inert(
    "Checks requests of a gateway or front, which is read by itself (Azure Web Application Firewall)", f"{_N}WebApplicationFirewallPolicy"
)
inert("Marks packets or places machines, and routes none", f"{_N}DscpConfiguration", f"{_N}NetworkProfile", f"{_N}InterconnectGroup")
inert(
    "Rules that only take away beside security groups (Azure Virtual Network Manager: security user rules)",
    f"{_N}SecurityUserConfiguration",
    f"{_N}SecurityUserRuleCollection",
    f"{_N}SecurityUserRule",
    f"{_N}UserRule",
    f"{_N}UserRuleCollection",
)
inert(
    "The consumer's half of an application gateway's private link; endpoints that lead there are read",
    f"{_N}ApplicationGatewayPrivateEndpointConnection",
)


@reads(f"{_N}NetworkInterfaceTapConfiguration")
def tapped_interface(resource: ResourceView, graph: GraphBuilder) -> None:
    """Every packet of an interface is copied to the tap's target.

    Source: Azure documentation, "Virtual network TAP".
    """
    urn = resource.resource.urn
    tap = refer(graph, resource, "virtualNetworkTap.id", f"{_N}VirtualNetworkTap")
    name = resource.value("networkInterfaceName")
    owners = [one.owner for one in interfaces(graph) if isinstance(name, str) and one.view.value("networkInterfaceName") == name]
    targets: list[Reference] = []
    for one in tap.targets:
        view = graph.view(one)
        for path in ("destinationNetworkInterfaceIPConfiguration.id", "destinationLoadBalancerFrontEndIPConfiguration.id"):
            found = refer(graph, view, path, INTERFACE, LOAD_BALANCER)
            if not found.absent:
                targets.append(found)
    if not owners or not targets or not all(target.targets for target in targets):
        graph.unreadable(urn, "copies every packet of an interface to a tap whose target, or the interface itself, is out of sight")
    for owner in owners:
        for target in targets:
            because = Because(urn, "virtualNetworkTap", "every packet is copied")
            graph.edge(Reference.to(owner), target, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=target.certain)


inert("Counts where an interface is tapped, which is read (Virtual network TAP)", f"{_N}VirtualNetworkTap")


@reads(f"{_N}PacketCapture")
def packet_capture(resource: ResourceView, graph: GraphBuilder) -> None:
    """Packets of a machine are written into a storage account: one of the stack, or somebody's.

    Source: Azure documentation, "Packet capture overview".
    """
    urn = resource.resource.urn
    source = refer(graph, resource, "target")
    stored = refer(graph, resource, "storageLocation.storageId")
    if stored.absent:
        return
    if not source.targets or not stored.targets:
        graph.unreadable(
            urn,
            f"writes packets of {source.literal or 'a machine'} into {stored.literal or 'an unknown account'}: one of them is out of sight",
        )
        return
    because = Because(urn, "storageLocation", "packets are recorded")
    graph.edge(source, stored, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=source.certain and stored.certain)


@reads(f"{_N}SecurityPartnerProvider", f"{_N}ServiceGateway", f"{_N}VirtualNetworkAppliance", f"{_N}InterfaceEndpoint")
def not_followed(resource: ResourceView, graph: GraphBuilder) -> None:
    """Sends packets on by rules that stand in no stack."""
    graph.unreadable(resource.resource.urn, "sends packets on by rules of its own, which are not followed")


inert(
    "Rules of every network manager, which can't be changed (Azure Virtual Network Manager: default rules)",
    f"{_N}DefaultAdminRule",
    f"{_N}DefaultUserRule",
)
