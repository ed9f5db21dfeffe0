"""Ids of Vault's resources are paths of its API, and properties are the API's fields in camelCase, some in the plural.

Sources: Terraform Vault provider, `d.SetId` of each resource; Pulumi Terraform bridge, "PulumiName" (lists are named in the plural).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.action import Action
from simulator.errors import CloudError

_PLACE = re.compile(r"\{(\w+)\}")
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "ms": 0.001, "us": 0.000001, "ns": 0.000000001}
_DURATION = re.compile(r"(?:\d+(?:\.\d+)?(?:ms|us|ns|s|m|h|d))+")
_PART = re.compile(r"(\d+(?:\.\d+)?)(ms|us|ns|s|m|h|d)")


@dataclass(frozen=True)
class PathId:
    """An id made of inputs: `PathId("auth/{backend}/role/{roleName}", {"backend": "kubernetes"})`. Slashes around a part do not count."""

    template: str
    defaults: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, action: Action) -> str:
        """The id of one resource."""
        return _PLACE.sub(lambda match: self._part(action, match[1]), self.template)

    @property
    def names(self) -> tuple[str, ...]:
        """The inputs in it."""
        return tuple(_PLACE.findall(self.template))

    def values(self, id_: str) -> dict[str, str]:
        """The inputs that an id names: what an import knows."""
        names = self.names
        form = "".join(
            f"(?P<{part}>.+)" if part in names and i % 2 else re.escape(part) for i, part in enumerate(_PLACE.split(self.template))
        )
        found = re.fullmatch(form, id_)
        return found.groupdict() if found else {}

    def _part(self, action: Action, name: str) -> str:
        value = action.inputs.get(name, action.outputs.get(name))
        if value is None:
            value = self.defaults.get(name)
        if not isinstance(value, str) or not trimmed(value):
            raise CloudError("400", f"{name} is empty: it is a part of the path {self.template}")
        return trimmed(value)


def trimmed(value: object) -> str:
    """A path without the slashes around it; empty for what is no text."""
    return value.strip("/") if isinstance(value, str) else ""


def seconds(value: object) -> float | None:
    """`24h`, `30d`, `300` and 300 as seconds; None for what is no duration. Source: Vault, parseutil.ParseDurationSecond."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return float(value)
    if not isinstance(value, str):
        return None
    if re.fullmatch(r"\d+", value):
        return float(value)
    if value == "" or not _DURATION.fullmatch(value):
        return 0.0 if value == "" else None
    return sum(float(number) * _UNITS[unit] for number, unit in _PART.findall(value))


def snake(name: str) -> str:
    """`allowedUriSans` → `allowed_uri_sans`."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


def camel(name: str) -> str:
    """`allowed_uri_sans` → `allowedUriSans`."""
    return re.sub(r"_([a-z0-9])", lambda match: match[1].upper(), name)
