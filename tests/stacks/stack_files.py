"""The repository's stack files, as the engine hands them to the program."""

import json
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
STACKS = ROOT / "stacks"
ORGANIZATION = "aws-organization"
"""The stack above all zones: it has settings, a schema and tests of its own."""
TENANT = "azure-tenant"
"""The same on Azure."""
GCP_ORGANIZATION = "gcp-organization"
"""The same on Google Cloud."""


def _named(cloud: str) -> tuple[str, ...]:
    files = STACKS.glob(f"Pulumi.{cloud}-*.yaml")
    return tuple(
        sorted({path.name.removeprefix("Pulumi.").removesuffix(".yaml") for path in files} - {ORGANIZATION, TENANT, GCP_ORGANIZATION})
    )


NAMES = _named("aws")
"""Stacks that build zones on AWS."""
AZURE_NAMES = _named("azure")
"""Stacks that build zones on Azure."""
GCP_NAMES = _named("gcp")
"""Stacks that build zones on Google Cloud."""


def stack_file(name: str) -> dict[str, Any]:
    """Content of `stacks/Pulumi.<name>.yaml`."""
    content: dict[str, Any] = yaml.safe_load((STACKS / f"Pulumi.{name}.yaml").read_text(encoding="utf-8"))
    return content


def as_the_engine_gives_it(config: dict[str, Any]) -> dict[str, str]:
    """Every value is a text, structured ones and scalars alike as JSON."""
    return {key: value if isinstance(value, str) else json.dumps(value) for key, value in config.items()}


def engine_config(name: str) -> dict[str, str]:
    """Configuration of one of the repository's stacks."""
    return as_the_engine_gives_it(stack_file(name)["config"])
