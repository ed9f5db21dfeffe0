"""Connections of AI Foundry and machine learning: what agents, indexes and models of an account work on, and what they ask outside.

A connection to a store is read and written by whoever asks the account: "on your data" brings a store's text to a model past every
de-identification. A tool that searches the web, a model of another company, a repository: the internet.
Sources: Azure documentation, "Add a new connection to your project" (Azure AI Foundry), "Grounding with Bing Search tools" (data leaves the
compliance and geographic boundary), "Azure OpenAI On Your Data", "Connected tools for agents".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind
from posture.readers.azure.data_tokens import AI_ACCOUNT, AI_PROJECT, ML_WORKSPACE, tokens
from posture.readers.azure.look import chosen, parent, refer
from posture.readers.azure.sending import address, outsider
from posture.readers.azure.stores import STORES
from posture.readers.azure.unclear import unclear
from posture.readers.registry import reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

OUTWARD: Final = frozenset(
    {
        "groundingwithbingsearch", "groundingwithcustomsearch", "bingllmsearch", "serp", "openai", "pinecone", "elasticsearch", "git",
        "pythonfeed", "snowflake", "s3", "amazons3compatible", "googlecloudstorage", "sharepointonlinelist", "salesforce", "github",
        "remotetool", "serverless", "genericrest", "generichttp", "browserautomation", "mongodbatlas", "googlebigquery",
    }
)  # fmt: skip
"""Categories that lead to another company or to the web, whatever the target says."""
_KINDS: Final = (*STORES, *AI_ACCOUNT, *ML_WORKSPACE, *AI_PROJECT)
_OWNERS: Final[dict[str, tuple[tuple[str, tuple[str, ...]], ...]]] = {
    **dict.fromkeys(tokens("cognitiveservices:AccountConnection"), (("accountName", AI_ACCOUNT),)),
    **dict.fromkeys(tokens("cognitiveservices:ProjectConnection"), (("projectName", AI_PROJECT), ("accountName", AI_ACCOUNT))),
    **dict.fromkeys(tokens("machinelearningservices:WorkspaceConnection"), (("workspaceName", ML_WORKSPACE),)),
}


@reads(*_OWNERS)
def connection(resource: ResourceView, graph: GraphBuilder) -> None:
    """Both ways: what is asked goes there, what is found comes back."""
    urn = resource.resource.urn
    owner = _owner(graph, resource)
    if not owner.targets:
        unclear(graph, urn, f"whose connection it is, {owner.literal or 'unknown'}, is no resource of the stack")
        return
    category = chosen(resource, "properties.category")
    found, path = _target(graph, resource)
    if found.targets:
        if set(found.targets) != set(owner.targets):
            because = Because(urn, path, f"connection: {category}" if isinstance(category, str) else "connection")
            graph.edge(owner, found, EdgeKind.USE, because, certain=owner.certain and found.certain)
        return
    if (isinstance(category, str) and category in OUTWARD) or _asks_bing(resource):
        who = address(graph, found.literal) if found.literal and not found.literal.startswith("/") else graph.internet()
        because = Because(urn, "properties.category", str(resource.value("properties.category")))
        graph.edge(owner, who, EdgeKind.ROUTE, because, certain=owner.certain, ports=((443, 443),))
    elif found.literal is not None:
        who = outsider(graph, found.literal)
        because = Because(urn, path, found.literal)
        graph.edge(owner, who, EdgeKind.USE, because, certain=owner.certain)
    elif category != "containerregistry" or is_unknown(category):
        unclear(graph, urn, f"what the connection leads to is not known ({path})")


def _owner(graph: GraphBuilder, view: ResourceView) -> Reference:
    found = Reference(certain=False)
    for prop, kinds in _OWNERS[view.resource.type]:
        found = parent(graph, view, prop, kinds)
        if found.targets:
            return found
    return found


def _asks_bing(view: ResourceView) -> bool:
    """Whether the connection is to a resource of Bing: though the account is ours, what it is asked leaves Azure."""
    paths = ("properties.target", "properties.metadata.ResourceId", "properties.metadata.resourceId", "properties.metadata.type")
    values = [view.value(path) for path in paths]
    return any(isinstance(value, str) and ("microsoft.bing/" in value.lower() or "bing" in value.lower().split("_")) for value in values)


def _target(graph: GraphBuilder, view: ResourceView) -> tuple[Reference, str]:
    """The id in the metadata is exact; the target is an address, or an id."""
    for path in ("properties.metadata.ResourceId", "properties.metadata.resourceId", "properties.target"):
        found = refer(graph, view, path, _KINDS)
        if found.targets:
            return found, path
    return refer(graph, view, "properties.target", _KINDS), "properties.target"
