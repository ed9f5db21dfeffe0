"""What operators of single properties leave alone: performance, capacity and spare parts, cost, hours, names of files, and the code that runs.

No road, key, log, copy or permission hangs on these, so a change there is no mutant at all. The list is `operation.yaml`, reviewed name by
name. A property that is not listed there is mutated, whatever it is.
"""

import re
from functools import cache
from pathlib import Path

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
    if type_ == _ALARM and parts[0] in lists["alarm"]:
        return True
    short = re.sub(r"^aws:(.+)/[^:]+:", r"\1:", type_)
    if f"{short} {path}" in lists["places"] or not lists["parts"].isdisjoint(parts):
        return True
    return any(parts[-1] in lists[name] for name in ("capacity", "hours", "code"))


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
