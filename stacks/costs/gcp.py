"""What of Google Cloud's resources is charged by the hour or month, as kinds of `gcp-prices.yaml`.

Sources: Cloud Load Balancing pricing (the first five forwarding rules of a project cost as much as one); Virtual Private Cloud pricing,
"Private Service Connect" (each endpoint by the hour, that for Google's APIs too); Cloud SQL pricing and AlloyDB pricing (virtual processors and
memory apart, a standby as much as its primary); Cloud KMS pricing (each version of a key by the month, those of an HSM more).
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from stacks.costs.resources import Resource

_RULES_INCLUDED: Final = 5
_SQL_GB_A_PROCESSOR: Final = 8
"""Machines of the series N: Cloud SQL documentation, "Machine series overview"."""
_ALLOYDB_GB_A_PROCESSOR: Final = 8
"""AlloyDB documentation, "Choose a machine type": N2 and C4A."""


def gcp_kinds(resource: Resource) -> Iterator[tuple[str, float]]:
    """(kind, how many) of what is charged by the hour or month."""
    given = resource.inputs
    match resource.type.rpartition(":")[2] if resource.type.startswith("gcp:compute/") else resource.type.removeprefix("gcp:"):
        case "Address" | "GlobalAddress":
            yield "public-address", 1 if given.get("addressType", "EXTERNAL") == "EXTERNAL" else 0
        case "ForwardingRule" | "GlobalForwardingRule":
            # A Private Service Connect endpoint says that it balances nothing: its scheme is the empty word.
            yield "endpoint" if given.get("loadBalancingScheme") == "" else "forwarding-rule", 1
        case "InterconnectAttachment":
            yield f"interconnect-attachment:{given.get('bandwidth')}", 1
        case "RegionSecurityPolicy" | "SecurityPolicy":
            yield "security-policy", 1
            yield "security-policy-rule", len(given.get("rules") or ())
        case "Instance":
            yield from _machine(given.get("machineType"), [_at(given, "bootDisk", "initializeParams", "size")])
            if given.get("confidentialInstanceConfig"):
                yield f"confidential:{given.get('machineType')}", 1
        case "workbench/instance:Instance":
            disks = [_at(given, "gceSetup", place, "diskSizeGb") for place in ("bootDisk", "dataDisks")]
            yield from _machine(_at(given, "gceSetup", "machineType"), disks)
        case "networkservices/gateway:Gateway":
            yield "web-proxy", 1 if given.get("type") == "SECURE_WEB_GATEWAY" else 0
        case "container/cluster:Cluster":
            yield "kubernetes-cluster", 1
        case "dns/managedZone:ManagedZone":
            yield "dns-zone", 1
        case "kms/cryptoKey:CryptoKey":
            yield "hsm-key" if _at(given, "versionTemplate", "protectionLevel") == "HSM" else "key", 1
        case "secretmanager/secret:Secret":
            yield "secret-version", len(_at(given, "replication", "userManaged", "replicas") or [None])
        case "certificateauthority/authority:Authority":
            yield "certificate-authority", 1
        case "sql/databaseInstance:DatabaseInstance":
            yield from _sql(given.get("settings"))
        case "alloydb/instance:Instance":
            processors = (_at(given, "machineConfig", "cpuCount") or 0) * (2 if given.get("availabilityType") == "REGIONAL" else 1)
            yield "alloydb-processor", processors
            yield "alloydb-gb", processors * _ALLOYDB_GB_A_PROCESSOR
        case "monitoring/alertPolicy:AlertPolicy":
            yield "alert-condition", sum(1 for one in given.get("conditions") or () if "conditionMatchedLog" not in one)


GCP_COUNTED: Final = frozenset(
    {
        "gcp:compute/address:Address",
        "gcp:compute/globalAddress:GlobalAddress",
        "gcp:monitoring/alertPolicy:AlertPolicy",
    }
)
"""Types of which some cost nothing: addresses inside, alarms on words of a log."""


def five_at_once(counted: Counter[str]) -> None:
    """A zone's forwarding rules as they are charged: the first five together, each further one by itself. A zone is a project."""
    if rules := counted.pop("forwarding-rule", 0):
        counted["forwarding-rules"] = 1
        counted.update({"further-forwarding-rule": extra} if (extra := max(0, rules - _RULES_INCLUDED)) else {})


def _machine(type_: Any, disks: list[Any]) -> Iterator[tuple[str, float]]:
    yield f"machine:{type_}", 1
    yield "disk-gb", sum(float(size) for size in disks if size)


def _sql(settings: Any) -> Iterator[tuple[str, float]]:
    copies = 2 if _at(settings, "availabilityType") == "REGIONAL" else 1
    tier = str(_at(settings, "tier"))
    series, _, processors = tier.rpartition("-")
    if series == "db-perf-optimized-N" and processors.isdigit():
        yield "sql-plus-processor", copies * int(processors)
        yield "sql-plus-gb", copies * int(processors) * _SQL_GB_A_PROCESSOR
    else:
        yield f"sql:{tier}", copies
    yield "sql-storage-gb", copies * (_at(settings, "diskSize") or 0)


def _at(given: Any, *path: str) -> Any:
    for name in path:
        given = given.get(name) if isinstance(given, Mapping) else None
    return given
