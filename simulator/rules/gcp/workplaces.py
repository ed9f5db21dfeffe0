"""Vertex AI Workbench instances and Cloud Workstations.

Sources: Vertex AI documentation, "Introduction to Vertex AI Workbench instances", "Use customer-managed encryption keys"; Cloud Workstations API,
projects.locations.workstationClusters; Google's definitions (Magic Modules, `immutable`, `conflicts`); Terraform google provider,
google_workbench_instance, google_workstations_workstation_(cluster, config).
"""

import re
from collections.abc import Iterator

from simulator.packages.gcp import ZONE
from simulator.rules import Action, AtMostOneOf, Fault, Length, Pattern, Properties, Protection, Rules
from simulator.rules.gcp.common import WRONG, given, inner, last, link, listed, named, path, same, with_networks
from simulator.rules.gcp.kinds import NETWORK, SUBNETWORK
from simulator.rules.gcp.machines import SHIELDED

WORKBENCH = "gcp:workbench/instance:Instance"
CLUSTER = "gcp:workstations/workstationCluster:WorkstationCluster"
CONFIG = "gcp:workstations/workstationConfig:WorkstationConfig"
_WORKBENCH = "Notebooks API v2, projects.locations.instances"
_WORKSTATIONS = "Cloud Workstations API, projects.locations.workstationClusters"
_ID = r"[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?"
_SAYING = "1 to 63 small letters, digits and hyphens; it starts with a letter and ends with no hyphen"
_DISK = ("diskType", "diskEncryption", "kmsKey")

workbench = Rules(
    WORKBENCH,
    source=f"{_WORKBENCH}; Terraform google provider, google_workbench_instance",
    checks=(
        Pattern("name", _ID, source=f"{_WORKBENCH}.create: instanceId", saying=_SAYING),
        Pattern("location", ZONE.pattern, source=f"{_WORKBENCH}: an instance is in a zone", saying="a zone, such as europe-west3-a"),
        AtMostOneOf(("gceSetup.vmImage", "gceSetup.containerImage"), source=f"{_WORKBENCH}: GceSetup, image"),
        Length("gceSetup.networkInterfaces", 0, 1, source=f"{_WORKBENCH}: 'supports only one interface'"),
        Length("gceSetup.serviceAccounts", 0, 1, source=f"{_WORKBENCH}: 'supports only one service account'"),
        Length("gceSetup.acceleratorConfigs", 0, 1, source=f"{_WORKBENCH}: 'only one accelerator configuration'"),
        Length("instanceOwners", 0, 1, source=f"{_WORKBENCH}: 'one owner only'"),
    ),
    references={
        "gceSetup.networkInterfaces[*].network": link(NETWORK),
        "gceSetup.networkInterfaces[*].subnet": link(SUBNETWORK),
    },
    immutable={
        *("name", "instanceId", "instanceOwners", "disableProxyAccess"),
        *(f"gceSetup.bootDisk.{one}" for one in _DISK),
        *(f"gceSetup.dataDisks.{one}" for one in _DISK),
        *(f"gceSetup.dataDisks[*].{one}" for one in _DISK),
        *(
            f"gceSetup.{one}"
            for one in (
                *("serviceAccounts", "vmImage", "networkInterfaces", "disablePublicIp", "tags", "enableIpForwarding"),
                *("confidentialInstanceConfig", "reservationAffinity"),
            )
        ),
    },
    unset={
        "enableThirdPartyIdentity": False,
        "gceSetup.enableIpForwarding": False,
        **{f"gceSetup.{path_}": value for path_, value in SHIELDED.items()},
    },
    protections=(Protection("enableDeletionProtection", message="deletion protection is enabled for the instance"),),
    outputs={
        "state": "ACTIVE",
        "healthState": "HEALTHY",
        "proxyUri": "{hex16}-dot-{location}.notebooks.googleusercontent.com",
        "creator": "",
        "upgradeHistories": [],
        "healthInfos": [],
    },
)


@workbench.check(source=f"{_WORKBENCH}: BootDisk, DataDisk: 'kmsKey, only applicable if diskEncryption is CMEK'", even_unknown=True)
def keys_go_with_cmek(inputs: Properties) -> Iterator[Fault]:
    """One without the other encrypts nothing with the key."""
    setup = inner(inputs.get("gceSetup"))
    data = setup.get("dataDisks")
    disks = [("bootDisk", inner(setup.get("bootDisk"))), ("dataDisks", inner(data)), *(("dataDisks[0]", one) for one in listed(data))]
    for where, disk in disks:
        if disk.get("diskEncryption") == "CMEK" and not given(disk.get("kmsKey")):
            yield f"gceSetup.{where}.kmsKey", "is required when diskEncryption is 'CMEK'"
        if given(disk.get("kmsKey")) and disk.get("diskEncryption") in (None, "GMEK"):
            yield f"gceSetup.{where}.kmsKey", "is allowed only when diskEncryption is 'CMEK'"


