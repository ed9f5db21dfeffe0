"""Azure Resource Manager ids: what stands behind one, whose it is and where, in a state and in a preview.

Ids are compared without regard to case. A preview knows no id, but mostly the names of which one is made; where it does not know a
resource group's name either, the resource group itself stands for it, so that what stands in the same group is still told apart.

Source: Azure Resource Manager documentation, "Azure resource ID", "Naming rules and restrictions" (names are case-insensitive).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.inputs.arm_ids import arm_paths
from posture.readers.azure.arm_paths import PATHS
from posture.readers.azure.tokens import NETWORK, RESOURCE_GROUP, SUBNET
from posture.record import record
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

_SUBSCRIPTION: Final = re.compile(r"^/subscriptions/([^/]+)", re.IGNORECASE)
_IN_GROUP: Final = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/"
_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")
_INLINE: Final[dict[str, tuple[str, ...]]] = {NETWORK: ("subnets",)}
"""Token → lists of children that are nodes of their own; the list's name is the segment of the child's id."""


@record
class ArmId:
    """A parsed id; everything in lower case."""

    text: str
    subscription: str | None
    group: str | None
    type: str
    """`microsoft.network/virtualnetworks/subnets`; `microsoft.resources/subscriptions` and the like for what holds resources."""
    name: str

    @property
    def parent(self) -> str:
        """Text of the parent's id: two segments less."""
        return self.text.rsplit("/", 2)[0]


def parse_arm_id(text: object) -> ArmId | None:
    """An id, or None for what is none. Extension resources (`…/providers/X/…`) are of their last provider's type."""
    if not isinstance(text, str) or not text.startswith("/"):
        return None
    lower = text.lower().rstrip("/")
    parts = lower.split("/")[1:]
    if len(parts) < 2:
        return None
    subscription = parts[1] if parts[0] == "subscriptions" else None
    group = parts[3] if len(parts) > 3 and parts[2] == "resourcegroups" else None
    if "providers" in parts:
        last = len(parts) - 1 - parts[::-1].index("providers")
        rest = parts[last + 1 :]
        kind = "/".join((*rest[:1], *rest[1::2]))
    elif group is not None:
        kind = "microsoft.resources/resourcegroups"
    else:
        kind = "microsoft.resources/subscriptions"
    return ArmId(lower, subscription, group, kind, parts[-1])


def same(one: str, other: str) -> bool:
    """Whether two ids name the same resource."""
    return one.lower().rstrip("/") == other.lower().rstrip("/")


def subscription_of(view: ResourceView) -> str | None:
    """The subscription that a resource stands in, in lower case: from its id, else its provider's. None when nothing tells."""
    found = parse_arm_id(view.resource.id) or parse_arm_id(view.value("id"))
    if found is not None and found.subscription is not None:
        return found.subscription
    provider = view.resource.provider
    return provider.account.lower() if provider is not None and provider.account else None


def tenant_of(view: ResourceView) -> str | None:
    """The Entra tenant that a resource says it trusts, in lower case."""
    for path in ("properties.tenantId", "tenantId", "identity.tenantId"):
        found = view.value(path)
        if isinstance(found, str) and found:
            return found.lower()
    return None


def normal_location(location: str) -> str:
    """`West Europe` and `westeurope` are one place."""
    return location.replace(" ", "").lower()


def location_of(view: ResourceView) -> str | None:
    """Where a resource stands, as Azure's API names it (`westeurope`): its own location, else its resource group's, else its provider's."""
    own = view.text("location")
    if isinstance(own, str):
        return normal_location(own)
    if is_unknown(own):
        return None
    for urn in view.refers_to("resourceGroupName", (RESOURCE_GROUP,)).targets:
        group = ResourceView(view.stack.by_urn[urn], view.stack).text("location")
        if isinstance(group, str):
            return normal_location(group)
    provider = view.resource.provider
    return normal_location(provider.region) if provider is not None and provider.region else None


def api_version_of(view: ResourceView) -> str:
    """The API version with which the resource is managed, `2023-09-01`; empty when nothing tells."""
    found = view.resource.api_version or view.value("azureApiVersion")
    return found if isinstance(found, str) else ""


