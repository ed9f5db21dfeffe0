"""VPCs and their address blocks, and what AWS makes with each: main route table, default network ACL, default security group.

Sources: Amazon VPC User Guide, "VPC basics", "VPC CIDR blocks", "Default VPC components", "Default network ACL",
"Default security groups for your VPCs".
"""

from typing import Final

from posture.graph.addresses import ANY, ANY_V4, AddressSet
from posture.graph.builder import GraphBuilder
from posture.graph.facts import (
    AssociationFact,
    Because,
    DefaultFilterFact,
    Destination,
    FilterFact,
    GatewayFact,
    MainTableFact,
    NetworkFact,
    RouteFact,
    Rule,
    SubnetFact,
    TableFact,
)
from posture.graph.kinds import GatewayKind
from posture.readers.aws.kinds import DEFAULT_ACL, DEFAULT_GROUP, MAIN_TABLE, NETWORK, TABLES, Kind
from posture.readers.aws.looking import addresses, adopters, refer, stand_in
from posture.readers.aws.tokens import VPC
from posture.readers.registry import joins, reads
from posture.reference import Reference
from posture.view import ResourceView

DEFAULT_VPC: Final = "aws:ec2/defaultVpc:DefaultVpc"
MAIN_ASSOCIATION: Final = "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation"

# Token of a resource that adds an address block to a VPC → properties with the block, and with what stands for a block of unknown addresses.
_MORE_BLOCKS: Final = {
    "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation": ("cidrBlock",),
    "aws:ec2/vpcIpv6CidrBlockAssociation:VpcIpv6CidrBlockAssociation": ("ipv6CidrBlock",),
    "aws-native:ec2:VpcCidrBlock": ("cidrBlock", "ipv6CidrBlock"),
}
_PROVIDED_V6: Final = ("assignGeneratedIpv6CidrBlock", "amazonProvidedIpv6CidrBlock", "ipv6IpamPoolId", "ipv6NetmaskLength", "ipv6Pool")


@reads(*VPC)
def vpc(resource: ResourceView, graph: GraphBuilder) -> None:
    """A VPC with all its blocks, and the table, ACL and group that came with it unless a resource of the stack adopts them."""
    urn = resource.resource.urn
    known, complete = addresses(graph, resource, "cidrBlock", "ipv6CidrBlock", "ipv6CidrBlocks")
    complete = complete and not known.v4.is_empty and not (_gets_v6(resource) and known.v6.is_empty)
    for more in _more_blocks(graph).get(urn, ()):
        view = graph.view(more)
        added, all_known = addresses(graph, view, *_MORE_BLOCKS[view.resource.type])
        known, complete = known | added, complete and all_known and not added.is_empty
    graph.add(NetworkFact(urn, known if complete else None))
    _main_table(resource, graph)
    _default_filters(resource, graph)


def _gets_v6(view: ResourceView) -> bool:
    # An IPv6 block that AWS or a pool assigns is unknown until it is there.
    return any(view.value(prop) not in (None, False, "", "false") for prop in _PROVIDED_V6)


def _more_blocks(graph: GraphBuilder) -> dict[str, list[str]]:
    def index() -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for resource in graph.stack.of_type(*_MORE_BLOCKS):
            for owner in refer(graph, graph.view(resource.urn), "vpcId", NETWORK).targets:
                found.setdefault(owner, []).append(resource.urn)
        return found

    return graph.once("aws more blocks of VPCs", index)


def _main_table(view: ResourceView, graph: GraphBuilder) -> None:
    urn = view.resource.urn
    table = stand_in(graph, urn, MAIN_TABLE)
    network = Reference.to(urn)
    if table not in (urn, adopters(graph, MAIN_TABLE).get(urn)):
        graph.add(TableFact(table, network, Because(urn, "mainRouteTableId", "came with the VPC")))
        if view.resource.type == DEFAULT_VPC:
            # "Default VPC components": a main route table with 0.0.0.0/0 to the internet gateway that comes attached.
            gateway = f"{urn}#internet-gateway"
            because = Because(urn, "mainRouteTableId", "0.0.0.0/0, as default VPCs come")
            graph.add(GatewayFact(gateway, GatewayKind.INTERNET, networks=(network,)))
            graph.add(RouteFact(Reference.to(table), Destination(ANY_V4, text="0.0.0.0/0"), Reference.to(gateway), because))
    replaced = _main_associations(graph).get(urn, [])
    for association in replaced:
        other = graph.view(association)
        graph.add(MainTableFact(network, refer(graph, other, "routeTableId", TABLES), Because(association, "routeTableId")))
    main = _named_main(view, graph) or Reference.to(table, "mainRouteTableId")
    if not replaced and main.targets != (urn,):
        graph.add(MainTableFact(network, main, Because(urn, "mainRouteTableId")))


