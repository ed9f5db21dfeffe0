"""Elastic Beanstalk: machines and a load balancer that the service makes, where the environment's options say, else in the default VPC.

Sources: AWS Elastic Beanstalk Developer Guide, "General options for all environments" (`aws:ec2:vpc`: VPCId, Subnets, AssociatePublicIpAddress,
ELBScheme "public" by default; `aws:elasticbeanstalk:environment`: EnvironmentType "LoadBalanced" by default), "Using Elastic Beanstalk with
Amazon VPC", "Environment types" (a single instance has an Elastic IP address), "Worker environments" (no address).
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, WorkloadFact
from posture.graph.kinds import EdgeKind
from posture.readers.aws.beanstalk_settings import ENVIRONMENT, KIND, LAUNCH, NETWORK, TEMPLATE, option, unreadable_options
from posture.readers.aws.tokens import SECURITY_GROUP, SUBNET
from posture.readers.aws.unclear import unclear
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

_WEB: Final = ((80, 80), (443, 443))
_PUBLIC: Final = "AssociatePublicIpAddress"


@reads(ENVIRONMENT)
def environment(resource: ResourceView, graph: GraphBuilder) -> None:
    """Where its machines stand, and who on the internet may ask them."""
    urn = resource.resource.urn
    if unreadable_options(resource):
        unclear(graph, urn, "where it runs is not known (settings)")
    if resource.value("templateName") is not None:
        unclear(graph, urn, "takes its options from a saved configuration as well, which is not read (templateName)")
    alone = _word(resource, KIND, "EnvironmentType") == "SingleInstance"
    _asked_from_outside(resource, graph)
    if option(resource, NETWORK, "VPCId") is None:
        because = Because(urn, "settings", "in the default VPC, whose subnets are public")
        graph.add(WorkloadFact(urn, (), (), because=because))
        graph.edge(Reference.to(urn), graph.internet(), EdgeKind.ROUTE, because)
        return
    subnets = _named(resource, option(resource, NETWORK, "Subnets"), SUBNET)
    if not subnets:
        unclear(graph, urn, "names a VPC, and no subnet of the stack (settings, Subnets)")
    groups = _named(resource, option(resource, LAUNCH, "SecurityGroups"), SECURITY_GROUP)
    public = _word(resource, NETWORK, _PUBLIC)
    because = Because(urn, "settings")
    certain = bool(subnets) and all(subnet.certain for subnet in subnets)
    graph.add(WorkloadFact(urn, subnets, groups, public=alone or public not in (None, "false"), because=because, certain=certain))


def _asked_from_outside(resource: ResourceView, graph: GraphBuilder) -> None:
    """Its load balancer, or its one machine's address, unless it is internal or a worker."""
    scheme = _word(resource, NETWORK, "ELBScheme")
    if resource.text("tier") == "Worker" or scheme == "internal":
        return
    because = Because(resource.resource.urn, "settings", "public load balancer or address by default" if scheme is None else str(scheme))
    certain = not is_unknown(scheme) and not is_unknown(resource.text("tier"))
    graph.edge(graph.internet(), Reference.to(resource.resource.urn), EdgeKind.ROUTE, because, certain=certain, ports=_WEB)


def _word(resource: ResourceView, namespace: str, name: str) -> object:
    path = option(resource, namespace, name)
    return None if path is None else resource.text(path)


def _named(resource: ResourceView, path: Path | None, kinds: tuple[str, ...]) -> tuple[Reference, ...]:
    """Ids divided by commas; where they are unknown, each of the kind that the options come from."""
    if path is None:
        return ()
    text = resource.text(path)
    if isinstance(text, str):
        return tuple(resource.look_up(one.strip(), kinds, path) for one in text.split(",") if one.strip())
    candidates = resource.refers_to(path, kinds).targets
    return tuple(Reference((urn,), certain=False, prop=path) for urn in candidates) or (Reference(certain=False, prop=path),)


inert(
    "Saved options; an environment that takes them says that it does (AWS Elastic Beanstalk Developer Guide, 'Saved configurations')",
    TEMPLATE,
)
