"""Azure Resource Manager ids: where a type's resources stand, by the names that a program gives.

Source: Azure documentation, "Azure Resource Manager resource IDs" (`/subscriptions/…/resourceGroups/…/providers/<namespace>/<type>/<name>`,
compared without regard to case); the paths of `arm_paths.yaml` are those of the Azure REST API reference.
"""

import json
import re
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from simulator.values import UNKNOWN, Properties

_PLACE = re.compile(r"\{(\w+)\}")
_GROUP_PREFIX = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}"
SCOPES = ("scope", "resourceUri", "resourceId")
"""Inputs that hold the id of what an extension resource stands on."""


@dataclass(frozen=True)
class ArmPath:
    """One type's path with the SDK's input names in braces."""

    template: str

    @property
    def names(self) -> tuple[str, ...]:
        """Inputs in the path, the subscription left out."""
        return tuple(name for name in _PLACE.findall(self.template) if name != "subscriptionId")

    @property
    def own_name(self) -> str:
        """The input that names the resource itself; empty where its name is fixed (`default`)."""
        last = self.template.rsplit("/", 1)[-1]
        found = _PLACE.fullmatch(last)
        return found[1] if found else ""

    @property
    def type(self) -> str:
        """`Microsoft.Network/virtualNetworks/subnets`."""
        if "/providers/" not in self.template:
            return "Microsoft.Resources/resourceGroups" if "resourceGroups" in self.template else "Microsoft.Resources/subscriptions"
        namespace, *pairs = self.template.rsplit("/providers/", 1)[-1].split("/")
        return "/".join([namespace, *pairs[::2]])

    @property
    def is_nested(self) -> bool:
        """Whether it is a child of another resource of its namespace."""
        return self.type.count("/") > 1

    def id(self, inputs: Properties, subscription: str) -> str | None:
        """The id; None while one of its parts is unknown or missing."""
        return _filled(self.template, inputs, subscription)

    def names_in(self, id_: str) -> Properties | None:
        """The inputs that an id is made of, as an import takes them from it; None where it is no id of this type."""
        pattern = "".join(
            (f"(?P<{part}>{'.+' if part in SCOPES else '[^/]+'})" if at % 2 else re.escape(part))
            for at, part in enumerate(_PLACE.split(self.template.strip("/")))
        )
        found = re.fullmatch(pattern, id_.strip("/"), re.IGNORECASE)
        if found is None:
            return None
        named = found.groupdict()
        return {name: f"/{named[name]}" if name in SCOPES else named[name] for name in self.names}

    def holders(self, inputs: Properties, subscription: str) -> list[tuple[str, str]]:
        """(id, error code) of what must stand before: the resource group, the parents, what an extension stands on."""
        found = []
        if "{resourceGroupName}" in self.template and self.own_name != "resourceGroupName":
            found.append((_GROUP_PREFIX, "ResourceGroupNotFound"))
        template = self.template
        while self.is_nested and template.rsplit("/providers/", 1)[-1].count("/") > 2:
            template = template.rsplit("/", 2)[0]
            if template.endswith("}"):
                found.append((template, "ParentResourceNotFound"))
        filled = ((_filled(one, inputs, subscription), code) for one, code in found)
        return [(id_, code) for id_, code in filled if id_ is not None]


def _filled(template: str, inputs: Properties, subscription: str) -> str | None:
    values = {**inputs, "subscriptionId": subscription}
    parts: dict[str, str] = {}
    for name in _PLACE.findall(template):
        value = values.get(name)
        if value is UNKNOWN or not isinstance(value, str) or not value:
            return None
        parts[name] = value.strip("/") if name in SCOPES else value
    made = _PLACE.sub(lambda match: parts[match[1]], template)
    return "/" + made.lstrip("/")


@cache
def paths() -> dict[str, ArmPath]:
    """Every type with a known path."""
    listed = yaml.safe_load((Path(__file__).parent / "arm_paths.yaml").read_text(encoding="utf-8"))
    return {token: ArmPath(path if path.startswith("/") else f"{_GROUP_PREFIX}/providers/{path}") for token, path in listed.items()}


def as_json() -> str:
    """The table as posture keeps it: it reads no module of the simulator, and JSON loads faster."""
    listed = yaml.safe_load((Path(__file__).parent / "arm_paths.yaml").read_text(encoding="utf-8"))
    return json.dumps(listed, indent=0, sort_keys=True) + "\n"


def subscription_of(id_: str) -> str | None:
    """The subscription in an id."""
    parts = id_.split("/")
    return parts[2].lower() if len(parts) > 2 and parts[1].lower() == "subscriptions" else None


def is_arm(id_: str) -> bool:
    """Whether a text is an ARM id."""
    return id_[:15].lower() in ("/subscriptions/",) or id_[:11].lower() == "/providers/"


if __name__ == "__main__":
    # python -m simulator.packages.arm > policy-packs/posture/inputs/arm_paths.json
    sys.stdout.write(as_json())