def template_of(token: str) -> str:
    """The whole path of a type, with input names in braces; empty for a type whose path nobody knows."""
    known = arm_paths().get(token) or PATHS.get(token, "")
    return known if known.startswith("/") or not known else _IN_GROUP + known


def name_of(view: ResourceView) -> str | None:
    """The resource's own name in Azure (the last placeholder of its path), as written."""
    holders = _PLACEHOLDER.findall(template_of(view.resource.type))
    for prop in (*holders[-1:], "name"):
        found = view.value(prop)
        if isinstance(found, str) and found:
            return found.rsplit("/", 1)[-1]
    found_id = parse_arm_id(view.resource.id)
    return found_id.name if found_id is not None else None


def arm_id(view: ResourceView) -> str | None:
    """The resource's id in lower case: its own where it is known, else made of its names. None where a name is not known.

    An unknown subscription is left empty (`/subscriptions//resourcegroups/…`); a group whose name only the update tells is its URN.
    """
    for own in (view.resource.id, view.value("id")):
        if isinstance(own, str) and own.startswith("/"):
            return own.lower().rstrip("/")
    template = template_of(view.resource.type)
    if not template:
        return None
    missing = False

    def fill(found: re.Match[str]) -> str:
        nonlocal missing
        prop = found.group(1)
        if prop == "subscriptionId":
            return subscription_of(view) or ""
        value = view.value(prop)
        if isinstance(value, str) and value:
            return value.strip("/")
        if prop == "resourceGroupName" and view.resource.type != RESOURCE_GROUP:
            group = _group(view)
            if group:
                return group
        missing = True
        return ""

    made = _PLACEHOLDER.sub(fill, template)
    return None if missing else made.lower()


def _group(view: ResourceView) -> str:
    """The name of an unknown resource group: that of the group of the stack that it comes from, else the group itself."""
    targets = view.refers_to("resourceGroupName", (RESOURCE_GROUP,)).targets
    if len(targets) != 1:
        return ""
    name = view.stack.by_urn[targets[0]].props.get("resourceGroupName")
    return name if isinstance(name, str) and name else targets[0].replace("/", "|")


def out_of_sight(graph: GraphBuilder, view: ResourceView) -> bool:
    """Whether others may have put parts into a resource that no read of it tells: it is only adopted, and the reviewer does not vouch for it."""
    if not view.resource.external:
        return False
    own = arm_id(view) or ""
    return not any(entry.literal.startswith("/") and same(entry.literal, own) for entry in graph.approved.asserted)


def inline_key(urn: str, prop: str, name: str) -> str:
    """Key of a child that is written inside its parent: `…::vnet#subnets/workload`."""
    return f"{urn}#{prop}/{name}"


