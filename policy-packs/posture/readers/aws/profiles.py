"""Route 53 Profiles: one set of zones, forwarding rules and firewall rule groups for the resolvers of many VPCs.

Source: Amazon Route 53 Developer Guide, "What are Amazon Route 53 Profiles?" (what a profile holds; rule groups of DNS Firewall in order of
their priorities, those of the VPC and of the profile together), "Associate DNS Firewall rule groups to a Profile".
"""

from collections.abc import Iterator
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.readers.aws.kinds import NETWORK
from posture.readers.aws.looking import refer
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.view import ResourceView

PROFILES: Final = ("aws:route53/profilesProfile:ProfilesProfile", "aws-native:route53profiles:Profile")
PROFILE_USES: Final = ("aws:route53/profilesAssociation:ProfilesAssociation", "aws-native:route53profiles:ProfileAssociation")
_HELD: Final = (
    "aws:route53/profilesResourceAssociation:ProfilesResourceAssociation",
    "aws-native:route53profiles:ProfileResourceAssociation",
)


def uses_of(graph: GraphBuilder, vpc: str) -> Iterator[tuple[ResourceView, bool]]:
    """Associations of profiles with the VPC, and whether each certainly is with this one."""
    for resource in graph.stack.of_type(*PROFILE_USES):
        view = graph.view(resource.urn)
        where = refer(graph, view, "resourceId", NETWORK)
        if vpc in where.targets:
            yield view, where.certain


def held_by(graph: GraphBuilder, use: ResourceView, kinds: tuple[str, ...]) -> Iterator[tuple[ResourceView, Reference]]:
    """Resources of these kinds in the profile of a use: the association that puts each one in, and what it is."""
    profile = use.refers_to("profileId", PROFILES)
    for resource in graph.stack.of_type(*_HELD):
        view = graph.view(resource.urn)
        owner = view.refers_to("profileId", PROFILES)
        if not set(owner.targets) & set(profile.targets):
            continue
        what = view.refers_to("resourceArn", kinds)
        if what.targets:
            yield view, Reference(what.targets, what.literal, what.certain and owner.certain and profile.certain, what.prop)


def out_of_sight(graph: GraphBuilder, use: ResourceView) -> str | None:
    """What may bring a rule group to the VPC and is no resource of the stack: the profile itself, or a group that it holds."""
    profile = use.refers_to("profileId", PROFILES)
    if not profile.targets:
        return f"the profile {profile.literal or 'of ' + use.resource.name}"
    for resource in graph.stack.of_type(*_HELD):
        view = graph.view(resource.urn)
        if set(view.refers_to("profileId", PROFILES).targets) & set(profile.targets):
            what = view.refers_to("resourceArn")
            if not what.targets and (what.literal is None or ":firewall-rule-group/" in what.literal):
                return f"what {resource.name} puts into the profile"
    return None


def priority_of(view: ResourceView) -> int | None:
    """Priority of a rule group in its profile: `{"priority": 102}`."""
    found = view.written("resourceProperties")
    priority = found.get("priority") if isinstance(found, dict) else None
    return priority if isinstance(priority, int) else None


@reads(*PROFILE_USES)
def profile_use(resource: ResourceView, graph: GraphBuilder) -> None:
    """What it holds, the readers of resolvers ask for. Here: only what can't be placed."""
    profile = resource.refers_to("profileId", PROFILES)
    network = refer(graph, resource, "resourceId", NETWORK)
    if not network.targets:
        graph.unreadable(resource.resource.urn, f"the VPC {network.literal or 'is unknown: it'} is no resource of the stack")
    if not profile.targets:
        graph.unreadable(
            resource.resource.urn,
            f"the profile {profile.literal or 'is unknown: it'} is no resource of the stack: what it forwards and answers is not known",
        )


@reads(*_HELD)
def held(resource: ResourceView, graph: GraphBuilder) -> None:
    """Something that a profile holds: a rule or rule group of the stack is read with the VPCs; what is no resource here stays open."""
    urn = resource.resource.urn
    if not resource.refers_to("profileId", PROFILES).targets:
        graph.unreadable(urn, "puts something into a profile that is no resource of the stack")
    what = resource.refers_to("resourceArn")
    if what.targets or (what.literal is not None and any(part in what.literal for part in (":hostedzone/", ":vpc-endpoint/"))):
        return
    graph.unreadable(urn, f"what it puts into the profile is no resource of the stack: {what.literal or 'unknown'}")


inert("Holds what its resource associations put in; they and the VPCs' associations are read", *PROFILES)
