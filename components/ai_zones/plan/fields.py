"""Kinds of value that the parts of a plan share. Each refuses with what is allowed and how to mend it."""

import re
from collections.abc import Callable
from enum import StrEnum
from ipaddress import AddressValueError, IPv4Address, IPv4Network, NetmaskValueError
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from .errors import choose, listed, shown
from .names import Cloud, DataClass, Direction, Link, PeerKind, Service, ZoneName

NAME_LENGTH: Final = 20
KEY_LENGTH: Final = 40
_NAME: Final = re.compile(r"[a-z](?:[a-z0-9]|-(?=[a-z0-9]))*")
_CIDR: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}/[0-9]{1,2}", re.ASCII)


class Part(BaseModel):
    """A part of a plan: unknown keys are refused, values never change after they were judged."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, defer_build=True)


def refuse(problem: str, *, allowed: str, fix: str) -> PydanticCustomError:
    """An error that `document.faults_of` turns into a Fault without loss."""
    # pydantic fills {braces} in the template from the context, so the text itself goes into the context.
    return PydanticCustomError("fault", "{problem}", {"problem": problem, "allowed": allowed, "fix": fix})


def _one_of(options: type[StrEnum]) -> Callable[[Any], StrEnum]:
    names = [option.value for option in options]

    def parse(value: Any) -> StrEnum:
        if isinstance(value, str) and value in names:
            return options(value)
        raise refuse(f"{shown(value)} is not a known name", allowed=listed(names), fix=choose(value, names))

    return parse


def _name(longest: int) -> Callable[[Any], str]:
    def parse(value: Any) -> str:
        if isinstance(value, str) and len(value) <= longest and _NAME.fullmatch(value):
            return str(value)
        raise refuse(
            f"{shown(value)} cannot be part of resource names",
            allowed=f"1 to {longest} lower-case letters, digits and single hyphens, beginning with a letter, not ending in a hyphen",
            fix=_proposed_name(value, longest),
        )

    return parse


def _proposed_name(value: Any, longest: int) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", value.lower()).lstrip("-0123456789")[:longest].strip("-") if isinstance(value, str) else ""
    return f"write {words!r}" if words else "write a name such as 'clinic-a'"


def network(value: Any) -> IPv4Network:
    """An IPv4 network with its prefix length and no host bits."""
    if isinstance(value, IPv4Network):
        return value
    allowed = "an IPv4 network address with its prefix length, such as '10.64.0.0/12'"
    if not isinstance(value, str) or not _CIDR.fullmatch(value):
        raise refuse(f"{shown(value)} is not an IPv4 network", allowed=allowed, fix="write address/length in quotes")
    try:
        loose = IPv4Network(value, strict=False)
    except (AddressValueError, NetmaskValueError) as error:
        raise refuse(f"{shown(value)} is not an IPv4 network ({error})", allowed=allowed, fix="correct the address or the length") from None
    if loose.network_address != IPv4Address(value.partition("/")[0]):
        raise refuse(f"{shown(value)} has bits set beyond its prefix length", allowed=allowed, fix=f"write '{loose}'")
    return loose


def whole_number(value: Any) -> int:
    """An integer, and neither a text nor a truth value that looks like one."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise refuse(f"{shown(value)} is not a whole number", allowed="a whole number, without quotes", fix="write the number alone")


def port(value: Any) -> int:
    number = whole_number(value)
    if 1 <= number <= 65535:
        return number
    raise refuse(f"{shown(number)} is not a port", allowed="1 to 65535", fix="leave `port` out to take the service's default")


def truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise refuse(f"{shown(value)} is neither true nor false", allowed="true or false, without quotes", fix="write true or false")


Cidr = Annotated[
    IPv4Network,
    BeforeValidator(network),
    PlainSerializer(str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9]{1,3}(\.[0-9]{1,3}){3}/[0-9]{1,2}$", "examples": ["10.64.0.0/12"]}),
]
Port = Annotated[int, BeforeValidator(port), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 65535})]
Truth = Annotated[bool, BeforeValidator(truth)]
WholeNumber = Annotated[int, BeforeValidator(whole_number)]
Name = Annotated[
    str, BeforeValidator(_name(NAME_LENGTH)), WithJsonSchema({"type": "string", "pattern": "^[a-z][a-z0-9-]*$", "maxLength": NAME_LENGTH})
]
Key = Annotated[
    str, BeforeValidator(_name(KEY_LENGTH)), WithJsonSchema({"type": "string", "pattern": "^[a-z][a-z0-9-]*$", "maxLength": KEY_LENGTH})
]
AZone = Annotated[ZoneName, BeforeValidator(_one_of(ZoneName))]
AService = Annotated[Service, BeforeValidator(_one_of(Service))]
ACloud = Annotated[Cloud, BeforeValidator(_one_of(Cloud))]
ADataClass = Annotated[DataClass, BeforeValidator(_one_of(DataClass))]
APeerKind = Annotated[PeerKind, BeforeValidator(_one_of(PeerKind))]
ALink = Annotated[Link, BeforeValidator(_one_of(Link))]
ADirection = Annotated[Direction, BeforeValidator(_one_of(Direction))]
