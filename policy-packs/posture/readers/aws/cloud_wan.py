"""Cloud WAN: a core network whose policy says which segment each attachment joins, and which segments meet.

A core network is read like a transit gateway: each segment is a table, association puts an attachment behind one, and what a segment
shares is announced into the other's. Whatever the policy says beyond that (service insertion, network function groups, routing policies)
is not followed, and leaves the proof open.
Source: AWS Cloud WAN User Guide, "Core network policy version parameters" (segments, segment-actions, attachment-policies: rules in order
of their numbers, the first that matches counts; sharing goes both ways unless a filter denies it).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from posture.graph.addresses import AddressSet
from posture.graph.builder import CIRCUIT, GraphBuilder
from posture.graph.facts import AssociationFact, AttachmentFact, Because, Destination, GatewayFact, PropagationFact, RouteFact, TableFact
from posture.graph.kinds import GatewayKind
from posture.readers.aws.circuits import VPN_CONNECTION, far_end
from posture.readers.aws.far_side import far_network
from posture.readers.aws.kinds import CIRCUIT_GATEWAYS, CORE_NETWORKS
from posture.readers.aws.tokens import SUBNET, VPC
from posture.readers.aws.whereabouts import account_of, region_of
from posture.readers.registry import inert, reads
from posture.reference import ABSENT, Reference
from posture.values import is_unknown
from posture.view import ResourceView

_POLICY: Final = "aws:networkmanager/coreNetworkPolicyAttachment:CoreNetworkPolicyAttachment"
_ATTACHMENTS: Final = {
    "aws:networkmanager/vpcAttachment:VpcAttachment": "vpc",
    "aws-native:networkmanager:VpcAttachment": "vpc",
    "aws:networkmanager/siteToSiteVpnAttachment:SiteToSiteVpnAttachment": "site-to-site-vpn",
    "aws-native:networkmanager:SiteToSiteVpnAttachment": "site-to-site-vpn",
    "aws:networkmanager/dxGatewayAttachment:DxGatewayAttachment": "direct-connect-gateway",
    "aws-native:networkmanager:DirectConnectGatewayAttachment": "direct-connect-gateway",
}
"""Token → the word that a condition on `attachment-type` compares."""
_FOLLOWED: Final = ("share", "create-route")


class _NotUnderstoodError(Exception):
    """Something of a policy that nobody here follows, or knows."""


@dataclass(frozen=True)
class _Policy:
    """What a core network's policy says, as far as it is followed."""

    because: Because
    segments: Mapping[str, Mapping[str, Any]]
    rules: tuple[Mapping[str, Any], ...] = ()
    actions: tuple[Mapping[str, Any], ...] = ()
    open: tuple[str, ...] = field(default=())
    """What it says that is not followed."""

    def announces(self, giver: str, taker: str) -> bool:
        """Whether attachments of one segment are announced into another."""
        if giver == taker:
            return self.segments[giver].get("isolate-attachments") is not True
        denied, allowed = (self.segments[taker].get(f"{word}-filter") for word in ("deny", "allow"))
        if (isinstance(denied, list) and giver in denied) or (isinstance(allowed, list) and allowed and giver not in allowed):
            return False
        return any(
            _shared(action, giver, taker) or _shared(action, taker, giver) for action in self.actions if action.get("action") == "share"
        )


def _shared(action: Mapping[str, Any], one: str, other: str) -> bool:
    if action.get("segment") != one:
        return False
    given = action.get("share-with")
    if isinstance(given, dict):
        return other not in (given.get("except") or [])
    return given == "*" or given == other or (isinstance(given, list) and (other in given or "*" in given))


def _policy_of(graph: GraphBuilder, core: str) -> _Policy | None:
    """The policy that is attached to a core network, or written on it; None when no resource of the stack says."""
    for resource in graph.stack.of_type(_POLICY):
        view = graph.view(resource.urn)
        if core in view.refers_to("coreNetworkId", CORE_NETWORKS.tokens).targets:
            return _read(graph, view, "policyDocument")
    view = graph.view(core)
    for prop in ("policyDocument", "basePolicyDocument"):
        if view.value(prop) is not None:
            return _read(graph, view, prop)
    return None


def _read(graph: GraphBuilder, view: ResourceView, prop: str) -> _Policy | None:
    document = view.written(prop)
    if not isinstance(document, dict) or not isinstance(document.get("segments"), list):
        graph.unreadable(view.resource.urn, f"the core network's policy is not known ({prop})")
        return None
    segments = {str(one["name"]): one for one in document["segments"] if isinstance(one, dict) and "name" in one}
    actions = _dicts(document, "segment-actions")
    left = [f"the action {one.get('action')}" for one in actions if one.get("action") not in _FOLLOWED]
    left += [f"{key}" for key in ("network-function-groups", "routing-policies", "attachment-routing-policy-rules") if document.get(key)]
    rules = tuple(sorted(_dicts(document, "attachment-policies"), key=lambda one: int(str(one.get("rule-number", 0)) or 0)))
    return _Policy(Because(view.resource.urn, prop, "policy of the core network"), segments, rules, actions, tuple(left))


