"""What shows to which zone a store on Azure belongs that does not say so: its group, its key, the endpoints that lead to it, its component.

Source: Cloud Adoption Framework for Azure, "Resource organization" (a group holds what lives and dies together).
"""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.rules.azure_networks import ENDPOINT
from posture.rules.azure_paths import GROUP
from posture.rules.azure_words import az
from posture.rules.look import Look, Scene
from posture.rules.neighbours import used

STORES: Final = az(
    "storage:StorageAccount",
    "dbforpostgresql:Server",
    "dbformysql:Server",
    "sql:Server",
    "cosmosdb:DatabaseAccount",
    "servicebus:Namespace",
    "eventhub:Namespace",
    "eventgrid:Topic",
    "search:Service",
    "redis:Redis",
    "redisenterprise:RedisEnterprise",
    "healthcareapis:Workspace",
    "healthcareapis:FhirService",
    "healthcareapis:DicomService",
    "containerregistry:Registry",
    "compute:Disk",
    "compute:Snapshot",
    "recoveryservices:Vault",
    "dataprotection:BackupVault",
    "keyvault:Vault",
    "operationalinsights:Workspace",
    "cognitiveservices:Account",
    "machinelearningservices:Workspace",
    "datafactory:Factory",
)
_KEYS: Final = az("keyvault:Vault", "keyvault:Key", "compute:DiskEncryptionSet", "managedidentity:UserAssignedIdentity")
_CONNECTIONS: Final = ("privateLinkServiceConnections", "manualPrivateLinkServiceConnections")


def zones_beside(look: Look) -> list[tuple[str, ZoneName]]:
    """How it shows, and which zone, the most telling first."""
    return list(dict.fromkeys(_beside(look)))


def _beside(look: Look) -> Iterator[tuple[str, ZoneName]]:
    for group in look.targets("resourceGroupName", (GROUP,)):
        if (zone := look.scene.classifier.own(group.urn).zone) is not None:
            yield f"its group {group.name}", zone
    for one in used(look):
        if one.resource.type in _KEYS and (zone := one.zone) is not None:
            yield f"its key or identity {one.name}", zone
    for endpoint in endpoints_to(look):
        if (zone := endpoint.zone) is not None:
            yield f"the private endpoint {endpoint.name}", zone
    yield from _siblings(look)


def endpoints_to(look: Look) -> list[Look]:
    """Private endpoints of the stack that lead to a resource."""
    return _endpoints(look.scene).get(look.urn, [])


def _siblings(look: Look) -> Iterator[tuple[str, ZoneName]]:
    stack = look.scene.stack
    parent = stack.by_urn.get(look.resource.parent or "")
    if parent is None or parent.type == "pulumi:pulumi:Stack" or parent.custom:
        return
    zones = {zone for other in stack.by_parent.get(parent.urn, ()) if (zone := look.scene.classifier.own(other.urn).zone) is not None}
    if len(zones) == 1:
        yield f"its component {parent.name}", zones.pop()


def _endpoints(scene: Scene) -> dict[str, list[Look]]:
    key = "private endpoints by what they lead to"
    if key not in scene.notes:
        index: dict[str, list[Look]] = {}
        for resource in scene.of(ENDPOINT):
            endpoint = scene.look(resource)
            for connections in _CONNECTIONS:
                for target in endpoint.targets(f"{connections}[*].privateLinkServiceId"):
                    index.setdefault(target.urn, []).append(endpoint)
        scene.notes[key] = index
    found: dict[str, list[Look]] = scene.notes[key]
    return found
