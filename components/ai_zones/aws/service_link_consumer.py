"""Consumer half of a private link to a service of our own: an endpoint in the consumer's network, and a private name for it.

Sources: AWS PrivateLink Guide, "Connect to an endpoint service as the service consumer" (such an endpoint carries no policy: the producer's
acceptance and the security groups decide); Amazon Route 53 Developer Guide, "Working with private hosted zones", "Choosing between alias
and non-alias records". `.internal` is reserved for private use (ICANN Board resolution of 29 July 2024).
"""

from typing import NotRequired, TypedDict

import pulumi
import pydantic
from pulumi_aws import ec2, route53

from ai_zones.aws.naming import child
from ai_zones.aws.reference_maps import PlacedInput, ZoneReferenceMap, in_order
from ai_zones.aws.tags import tags_for
from ai_zones.aws.validation import ExtraTags, Reference, ZoneText


class AwsServiceLinkConsumerArgs(TypedDict):
    """Inputs of `AwsServiceLinkConsumer`."""

    zone: str
    """Zone that uses the service."""
    target_zone: str
    """Zone that offers the service."""
    service: str
    """Name of the service: `retrieval`, `tools`, `llm`, ..."""
    service_name: pulumi.Input[str]
    """Endpoint service of the producer half."""
    vpc_id: pulumi.Input[str]
    """Network of the zone that uses the service."""
    subnet_ids: pulumi.Input[dict[str, pulumi.Input[str]]]
    """Endpoint subnets by availability zone."""
    security_group_id: pulumi.Input[str]
    """Security group of the endpoint; it should admit the service's port from the zone's programs alone."""
    domain: str
    """Private name by which the zone's programs find the service; see `link_domain`."""
    single_availability_zone: NotRequired[bool]
    """True builds in one availability zone: for development, where its loss may stop everything. Default: false."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class ServiceLinkConsumer(PlacedInput):
    """Parsed `AwsServiceLinkConsumerArgs`."""

    zone: ZoneText
    target_zone: ZoneText
    service: str = pydantic.Field(pattern=r"^[a-z][a-z-]*$")
    service_name: Reference
    vpc_id: Reference
    subnet_ids: ZoneReferenceMap
    security_group_id: Reference
    domain: str = pydantic.Field(pattern=r"^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]+$", max_length=255)
    tags: ExtraTags = pydantic.Field(default_factory=dict)


def link_domain(target_zone: str, service: str, *, organization: str, environment: str) -> str:
    """Private name of a service: `retrieval.deidentification.prod.clinic.internal`."""
    return f"{service}.{target_zone}.{environment}.{organization}.internal"


class AwsServiceLinkConsumer(pulumi.ComponentResource):
    """Interface endpoint that waits for the producer's acceptance, and a private hosted zone whose only name leads to it."""

    endpoint_id: pulumi.Output[str]
    """Id of the endpoint, for the producer to accept."""
    domain: pulumi.Output[str]
    """Private name of the service."""

    def __init__(self, name: str, args: AwsServiceLinkConsumerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        link = ServiceLinkConsumer.parse(name, args)
        super().__init__("ai-zones:index:AwsServiceLinkConsumer", name, {}, opts)
        flow = f"{link.target_zone}/{link.service}"
        endpoint = ec2.VpcEndpoint(
            child(name, "endpoint"),
            vpc_id=link.vpc_id,
            vpc_endpoint_type="Interface",
            service_name=link.service_name,
            subnet_ids=in_order(link.subnet_ids),
            security_group_ids=[link.security_group_id],
            # A private name of the service itself would need a public domain; the hosted zone below is this network's own.
            private_dns_enabled=False,
            ip_address_type="ipv4",
            tags=tags_for(link.zone, name, extra=link.tags, flow=flow),
            opts=pulumi.ResourceOptions(parent=self),
        )
        hosted_zone = route53.Zone(
            child(name, "names"),
            name=link.domain,
            comment=f"{flow}, as seen from {link.zone}",
            vpcs=[route53.ZoneVpcArgs(vpc_id=link.vpc_id)],
            force_destroy=False,
            tags=tags_for(link.zone, child(name, "names"), extra=link.tags, flow=flow),
            opts=pulumi.ResourceOptions(parent=self),
        )
        regional_name = endpoint.dns_entries[0]
        route53.Record(
            child(name, "name"),
            zone_id=hosted_zone.zone_id,
            name=link.domain,
            type="A",
            aliases=[
                route53.RecordAliasArgs(name=regional_name.dns_name, zone_id=regional_name.hosted_zone_id, evaluate_target_health=False)
            ],
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        self.endpoint_id = endpoint.id
        self.domain = hosted_zone.name
        self.register_outputs({"endpointId": self.endpoint_id, "domain": self.domain})