def _dicts(document: Mapping[str, Any], key: str) -> tuple[Mapping[str, Any], ...]:
    found = document.get(key)
    return tuple(one for one in found if isinstance(one, dict)) if isinstance(found, list) else ()


@reads(*CORE_NETWORKS.tokens)
def core_network(resource: ResourceView, graph: GraphBuilder) -> None:
    """The hub, with a table for each segment, and the routes that its policy writes."""
    urn = resource.resource.urn
    policy = _policy_of(graph, urn)
    if policy is None:
        graph.add(GatewayFact(urn, GatewayKind.PRIVATE_CIRCUIT, far=graph.somewhere("network", resource.resource.name)))
        return
    for what in policy.open:
        graph.unreadable(urn, f"the policy of the core network holds what is not followed: {what}")
    graph.add(GatewayFact(urn, GatewayKind.TRANSIT))
    for segment in policy.segments:
        graph.add(TableFact(_table(urn, segment), ABSENT, policy.because))
    for action in policy.actions:
        if action.get("action") == "create-route":
            _written(graph, resource, policy, action)


def _table(core: str, segment: str) -> str:
    return f"{core}#segment {segment}"


def _written(graph: GraphBuilder, core: ResourceView, policy: _Policy, action: Mapping[str, Any]) -> None:
    table = Reference.to(_table(core.resource.urn, str(action.get("segment"))))
    destinations = action.get("destinations") or []
    for text in action.get("destination-cidr-blocks") or []:
        try:
            destination = Destination(AddressSet.parse(str(text)), text=str(text))
        except ValueError:
            graph.unreadable(core.resource.urn, f"the policy routes {text!r}, which is no block of addresses")
            continue
        because = Because(policy.because.urn, policy.because.prop, str(text))
        if destinations == ["blackhole"]:
            graph.add(RouteFact(table, destination, Reference(), because, blackhole=True))
            continue
        for one in destinations:
            via = core.look_up(str(one), tuple(_ATTACHMENTS), policy.because.prop)
            if not via.targets:
                via = graph.somewhere("attachment", str(one))
            graph.add(RouteFact(table, destination, via, because))


@reads(*_ATTACHMENTS)
def core_network_attachment(resource: ResourceView, graph: GraphBuilder) -> None:
    """A VPC, VPN or circuit joins the segment that the first fitting rule names, and is announced where that segment is."""
    urn = resource.resource.urn
    prop = "coreNetworkId"
    hub = resource.refers_to(prop, CORE_NETWORKS.tokens)
    policy = _policy_of(graph, hub.targets[0]) if len(hub.targets) == 1 else None
    if policy is None:
        graph.unreadable(urn, "attached to a Cloud WAN core network whose policy is not known: its segments are not followed")
        return
    core = hub.targets[0]
    graph.add(_attached(resource, graph, hub))
    attachment = Reference.to(urn)
    try:
        segment = _segment(resource, policy)
    except _NotUnderstoodError as unclear:
        graph.unreadable(urn, f"which segment of the core network it joins is not known: {unclear}")
        every = tuple(_table(core, one) for one in policy.segments)
        graph.add(AssociationFact(Reference(every, certain=False), attachment, policy.because))
        for table in every:
            graph.add(PropagationFact(Reference((table,), certain=False), attachment, policy.because))
        return
    if segment is None:
        # "If no rule matches, the attachment is not associated": its packets go nowhere.
        none = f"{urn}#no-segment"
        graph.add(TableFact(none, ABSENT, policy.because))
        graph.add(AssociationFact(Reference.to(none), attachment, policy.because))
        return
    graph.add(AssociationFact(Reference.to(_table(core, segment)), attachment, policy.because))
    for taker in policy.segments:
        if policy.announces(segment, taker):
            graph.add(PropagationFact(Reference.to(_table(core, taker)), attachment, policy.because))


def _attached(resource: ResourceView, graph: GraphBuilder, hub: Reference) -> AttachmentFact:
    urn, kind = resource.resource.urn, _ATTACHMENTS[resource.resource.type]
    because = Because(urn, "coreNetworkId")
    if kind == "vpc":
        network = resource.refers_to("vpcArn", VPC)
        subnets = tuple(resource.all_refer_to("subnetArns", SUBNET))
        far = Reference()
        if not network.targets:
            graph.unreadable(urn, f"the VPC {network.literal or 'is unknown: it'} is no resource of the stack")
            far = far_network(graph, "network", network.literal or resource.resource.name, None, None)
        return AttachmentFact(urn, hub, network, subnets, far, because)
    return AttachmentFact(urn, hub, Reference(), (), _far(resource, graph), because)


