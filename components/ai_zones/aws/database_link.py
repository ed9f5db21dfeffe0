"""Private link to a database cluster, both halves: no load balancer, and it follows a failover.

Sources: AWS PrivateLink Guide, "Access a resource through a resource VPC endpoint" (the endpoint must not be in the gateway's own network;
a shared configuration must be accepted first), "Resource gateway in VPC Lattice" (at least one common availability zone; 16 addresses of
each subnet unless told otherwise; outbound rules of its security groups decide), "Resource configurations for VPC resources" (an ARN
carries its own ports: port ranges and protocol must be left out); AWS RAM User Guide, "Enable resource sharing within AWS Organizations"
(no invitation is needed then); AWS Service Authorization Reference, RAM managed permissions.
"""

from typing import NotRequired, TypedDict

import pulumi
import pydantic
from pulumi_aws import ec2, ram, vpclattice

from ai_zones.aws.naming import child, physical_name
from ai_zones.aws.reference_maps import PlacedInput, ZoneReferenceMap, in_order
from ai_zones.aws.tags import tags_for
from ai_zones.aws.validation import AccountId, ExtraTags, Reference, ZoneText

MAX_LATTICE_NAME = 40
ADDRESSES_PER_INTERFACE = 16
"""A block of 16 addresses in each subnet carries 16 × about 55,000 connections; stated so that the subnets' size can be checked."""


class AwsDatabaseLinkProducerArgs(TypedDict):
    """Inputs of `AwsDatabaseLinkProducer`."""

    zone: str
    """Zone that holds the database."""
    account_id: str
    """Account of that zone."""
    cluster_arn: pulumi.Input[str]
    """The Aurora cluster."""
    vpc_id: pulumi.Input[str]
    """Network of the cluster."""
    subnet_ids: pulumi.Input[dict[str, pulumi.Input[str]]]
    """Subnets of the resource gateway by availability zone; each needs a free block of 16 addresses."""
    security_group_id: pulumi.Input[str]
    """Security group of the gateway; it must allow the database's port towards the cluster and nothing else."""
    consumer_account_ids: dict[str, str]
    """Account of each zone that may use the database, by the zone's name."""
    single_availability_zone: NotRequired[bool]
    """True builds in one availability zone: for development, where its loss may stop everything. Default: false."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class AwsDatabaseLinkConsumerArgs(TypedDict):
    """Inputs of `AwsDatabaseLinkConsumer`."""

    zone: str
    """Zone that uses the database."""
    target_zone: str
    """Zone that holds the database."""
    resource_configuration_arn: pulumi.Input[str]
    """Resource configuration of the producer half."""
    vpc_id: pulumi.Input[str]
    """Network of the zone that uses the database."""
    subnet_ids: pulumi.Input[dict[str, pulumi.Input[str]]]
    """Endpoint subnets by availability zone."""
    security_group_id: pulumi.Input[str]
    """Security group of the endpoint; it should admit the database's port from the zone's programs alone."""
    single_availability_zone: NotRequired[bool]
    """True builds in one availability zone: for development, where its loss may stop everything. Default: false."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class DatabaseLinkProducer(PlacedInput):
    """Parsed `AwsDatabaseLinkProducerArgs`."""

    zone: ZoneText
    account_id: AccountId
    cluster_arn: Reference
    vpc_id: Reference
    subnet_ids: ZoneReferenceMap
    security_group_id: Reference
    consumer_account_ids: dict[ZoneText, AccountId] = pydantic.Field(min_length=1)
    tags: ExtraTags = pydantic.Field(default_factory=dict)

    @property
    def other_accounts(self) -> list[str]:
        """Accounts that the configuration must be shared with."""
        return sorted(set(self.consumer_account_ids.values()) - {self.account_id})


class DatabaseLinkConsumer(PlacedInput):
    """Parsed `AwsDatabaseLinkConsumerArgs`."""

    zone: ZoneText
    target_zone: ZoneText
    resource_configuration_arn: Reference
    vpc_id: Reference
    subnet_ids: ZoneReferenceMap
    security_group_id: Reference
    tags: ExtraTags = pydantic.Field(default_factory=dict)


