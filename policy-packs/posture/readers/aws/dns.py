"""Names: DNS Firewall, forwarding rules, DHCP options. What a VPC's resolver answers, and whom it asks.

Sources: Amazon Route 53 Developer Guide, "How Resolver DNS Firewall works" (associations, then rules, lowest priority first; the first match
decides), "DNS Firewall VPC configuration" (fail open), "Managing forwarding rules"; Amazon VPC User Guide, "DHCP option sets",
"DNS attributes for your VPC".
"""

from typing import Final

from posture.graph.addresses import AddressSet
from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, ResolverFact
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.dns_firewall import RULE_GROUP_ASSOCIATIONS, Answer, answers
from posture.readers.aws.kinds import NETWORK
from posture.readers.aws.looking import refer
from posture.readers.aws.profiles import PROFILE_USES, held_by
from posture.readers.aws.tokens import VPC
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

_RULES: Final = ("aws:route53/resolverRule:ResolverRule", "aws-native:route53resolver:ResolverRule")
_RULE_ASSOCIATIONS: Final = (
    "aws:route53/resolverRuleAssociation:ResolverRuleAssociation",
    "aws-native:route53resolver:ResolverRuleAssociation",
)
_DHCP: Final = ("aws:ec2/vpcDhcpOptions:VpcDhcpOptions", "aws-native:ec2:DhcpOptions")
_DHCP_ASSOCIATIONS: Final = (
    "aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation",
    "aws-native:ec2:VpcdhcpOptionsAssociation",
)
_AMAZON_DNS: Final = frozenset({"amazonprovideddns", "169.254.169.253", "fd00:ec2::253"})


@reads(*VPC)
def resolver(resource: ResourceView, graph: GraphBuilder) -> None:
    """The resolver of one VPC."""
    urn = resource.resource.urn
    network = (Reference.to(urn),)
    support = resource.flag("enableDnsSupport")
    if support is False:
        because = Because(urn, "enableDnsSupport", "false")
        graph.add(ResolverFact(f"{urn}#resolver", network, True, (), because))
        return
    answer: Answer = answers(graph, urn)
    closed = answer.closed
    if closed is False and (is_unknown(support) or resource.resource.external):
        # A network that is only read here: what else closes its resolver stands in the stack that manages it.
        closed = None
    graph.add(ResolverFact(f"{urn}#resolver", network, closed, answer.allows, answer.because or Because(urn, "enableDnsSupport")))


@reads(*_RULE_ASSOCIATIONS)
def forwarding(resource: ResourceView, graph: GraphBuilder) -> None:
    """Questions for a domain go to name servers that a rule names: names carry data."""
    urn = resource.resource.urn
    rule = resource.refers_to("resolverRuleId", _RULES)
    network = refer(graph, resource, "vpcId" if resource.value("vpcId") is not None else "vPCId", NETWORK)
    if not network.targets:
        graph.unreadable(urn, f"the VPC {network.literal or 'is unknown: it'} is no resource of the stack")
        return
    if not rule.targets:
        if rule.literal is not None and rule.literal.startswith("rslvr-autodefined"):
            return
        _forward(graph, network, graph.somewhere("resolver", rule.literal or resource.resource.name), Because(urn, "resolverRuleId"))
        return
    _forwarded(graph, network, rule)


@reads(*PROFILE_USES)
def forwarding_by_profile(resource: ResourceView, graph: GraphBuilder) -> None:
    """Rules that a Route 53 Profile holds work in every VPC that uses it."""
    network = refer(graph, resource, "resourceId", NETWORK)
    for _, rule in held_by(graph, resource, _RULES):
        _forwarded(graph, network, rule)


def _forwarded(graph: GraphBuilder, network: Reference, rule: Reference) -> None:
    for found in rule.targets:
        view = graph.view(found)
        kind = view.text("ruleType")
        if kind == "SYSTEM":
            continue
        if is_unknown(kind):
            graph.unreadable(found, "ruleType is unknown: the rule may forward questions")
        for target in _targets(view, graph):
            domain = view.text("domainName")
            because = Because(found, "targetIps", domain if isinstance(domain, str) else "unknown domain")
            _forward(graph, network, target, because, certain=rule.certain)


