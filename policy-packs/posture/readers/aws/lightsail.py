"""Lightsail: machines, containers and load balancers in a network of AWS's own, every one of them on the internet.

Sources: Amazon Lightsail User Guide, "View and manage IP addresses for Lightsail resources" (every instance has a public address, IPv4 or
IPv6), "Container services in Amazon Lightsail" (a public endpoint and outgoing traffic), "Load balancers in Amazon Lightsail" (internet-facing),
"Configuring the public mode for your Amazon Lightsail database" (private databases answer the account's own Lightsail resources), "Resource access
for a bucket in Amazon Lightsail", "Content delivery network distributions in Amazon Lightsail".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, WorkloadFact
from posture.graph.kinds import EdgeKind
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

_INSTANCE: Final = "aws:lightsail/instance:Instance"
_CONTAINERS: Final = "aws:lightsail/containerService:ContainerService"
_BALANCER: Final = "aws:lightsail/lb:Lb"
_DATABASE: Final = "aws:lightsail/database:Database"
_BUCKET: Final = "aws:lightsail/bucket:Bucket"
_DISTRIBUTION: Final = "aws:lightsail/distribution:Distribution"
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


@reads(_DATABASE)
def database(resource: ResourceView, graph: GraphBuilder) -> None:
    """In public mode whoever has its password asks it from anywhere."""
    urn, public = resource.resource.urn, resource.flag("publiclyAccessible")
    graph.add(WorkloadFact(urn, (), (), because=Because(urn, "publiclyAccessible")))
    if public is True or is_unknown(public):
        because = Because(urn, "publiclyAccessible", "public mode")
        graph.edge(graph.internet(), Reference.to(urn), EdgeKind.ROUTE, because, certain=public is True)


@reads("aws:lightsail/bucketResourceAccess:BucketResourceAccess")
def bucket_for_machine(resource: ResourceView, graph: GraphBuilder) -> None:
    """A machine reads and writes the bucket."""
    bucket, machine = resource.refers_to("bucketName", (_BUCKET,)), resource.refers_to("resourceName", (_INSTANCE,))
    _together(resource, graph, machine, bucket, "resourceName", "its bucket or its instance is no resource of the stack")


@reads(_DISTRIBUTION)
def distribution(resource: ResourceView, graph: GraphBuilder) -> None:
    """The internet asks it, and it asks its origin."""
    urn = resource.resource.urn
    graph.add(WorkloadFact(urn, (), (), because=Because(urn, "origin")))
    graph.edge(graph.internet(), Reference.to(urn), EdgeKind.ROUTE, Because(urn, "isEnabled", "distribution"), ports=((80, 80), (443, 443)))
    origin = resource.refers_to("origin.name", (_BUCKET, _INSTANCE, _BALANCER, _CONTAINERS))
    _together(resource, graph, Reference.to(urn), origin, "origin", "its origin is no resource of the stack")


@reads("aws:lightsail/bucketAccessKey:BucketAccessKey")
def bucket_key(resource: ResourceView, graph: GraphBuilder) -> None:
    """Whoever has the key reads the bucket from anywhere (Amazon Lightsail User Guide, "Create access keys for a bucket")."""
    bucket = resource.refers_to("bucketName", (_BUCKET,))
    because = Because(resource.resource.urn, "bucketName", "access key")
    if bucket.targets:
        graph.edge(bucket, graph.internet(), EdgeKind.USE, because, certain=False)
    else:
        graph.unreadable(resource.resource.urn, "its bucket is no resource of the stack")


def _together(resource: ResourceView, graph: GraphBuilder, asks: Reference, asked: Reference, prop: str, missing: str) -> None:
    if not asks.targets or not asked.targets:
        graph.unreadable(resource.resource.urn, missing)
        return
    graph.edge(asks, asked, EdgeKind.USE, Because(resource.resource.urn, prop), certain=asks.certain and asked.certain)


inert(
    "Addresses, keys, certificates and settings of what is read by itself, and disks that one instance has "
    "(Amazon Lightsail User Guide, 'Static IP addresses', 'Instance firewalls', 'Block storage disks')",
    "aws:lightsail/certificate:Certificate",
    "aws:lightsail/domain:Domain",
    "aws:lightsail/domainEntry:DomainEntry",
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
