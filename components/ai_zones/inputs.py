"""How a component of any cloud reads its arguments: a TypedDict outside, pydantic inside, one clear error.

`ComponentInput.parse` is called before the component registers anything. Ids that other resources produce may be outputs (`Reference`);
everything that shapes what is built is a plain value, so that it is known in every preview.
"""

import ipaddress
import re
from collections.abc import Mapping
from typing import Annotated, Any, Self

import pulumi
import pydantic

from ai_zones.plan.names import ZoneName

ZONES = tuple(zone.value for zone in ZoneName)


class InvalidInputError(pulumi.RunError):
    """A component was called with inputs that it can't build. The engine prints the message without a traceback."""


def _reference(value: Any) -> Any:
    if isinstance(value, pulumi.Output):
        return value
    if isinstance(value, str) and value.strip():
        return value
    raise ValueError("must be an id or ARN: a non-empty string, or an output of the resource that has it")


def _zone(value: str) -> str:
    if value not in ZONES:
        raise ValueError(f"must be one of {', '.join(ZONES)}")
    return str(value)


def matches(pattern: str, rule: str) -> pydantic.AfterValidator:
    """Validator of a text: it matches the whole pattern, or the error says what it must be."""
    expression = re.compile(pattern)

    def check(value: str) -> str:
        if not expression.fullmatch(value):
            raise ValueError(f"must be {rule}")
        return value

    return pydantic.AfterValidator(check)


def one_of(*allowed: str) -> pydantic.AfterValidator:
    """Validator of a text: it is one of a few words. `Literal` has no schema in other languages."""

    def check(value: str) -> str:
        if value not in allowed:
            raise ValueError(f"must be one of {', '.join(allowed)}")
        return value

    return pydantic.AfterValidator(check)


def _cidr(value: Any) -> ipaddress.IPv4Network:
    if isinstance(value, ipaddress.IPv4Network):
        return value
    if not isinstance(value, str) or "/" not in value:
        raise ValueError("must be an IPv4 range in CIDR form, such as 10.20.0.0/20")
    try:
        return ipaddress.IPv4Network(value)
    except ValueError as fault:
        raise ValueError(f"must be an IPv4 range in CIDR form, such as 10.20.0.0/20 ({fault})") from None


Reference = Annotated[Any, pydantic.AfterValidator(_reference)]
"""An id or ARN made by another resource: `str` or `pulumi.Output[str]`."""

ZoneText = Annotated[str, pydantic.AfterValidator(_zone)]
"""Name of a zone."""

Cidr = Annotated[ipaddress.IPv4Network, pydantic.BeforeValidator(_cidr)]
"""An IPv4 range; host bits must be zero."""

Port = Annotated[int, pydantic.Field(ge=1, le=65535)]


class ComponentInput(pydantic.BaseModel):
    """Base of every component's parsed inputs: unknown keys are refused, nothing changes afterwards."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    @classmethod
    def parse(cls, name: str, args: Mapping[str, Any]) -> Self:
        """Inputs of the component called `name`, or `InvalidInputError` that lists every fault: where, what was given, what is allowed."""
        try:
            return cls.model_validate(dict(args))
        except pydantic.ValidationError as error:
            faults = "\n".join(f"  - {_sentence(fault, cls)}" for fault in error.errors(include_url=False))
            raise InvalidInputError(f"{cls.__name__} {name!r} has inputs that can't be built:\n{faults}") from None


def _sentence(fault: Any, model: type[pydantic.BaseModel]) -> str:
    place = ".".join(str(part) for part in fault["loc"]) or "inputs together"
    if fault["type"] == "missing":
        return f"{place}: is required; add it to the component's arguments"
    if fault["type"] == "extra_forbidden":
        return f"{place}: is not an input; allowed are {', '.join(model.model_fields)}"
    message = str(fault["msg"]).removeprefix("Value error, ")
    if not fault["loc"]:
        return message
    return f"{place}: given {_shown(fault['input'])}, {message[:1].lower()}{message[1:]}"


def _shown(value: Any) -> str:
    if isinstance(value, pulumi.Output):
        return "an output"
    # Of a mapping its keys alone: a value may be a secret.
    text = "{" + ", ".join(map(str, value)) + "}" if isinstance(value, Mapping) else repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
