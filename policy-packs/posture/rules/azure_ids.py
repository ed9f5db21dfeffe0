"""Where a property of an Azure resource points: by ids that a preview does not know yet, by names in paths, by addresses of vaults and accounts.

A program writes an id as a text (`/subscriptions/…/subnets/workload`), or only a parent's name (`virtualNetworkName: records`). In a preview
no id is known, but the names are: the id that a resource will have follows from them. Ids and names are compared without regard to case.
Sources: Azure Resource Manager documentation, "Resource ID"; Azure Key Vault, "About keys, secrets, and certificates: Object identifiers".
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from posture.record import record
from posture.reference import Reference
from posture.resource import Resource
from posture.rules.azure_paths import GROUP, PREFIX, names_in, parent_of, paths
from posture.stack import Stack
from posture.values import UNKNOWN, Unknown, is_unknown
from posture.view import ResourceView

_ID: Final = re.compile(r"^/subscriptions/(?P<subscription>[^/]+)(?:/resourcegroups/(?P<group>[^/]+))?(?:/providers/(?P<path>.+))?$")
_VAULT_OBJECT: Final = re.compile(r"^https://(?P<vault>[\w-]+)\.vault\.azure\.net(?::443)?(?:/(?P<kind>keys|secrets)/(?P<name>[\w-]+))?")
_ACCOUNT_HOST: Final = re.compile(r"^https://(?P<account>\w+)\.(?:blob|dfs|file|queue|table)\.core\.windows\.net")
_SINGLE: Final = {"blobServicesName": "default", "fileServicesName": "default", "managementPolicyName": "default"}
"""Names that the SDK leaves to the caller though the service knows one alone."""


@record
class Place:
    """Where a resource stands: what of its id is known. Lower case."""

    path: str
    """`microsoft.network/virtualnetworks/records/subnets/workload`; of a group, its name."""
    group: str | None = None
    subscription: str | None = None

    def fits(self, other: "Place") -> bool:
        """Whether two may be the same resource: nothing that both know differs."""
        return self.path == other.path and all(
            mine is None or theirs is None or mine == theirs
            for mine, theirs in ((self.group, other.group), (self.subscription, other.subscription))
        )


@dataclass
class Places:
    """The resources of a stack by their place."""

    stack: Stack
    by_path: dict[str, list[tuple[Place, str]]] = field(default_factory=dict)
    of: dict[str, Place] = field(default_factory=dict)

    @staticmethod
    def read(stack: Stack) -> "Places":
        """Works every place out."""
        places = Places(stack)
        for resource in stack:
            place = place_of(resource, stack)
            if place is not None:
                places.of[resource.urn] = place
                places.by_path.setdefault(place.path, []).append((place, resource.urn))
        return places

    def at(self, place: Place) -> tuple[str, ...]:
        """URNs of the resources that may stand there."""
        return tuple(urn for known, urn in self.by_path.get(place.path, ()) if known.fits(place))

    def nearest(self, place: Place, kinds: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Those of the kinds that stand there, else of the nearest thing above of which the stack has any: of an inline subnet, its network."""
        steps = place.path.split("/")
        while True:
            urns = self.at(Place("/".join(steps), place.group, place.subscription))
            found = tuple(urn for urn in urns if not kinds or self.stack.by_urn[urn].type in kinds)
            if found or len(steps) <= 3:
                return found
            steps = steps[:-2]


def place_of(resource: Resource, stack: Stack) -> Place | None:
    """By its id where that is known, else by the names that the program gives."""
    if not resource.type.startswith(PREFIX):
        return None
    if isinstance(resource.id, str) and (found := parse(resource.id)) is not None:
        return found
    view, steps = ResourceView(resource, stack), paths().get(resource.type)
    if steps is None:
        return None
    named: list[str] = []
    for step in steps:
        if step[0] != "{":
            named.append(step)
            continue
        text = _named(view, step[1:-1])
        if text is None:
            return None
        named.append(text)
    group = _named(view, "resourceGroupName") if resource.type != GROUP else None
    return Place("/".join(named), group, _lower(resource.provider.account) if resource.provider else None)


def _named(view: ResourceView, prop: str) -> str | None:
    value = view.text(prop)
    if isinstance(value, str):
        return value.lower()
    if is_unknown(value) and (above := parent_of(view.resource.type, prop)) is not None:
        # The name of a resource of the stack, handed on as an output: that resource's own input says it.
        owners = [urn for urn in view.resource.property_dependencies.get(prop, ()) if _type(view.stack, urn) == above[1]]
        if len(owners) == 1:
            own = ResourceView(view.stack.by_urn[owners[0]], view.stack).text(names_in(above[1])[-1])
            return own.lower() if isinstance(own, str) else None
    return _SINGLE.get(prop) if value is None else None


