"""Private endpoint of one Azure resource in a zone: its only road to it, under the resource's own name.

A private endpoint leads to one sub-resource of one resource, so a store with several has several endpoints. No address of Azure's is opened: the
endpoint reaches this resource and no other of its kind.
Sources: Azure Private Link documentation, "What is a private endpoint?" (one sub-resource; state Approved only where the caller may approve,
else the owner decides), "Azure Private Endpoint private DNS zone values", "Private DNS zone group" (at most five zones).
"""

from typing import NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_azure_native import network

from ai_zones.azure import arm
from ai_zones.azure.endpoint_services import SERVICES, endpoint_zones
from ai_zones.azure.naming import Kind, child, resource_name
from ai_zones.azure.ordering import after, children_wait
from ai_zones.azure.references import SubnetId
from ai_zones.azure.subnets import subnet_by_id
from ai_zones.azure.validation import ZonedInput

PRIVATE_ENDPOINT = "Microsoft.Network/privateEndpoints"
ZONE_GROUP = "default"
FIXED = (
    "subnet",
    "ipConfigurations",
    "privateLinkServiceConnections[*].privateLinkServiceId",
    "privateLinkServiceConnections[*].groupIds",
    "manualPrivateLinkServiceConnections[*].privateLinkServiceId",
    "manualPrivateLinkServiceConnections[*].groupIds",
)
"""Azure Private Link documentation, "Manage Azure private endpoints": where an endpoint stands and leads to is fixed; make a new one."""
MAX_REQUEST = 140
"""Azure REST API, "Private Endpoints": the request message has 140 characters."""


class AzureServiceEndpointArgs(TypedDict):
    """Inputs of `AzureServiceEndpoint`."""

    zone: str
    """Zone that reaches the resource."""
    subscription_id: str
    """Subscription of the zone; the provider must be of the same."""
    resource_group_name: str
    """Resource group of the zone."""
    location: str
    """Region of the zone's network."""
    service: str
    """Kind of the resource in the plan's words: `storage`, `key-vault`, `postgresql`, ..."""
    target_id: str
    """The resource; it may stand in another zone's subscription."""
    group_ids: NotRequired[list[str]]
    """Sub-resources. Default: what the service always needs (of storage `blob` and `dfs`)."""
    subnet_id: str
    """Endpoint subnet of the zone."""
    zone_ids: dict[str, str]
    """The zone's own private DNS zones by name: `AzurePrivateZones.zone_ids`. Those that the service needs must be among them."""
    request: NotRequired[str]
    """Message to the resource's owner, who must then approve by hand. Default: none; whoever runs the program may approve."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class ServiceEndpoint(ZonedInput):
    """Parsed `AzureServiceEndpointArgs`."""

    service: str
    target_id: str
    group_ids: tuple[str, ...] = ()
    subnet_id: SubnetId
    zone_ids: dict[str, str]
    request: str | None = pydantic.Field(default=None, min_length=1, max_length=MAX_REQUEST)

    @pydantic.model_validator(mode="after")
    def _leads_somewhere(self) -> Self:
        if self.service not in SERVICES:
            raise ValueError(f"service: given {self.service!r}; known are {', '.join(sorted(SERVICES))}")
        row = SERVICES[self.service]
        try:
            target = arm.parse(self.target_id)
        except ValueError as fault:
            raise ValueError(f"target_id: {fault}") from None
        if not target.is_a(row.provider_path):
            raise ValueError(f"target_id: given a {target.type}; {self.service} is a {row.provider_path}")
        known = {group.lower() for group in row.group_ids}
        if unknown := [group for group in self.group_ids if group.lower() not in known]:
            raise ValueError(f"group_ids: given {', '.join(unknown)}; {self.service} has {', '.join(row.group_ids)}")
        if missing := [zone for zones in self.groups().values() for zone in zones if zone not in self.zone_ids]:
            raise ValueError(f"zone_ids: {', '.join(missing)} missing; without it the resource's name leads to its public address")
        return self

    def groups(self) -> dict[str, list[str]]:
        """Sub-resource → its private DNS zones."""
        wanted = self.group_ids or SERVICES[self.service].default_group_ids
        return {group: zones for given in wanted for group, zones in endpoint_zones(self.service, self.location, given)}


class AzureServiceEndpoint(pulumi.ComponentResource):
    """One private endpoint for each sub-resource, registered in the zone's private DNS zones. Wait for subnet, zones and target by `depends_on`."""

    endpoint_ids: dict[str, str]
    """Sub-resource → id of its endpoint."""

    def __init__(self, name: str, args: AzureServiceEndpointArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = ServiceEndpoint.parse(name, args)
        super().__init__("ai-zones:index:AzureServiceEndpoint", name, {}, children_wait(opts))
        self.endpoint_ids = {}
        before: list[pulumi.Resource] = []
        for group, zones in given.groups().items():
            label = resource_name(Kind.PRIVATE_ENDPOINT, name, group)
            connection = network.PrivateLinkServiceConnectionArgs(
                name=label, private_link_service_id=given.target_id, group_ids=[group], request_message=given.request
            )
            endpoint = network.PrivateEndpoint(
                child(name, group),
                private_endpoint_name=label,
                resource_group_name=given.resource_group_name,
                location=given.location,
                subnet=subnet_by_id(given.subnet_id),
                private_link_service_connections=None if given.request else [connection],
                manual_private_link_service_connections=[connection] if given.request else None,
                custom_network_interface_name=resource_name(Kind.NETWORK, label, "nic"),
                tags=given.tags_of(),
                # One after the other: each write of a connection locks the target (storage answers the second with a conflict).
                opts=after(self, before, replace_on=FIXED),
            )
            registered = network.PrivateDnsZoneGroup(
                child(name, group, "names"),
                private_dns_zone_group_name=ZONE_GROUP,
                private_endpoint_name=label,
                resource_group_name=given.resource_group_name,
                private_dns_zone_configs=[
                    network.PrivateDnsZoneConfigArgs(name=zone.replace(".", "-"), private_dns_zone_id=given.zone_ids[zone])
                    for zone in zones
                ],
                opts=after(self, endpoint),
            )
            before = [endpoint, registered]
            self.endpoint_ids[group] = given.id_of(PRIVATE_ENDPOINT, label)
        self.register_outputs({"endpointIds": self.endpoint_ids})
