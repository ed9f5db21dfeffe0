"""What most rules of Google Cloud share: how a reference is refused, and what a resource's path says of its place.

Source: Compute Engine documentation, "Troubleshooting API errors" (`notFound`, `resourceInUseByAnotherResource`, `invalid`).
"""

import ipaddress
from collections.abc import Iterator
from typing import Any

from simulator.packages.gcp import project_of
from simulator.packages.gcp_paths import last, part, relative
from simulator.rules import UNKNOWN, Action, Object, Ref, ref
from simulator.rules.gcp.kinds import NETWORK, SUBNETWORK

MISSING = "notFound"
IN_USE = "resourceInUseByAnotherResource"
WRONG = "invalid"
CLASH = "alreadyExists"


def link(*types: str, **options: Any) -> Ref:
    """A reference by path, self link or short name."""
    return ref(*types, **{"code": MISSING, "delete_code": IN_USE, "anywhere": True, **options})


def path(value: object) -> str:
    """A reference as a path; empty for what is no text."""
    return relative(value) if isinstance(value, str) else ""


def same(first: object, second: object) -> bool:
    """Whether two references by link or path mean one resource."""
    return bool(path(first)) and path(first) == path(second)


def named(action: Action, value: object, *types: str) -> Object | None:
    """The object that a value names by link or path; by a short name the one of the resource's own project and region."""
    if not isinstance(value, str) or not value:
        return None
    wanted = relative(value)
    found = [one for one in action.world.by_id(wanted) if one.type in types]
    if found or "/" in wanted:
        return found[0] if found else None
    alike = [one for one in action.find_anywhere(*types) if last(one.id) == wanted]
    here = [one for one in alike if part(one.id, "projects") in ("", project_of(action))]
    region = last(action.inputs.get("region") or action.place.config.get("region") or "")
    near = [one for one in here if part(one.id, "regions") in ("", region)]
    return next(iter(near or here), None)


def with_networks(action: Action, faces: list[dict[str, Any]], by: str = "subnetwork") -> list[dict[str, Any]]:
    """Interfaces with the network of each subnetwork that is named alone (Compute Engine API, instances: networkInterfaces, "the network is inferred")."""
    shown = []
    for one in faces:
        subnet = None if given(one.get("network")) else named(action, one.get(by), SUBNETWORK)
        shown.append({**one, "network": _as_named(subnet.outputs.get("network"), one[by])} if subnet else one)
    return shown


def with_subnetworks(action: Action, faces: list[dict[str, Any]], place: str) -> list[dict[str, Any]]:
    """Interfaces of Direct VPC egress: 'if subnetwork is not specified, the subnetwork with the same name with the network will be used', and the
    other way round (Cloud Run Admin API v2, services: NetworkInterface)."""
    shown = []
    for one in with_networks(action, faces):
        home = None if given(one.get("subnetwork")) else named(action, one.get("network"), NETWORK)
        alike = [
            each
            for each in (action.find_anywhere(SUBNETWORK) if home else ())
            if home and last(each.id) == last(home.id) and part(each.id, "regions") == place and same(each.outputs.get("network"), home.id)
        ]
        shown.append({**one, "subnetwork": _as_named(alike[0].outputs.get("selfLink"), one["network"])} if alike else one)
    return shown


def _as_named(link_: object, like: object) -> str:
    """A link in the form in which another reference was given: a short name, a path or a link."""
    if not isinstance(link_, str):
        return ""
    if not isinstance(like, str) or "://" in like:
        return link_
    return path(link_) if "/" in like else last(link_)


def listed(value: Any) -> list[dict[str, Any]]:
    """The members of a list that are known objects."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) and value is not UNKNOWN else []


def inner(value: Any) -> dict[str, Any]:
    """A nested object; empty where it is absent or unknown."""
    return value if isinstance(value, dict) else {}


def texts(value: Any) -> list[str]:
    """The known texts of a list."""
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def given(value: object) -> bool:
    """Whether a property is given, known or not."""
    return value is UNKNOWN or value not in (None, "", [], {})


def block(value: object) -> ipaddress.IPv4Network | None:
    """An IPv4 block; None for whatever is none."""
    try:
        return ipaddress.IPv4Network(value) if isinstance(value, str) and "/" in value else None
    except ValueError:
        return None


def address_faults(where: str, values: Any) -> Iterator[tuple[str, str]]:
    """What is no address or block, of either version."""
    for at, one in enumerate(values if isinstance(values, list) else []):
        if not isinstance(one, str):
            continue
        try:
            ipaddress.ip_network(one)
        except ValueError as error:
            yield f"{where}[{at}]", f"{one!r} is not an IP address or CIDR block: {error}"


__all__ = [
    "CLASH",
    "IN_USE",
    "MISSING",
    "WRONG",
    "address_faults",
    "block",
    "given",
    "inner",
    "last",
    "link",
    "listed",
    "named",
    "part",
    "path",
    "same",
    "texts",
    "with_networks",
    "with_subnetworks",
]
