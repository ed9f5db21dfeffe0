"""Egress network: the only road to the internet, through a firewall that denies by default.

    program → Azure Firewall → internet

The inspector's subnet sends everything it does not know to the firewall, and its filter lets the inspector alone, a member of one application
security group, speak TLS to the internet. All else in the network has no road out. The firewall's is the only public address of a plan.

Sources: Azure Firewall documentation, "Deploy and configure Azure Firewall" (a route to the firewall's private address), "Azure Firewall
FAQ" (its subnet needs a direct way to the internet); Azure Virtual Network, "Virtual network traffic routing", "Application security
groups"; 45 CFR 164.312(e)(1).
"""

from typing import NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_azure_native import network

from ai_zones.azure import validation
from ai_zones.azure.dns_policy import answered_names
from ai_zones.azure.firewall import MAX_FQDNS, FirewallBuilder, FirewallSpec, TlsInspection
from ai_zones.azure.naming import Kind, child, resource_name
from ai_zones.azure.network_input import NetworkInput
from ai_zones.azure.network_outputs import network_outputs
from ai_zones.azure.network_parts import HTTPS, NetworkBuilder, SubnetPlan
from ai_zones.azure.ordering import after, children_wait
from ai_zones.azure.references import IdentityId
from ai_zones.azure.routes import EVERYWHERE, Way
from ai_zones.azure.security_rules import INTERNET_TAG, PROBE_TAG, Entry, Exit, Traffic
from ai_zones.azure.subnets import ENDPOINT, FIREWALL, LINK, WORKLOAD
from ai_zones.azure.tags import tags_for
from ai_zones.plan.fqdn import fqdn

ZONE = "egress"
SMALLEST_FIREWALL_PREFIX = 26
APPLICATION_GROUP = "Microsoft.Network/applicationSecurityGroups"


class AzureTlsInspectionArgs(TypedDict):
    """With what the firewall opens TLS."""

    key_vault_secret_id: pulumi.Input[str]
    """Secret in Key Vault, without a version, that holds the intermediate CA's certificate and key; the inspector must trust that CA."""
    identity_id: pulumi.Input[str]
    """User-assigned identity that may read the secret."""


class AzureEgressNetworkArgs(TypedDict):
    """Inputs of `AzureEgressNetwork`. The required ones alone give a network that can reach no outside name at all."""

    subscription_id: str
    """Subscription of the zone; the provider must be of the same."""
    resource_group_name: str
    """Resource group of the zone."""
    location: str
    """Region by its short name, such as `westeurope`."""
    cidr: str
    """IPv4 range of the network: private, /22 or larger."""
    workload_subnet: str
    """Range for the inspector."""
    endpoint_subnet: str
    """Range for private endpoints."""
    link_subnet: NotRequired[str]
    """Range for the producer half of the inspector's link. Needed with `service_ports`."""
    firewall_subnet: str
    """Range for the firewall alone: /26 or larger."""
    tls_inspection: AzureTlsInspectionArgs | None
    """CA with which the firewall opens TLS. None, which must be said: it reads the claimed server name alone."""
    log_workspace_id: pulumi.Input[str]
    """Log Analytics workspace that takes the logs of firewall and resolver; one of ours."""
    flow_log_storage_id: pulumi.Input[str]
    """Storage account of the archive, in the same region, that takes the flow logs."""
    flow_log_identity_id: NotRequired[pulumi.Input[str]]
    """User-assigned identity that writes them: needed where the account takes no shared keys. Default: none."""
    traffic_analytics: NotRequired[bool]
    """True lets traffic analytics read the flows into the workspace. Default False."""
    network_watcher_name: NotRequired[str]
    """The region's network watcher. Default `NetworkWatcher_<location>`, as Azure names it."""
    network_watcher_group_name: NotRequired[str]
    """Its resource group. Default `NetworkWatcherRG`, or the zone's own with `own_network_watcher`."""
    own_network_watcher: NotRequired[bool]
    """True makes the watcher in the zone's group, before the network. Default False."""
    providers: NotRequired[dict[str, list[str]]]
    """Approved provider → its host names. `*.example.com` stands for all names under a domain that is the provider's alone.
    Default none: nothing leaves."""
    allowed_domains: NotRequired[list[str]]
    """Names that the resolver answers beside the providers': those of the network's endpoints and private DNS zones. Default none."""
    endpoint_ports: NotRequired[list[int]]
    """Ports that programs may open to private endpoints: those of the zone's outgoing flows. Default 443 alone."""
    service_ports: NotRequired[list[int]]
    """Ports on which other zones enter the inspector by private link. Default none."""
    availability_zones: NotRequired[list[str]]
    """Zones of the firewall and its address; [] in a region without any. Default: all three."""
    deletion_protection: NotRequired[bool]
    """False lets the firewall, its address and the flow log be deleted. Default True."""
    tags: NotRequired[dict[str, str]]
    """Further tags. The classification tags are the component's own."""


