"""The tags by which people, policies and the proof recognise what a zone holds.

Source: docs/decisions/0001, "Classification that components write and posture reads".
"""

from collections.abc import Mapping

from ai_zones.plan import tags
from ai_zones.plan.names import DataClass
from ai_zones.plan.tags import DATA_CLASS, FLOW, SERVICE, ZONE

__all__ = ["DATA_CLASS", "FLOW", "RESERVED", "SERVICE", "ZONE", "DataClass", "tags_for"]

RESERVED = (*tags.RESERVED, "Name")


def tags_for(
    zone: str,
    name: str,
    *,
    extra: Mapping[str, str] | None = None,
    data_class: str | None = None,
    service: str | None = None,
    flow: str | None = None,
) -> dict[str, str]:
    """Tags of one resource: its zone and `Name`, then what it holds or links. Ours win over `extra`, so no caller can relabel a zone."""
    return {**tags.tags_for(zone, extra=extra, data_class=data_class, service=service, flow=flow), "Name": name}
