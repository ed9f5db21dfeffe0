"""Where a stack's plan is written: in the stack file, in a file of its own, or in another stack's file; and the plan itself.

Several stacks that build one plan between them name the file of the one that has it.
"""

from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any, Protocol

from ai_zones.plan import Fault, PlanError, ZonePlan, load_plan
from ai_zones.plan.document import parse_text
from ai_zones.plan.errors import shown
from stacks.errors import PROJECT


class PlanKeys(Protocol):
    """The keys of a stack file that say where its plan is, and complete it."""

    @property
    def plan(self) -> dict[Any, Any] | None:
        """The plan itself."""

    @property
    def plan_file(self) -> str | None:
        """A file with the plan."""

    @property
    def availability_zones(self) -> list[str] | None:
        """Availability zones, where the plan leaves them out."""

    @property
    def accounts(self) -> Mapping[Any, str]:
        """Account of each zone, where the plan leaves it out."""


def plan_document(parsed: PlanKeys, values: Mapping[str, Any], base: Path, faults: list[Fault]) -> tuple[dict[Any, Any] | None, str]:
    """The plan's document, and what the place of a fault in it begins with."""
    here = f"{PROJECT}:plan"
    if "plan" in values and "plan_file" in values:
        faults.append(Fault(here, f"`{PROJECT}:plan_file` is given too", "one of the two", "remove one of the two"))
        return None, here
    if parsed.plan_file is None:
        if parsed.plan is None and not any(fault.place.startswith(here) for fault in faults):
            faults.append(
                Fault(here, "is missing", f"a zone plan, or `{PROJECT}:plan_file`", f"add `{here}:` with the plan's keys below it")
            )
        return parsed.plan, here
    path = base / parsed.plan_file
    try:
        document = parse_text(path.read_text(encoding="utf-8"), parsed.plan_file)
    except PlanError as error:
        faults.extend(Fault(f"stacks/{parsed.plan_file}", f"{f.place}: {f.problem}", f.allowed, f.fix) for f in error.faults)
        return None, here
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        problem = f"{shown(parsed.plan_file)} cannot be read: {reason}"
        faults.append(Fault(f"{PROJECT}:plan_file", problem, "a YAML or JSON file, relative to the folder stacks", "correct the path"))
        return None, here
    if not isinstance(document, Mapping):
        place = f"stacks/{parsed.plan_file}"
        faults.append(Fault(place, f"{shown(document)} is not a mapping", "a zone plan", "write the plan's keys in it"))
        return None, here
    return _plan_within(document), f"stacks/{parsed.plan_file}: "


def _plan_within(document: Mapping[Any, Any]) -> dict[Any, Any]:
    """The plan of a stack's file, completed by that stack's keys; any other file is a plan itself."""
    config = document.get("config")
    if not isinstance(config, Mapping) or not isinstance(config.get(f"{PROJECT}:plan"), Mapping):
        return dict(document)
    plan = deepcopy(dict(config[f"{PROJECT}:plan"]))
    if f"{PROJECT}:availability_zones" in config:
        plan.setdefault("availability_zones", config[f"{PROJECT}:availability_zones"])
    # One cloud's word for it stands in a file.
    accounts = next((config[key] for word in ("accounts", "subscriptions", "projects") if (key := f"{PROJECT}:{word}") in config), None)
    zones = plan.get("zones")
    for zone, account in (accounts if isinstance(accounts, Mapping) else {}).items():
        entry = zones.get(zone) if isinstance(zones, Mapping) else None
        if isinstance(entry, dict):
            entry.setdefault("account", account)
    return plan


def plan_of(document: dict[Any, Any], source: str, parsed: PlanKeys, faults: list[Fault]) -> ZonePlan | None:
    """The plan, completed by the stack's own keys. Faults are placed where the value was written."""
    whole = deepcopy(document)
    origin: dict[str, str] = {}
    if parsed.availability_zones is not None and "availability_zones" not in whole:
        whole["availability_zones"] = parsed.availability_zones
        origin["availability_zones"] = f"{PROJECT}:availability_zones"
    zones = whole.get("zones")
    for zone, account in parsed.accounts.items():
        entry = zones.get(str(zone)) if isinstance(zones, Mapping) else None
        if isinstance(entry, dict) and "account" not in entry:
            entry["account"] = account
            origin[f"zones.{zone}.account"] = f"{PROJECT}:accounts.{zone}"
    try:
        return load_plan(whole, source)
    except PlanError as error:
        for fault in error.faults:
            key = next((key for key in origin if fault.place.startswith(key)), None)
            place = fault.place.replace(key, origin[key], 1) if key else _within(source, fault.place)
            faults.append(Fault(place, fault.problem, fault.allowed, fault.fix))
        return None


def _within(source: str, place: str) -> str:
    if place.startswith("("):
        return source.removesuffix(": ")
    return f"{source}{place}" if source.endswith(": ") else f"{source}.{place}"
