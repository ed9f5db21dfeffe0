"""All rules: every folder below `rules/<topic>/` that has a `rule.py`, or a `rule_<cloud>.py` for each cloud that says it otherwise."""

from functools import cache
from pathlib import Path

from posture.rules.contract import Deferred, Registered, Rule, registered_in
from posture.rules.packages import listed

HERE = Path(__file__).parent


@cache
def rules() -> dict[str, Rule]:
    """Rules by id, in order of topic and name. Raises `TypeError` for a module without a check, now or when it is asked for it."""
    known = listed()
    parts: dict[Path, list[Registered | Deferred]] = {}
    for module, folder in modules().items():
        packages = known.get(module)
        parts.setdefault(folder, []).append(registered_in(module) if packages is None else Deferred(module, packages))
    found: dict[str, Rule] = {}
    for folder, checks in sorted(parts.items()):
        identifier = folder.name.replace("_", "-")
        if identifier in found:
            raise ValueError(f"{folder}: there is another rule {identifier!r}, in topic {found[identifier].topic}")
        found[identifier] = Rule(identifier, folder.parent.name, folder, tuple(checks))
    return found


def modules() -> dict[str, Path]:
    """Modules of checks, and the folders of their rules."""
    paths = sorted((*HERE.glob("*/*/rule.py"), *HERE.glob("*/*/rule_*.py")))
    return {f"posture.rules.{path.parent.parent.name}.{path.parent.name}.{path.stem}": path.parent for path in paths}


def load_rules() -> None:
    """Imports every check now."""
    for rule in rules().values():
        assert rule.tokens
