"""ARM ids of resources that do not stand yet: Azure's ids are made of names, so a preview can tell them.

`arm_paths.json` has the path of each type, with the SDK's input names in braces; in a resource group unless it begins with a slash.
Source: Azure documentation, "Azure Resource Manager resource IDs"; Azure REST API reference (paths).
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

_PLACE: Final = re.compile(r"\{(\w+)\}")
_IN_GROUP: Final = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/"
SCOPES: Final = frozenset({"scope", "resourceUri", "resourceId"})
"""Inputs that hold the id of what an extension resource stands on."""


@cache
def arm_paths() -> Mapping[str, str]:
    """Type token → whole path."""
    listed: dict[str, str] = json.loads(Path(__file__).with_name("arm_paths.json").read_text(encoding="utf-8"))
    return {token: path if path.startswith("/") else _IN_GROUP + path for token, path in listed.items()}


def arm_id(token: str, props: Mapping[str, Any], subscription: str | None) -> str:
    """The id that the resource has or will have; empty where a part of it is not known."""
    template = arm_paths().get(token)
    if template is None:
        return ""
    made = []
    for number, part in enumerate(_PLACE.split(template)):
        if number % 2 == 0:
            made.append(part)
            continue
        value = subscription if part == "subscriptionId" else props.get(part)
        if not isinstance(value, str) or not value:
            return ""
        made.append(value.strip("/") if part in SCOPES else value)
    return "/" + "".join(made).lstrip("/")


def own_name_of(token: str) -> str:
    """The input that names a resource of this type: `subnetName`; empty where its name is fixed or its path unknown."""
    names = _PLACE.findall(arm_paths().get(token, "").rpartition("/")[2])
    return names[0] if names else ""
