"""Paths of Google's resources: ids made of names, self links, and the forms that mean the same.

Sources: Terraform google provider, "Attributes Reference" of each resource ("id - an identifier for the resource with format …"), `tpgresource`
(`ReplaceVars`, `GetRelativePath`, `CompareSelfLinkOrResourceName`, `ConvertSelfLinkToV1`); Google Cloud API Design Guide, "Resource names".
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from simulator.packages.gcp_docs import documented
from simulator.schema import type_schema
from simulator.values import UNKNOWN, Properties

_PLACE = re.compile(r"\{\{%?(\w+)\}\}")
_API = re.compile(r"^(?:https?:)?//[a-z0-9.-]*googleapis\.com/(?:(?:[a-z]+/)?(?:v\d\w*|beta|alpha)/)?")
_IAM = re.compile(r"(?:Iam|IAM)(Member|Binding|Policy)$")
NEVER_HOLDERS = ("projects", "locations", "regions", "zones", "global", "organizations", "folders")
"""Collections whose members need not be objects of the world."""
LINKS = "https://www.googleapis.com/compute/v1/"
"""Self links of Compute Engine, as the provider shows them whichever version it speaks."""


def relative(value: str) -> str:
    """A self link or full resource name without its host and version: `projects/p/global/networks/n`."""
    return _API.sub("", value).strip("/") if "//" in value else value


def last(value: object) -> str:
    """The short name."""
    return str(value).rstrip("/").rsplit("/", 1)[-1]


def part(value: object, collection: str) -> str:
    """What follows a collection's name in a path: `part(id, "regions")`; empty where it is not in it."""
    steps = relative(str(value)).split("/")
    return steps[steps.index(collection) + 1] if collection in steps[:-1] else ""


def equal(old: object, new: object, *, short: bool = False) -> bool:
    """Whether two references mean the same. `short`: a bare name is compared with the last part of the other."""
    if not isinstance(old, str) or not isinstance(new, str):
        return False
    before, after = relative(old), relative(new)
    if before == after:
        return True
    return short and ("/" not in after or "/" not in before) and last(before) == last(after)


@dataclass(frozen=True)
class GcpPath:
    """One type's id with the provider's names in double braces."""

    token: str
    template: str

    @property
    def names(self) -> tuple[str, ...]:
        """Inputs or outputs in the path, as the SDK spells them."""
        return tuple(dict.fromkeys(camel(name) for name in _PLACE.findall(self.template)))

    def id(self, values: Properties) -> str | None:
        """The id; None while a part is unknown or missing."""
        made: list[str] = []
        for at, piece in enumerate(_PLACE.split(self.template)):
            if at % 2 == 0:
                made.append(piece)
                continue
            value = values.get(camel(piece))
            if value is None or value is UNKNOWN or isinstance(value, dict | list) or value == "":
                return None
            text = relative(str(value))
            # A whole name stands at the path's beginning (`{{key_ring}}/cryptoKeys/…`), and a perimeter's member at its end; else the short name.
            made.append(text if not "".join(made) or piece == "resource" else last(text))
        return "".join(made)

    def holder(self, id_: str) -> str:
        """Id of what it is a part of; empty where that is a project, a location or nothing."""
        steps = self.template.split("/")
        if steps[-2:-1] == ["databases"]:
            # Instances of Cloud SQL and Spanner are known by shorter ids; the database's reference names them.
            return ""
        if len(steps) > 2 and "{{" in steps[-1] and "{{" not in steps[-2] and "{{" in steps[-3]:
            before = id_.rsplit("/", 2)[0]
            return "" if "/" not in before or before.split("/")[-2] in NEVER_HOLDERS else before
        return ""


def camel(name: str) -> str:
    """`key_ring` → `keyRing`."""
    head, *rest = name.split("_")
    return head + "".join(word[:1].upper() + word[1:] for word in rest)


@cache
def _exceptions() -> dict[str, str]:
    listed: dict[str, str] = yaml.safe_load((Path(__file__).parent / "gcp_paths.yaml").read_text(encoding="utf-8"))
    return listed


@cache
def path_of(token: str) -> GcpPath | None:
    """The path of a type: of what it is about, for the members of an access policy."""
    written = _exceptions().get(token)
    forms = [written] if written else documented(token).forms
    if not iam_kind(token):
        return GcpPath(token, forms[0]) if forms else None
    inputs = type_schema(token).inputs
    form = forms[0] if forms else ""
    # The texts of grants speak of the resource by its own names (`{{name}}`), the type by another (`instance`).
    strange = [name for name in _PLACE.findall(form) if camel(name) not in inputs]
    left = [name for name, one in inputs.items() if one.required and name not in (*_GRANT, *map(camel, _PLACE.findall(form)))]
    if not form and len(left) == 1:
        form = "{{" + left[0] + "}}"
    elif len(strange) == len(left) == 1:
        form = form.replace("{{" + strange[0] + "}}", "{{" + left[0] + "}}")
    return GcpPath(token, form) if form else None


_GRANT = ("role", "member", "members", "policyData", "condition", "project", "location", "region", "zone")


def forms_of(token: str) -> list[str]:
    """Every form that an import takes."""
    return documented(token).forms


def iam_kind(token: str) -> str:
    """`Member`, `Binding` or `Policy` of a type that grants access; else empty."""
    found = _IAM.search(token)
    return found[1] if found else ""


def names_in(token: str, id_: str) -> Properties | None:
    """The values that an import's id gives, by whichever form fits."""
    for form in forms_of(token):
        pieces = _PLACE.split(form)
        pattern = "".join(
            f"(?P<{camel(piece)}>{'.+' if not at - 1 else '[^/]+'})" if at % 2 else re.escape(piece) for at, piece in enumerate(pieces)
        )
        found = re.fullmatch(pattern, id_) if len(set(pieces[1::2])) == len(pieces[1::2]) else None
        if found:
            return dict(found.groupdict())
    return None


def self_link(token: str, id_: str) -> str:
    """What a resource of Compute Engine shows as its link."""
    return LINKS + id_ if token.startswith("gcp:compute/") else ""


def immutable_names(token: str) -> frozenset[str]:
    """Inputs that the id is made of."""
    path = path_of(token)
    known: Any = type_schema(token).inputs
    named = set(path.names if path else ()) | {"project", "location", "region", "zone"}
    return frozenset(name for name in named if name in known)
