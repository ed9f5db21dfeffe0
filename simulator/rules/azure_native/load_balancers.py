"""Load balancers and their parts.

Sources: Azure documentation, "Azure Load Balancer components", "Azure Load Balancer SKUs", "Outbound rules Azure Load Balancer", "Azure Load Balancer
health probes"; "Upgrading from Basic Load Balancer" (the Basic SKU is retired: none can be made any more); Azure REST API reference, Load
Balancers - Create Or Update.
"""

from collections.abc import Iterator

from simulator.rules import UNKNOWN, Action, Between, Fault, Object, Properties, Rules, at
from simulator.rules.azure_native.addresses import address_in, judge_address, network_of
from simulator.rules.azure_native.choices import choice, is_
from simulator.rules.azure_native.common import GUID_ANSWER, MISSING, by_id, network_ref, same_place
from simulator.rules.azure_native.ids import below, given, id_in, last, listed, named, parent, pointing, same
from simulator.rules.azure_native.kinds import INTERFACE, LINK_SERVICE, LOAD_BALANCER, NAT_RULE, POOL, PUBLIC_IP, PUBLIC_PREFIX, SUBNET
from simulator.rules.azure_native.names import network_name
from simulator.rules.azure_native.public_addresses import judge_address_is_free
from simulator.rules.azure_native.subnets import IN_USE

_CREATE = "Azure REST API reference, Load Balancers - Create Or Update"
_PARTS = "Azure documentation, 'Azure Load Balancer components'"
PARTS = (
    "frontendIPConfigurations",
    "backendAddressPools",
    "loadBalancingRules",
    "probes",
    "inboundNatRules",
    "inboundNatPools",
    "outboundRules",
)
FRONTENDS = "frontendIPConfigurations"

balancer = Rules(
    LOAD_BALANCER,
    source=f"{_CREATE}; {_PARTS}",
    checks=(
        network_name("loadBalancerName"),
        by_id(
            "frontendIPConfigurations[*].subnet",
            "frontendIPConfigurations[*].publicIPAddress",
            "frontendIPConfigurations[*].publicIPPrefix",
        ),
        choice("sku.name", "Basic", "Standard", "Gateway", source=_CREATE),
        choice("sku.tier", "Regional", "Global", source=_CREATE),
        choice("loadBalancingRules[*].protocol", "Tcp", "Udp", "All", source=_CREATE),
        choice("loadBalancingRules[*].loadDistribution", "Default", "SourceIP", "SourceIPProtocol", source=_CREATE),
        choice("outboundRules[*].protocol", "Tcp", "Udp", "All", source=_CREATE),
        choice("probes[*].protocol", "Tcp", "Http", "Https", source=_CREATE),
        choice("frontendIPConfigurations[*].privateIPAllocationMethod", "Static", "Dynamic", source=_CREATE),
        Between("loadBalancingRules[*].frontendPort", 0, 65534, source=_CREATE),
        Between("loadBalancingRules[*].backendPort", 0, 65535, source=_CREATE),
        Between(
            "loadBalancingRules[*].idleTimeoutInMinutes", 4, 100, source="Azure documentation, 'Load Balancer TCP Reset and Idle Timeout'"
        ),
        Between("outboundRules[*].idleTimeoutInMinutes", 4, 100, source="Azure documentation, 'Outbound rules Azure Load Balancer'"),
        Between("outboundRules[*].allocatedOutboundPorts", 0, 64000, source="Azure documentation, 'Outbound rules Azure Load Balancer'"),
        Between("probes[*].port", 1, 65535, source=_CREATE),
        Between("probes[*].intervalInSeconds", 5, None, source=_CREATE),
    ),
    references={
        "frontendIPConfigurations[*].subnet.id": network_ref(SUBNET, delete_code=IN_USE),
        "frontendIPConfigurations[*].publicIPAddress.id": network_ref(PUBLIC_IP, delete_code="PublicIPAddressCannotBeDeleted"),
        "frontendIPConfigurations[*].publicIPPrefix.id": network_ref(PUBLIC_PREFIX, delete_code="InUsePublicIpPrefixCannotBeDeleted"),
    },
    outputs=GUID_ANSWER,
)


