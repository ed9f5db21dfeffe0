"""Application gateways.

Sources: Azure documentation, "Application Gateway infrastructure configuration" (a subnet of its own), "Application Gateway components",
"Azure Application Gateway v2 (autoscaling)" (priorities 1 to 20000 of routing rules), "Migrate your application gateways from V1 SKU to V2 SKU"
(V1 is retired: none can be made any more), "Application Gateway TLS policy overview", "Private Application Gateway deployment" (a subnet that is
delegated); Azure REST API reference, Application Gateways - Create
Or Update.
"""

from collections.abc import Iterator

from simulator.rules import Action, Between, Fault, Length, Properties, Rules, at
from simulator.rules.azure_native.addresses import address_in, judge_address, network_of
from simulator.rules.azure_native.choices import choice, is_
from simulator.rules.azure_native.common import GUID_ANSWER, MISSING, by_id, network_ref, same_place
from simulator.rules.azure_native.hosted_apps import delegated
from simulator.rules.azure_native.ids import given, id_in, last, listed, own_id, parent, same
from simulator.rules.azure_native.kinds import APPLICATION_GATEWAY, INTERFACE, PUBLIC_IP, SUBNET, WAF_POLICY
from simulator.rules.azure_native.names import network_name
from simulator.rules.azure_native.public_addresses import judge_standard
from simulator.rules.azure_native.service_rules import at_id
from simulator.rules.azure_native.subnets import IN_USE

_PARTS = "Azure documentation, 'Application Gateway components'"
_PLACE = "Azure documentation, 'Application Gateway infrastructure configuration'"
_CREATE = "Azure REST API reference, Application Gateways - Create Or Update"
PARTS = (
    "gatewayIPConfigurations",
    "frontendIPConfigurations",
    "frontendPorts",
    "backendAddressPools",
    "backendHttpSettingsCollection",
    "httpListeners",
    "requestRoutingRules",
    "probes",
    "sslCertificates",
    "sslProfiles",
    "redirectConfigurations",
    "rewriteRuleSets",
    "urlPathMaps",
    "trustedRootCertificates",
    "trustedClientCertificates",
)
_LINKS = (
    ("httpListeners[*].frontendIPConfiguration", "frontendIPConfigurations"),
    ("httpListeners[*].frontendPort", "frontendPorts"),
    ("httpListeners[*].sslCertificate", "sslCertificates"),
    ("httpListeners[*].sslProfile", "sslProfiles"),
    ("requestRoutingRules[*].httpListener", "httpListeners"),
    ("requestRoutingRules[*].backendAddressPool", "backendAddressPools"),
    ("requestRoutingRules[*].backendHttpSettings", "backendHttpSettingsCollection"),
    ("requestRoutingRules[*].redirectConfiguration", "redirectConfigurations"),
    ("requestRoutingRules[*].urlPathMap", "urlPathMaps"),
    ("backendHttpSettingsCollection[*].probe", "probes"),
    ("backendHttpSettingsCollection[*].trustedRootCertificates[*]", "trustedRootCertificates"),
)
DELEGATION = "Microsoft.Network/applicationGateways"
NEEDED = PARTS[:7]
"""Parts without which no gateway routes anything."""

gateway = Rules(
    APPLICATION_GATEWAY,
    source=f"{_CREATE}; {_PARTS}",
    checks=(
        network_name("applicationGatewayName"),
        by_id("gatewayIPConfigurations[*].subnet", "frontendIPConfigurations[*].subnet", "frontendIPConfigurations[*].publicIPAddress"),
        choice("sku.tier", "Standard", "WAF", "Standard_v2", "WAF_v2", "Basic", source=_CREATE),
        choice("httpListeners[*].protocol", "Http", "Https", "Tcp", "Tls", source=_CREATE),
        choice("requestRoutingRules[*].ruleType", "Basic", "PathBasedRouting", source=_CREATE),
        choice(
            "sslPolicy.minProtocolVersion",
            "TLSv1_0",
            "TLSv1_1",
            "TLSv1_2",
            "TLSv1_3",
            source="Azure documentation, 'Application Gateway TLS policy overview'",
        ),
        Between("requestRoutingRules[*].priority", 1, 20000, source=_PARTS),
        Between("frontendPorts[*].port", 1, 64999, source=_PARTS),
        Between("sku.capacity", 1, 125, source="Azure documentation, 'Scaling and zone-redundant Application Gateway v2'"),
        Between(
            "autoscaleConfiguration.minCapacity", 0, 125, source="Azure documentation, 'Scaling and zone-redundant Application Gateway v2'"
        ),
        Between(
            "autoscaleConfiguration.maxCapacity", 2, 125, source="Azure documentation, 'Scaling and zone-redundant Application Gateway v2'"
        ),
        Length("gatewayIPConfigurations", 1, 1, source=_PLACE),
    ),
    references={
        "gatewayIPConfigurations[*].subnet.id": network_ref(SUBNET, delete_code=IN_USE),
        "frontendIPConfigurations[*].subnet.id": network_ref(SUBNET, delete_code=IN_USE),
        "frontendIPConfigurations[*].publicIPAddress.id": network_ref(PUBLIC_IP, delete_code="PublicIPAddressCannotBeDeleted"),
        "firewallPolicy.id": network_ref(WAF_POLICY, delete_code="WebApplicationFirewallPolicyInUse"),
        "httpListeners[*].firewallPolicy.id": network_ref(WAF_POLICY, delete_code="WebApplicationFirewallPolicyInUse"),
    },
    outputs={
        **GUID_ANSWER,
        "operationalState": "Running",
        "privateEndpointConnections": [],
        "defaultPredefinedSslPolicy": "AppGwSslPolicy20220101",
    },
)


