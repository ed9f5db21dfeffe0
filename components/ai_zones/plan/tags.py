"""The tags by which people, policies and the proof recognise what a zone holds, the same on every cloud (labels on Google Cloud).

What a cloud adds, allows and refuses stands in its own module. Source: docs/decisions/0001, "Classification that components write and posture reads".
"""

from collections.abc import Mapping
from typing import Final

ZONE: Final = "ai-zone"
DATA_CLASS: Final = "data-class"
SERVICE: Final = "ai-service"
FLOW: Final = "ai-flow"
RESERVED: Final = (ZONE, DATA_CLASS, SERVICE, FLOW)


def tags_for(
    zone: str,
    *,
    extra: Mapping[str, str] | None = None,
    data_class: str | None = None,
    service: str | None = None,
    flow: str | None = None,
) -> dict[str, str]:
    """Tags of one resource: its zone, then what it holds or links. Ours win over `extra`, so no caller can relabel a zone."""
    given = {ZONE: zone, DATA_CLASS: data_class, SERVICE: service, FLOW: flow}
    return {**(extra or {}), **{name: str(value) for name, value in given.items() if value is not None}}
