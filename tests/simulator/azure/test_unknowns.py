"""A preview may leave any value open: no check stumbles over it, and none finds fault with it."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from simulator.cloud import Cloud
from simulator.values import UNKNOWN
from simulator.world import World
from tests.simulator.azure.landscape import STEPS, build
from tests.simulator.azure.network_places import ANY_RULE, gateway_inputs
from tests.simulator.azure.subscription import SUBSCRIPTION, TENANT, Made, Subscription
from tests.simulator.azure.test_demanded_parts import CASES

Land = tuple[Subscription, dict[str, Made]]


@pytest.fixture(scope="module")
def land(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Land]:
    """The landscape; tests here only look at it."""
    world = World(tmp_path_factory.mktemp("land") / "world.sqlite")
    azure = Subscription(Cloud("azure-native", world, {"subscriptionId": SUBSCRIPTION, "tenantId": TENANT}))
    yield azure, build(azure)
    world.close()


def blanked(value: Any) -> Iterator[Any]:
    """The value with one of its members unknown, for each member at every depth."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield {**value, name: UNKNOWN}
            yield from ({**value, name: inner} for inner in blanked(item))
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield [*value[:i], UNKNOWN, *value[i + 1 :]]
            yield from ([*value[:i], inner, *value[i + 1 :]] for inner in blanked(item))


@pytest.mark.parametrize("name", [name for name, _, _ in STEPS])
def test_what_is_not_known_yet_is_no_fault(land: Land, name: str) -> None:
    azure, made = land
    type_ = made[name].urn.split("::")[2]
    given = {key: value for key, value in made[name].inputs.items() if not key.startswith("__") and key != "azureApiVersion"}
    for inputs in blanked(given):
        assert azure.faults(type_, **copy.deepcopy(inputs)) == [], inputs
        assert azure.cloud.create(azure.urn(type_), inputs, preview=True)[0] == ""


IN = {"resourceGroupName": "clinic"}
TWO = [{"name": name, "subnet": {"id": "/v/subnets/GatewaySubnet"}, "publicIPAddress": {"id": "/p"}} for name in "ab"]
INSPECTION = {"certificateAuthority": {"name": "ca", "keyVaultSecretId": "https://vault.vault.azure.net/secrets/ca"}}
NETWORK_RULE = {
    "ruleType": "NetworkRule",
    "name": "time",
    "sourceAddresses": ["10.0.0.0/24"],
    "destinationFqdns": ["time.example.com"],
    "destinationPorts": ["123"],
    "ipProtocols": ["UDP"],
}
RICH: list[tuple[str, dict[str, Any]]] = [
    (
        "FirewallPolicy",
        {
            **IN,
            "sku": {"tier": "Premium"},
            "intrusionDetection": {"mode": "Deny"},
            "transportSecurity": INSPECTION,
            "identity": {"type": "UserAssigned", "userAssignedIdentities": ["/i"]},
            "dnsSettings": {"enableProxy": True, "servers": ["10.0.0.4"]},
            "basePolicy": {"id": "/b"},
        },
    ),
    (
        "FirewallPolicyRuleCollectionGroup",
        {
            **IN,
            "firewallPolicyName": "p",
            "priority": 100,
            "ruleCollections": [
                {
                    "ruleCollectionType": "FirewallPolicyFilterRuleCollection",
                    "name": "c",
                    "priority": 100,
                    "action": {"type": "Allow"},
                    "rules": [NETWORK_RULE],
                }
            ],
        },
    ),
    ("VirtualNetworkGateway", gateway_inputs(Made("", "/x", {}, {}), Made("", "/y", {}, {}), activeActive=True, ipConfigurations=TWO)),
    (
        "NetworkSecurityGroup",
        {**IN, "securityRules": [{"name": "a", **ANY_RULE}, {"name": "b", **ANY_RULE, "priority": 200}]},
    ),
    (
        "RouteTable",
        {**IN, "routes": [{"name": "a", "addressPrefix": "0.0.0.0/0", "nextHopType": "VirtualAppliance", "nextHopIpAddress": "10.0.0.4"}]},
    ),
    (
        "VirtualNetwork",
        {
            **IN,
            "addressSpace": {"addressPrefixes": ["10.0.0.0/16", "fd00::/48"]},
            "enableDdosProtection": True,
            "ddosProtectionPlan": {"id": "/d"},
            "subnets": [
                {
                    "name": "GatewaySubnet",
                    "addressPrefixes": ["10.0.0.0/27", "fd00::/64"],
                    "defaultOutboundAccess": False,
                    "sharingScope": "Tenant",
                    "routeTable": {"id": "/t"},
                }
            ],
        },
    ),
    (
        "PrivateLinkService",
        {
            **IN,
            "loadBalancerFrontendIpConfigurations": [{"id": "/x/loadBalancers/y/frontendIPConfigurations/z"}],
            "ipConfigurations": [
                {"name": "a", "primary": True, "subnet": {"id": "/s"}},
                {"name": "b", "primary": False, "subnet": {"id": "/s"}},
            ],
            "visibility": {"subscriptions": [SUBSCRIPTION]},
            "autoApproval": {"subscriptions": [SUBSCRIPTION]},
        },
    ),
    (
        "NetworkSecurityPerimeterAccessRule",
        {
            **IN,
            "networkSecurityPerimeterName": "n",
            "profileName": "p",
            "direction": "Outbound",
            "fullyQualifiedDomainNames": ["api.example.com", "*.example.com"],
        },
    ),
    (
        "NetworkInterface",
        {
            **IN,
            "ipConfigurations": [
                {
                    "name": "a",
                    "primary": True,
                    "subnet": {"id": "/s"},
                    "privateIPAllocationMethod": "Static",
                    "privateIPAddress": "10.0.0.9",
                },
                {"name": "b", "primary": False, "subnet": {"id": "/s"}},
            ],
        },
    ),
]


@pytest.mark.parametrize(("kind", "inputs"), RICH, ids=[kind for kind, _ in RICH])
def test_what_is_not_known_yet_is_no_fault_of_richer_resources(azure: Subscription, kind: str, inputs: dict[str, Any]) -> None:
    assert azure.faults(f"network:{kind}", **inputs) == []
    for blank in blanked(inputs):
        assert azure.faults(f"network:{kind}", **copy.deepcopy(blank)) == [], blank


@pytest.mark.parametrize(
    ("kind", "inputs"), [(kind, inputs) for kind, inputs, _ in CASES], ids=[f"{kind}-{path}" for kind, _, path in CASES]
)
def test_checks_stumble_over_no_unknown_in_what_is_faulty(azure: Subscription, kind: str, inputs: dict[str, Any]) -> None:
    for blank in blanked(inputs):
        assert len(azure.faults(f"network:{kind}", **copy.deepcopy(blank))) <= 3