def parse(literal: str) -> Place | None:
    """The place that an id names; None where it is none. An extension (a lock, a diagnostic setting) has its own path."""
    found = _ID.match(literal.lower().rstrip("/"))
    if found is None:
        return None
    path, group = found["path"], found["group"]
    if path is None:
        return Place(group, None, found["subscription"]) if group is not None else None
    return Place(path.rsplit("/providers/", 1)[-1], group, found["subscription"])


def subscription_in(literal: str) -> str | None:
    """The subscription that an id names."""
    found = _ID.match(literal.lower())
    return found["subscription"] if found is not None else None


def refer(places: Places, view: ResourceView, path: str, kinds: tuple[str, ...]) -> list[Reference]:
    """Where a property points, items of a list each."""
    if "[*]" in path:
        head, rest = path.split("[*]", 1)
        blocks = view.blocks(head)
        if isinstance(blocks, Unknown):
            return view.all_refer_to(head, kinds)
        return [found for block in blocks for found in refer(places, view, block + rest, kinds)]
    value = view.value(path)
    if value is None:
        return []
    above = parent_of(view.resource.type, path)
    if above is not None:
        return [_parent(places, view, path, above, kinds)]
    if isinstance(value, Mapping) and not is_unknown(value) and "id" in value:
        return refer(places, view, f"{path}.id", kinds)
    return [_filled(places, found, kinds) for found in view.all_refer_to(path, kinds)]


def _parent(places: Places, view: ResourceView, path: str, above: tuple[tuple[str, ...], str], kinds: tuple[str, ...]) -> Reference:
    steps, token = above
    if kinds and token not in kinds:
        return Reference(literal=str(view.value(path)), prop=path)
    if token != GROUP and isinstance(view.resource.id, str) and (own := parse(view.resource.id)) is not None:
        # The id says it for certain; in a state the answer's `name` may stand where the input `name` was that names a parent.
        inside = own.path.split("/")
        if len(inside) > len(steps) and all(said[0] == "{" or said == one for said, one in zip(steps, inside, strict=False)):
            found = places.at(Place("/".join(inside[: len(steps)]), own.group, own.subscription))
            return Reference(targets=found, certain=len(found) == 1, literal=inside[len(steps) - 1], prop=path)
    named = [step if step[0] != "{" else _named(view, step[1:-1]) for step in steps]
    if all(named):
        group = _named(view, "resourceGroupName") if token != GROUP else None
        account = view.resource.provider.account if view.resource.provider else None
        found = places.at(Place("/".join(str(one) for one in named), group, _lower(account)))
        return Reference(targets=found, certain=len(found) == 1, literal=named[-1], prop=path) if found else _named_only(named[-1], path)
    found = tuple(sorted(urn for urn in view.resource.property_dependencies.get(path, ()) if _type(places.stack, urn) == token))
    return Reference(targets=found, certain=len(found) == 1, prop=path)


def _named_only(name: str | None, path: str) -> Reference:
    return Reference(literal=name, prop=path)


def _filled(places: Places, found: Reference, kinds: tuple[str, ...]) -> Reference:
    if found.targets or found.literal is None:
        return found
    urns = owners(places, found.literal, kinds)
    return Reference(targets=urns, certain=len(urns) == 1, literal=found.literal, prop=found.prop) if urns else found


def owners(places: Places, literal: str, kinds: tuple[str, ...] = ()) -> tuple[str, ...]:
    """URNs of the resources that a text names: an id, the address of a vault's key, of a storage account's service."""
    place = parse(literal)
    if place is not None:
        return places.nearest(place, kinds)
    if (vault := _VAULT_OBJECT.match(literal.lower())) is not None:
        root = f"microsoft.keyvault/vaults/{vault['vault']}"
        return places.nearest(Place(f"{root}/{vault['kind']}/{vault['name']}" if vault["name"] else root), kinds)
    if (account := _ACCOUNT_HOST.match(literal.lower())) is not None:
        return places.at(Place(f"microsoft.storage/storageaccounts/{account['account']}"))
    return ()


def parents(token: str) -> Iterator[str]:
    """Inputs of a type that name what it is a part of, nearest first; the group is none of them."""
    for prop in reversed(names_in(token)):
        if parent_of(token, prop) is not None:
            yield prop


def _type(stack: Stack, urn: str) -> str:
    """A dependency may be gone from the stack."""
    return stack.by_urn[urn].type if urn in stack.by_urn else ""


def _lower(text: Any) -> str | None:
    return text.lower() if isinstance(text, str) and text is not UNKNOWN else None