class AwsDatabaseLinkProducer(pulumi.ComponentResource):
    """Resource gateway in front of the cluster, and its configuration, shared with named accounts of the own organization only."""

    resource_configuration_arn: pulumi.Output[str]
    """ARN that consumers connect to. It is known only once it is shared with all of them."""

    def __init__(self, name: str, args: AwsDatabaseLinkProducerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        link = DatabaseLinkProducer.parse(name, args)
        super().__init__("ai-zones:index:AwsDatabaseLinkProducer", name, {}, opts)
        tags = tags_for(link.zone, name, extra=link.tags, service="database")
        replaced_first = pulumi.ResourceOptions(parent=self, delete_before_replace=True)
        gateway = vpclattice.ResourceGateway(
            child(name, "gateway"),
            name=physical_name(name, limit=MAX_LATTICE_NAME),
            vpc_id=link.vpc_id,
            subnet_ids=in_order(link.subnet_ids),
            security_group_ids=[link.security_group_id],
            ip_address_type="IPV4",
            ipv4_addresses_per_eni=ADDRESSES_PER_INTERFACE,
            tags=tags,
            opts=replaced_first,
        )
        configuration = vpclattice.ResourceConfiguration(
            child(name, "configuration"),
            name=physical_name(name, limit=MAX_LATTICE_NAME),
            type="ARN",
            resource_gateway_identifier=gateway.id,
            resource_configuration_definition=vpclattice.ResourceConfigurationResourceConfigurationDefinitionArgs(
                arn_resource=vpclattice.ResourceConfigurationResourceConfigurationDefinitionArnResourceArgs(arn=link.cluster_arn)
            ),
            allow_association_to_shareable_service_network=False,
            tags=tags,
            opts=replaced_first,
        )
        shares = self._share(name, link, configuration)
        # Waiting for the shares: a consumer in another account can't see the configuration before.
        self.resource_configuration_arn = pulumi.Output.all(configuration.arn, *shares).apply(lambda known: str(known[0]))
        self.register_outputs({"resourceConfigurationArn": self.resource_configuration_arn})

    def _share(self, name: str, link: DatabaseLinkProducer, configuration: vpclattice.ResourceConfiguration) -> list[pulumi.Output[str]]:
        if not link.other_accounts:
            return []
        opts = pulumi.ResourceOptions(parent=self)
        share = ram.ResourceShare(
            child(name, "share"),
            name=name,
            allow_external_principals=False,
            tags=tags_for(link.zone, name, extra=link.tags, service="database"),
            opts=opts,
        )
        shared = ram.ResourceAssociation(child(name, "shared"), resource_arn=configuration.arn, resource_share_arn=share.arn, opts=opts)
        principals = [
            ram.PrincipalAssociation(child(name, "with", account), principal=account, resource_share_arn=share.arn, opts=opts)
            for account in link.other_accounts
        ]
        return [shared.id, *(principal.id for principal in principals)]


class AwsDatabaseLinkConsumer(pulumi.ComponentResource):
    """Resource endpoint in the consumer's network. Programs use the cluster's own names, which resolve to it there."""

    endpoint_id: pulumi.Output[str]
    """Id of the endpoint."""

    def __init__(self, name: str, args: AwsDatabaseLinkConsumerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        link = DatabaseLinkConsumer.parse(name, args)
        super().__init__("ai-zones:index:AwsDatabaseLinkConsumer", name, {}, opts)
        endpoint = ec2.VpcEndpoint(
            child(name, "endpoint"),
            vpc_id=link.vpc_id,
            vpc_endpoint_type="Resource",
            resource_configuration_arn=link.resource_configuration_arn,
            subnet_ids=in_order(link.subnet_ids),
            security_group_ids=[link.security_group_id],
            private_dns_enabled=True,
            ip_address_type="ipv4",
            tags=tags_for(link.zone, name, extra=link.tags, flow=f"{link.target_zone}/database"),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.endpoint_id = endpoint.id
        self.register_outputs({"endpointId": self.endpoint_id})
