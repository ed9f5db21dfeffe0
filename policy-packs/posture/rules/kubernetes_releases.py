"""Releases of Helm that rules judge: those into a zone, and those beside zones that the reviewer vouches for.

Any other is out of sight, which the theorems say.
"""

from collections.abc import Mapping
from typing import Any

from posture.readers.kubernetes.clusters import cluster_of, default_namespace
from posture.readers.kubernetes.objects import given
from posture.rules.kubernetes_places import ground
from posture.rules.look import Look
from posture.values import UNKNOWN, Unknown


def stands_in_a_zone(look: Look) -> bool | Unknown:
    """Whether it is installed into a namespace of a zone."""
    zones = _zones(look)
    namespace = given(look.resource.props.get("namespace"), default_namespace(look.scene.stack, look.resource))
    if not zones:
        return False
    return namespace in zones if isinstance(namespace, str) else UNKNOWN


def is_vouched_for(look: Look) -> bool:
    """Whether the reviewer has read it, and zones stand in its cluster."""
    vouched = {look.resource.name, f"release/{look.resource.props.get('name')}"}
    return bool(_zones(look)) and any(entry.literal in vouched for entry in look.approved.asserted)


def concerns(look: Look) -> bool | Unknown:
    """Whether it is one of these."""
    return True if is_vouched_for(look) else stands_in_a_zone(look)


def declared(look: Look, prop: str) -> Any:
    """What the program says: the provider completes a release with the version that it found."""
    said = look.resource.declared
    return look.resource.props.get(prop) if said is None or prop in said else None


def chart_of(look: Look) -> str:
    """The chart's name, without its repository: `istiod`."""
    return str(declared(look, "chart")).rstrip("/").rsplit("/", 1)[-1].partition("@")[0]


def values_of(look: Look) -> Mapping[str, Any] | Unknown:
    """What the chart is told; nothing where the program says nothing."""
    values = declared(look, "values")
    if not isinstance(values, (Mapping, type(None))):
        return UNKNOWN
    return values or {}


def _zones(look: Look) -> list[Any]:
    where, cluster = ground(look.scene), cluster_of(look.scene.stack, look.resource)
    return [namespace.name for namespace, _ in where.zoned() if namespace.cluster == cluster]
