"""Reads a rule's `metadata.yaml`. Source: PyYAML documentation, "C-based loader" (ten times as fast where libyaml is there)."""

from pathlib import Path
from typing import Any

import yaml

from posture.rules.contract import Metadata

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FILE = "metadata.yaml"


def read_metadata(folder: Path) -> Metadata:
    """The metadata of the rule in this folder. Raises `ValueError` (pydantic) and `yaml.YAMLError`."""
    found = read_yaml_metadata(folder / FILE)
    if found.id != folder.name.replace("_", "-"):
        raise ValueError(f"{folder}/{FILE}: id {found.id!r} is not the folder's name; write {folder.name.replace('_', '-')!r}")
    return found


def read_yaml_metadata(path: Path) -> Metadata:
    """One file of metadata, a rule's or a theorem's."""
    return Metadata.model_validate(read_yaml(path))


def read_yaml(path: Path) -> Any:
    """What a file of ours says. Raises `yaml.YAMLError`."""
    return yaml.load(path.read_text(encoding="utf-8"), _LOADER)  # noqa: S506  a safe loader
