"""Managed virtual networks of machine learning and AI workspaces: isolation modes, outbound rules.

Sources: Azure documentation, "Workspace managed virtual network isolation" (modes; once on never off, from approved never back to the
internet; FQDN rules only with approved outbound and ports 80 and 443; private endpoint and service tag rules); REST API reference,
Managed Network Settings Rule, Create Or Update.
"""

from collections.abc import Iterator
from typing import Any

from simulator.action import Action
from simulator.rules.azure_native.service_rules import get, is_word
from simulator.rules.checks import Fault
from simulator.values import Properties

SOURCE = "Azure documentation, 'Workspace managed virtual network isolation'"
APPROVED = "AllowOnlyApprovedOutbound"
_RANK = {"disabled": 0, "allowinternetoutbound": 1, "allowonlyapprovedoutbound": 2}
_STORES = (
    ".blob.core.windows.net",
    ".file.core.windows.net",
    ".queue.core.windows.net",
    ".table.core.windows.net",
    ".dfs.core.windows.net",
)
"""'If your managed network is configured to allow only approved outbound, you can't use an FQDN rule to access Azure Storage Accounts.'"""
_KINDS = ("FQDN", "PrivateEndpoint", "ServiceTag")
SUB_RESOURCES = {
    "microsoft.storage/storageaccounts": ("blob", "file", "table", "queue", "dfs", "web"),
    "microsoft.keyvault/vaults": ("vault",),
    "microsoft.containerregistry/registries": ("registry",),
    "microsoft.machinelearningservices/workspaces": ("amlworkspace",),
    "microsoft.cognitiveservices/accounts": ("account",),
    "microsoft.search/searchservices": ("searchService",),
    "microsoft.documentdb/databaseaccounts": ("Sql", "MongoDB", "Cassandra", "Gremlin", "Table"),
    "microsoft.dbforpostgresql/flexibleservers": ("postgresqlServer",),
    "microsoft.sql/servers": ("sqlServer",),
    "microsoft.cache/redis": ("redisCache",),
    "microsoft.insights/privatelinkscopes": ("azuremonitor",),
}


def rule_faults(inputs: Properties, path: str) -> Iterator[Fault]:
    """Rules stand only in an isolated network, and names of hosts only in one with approved outbound."""
    network = get(inputs, path) or {}
    mode, rules = network.get("isolationMode"), network.get("outboundRules") or {}
    if rules and not is_word(mode, "AllowInternetOutbound", APPROVED):
        yield f"{path}.outboundRules", f"need isolationMode AllowInternetOutbound or {APPROVED}"
    if network.get("firewallSku") and not is_word(mode, APPROVED):
        yield f"{path}.firewallSku", f"is for isolationMode {APPROVED}"
    for name, rule in rules.items():
        where = f'{path}.outboundRules["{name}"]'
        yield from rule_fits(rule, where)
        if is_word(rule.get("type"), "FQDN") and not is_word(mode, APPROVED):
            yield f"{where}.type", f"'FQDN' needs isolationMode {APPROVED}"
        if is_word(rule.get("type"), "FQDN") and str(rule.get("destination")).lower().endswith(_STORES):
            yield f"{where}.destination", "storage accounts are reached by a private endpoint, never by an FQDN rule"


def rule_fits(rule: Properties, where: str) -> Iterator[Fault]:
    """A rule's destination is of its kind."""
    kind, target = rule.get("type"), rule.get("destination")
    if not is_word(kind, *_KINDS):
        yield f"{where}.type", f"{kind!r} is not allowed; allowed: {', '.join(_KINDS)}"
    elif is_word(kind, "FQDN"):
        if not isinstance(target, str) or not _host(target):
            yield f"{where}.destination", f"{target!r} must be the name of a host, such as packages.example or *.packages.example"
    elif is_word(kind, "PrivateEndpoint"):
        yield from _endpoint_faults(target, where)
    else:
        for name in ("serviceTag", "protocol", "portRanges"):
            if not get(target, name):
                yield f"{where}.destination.{name}", "is required for a rule of the kind ServiceTag"
        if get(target, "protocol") and not is_word(get(target, "protocol"), "TCP", "UDP", "ICMP", "*"):
            yield f"{where}.destination.protocol", f"{get(target, 'protocol')!r} is not allowed; allowed: TCP, UDP, ICMP, *"


def _endpoint_faults(target: Any, where: str) -> Iterator[Fault]:
    for name in ("serviceResourceId", "subresourceTarget"):
        if not get(target, name):
            yield f"{where}.destination.{name}", "is required for a rule of the kind PrivateEndpoint"
    id_, part = str(get(target, "serviceResourceId")).lower(), get(target, "subresourceTarget")
    for kind, parts in SUB_RESOURCES.items():
        if f"/providers/{kind}/" in id_ and part and not is_word(part, *parts):
            yield f"{where}.destination.subresourceTarget", f"{part!r} is no sub-resource of {kind}; there are: {', '.join(parts)}"


def _host(name: str) -> bool:
    labels = name.removeprefix("*.").split(".")
    return len(labels) > 1 and all(label and label.replace("-", "").replace("_", "").isalnum() for label in labels)


def isolation_only_rises(action: Action, path: str) -> None:
    """'Once you enable the managed virtual network isolation, you can't disable it'; approved outbound never goes back."""
    before, now = get(action.old.outputs if action.old else {}, path), get(action.inputs, path)
    if now is not None and _RANK.get(str(now).lower(), 0) < _RANK.get(str(before).lower(), 0):
        action.refuse(
            "ManagedNetworkIsolationCannotBeChanged", f"The isolation mode of a managed network can't be changed from {before} to {now}."
        )
