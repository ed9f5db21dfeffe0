"""Names of Azure resources by kind: plain functions of the plan, within each kind's length and characters.

Source: Azure Resource Manager documentation, "Naming rules and restrictions for Azure resources".
"""

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

HASH_LENGTH: Final = 8


class Kind(StrEnum):
    """A kind of resource whose name has rules of its own."""

    RESOURCE_GROUP = "resource-group"
    VIRTUAL_NETWORK = "virtual-network"
    SUBNET = "subnet"
    NETWORK = "network"
    """NSG, route table, load balancer, public address, private link service, gateway, connection, policy of firewall or WAF, flow log,
    network interface, security perimeter: 1-80 letters, digits, `_`, `.`, `-`."""
    PRIVATE_ENDPOINT = "private-endpoint"
    FIREWALL = "firewall"
    DNS_RESOLVER_POLICY = "dns-resolver-policy"
    STORAGE_ACCOUNT = "storage-account"
    KEY_VAULT = "key-vault"
    KEY = "key"
    CONTAINER_REGISTRY = "container-registry"
    POSTGRESQL = "postgresql"
    AI_ACCOUNT = "ai-account"
    AI_SEARCH = "ai-search"
    MACHINE_LEARNING = "machine-learning"
    COSMOS_DB = "cosmos-db"
    SERVICE_BUS = "service-bus"
    HEALTH_WORKSPACE = "health-workspace"
    HEALTH_SERVICE = "health-service"
    LOG_WORKSPACE = "log-workspace"
    MONITOR = "monitor"
    """Action group, alert rule, private link scope, data collection rule."""
    IDENTITY = "identity"
    VIRTUAL_MACHINE = "virtual-machine"
    COMPUTE = "compute"
    """Disk, disk encryption set, image, snapshot."""
    BACKUP_VAULT = "backup-vault"
    DIAGNOSTIC_SETTING = "diagnostic-setting"
    LOCK = "lock"
    KUBERNETES = "kubernetes"


@dataclass(frozen=True)
class _Rule:
    shortest: int
    longest: int
    lower: bool = False
    """Lower-case letters alone."""
    hyphens: bool = True
    more: str = ""
    """Further characters, beside letters, digits and hyphens."""
    letter_first: bool = False
    tail: str = "A-Za-z0-9"
    """What the last character may be."""


_NETWORK = _Rule(1, 80, more="_.", tail="A-Za-z0-9_")

_RULES: Final[dict[Kind, _Rule]] = {
    Kind.RESOURCE_GROUP: _Rule(1, 90, more="_.()", tail="A-Za-z0-9_()-"),
    Kind.VIRTUAL_NETWORK: _Rule(2, 64, more="_.", tail="A-Za-z0-9_"),
    Kind.SUBNET: _NETWORK,
    Kind.NETWORK: _NETWORK,
    Kind.PRIVATE_ENDPOINT: _Rule(2, 64, more="_.", tail="A-Za-z0-9_"),
    Kind.FIREWALL: _Rule(1, 56, more="_.", tail="A-Za-z0-9_"),
    Kind.DNS_RESOLVER_POLICY: _Rule(1, 80, more="_"),
    Kind.STORAGE_ACCOUNT: _Rule(3, 24, lower=True, hyphens=False),
    Kind.KEY_VAULT: _Rule(3, 24, letter_first=True),
    Kind.KEY: _Rule(1, 127),
    Kind.CONTAINER_REGISTRY: _Rule(5, 50, hyphens=False),
    Kind.POSTGRESQL: _Rule(3, 63, lower=True),
    Kind.AI_ACCOUNT: _Rule(2, 64),
    Kind.AI_SEARCH: _Rule(2, 60, lower=True),
    Kind.MACHINE_LEARNING: _Rule(3, 33, more="_"),
    Kind.COSMOS_DB: _Rule(3, 44, lower=True),
    Kind.SERVICE_BUS: _Rule(6, 50, letter_first=True),
    Kind.HEALTH_WORKSPACE: _Rule(3, 24, lower=True, hyphens=False),
    Kind.HEALTH_SERVICE: _Rule(3, 24, lower=True),
    Kind.LOG_WORKSPACE: _Rule(4, 63),
    Kind.MONITOR: _Rule(1, 255, more="_."),
    Kind.IDENTITY: _Rule(3, 128, more="_"),
    Kind.VIRTUAL_MACHINE: _Rule(1, 64),
    Kind.COMPUTE: _Rule(1, 80, more="_"),
    Kind.BACKUP_VAULT: _Rule(2, 50, letter_first=True),
    Kind.DIAGNOSTIC_SETTING: _Rule(1, 260, more="_."),
    Kind.KUBERNETES: _Rule(1, 63, more="_"),
    Kind.LOCK: _Rule(1, 90, more="_.()", tail="A-Za-z0-9_()-"),
}


