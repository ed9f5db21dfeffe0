"""Network Security Perimeter of a zone's stores and AI services: what is inside may call each other, nothing outside may call in, and they call nobody.

Private endpoints go past it; it closes the doors that Azure's services have on the public side, by identity, and the calls that they make themselves.
So each zone has one of its own: two zones' services in one perimeter would be open to each other.
Sources: Azure Private Link documentation, "What is a network security perimeter?" (access within a perimeter is allowed; rules inwards by
address or subscription, outwards by domain name; modes Learning, formerly Transition, and Enforced; private endpoint traffic is not subject to
it; onboarded resources), "Transition to a network security perimeter in Azure", "Diagnostic logs for Network Security Perimeter".
"""

from typing import Final, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_azure_native import network

from ai_zones.azure import arm
from ai_zones.azure.diagnostics import diagnose
from ai_zones.azure.naming import Kind, child, resource_name
from ai_zones.azure.ordering import after, children_wait
from ai_zones.azure.references import WorkspaceId
from ai_zones.azure.validation import SubscriptionId, ZonedInput

PERIMETER: Final = "Microsoft.Network/networkSecurityPerimeters"
PROFILE: Final = "stores"
ONBOARDED: Final = (
    "Microsoft.CognitiveServices/accounts",
    "Microsoft.DocumentDB/databaseAccounts",
    "Microsoft.EventHub/namespaces",
    "Microsoft.KeyVault/vaults",
    "Microsoft.OperationalInsights/workspaces",
    "Microsoft.Search/searchServices",
    "Microsoft.ServiceBus/namespaces",
    "Microsoft.Sql/servers",
    "Microsoft.Storage/storageAccounts",
)
"""Kinds of resources that a perimeter can hold."""
LOG_CATEGORIES: Final = (
    "NspCrossPerimeterInboundAllowed",
    "NspCrossPerimeterOutboundAllowed",
    "NspIntraPerimeterInboundAllowed",
    "NspOutboundAttempt",
    "NspPrivateInboundAllowed",
    "NspPublicInboundPerimeterRulesAllowed",
    "NspPublicInboundPerimeterRulesDenied",
    "NspPublicInboundResourceRulesAllowed",
    "NspPublicInboundResourceRulesDenied",
    "NspPublicOutboundPerimeterRulesAllowed",
    "NspPublicOutboundPerimeterRulesDenied",
    "NspPublicOutboundResourceRulesAllowed",
    "NspPublicOutboundResourceRulesDenied",
)
"""Azure Monitor documentation, "Supported logs for Microsoft.Network/networkSecurityPerimeters"."""


class AzureNetworkPerimeterArgs(TypedDict):
    """Inputs of `AzureNetworkPerimeter`. The required ones alone let nobody in and nothing out."""

    zone: str
    """Zone whose resources it holds."""
    subscription_id: str
    """Subscription of the zone; the provider must be of the same."""
    resource_group_name: str
    """Resource group of the zone."""
    location: str
    """Region by its short name."""
    resource_ids: dict[str, str]
    """Resources inside, by any stable key: storage accounts, vaults, AI accounts, search services, Cosmos DB, Service Bus, workspaces."""
    log_workspace_id: pulumi.Input[str]
    """Log Analytics workspace that takes the access log; one of ours."""
    inbound_subscription_ids: NotRequired[list[str]]
    """Subscriptions of ours whose managed identities may call in past private endpoints. Default: none."""
    enforced: NotRequired[bool]
    """False only logs what would be denied (mode Learning), for all resources at once: while a running zone moves in. Default: true."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class NetworkPerimeter(ZonedInput):
    """Parsed `AzureNetworkPerimeterArgs`."""

    resource_ids: dict[str, str] = pydantic.Field(min_length=1)
    log_workspace_id: WorkspaceId
    inbound_subscription_ids: tuple[SubscriptionId, ...] = ()
    enforced: bool = True

    @pydantic.model_validator(mode="after")
    def _can_be_inside(self) -> Self:
        known = {kind.lower() for kind in ONBOARDED}
        for key, resource_id in sorted(self.resource_ids.items()):
            try:
                found = arm.parse(resource_id)
            except ValueError as fault:
                raise ValueError(f"resource_ids.{key}: {fault}") from None
            if found.type.lower() not in known:
                raise ValueError(f"resource_ids.{key}: given a {found.type}; a perimeter holds {', '.join(ONBOARDED)}")
        return self


class AzureNetworkPerimeter(pulumi.ComponentResource):
    """Perimeter, its one profile, and an association for each resource. Wait for the resources by `depends_on`."""

    perimeter_id: str
    """Id of the perimeter."""

    def __init__(self, name: str, args: AzureNetworkPerimeterArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = NetworkPerimeter.parse(name, args)
        super().__init__("ai-zones:index:AzureNetworkPerimeter", name, {}, children_wait(opts))
        label = resource_name(Kind.NETWORK, name)
        self.perimeter_id = given.id_of(PERIMETER, label)
        inside = {"network_security_perimeter_name": label, "resource_group_name": given.resource_group_name}
        perimeter = network.NetworkSecurityPerimeter(
            child(name, "perimeter"), **inside, location=given.location, tags=given.tags_of(), opts=after(self)
        )
        profile = network.NetworkSecurityPerimeterProfile(
            child(name, "profile"), profile_name=PROFILE, **inside, opts=after(self, perimeter)
        )
        rules: list[pulumi.Resource] = []
        if given.inbound_subscription_ids:
            rules.append(
                network.NetworkSecurityPerimeterAccessRule(
                    child(name, "from-subscriptions"),
                    access_rule_name="from-subscriptions",
                    profile_name=PROFILE,
                    **inside,
                    direction=network.AccessRuleDirection.INBOUND,
                    subscriptions=[
                        network.SubscriptionIdArgs(id=arm.subscription_scope(one)) for one in sorted(set(given.inbound_subscription_ids))
                    ],
                    opts=after(self, profile),
                )
            )
        logging = [
            network.NetworkSecurityPerimeterLoggingConfiguration(
                child(name, "logging"),
                # Azure takes no other name.
                logging_configuration_name="instance",
                **inside,
                properties=network.NspLoggingConfigurationPropertiesArgs(enabled_log_categories=list(LOG_CATEGORIES)),
                opts=after(self, perimeter),
            ),
            diagnose(name, "log", resource_id=self.perimeter_id, workspace_id=given.log_workspace_id, parent=self, depends_on=[perimeter]),
        ]
        mode = network.AssociationAccessMode.ENFORCED if given.enforced else network.AssociationAccessMode.LEARNING
        for key, resource_id in sorted(given.resource_ids.items()):
            network.NetworkSecurityPerimeterAssociation(
                child(name, "holds", key),
                association_name=resource_name(Kind.NETWORK, key),
                **inside,
                private_link_resource=network.SubResourceArgs(id=resource_id),
                profile=network.SubResourceArgs(id=arm.child_id(self.perimeter_id, "profiles", PROFILE)),
                access_mode=mode,
                # What is enforced before its rules and logs stand would shut out whom it should let in, unseen.
                opts=after(self, profile, rules, logging),
            )
        self.register_outputs({"perimeterId": self.perimeter_id})
