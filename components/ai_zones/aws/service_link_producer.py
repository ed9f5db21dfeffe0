"""Producer half of a private link to a service of our own: a load balancer that only named accounts may reach, each by our consent.

Sources: AWS PrivateLink Guide, "Create a service powered by AWS PrivateLink" (acceptance, allowed principals); Elastic Load Balancing,
"Update the security groups for your Network Load Balancer" (groups can't be added later; for PrivateLink traffic the source is the client's
own address; health checks follow outbound rules only), "Target groups for your Network Load Balancers" (names of at most 32 characters).
"""

from typing import NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_aws import ec2, lb
from pulumi_aws import vpc as vpc_rules

from ai_zones.aws.naming import child, iam_arn, physical_name
from ai_zones.aws.reference_maps import PlacedInput, ZoneReferenceMap, in_order
from ai_zones.aws.security_groups import MAX_GROUP_NAME
from ai_zones.aws.tags import tags_for
from ai_zones.aws.validation import AccountId, Cidr, ComponentInput, ExtraTags, Port, Reference, Region, ZoneText

MAX_LOAD_BALANCER_NAME = 32
HEALTH_CHECK_SECONDS = 10
HEALTHY_AFTER = 3


class AwsLinkConsumerArgs(TypedDict):
    """One zone that may ask for a connection."""

    account_id: str
    """Account of the consumer."""
    cidrs: list[str]
    """Ranges of the consumer's programs."""


