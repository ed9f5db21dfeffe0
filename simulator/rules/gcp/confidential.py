"""Confidential computing: which machines have it, and what it asks of them.

Sources: Confidential VM documentation, "Supported configurations" (machine types, processors, gVNIC, live migration), "Troubleshoot issues"; Google
Kubernetes Engine documentation, "Encrypt workload data in-use with Confidential GKE Nodes"; Terraform google provider, google_compute_instance
(confidential_instance_config, scheduling.on_host_maintenance), google_container_cluster, google_container_node_pool (confidential_nodes).
"""

import re
from collections.abc import Iterator
from typing import Final

from simulator.packages.gcp_paths import last
from simulator.rules import Allowed, Fault, Properties
from simulator.rules.gcp.common import given, inner, listed
from simulator.rules.gcp.machines import cluster, instance, node_pool

FAMILIES: Final = {
    "SEV": ("c2d", "c3d", "c4d", "n2d"),
    "SEV_SNP": ("n2d",),
    "TDX": ("a3", "c3"),
}
"""Technology → families of machine types that have it."""
_MILAN: Final = "AMD Milan"
_WORDS: Final = tuple(FAMILIES)
_SOURCE: Final = "Confidential VM documentation, 'Supported configurations'"

instance.checks = (*instance.checks, Allowed("confidentialInstanceConfig.confidentialInstanceType", _WORDS, source=_SOURCE))


def technology(config: Properties) -> str:
    """What a configuration asks for; empty where it asks for nothing. Without a name it is SEV."""
    kind = config.get("confidentialInstanceType")
    if isinstance(kind, str) and kind:
        return kind
    return "SEV" if config.get("enableConfidentialCompute") is True or config.get("enabled") is True else ""


def family(machine_type: object) -> str:
    """`n2d` of `n2d-standard-4`; empty where it is not known."""
    found = re.match(r"(?:custom-)?([a-z]+\d+[a-z]*)", last(machine_type)) if isinstance(machine_type, str) else None
    return found[1] if found else ""


def _machine_fits(kind: str, machine_type: object, where: str) -> Iterator[Fault]:
    known = family(machine_type)
    if kind in FAMILIES and known and known not in FAMILIES[kind]:
        yield where, f"{machine_type!r} is not allowed with {kind}; allowed: machine types of {', '.join(FAMILIES[kind])}"


@instance.check(
    source="Terraform google provider, google_compute_instance: confidential_instance_config (at least one of both)", even_unknown=True
)
def a_configuration_says_something(inputs: Properties) -> Iterator[Fault]:
    """A technology, or that there is one."""
    config = inputs.get("confidentialInstanceConfig")
    names = ("confidentialInstanceType", "enableConfidentialCompute")
    if isinstance(config, dict) and not any(given(config.get(name)) for name in names):
        yield "confidentialInstanceConfig", f"at least one of {', '.join(names)} must be given"


@instance.check(source=_SOURCE, even_unknown=True)
def a_confidential_machine_makes_sense(inputs: Properties) -> Iterator[Fault]:
    """It has the processor, ends with its host's maintenance unless it may move, and speaks by gVNIC."""
    kind = technology(inner(inputs.get("confidentialInstanceConfig")))
    if not kind:
        return
    yield from _machine_fits(kind, inputs.get("machineType"), "machineType")
    platform = inputs.get("minCpuPlatform")
    if kind == "SEV_SNP" and (platform is None or (isinstance(platform, str) and platform != _MILAN)):
        yield "minCpuPlatform", f"must be {_MILAN!r} with SEV_SNP"
    kept = inner(inputs.get("scheduling")).get("onHostMaintenance")
    moves = kind == "SEV" and platform in (_MILAN, "AMD Genoa")
    if (kept is None or kept == "MIGRATE") and not moves:
        yield "scheduling.onHostMaintenance", f"must be 'TERMINATE' with {kind}: its memory can't be moved to another host"
    for at, face in enumerate(listed(inputs.get("networkInterfaces"))):
        if kind in ("SEV_SNP", "TDX") and face.get("nicType") == "VIRTIO_NET":
            yield f"networkInterfaces[{at}].nicType", f"must be 'GVNIC' with {kind}"


@node_pool.check(source="Google Kubernetes Engine documentation, 'Confidential GKE Nodes'", even_unknown=True)
def confidential_nodes_have_the_processor(inputs: Properties) -> Iterator[Fault]:
    """Nodes are machines of a family that has the technology."""
    node = inner(inputs.get("nodeConfig"))
    kind = technology(inner(node.get("confidentialNodes")))
    yield from _machine_fits(kind, node.get("machineType"), "nodeConfig.machineType")


@cluster.check(source="Google Kubernetes Engine documentation, 'Confidential GKE Nodes'", even_unknown=True)
def all_nodes_of_a_confidential_cluster_have_it(inputs: Properties) -> Iterator[Fault]:
    """What the cluster asks for holds for every node."""
    whole = technology(inner(inputs.get("confidentialNodes")))
    for where, node in (
        ("nodeConfig", inner(inputs.get("nodeConfig"))),
        *((f"nodePools[{at}].nodeConfig", inner(pool.get("nodeConfig"))) for at, pool in enumerate(listed(inputs.get("nodePools")))),
    ):
        kind = technology(inner(node.get("confidentialNodes"))) or whole
        if kind:
            yield from _machine_fits(kind, node.get("machineType"), f"{where}.machineType")