def _named_main(view: ResourceView, graph: GraphBuilder) -> Reference | None:
    """A table of the stack that the VPC itself names as its main one: an adopted VPC whose table is adopted too."""
    named = view.text("mainRouteTableId")
    if not isinstance(named, str):
        return None
    found = view.look_up(named, Kind(TABLES.tokens).tokens, "mainRouteTableId")
    return refer(graph, view, "mainRouteTableId", TABLES) if found.targets else None


def _main_associations(graph: GraphBuilder) -> dict[str, list[str]]:
    def index() -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for resource in graph.stack.of_type(MAIN_ASSOCIATION):
            for owner in refer(graph, graph.view(resource.urn), "vpcId", NETWORK).targets:
                found.setdefault(owner, []).append(resource.urn)
        return found

    return graph.once("aws main table associations", index)


@reads(MAIN_ASSOCIATION)
def main_table_association(resource: ResourceView, graph: GraphBuilder) -> None:
    """Another table becomes the main one; `vpc` says so. Here: only what can't be placed."""
    where = refer(graph, resource, "vpcId", NETWORK)
    if not where.targets:
        graph.unreadable(
            resource.resource.urn, f"makes a table the main one of {where.literal or 'an unknown VPC'}, which no resource of the stack is"
        )


@reads(*_MORE_BLOCKS)
def more_blocks(resource: ResourceView, graph: GraphBuilder) -> None:
    """One more address block of a VPC; `vpc` adds it. Here: only what can't be placed."""
    where = refer(graph, resource, "vpcId", NETWORK)
    if not where.targets:
        graph.unreadable(resource.resource.urn, f"adds addresses to {where.literal or 'an unknown VPC'}, which no resource of the stack is")


def _default_filters(view: ResourceView, graph: GraphBuilder) -> None:
    urn = view.resource.urn
    network = Reference.to(urn)
    acl = stand_in(graph, urn, DEFAULT_ACL)
    because = Because(urn, "defaultNetworkAclId", "allows all, as it comes")
    if urn not in adopters(graph, DEFAULT_ACL):
        rules = tuple(_everything(inbound, because, order=100, to=ANY) for inbound in (True, False))
        graph.add(FilterFact(acl, stateful=False, network=network, rules=rules))
    graph.add(DefaultFilterFact(network, Reference.to(acl, "defaultNetworkAclId"), because))
    if urn not in adopters(graph, DEFAULT_GROUP):
        group = stand_in(graph, urn, DEFAULT_GROUP)
        said = Because(urn, "defaultSecurityGroupId", "as it comes")
        rules = (_from_itself(group, said), _everything(False, said, order=0, to=ANY))
        graph.add(FilterFact(group, stateful=True, network=network, rules=rules))


def _everything(inbound: bool, because: Because, *, order: int, to: AddressSet) -> Rule:
    return Rule(inbound, True, "-1", 0, 65535, addresses=to, order=order, because=because)


def _from_itself(group: str, because: Because) -> Rule:
    return Rule(True, True, "-1", 0, 65535, group=Reference.to(group), because=because)


@joins
def stranger_networks(graph: GraphBuilder) -> None:
    """A main table that stands outside the stack decides for every subnet without an association of its own: nobody can say how."""
    associated = {urn for fact in graph.of(AssociationFact) for urn in fact.subnet.targets}
    known_mains = {urn for fact in graph.of(MainTableFact) for urn in fact.network.targets if fact.table.targets}
    for fact in graph.of(SubnetFact):
        if fact.urn in associated:
            continue
        adopted = graph.stack.by_urn[fact.urn].external if fact.urn in graph.stack.by_urn else False
        if adopted:
            graph.unreadable(fact.urn, "an adopted subnet: adopt its route table association too, else its routes are unknown")
        elif not fact.network.targets or not all(urn in known_mains for urn in fact.network.targets):
            graph.unreadable(fact.urn, "has no route table association, and the main route table of its VPC stands outside the stack")
