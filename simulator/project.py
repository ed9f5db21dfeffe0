"""The Pulumi project that is rehearsed: its name, its program, its stacks. Read, never written.

Source: Pulumi documentation, "Project file reference" (`main`, `stackConfigDir`) and "Stack settings file reference".
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from simulator.errors import UserError


@dataclass(frozen=True)
class Project:
    """A folder with a Pulumi.yaml."""

    root: Path
    name: str
    program: Path
    """Folder of the program's `__main__.py`."""
    config_folder: Path
    config_schema: dict[str, Any]

    @classmethod
    def find(cls, start: Path) -> "Project":
        """The project at or above a folder; raises `UserError`."""
        start = start.resolve()
        for folder in (start, *start.parents):
            if (folder / "Pulumi.yaml").is_file():
                return cls.load(folder)
        raise UserError(f"{start}: there is no Pulumi.yaml here or above; run inside a Pulumi project, or name one with --project")

    @classmethod
    def load(cls, root: Path) -> "Project":
        """Read Pulumi.yaml."""
        written = _mapping(root / "Pulumi.yaml")
        name = written.get("name")
        if not isinstance(name, str):
            raise UserError(f"{root / 'Pulumi.yaml'}: name: is required")
        program = (root / str(written.get("main", "."))).resolve()
        folder = root / str(written["stackConfigDir"]) if written.get("stackConfigDir") else program
        if not any(folder.glob("Pulumi.*.yaml")) and any(root.glob("Pulumi.*.yaml")):
            folder = root
        if not (program / "__main__.py").is_file():
            raise UserError(f"{root / 'Pulumi.yaml'}: main: {program} has no __main__.py; the simulator runs Python programs")
        return cls(root, name, program, folder, written.get("config") or {})

    def with_program(self, folder: Path) -> "Project":
        """The same project with another program; raises `UserError`."""
        folder = folder.resolve()
        if not (folder / "__main__.py").is_file():
            raise UserError(f"{folder}: has no __main__.py; name the folder of a Python program")
        return replace(self, program=folder)

    def stacks(self) -> list[str]:
        """Names of the stacks that have a settings file."""
        return sorted(path.name[len("Pulumi.") : -len(".yaml")] for path in self.config_folder.glob("Pulumi.*.yaml"))

    def settings(self, stack: str) -> dict[str, Any]:
        """A stack's configuration; raises `UserError` that lists the stacks for a wrong name."""
        if stack not in self.stacks():
            known = "\n".join(f"  {name}" for name in self.stacks()) or "  (none)"
            raise UserError(f"there is no stack '{stack}' in {self.config_folder}; there are:\n{known}")
        config = _mapping(self.config_folder / f"Pulumi.{stack}.yaml").get("config") or {}
        return {name: _without_secrets(value) for name, value in config.items()}


def _without_secrets(value: Any) -> Any:
    """Real secrets can't be decrypted here, and must not be: a stand-in takes their place."""
    if isinstance(value, dict):
        return "simulated-secret" if set(value) == {"secure"} else {name: _without_secrets(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_without_secrets(item) for item in value]
    return value


def _mapping(path: Path) -> dict[str, Any]:
    try:
        written = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise UserError(f"{path}: is not YAML: {error}") from None
    if written is None:
        return {}
    if not isinstance(written, dict):
        raise UserError(f"{path}: must be a mapping, not {type(written).__name__}")
    return written
