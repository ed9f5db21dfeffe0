"""Lightsail: machines, containers and load balancers in a network of AWS's own, every one of them on the internet.

Sources: Amazon Lightsail User Guide, "View and manage IP addresses for Lightsail resources" (every instance has a public address, IPv4 or
IPv6), "Container services in Amazon Lightsail" (a public endpoint and outgoing traffic), "Load balancers in Amazon Lightsail" (internet-facing).
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, WorkloadFact
from posture.graph.kinds import EdgeKind
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.view import ResourceView

_INSTANCE: Final = "aws:lightsail/instance:Instance"
_CONTAINERS: Final = "aws:lightsail/containerService:ContainerService"
_BALANCER: Final = "aws:lightsail/lb:Lb"
_WHY: Final = {
    _INSTANCE: ("ipAddressType", "public address"),
    _CONTAINERS: ("power", "outgoing traffic"),
    _BALANCER: ("instancePort", "internet-facing"),
}


@reads(*_WHY)
def on_the_internet(resource: ResourceView, graph: GraphBuilder) -> None:
    """No setting takes the way out away: the firewall of an instance is for what comes in."""
    urn = resource.resource.urn
    because = Because(urn, *_WHY[resource.resource.type])
    graph.add(WorkloadFact(urn, (), (), because=because))
    graph.edge(Reference.to(urn), graph.internet(), EdgeKind.ROUTE, because)


@reads("aws:lightsail/lbAttachment:LbAttachment")
def behind_balancer(resource: ResourceView, graph: GraphBuilder) -> None:
    """A load balancer hands requests to a machine."""
    urn = resource.resource.urn
    balancer, machine = resource.refers_to("lbName", (_BALANCER,)), resource.refers_to("instanceName", (_INSTANCE,))
    if not balancer.targets or not machine.targets:
        graph.unreadable(urn, "its load balancer or its instance is no resource of the stack")
        return
    graph.edge(balancer, machine, EdgeKind.ROUTE, Because(urn, "instanceName"), certain=balancer.certain and machine.certain)


inert(
    "Addresses, keys, certificates and settings of what is read by itself, and disks that one instance has "
    "(Amazon Lightsail User Guide, 'Static IP addresses', 'Instance firewalls', 'Block storage disks')",
    "aws:lightsail/containerServiceDeploymentVersion:ContainerServiceDeploymentVersion",
    "aws:lightsail/disk:Disk",
    "aws:lightsail/disk_attachment:Disk_attachment",
    "aws:lightsail/instancePublicPorts:InstancePublicPorts",
    "aws:lightsail/keyPair:KeyPair",
    "aws:lightsail/lbCertificate:LbCertificate",
    "aws:lightsail/lbCertificateAttachment:LbCertificateAttachment",
    "aws:lightsail/lbHttpsRedirectionPolicy:LbHttpsRedirectionPolicy",
    "aws:lightsail/lbStickinessPolicy:LbStickinessPolicy",
    "aws:lightsail/staticIp:StaticIp",
    "aws:lightsail/staticIpAttachment:StaticIpAttachment",
)
