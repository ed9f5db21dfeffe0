"""What operators of single properties leave alone: performance, capacity and spare parts, cost, hours, names of files, and the code that runs.

No road, key, log, copy or permission hangs on these, so a change there is no mutant at all. The list is `operation.yaml`, reviewed name by
name. A property that is not listed there is mutated, whatever it is. An object of which everything is listed is a matter of operation itself.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parents[1] / "operation.yaml"
AZURE_FILE = Path(__file__).parents[1] / "operation-azure.yaml"
"""Azure's names, apart: the same word may be a safeguard on the other cloud."""
GCP_FILE = Path(__file__).parents[1] / "operation-gcp.yaml"
"""Google Cloud's."""
VAULT_FILE = Path(__file__).parents[1] / "operation-vault.yaml"
"""Vault's."""
KUBERNETES_FILE = Path(__file__).parents[1] / "operation-kubernetes.yaml"
"""Kubernetes' and Istio's."""
_ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"


def concerns_operation(type_: str, path: str) -> bool:
    """Whether a property is one of these."""
    if type_.startswith("azure-native:"):
        return _of_cloud(AZURE_FILE, type_.removeprefix("azure-native:"), type_, path)
    if type_.startswith("gcp:"):
        return _of_cloud(GCP_FILE, re.sub(r"^gcp:(.+)/\w+:", r"\1:", type_), type_, path)
    if type_.startswith("vault:"):
        return _of_cloud(VAULT_FILE, re.sub(r"^vault:(.+)/\w+:", r"\1:", type_), type_, path)
    if type_.startswith("kubernetes:"):
        return _of_cloud(KUBERNETES_FILE, type_.rsplit(":", 1)[-1], type_, path)
    lists, parts = _lists(FILE), path.split(".")
    if (type_ == _ALARM and parts[0] in lists["alarm"]) or _at_a_place(type_, path, "places"):
        return True
    short = re.sub(r"^aws:(.+)/[^:]+:", r"\1:", type_)
    if f"{short} {path}" in lists["places"] or not lists["parts"].isdisjoint(parts):
        return True
    return any(parts[-1] in lists[name] for name in ("capacity", "hours", "code"))


def consists_of_operation(type_: str, path: str, tree: Any) -> bool:
    """Whether an object of AWS's holds nothing but such properties: a policy of retries, the size of a machine."""
    if not type_.startswith("aws:") or not isinstance(tree, dict | list) or not tree or path.rsplit(".", 1)[-1] in _lists(FILE)["switches"]:
        return False
    below = [(f"{path}.{name}", value) for name, value in tree.items()] if isinstance(tree, dict) else [(path, value) for value in tree]
    return all(
        (isinstance(tree, dict) and concerns_operation(type_, inner)) or consists_of_operation(type_, inner, value)
        for inner, value in below
    )


def is_operation(type_: str) -> bool:
    """Whether a whole resource of AWS's is such a matter: in which order jobs start, how long old images are kept."""
    return type_.startswith("aws:") and _short(type_) in _lists(FILE)["kinds"]


def only_allows(type_: str, path: str) -> bool:
    """Whether a property of AWS's only lets somebody in or leads somewhere: left out, it narrows."""
    return type_.startswith("aws:") and _at_a_place(type_, path, "allows")


def _at_a_place(type_: str, path: str, name: str) -> bool:
    """At a listed place, or below one."""
    parts = path.split(".")
    return any(f"{_short(type_)} {'.'.join(parts[:length])}" in _lists(FILE)[name] for length in range(1, len(parts) + 1))


def _short(type_: str) -> str:
    return re.sub(r"^aws:(\w+)/\w+:", r"\1:", type_)


def _of_cloud(file: Path, short: str, type_: str, path: str) -> bool:
    """`short` is the type as the list of single places writes it: `module:Type`."""
    lists, parts = _lists(file), path.split(".")
    if type_ in lists["alarms"] and parts[0] in lists["alarm"]:
        return True
    if path in lists["paths"]:
        return True
    if f"{short} {path}" in lists["places"]:
        return True
    return not lists["parts"].isdisjoint(parts) or any(parts[-1] in lists[name] for name in ("capacity", "hours", "code"))


@cache
def _lists(file: Path) -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in yaml.safe_load(file.read_text(encoding="utf-8")).items()}
