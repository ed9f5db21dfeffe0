"""Public addresses, their prefixes, and NAT gateways.

Sources: Azure documentation, "Public IP addresses" (Standard is static), "Upgrade a public IP address from Basic to Standard" (the Basic SKU
is retired: none can be made any more), "Public IP address prefix", "What is Azure NAT Gateway?"; Azure REST API reference, Public IP
Addresses, Public IP Prefixes, NAT Gateways - Create Or Update.
"""

import ipaddress
from collections.abc import Iterator

from simulator.rules import Action, Allowed, Between, Fault, Pattern, Properties, Rules
from simulator.rules.azure_native.choices import choice, is_
from simulator.rules.azure_native.common import GUID_ANSWER, network_ref
from simulator.rules.azure_native.ids import id_in, listed, named, pointing, same
from simulator.rules.azure_native.kinds import DDOS_PLAN, NAT_GATEWAY, PUBLIC_IP, PUBLIC_PREFIX, SUBNET
from simulator.rules.azure_native.names import network_name

_PUBLIC = "Azure documentation, 'Public IP addresses'"
_CREATE = "Azure REST API reference, Public IP Addresses - Create Or Update"
RETIRED = "IPv4BasicSkuPublicIpCountLimitReached"
_ZONES = ("1", "2", "3")

address = Rules(
    PUBLIC_IP,
    source=f"{_CREATE}; {_PUBLIC}",
    checks=(
        network_name("publicIpAddressName"),
        choice("sku.name", "Basic", "Standard", source=_CREATE),
        choice("sku.tier", "Regional", "Global", source=_CREATE),
        choice("publicIPAllocationMethod", "Static", "Dynamic", source=_CREATE),
        choice("publicIPAddressVersion", "IPv4", "IPv6", source=_CREATE),
        choice("deleteOption", "Delete", "Detach", source=_CREATE),
        choice("ddosSettings.protectionMode", "VirtualNetworkInherited", "Enabled", "Disabled", source=_CREATE),
        Between("idleTimeoutInMinutes", 4, 30, source=_CREATE),
        Allowed("zones[*]", _ZONES, source=_PUBLIC),
        Pattern(
            "dnsSettings.domainNameLabel",
            "[a-z][a-z0-9-]{1,61}[a-z0-9]",
            source=_CREATE,
            saying="3 to 63 small letters, digits and hyphens; it starts with a letter and ends with a letter or digit",
        ),
    ),
    references={
        "publicIPPrefix.id": network_ref(PUBLIC_PREFIX, delete_code="InUsePublicIpPrefixCannotBeDeleted"),
        "ddosSettings.ddosProtectionPlan.id": network_ref(DDOS_PLAN, delete_code="DdosProtectionPlanInUse", anywhere=True),
    },
    outputs={**GUID_ANSWER, "ipConfiguration": {}, "ipAddress": ""},
    defaults={"publicIPAddressVersion": "IPv4", "idleTimeoutInMinutes": 4},
)


@address.check(source=_PUBLIC)
def standard_is_static(inputs: Properties) -> Iterator[Fault]:
    """A Standard address does not change."""
    if is_((inputs.get("sku") or {}).get("name"), "Standard") and not is_(inputs.get("publicIPAllocationMethod"), "Static"):
        yield "publicIPAllocationMethod", "must be Static for the Standard SKU"


@address.before("create")
def basic_is_retired(action: Action) -> None:
    """The Basic SKU, which is what no SKU means, can't be had since it is retired."""
    if not is_((action.inputs.get("sku") or {}).get("name"), "Standard"):
        action.refuse(RETIRED, "Cannot create Basic SKU public IP addresses: the Basic SKU is retired. Give sku.name Standard")
    label = (action.inputs.get("dnsSettings") or {}).get("domainNameLabel")
    for other in action.find_anywhere(PUBLIC_IP):
        theirs = other.outputs.get("dnsSettings") or {}
        if label and theirs.get("domainNameLabel") == label and other.outputs.get("location") == action.inputs.get("location"):
            action.refuse("DnsRecordInUse", f"DNS record {theirs.get('fqdn')} is already used by another public IP")


@address.computes
def number(action: Action) -> Properties:
    """An address of Azure's, from the prefix where one is given, and its name."""
    made: Properties = {}
    prefix = named(action, id_in(action.inputs.get("publicIPPrefix")), PUBLIC_PREFIX)
    if action.verb == "create":
        made["ipAddress"] = _from_prefix(action, str(prefix.outputs["ipPrefix"])) if prefix else _somewhere(action)
    settings = action.inputs.get("dnsSettings")
    if isinstance(settings, dict) and settings.get("domainNameLabel"):
        made["dnsSettings"] = {**settings, "fqdn": f"{settings['domainNameLabel']}.{action.outputs.get('location')}.cloudapp.azure.com"}
    return made


def _from_prefix(action: Action, prefix: str) -> str:
    held = {str(one.outputs.get("ipAddress")) for one in action.find_anywhere(PUBLIC_IP)}
    free = next((str(one) for one in ipaddress.ip_network(prefix) if str(one) not in held), None)
    if free is None:
        action.refuse("PublicIPPrefixIsFull", f"public IP prefix {prefix} has no free address")
    return free


