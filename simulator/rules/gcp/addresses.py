"""Reserved addresses, regional and global.

Sources: Compute Engine API, addresses, globalAddresses; VPC documentation, "Reserve a static internal IP address", "Private services access",
"About accessing Google APIs through endpoints"; Terraform google provider, google_compute_address, google_compute_global_address.
"""

import ipaddress
from collections.abc import Iterator

from simulator.rules import Action, Allowed, AtMostOneOf, Between, Fault, Object, Properties, Rules
from simulator.rules.gcp.common import IN_USE, WRONG, block, link, named, same
from simulator.rules.gcp.kinds import ADDRESS, FORWARDING_RULE, GLOBAL_ADDRESS, GLOBAL_FORWARDING_RULE, NETWORK, SUBNETWORK

_HOLDERS = (ADDRESS, GLOBAL_ADDRESS, FORWARDING_RULE, GLOBAL_FORWARDING_RULE)
RESERVED = 2
"""First usable address: the network's and the gateway's stand before it (VPC documentation, "Unusable addresses in IPv4 subnet ranges")."""

address = Rules(
    ADDRESS,
    source="Compute Engine API, addresses; Terraform google provider, google_compute_address",
    checks=(
        AtMostOneOf(("network", "subnetwork"), source="Compute Engine API, addresses"),
        Allowed(
            "purpose",
            ("GCE_ENDPOINT", "SHARED_LOADBALANCER_VIP", "VPC_PEERING", "IPSEC_INTERCONNECT", "PRIVATE_SERVICE_CONNECT"),
            source="Terraform google provider, google_compute_address: purpose",
        ),
    ),
    references={"subnetwork": link(SUBNETWORK), "network": link(NETWORK)},
    immutable={
        *(
            "address",
            "addressType",
            "description",
            "ipCollection",
            "ipVersion",
            "ipv6EndpointType",
            "network",
            "networkTier",
            "prefixLength",
        ),
        *("purpose", "subnetwork"),
    },
    outputs={"addressId": 0, "labelFingerprint": "{hex12}", "users": [], "prefixLength": 0},
)


@address.check(source="Compute Engine API, addresses: subnetwork, networkTier")
def subnetwork_is_for_internal_ones(inputs: Properties) -> Iterator[Fault]:
    """An external address stands in no subnet, an internal one has no tier."""
    kind = inputs.get("addressType", "EXTERNAL")
    if kind == "EXTERNAL" and inputs.get("subnetwork") and inputs.get("ipVersion") != "IPV6":
        yield "subnetwork", "is allowed only when addressType is 'INTERNAL'"
    if kind == "INTERNAL" and inputs.get("networkTier"):
        yield "networkTier", "is not allowed when addressType is 'INTERNAL'"


def taken(action: Action, network_id: str) -> set[str]:
    """Internal addresses of a network that are held."""
    found = set[str]()
    for one in action.find_anywhere(*_HOLDERS):
        held = one.outputs.get("address") or one.outputs.get("ipAddress")
        if one.id != action.id and isinstance(held, str) and same(_network(action, one), network_id):
            found.add(held)
    return found


def _network(action: Action, one: Object) -> object:
    subnet = named(action, one.outputs.get("subnetwork"), SUBNETWORK)
    return subnet.outputs.get("network") if subnet else one.outputs.get("network")


def free_address(action: Action, subnet: Object) -> str:
    """The first address of a subnet that nothing holds."""
    home = block(subnet.outputs.get("ipCidrRange"))
    held = taken(action, str(subnet.outputs.get("network")))
    free = (str(home[number]) for number in range(RESERVED, home.num_addresses - RESERVED)) if home else iter(())
    found = next((one for one in free if one not in held), None)
    return found or action.refuse("IP_SPACE_EXHAUSTED", f"Instance IP space of {subnet.id} is exhausted")


def external_address(action: Action) -> str:
    """An address of Google's, always the same for one resource."""
    number = int(action.hex(6, "address"), 16)
    return str(ipaddress.IPv4Address((34 << 24) | number))


@address.before("create")
def stands_in_its_subnet(action: Action) -> None:
    """A chosen internal address is of the subnet's range, and free."""
    subnet, wanted = named(action, action.inputs.get("subnetwork"), SUBNETWORK), action.inputs.get("address")
    home = block(subnet.outputs.get("ipCidrRange")) if subnet else None
    if not isinstance(wanted, str) or subnet is None or home is None:
        return
    if ipaddress.ip_address(wanted) not in home:
        action.refuse(
            WRONG, f"Invalid value for field 'resource.address': '{wanted}'. IP address {wanted} is out of range {home} of {subnet.id}"
        )
    if wanted in taken(action, str(subnet.outputs.get("network"))):
        action.refuse(IN_USE, f"IP address {wanted} is already being used")


@address.computes
def address_and_purpose(action: Action) -> Properties:
    """What Google chooses where nobody asked: the next free address, the purpose, the tier."""
    before = action.old.outputs if action.verb == "update" and action.old else {}
    inside = action.outputs.get("addressType") == "INTERNAL"
    subnet = named(action, action.inputs.get("subnetwork"), SUBNETWORK)
    chosen = action.inputs.get("address") or before.get("address")
    if not chosen:
        chosen = free_address(action, subnet) if subnet else external_address(action)
    found: Properties = {"address": chosen, "addressId": before.get("addressId") or int(action.digits(15))}
    found["purpose"] = action.inputs.get("purpose") or ("GCE_ENDPOINT" if inside else "")
    found["networkTier"] = action.inputs.get("networkTier") or ("" if inside else "PREMIUM")
    return found


global_address = Rules(
    GLOBAL_ADDRESS,
    source="Compute Engine API, globalAddresses; Terraform google provider, google_compute_global_address",
    checks=(
        Allowed(
            "purpose",
            ("VPC_PEERING", "PRIVATE_SERVICE_CONNECT"),
            source="Terraform google provider, google_compute_global_address: purpose",
        ),
        Between("prefixLength", 8, 30, source="Compute Engine API, globalAddresses: prefixLength"),
    ),
    references={"network": link(NETWORK)},
    immutable={"address", "addressType", "description", "ipVersion", "network", "prefixLength", "purpose"},
    outputs={"labelFingerprint": "{hex12}", "prefixLength": 0},
)


@global_address.check(source="Terraform google provider, google_compute_global_address: network, purpose")
def purposes_need_a_network(inputs: Properties) -> Iterator[Fault]:
    """A range for peering and an endpoint's address are internal ones of a network."""
    if inputs.get("purpose"):
        if inputs.get("addressType") != "INTERNAL":
            yield "addressType", f"must be 'INTERNAL' when purpose is {inputs['purpose']!r}"
        if not inputs.get("network"):
            yield "network", f"is required when purpose is {inputs['purpose']!r}"
    if inputs.get("purpose") == "VPC_PEERING" and not inputs.get("prefixLength"):
        yield "prefixLength", "is required when purpose is 'VPC_PEERING'"


@global_address.computes
def chosen_address(action: Action) -> Properties:
    """Google's own choice where nobody asked."""
    before = action.old.outputs if action.verb == "update" and action.old else {}
    chosen = action.inputs.get("address") or before.get("address")
    if not chosen and action.inputs.get("purpose"):
        number = int(action.hex(4, "block"), 16)
        chosen = f"10.{number >> 8}.{number & 0xF0}.0"
    return {"address": chosen or external_address(action)}
