"""Firewall policies and IP groups.

Sources: Azure documentation, "Azure Firewall Manager policy overview" (tiers; a parent is of the same region), "Azure Firewall Premium features
implementation guide" and "Azure Firewall Premium certificates" (IDPS, TLS inspection: an intermediate CA in Key Vault that a user-assigned
identity may read), "Azure Firewall DNS settings", "IP Groups in Azure Firewall"; Azure REST API reference, Firewall Policies, IP Groups -
Create Or Update.
"""

import ipaddress
from collections.abc import Iterator

from simulator.rules import UNKNOWN, Action, Between, Fault, Length, Pattern, Properties, Rules
from simulator.rules.azure_native.choices import choice, is_
from simulator.rules.azure_native.common import ANSWER, network_ref, same_place
from simulator.rules.azure_native.ids import below, given, id_in, named, pointing
from simulator.rules.azure_native.kinds import FIREWALL, FIREWALL_POLICY, IP_GROUP, RULE_COLLECTION_GROUP
from simulator.rules.azure_native.names import network_name
from simulator.rules.azure_native.service_rules import completed

_PREMIUM = "Azure documentation, 'Azure Firewall Premium features implementation guide'"
_CERTIFICATES = "Azure documentation, 'Azure Firewall Premium certificates'"
_CREATE = "Azure REST API reference, Firewall Policies - Create Or Update"
TIERS = ("Basic", "Standard", "Premium")
NOT_SMALLER = {"basic": 0, "standard": 1, "premium": 2}

policy = Rules(
    FIREWALL_POLICY,
    source=f"{_CREATE}; Azure documentation, 'Azure Firewall Manager policy overview'",
    checks=(
        network_name("firewallPolicyName"),
        choice("sku.tier", *TIERS, source=_CREATE),
        choice("threatIntelMode", "Alert", "Deny", "Off", source=_CREATE),
        choice("intrusionDetection.mode", "Off", "Alert", "Deny", source=_PREMIUM),
        choice("intrusionDetection.profile", "Basic", "Standard", "Advanced", "Extended", source=_CREATE),
        choice("intrusionDetection.configuration.signatureOverrides[*].mode", "Off", "Alert", "Deny", source=_PREMIUM),
        choice("snat.autoLearnPrivateRanges", "Enabled", "Disabled", source=_CREATE),
        Length(
            "intrusionDetection.configuration.signatureOverrides",
            0,
            10000,
            source="Azure documentation, 'Azure subscription and service limits'",
        ),
        Between("explicitProxy.httpPort", 0, 64000, source=_CREATE),
        Between("explicitProxy.httpsPort", 0, 64000, source=_CREATE),
        Pattern(
            "transportSecurity.certificateAuthority.keyVaultSecretId",
            r"https://[A-Za-z0-9-]{3,24}\.vault\.(azure\.net|azure\.cn|usgovcloudapi\.net)/secrets/[A-Za-z0-9-]{1,127}(/[0-9a-f]{32})?/?",
            source=_CERTIFICATES,
            saying="the id of a secret or certificate in a key vault, such as https://<vault>.vault.azure.net/secrets/<name>",
        ),
    ),
    references={"basePolicy.id": network_ref(FIREWALL_POLICY, delete_code="FirewallPolicyInUse", anywhere=True)},
    outputs={**ANSWER, "childPolicies": [], "firewalls": [], "ruleCollectionGroups": [], "size": "0.5MB"},
    defaults={"threatIntelMode": "Alert"},
)


@policy.computes
def policy_answer(action: Action) -> Properties:
    """What holds where nothing is said.

    'Azure Firewall SNAT private IP address ranges': what goes to a private address of IANA's ranges is not translated. Azure PowerShell
    reference, 'New-AzFirewallPolicySqlSetting': SQL in redirect mode is not allowed.
    """
    return {
        "snat": completed(action.inputs.get("snat"), {"autoLearnPrivateRanges": "Disabled", "privateRanges": ["IANAPrivateRanges"]}),
        "sql": completed(action.inputs.get("sql"), {"allowSqlRedirect": False}),
    }


def tier(values: Properties) -> str:
    """Tier of a policy or firewall, in small letters; Standard where none is given."""
    sku = values.get("sku")
    found = sku.get("tier") if isinstance(sku, dict) else None
    return str(found).lower() if isinstance(found, str) and found else "standard"


