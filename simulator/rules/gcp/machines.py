"""Compute Engine instances, GKE clusters and their node pools.

Sources: Compute Engine API, instances; GKE documentation, "Network isolation in GKE", "VPC-native clusters"; Terraform google provider,
google_compute_instance (`deletion_protection`), google_container_cluster, google_container_node_pool.
"""

from collections.abc import Iterator
from typing import Any, Final

from simulator.rules import Action, AtMostOneOf, Fault, Properties, Rules
from simulator.rules.gcp.addresses import external_address, free_address
from simulator.rules.gcp.common import WRONG, given, inner, last, link, listed, named, part, texts
from simulator.rules.gcp.kinds import CLUSTER, INSTANCE, NETWORK, NODE_POOL, SUBNETWORK

DISKS: Final = ("gcp:compute/disk:Disk", "gcp:compute/regionDisk:RegionDisk")

SHIELDED: Final = {
    "shieldedInstanceConfig.enableSecureBoot": False,
    "shieldedInstanceConfig.enableVtpm": True,
    "shieldedInstanceConfig.enableIntegrityMonitoring": True,
}
"""What is taken for each part that is not given (Terraform google provider, google_compute_instance: shielded_instance_config)."""

instance = Rules(
    INSTANCE,
    source="Compute Engine API, instances; Terraform google provider, google_compute_instance",
    references={"networkInterfaces[*].network": link(NETWORK), "networkInterfaces[*].subnetwork": link(SUBNETWORK)},
    immutable={"bootDisk", "description", "hostname", "zone", "guestAccelerators", "confidentialInstanceConfig.enableConfidentialCompute"},
    unordered=("tags",),
    unset={
        "canIpForward": False,
        "deletionProtection": False,
        "bootDisk.autoDelete": True,
        "attachedDisks[*].mode": "READ_WRITE",
        **SHIELDED,
    },
    outputs={"cpuPlatform": "Intel Broadwell", "currentStatus": "RUNNING", "instanceId": "{digits19}", "minCpuPlatform": ""},
)


@instance.check(source="Compute Engine API, instances: networkInterfaces", even_unknown=True)
def each_face_has_a_network(inputs: Properties) -> Iterator[Fault]:
    """An interface names a network, a subnet or an attachment."""
    for at, one in enumerate(listed(inputs.get("networkInterfaces"))):
        if not any(given(one.get(name)) for name in ("network", "subnetwork", "networkAttachment")):
            yield f"networkInterfaces[{at}]", "one of network, subnetwork, networkAttachment must be given"


@instance.computes
def addresses(action: Action) -> Properties:
    """Each interface gets the next free address of its subnet, and an external one where access is configured."""
    faces = []
    before = listed((action.old.outputs if action.verb == "update" and action.old else {}).get("networkInterfaces"))
    for at, one in enumerate(listed(action.inputs.get("networkInterfaces"))):
        subnet = named(action, one.get("subnetwork"), SUBNETWORK)
        kept = before[at].get("networkIp") if at < len(before) else None
        shown = {
            **one,
            "name": f"nic{at}",
            "networkIp": one.get("networkIp") or kept or (free_address(action, subnet) if subnet else "10.128.0.2"),
            "stackType": one.get("stackType") or "IPV4_ONLY",
        }
        if subnet is not None:
            shown |= {
                "subnetwork": subnet.outputs.get("selfLink"),
                "network": subnet.outputs.get("network"),
                "subnetworkProject": part(subnet.id, "projects"),
            }
        if "accessConfigs" in one:
            shown["accessConfigs"] = [
                {"natIp": external_address(action), "networkTier": "PREMIUM", **part_} for part_ in listed(one["accessConfigs"])
            ]
        faces.append(shown)
    return {"networkInterfaces": faces, **_attached(action)}


def _attached(action: Action) -> Properties:
    """An attached disk is shown with the key that encrypts it, whoever named it."""
    shown: list[dict[str, Any]] = []
    for one in listed(action.outputs.get("attachedDisks")):
        held = named(action, one.get("source"), *DISKS)
        key = inner(held.outputs.get("diskEncryptionKey")).get("kmsKeySelfLink") if held else None
        shown.append({**one, "kmsKeySelfLink": key} if given(key) and not given(one.get("kmsKeySelfLink")) else one)
    return {"attachedDisks": shown} if shown else {}