@gateway.check(source=f"{_PARTS}; {_CREATE}", even_unknown=True)
def parts_are_sound(inputs: Properties) -> Iterator[Fault]:
    """All needed parts with names, TLS listeners with certificates, rules with priorities, and capacity said once."""
    sku = inputs.get("sku")
    if not isinstance(sku, dict) and sku is None:
        yield "sku", "is required"
    for part in NEEDED:
        if inputs.get(part) in (None, []):
            yield part, "at least one must be given"
    for part in PARTS:
        seen: set[str] = set()
        for i, one in enumerate(listed(inputs.get(part))):
            name = one.get("name")
            if name is None:
                yield f"{part}[{i}].name", "is required"
            elif isinstance(name, str):
                if name.lower() in seen:
                    yield f"{part}[{i}].name", f"{name!r} is given twice"
                seen.add(name.lower())
    for i, one in enumerate(listed(inputs.get("httpListeners"))):
        secure = is_(one.get("protocol"), "Https", "Tls")
        if secure and one.get("sslCertificate") is None:
            yield f"httpListeners[{i}].sslCertificate", f"is required when httpListeners[{i}].protocol is {one['protocol']}"
        for needed in ("frontendIPConfiguration", "frontendPort", "protocol"):
            if not given(one.get(needed)):
                yield f"httpListeners[{i}].{needed}", "is required: a listener waits at an address, a port and in a protocol"
    for i, one in enumerate(listed(inputs.get("sslCertificates"))):
        if not given(one.get("data")) and not given(one.get("keyVaultSecretId")):
            yield f"sslCertificates[{i}].keyVaultSecretId", "one of data, keyVaultSecretId is required"
    for i, one in enumerate(listed(inputs.get("frontendIPConfigurations"))):
        if one.get("publicIPAddress") is None and one.get("subnet") is None:
            yield f"frontendIPConfigurations[{i}].subnet", "is required where there is no publicIPAddress"
    for i, one in enumerate(listed(inputs.get("trustedRootCertificates"))):
        if one.get("data") is None and one.get("keyVaultSecretId") is None:
            yield f"trustedRootCertificates[{i}].data", "one of data, keyVaultSecretId is required"
    priorities: dict[object, str] = {}
    for i, one in enumerate(listed(inputs.get("requestRoutingRules"))):
        priority = one.get("priority")
        if priority is None:
            yield f"requestRoutingRules[{i}].priority", "is required"
        elif isinstance(priority, int):
            if priority in priorities:
                yield f"requestRoutingRules[{i}].priority", f"{priority} is taken by rule {priorities[priority]}"
            priorities[priority] = str(one.get("name"))
    if isinstance(sku, dict) and sku.get("capacity") is not None and inputs.get("autoscaleConfiguration") is not None:
        yield "sku.capacity", "conflicts with autoscaleConfiguration"
    if isinstance(sku, dict) and is_(sku.get("tier"), "WAF_v2"):
        if inputs.get("firewallPolicy") is None and inputs.get("webApplicationFirewallConfiguration") is None:
            yield "firewallPolicy", "one of firewallPolicy, webApplicationFirewallConfiguration is required when sku.tier is WAF_v2"
    elif isinstance(sku, dict) and isinstance(sku.get("tier"), str) and inputs.get("firewallPolicy") is not None:
        yield "firewallPolicy", f"needs sku.tier WAF_v2, not {sku['tier']}"