@balancer.check(source=_PARTS, even_unknown=True)
def parts_are_sound(inputs: Properties) -> Iterator[Fault]:
    """Named parts; a frontend is private or public; HA ports are all ports; an HTTP probe asks for a path."""
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
                yield from ((f"{part}[{i}].{path}", reason) for path, reason in network_name("name").faults(one))
    kinds = set()
    for i, one in enumerate(listed(inputs.get(FRONTENDS))):
        ways = [name for name in ("subnet", "publicIPAddress", "publicIPPrefix") if given(one.get(name))]
        if len(ways) != 1:
            found = " and ".join(ways) or "none"
            yield f"{FRONTENDS}[{i}]", f"exactly one of subnet, publicIPAddress, publicIPPrefix must be given, not {found}"
        kinds |= {name == "subnet" for name in ways}
        if is_(one.get("privateIPAllocationMethod"), "Static") and not given(one.get("privateIPAddress")):
            yield f"{FRONTENDS}[{i}].privateIPAddress", "is required when privateIPAllocationMethod is Static"
    if len(kinds) > 1:
        yield FRONTENDS, "a load balancer is internal or public: private and public frontends can't be mixed"
    for i, one in enumerate(listed(inputs.get("loadBalancingRules"))):
        ports = (one.get("frontendPort"), one.get("backendPort"))
        if is_(one.get("protocol"), "All") and any(port not in (0, UNKNOWN) for port in ports):
            yield f"loadBalancingRules[{i}].frontendPort", "protocol All is for HA ports: frontendPort and backendPort must be 0"
        if isinstance(one.get("protocol"), str) and not is_(one["protocol"], "All") and 0 in ports:
            yield f"loadBalancingRules[{i}].frontendPort", "port 0 means HA ports: protocol must be All"
    for i, one in enumerate(listed(inputs.get("probes"))):
        if is_(one.get("protocol"), "Http", "Https") and not given(one.get("requestPath")):
            yield f"probes[{i}].requestPath", f"is required when probes[{i}].protocol is {one['protocol']}"
        if is_(one.get("protocol"), "Tcp") and given(one.get("requestPath")):
            yield f"probes[{i}].requestPath", f"is not allowed when probes[{i}].protocol is Tcp"
    if given(inputs.get("outboundRules")) and kinds == {True}:
        yield "outboundRules", "only a public load balancer has outbound rules"


def is_standard(found: Object | None) -> bool:
    """Whether a balancer is of the Standard SKU."""
    return found is not None and is_((found.outputs.get("sku") or {}).get("name"), "Standard")


def part_of(action: Action, id_: str, part: str) -> tuple[Object | None, Properties | None]:
    """(balancer, its part) of the id of a frontend, pool or probe."""
    found = named(action, parent(id_), LOAD_BALANCER)
    if found is None:
        return None, None
    written = next((one for one in listed(found.outputs.get(part)) if same(one.get("id"), id_)), None)
    apart = named(action, id_, POOL, NAT_RULE) if written is None else None
    return found, written if apart is None else apart.outputs


