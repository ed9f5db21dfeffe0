"""Backend pools and inbound NAT rules that are made apart from their load balancer.

Sources: Azure REST API reference, Load Balancer Backend Address Pools, Inbound Nat Rules - Create Or Update; Azure documentation, "Azure Load
Balancer components", "Inbound NAT rules".
"""

from collections.abc import Iterator

from simulator.rules import Action, AtMostOneOf, Between, Fault, Properties, Rules
from simulator.rules.azure_native.choices import choice
from simulator.rules.azure_native.common import ANSWER, MISSING
from simulator.rules.azure_native.ids import below, given, id_in, last, listed, named, own_id, parent, pointing, same
from simulator.rules.azure_native.kinds import INTERFACE, NAT_RULE, POOL
from simulator.rules.azure_native.load_balancers import FRONTENDS, balancer, part_of
from simulator.rules.azure_native.names import network_name

_POOL = "Azure REST API reference, Load Balancer Backend Address Pools - Create Or Update"
_NAT = "Azure REST API reference, Inbound Nat Rules - Create Or Update"
_MEMBERS = "ipConfigurations[*].loadBalancerBackendAddressPools[*].id"
_APART = (("backendAddressPools", POOL), ("inboundNatRules", NAT_RULE))

pool = Rules(
    POOL,
    source=f"{_POOL}; Azure documentation, 'Azure Load Balancer components'",
    checks=(network_name("backendAddressPoolName"), choice("syncMode", "Automatic", "Manual", source=_POOL)),
    outputs={
        **ANSWER,
        "backendIPConfigurations": [],
        "inboundNatRules": [],
        "loadBalancingRules": [],
        "outboundRule": {},
        "outboundRules": [],
    },
)

nat_rule = Rules(
    NAT_RULE,
    source=f"{_NAT}; Azure documentation, 'Inbound NAT rules'",
    checks=(
        network_name("inboundNatRuleName"),
        choice("protocol", "Tcp", "Udp", "All", source=_NAT),
        Between("frontendPort", 0, 65534, source=_NAT),
        Between("backendPort", 1, 65535, source=_NAT),
        Between("idleTimeoutInMinutes", 4, 100, source=_NAT),
        AtMostOneOf(("frontendPort", "frontendPortRangeStart"), source="Azure documentation, 'Inbound NAT rules'"),
    ),
    outputs={**ANSWER, "backendIPConfiguration": {}},
)


@nat_rule.check(source="Azure documentation, 'Inbound NAT rules'", even_unknown=True)
def ports_go_together(inputs: Properties) -> Iterator[Fault]:
    """A range has two ends and a pool."""
    for needed in ("frontendPortRangeEnd", "backendAddressPool"):
        if given(inputs.get("frontendPortRangeStart")) and not given(inputs.get(needed)):
            yield needed, "is required together with frontendPortRangeStart"


@pool.before("create")
@nat_rule.before("create")
def name_is_free(action: Action) -> None:
    """The balancer has no such part written into it, and has what the rule names."""
    own = own_id(action)
    holder, written = part_of(action, own, own.rsplit("/", 2)[-2])
    if written is not None:
        action.refuse("", f"cannot create already existing resource '{own}'")
    for property_, part in (("frontendIPConfiguration", FRONTENDS), ("backendAddressPool", "backendAddressPools")):
        id_ = id_in(action.inputs.get(property_))
        if id_ and part_of(action, id_, part)[1] is None:
            action.refuse(MISSING, f"{property_}: {id_} was not found: {holder.id if holder else parent(own)} has no such part")


@pool.before("delete")
def nobody_is_in_it(action: Action) -> None:
    """A pool with interfaces in it stays."""
    for one in pointing(action, action.id, _MEMBERS, INTERFACE):
        action.refuse("BackendAddressPoolInUse", f"backend address pool {action.id} can't be deleted because it is in use by {one.id}")


@pool.on_read
def members(action: Action) -> None:
    """Interfaces in the pool."""
    action.outputs["backendIPConfigurations"] = [{"id": one.id} for one in pointing(action, action.id, _MEMBERS, INTERFACE)]


balancer.inline = frozenset(name for name, _ in _APART)


@balancer.before("update")
def lists_are_whole(action: Action) -> None:
    """A list that is written into the balancer names all parts: those apart go, unless something needs them."""
    for name, kind in _APART:
        written = action.inputs.get(name)
        kept = {str(one.get("name")).lower() for one in listed(written)}
        for one in below(action, action.id, kind) if written is not None else ():
            if last(one.id).lower() in kept:
                continue
            for user in pointing(action, one.id, _MEMBERS, INTERFACE):
                action.refuse(
                    "BackendAddressPoolInUse", f"backend address pool {one.id} can't be deleted because it is in use by {user.id}"
                )
            action.world.remove(one)


@balancer.on_read
def parts_apart(action: Action) -> None:
    """The balancer lists them with its own."""
    for name, kind in _APART:
        own = [one for one in action.outputs.get(name) or [] if named(action, one.get("id"), kind) is None]
        found = [one for one in below(action, action.id, kind) if not any(same(part.get("id"), one.id) for part in own)]
        hidden = ("azureApiVersion", "etag")
        action.outputs[name] = own + [
            {key: value for key, value in one.outputs.items() if key not in hidden} | {"name": last(one.id)} for one in found
        ]
