"""Network security perimeters: who may come into what a perimeter secures, and what it may reach.

A service whose public access is secured by a perimeter answers only what the perimeter's profile lets in; outside of every perimeter it
answers nobody. Within one perimeter services may reach each other. An association that only learns forbids nothing.
Source: Azure documentation, "What is a network security perimeter?", "Transition to a network security perimeter in Azure".
"""

from collections.abc import Iterator
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.readers.azure.data_tokens import DATA_TYPES, tokens
from posture.readers.azure.look import chosen, refer, spread
from posture.readers.azure.sending import asserted
from posture.readers.registry import inert
from posture.reference import Reference
from posture.values import Unknown, is_unknown
from posture.view import ResourceView

ASSOCIATION: Final = tokens("network:NetworkSecurityPerimeterAssociation", "network:NspAssociation")
PROFILE: Final = tokens("network:NetworkSecurityPerimeterProfile", "network:NspProfile")
ACCESS_RULE: Final = tokens("network:NetworkSecurityPerimeterAccessRule", "network:NspAccessRule")


def enforced(graph: GraphBuilder, view: ResourceView) -> bool:
    """Whether a perimeter decides for the service, whatever its own settings say."""
    return any(
        chosen(about, "accessMode") == "enforced" and view.resource.urn in secured.targets and secured.certain
        for about, secured in _associations(graph)
    )


def _associations(graph: GraphBuilder) -> Iterator[tuple[ResourceView, Reference]]:
    for association in graph.stack.of_type(*ASSOCIATION):
        about = graph.view(association.urn)
        yield about, refer(graph, about, "privateLinkResource.id", DATA_TYPES)


def inbound(graph: GraphBuilder, view: ResourceView) -> Iterator[tuple[Reference, Because, bool]]:
    """Whoever the perimeter of a service lets in from outside: addresses and subscriptions."""
    for about, secured in _associations(graph):
        if view.resource.urn not in secured.targets:
            continue
        if chosen(about, "accessMode") != "enforced":
            because = Because(about.resource.urn, "accessMode", "the perimeter only learns")
            yield graph.internet(), because, False
        profiles = refer(graph, about, "profile.id", PROFILE).targets
        for rule in graph.stack.of_type(*ACCESS_RULE):
            yield from _rule(graph, graph.view(rule.urn), profiles)


def _rule(graph: GraphBuilder, rule: ResourceView, profiles: tuple[str, ...]) -> Iterator[tuple[Reference, Because, bool]]:
    if chosen(rule, "direction") == "outbound":
        return
    name = rule.value("profileName")
    ours = [urn for urn in profiles if not is_unknown(name) and name == _name(graph, urn)]
    unsure = is_unknown(name) or any(is_unknown(_name(graph, urn)) for urn in profiles) or not profiles
    if not ours and not unsure:
        return
    urn, sure = rule.resource.urn, bool(ours) and chosen(rule, "direction") == "inbound"
    prefixes = rule.texts("addressPrefixes")
    for prefix in [prefixes] if isinstance(prefixes, Unknown) else prefixes:
        named = asserted(graph, prefix) if isinstance(prefix, str) else None
        who = graph.somewhere("address", named) if named is not None else graph.internet()
        yield who, Because(urn, "addressPrefixes", prefix if isinstance(prefix, str) else ""), sure and isinstance(prefix, str)
    for place in spread(rule, "subscriptions.id"):
        text = rule.text(place)
        if isinstance(text, str):
            yield graph.azure_subscription(text.rstrip("/").rsplit("/", 1)[-1]), Because(urn, place, text), sure
        elif text is not None:
            yield graph.internet(), Because(urn, place), False


def _name(graph: GraphBuilder, profile: str) -> object:
    return graph.view(profile).value("profileName")


inert(
    "Names what belongs to a perimeter; its rules are read with the services that it secures "
    "(Azure documentation, 'What is a network security perimeter?')",
    *tokens("network:NetworkSecurityPerimeter"),
    *ASSOCIATION,
    *PROFILE,
    *ACCESS_RULE,
)
