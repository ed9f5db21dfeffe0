"""Azure Firewall Premium: HTTPS to the approved providers' names, and nothing else, leaves the network.

It denies what no rule allows; the only rules are those of the providers. With TLS inspection it opens the connection with your intermediate CA, so
intrusion detection and the rules see what is in it; without, it reads the server name that the client claims, and what a server answers.
Sources: Azure Firewall documentation, "Azure Firewall Premium features" (TLS inspection, IDPS), "Azure Firewall Premium certificates" (an
intermediate CA in Key Vault, read by a user-assigned identity), "Azure Firewall rule processing logic" (network rules before application
rules; denied by default), "Azure Firewall threat intelligence-based filtering", "Azure Firewall DNS proxy", "Azure Firewall FAQ" (subnet
/26, no NSG on it, a Standard static public address), "Structured firewall logs"; NIST SP 800-207.
"""

from dataclasses import dataclass
from typing import Any, Final

import pulumi
from pulumi_azure_native import network

from ai_zones.azure.diagnostics import diagnose
from ai_zones.azure.naming import Kind, child, resource_name
from ai_zones.azure.ordering import after
from ai_zones.azure.tags import tags_for
from ai_zones.azure.validation import PlacedInput

FIREWALL_TYPE: Final = "Microsoft.Network/azureFirewalls"
POLICY_TYPE: Final = "Microsoft.Network/firewallPolicies"
ADDRESS_TYPE: Final = "Microsoft.Network/publicIPAddresses"
HTTPS: Final = 443
PROVIDERS_PRIORITY: Final = 1000
COLLECTION_PRIORITY: Final = 100
INSIGHT_DAYS: Final = 30
MAX_FQDNS: Final = 1000
"""Azure subscription and service limits, "Azure Firewall limits": unique FQDNs of a policy's rules; kept far below."""


@dataclass(frozen=True)
class TlsInspection:
    """With what the firewall opens TLS. Ids may be outputs."""

    key_vault_secret_id: Any
    identity_id: Any


@dataclass(frozen=True)
class FirewallSpec:
    """What to build."""

    zone: str
    source: str
    """Range whose machines the rules are for."""
    providers: dict[str, tuple[str, ...]]
    """Provider → host names."""
    tls_inspection: TlsInspection | None
    availability_zones: tuple[str, ...]
    log_workspace_id: Any
    deletion_protection: bool


@dataclass(frozen=True)
class BuiltFirewall:
    """The firewall."""

    firewall: network.AzureFirewall
    firewall_id: str
    policy_id: str
    private_address: pulumi.Output[str]
    """Next hop of the network's default route; Azure gives it."""
    public_address: pulumi.Output[str]
    """Address under which providers see us."""