@workbench.check(source=f"{_WORKBENCH}: VmImage, project ('Required')", even_unknown=True)
def an_image_is_of_a_project(inputs: Properties) -> Iterator[Fault]:
    """Its name or family alone says not whose it is."""
    image = inner(inputs.get("gceSetup")).get("vmImage")
    if isinstance(image, dict) and image and not given(image.get("project")):
        yield "gceSetup.vmImage.project", "is required"


@workbench.computes
def a_notebook_shows_its_network(action: Action) -> Properties:
    """Compute Engine API, instances: networkInterfaces[].network, 'if only the subnetwork is specified, the network is inferred'."""
    setup = inner(action.outputs.get("gceSetup"))
    faces = with_networks(action, listed(setup.get("networkInterfaces")), by="subnet")
    return {"gceSetup": {**setup, "networkInterfaces": [{**one, "network": path(one.get("network"))} for one in faces]}} if faces else {}


@workbench.before("create")
def custom_networks_need_a_subnet(action: Action) -> None:
    """Compute Engine API, instances: networkInterfaces[].subnetwork, 'if the network is in custom subnet mode, specifying the subnetwork is required'."""
    for face in listed(inner(action.inputs.get("gceSetup")).get("networkInterfaces")):
        network = named(action, face.get("network"), NETWORK)
        if network and network.outputs.get("autoCreateSubnetworks") is False and not given(face.get("subnet")):
            action.refuse(WRONG, f"Error 400: network {last(network.id)} is in custom subnet mode: a subnet must be named")


cluster = Rules(
    CLUSTER,
    source=f"{_WORKSTATIONS}; Terraform google provider, google_workstations_workstation_cluster",
    checks=(Pattern("workstationClusterId", _ID, source=f"{_WORKSTATIONS}.create: workstationClusterId", saying=_SAYING),),
    references={"network": link(NETWORK), "subnetwork": link(SUBNETWORK)},
    immutable={"network", "subnetwork"},
    outputs={"uid": "{uuid}", "etag": "{hex16}", "controlPlaneIp": "10.0.0.2", "degraded": False, "conditions": [], "name": "{id}"},
)


@cluster.before("create")
def subnet_is_of_the_network(action: Action) -> None:
    """'Must be part of the subnetwork specified for this cluster.'"""
    subnet, network = named(action, action.inputs["subnetwork"], SUBNETWORK), named(action, action.inputs["network"], NETWORK)
    if subnet and network and not same(subnet.outputs.get("network"), network.id):
        action.refuse(WRONG, f"Error 400: subnetwork {last(subnet.id)} is not of network {last(network.id)}")


config = Rules(
    CONFIG,
    source=f"{_WORKSTATIONS}.workstationConfigs; Terraform google provider, google_workstations_workstation_config",
    checks=(
        Pattern("workstationConfigId", _ID, source=f"{_WORKSTATIONS}.workstationConfigs.create: workstationConfigId", saying=_SAYING),
        Length("replicaZones", 2, 2, source=f"{_WORKSTATIONS}.workstationConfigs: 'exactly two zones within the region'"),
        Pattern(
            "idleTimeout", r"\d+(?:\.\d+)?s", source=f"{_WORKSTATIONS}.workstationConfigs: idleTimeout", saying="seconds, such as 1200s"
        ),
        Pattern(
            "runningTimeout",
            r"\d+(?:\.\d+)?s",
            source=f"{_WORKSTATIONS}.workstationConfigs: runningTimeout",
            saying="seconds, such as 43200s",
        ),
        Length("persistentDirectories", 0, 1, source=f"{_WORKSTATIONS}.workstationConfigs: one persistent directory"),
    ),
    outputs={"uid": "{uuid}", "etag": "{hex16}", "degraded": False, "conditions": [], "name": "{id}"},
)


@config.check(
    source=f"{_WORKSTATIONS}.workstationConfigs: runningTimeout ('with encryptionKey, greater than 0 and at most 24 hours'), replicaZones"
)
def times_and_zones_fit(inputs: Properties) -> Iterator[Fault]:
    """A key of one's own asks for a restart each day; zones are of the region."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)s", str(inputs.get("runningTimeout") or ""))
    if given(inputs.get("encryptionKey")) and found and not 0 < float(found[1]) <= 86400:
        yield "runningTimeout", f"{inputs['runningTimeout']} is not allowed when encryptionKey is given: more than 0s, 86400s at most"
    for at, zone in enumerate(inputs.get("replicaZones") or []):
        if isinstance(zone, str) and isinstance(inputs.get("location"), str) and not zone.startswith(f"{inputs['location']}-"):
            yield f"replicaZones[{at}]", f"{zone!r} is not in {inputs['location']}"


workstation = Rules(
    "gcp:workstations/workstation:Workstation",
    source=f"{_WORKSTATIONS}.workstationConfigs.workstations; Terraform google provider, google_workstations_workstation",
    checks=(
        Pattern("workstationId", _ID, source=f"{_WORKSTATIONS}.workstationConfigs.workstations.create: workstationId", saying=_SAYING),
    ),
    immutable={"sourceWorkstation"},
    outputs={"uid": "{uuid}", "state": "STATE_STOPPED", "host": "{workstationId}.cluster-{hex12}.cloudworkstations.dev", "name": "{id}"},
)
