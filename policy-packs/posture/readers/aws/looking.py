"""How the networking readers look things up: references of a `Kind`, addresses, and values inside lists of blocks."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from posture.graph.addresses import EMPTY, AddressSet
from posture.graph.builder import GraphBuilder
from posture.readers.aws.kinds import NETWORK, Kind, Made
from posture.readers.aws.tokens import VPC
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView
from posture.view import spread as spread

_DEEPEST = 5
"""How many hand-overs of an id are followed (`vpc.id` → `association.vpcId` → `subnet.vpcId` …)."""


def refer(graph: GraphBuilder, view: ResourceView, path: Path, kind: Kind, *more: Kind) -> Reference:
    """Where the property points among resources of the kinds, whichever way it names them."""
    kinds = (kind, *more)
    return _proper(graph, view, path, kinds, view.refers_to(path, _tokens(kinds)), 0)


def refer_all(graph: GraphBuilder, view: ResourceView, path: Path, kind: Kind) -> tuple[Reference, ...]:
    """Where each item of a list points; the list may lie inside blocks (`vpcConfigs.subnetIds`), or be one id a block (`subnetMappings.subnetId`)."""
    places = spread(view, path)
    if len(places) > 1 and all(_is_one(view.value(place)) for place in places):
        return _one_each(graph, view, places, kind)
    found: list[Reference] = []
    for place in places:
        for reference in view.all_refer_to(place, _tokens((kind,))):
            followed = _proper(graph, view, place, (kind,), reference, 0)
            if followed.unknown or not reference.unknown or followed.certain:
                found.append(followed)
            else:
                # A wholly unknown list handed on by another resource: each candidate stands for itself.
                found.extend(Reference(targets=(urn,), certain=False, prop=followed.prop) for urn in followed.targets)
    return tuple(found)


def _is_one(value: object) -> bool:
    return value is None or isinstance(value, str) or is_unknown(value)


def _one_each(graph: GraphBuilder, view: ResourceView, places: list[Path], kind: Kind) -> tuple[Reference, ...]:
    """One id a block. As many unknown ids as dependencies of the kind: each of them stands in one block."""
    found = [refer(graph, view, place, kind) for place in places if isinstance(view.value(place), str)]
    found = [reference for reference in found if not reference.absent]
    unknown = [place for place in places if is_unknown(view.value(place))]
    taken = {urn for reference in found for urn in reference.targets}
    candidates: dict[str, None] = {}
    for place in unknown:
        candidates.update(dict.fromkeys(urn for urn in refer(graph, view, place, kind).targets if urn not in taken))
    exact = len(candidates) in (1, len(unknown))
    found.extend(Reference(targets=(urn,), certain=exact, prop=unknown[0]) for urn in candidates)
    if unknown and not candidates:
        found.append(Reference(certain=False, prop=unknown[0]))
    return tuple(found)


def addresses(graph: GraphBuilder, view: ResourceView, *paths: Path) -> tuple[AddressSet, bool]:
    """Addresses of CIDRs at the paths (one or a list each), and whether that is all: False with an unknown or malformed one among them."""
    known: AddressSet = EMPTY
    complete = True
    for path in paths:
        texts = view.texts(path)
        if is_unknown(texts):
            complete = False
            if not is_unknown(view.value(path)):
                graph.unreadable(view.resource.urn, f"{path} is no CIDR or list of CIDRs")
            continue
        for text in texts:
            if is_unknown(text):
                complete = False
            elif text:
                parsed = parse(graph, view, path, text)
                complete = complete and parsed is not None
                known = known | (parsed or EMPTY)
    return known, complete


def parse(graph: GraphBuilder, view: ResourceView, path: Path, text: str) -> AddressSet | None:
    """Addresses of one CIDR; None, and said so, when it is none."""
    try:
        return AddressSet.parse(text)
    except ValueError:
        graph.unreadable(view.resource.urn, f"{path} is not a CIDR")
        return None


def stand_in(graph: GraphBuilder, vpc: str, made: Made) -> str:
    """URN of what AWS made with the VPC: the resource that adopts it, else a name derived from the VPC's.

    The main table of an adopted VPC has routes that nobody told us; the graph knows it by the VPC's own name.
    """
    if made.suffix == "main-route-table" and vpc not in adopters(graph, made) and graph.stack.by_urn[vpc].external:
        return vpc
    return adopters(graph, made).get(vpc, f"{vpc}#{made.suffix}")


def adopters(graph: GraphBuilder, made: Made) -> dict[str, str]:
    """VPC → the resource that adopts what AWS made with it."""
    return graph.once(f"aws adopters of {made.suffix}", lambda: dict(_adopters(graph, made)))


def vpc_of_adopter(graph: GraphBuilder, view: ResourceView, made: Made) -> Reference:
    """The VPC of an adopting resource: by the id that it adopts, which is an output of the VPC, else by `vpcId`."""
    if made.adopter_prop is not None:
        found = view.refers_to(made.adopter_prop, VPC)
        if found.targets:
            return found
        if found.literal is not None:
            owner = _made_literals(graph, made).get(found.literal)
            if owner is not None:
                return Reference.to(owner, made.adopter_prop)
    by_vpc = refer(graph, view, "vpcId", NETWORK)
    return by_vpc if not by_vpc.absent else Reference(certain=False, prop=made.adopter_prop or "vpcId")


def _adopters(graph: GraphBuilder, made: Made) -> Iterator[tuple[str, str]]:
    for resource in graph.stack.of_type(made.adopter):
        for vpc in vpc_of_adopter(graph, graph.view(resource.urn), made).targets:
            yield vpc, resource.urn


def _made_literals(graph: GraphBuilder, made: Made) -> dict[str, str]:
    def index() -> dict[str, str]:
        found = {}
        for resource in graph.stack.of_type(*VPC):
            for prop in made.vpc_props:
                literal = resource.props.get(prop)
                if isinstance(literal, str) and literal:
                    found[literal] = resource.urn
        return found

    return graph.once(f"aws literals of {made.suffix}", index)


def _tokens(kinds: tuple[Kind, ...]) -> tuple[str, ...]:
    # A kind without tokens exists only outside: nothing may fit, but an empty collection would mean anything.
    if len(kinds) == 1:
        return kinds[0].tokens or ("",)
    found = tuple(dict.fromkeys(token for kind in kinds for token in kind.tokens))
    return found or ("",)


def _proper(graph: GraphBuilder, view: ResourceView, path: Path, kinds: tuple[Kind, ...], found: Reference, depth: int) -> Reference:
    if found.absent:
        return found
    if not found.targets:
        found = _by_alias(graph, kinds, found) if found.literal is not None else _handed_on(graph, view, path, kinds, found, depth)
    targets = found.targets
    # One resource may stand twice in a state: its old form is still to be deleted.
    if len(targets) > 1 or (targets and any(kind.stands_for for kind in kinds)):
        targets = tuple(dict.fromkeys(real for urn in targets for real in _real(graph, urn, kinds)))
    exact = found.certain or (found.literal is not None and len(targets) == 1)
    # Most point where they seem to: then it is as it was found.
    return found if (targets, exact) == (found.targets, found.certain) else replace(found, targets=targets, certain=exact)


def _by_alias(graph: GraphBuilder, kinds: tuple[Kind, ...], found: Reference) -> Reference:
    literal = found.literal or ""
    for kind in kinds:
        if kind.made is not None and (vpc := _made_literals(graph, kind.made).get(literal)) is not None:
            return replace(found, targets=(stand_in(graph, vpc, kind.made),))
        if kind.aliases and (owners := _aliases(graph, kind).get(literal)):
            return replace(found, targets=owners, certain=len(owners) == 1)
    return found


def _aliases(graph: GraphBuilder, kind: Kind) -> dict[str, tuple[str, ...]]:
    def index() -> dict[str, tuple[str, ...]]:
        owners: dict[str, list[str]] = {}
        for resource in graph.stack.of_type(*kind.aliases):
            view = graph.view(resource.urn)
            for prop in kind.aliases[resource.type]:
                for place in spread(view, prop):
                    texts = view.texts(place)
                    for text in [] if is_unknown(texts) else texts:
                        if isinstance(text, str) and text:
                            # aws-native writes `us-west-2a:vpce-0abc` for the endpoint in a zone.
                            owners.setdefault(text.rpartition(":")[2] if text.count(":") == 1 else text, []).append(resource.urn)
        return {literal: tuple(dict.fromkeys(urns)) for literal, urns in owners.items()}

    return graph.once(f"aws aliases of {kind.tokens}", index)


def _handed_on(graph: GraphBuilder, view: ResourceView, path: Path, kinds: tuple[Kind, ...], found: Reference, depth: int) -> Reference:
    """An unknown value that is an output of another resource: a VPC's own table, or an id that somebody hands on."""
    top = path.split(".", 1)[0].split("[", 1)[0]
    targets: list[str] = []
    certain = True
    depends_on = sorted(view.resource.property_dependencies.get(top, ()))
    for urn in depends_on:
        if urn not in graph.stack.by_urn:
            continue
        source = graph.view(urn)
        for kind in kinds:
            if kind.made is not None and source.resource.type in VPC:
                targets.extend(_made_of(graph, urn, kind.made))
                certain = certain and len(targets) == 1
            elif kind.aliases and source.resource.type in kind.aliases:
                targets.append(urn)
            elif depth < _DEEPEST:
                for carrier in kind.carriers:
                    if source.resource.type in kind.tokens or source.value(carrier) is None:
                        continue
                    carried = source.refers_to(carrier, _tokens((kind,)))
                    carried = _proper(graph, source, carrier, (kind,), carried, depth + 1)
                    targets.extend(carried.targets)
                    certain = certain and carried.certain
    unique = tuple(dict.fromkeys(targets))
    if not unique:
        return found
    return Reference(targets=unique, certain=certain and len(unique) == 1 and len(view.blocks_of(path)) <= 1, prop=path)


def _made_of(graph: GraphBuilder, vpc: str, made: Made) -> list[str]:
    found = [stand_in(graph, vpc, made)]
    if made.suffix == "main-route-table":
        # `mainRouteTableId` may be the table that a MainRouteTableAssociation put in its place; `defaultRouteTableId` is not.
        for resource in graph.stack.of_type("aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation"):
            view = graph.view(resource.urn)
            if vpc in refer(graph, view, "vpcId", NETWORK).targets:
                found.extend(view.refers_to("routeTableId", ("aws:ec2/routeTable:RouteTable",)).targets)
    return found


def _real(graph: GraphBuilder, urn: str, kinds: tuple[Kind, ...]) -> tuple[str, ...]:
    resource = graph.stack.by_urn.get(urn)
    if resource is None:
        return (urn,)
    for kind in kinds:
        prop = kind.stands_for.get(resource.type)
        if prop is None:
            continue
        originals = tuple(token for token in kind.tokens if token not in kind.stands_for)
        other_half = graph.view(urn).refers_to(prop, originals)
        if other_half.targets:
            return other_half.targets
    return (urn,)


def texts(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a document, with the key that it stands at."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from texts(inner, str(name))
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from texts(inner, key)