class FirewallBuilder:
    """Builds the firewall's parts under one component."""

    def __init__(self, name: str, spec: FirewallSpec, place: PlacedInput, parent: pulumi.Resource) -> None:
        self._name = name
        self._spec = spec
        self._place = place
        self._parent = parent
        self._common: dict[str, Any] = {"resource_group_name": place.resource_group_name, "location": place.location}

    def build(self, subnet_id: str, subnet: pulumi.Resource) -> BuiltFirewall:
        """Firewall in its subnet, with its policy, its one public address and its logs."""
        spec = self._spec
        policy_id, policy_parts = self._policy()
        address_name = resource_name(Kind.NETWORK, self._name, "way-out")
        zones = list(spec.availability_zones) or None
        address = network.PublicIPAddress(
            child(self._name, "way-out"),
            public_ip_address_name=address_name,
            **self._common,
            sku=network.PublicIPAddressSkuArgs(name=network.PublicIPAddressSkuName.STANDARD, tier=network.PublicIPAddressSkuTier.REGIONAL),
            public_ip_allocation_method=network.IPAllocationMethod.STATIC,
            public_ip_address_version=network.IPVersion.I_PV4,
            zones=zones,
            tags=self._tags(),
            opts=after(self._parent, protect=spec.deletion_protection, replace_on=["zones"]),
        )
        address_id = self._place.id_of(ADDRESS_TYPE, address_name)
        firewall_name = resource_name(Kind.FIREWALL, self._name, "firewall")
        firewall_id = self._place.id_of(FIREWALL_TYPE, firewall_name)
        firewall = network.AzureFirewall(
            child(self._name, "firewall"),
            azure_firewall_name=firewall_name,
            **self._common,
            sku=network.AzureFirewallSkuArgs(name=network.AzureFirewallSkuName.AZF_W_V_NET, tier=network.AzureFirewallSkuTier.PREMIUM),
            # Threat intelligence is the policy's to say: a firewall that has one takes no rules or modes of its own.
            firewall_policy=network.SubResourceArgs(id=policy_id),
            ip_configurations=[
                network.AzureFirewallIPConfigurationArgs(
                    name="way-out",
                    subnet=network.SubResourceArgs(id=subnet_id),
                    public_ip_address=network.SubResourceArgs(id=address_id),
                )
            ],
            zones=zones,
            tags=self._tags(),
            opts=after(self._parent, subnet, address, policy_parts, protect=spec.deletion_protection),
        )
        for label, resource_id, made in (("firewall-log", firewall_id, firewall), ("way-out-log", address_id, address)):
            diagnose(self._name, label, resource_id=resource_id, workspace_id=spec.log_workspace_id, parent=self._parent, depends_on=[made])
        return BuiltFirewall(
            firewall=firewall,
            firewall_id=firewall_id,
            policy_id=policy_id,
            private_address=firewall.ip_configurations.apply(lambda found: _address(found)),
            public_address=address.ip_address.apply(lambda found: found or ""),
        )

    def _policy(self) -> tuple[str, list[pulumi.Resource]]:
        spec = self._spec
        policy_name = resource_name(Kind.NETWORK, self._name, "firewall")
        opened = spec.tls_inspection
        policy = network.FirewallPolicy(
            child(self._name, "firewall-policy"),
            firewall_policy_name=policy_name,
            **self._common,
            sku=network.FirewallPolicySkuArgs(tier=network.FirewallPolicySkuTier.PREMIUM),
            threat_intel_mode=network.AzureFirewallThreatIntelMode.DENY,
            intrusion_detection=network.FirewallPolicyIntrusionDetectionArgs(
                mode=network.FirewallPolicyIntrusionDetectionStateType.DENY,
                profile=network.FirewallPolicyIntrusionDetectionProfileType.ADVANCED,
            ),
            dns_settings=network.DnsSettingsArgs(enable_proxy=True, servers=[]),
            sql=network.FirewallPolicySQLArgs(allow_sql_redirect=False),
            insights=network.FirewallPolicyInsightsArgs(
                is_enabled=True,
                retention_days=INSIGHT_DAYS,
                log_analytics_resources=network.FirewallPolicyLogAnalyticsResourcesArgs(
                    default_workspace_id=network.SubResourceArgs(id=spec.log_workspace_id)
                ),
            ),
            transport_security=None
            if opened is None
            else network.FirewallPolicyTransportSecurityArgs(
                certificate_authority=network.FirewallPolicyCertificateAuthorityArgs(
                    name="intermediate", key_vault_secret_id=opened.key_vault_secret_id
                )
            ),
            identity=None
            if opened is None
            else network.ManagedServiceIdentityArgs(
                type=network.ResourceIdentityType.USER_ASSIGNED, user_assigned_identities=[opened.identity_id]
            ),
            tags=self._tags(),
            opts=after(self._parent),
        )
        parts: list[pulumi.Resource] = [policy]
        if spec.providers:
            parts.append(self._providers(policy_name, policy))
        return self._place.id_of(POLICY_TYPE, policy_name), parts

    def _providers(self, policy_name: str, policy: network.FirewallPolicy) -> network.FirewallPolicyRuleCollectionGroup:
        """One rule a provider. Nothing is denied by a rule: what no rule allows is denied already, and a network rule would come first."""
        rules = [
            network.ApplicationRuleArgs(
                rule_type="ApplicationRule",
                name=provider,
                description=f"HTTPS to {provider}",
                source_addresses=[self._spec.source],
                target_fqdns=list(names),
                protocols=[
                    network.FirewallPolicyRuleApplicationProtocolArgs(
                        protocol_type=network.FirewallPolicyRuleApplicationProtocolType.HTTPS, port=HTTPS
                    )
                ],
                terminate_tls=self._spec.tls_inspection is not None,
            )
            for provider, names in sorted(self._spec.providers.items())
        ]
        return network.FirewallPolicyRuleCollectionGroup(
            child(self._name, "firewall-providers"),
            rule_collection_group_name="providers",
            firewall_policy_name=policy_name,
            resource_group_name=self._place.resource_group_name,
            priority=PROVIDERS_PRIORITY,
            rule_collections=[
                network.FirewallPolicyFilterRuleCollectionArgs(
                    rule_collection_type="FirewallPolicyFilterRuleCollection",
                    name="providers",
                    priority=COLLECTION_PRIORITY,
                    action=network.FirewallPolicyFilterRuleCollectionActionArgs(
                        type=network.FirewallPolicyFilterRuleCollectionActionType.ALLOW
                    ),
                    rules=rules,
                )
            ],
            opts=after(self._parent, policy),
        )

    def _tags(self) -> dict[str, str]:
        return tags_for(self._spec.zone, extra=self._place.tags)


def _address(found: Any) -> str:
    for one in found or []:
        if one.private_ip_address:
            return str(one.private_ip_address)
    raise ValueError("the firewall reports no private address, so the network's default route has no next hop")