def _far(resource: ResourceView, graph: GraphBuilder) -> Reference:
    for line in resource.refers_to("vpnConnectionArn", VPN_CONNECTION).targets:
        return far_end(graph, graph.view(line))
    circuit = resource.refers_to("directConnectGatewayArn", CIRCUIT_GATEWAYS.tokens)
    for gateway in circuit.targets:
        return graph.somewhere(CIRCUIT, graph.stack.by_urn[gateway].name)
    return graph.somewhere(CIRCUIT, circuit.literal or resource.resource.name)


def _segment(resource: ResourceView, policy: _Policy) -> str | None:
    """The segment of the first rule that matches the attachment; None: no rule does."""
    tags = resource.tags()
    for rule in policy.rules:
        if not _matches(rule, resource, tags):
            continue
        action = rule.get("action")
        if not isinstance(action, dict) or "add-to-network-function-group" in action:
            raise _NotUnderstoodError(f"rule {rule.get('rule-number')} adds it to a network function group")
        segment = action.get("segment")
        if action.get("association-method") == "tag":
            segment = tags.get(str(action.get("tag-value-of-path-key")))
        if is_unknown(segment) or "*" in tags:
            raise _NotUnderstoodError("its tags are unknown until the update")
        if not isinstance(segment, str) or segment not in policy.segments:
            return None
        return segment
    return None


def _matches(rule: Mapping[str, Any], resource: ResourceView, tags: Mapping[str, Any]) -> bool:
    found = [_holds(one, resource, tags) for one in _dicts(rule, "conditions")]
    return any(found) if rule.get("condition-logic") == "or" else bool(found) and all(found)


def _holds(condition: Mapping[str, Any], resource: ResourceView, tags: Mapping[str, Any]) -> bool:
    kind, operator, wanted = condition.get("type"), condition.get("operator"), str(condition.get("value"))
    if kind == "any":
        return True
    key = str(condition.get("key"))
    if kind == "tag-exists":
        return key in tags
    resource_of: dict[str, object] = {
        "tag-value": tags.get(key),
        "attachment-type": _ATTACHMENTS[resource.resource.type],
        "account-id": account_of(resource.resource),
        "region": region_of(resource.resource),
    }
    given = resource_of.get(str(kind))
    if kind == "tag-value" and key not in tags and "*" not in tags:
        return False
    if not isinstance(given, str):
        raise _NotUnderstoodError(f"{kind} is not known")
    compare = {
        "equals": given == wanted,
        "not-equals": given != wanted,
        "contains": wanted in given,
        "begins-with": given.startswith(wanted),
    }
    if operator not in compare:
        raise _NotUnderstoodError(f"the operator {operator}")
    return compare[str(operator)]


@reads(
    "aws:networkmanager/transitGatewayPeering:TransitGatewayPeering",
    "aws:networkmanager/transitGatewayRouteTableAttachment:TransitGatewayRouteTableAttachment",
    "aws:networkmanager/connectAttachment:ConnectAttachment",
    "aws:networkmanager/connectPeer:ConnectPeer",
    "aws:networkmanager/prefixListAssociation:PrefixListAssociation",
    "aws:networkmanager/attachmentRoutingPolicyLabel:AttachmentRoutingPolicyLabel",
    "aws-native:networkmanager:TransitGatewayPeering",
    "aws-native:networkmanager:TransitGatewayRouteTableAttachment",
    "aws-native:networkmanager:ConnectAttachment",
    "aws-native:networkmanager:ConnectPeer",
)
def beyond_segments(resource: ResourceView, graph: GraphBuilder) -> None:
    """Transit gateways, appliances by GRE and routing policies bring routes that the core network's policy does not name."""
    graph.unreadable(
        resource.resource.urn, "brings routes into a Cloud WAN core network that its policy does not name; they are not followed"
    )


inert(
    "The policy is read with the core network and its attachments; who accepts one, no packet asks (AWS Cloud WAN User Guide)",
    _POLICY,
    "aws:networkmanager/attachmentAccepter:AttachmentAccepter",
)
inert(
    "Describes networks, sites and devices for people to look at (AWS Network Manager, 'Global networks')",
    "aws:networkmanager/globalNetwork:GlobalNetwork",
    "aws:networkmanager/site:Site",
    "aws:networkmanager/device:Device",
    "aws:networkmanager/link:Link",
    "aws:networkmanager/linkAssociation:LinkAssociation",
    "aws:networkmanager/connection:Connection",
    "aws:networkmanager/customerGatewayAssociation:CustomerGatewayAssociation",
    "aws:networkmanager/transitGatewayRegistration:TransitGatewayRegistration",
    "aws:networkmanager/transitGatewayConnectPeerAssociation:TransitGatewayConnectPeerAssociation",
    "aws-native:networkmanager:GlobalNetwork",
    "aws-native:networkmanager:Site",
    "aws-native:networkmanager:Device",
    "aws-native:networkmanager:Link",
)