@gateway.check(source="Azure documentation, 'TLS termination with Key Vault certificates'", even_unknown=True)
def certificates_are_read(inputs: Properties) -> Iterator[Fault]:
    """A certificate of a vault is read by a user-assigned identity of the gateway: it has no other kind."""
    vaulted = [
        part
        for part in ("sslCertificates", "trustedRootCertificates")
        for one in listed(inputs.get(part))
        if given(one.get("keyVaultSecretId"))
    ]
    who = inputs.get("identity")
    if vaulted and who is None:
        yield "identity", f"is required: {vaulted[0]} are read from a vault"
    if isinstance(who, dict):
        if who.get("type") is None:
            yield "identity.type", "is required: UserAssigned"
        elif is_(who.get("type"), "UserAssigned") and not given(who.get("userAssignedIdentities")):
            yield "identity.userAssignedIdentities", "is required when identity.type is UserAssigned"
        elif vaulted and is_(who.get("type"), "None"):
            yield "identity.type", f"must be UserAssigned: {vaulted[0]} are read from a vault"


@gateway.before("create")
@gateway.before("update")
def place_fits(action: Action) -> None:
    """V2, in a subnet that holds application gateways alone, with parts that name each other."""
    if is_((action.inputs.get("sku") or {}).get("tier"), "Standard", "WAF"):
        action.refuse(
            "ApplicationGatewayV1SkuRetired", "application gateways of the V1 SKU can't be created: give sku.tier Standard_v2 or WAF_v2"
        )
    own = own_id(action)
    fronts = listed(action.inputs.get("frontendIPConfigurations"))
    isolated = bool(fronts) and not any(one.get("publicIPAddress") for one in fronts)
    for one in listed(action.inputs.get("gatewayIPConfigurations")):
        subnet = id_in(one.get("subnet"))
        if isolated and not delegated(at_id(action.world, subnet, SUBNET), DELEGATION):
            action.refuse(
                "ApplicationGatewayNetworkIsolationRequiresSubnetDelegation",
                f"a gateway without a public address stands in a subnet that is delegated to {DELEGATION}; {subnet} is not",
            )
        same_place(action, network_of(action, subnet), "gatewayIPConfigurations[0].subnet")
        for other in action.find_anywhere(INTERFACE):
            if any(same(id_in(part.get("subnet")), subnet) for part in listed(other.outputs.get("ipConfigurations"))):
                action.refuse(
                    "ApplicationGatewaySubnetCannotBeUsedByOtherResources",
                    f"subnet {subnet} holds {other.id}: it must be for application gateways alone",
                )
    for i, one in enumerate(listed(action.inputs.get("frontendIPConfigurations"))):
        if id_in(one.get("publicIPAddress")):
            judge_standard(action, id_in(one["publicIPAddress"]), "an application gateway")
        if one.get("privateIPAddress"):
            judge_address(action, id_in(one.get("subnet")), one["privateIPAddress"], f"frontendIPConfigurations[{i}].privateIPAddress")
    names = {part: {str(one.get("name")).lower() for one in listed(action.inputs.get(part))} for part in PARTS}
    for path, part in _LINKS:
        for where, value in at(action.inputs, path):
            id_ = id_in(value)
            if id_ and (last(id_).lower() not in names[part] or not same(parent(id_), own)):
                action.refuse(MISSING, f"{where}: {id_} was not found: the gateway has no such part in {part}")


@gateway.computes
def answer(action: Action) -> Properties:
    """Every part with its id, private frontends with addresses."""
    used: set[str] = set()
    before = {str(one.get("name")): one for one in listed((action.old.outputs if action.old else {}).get("frontendIPConfigurations"))}
    made: Properties = {}
    for part in PARTS:
        written = action.inputs.get(part)
        if written is None:
            continue
        shown = [{**one, "id": f"{action.id}/{part}/{one.get('name')}", "provisioningState": "Succeeded"} for one in listed(written)]
        for one in shown if part == "frontendIPConfigurations" else []:
            if id_in(one.get("subnet")) and not one.get("privateIPAddress"):
                kept = before.get(str(one.get("name")), {}).get("privateIPAddress")
                one["privateIPAddress"] = kept or address_in(action, id_in(one["subnet"]), str(one.get("name")), used)
        made[part] = shown
    return made
