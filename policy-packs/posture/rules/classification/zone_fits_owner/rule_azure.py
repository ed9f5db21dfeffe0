"""Parts of a network and what stands in it carry the zone of what they belong to, or none."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_beside import STORES
from posture.rules.azure_ids import parents
from posture.rules.azure_networks import FILTER, NETWORK, SUBNET, TABLE
from posture.rules.azure_paths import GROUP, PREFIX
from posture.rules.azure_served import JOINING, SERVING, served
from posture.rules.azure_words import az
from posture.rules.contract import Fault, rule
from posture.rules.look import Look, Scene
from posture.rules.neighbours import users

PARTS: Final = az(
    "network:PrivateEndpoint",
    "network:NetworkInterface",
    "network:PrivateLinkService",
    "network:LoadBalancer",
    "network:FlowLog",
    "network:VirtualNetworkGateway",
    "compute:VirtualMachine",
    "compute:VirtualMachineScaleSet",
    "web:WebApp",
    "app:ManagedEnvironment",
    "app:ContainerApp",
    "containerinstance:ContainerGroup",
    "containerservice:ManagedCluster",
    "dnsresolver:DnsResolverPolicyVirtualNetworkLink",
    "dnsresolver:DnsResolver",
    "dnsresolver:InboundEndpoint",
    "dnsresolver:OutboundEndpoint",
    "privatedns:VirtualNetworkLink",
    "keyvault:Key",
    "cognitiveservices:Deployment",
    "cognitiveservices:RaiPolicy",
    "machinelearningservices:Compute",
    "healthcareapis:FhirService",
    "healthcareapis:DicomService",
    "managedidentity:UserAssignedIdentity",
    "compute:DiskEncryptionSet",
    "network:PublicIPAddress",
    "network:NatGateway",
    "network:AzureFirewall",
    "network:FirewallPolicy",
    "network:ApplicationGateway",
    "network:WebApplicationFirewallPolicy",
    "network:BastionHost",
    "network:NetworkSecurityPerimeter",
    "monitor:PrivateLinkScope",
    "monitor:DataCollectionEndpoint",
    "monitor:ActionGroup",
    "monitor:ActivityLogAlert",
    "monitor:MetricAlert",
    "monitor:ScheduledQueryRule",
    "applicationinsights:Component",
    "network:ExpressRouteCircuit",
    "network:VirtualNetworkGatewayConnection",
    "dataprotection:BackupInstance",
)
VAULT: Final = az("keyvault:Vault", "managedidentity:UserAssignedIdentity")
"""What is used by others of its zone: keys and the identities that may use them."""
_STANDS: Final = (
    "subnet",
    "virtualNetworkSubnetId",
    "ipConfigurations[*].subnet",
    "frontendIPConfigurations[*].subnet",
    "networkProfile.networkInterfaces[*]",
    "vnetConfiguration.infrastructureSubnetId",
    "subnetIds[*]",
    "virtualNetwork",
    "targetResourceId",
    "managedEnvironmentId",
)


@rule(*PARTS, *FILTER, *TABLE, *NETWORK, *SUBNET, *STORES, *SERVING, GROUP)
def check(look: Look) -> Iterator[Fault]:
    """A security group or table belongs to the subnets that use it; a network to its resource group, where that says its zone."""
    own = look.scene.classifier.own(look.urn).zone
    if own is None:
        return
    owners = [(owner.name, owner.zone) for owner in _owners(look) if owner.zone is not None and owner.urn != look.urn]
    if owners and all(zone != own for _, zone in owners):
        name, zone = owners[0]
        yield Fault(f"is tagged {own}, though it belongs to {name} of {zone}", "tags")


def _owners(look: Look) -> list[Look]:
    if look.resource.type in SERVING:
        return _owners_of_serving(look)
    if look.resource.type in (*FILTER, *TABLE):
        return [user for user in users(look) if user.resource.type in SUBNET]
    if look.resource.type == GROUP:
        return [one for one in _contents(look.scene).get(look.urn, ()) if look.scene.classifier.own(one.urn).zone is not None]
    found = [owner for prop in parents(look.resource.type) for owner in look.targets(prop)]
    if not found or look.resource.type in JOINING:
        found += [owner for prop in _STANDS for owner in look.targets(prop) if owner.zone is not None]
    found = found or [group for group in look.targets("resourceGroupName", (GROUP,)) if group.zone is not None]
    # A vault or identity in a group without a zone belongs to those that use it.
    return found or [
        user for user in users(look) if look.resource.type in VAULT and user.resource.type in STORES and user.resource.type not in VAULT
    ]


def _owners_of_serving(look: Look) -> list[Look]:
    """Its group, where that says a zone, and whom it serves: one that serves several zones from a group of none is nobody's, as a hub's is."""
    groups = [group for group in look.targets("resourceGroupName", (GROUP,)) if group.zone is not None]
    found = [one for one in served(look) if one.zone is not None]
    if not groups and len({one.zone for one in found}) > 1:
        return []
    return [*groups, *found]


def _contents(scene: Scene) -> dict[str, list[Look]]:
    """What stands in each resource group."""
    if "contents of groups" not in scene.notes:
        index: dict[str, list[Look]] = {}
        for resource in scene.stack:
            if resource.type.startswith(PREFIX) and resource.type != GROUP:
                one = scene.look(resource)
                for group in one.targets("resourceGroupName", (GROUP,)):
                    index.setdefault(group.urn, []).append(one)
        scene.notes["contents of groups"] = index
    found: dict[str, list[Look]] = scene.notes["contents of groups"]
    return found
