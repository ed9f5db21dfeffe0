"""Private endpoints of the AWS services that a zone uses: its only road to them, each with a policy of its own.

Sources: AWS PrivateLink Guide, "Gateway endpoints", "Access an AWS service using an interface VPC endpoint" (one subnet for each
availability zone; private DNS needs both DNS attributes of the VPC); `endpoint_services` and `endpoint_policies` for what passes.
"""

from typing import NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_aws import ec2
from pulumi_aws import vpc as vpc_rules

from ai_zones.aws.endpoint_policies import MAX_POLICY_CHARACTERS, EndpointScope, Store, endpoint_policy
from ai_zones.aws.endpoint_services import SERVICES, EndpointKind
from ai_zones.aws.naming import arn, child
from ai_zones.aws.reference_maps import PlacedInput, ReferenceMap, ZoneReferenceMap, in_order
from ai_zones.aws.tags import tags_for
from ai_zones.aws.validation import AccountId, ComponentInput, ExtraTags, OrganizationId, Reference, Region, ZoneText

HTTPS = 443


class AwsEndpointStoreArgs(TypedDict):
    """A bucket that the zone may use."""

    bucket_name: str
    """Name of the bucket."""
    access_point_name: NotRequired[str]
    """Access point through which the zone uses it. Default: none, the bucket itself."""
    account_id: NotRequired[str]
    """Account that owns bucket and access point. Default: the zone's."""
    writable: NotRequired[bool]
    """Whether objects may be written. Default: false."""


