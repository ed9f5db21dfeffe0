"""IAM's action catalogue: the access level, the types of resources and the condition keys of every action, as AWS documents them.

The file beside this module is made by `tests/posture/iam/make_catalogue.py` from a library that is kept up daily, and says its date. A service's
lines are read when it is first asked for. What moves data where the catalogue can't say: that is `posture.iam.actions`.
Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS services"; IAM User Guide, "Access levels in
policy summaries".
"""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Final

from posture.iam.patterns import folded, glob, literal, overlaps
from posture.record import record

FILE: Final = Path(__file__).with_name("catalogue.txt")


class AccessLevel(StrEnum):
    """What an action does to a resource, in AWS's words."""

    LIST = "List"
    READ = "Read"
    WRITE = "Write"
    PERMISSIONS = "Permissions"
    """Permissions management: grants or changes access."""
    TAGGING = "Tagging"


@record
class Action:
    """One action of a service."""

    name: str
    """As AWS writes it, with the prefix: `s3:GetObject`."""
    level: AccessLevel
    resource_types: tuple[str, ...]
    """Types of resources that a statement can narrow it to. Empty: only `*` matches."""


@record
class _Service:
    actions: dict[str, Action] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)


def find(action: str) -> Action | None:
    """The action of this name, in any case; None if the catalogue's date does not know it."""
    prefix, _, name = action.partition(":")
    return _service(prefix.lower()).actions.get(name.lower())


def meant(pattern: str) -> list[Action]:
    """The actions of one service that a pattern such as `s3:Put*` means."""
    prefix, _, name = pattern.partition(":")
    wanted = folded(glob(name))
    return [action for lowered, action in _service(prefix.lower()).actions.items() if overlaps(wanted, literal(lowered))]


def has_service(prefix: str) -> bool:
    return prefix.lower() in _lines()


def key_type(key: str) -> str | None:
    """The type of a condition key of a service's own (`String`, `ARN`, `ArrayOfString`, …); None if it is not known or global."""
    return _service(key.partition(":")[0].lower()).keys.get(key.lower())


@lru_cache(maxsize=1)
def _lines() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith(" "):
            lines.append(line)
        elif not line.startswith("#"):
            lines = found.setdefault(line, [])
    return found


@lru_cache(maxsize=1024)
def _service(prefix: str) -> _Service:
    service = _Service()
    for line in _lines().get(prefix, ()):
        level, *words = line.split()
        if level.startswith("?"):
            service.keys.update((key.lower(), level[1:]) for key in words)
            continue
        types = () if words[0] == "-" else tuple(words[0].split(","))
        service.actions.update((name.lower(), Action(f"{prefix}:{name}", AccessLevel(level), types)) for name in words[1:])
    return service
