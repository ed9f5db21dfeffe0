"""The tags by which people, policies and the proof recognise what a zone holds.

Source: docs/decisions/0001, "Classification that components write and posture reads".
"""

from collections.abc import Mapping

from ai_zones.plan.names import DataClass

__all__ = ["DATA_CLASS", "FLOW", "RESERVED", "SERVICE", "ZONE", "DataClass", "tags_for"]

ZONE = "ai-zone"
DATA_CLASS = "data-class"
SERVICE = "ai-service"
FLOW = "ai-flow"
RESERVED = (ZONE, DATA_CLASS, SERVICE, FLOW, "Name")


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
    tags = {**(extra or {}), ZONE: zone, "Name": name}
    if data_class is not None:
        tags[DATA_CLASS] = data_class
    if service is not None:
        tags[SERVICE] = service
    if flow is not None:
        tags[FLOW] = flow
    return tags
