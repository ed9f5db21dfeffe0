"""Each documented limit alone: sound inputs of the landscape, one value beyond it, a fault at that place. And who may not be deleted."""

import copy
import re
from collections.abc import Iterator
from typing import Any

import pytest

from simulator.cloud import Cloud
from simulator.schema import Shape, TypeSchema, type_schema
from simulator.world import World
from tests.simulator.azure.landscape import build
from tests.simulator.azure.limits import LENGTHS, NUMBERS, WORDS
from tests.simulator.azure.subscription import SUBSCRIPTION, TENANT, Made, Subscription

Land = tuple[Subscription, dict[str, Made]]
NO_WORD = "not/allowed "
_STEP = re.compile(r"([^.\[\]]+)|\[(\*)\]")
CASES = [
    *((type_, path, NO_WORD) for type_, paths in WORDS.items() for path in paths),
    *((type_, path, value) for type_, paths in NUMBERS.items() for path, value in paths.items()),
    *((type_, path, ("length", value)) for type_, paths in LENGTHS.items() for path, value in paths.items()),
]


@pytest.fixture(scope="module")
def land(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Land]:
    """The landscape. Tests here only read it: what they ask for is refused."""
    world = World(tmp_path_factory.mktemp("land") / "world.sqlite")
    azure = Subscription(Cloud("azure-native", world, {"subscriptionId": SUBSCRIPTION, "tenantId": TENANT}))
    yield azure, build(azure)
    world.close()


def sample(schema: TypeSchema, shape: Shape) -> Any:
    """A value of a shape, with the members that it can't be without."""
    if isinstance(shape, str):
        return {"int": 1, "number": 1, "bool": True}.get(shape, "x")
    match shape[0]:
        case "object":
            return {name: sample(schema, one.shape) for name, one in schema.objects[shape[1]].items() if one.required}
        case "list":
            return [sample(schema, shape[1])]
        case "enum":
            return shape[1][0]
        case "union":
            return sample(schema, shape[1][-1])
    return {}


def put(schema: TypeSchema, shape: Shape, value: Any, steps: list[str], wanted: Any) -> Any:
    """The value with something else at the end of the steps; what is missing on the way is made."""
    if not steps:
        return beyond(schema, shape, value, wanted) if isinstance(wanted, tuple) else wanted
    if isinstance(shape, list) and shape[0] == "union":
        members = [one for one in shape[1] if steps[0] in schema.objects.get(one[1] if isinstance(one, list) else "", {})]
        shape = members[0] if members else shape[1][-1]
    if steps[0] == "*":
        items = value or [sample(schema, shape[1])]
        return [put(schema, shape[1], items[0], steps[1:], wanted), *items[1:]]
    value = dict(value) if isinstance(value, dict) else sample(schema, shape)
    inner = schema.objects[shape[1]][steps[0]].shape
    return {**value, steps[0]: put(schema, inner, value.get(steps[0]), steps[1:], wanted)}


def beyond(schema: TypeSchema, shape: Shape, value: Any, wanted: tuple[str, int]) -> Any:
    """Text or a list of a length."""
    if shape == "str":
        return "x" * wanted[1]
    if shape[0] == "map":
        return {f"k{i}": "v" for i in range(wanted[1])}
    return [copy.deepcopy(one) for one in (value or sample(schema, shape)) * max(wanted[1], 1)][: wanted[1]]


@pytest.mark.parametrize(("type_", "path", "wanted"), CASES, ids=[f"{type_}-{path}" for type_, path, _ in CASES])
def test_a_value_beyond_a_limit_is_a_fault_at_its_place(land: Land, type_: str, path: str, wanted: Any) -> None:
    azure, made = land
    token = f"azure-native:{type_}"
    schema = type_schema(token)
    sound = next(one for one in made.values() if one.urn.split("::")[2] == token).inputs
    given = {name: value for name, value in sound.items() if not name.startswith("__")}
    assert azure.faults(token, **given) == []
    first, *steps = [name or star for name, star in _STEP.findall(path)]
    changed = put(schema, schema.inputs[first].shape, copy.deepcopy(given.get(first)), steps, wanted)
    faults = [fault.split(": ")[0] for fault in azure.faults(token, **given | {first: changed})]
    assert path.replace("[*]", "[0]") in faults


HELD = [
    ("nsg", "InUseNetworkSecurityGroupCannotBeDeleted"),
    ("table", "InUseRouteTableCannotBeDeleted"),
    ("nat-ip", "PublicIPAddressCannotBeDeleted"),
    ("firewall-ip", "PublicIPAddressCannotBeDeleted"),
    ("gateway-ip", "PublicIPAddressCannotBeDeleted"),
    ("bastion-ip", "PublicIPAddressCannotBeDeleted"),
    ("entry-ip", "PublicIPAddressCannotBeDeleted"),
    ("vnet", "InUseVirtualNetworkCannotBeDeleted"),
    ("vnet2", "InUseVirtualNetworkCannotBeDeleted"),
    ("workload", "InUseSubnetCannotBeDeleted"),
    ("offer", "InUseSubnetCannotBeDeleted"),
    ("entry", "InUseSubnetCannotBeDeleted"),
    ("AzureFirewallSubnet", "InUseSubnetCannotBeDeleted"),
    ("GatewaySubnet", "InUseSubnetCannotBeDeleted"),
    ("AzureBastionSubnet", "InUseSubnetCannotBeDeleted"),
    ("resolver-in", "InUseSubnetCannotBeDeleted"),
    ("resolver-out", "InUseSubnetCannotBeDeleted"),
    ("balancer", "LoadBalancerInUseByPrivateLinkService"),
    ("service", "PrivateLinkServiceHasPrivateEndpointConnections"),
    ("zone", "CannotDeleteResource"),
    ("resolver", "OutboundEndpointInUse"),
    ("outbound", "OutboundEndpointInUse"),
    ("ruleset", "CannotDeleteResource"),
    ("dns-policy", "CannotDeleteResource"),
    ("domains", "DnsResolverDomainListInUse"),
    ("ip-group", "IpGroupInUse"),
    ("policy", "FirewallPolicyInUse"),
    ("gateway", "GatewayConnectionsExist"),
    ("site", "LocalNetworkGatewayInUse"),
    ("wan", "VirtualWanInUse"),
    ("hub", "VirtualHubInUse"),
    ("branch", "VpnSiteInUse"),
    ("circuit-peering", "CircuitHasConnections"),
    ("waf", "WebApplicationFirewallPolicyInUse"),
    ("perimeter", "CannotDeleteResource"),
    ("perimeter2", "NetworkSecurityPerimeterLinkExists"),
    ("profile", "NetworkSecurityPerimeterProfileInUse"),
    ("network-group", "NetworkGroupInUse"),
]


@pytest.mark.parametrize(("name", "code"), HELD, ids=[name for name, _ in HELD])
def test_what_something_needs_stays(land: Land, name: str, code: str) -> None:
    azure, made = land
    azure.refuses_delete(code, made[name])
