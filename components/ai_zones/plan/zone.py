"""A zone: a network of its own, and the cloud services that it may use."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from .addressing import SLOTS
from .errors import shown
from .fields import Cidr, Part, WholeNumber, refuse


def _services(value: Any) -> tuple[str, ...]:
    allowed = "a list of the cloud's service names, such as [s3, kms]"
    if not isinstance(value, Sequence) or isinstance(value, str | bytes):
        raise refuse(f"{shown(value)} is not a list", allowed=allowed, fix="write a list in [ ]")
    for service in value:
        if not isinstance(service, str) or not service:
            raise refuse(f"{shown(service)} is not a service name", allowed=allowed, fix="write the service's name")
    twice = next((service for index, service in enumerate(value) if service in value[:index]), None)
    if twice is not None:
        raise refuse(f"{shown(twice)} is listed twice", allowed="each service once", fix="remove one of the two")
    return tuple(sorted(value))


def _account(value: Any) -> str:
    if isinstance(value, str) and 0 < len(value) <= 64:
        return value
    # An unquoted number of a YAML file has already lost its leading zeros when it arrives here.
    fix = f"write it in quotes: '{value:012d}'" if isinstance(value, int) and 0 <= value < 10**12 else "write the account's id in quotes"
    raise refuse(f"{shown(value)} is not an account id", allowed="a text: AWS account, Azure subscription or GCP project id", fix=fix)


class Zone(Part):
    """A declared zone. With nothing given it has the network of its slot and no cloud service."""

    index: WholeNumber | None = Field(default=None, json_schema_extra={"minimum": 0, "maximum": SLOTS - 1})
    """Slot in the plan's block, 0 to 15. Default: the place of the zone's name in the vocabulary; 8 to 15 are spare."""
    cidr: Cidr | None = None
    """Network of its own, /16 to /22, instead of the slot's."""
    account: Annotated[str, BeforeValidator(_account)] | None = None
    """AWS account, Azure subscription or GCP project that holds the zone. Default: that of the provider that builds it."""
    services: Annotated[
        tuple[str, ...], BeforeValidator(_services), WithJsonSchema({"type": "array", "items": {"type": "string"}, "uniqueItems": True})
    ] = ()
    """Cloud services that are reached by private endpoint, by the cloud's own names. Default: none."""