@instance.before("create")
def what_it_is_made_of_stands_in_its_place(action: Action) -> None:
    """Compute Engine documentation, "About Persistent Disk" (a zonal disk is attached to machines of its zone, a regional one to those of its two); VPC
    documentation, "Subnets" (a machine's subnetwork is of its region)."""
    zone = last(action.inputs.get("zone") or action.place.config.get("zone") or "")
    if not zone:
        return
    for at, one in enumerate(listed(action.inputs.get("attachedDisks"))):
        held = named(action, one.get("source"), *DISKS)
        places = {part(held.id, "zones"), *(last(each) for each in texts(held.outputs.get("replicaZones")))} - {""} if held else set()
        if places and zone not in places:
            action.refuse(
                WRONG, f"Invalid value for field 'resource.disks[{at + 1}].source': '{held.id if held else ''}' is not in zone {zone}"
            )
    for at, one in enumerate(listed(action.inputs.get("networkInterfaces"))):
        subnet = named(action, one.get("subnetwork"), SUBNETWORK)
        if subnet and part(subnet.id, "regions") != zone.rpartition("-")[0]:
            action.refuse(
                WRONG,
                f"Invalid value for field 'resource.networkInterfaces[{at}].subnetwork': '{subnet.id}' is not in the region of zone {zone}",
            )


cluster = Rules(
    CLUSTER,
    source="GKE API, projects.locations.clusters; Terraform google provider, google_container_cluster",
    references={"network": link(NETWORK), "subnetwork": link(SUBNETWORK)},
    immutable={
        *("clusterIpv4Cidr", "datapathProvider", "defaultMaxPodsPerNode", "enableAutopilot", "enableKubernetesAlpha", "initialNodeCount"),
        *("ipAllocationPolicy", "network", "networkingMode", "subnetwork", "confidentialNodes"),
    },
    defaults={"deletionProtection": True},
    outputs={
        "masterVersion": "1.33.5-gke.100",
        "nodeVersion": "1.33.5-gke.100",
        **dict.fromkeys(("emulatedVersion", "endpoint", "location", "operation", "servicesIpv4Cidr", "tpuIpv4CidrBlock"), ""),
    },
)


@cluster.check(source="Terraform google provider, google_container_cluster: node pools", even_unknown=True)
def has_nodes(inputs: Properties) -> Iterator[Fault]:
    """A standard cluster is born with nodes, even if they are removed at once."""
    if inputs.get("enableAutopilot") is not True and not given(inputs.get("initialNodeCount")) and not given(inputs.get("nodePools")):
        yield "initialNodeCount", "one of initialNodeCount, nodePools must be given unless enableAutopilot is true"
    private = inputs.get("privateClusterConfig")
    if isinstance(private, dict) and private.get("enablePrivateEndpoint") is True and private.get("enablePrivateNodes") is False:
        yield "privateClusterConfig.enablePrivateEndpoint", "needs enablePrivateNodes"


@cluster.computes
def endpoint_and_place(action: Action) -> Properties:
    """Where its API listens."""
    before = action.old.outputs if action.verb == "update" and action.old else {}
    private = (action.inputs.get("privateClusterConfig") or {}).get("enablePrivateEndpoint") is True
    return {
        "location": part(action.id, "locations"),
        "endpoint": before.get("endpoint") or ("172.16.0.2" if private else external_address(action)),
        "servicesIpv4Cidr": before.get("servicesIpv4Cidr") or _range_of_services(action),
    }


def _range_of_services(action: Action) -> str:
    """As given, or that of the subnet's range which is named; else Google chooses one. Source: GKE API, Cluster: servicesIpv4Cidr."""
    policy, subnet = inner(action.inputs.get("ipAllocationPolicy")), named(action, action.inputs.get("subnetwork"), SUBNETWORK)
    ranges = {one.get("rangeName"): one.get("ipCidrRange") for one in listed(subnet.outputs.get("secondaryIpRanges"))} if subnet else {}
    return str(policy.get("servicesIpv4CidrBlock") or ranges.get(policy.get("servicesSecondaryRangeName")) or "34.118.224.0/20")


node_pool = Rules(
    NODE_POOL,
    source="GKE API, nodePools; Terraform google provider, google_container_node_pool",
    checks=(AtMostOneOf(("nodeCount", "autoscaling"), source="Terraform google provider, google_container_node_pool: node_count"),),
    references={"cluster": link(CLUSTER, blocks_delete=False)},
    immutable={"cluster", "initialNodeCount", "maxPodsPerNode", "namePrefix", "placementPolicy"},
    outputs={"instanceGroupUrls": [], "managedInstanceGroupUrls": [], "version": "1.33.5-gke.100", "operation": ""},
)


@cluster.after("delete")
def pools_go_with_it(action: Action) -> None:
    """Node pools are parts of their cluster."""
    for one in action.world.below(action.object.id + "/nodePools/"):
        action.world.remove(one)