def _somewhere(action: Action) -> str:
    if is_(action.inputs.get("publicIPAddressVersion"), "IPv6"):
        return f"2603:1020:{action.hex(4, 'v6')}::{action.hex(3, 'host')}"
    return ".".join(["20", *(str(int(action.hex(2, f"octet {i}"), 16) % 254 + 1) for i in range(3))])


HOLDS_ADDRESS = (
    "ipConfigurations[*].publicIPAddress.id",
    "frontendIPConfigurations[*].publicIPAddress.id",
    "managementIpConfiguration.publicIPAddress.id",
    "publicIpAddresses[*].id",
)
"""Where resources name a public address."""


@address.on_read
def who_holds_it(action: Action) -> None:
    """The configuration that the address is attached to."""
    found = next((one for path in HOLDS_ADDRESS for one in pointing(action, action.id, path)), None)
    action.outputs["ipConfiguration"] = {"id": found.id} if found and found.type != NAT_GATEWAY else {}


def judge_address_is_free(action: Action, id_: str) -> None:
    """Refuse a public address that something else holds already."""
    for path in HOLDS_ADDRESS:
        for holder in pointing(action, id_, path):
            if not same(holder.id, action.id):
                action.refuse("PublicIPAddressInUse", f"Resource {id_} is already allocated to resource {holder.id}")


def judge_standard(action: Action, id_: str, what: str) -> None:
    """Refuse a public address that is not Standard and static."""
    found = named(action, id_, PUBLIC_IP)
    if found and not is_((found.outputs.get("sku") or {}).get("name"), "Standard"):
        action.refuse("PublicIPAddressSkuMismatch", f"{what} needs a public IP address of the Standard SKU, not {id_}")
    if found:
        judge_address_is_free(action, found.id)


prefix = Rules(
    PUBLIC_PREFIX,
    source="Azure REST API reference, Public IP Prefixes - Create Or Update; Azure documentation, 'Public IP address prefix'",
    checks=(
        network_name("publicIpPrefixName"),
        Between("prefixLength", 28, 127, source="Azure documentation, 'Public IP address prefix'"),
        choice("sku.name", "Standard", source="Azure REST API reference, Public IP Prefixes - Create Or Update"),
        Allowed("zones[*]", _ZONES, source=_PUBLIC),
    ),
    outputs={**GUID_ANSWER, "ipPrefix": "", "publicIPAddresses": [], "loadBalancerFrontendIpConfiguration": {}},
    defaults={"publicIPAddressVersion": "IPv4"},
)


@prefix.computes
def block(action: Action) -> Properties:
    """A block of Azure's."""
    length = int(action.inputs.get("prefixLength") or 28)
    third, fourth = int(action.hex(2, "third"), 16), int(action.hex(2, "fourth"), 16)
    return (
        {"ipPrefix": str(ipaddress.ip_network(f"20.61.{third}.{fourth}/{min(length, 32)}", strict=False))}
        if action.verb == "create"
        else {}
    )


@prefix.on_read
def members(action: Action) -> None:
    """Addresses that were taken from the prefix."""
    action.outputs["publicIPAddresses"] = [{"id": one.id} for one in pointing(action, action.id, "publicIPPrefix.id", PUBLIC_IP)]


nat = Rules(
    NAT_GATEWAY,
    source="Azure REST API reference, NAT Gateways - Create Or Update; Azure documentation, 'What is Azure NAT Gateway?'",
    checks=(
        network_name("natGatewayName"),
        choice("sku.name", "Standard", "StandardV2", source="Azure REST API reference, NAT Gateways - Create Or Update"),
        Between("idleTimeoutInMinutes", 4, 120, source="Azure documentation, 'Azure NAT Gateway resource'"),
        Allowed("zones[*]", _ZONES, source="Azure documentation, 'NAT gateway and availability zones'"),
    ),
    references={
        "publicIpAddresses[*].id": network_ref(PUBLIC_IP, delete_code="PublicIPAddressCannotBeDeleted"),
        "publicIpPrefixes[*].id": network_ref(PUBLIC_PREFIX, delete_code="InUsePublicIpPrefixCannotBeDeleted"),
    },
    outputs={**GUID_ANSWER, "subnets": []},
    defaults={"idleTimeoutInMinutes": 4},
)


@nat.check(source="Azure documentation, 'Azure NAT Gateway resource': a gateway is zonal or has no zone")
def one_zone(inputs: Properties) -> Iterator[Fault]:
    """A Standard gateway stands in one zone."""
    if len(inputs.get("zones") or []) > 1 and not is_((inputs.get("sku") or {}).get("name"), "StandardV2"):
        yield "zones", "a NAT gateway of the Standard SKU has at most one zone"


@nat.before("create")
@nat.before("update")
def addresses_are_standard(action: Action) -> None:
    """Only Standard addresses, which nothing else holds."""
    for one in listed(action.inputs.get("publicIpAddresses")):
        judge_standard(action, id_in(one), "a NAT gateway")


@nat.on_read
def who_uses_it(action: Action) -> None:
    """Subnets that go out by the gateway."""
    action.outputs["subnets"] = [{"id": one.id} for one in pointing(action, action.id, "natGateway.id", SUBNET)]