def child(component: str, *parts: str) -> str:
    """Pulumi name of a child: the component's name, then its parts (`phi` + `subnet`, `workload` → `phi-subnet-workload`)."""
    return "-".join([component, *parts])


def short_hash(*parts: str) -> str:
    """Eight hexadecimal digits that depend on all parts and on where one ends and the next begins."""
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:HASH_LENGTH]


def resource_name(kind: Kind, *parts: str) -> str:
    """The parts joined by hyphens, in the characters of the kind; a name over its length is cut and ends in a hash of the whole.

    Two long names stay different. ValueError where nothing is left, or where it is shorter than the kind allows.
    """
    rule = _RULES[kind]
    name = _spelt(rule, "-".join(part for part in parts if part))
    if len(name) > rule.longest:
        name = _ended(rule, name, rule.longest, short_hash(*parts))
    return _checked(kind, name)


def unique_name(kind: Kind, *parts: str, organization: str, environment: str, subscription_id: str) -> str:
    """A name that is unique in all of Azure, such as a storage account's: it ends in a hash of organization, environment, subscription.

    A stem that was cut has the parts in its hash too, so two long names of one subscription stay different.
    """
    rule = _RULES[kind]
    stem = _spelt(rule, "-".join(part for part in parts if part))
    suffix = short_hash(organization, environment, subscription_id)
    if len(stem) + len(suffix) + rule.hyphens > rule.longest:
        suffix = short_hash(organization, environment, subscription_id, *parts)
    return _checked(kind, _ended(rule, stem, rule.longest, suffix))


def name_fault(kind: Kind, name: str) -> str | None:
    """What is wrong with a name of this kind, if anything: for names that a caller gives."""
    rule = _RULES[kind]
    letters = "a-z" if rule.lower else "A-Za-z"
    inner = re.escape(rule.more) + ("-" if rule.hyphens else "")
    tail = rule.tail.replace("A-Z", "") if rule.lower else rule.tail
    first = letters if rule.letter_first else f"{letters}0-9"
    said = (
        f"{'lower-case ' if rule.lower else ''}letters, digits{''.join(f', {mark}' for mark in rule.more)}{', -' if rule.hyphens else ''}"
    )
    if not rule.shortest <= len(name) <= rule.longest:
        return f"has {len(name)} characters; a {kind} name has {rule.shortest} to {rule.longest}"
    if not re.fullmatch(f"[{first}](?:[{letters}0-9{inner}]*[{tail}])?", name) or "--" in name:
        begins = "a letter" if rule.letter_first else "a letter or digit"
        return f"must be {said}, beginning with {begins}, ending in none of `.-`, without two hyphens in a row"
    return None


def _spelt(rule: _Rule, text: str) -> str:
    text = text.lower() if rule.lower else text
    text = re.sub(f"[^A-Za-z0-9{re.escape(rule.more)}-]", "-", text)
    text = re.sub("-+", "-" if rule.hyphens else "", text)
    text = re.sub("^[^A-Za-z]+" if rule.letter_first else "^[^A-Za-z0-9]+", "", text)
    return re.sub(f"[^{rule.tail}]+$", "", text).rstrip("-.")


def _ended(rule: _Rule, stem: str, longest: int, suffix: str) -> str:
    joint = "-" if rule.hyphens else ""
    return f"{stem[: longest - len(suffix) - len(joint)].rstrip('-.')}{joint}{suffix}"


def _checked(kind: Kind, name: str) -> str:
    if fault := name_fault(kind, name):
        raise ValueError(f"{name!r} {fault}")
    return name