@balancer.before("create")
@balancer.before("update")
def place_fits(action: Action) -> None:
    """A Standard balancer in its region; references between its parts name parts that it has."""
    if not is_((action.inputs.get("sku") or {}).get("name"), "Standard", "Gateway"):
        action.refuse(
            "BasicSkuLoadBalancerRetired", "Cannot create Basic SKU load balancers: the Basic SKU is retired. Give sku.name Standard"
        )
    for i, one in enumerate(listed(action.inputs.get(FRONTENDS))):
        subnet, public = id_in(one.get("subnet")), id_in(one.get("publicIPAddress"))
        same_place(action, network_of(action, subnet), f"{FRONTENDS}[{i}].subnet")
        if one.get("privateIPAddress"):
            judge_address(action, subnet, one["privateIPAddress"], f"{FRONTENDS}[{i}].privateIPAddress")
        if public:
            judge_address_is_free(action, public)
    names = {part: {str(one.get("name")).lower() for one in listed(action.inputs.get(part))} for part in PARTS}
    apart = {last(one.id).lower() for one in below(action, action.id, POOL)} if action.id else set()
    names["backendAddressPools"] |= apart
    links = (
        ("loadBalancingRules[*].frontendIPConfiguration", FRONTENDS),
        ("loadBalancingRules[*].backendAddressPool", "backendAddressPools"),
        ("loadBalancingRules[*].backendAddressPools[*]", "backendAddressPools"),
        ("loadBalancingRules[*].probe", "probes"),
        ("inboundNatRules[*].frontendIPConfiguration", FRONTENDS),
        ("outboundRules[*].frontendIPConfigurations[*]", FRONTENDS),
        ("outboundRules[*].backendAddressPool", "backendAddressPools"),
    )
    for path, part in links:
        for where, value in at(action.inputs, path):
            id_ = id_in(value)
            if id_ and last(id_).lower() not in names[part]:
                action.refuse(MISSING, f"{where}: {id_} was not found: the load balancer has no such part in {part}")
    taken: dict[tuple[str, object, str], str] = {}
    for one in listed(action.inputs.get("loadBalancingRules")):
        key = (id_in(one.get("frontendIPConfiguration")).lower(), one.get("frontendPort"), str(one.get("protocol")).lower())
        if key in taken:
            action.refuse(
                "RulesUseSameFrontendPortProtocolAndIPConfiguration",
                f"Load balancing rules {taken[key]} and {one.get('name')} use the same frontend, port and protocol",
            )
        taken[key] = str(one.get("name"))


@balancer.computes
def answer(action: Action) -> Properties:
    """Every part with its id, every private frontend with an address."""
    before = {str(one.get("name")): one for one in listed((action.old.outputs if action.old else {}).get(FRONTENDS))}
    used: set[str] = set()
    made: Properties = {}
    for part in PARTS:
        shown = []
        for one in listed(action.inputs.get(part)):
            full = {**one, "id": f"{action.id}/{part}/{one.get('name')}", "provisioningState": "Succeeded"}
            if part == FRONTENDS:
                full = {"privateIPAllocationMethod": "Dynamic", **full}
                old = before.get(str(one.get("name")), {})
                if id_in(one.get("subnet")) and not one.get("privateIPAddress"):
                    stays = same(id_in(old.get("subnet")), id_in(one["subnet"]))
                    kept = old.get("privateIPAddress") if stays else None
                    full["privateIPAddress"] = kept or address_in(action, id_in(one["subnet"]), str(one.get("name")), used)
            elif part == "loadBalancingRules":
                # "Azure Load Balancer distribution modes": by the five-tuple unless a rule says otherwise.
                full = {"loadDistribution": "Default", **full}
            shown.append(full)
        made[part] = shown
    return made


@balancer.before("delete")
def nothing_needs_it(action: Action) -> None:
    """A balancer with a private link service, or with interfaces in its pools, stays."""
    for path, kind, code in (
        ("loadBalancerFrontendIpConfigurations[*].id", LINK_SERVICE, "LoadBalancerInUseByPrivateLinkService"),
        ("ipConfigurations[*].loadBalancerBackendAddressPools[*].id", INTERFACE, "LoadBalancerInUse"),
    ):
        for one in action.find_anywhere(kind):
            for _, id_ in at(one.outputs, path):
                if same(parent(id_), action.id):
                    action.refuse(code, f"load balancer {action.id} can't be deleted because it is in use by {one.id}")


@balancer.on_read
def members(action: Action) -> None:
    """Interfaces in each pool."""
    for pool in listed(action.outputs.get("backendAddressPools")):
        holders = pointing(action, str(pool["id"]), "ipConfigurations[*].loadBalancerBackendAddressPools[*].id", INTERFACE)
        if holders:
            pool["backendIPConfigurations"] = [{"id": one.id} for one in holders]
