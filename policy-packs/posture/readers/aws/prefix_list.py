"""Prefix lists: named lists of CIDRs, customer-managed and AWS's own.

Sources: Amazon VPC User Guide, "Managed prefix lists", "AWS-managed prefix lists" (whose entries no stack knows);
AWS PrivateLink Guide, "Gateway endpoints": the prefix list of a service holds that service's public addresses.
"""

import contextlib
from typing import Final

from posture.graph.addresses import ANY, EMPTY, AddressSet
from posture.graph.builder import GraphBuilder
from posture.graph.facts import AddressGroupFact, Destination
from posture.readers.aws.kinds import PREFIX_LISTS
from posture.readers.aws.looking import addresses, refer, refer_all
from posture.readers.aws.tokens import VPC_ENDPOINT
from posture.readers.registry import reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

_ENTRY: Final = "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry"
# RFC 1918, RFC 6598, RFC 3927, RFC 4193, RFC 4291: no public service answers there.
PRIVATE: Final = AddressSet.parse(
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "fc00::/7", "fe80::/10"
)
PUBLIC: Final = ANY - PRIVATE
_SUFFIX: Final = "#prefix-list"


@reads("aws:ec2/managedPrefixList:ManagedPrefixList", "aws-native:ec2:PrefixList")
def prefix_list(resource: ResourceView, graph: GraphBuilder) -> None:
    """A customer's list: inline entries and those declared on their own."""
    urn = resource.resource.urn
    blocks = resource.blocks("entries")
    known, complete = (EMPTY, False) if is_unknown(blocks) else addresses(graph, resource, *(f"{block}.cidr" for block in blocks))
    if not is_unknown(blocks) and any(resource.value(f"{block}.cidr") is None for block in blocks):
        graph.unreadable(urn, "an entry of the prefix list has no cidr")
        complete = False
    for entry in _entries(graph).get(urn, ()):
        added, all_known = addresses(graph, graph.view(entry), "cidr")
        known, complete = known | added, complete and all_known and not added.is_empty
    # An adopted or shared list: outputs tell its entries; without them nobody knows.
    if resource.resource.external and not blocks:
        complete = False
    graph.add(AddressGroupFact(urn, known, complete, _as_written(resource, graph)))


def _as_written(resource: ResourceView, graph: GraphBuilder) -> tuple[str, ...]:
    """The CIDRs one by one: a route by the list is as specific as the entry that matches."""
    blocks = resource.blocks("entries")
    found = [] if is_unknown(blocks) else [resource.text(f"{block}.cidr") for block in blocks]
    found.extend(graph.view(entry).text("cidr") for entry in _entries(graph).get(resource.resource.urn, ()))
    written: list[str] = []
    for text in found:
        # A malformed one is said to be unreadable where the list itself is read.
        with contextlib.suppress(ValueError):
            written.extend(AddressSet.parse(text).prefixes() if isinstance(text, str) else ())
    return tuple(dict.fromkeys(written))


def _entries(graph: GraphBuilder) -> dict[str, list[str]]:
    def index() -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for resource in graph.stack.of_type(_ENTRY):
            for owner in refer(graph, graph.view(resource.urn), "prefixListId", PREFIX_LISTS).targets:
                found.setdefault(owner, []).append(resource.urn)
        return found

    return graph.once("aws prefix list entries", index)


@reads(_ENTRY)
def prefix_list_entry(resource: ResourceView, graph: GraphBuilder) -> None:
    """One more entry; `prefix_list` adds it. Here: only what can't be placed."""
    owner = refer(graph, resource, "prefixListId", PREFIX_LISTS)
    if not owner.targets:
        graph.unreadable(resource.resource.urn, f"the prefix list {owner.literal or 'is unknown: it'} is no resource of the stack")


@reads(*VPC_ENDPOINT)
def service_prefix_list(resource: ResourceView, graph: GraphBuilder) -> None:
    """A gateway endpoint hands out the prefix list of its service, which filters name: addresses of the service, all of them public."""
    if resource.text("vpcEndpointType") in (None, "Gateway"):
        graph.add(AddressGroupFact(resource.resource.urn + _SUFFIX, PUBLIC))


def refer_prefix_list(graph: GraphBuilder, view: ResourceView, path: Path) -> Reference:
    """The list that a rule or route names; that of a gateway endpoint is the group of its service's addresses."""
    return _groups(graph, refer(graph, view, path, PREFIX_LISTS))


def refer_prefix_lists(graph: GraphBuilder, view: ResourceView, path: Path) -> tuple[Reference, ...]:
    """As `refer_prefix_list`, for a list of them."""
    return tuple(_groups(graph, found) for found in refer_all(graph, view, path, PREFIX_LISTS))


def _groups(graph: GraphBuilder, found: Reference) -> Reference:
    targets = tuple(urn + _SUFFIX if graph.stack.by_urn[urn].type in VPC_ENDPOINT else urn for urn in found.targets)
    return Reference(targets, found.literal, found.certain, found.prop)


def prefix_list_destination(graph: GraphBuilder, view: ResourceView, path: Path) -> Destination | None:
    """Where a route to a prefix list leads; None when the property is not set."""
    found = refer_prefix_list(graph, view, path)
    if found.absent:
        return None
    return Destination(group=found, text=found.literal or "prefix list")