class AwsServiceEndpointsArgs(TypedDict):
    """Inputs of `AwsServiceEndpoints`."""

    zone: str
    """Zone that the endpoints belong to."""
    region: str
    """Region of the zone's network."""
    account_id: str
    """Account of the zone: only its principals pass."""
    vpc_id: pulumi.Input[str]
    """The zone's network."""
    services: list[str]
    """Services by endpoint name without `com.amazonaws.<region>.`: `s3`, `kms`, `ecr.api`, ..."""
    subnet_ids: NotRequired[pulumi.Input[dict[str, pulumi.Input[str]]]]
    """Endpoint subnets by availability zone; needed for interface endpoints."""
    security_group_id: NotRequired[pulumi.Input[str]]
    """Security group of interface endpoints, needed for them; it should admit port 443 from the zone's programs alone."""
    route_table_ids: NotRequired[pulumi.Input[dict[str, pulumi.Input[str]]]]
    """Route tables, by any stable key, needed for gateway endpoints: they get a route to `s3` and `dynamodb`."""
    client_security_group_ids: NotRequired[dict[str, pulumi.Input[str]]]
    """Security groups of programs, by any stable key, that are given a rule towards the gateway endpoints on port 443. Default: none."""
    resource_prefix: str
    """What the names of the zone's own log groups, secrets, tables, clusters begin with: nothing else is reachable."""
    stores: NotRequired[dict[str, AwsEndpointStoreArgs]]
    """Buckets that the zone may use, by any stable key. Default: none."""
    foundation_models: NotRequired[list[str]]
    """Ids of AWS-hosted models that may be invoked through `bedrock-runtime`. Default: none, only the account's own models."""
    cluster_images: NotRequired[bool]
    """True lets nodes of an Amazon EKS cluster fetch the images of its add-ons from AWS's own registry. Default: false."""
    trusted_account_ids: NotRequired[list[str]]
    """Our other accounts whose resources, other than stores, the zone may use: a registry's, for example. Default: none."""
    organization_id: NotRequired[str | None]
    """AWS organization (`o-...`); callers and resources must then belong to it too. Default: accounts alone decide."""
    single_availability_zone: NotRequired[bool]
    """True builds in one availability zone: for development, where its loss may stop everything. Default: false."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class StoreInput(ComponentInput):
    """Parsed `AwsEndpointStoreArgs`."""

    bucket_name: str
    access_point_name: str | None = None
    account_id: AccountId | None = None
    writable: bool = False


class ServiceEndpoints(PlacedInput):
    """Parsed `AwsServiceEndpointsArgs`."""

    zone: ZoneText
    region: Region
    account_id: AccountId
    vpc_id: Reference
    services: list[str]
    subnet_ids: ZoneReferenceMap | None = None
    security_group_id: Reference | None = None
    route_table_ids: ReferenceMap | None = None
    client_security_group_ids: dict[str, Reference] = pydantic.Field(default_factory=dict)
    resource_prefix: str = pydantic.Field(min_length=6)
    stores: dict[str, StoreInput] = pydantic.Field(default_factory=dict)
    foundation_models: list[str] = pydantic.Field(default_factory=list)
    cluster_images: bool = False
    trusted_account_ids: list[AccountId] = pydantic.Field(default_factory=list)
    organization_id: OrganizationId | None = None
    tags: ExtraTags = pydantic.Field(default_factory=dict)

    @pydantic.field_validator("services")
    @classmethod
    def _known(cls, services: list[str]) -> list[str]:
        if unknown := [service for service in services if service not in SERVICES]:
            raise ValueError(f"has no endpoint policy for {', '.join(unknown)}; known are {', '.join(sorted(SERVICES))}")
        if len(set(services)) < len(services):
            raise ValueError("must list each service once")
        return services

    @pydantic.model_validator(mode="after")
    def _fits(self) -> Self:
        interface = [service for service in self.services if SERVICES[service].kind is EndpointKind.INTERFACE]
        if interface and (self.subnet_ids is None or self.security_group_id is None):
            raise ValueError(f"subnet_ids, security_group_id: both are needed for interface endpoints ({', '.join(interface)})")
        if len(interface) < len(self.services) and self.route_table_ids is None:
            raise ValueError("route_table_ids: given none, gateway endpoints (s3, dynamodb) need the tables of the subnets that use them")
        if self.stores and "s3" not in self.services:
            raise ValueError("stores: given, but services lacks s3; add it, or leave stores out")
        if self.foundation_models and "bedrock-runtime" not in self.services:
            raise ValueError("foundation_models: given, but services lacks bedrock-runtime; add it, or leave foundation_models out")
        if self.cluster_images and (bare := sorted({"ecr.api", "ecr.dkr"} - set(self.services))):
            raise ValueError(f"cluster_images: given, but services lacks {', '.join(bare)}; add them, or leave cluster_images out")
        for service in self.services:
            if (policy := endpoint_policy(service, self.scope())) and len(policy) > MAX_POLICY_CHARACTERS:
                raise ValueError(
                    f"policy of {service}: has {len(policy)} characters, AWS allows {MAX_POLICY_CHARACTERS}; list fewer stores"
                )
        return self

    def scope(self) -> EndpointScope:
        """What the endpoint policies are computed from."""
        return EndpointScope(
            region=self.region,
            account_id=self.account_id,
            prefix=self.resource_prefix,
            services=frozenset(self.services),
            trusted_account_ids=tuple(self.trusted_account_ids),
            organization_id=self.organization_id,
            stores={key: self._store(store) for key, store in self.stores.items()},
            foundation_models=tuple(self.foundation_models),
            cluster_images=self.cluster_images,
        )

    def _store(self, store: StoreInput) -> Store:
        owner = store.account_id or self.account_id
        point = (
            arn("s3", f"accesspoint/{store.access_point_name}", region=self.region, account_id=owner) if store.access_point_name else None
        )
        return Store(store.bucket_name, owner, point, store.writable)


class AwsServiceEndpoints(pulumi.ComponentResource):
    """One endpoint for each service. Our principals reach our resources; AWS's own only where a listed service needs them."""

    endpoint_ids: pulumi.Output[dict[str, str]]
    """Ids of the endpoints by service."""

    def __init__(self, name: str, args: AwsServiceEndpointsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        endpoints = ServiceEndpoints.parse(name, args)
        super().__init__("ai-zones:index:AwsServiceEndpoints", name, {}, opts)
        built = {service: self._endpoint(name, service, endpoints) for service in sorted(endpoints.services)}
        for service, endpoint in built.items():
            if SERVICES[service].kind is EndpointKind.GATEWAY:
                self._let_programs_through(name, service, endpoint, endpoints)
        self.endpoints: dict[str, ec2.VpcEndpoint] = built
        self.endpoint_ids = pulumi.Output.all(**{service: endpoint.id for service, endpoint in built.items()})
        self.register_outputs({"endpointIds": self.endpoint_ids})

    def _endpoint(self, name: str, service: str, endpoints: ServiceEndpoints) -> ec2.VpcEndpoint:
        label = child(name, service.replace(".", "-"))
        form = ec2.VpcEndpointArgs(
            vpc_id=endpoints.vpc_id,
            service_name=f"com.amazonaws.{endpoints.region}.{service}",
            vpc_endpoint_type=SERVICES[service].kind.value,
            policy=endpoint_policy(service, endpoints.scope()),
            tags=tags_for(endpoints.zone, label, extra=endpoints.tags),
        )
        if SERVICES[service].kind is EndpointKind.GATEWAY:
            form.route_table_ids = in_order(endpoints.route_table_ids)
        else:
            form.subnet_ids = in_order(endpoints.subnet_ids)
            form.security_group_ids = [endpoints.security_group_id]
            form.private_dns_enabled = True
            form.ip_address_type = "ipv4"
        return ec2.VpcEndpoint(label, form, opts=pulumi.ResourceOptions(parent=self))

    def _let_programs_through(self, name: str, service: str, endpoint: ec2.VpcEndpoint, endpoints: ServiceEndpoints) -> None:
        """Packets to a gateway endpoint bear the service's public addresses, which only its prefix list names."""
        for key, group in sorted(endpoints.client_security_group_ids.items()):
            label = child(name, "out", key, service)
            vpc_rules.SecurityGroupEgressRule(
                label,
                security_group_id=group,
                prefix_list_id=endpoint.prefix_list_id,
                ip_protocol="tcp",
                from_port=HTTPS,
                to_port=HTTPS,
                description=f"{key} to {service} by its gateway endpoint",
                tags=tags_for(endpoints.zone, label, extra=endpoints.tags),
                opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
            )