def keys_by_id(graph: GraphBuilder) -> dict[str, tuple[str, ...]]:
    """Id in lower case → what stands there: URNs, and keys of inline children that are no resource of their own."""

    def index() -> dict[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = {}
        for resource in graph.stack:
            if resource.custom and resource.type.startswith("azure-native:"):
                made = arm_id(graph.view(resource.urn))
                if made is not None:
                    found.setdefault(made, {})[resource.urn] = None
        for resource in graph.stack.of_type(*_INLINE):
            view = graph.view(resource.urn)
            made = arm_id(view)
            for prop in _INLINE[resource.type]:
                for name, _ in inline_children(view, prop):
                    if made is not None:
                        found.setdefault(f"{made}/{prop}/{name}".lower(), {inline_key(resource.urn, prop, name): None})
        return {key: tuple(urns) for key, urns in found.items()}

    return graph.once("azure ids", index)


def inline_children(view: ResourceView, prop: str) -> Iterator[tuple[str, Path]]:
    """Name and path of each child in a list of the resource; a child whose name is unknown goes by its number."""
    blocks = view.blocks(prop)
    for number, block in enumerate([] if is_unknown(blocks) else blocks):
        name = view.value(f"{block}.name")
        yield (name.lower() if isinstance(name, str) and name else str(number)), block


def find(graph: GraphBuilder, literal: str) -> tuple[str, ...]:
    """What of the stack stands at an id. Where one of two ids lacks its subscription, the rest decides."""
    wanted = literal.lower().rstrip("/")
    index = keys_by_id(graph)
    if wanted in index:
        return index[wanted]
    rest = _SUBSCRIPTION.sub("", wanted.replace("/subscriptions//", "/subscriptions/?/"))
    if not wanted.startswith("/subscriptions/"):
        return ()
    bare = graph.once("azure ids without subscription", lambda: _bare(index))
    known = _SUBSCRIPTION.match(wanted)
    found = [key for subscription, keys in bare.get(rest, ()) if not subscription or known is None or known.group(1) == "" for key in keys]
    return tuple(dict.fromkeys(found))


def _bare(index: dict[str, tuple[str, ...]]) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for text, keys in index.items():
        if text.startswith("/subscriptions/"):
            subscription, _, rest = text[len("/subscriptions/") :].partition("/")
            found.setdefault(f"/{rest}", []).append((subscription, keys))
    return found


def token_of(graph: GraphBuilder, key: str) -> str:
    """Type token of what a key stands for: that of an inline subnet is `Subnet`."""
    resource = graph.stack.by_urn.get(key)
    if resource is not None:
        return resource.type
    return SUBNET if "#subnets/" in key else ""


def look_up(graph: GraphBuilder, literal: str, tokens: Iterable[str], prop: Path = "") -> Reference:
    """A literal id → what of the stack stands there, else the literal itself."""
    wanted = frozenset(tokens)
    keys = tuple(key for key in find(graph, literal) if not wanted or token_of(graph, key) in wanted)
    if keys:
        return Reference(targets=keys, certain=len(keys) == 1, literal=literal, prop=prop)
    return Reference(literal=literal, prop=prop)


def refer(graph: GraphBuilder, view: ResourceView, path: Path, *tokens: str) -> Reference:
    """Where a property that holds an id points. Inline subnets are found too, by id and through their network."""
    value = view.value(path)
    if isinstance(value, str) and value:
        found = look_up(graph, value, tokens, path)
        return found if found.targets else view.look_up(value, tokens, path) if not value.startswith("/") else found
    own = tuple(token for token in tokens if token != NETWORK) if SUBNET in tokens else tokens
    found = view.refers_to(path, own)
    if is_unknown(value) and SUBNET in tokens and not found.targets:
        return _through_network(graph, view, path, found)
    if is_unknown(value) and len(found.targets) == 1 and not found.certain and _only_azures(view, path):
        return replace(found, certain=True)
    return found


def _only_azures(view: ResourceView, path: Path) -> bool:
    """Whether all that a list's unknown values come from are resources of Azure: an id of a kind then is that of the one resource of that kind."""
    top = re.split(r"[.\[]", path, maxsplit=1)[0]
    urns = view.resource.property_dependencies.get(top, frozenset())
    return bool(urns) and all(urn in view.stack.by_urn and view.stack.by_urn[urn].type.startswith("azure-native:") for urn in urns)


def _through_network(graph: GraphBuilder, view: ResourceView, path: Path, found: Reference) -> Reference:
    """An unknown subnet id that comes from a network: `vnet.subnets[0].id`, or the network's id with a name behind it."""
    keys: list[str] = []
    for urn in view.refers_to(path, (NETWORK,)).targets:
        keys.extend(subnets_of(graph, urn))
    if not keys:
        return found
    return Reference(targets=tuple(keys), certain=len(keys) == 1, prop=path)


def subnets_of(graph: GraphBuilder, network: str) -> tuple[str, ...]:
    """Keys of a network's subnets, inline ones and those on their own."""

    def index() -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        own: dict[str, set[str]] = {}
        for resource in graph.stack.of_type(SUBNET):
            view = graph.view(resource.urn)
            for owner in parent_of(view, graph, NETWORK).targets:
                found.setdefault(owner, []).append(resource.urn)
                own.setdefault(owner, set()).add((name_of(view) or "").lower())
        for resource in graph.stack.of_type(NETWORK):
            for name, _ in inline_children(graph.view(resource.urn), "subnets"):
                if name not in own.get(resource.urn, ()):
                    found.setdefault(resource.urn, []).append(inline_key(resource.urn, "subnets", name))
        return found

    return tuple(graph.once("azure subnets of networks", index).get(network, ()))


def refer_all(graph: GraphBuilder, view: ResourceView, path: Path, *tokens: str) -> tuple[Reference, ...]:
    """Where each item of a list points: ids, or blocks with an `id`. As many unknown items as candidates: each is one of them, surely."""
    blocks = view.blocks(path)
    if is_unknown(blocks):
        found = view.refers_to(path, tokens)
        sure = len(found.targets) == 1
        return tuple(Reference(targets=(urn,), certain=sure, prop=path) for urn in found.targets) or (found,)
    references: list[Reference] = []
    unknown: list[Path] = []
    for block in blocks:
        value = view.value(block)
        place = f"{block}.id" if isinstance(value, dict) else block
        if is_unknown(view.value(place)):
            unknown.append(place)
        else:
            references.append(refer(graph, view, place, *tokens))
    taken = {urn for reference in references for urn in reference.targets}
    candidates = [urn for urn in view.refers_to(unknown[0], tokens).targets if urn not in taken] if unknown else []
    if len(candidates) == len(unknown):
        references.extend(Reference(targets=(urn,), prop=place) for urn, place in zip(candidates, unknown, strict=True))
    elif candidates:
        references.extend(Reference(targets=tuple(candidates), certain=len(candidates) == 1, prop=place) for place in unknown)
    else:
        references.extend(Reference(certain=False, prop=place) for place in unknown)
    return tuple(references)


def refer_part(graph: GraphBuilder, view: ResourceView, path: Path, *tokens: str) -> tuple[Reference, str]:
    """Where an id of a part points (`…/loadBalancers/lb/frontendIPConfigurations/front`): the resource, and the rest of the id."""
    value = view.value(path)
    if not isinstance(value, str) or not value:
        return refer(graph, view, path, *tokens), ""
    text, rest = value.rstrip("/"), ""
    while text.count("/") > 1:
        found = look_up(graph, text, tokens, path)
        if found.targets:
            return replace(found, literal=value), rest.lower()
        text, _, last = text.rpartition("/")
        rest = f"{last}/{rest}" if rest else last
    return Reference(literal=value, prop=path), ""


def parent_of(view: ResourceView, graph: GraphBuilder, *tokens: str) -> Reference:
    """The resource in which a child resource stands: by its own id, by the names in its path, else by what those names come from."""
    holders = _PLACEHOLDER.findall(template_of(view.resource.type))
    made = arm_id(view)
    prop = holders[-2] if len(holders) > 1 else "id"
    if made is not None:
        parent = made.rsplit("/", 2)[0]
        found = look_up(graph, parent, tokens, prop)
        if found.targets or parse_arm_id(view.resource.id) is not None:
            return found
    name = view.value(prop)
    if is_unknown(name):
        return view.refers_to(prop, tokens)
    if not isinstance(name, str):
        return Reference(certain=False, prop=prop)
    # The group is not known: a resource of that name may be the one, and surely is when it stands in the same group.
    named = [
        other.urn
        for other in view.stack.of_type(*tokens)
        if (name_of(graph.view(other.urn)) or "").lower() == name.lower() and _may_share_group(view, graph.view(other.urn))
    ]
    if named:
        return Reference(targets=tuple(named), certain=len(named) == 1, literal=name, prop=prop)
    return Reference(literal=made.rsplit("/", 2)[0] if made is not None else name, prop=prop)


def _may_share_group(one: ResourceView, other: ResourceView) -> bool:
    groups = [found for view in (one, other) if (found := arm_id(view) or "")]
    if len(groups) < 2:
        return True
    first, second = (parse_arm_id(text) for text in groups)
    if first is None or second is None or first.group is None or second.group is None:
        return True
    subscriptions = {first.subscription or "", second.subscription or ""} - {""}
    return first.group == second.group and len(subscriptions) < 2