@policy.check(source=f"{_PREMIUM}; {_CERTIFICATES}", even_unknown=True)
def premium_pays_for_it(inputs: Properties) -> Iterator[Fault]:
    """Intrusion detection and TLS inspection are Premium; TLS inspection reads its certificate by a user-assigned identity."""
    sku = inputs.get("sku")
    level = None if sku is UNKNOWN or (isinstance(sku, dict) and sku.get("tier") is UNKNOWN) else tier(inputs)
    detection, inspection = inputs.get("intrusionDetection"), inputs.get("transportSecurity")
    if level not in (None, "premium"):
        if isinstance(detection, dict) and not is_(detection.get("mode"), "Off"):
            yield "intrusionDetection", f"needs sku.tier Premium, not {level.capitalize()}"
        if given(inspection):
            yield "transportSecurity", f"needs sku.tier Premium, not {level.capitalize()}"
    if level == "basic":
        if isinstance(inputs.get("dnsSettings"), dict):
            yield "dnsSettings", "is not available in the Basic tier"
        if is_(inputs.get("threatIntelMode"), "Deny"):
            yield "threatIntelMode", "can only be Alert or Off in the Basic tier"
    authority = inspection.get("certificateAuthority") if isinstance(inspection, dict) else None
    if isinstance(inspection, dict):
        for needed in ("name", "keyVaultSecretId"):
            if authority is not UNKNOWN and (not isinstance(authority, dict) or authority.get(needed) is None):
                yield f"transportSecurity.certificateAuthority.{needed}", "is required for TLS inspection"
        identity = inputs.get("identity")
        if identity is not UNKNOWN and not (isinstance(identity, dict) and (_open(identity) or identity.get("userAssignedIdentities"))):
            yield "identity", "TLS inspection needs a user-assigned identity that may read the certificate in the key vault"
    identity = inputs.get("identity")
    if isinstance(identity, dict):
        if identity.get("type") is None:
            yield "identity.type", "is required: UserAssigned"
        if isinstance(identity.get("type"), str) and identity["type"] not in ("UserAssigned", "None"):
            yield "identity.type", f"{identity['type']!r} is not allowed: a firewall policy has a user-assigned identity"
        chosen = identity.get("userAssignedIdentities")
        if identity.get("type") == "UserAssigned" and isinstance(chosen, list | dict) and len(chosen) != 1:
            yield "identity.userAssignedIdentities", f"has length {len(chosen)}; exactly one identity must be given"
    servers = inputs.get("dnsSettings")
    for i, one in enumerate(
        (servers.get("servers") or []) if isinstance(servers, dict) and isinstance(servers.get("servers"), list) else []
    ):
        if isinstance(one, str) and not _is_address(one):
            yield f"dnsSettings.servers[{i}]", f"{one!r} is not the IP address of a DNS server"


def _open(identity: Properties) -> bool:
    """Whether a preview leaves the identities open, or their kind is a fault of its own."""
    return identity.get("userAssignedIdentities") is UNKNOWN or identity.get("type") not in ("UserAssigned", "None")


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


@policy.before("create")
@policy.before("update")
def parent_fits(action: Action) -> None:
    """A parent of the same region, and of no higher tier."""
    base = named(action, id_in(action.inputs.get("basePolicy")), FIREWALL_POLICY)
    if base is None:
        return
    same_place(action, base, "basePolicy")
    if NOT_SMALLER.get(tier(base.outputs), 1) > NOT_SMALLER.get(tier(action.inputs), 1):
        action.refuse(
            "FirewallPolicyTierMismatch", f"basePolicy: {base.id} is {tier(base.outputs).capitalize()}, a higher tier than this policy's"
        )


@policy.on_read
def family(action: Action) -> None:
    """Groups of rules, policies that inherit, firewalls that obey."""
    action.outputs["ruleCollectionGroups"] = [{"id": one.id} for one in below(action, action.id, RULE_COLLECTION_GROUP)]
    action.outputs["childPolicies"] = [{"id": one.id} for one in pointing(action, action.id, "basePolicy.id", FIREWALL_POLICY)]
    action.outputs["firewalls"] = [{"id": one.id} for one in pointing(action, action.id, "firewallPolicy.id", FIREWALL)]


ip_group = Rules(
    IP_GROUP,
    source="Azure REST API reference, IP Groups - Create Or Update; Azure documentation, 'IP Groups in Azure Firewall'",
    checks=(network_name("ipGroupsName"), Length("ipAddresses", 0, 5000, source="Azure documentation, 'IP Groups in Azure Firewall'")),
    outputs={**ANSWER, "firewallPolicies": [], "firewalls": []},
    unordered=("ipAddresses",),
)


def is_range(text: str) -> bool:
    """An address, a CIDR block, or a range `10.0.0.1-10.0.0.9`."""
    ends = text.split("-")
    if len(ends) == 2:
        return all(_is_address(one.strip()) for one in ends)
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return True


@ip_group.check(source="Azure documentation, 'IP Groups in Azure Firewall'", even_unknown=True)
def addresses_are_sound(inputs: Properties) -> Iterator[Fault]:
    """Addresses, blocks and ranges."""
    listed_ = inputs.get("ipAddresses")
    for i, one in enumerate(listed_ if isinstance(listed_, list) else []):
        if isinstance(one, str) and not is_range(one):
            yield f"ipAddresses[{i}]", f"{one!r} is not an address, a CIDR block or a range such as 10.0.0.1-10.0.0.9"
