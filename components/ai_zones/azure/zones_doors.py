"""The zones' doors: the front by which people enter access, and the gateways of declared peers."""

from typing import Any

from ai_zones.azure.zones_built import Built
from ai_zones.plan import ZoneName


def build_front(built: Built) -> Any:
    return None


def build_peers(built: Built, zone: ZoneName) -> None:
    return None
