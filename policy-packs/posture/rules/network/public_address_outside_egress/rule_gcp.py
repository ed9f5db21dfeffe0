"""External addresses stand only in egress and access."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.readers.gcp.tokens import INSTANCES
from posture.rules.contract import Fault, rule
from posture.rules.gcp_words import gcp, items
from posture.rules.look import Look
from posture.rules.words import cannot_tell, must_be_false, must_be_one_of
from posture.values import is_unknown

ADDRESS: Final = gcp("compute:Address")
BACKEND: Final = gcp("compute:BackendService", "compute:RegionBackendService")
"""Left out, the scheme of a global one is EXTERNAL, that of a regional one INTERNAL."""
SERVICES: Final[dict[str, tuple[str, object]]] = {
    **dict.fromkeys(gcp("dataproc:Cluster"), ("clusterConfig.gceClusterConfig.internalIpOnly", True)),
    **dict.fromkeys(gcp("dataflow:Job", "dataflow:FlexTemplateJob"), ("ipConfiguration", "WORKER_IP_PRIVATE")),
    **dict.fromkeys(gcp("cloudbuild:WorkerPool"), ("workerConfig.noExternalIp", True)),
    **dict.fromkeys(gcp("datafusion:Instance"), ("privateInstance", True)),
    # The former notebooks, which older SDKs have. Source: Notebooks API, "Instance" (noPublicIp), "Runtime" (internalIpOnly).
    **dict.fromkeys(gcp("notebooks:Instance"), ("noPublicIp", True)),
    **dict.fromkeys(gcp("notebooks:Runtime"), ("virtualMachine.virtualMachineConfig.internalIpOnly", True)),
    **dict.fromkeys(gcp("workstations:WorkstationConfig"), ("host.gceInstance.disablePublicIpAddresses", True)),
    **dict.fromkeys(gcp("workstations:WorkstationCluster"), ("privateClusterConfig.enablePrivateEndpoint", True)),
}
"""Services that make machines → the property that leaves them without external addresses; left out, they have some."""
TPU: Final = gcp("tpu:V2Vm")
COMPOSER: Final = gcp("composer:Environment")
_ALLOWED: Final = frozenset({ZoneName.EGRESS, ZoneName.ACCESS})


@rule(*INSTANCES, *ADDRESS, *BACKEND, *SERVICES, *COMPOSER, *TPU)
def check(look: Look) -> Iterator[Fault]:
    """Compute Engine documentation, "Configure static external IP addresses": an access configuration, even an empty one, gives an address.

    Dataproc, "Create a Dataproc cluster with internal IP addresses only"; Dataflow, "Configure internet access"; Cloud Composer, "Create a private IP
    environment" (version 3 has a switch of its own); Cloud Workstations, "Configure VPC Service Controls and private clusters".
    Cloud Build, "Private pool configuration file schema" (noExternalIp); Cloud Data Fusion, "Create a private instance"; Cloud TPU, "Manage TPU resources" (none
    unless they are asked for).
    """
    if look.zone is None or look.zone in _ALLOWED:
        return
    if look.resource.type in ADDRESS:
        yield from must_be_one_of(look, "addressType", ("INTERNAL",), f"is an external address, in zone {look.zone}", default="EXTERNAL")
        return
    if look.resource.type in BACKEND:
        scheme = look.text("loadBalancingScheme")
        if scheme in ("EXTERNAL", "EXTERNAL_MANAGED") or (scheme is None and look.resource.type in BACKEND[:1]):
            yield Fault(f"is for a balancer with an external address, in zone {look.zone}", "loadBalancingScheme")
        return
    if look.resource.type in SERVICES:
        prop, wanted = SERVICES[look.resource.type]
        yield from _private(look, prop, wanted)
        return
    if look.resource.type in TPU:
        for base in ("networkConfig", *items(look, "networkConfigs")):
            yield from must_be_false(look, f"{base}.enableExternalIps", f"has machines with external addresses, in zone {look.zone}")
        return
    if look.resource.type in COMPOSER:
        own, older = "config.enablePrivateEnvironment", "config.privateEnvironmentConfig.enablePrivateEndpoint"
        if look.flag(older) is not True:
            yield from _private(look, own, True)
        return
    for block in items(look, "networkInterfaces"):
        for prop in (f"{block}.accessConfigs", f"{block}.ipv6AccessConfigs"):
            value = look.value(prop)
            if is_unknown(value):
                yield cannot_tell(prop, f"whether it has an external address in zone {look.zone}")
            elif value not in (None, []):
                yield Fault(f"has an external address, in zone {look.zone}", prop)


def _private(look: Look, prop: str, wanted: object) -> Iterator[Fault]:
    value = look.value(prop)
    if is_unknown(value):
        yield cannot_tell(prop, f"whether its machines have external addresses in zone {look.zone}")
    elif value != wanted:
        yield Fault(f"has machines with external addresses, in zone {look.zone}", prop)
