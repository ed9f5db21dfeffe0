"""All rules: every folder below `rules/<topic>/` that has a `rule.py`."""

import importlib
from functools import cache
from pathlib import Path

from posture.rules.contract import Registered, Rule

HERE = Path(__file__).parent


@cache
def rules() -> dict[str, Rule]:
    """Rules by id, in order of topic and name."""
    found: dict[str, Rule] = {}
    for path in sorted(HERE.glob("*/*/rule.py")):
        folder = path.parent
        module = importlib.import_module(f"posture.rules.{folder.parent.name}.{folder.name}.rule")
        registered = getattr(module, "check", None)
        if not isinstance(registered, Registered):
            raise TypeError(f"{path}: `check` is missing or not marked with @rule(...)")
        identifier = folder.name.replace("_", "-")
        if identifier in found:
            raise ValueError(f"{path}: there is another rule {identifier!r}, in topic {found[identifier].topic}")
        found[identifier] = Rule(identifier, folder.parent.name, folder, registered.tokens, registered.check)
    return found
