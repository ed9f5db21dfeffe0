"""A provider: an outside LLM API that the egress inspector may call."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from .errors import shown
from .fields import ADataClass, Part, Truth, refuse
from .fqdn import ALLOWED, fqdn
from .names import DataClass


def _fqdns(value: Any) -> tuple[str, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str | bytes) or not value:
        raise refuse(f"{shown(value)} is not a list of host names", allowed=f"a list of at least one: {ALLOWED}", fix="write a list in [ ]")
    names = [fqdn(name) for name in value]
    twice = next((name for index, name in enumerate(names) if name in names[:index]), None)
    if twice is not None:
        raise refuse(f"{twice!r} is listed twice", allowed="each host name once", fix="remove one of the two")
    return tuple(sorted(names))


class Provider(Part):
    """Host names that may be called on port 443, and what may be sent to them."""

    fqdns: Annotated[
        tuple[str, ...], BeforeValidator(_fqdns), WithJsonSchema({"type": "array", "items": {"type": "string"}, "minItems": 1})
    ]
    """Host names; `*.` may stand once, at the beginning, over the provider's own domain."""
    baa: Truth = False
    """Whether a business associate agreement is signed (45 CFR 164.502(e), 164.504(e)). Default: no."""
    receives: ADataClass = DataClass.DEIDENTIFIED
    """The most sensitive class of data that may be sent. `phi` needs a signed agreement. Default: deidentified."""
