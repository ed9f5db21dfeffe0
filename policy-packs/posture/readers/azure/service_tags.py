"""What a prefix of a rule or route means: a CIDR, `*`, or one of Azure's service tags.

A tag of a cloud service names public addresses that change weekly. Those are not listed here: such a tag certainly holds some public
address, so where anybody can have an account of the service it counts as a sample of Microsoft's own range, and as uncertain beyond it.

Sources: Azure documentation, "Azure service tags overview"; ARIN, NET-20-33-0-0-1 (Microsoft Corporation, 20.33.0.0 to 20.128.255.255).
"""

import ipaddress
from typing import Final

from posture.graph.addresses import ANY, ANY_V4, EMPTY, AddressSet
from posture.graph.builder import GraphBuilder
from posture.graph.packets import PUBLIC
from posture.readers.azure.joined import joined_space
from posture.record import record

MICROSOFT: Final = AddressSet.parse("20.64.0.0/10")
"""A part of Azure's public addresses."""
PLATFORM: Final = AddressSet.parse("168.63.129.16/32")
"""Health probes, the platform's name server and agent: the host itself, nobody's peer (Azure documentation, "What is IP address
168.63.129.16?")."""

_EVERYTHING: Final = frozenset({"*", "any"})
_PLATFORM_TAGS: Final = frozenset({"azureloadbalancer", "azureplatformdns", "azureplatformlkm", "azureplatformimds"})
ANYBODYS: Final = frozenset(
    {
        "azurecloud",
        "storage",
        "sql",
        "azurecosmosdb",
        "azurekeyvault",
        "azurecontainerregistry",
        "microsoftcontainerregistry",
        "azurefrontdoor",
        "appservice",
        "servicebus",
        "eventhub",
        "azurewebsites",
        "azuredatabricks",
        "cognitiveservicesfrontend",
        "cognitiveservicesmanagement",
        "azuremonitor",
        "apimanagement",
        "azuredevops",
        "azuresearch",
        "azuremachinelearning",
        "azuresignalr",
        "powerbi",
        "logicapps",
        "azureopendatasets",
    }
)
"""Tags of services in which anybody can have an account of his own, by what stands before the dot."""


@record
class Meaning:
    """Addresses that a prefix certainly names, and those that it may name besides."""

    sure: AddressSet
    may: AddressSet = EMPTY


def meaning(graph: GraphBuilder, prefix: str, network: str | None, subnet: str) -> Meaning:
    """A prefix as it stands in a rule before a subnet of a network."""
    word = prefix.strip().lower()
    if word in _EVERYTHING:
        return Meaning(ANY)
    try:
        return Meaning(EMPTY if (found := AddressSet.parse(prefix)) == PLATFORM else found)
    except ValueError:
        pass
    low, dash, high = word.partition("-")
    if dash and low[:1].isdigit():
        try:
            return Meaning(between(low, high))
        except ValueError:
            return Meaning(EMPTY, ANY_V4)
    if word in _PLATFORM_TAGS:
        return Meaning(EMPTY)
    if word == "virtualnetwork":
        return _virtual_network(graph, network, subnet)
    if word == "internet":
        sure = _virtual_network(graph, network, subnet).sure
        return Meaning(PUBLIC - sure)
    if word.partition(".")[0] in ANYBODYS:
        return Meaning(MICROSOFT, PUBLIC)
    return Meaning(EMPTY, PUBLIC)


def between(low: str, high: str) -> AddressSet:
    """Addresses from one to another, both included. Raises ValueError for what is no such range."""
    networks = ipaddress.summarize_address_range(ipaddress.IPv4Address(low.strip()), ipaddress.IPv4Address(high.strip()))
    return AddressSet.parse(*(str(network) for network in networks))


def _virtual_network(graph: GraphBuilder, network: str | None, subnet: str) -> Meaning:
    """The network's own space, peered ones, what gateways lead to, and prefixes of the subnet's own routes."""
    if network is None:
        return Meaning(EMPTY, ANY_V4)
    return Meaning(*joined_space(graph, network, subnet))