class TlsInspectionInput(validation.ComponentInput):
    """Parsed `AzureTlsInspectionArgs`."""

    key_vault_secret_id: validation.Reference
    identity_id: IdentityId


class EgressNetwork(NetworkInput):
    """Parsed inputs of `AzureEgressNetwork`, and what follows from them before anything is built."""

    firewall_subnet: validation.Cidr
    tls_inspection: TlsInspectionInput | None
    providers: dict[str, tuple[str, ...]] = pydantic.Field(default_factory=dict)
    availability_zones: validation.AvailabilityZones = validation.AVAILABILITY_ZONES

    @pydantic.model_validator(mode="after")
    def _can_be_built(self) -> Self:
        if self.firewall_subnet.prefixlen > SMALLEST_FIREWALL_PREFIX:
            raise ValueError(f"firewall_subnet: given {self.firewall_subnet}, the firewall needs a /{SMALLEST_FIREWALL_PREFIX} or larger")
        return self

    def ranges(self) -> dict[str, validation.Cidr]:
        """Subnet → range."""
        return {**super().ranges(), "firewall": self.firewall_subnet}

    def fqdns(self) -> dict[str, tuple[str, ...]]:
        """Provider → host names, in the plan's own terms of what a host name is."""
        found: dict[str, tuple[str, ...]] = {}
        for provider, names in sorted(self.providers.items()):
            try:
                found[provider] = tuple(sorted({fqdn(name) for name in names}))
            except ValueError as fault:
                raise ValueError(f"providers.{provider}: {fault}") from None
            if not names:
                raise ValueError(f"providers.{provider}: has no host name; name one, or leave the provider out")
        if (count := sum(map(len, found.values()))) > MAX_FQDNS:
            raise ValueError(f"providers: have {count} host names, allowed are {MAX_FQDNS}")
        return found

    def domains(self) -> list[str]:
        """Names that the resolver answers."""
        providers = [name for names in self.fqdns().values() for name in names]
        return answered_names([*providers, *self.allowed_domains])

    def traffic(self, inspector_group_id: str) -> Traffic:
        """Everything that may pass."""
        entries = [Entry(WORKLOAD, PROBE_TAG, port, "probes") for port in self.service_ports]
        exits = [Exit(WORKLOAD, INTERNET_TAG, HTTPS, "internet", only_group_id=inspector_group_id)]
        return Traffic(tuple(self.private_flows()), tuple(entries), tuple(exits))

    def firewall(self) -> FirewallSpec:
        """The firewall."""
        opened = self.tls_inspection
        return FirewallSpec(
            zone=ZONE,
            source=str(self.workload_subnet),
            providers=self.fqdns(),
            tls_inspection=TlsInspection(opened.key_vault_secret_id, opened.identity_id) if opened else None,
            availability_zones=self.availability_zones,
            log_workspace_id=self.log_workspace_id,
            deletion_protection=self.deletion_protection,
        )