def _targets(rule: ResourceView, graph: GraphBuilder) -> list[Reference]:
    blocks = rule.blocks("targetIps")
    if is_unknown(blocks) or not blocks:
        graph.unreadable(rule.resource.urn, "the name servers to which the rule forwards are unknown")
        return [graph.somewhere("resolver", rule.resource.name)]
    found: list[Reference] = []
    for block in blocks:
        address = rule.text(f"{block}.ip")
        address = rule.text(f"{block}.ipv6") if address is None else address
        if not isinstance(address, str):
            graph.unreadable(rule.resource.urn, f"{block} has no address that is known")
            found.append(graph.somewhere("resolver", rule.resource.name))
        elif not _is_ours(graph, address):
            found.append(graph.name_server(address))
    return found


def _is_ours(graph: GraphBuilder, address: str) -> bool:
    """Whether the name server stands in a VPC of the stack: what it does with questions, its own VPC's resolver says."""
    try:
        wanted = AddressSet.parse(address)
    except ValueError:
        return False
    for resource in graph.stack.of_type(*VPC):
        cidr = graph.view(resource.urn).text("cidrBlock")
        try:
            if isinstance(cidr, str) and AddressSet.parse(cidr).contains(wanted):
                return True
        except ValueError:
            continue
    return False


def _forward(graph: GraphBuilder, network: Reference, target: Reference, because: Because, *, certain: bool = True) -> None:
    for urn in network.targets:
        sure = certain and network.certain
        graph.edge(Reference.to(urn), target, EdgeKind.RESOLVE, because, moves=Moves.FORWARD, certain=sure)


@reads(*_DHCP_ASSOCIATIONS)
def dhcp_options(resource: ResourceView, graph: GraphBuilder) -> None:
    """Machines of the VPC ask the name servers of its DHCP options; others than Amazon's own are not behind DNS Firewall."""
    urn = resource.resource.urn
    network = refer(graph, resource, "vpcId", NETWORK)
    options = resource.refers_to("dhcpOptionsId", _DHCP)
    if not network.targets:
        graph.unreadable(urn, f"the VPC {network.literal or 'is unknown: it'} is no resource of the stack")
    if not options.targets and options.literal not in ("default",):
        graph.unreadable(urn, f"the DHCP options {options.literal or 'are unknown: they'} are no resource of the stack", "dns-closed")
    for found in options.targets:
        view = graph.view(found)
        servers = view.texts("domainNameServers")
        if is_unknown(servers) or any(is_unknown(server) for server in servers):
            graph.unreadable(found, "the name servers are unknown")
            continue
        for server in servers:
            name = str(server)
            if name.lower() not in _AMAZON_DNS and not _is_ours(graph, name):
                # Whether packets get there, routes decide; that questions are meant to, this says.
                _forward(
                    graph, network, graph.somewhere("resolver", name), Because(found, "domainNameServers", name), certain=options.certain
                )


@reads("aws:ec2/defaultVpcDhcpOptions:DefaultVpcDhcpOptions")
def default_dhcp_options(resource: ResourceView, graph: GraphBuilder) -> None:
    """The region's default options name Amazon's own servers, and can't be changed (Pulumi Registry, aws.ec2.DefaultVpcDhcpOptions)."""


inert("Read by the VPC or association that uses it", *_DHCP, *_RULES)
inert("Read by the VPC: associations, rules and lists of DNS Firewall decide what its resolver answers", *RULE_GROUP_ASSOCIATIONS)
inert(
    "Records who asked what; delivered by the service to a destination that is a resource of its own (Route 53 Developer Guide, query logging)",
    "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig",
    "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation",
    "aws-native:route53resolver:ResolverQueryLoggingConfig",
    "aws-native:route53resolver:ResolverQueryLoggingConfigAssociation",
)
inert(
    "Checks signatures, or answers reverse look-ups; forwards nothing (Route 53 Developer Guide)",
    "aws:route53/resolverDnsSecConfig:ResolverDnsSecConfig",
    "aws:route53/resolverConfig:ResolverConfig",
    "aws-native:route53resolver:ResolverConfig",
    "aws-native:route53resolver:ResolverDnssecConfig",
)
inert(
    "A hosted zone answers questions, it carries none on; private ones answer inside their VPCs only (Route 53 Developer Guide)",
    "aws:route53/zone:Zone",
    "aws:route53/zoneAssociation:ZoneAssociation",
    "aws:route53/vpcAssociationAuthorization:VpcAssociationAuthorization",
    "aws:route53/record:Record",
    "aws:route53/recordsExclusive:RecordsExclusive",
    "aws:route53/delegationSet:DelegationSet",
    "aws:route53/hostedZoneDnsSec:HostedZoneDnsSec",
    "aws:route53/keySigningKey:KeySigningKey",
    "aws-native:route53:HostedZone",
    "aws-native:route53:RecordSet",
)
