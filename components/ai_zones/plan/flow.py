"""A flow: one zone may use one service of another."""

from typing import Any

from pydantic import Field

from .ceiling import default_port
from .fields import AService, AZone, Part, Port
from .names import Service


def _port_of_service(parsed: dict[str, Any]) -> int:
    service = parsed.get("service")
    return default_port(service) if isinstance(service, Service) else 443


class Flow(Part):
    """`source` opens connections to `service` of `target`. Answers travel back; the target never opens one."""

    source: AZone
    """Zone that opens the connection."""
    target: AZone
    """Zone that offers the service."""
    service: AService
    """Service of the target zone."""
    port: Port = Field(default_factory=_port_of_service)
    """TCP port. Default: 5432 for a database, 8200 for Vault, else 443."""

    def __str__(self) -> str:
        return f"{self.source} → {self.target}/{self.service}:{self.port}"