class AzureEgressNetwork(pulumi.ComponentResource):
    """Virtual network whose only road out is Azure Firewall Premium.

    Names derive from the component's name: choose one that is unique in the group, such as `<organization>-<environment>-egress`.
    Raises `InvalidInputError` before anything is registered.
    """

    virtual_network_id: str
    """Id of the network."""
    virtual_network_name: str
    """Name of the network."""
    workload_subnet_id: str
    """Subnet of the inspector."""
    endpoint_subnet_id: str
    """Subnet of private endpoints."""
    link_subnet_id: str
    """Subnet of the producer half of private links; empty without one."""
    inspector_group_id: str
    """Application security group for the inspector's network interfaces alone: TLS to the internet, through the firewall."""
    security_group_ids: dict[str, str]
    """Subnet (`workload`, `endpoint`, `link`) → its network security group."""
    route_table_ids: dict[str, str]
    """Subnet → its route table."""
    firewall_id: str
    """The firewall."""
    firewall_policy_id: str
    """Its policy."""
    firewall_address: pulumi.Output[str]
    """Its private address."""
    public_address: pulumi.Output[str]
    """Address under which providers see us."""
    dns_policy_id: str
    """The resolver's policy."""

    def __init__(self, name: str, args: AzureEgressNetworkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = EgressNetwork.parse(name, args)
        super().__init__("ai-zones:index:AzureEgressNetwork", name, {}, children_wait(opts))
        builder = NetworkBuilder(name, ZONE, given, given.cidr, self)
        builder.build_network(given.flow_logs())
        inspector, self.inspector_group_id = self._inspector_group(name, given)
        traffic = given.traffic(self.inspector_group_id)
        ranges = {label: str(cidr) for label, cidr in given.ranges().items()}
        to_internet = Way("internet", EVERYWHERE, network.RouteNextHopType.INTERNET)
        builder.add([SubnetPlan(FIREWALL, given.firewall_subnet, ways=(to_internet,), filtered=False)], traffic, ranges)
        place = builder.network_place
        firewall = FirewallBuilder(name, given.firewall(), given, self).build(place.subnet_id(FIREWALL), builder.subnets[FIREWALL])
        to_firewall = Way("firewall", EVERYWHERE, network.RouteNextHopType.VIRTUAL_APPLIANCE, firewall.private_address)
        plans = [
            SubnetPlan(WORKLOAD, given.workload_subnet, ways=(to_firewall,)),
            *given.private_subnets(),
        ]
        builder.add(plans, traffic, ranges, inspector)
        self.dns_policy_id, _ = builder.watch(
            given.domains(), given.flow_logs(), log_workspace_id=given.log_workspace_id, protect=given.deletion_protection
        )
        labels = [plan.label for plan in plans]
        self.virtual_network_id = builder.virtual_network_id
        self.virtual_network_name = builder.virtual_network_name
        self.workload_subnet_id = place.subnet_id(WORKLOAD)
        self.endpoint_subnet_id = place.subnet_id(ENDPOINT)
        self.link_subnet_id = place.subnet_id(LINK) if LINK in labels else ""
        self.security_group_ids = {label: builder.security_group_id(label) for label in labels}
        self.route_table_ids = {label: builder.route_table_id(label) for label in [FIREWALL, *labels]}
        self.firewall_id = firewall.firewall_id
        self.firewall_policy_id = firewall.policy_id
        self.firewall_address = firewall.private_address
        self.public_address = firewall.public_address
        self.register_outputs(
            {
                **network_outputs(self),
                "inspectorGroupId": self.inspector_group_id,
                "firewallId": self.firewall_id,
                "firewallPolicyId": self.firewall_policy_id,
                "firewallAddress": self.firewall_address,
                "publicAddress": self.public_address,
            }
        )

    def _inspector_group(self, name: str, given: EgressNetwork) -> tuple[network.ApplicationSecurityGroup, str]:
        label = resource_name(Kind.NETWORK, name, "inspector")
        group = network.ApplicationSecurityGroup(
            child(name, "inspector"),
            application_security_group_name=label,
            resource_group_name=given.resource_group_name,
            location=given.location,
            tags=tags_for(ZONE, extra=given.tags),
            opts=after(self),
        )
        return group, given.id_of(APPLICATION_GROUP, label)