class AwsServiceLinkProducerArgs(TypedDict):
    """Inputs of `AwsServiceLinkProducer`."""

    zone: str
    """Zone that offers the service."""
    service: str
    """Name of the service: `retrieval`, `tools`, `llm`, ..."""
    region: str
    """Region of the zone's network."""
    vpc_id: pulumi.Input[str]
    """The zone's network."""
    subnet_ids: pulumi.Input[dict[str, pulumi.Input[str]]]
    """Subnets of the load balancer, by availability zone."""
    security_group_id: pulumi.Input[str]
    """Security group that lets the load balancer connect to the programs that answer. Who may enter stands in a group of this link's own."""
    consumers: dict[str, AwsLinkConsumerArgs]
    """Zones that may use the service, by name."""
    port: NotRequired[int]
    """Port of the service. Default: 443."""
    target_port: NotRequired[int]
    """Port on which the programs listen. Default: `port`."""
    access_log_bucket: NotRequired[pulumi.Input[str]]
    """Bucket for the load balancer's logs of TLS listeners. Default: none, TLS ends in the programs."""
    removable: NotRequired[bool]
    """Lifts AWS's deletion protection. Default: false."""
    single_availability_zone: NotRequired[bool]
    """True builds in one availability zone: for development, where its loss may stop everything. Default: false."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class ConsumerInput(ComponentInput):
    """Parsed `AwsLinkConsumerArgs`."""

    account_id: AccountId
    cidrs: list[Cidr] = pydantic.Field(min_length=1)


class ServiceLinkProducer(PlacedInput):
    """Parsed `AwsServiceLinkProducerArgs`."""

    zone: ZoneText
    service: str = pydantic.Field(pattern=r"^[a-z][a-z-]*$")
    region: Region
    vpc_id: Reference
    subnet_ids: ZoneReferenceMap
    security_group_id: Reference
    consumers: dict[ZoneText, ConsumerInput] = pydantic.Field(min_length=1)
    port: Port = 443
    target_port: Port | None = None
    access_log_bucket: Reference | None = None
    removable: bool = False
    tags: ExtraTags = pydantic.Field(default_factory=dict)

    @pydantic.model_validator(mode="after")
    def _joins_two_zones(self) -> Self:
        if self.zone in self.consumers:
            raise ValueError(f"consumers.{self.zone}: is the zone that offers the service; name the zones that use it")
        return self

    @property
    def principals(self) -> list[str]:
        """Accounts that may ask for a connection; never `*`."""
        accounts = sorted({consumer.account_id for consumer in self.consumers.values()})
        return [iam_arn("root", region=self.region, account_id=account) for account in accounts]


class AwsServiceLinkProducer(pulumi.ComponentResource):
    """Internal network load balancer, its target group, and the endpoint service in front of them. Register programs in the target group."""

    service_name: pulumi.Output[str]
    """Name that consumers connect to: `com.amazonaws.vpce.<region>.vpce-svc-...`."""
    endpoint_service_id: pulumi.Output[str]
    """Id of the endpoint service, to accept a consumer by."""
    target_group_arn: pulumi.Output[str]
    """Target group of the programs that answer."""
    load_balancer_arn: pulumi.Output[str]
    """The load balancer."""

    def __init__(self, name: str, args: AwsServiceLinkProducerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        link = ServiceLinkProducer.parse(name, args)
        super().__init__("ai-zones:index:AwsServiceLinkProducer", name, {}, opts)
        balancer = self._load_balancer(name, link, self._clients(name, link))
        targets = self._targets(name, link)
        listener = self._listener(name, link, balancer, targets)
        service = ec2.VpcEndpointService(
            child(name, "service"),
            acceptance_required=True,
            allowed_principals=link.principals,
            network_load_balancer_arns=[balancer.arn],
            supported_ip_address_types=["ipv4"],
            tags=tags_for(link.zone, name, extra=link.tags, service=link.service),
            # A consumer that connects before the listener stands would find nothing.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[listener]),
        )
        self.service_name = service.service_name
        self.endpoint_service_id = service.id
        self.target_group_arn = targets.arn
        self.load_balancer_arn = balancer.arn
        self.register_outputs(
            {
                "serviceName": self.service_name,
                "endpointServiceId": self.endpoint_service_id,
                "targetGroupArn": self.target_group_arn,
                "loadBalancerArn": self.load_balancer_arn,
            }
        )

    def _clients(self, name: str, link: ServiceLinkProducer) -> ec2.SecurityGroup:
        """Who may enter. Not in the zone's shared group: a consumer of one service would pass to all, and AWS refuses the same rule twice."""
        opts = pulumi.ResourceOptions(parent=self, delete_before_replace=True)
        clients = ec2.SecurityGroup(
            child(name, "clients"),
            name=physical_name(name, "clients", limit=MAX_GROUP_NAME),
            description=f"Clients of {link.zone}/{link.service}: enter on its port only",
            vpc_id=link.vpc_id,
            revoke_rules_on_delete=True,
            tags=tags_for(link.zone, child(name, "clients"), extra=link.tags, service=link.service),
            opts=opts,
        )
        for zone, consumer in sorted(link.consumers.items()):
            for at, cidr in enumerate(sorted(consumer.cidrs)):
                label = child(name, "from", zone, str(at))
                vpc_rules.SecurityGroupIngressRule(
                    label,
                    security_group_id=clients.id,
                    cidr_ipv4=str(cidr),
                    ip_protocol="tcp",
                    from_port=link.port,
                    to_port=link.port,
                    description=f"{zone} to {link.zone}/{link.service}",
                    tags=tags_for(link.zone, label, extra=link.tags),
                    opts=opts,
                )
        return clients

    def _load_balancer(self, name: str, link: ServiceLinkProducer, clients: ec2.SecurityGroup) -> lb.LoadBalancer:
        logs = lb.LoadBalancerAccessLogsArgs(bucket=link.access_log_bucket, enabled=True) if link.access_log_bucket else None
        return lb.LoadBalancer(
            child(name, "balancer"),
            name=physical_name(name, limit=MAX_LOAD_BALANCER_NAME),
            load_balancer_type="network",
            internal=True,
            ip_address_type="ipv4",
            subnets=in_order(link.subnet_ids),
            security_groups=[clients.id, link.security_group_id],
            enforce_security_group_inbound_rules_on_private_link_traffic="on",
            enable_cross_zone_load_balancing=True,
            enable_deletion_protection=not link.removable,
            access_logs=logs,
            tags=tags_for(link.zone, name, extra=link.tags, service=link.service),
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )

    def _targets(self, name: str, link: ServiceLinkProducer) -> lb.TargetGroup:
        return lb.TargetGroup(
            child(name, "targets"),
            name=physical_name(name, limit=MAX_LOAD_BALANCER_NAME),
            vpc_id=link.vpc_id,
            target_type="ip",
            protocol="TCP",
            port=link.target_port or link.port,
            # Clients of other zones have addresses that no route of this network answers.
            preserve_client_ip="false",
            health_check=lb.TargetGroupHealthCheckArgs(
                protocol="TCP",
                port="traffic-port",
                interval=HEALTH_CHECK_SECONDS,
                healthy_threshold=HEALTHY_AFTER,
                unhealthy_threshold=HEALTHY_AFTER,
            ),
            tags=tags_for(link.zone, name, extra=link.tags, service=link.service),
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )

    def _listener(self, name: str, link: ServiceLinkProducer, balancer: lb.LoadBalancer, targets: lb.TargetGroup) -> lb.Listener:
        return lb.Listener(
            child(name, "listener"),
            load_balancer_arn=balancer.arn,
            protocol="TCP",
            port=link.port,
            default_actions=[lb.ListenerDefaultActionArgs(type="forward", target_group_arn=targets.arn)],
            tags=tags_for(link.zone, name, extra=link.tags),
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
