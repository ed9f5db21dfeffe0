"""Networks and subnets with their addresses, those that nobody wrote included: an auto mode network has a subnet in every region.

Sources: Google Cloud documentation, "VPC networks" (auto mode range 10.128.0.0/9; the default network of a project), "Subnets" (primary and
secondary ranges; purposes), "Shared VPC".
"""

from collections.abc import Iterator, Mapping
from typing import Final

from posture.graph.addresses import EMPTY, AddressSet
from posture.graph.builder import GraphBuilder
from posture.readers.gcp.names import parse, project_of, refer, region_of, resolve
from posture.readers.gcp.tokens import NETWORK, SUBNET, tokens
from posture.record import record
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

AUTO_MODE: Final = AddressSet.parse("10.128.0.0/9")
CONNECTOR: Final = tokens("vpcaccess:Connector")
_NO_PLACE: Final = frozenset({"REGIONAL_MANAGED_PROXY", "GLOBAL_MANAGED_PROXY", "INTERNAL_HTTPS_LOAD_BALANCER", "PRIVATE_SERVICE_CONNECT"})
"""Purposes of subnets in which only Google's own proxies and translations stand."""


@record
class Part:
    """A subnet: a resource, or one that an auto mode network or a project's default network has."""

    key: str
    network: Reference
    cidrs: AddressSet | None
    region: str | None
    view: ResourceView | None
    google_access: bool | None
    """Private Google Access; None: not known."""
    external_v6: bool = False
    only_google: bool = False


def default_key(project: str | None) -> str:
    """Key of a project's default network that is no resource of the stack."""
    return f"default network of {project or 'the project'}"


def default_networks(graph: GraphBuilder) -> dict[str, str | None]:
    """Default networks that the stack uses without having them: key → project."""

    def made() -> dict[str, str | None]:
        found: dict[str, str | None] = {}
        for resource in graph.stack:
            if resource.type.startswith("gcp:"):
                view = graph.view(resource.urn)
                for text in _networks_in(resource.props):
                    if parse(text).name == "default" and not resolve(graph, view, text, (NETWORK,)).targets:
                        project = parse(text).project or project_of(view)
                        found[default_key(project)] = project
        return found

    return graph.once("gcp default networks", made)


def _networks_in(value: object) -> Iterator[str]:
    """Whatever is named as a network, however deep it stands."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            if key in ("network", "networkUrl", "privateNetwork", "authorizedNetwork") and isinstance(item, str):
                yield item
            elif isinstance(item, (Mapping, list, tuple)):
                yield from _networks_in(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _networks_in(item)


def network_of(graph: GraphBuilder, view: ResourceView, path: Path = "network") -> Reference:
    """The network that a property names; `default` without a resource is the project's default network."""
    found = refer(graph, view, path, NETWORK)
    if found.targets or found.literal is None:
        return found
    name = parse(found.literal)
    if name.name != "default":
        return found
    key = default_key(name.project or project_of(view))
    return Reference((key,), found.literal, True, found.prop) if key in default_networks(graph) else found


def parts(graph: GraphBuilder) -> dict[str, Part]:
    """Subnets by key."""
    return graph.once("gcp subnets", lambda: {part.key: part for part in _all(graph)})


def _all(graph: GraphBuilder) -> list[Part]:
    found: list[Part] = []
    for resource in graph.stack.of_type(SUBNET):
        view = graph.view(resource.urn)
        purpose = view.text("purpose")
        access = view.flag("privateIpGoogleAccess")
        found.append(
            Part(
                resource.urn,
                network_of(graph, view),
                ranges(view),
                region_of(view),
                view,
                None if is_unknown(access) else bool(access),
                str(view.value("ipv6AccessType")).upper() == "EXTERNAL",
                isinstance(purpose, str) and purpose.upper() in _NO_PLACE,
            )
        )
    for resource in graph.stack.of_type(NETWORK):
        view = graph.view(resource.urn)
        if view.flag("autoCreateSubnetworks") is not False and not resource.external:
            found.append(Part(f"{resource.urn}#auto", Reference.to(resource.urn), AUTO_MODE, None, view, False))
    for resource in graph.stack.of_type(*CONNECTOR):
        view = graph.view(resource.urn)
        text = view.value("ipCidrRange")
        if isinstance(text, str) and text:
            found.append(Part(f"{resource.urn}#range", network_of(graph, view), addresses([text]), region_of(view), view, True))
    return found


def ranges(view: ResourceView) -> AddressSet | None:
    """Primary, secondary and IPv6 ranges of a subnet; None when one that is declared is unknown."""
    texts: list[object] = [view.value("ipCidrRange")]
    blocks = view.blocks("secondaryIpRanges")
    if is_unknown(blocks):
        return None
    texts.extend(view.value(f"{block}.ipCidrRange") for block in blocks)
    texts.extend(
        value for prop in ("externalIpv6Prefix", "internalIpv6Prefix", "ipv6CidrRange") if isinstance(value := view.value(prop), str)
    )
    return addresses(texts)


def addresses(texts: object) -> AddressSet | None:
    """The union of a list of ranges; None when one is unknown or no range."""
    made = EMPTY
    if not isinstance(texts, (list, tuple, str)):
        return None
    for text in [texts] if isinstance(texts, str) else texts:
        if text is None or text == "":
            continue
        try:
            made |= AddressSet.parse(text)
        except (ValueError, TypeError):
            return None
    return made


def parts_of(graph: GraphBuilder, network: str) -> list[Part]:
    """Subnets of a network."""
    return [part for part in parts(graph).values() if network in part.network.targets]


def space_of(graph: GraphBuilder, network: str) -> AddressSet | None:
    """Addresses of all its subnets."""
    if network in default_networks(graph):
        return AUTO_MODE
    found = EMPTY
    for part in parts_of(graph, network):
        if part.cidrs is None:
            return None
        found |= part.cidrs
    return found


def place(graph: GraphBuilder, view: ResourceView, base: Path = "") -> tuple[Reference, Reference]:
    """The subnet and network of an interface: `subnetwork`, else the network's own subnet where there is but one to be."""
    subnet = refer(graph, view, f"{base}subnetwork", SUBNET)
    network = network_of(graph, view, f"{base}network")
    if not subnet.absent:
        return subnet, network
    for urn in network.targets:
        if urn in default_networks(graph):
            return Reference.to(f"{urn}#auto", f"{base}network"), network
        region = region_of(view)
        here = [part for part in parts_of(graph, urn) if part.region in (None, region)]
        if here:
            return Reference(tuple(part.key for part in here), certain=len(here) == 1 and network.certain, prop=f"{base}network"), network
    return subnet, network
