"""All rules: every folder below `rules/<topic>/` that has a `rule.py`, or a `rule_<cloud>.py` for each cloud that says it otherwise."""

import importlib
from functools import cache
from pathlib import Path

from posture.rules.contract import Registered, Rule

HERE = Path(__file__).parent


@cache
def rules() -> dict[str, Rule]:
    """Rules by id, in order of topic and name."""
    parts: dict[Path, list[Registered]] = {}
    for path in sorted((*HERE.glob("*/*/rule.py"), *HERE.glob("*/*/rule_*.py"))):
        folder = path.parent
        module = importlib.import_module(f"posture.rules.{folder.parent.name}.{folder.name}.{path.stem}")
        registered = getattr(module, "check", None)
        if not isinstance(registered, Registered):
            raise TypeError(f"{path}: `check` is missing or not marked with @rule(...)")
        parts.setdefault(folder, []).append(registered)
    found: dict[str, Rule] = {}
    for folder, checks in sorted(parts.items()):
        identifier = folder.name.replace("_", "-")
        if identifier in found:
            raise ValueError(f"{folder}: there is another rule {identifier!r}, in topic {found[identifier].topic}")
        found[identifier] = Rule(identifier, folder.parent.name, folder, tuple(checks))
    return found
