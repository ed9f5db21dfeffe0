"""One of every network type that has rules, in the order in which they can be made."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.simulator.azure.network_places import ANY_RULE, balancer_inputs, firewall_inputs, gateway_inputs, link_service_inputs
from tests.simulator.azure.subscription import LOCATION, Made, Subscription
from tests.simulator.azure.test_entries import gateway as application_gateway

Make = Callable[[Subscription, Mapping[str, Made]], Mapping[str, Any]]
IN = {"resourceGroupName": "clinic"}
ZONE, RESOLVER, POLICY = "privatelink.blob.core.windows.net", {**IN, "dnsResolverName": "resolver"}, {**IN, "dnsResolverPolicyName": "dns"}
DELEGATED = [{"name": "dns", "serviceName": "Microsoft.Network/dnsResolvers"}]
NSP = {**IN, "networkSecurityPerimeterName": "nsp"}
MANAGER = {**IN, "networkManagerName": "manager"}
HUB = {**IN, "virtualHubName": "hub"}
STANDARD = {"sku": {"name": "Standard"}, "publicIPAllocationMethod": "Static"}

STEPS: list[tuple[str, str, Make]] = []
"""(name, type, inputs from what was made before)."""


def _add(name: str, type_: str, make: Make) -> None:
    STEPS.append((name, f"azure-native:{type_}", make))


def _subnet(name: str, cidr: str, **inputs: Any) -> None:
    wanted = {**IN, "virtualNetworkName": "vnet", "subnetName": name, "addressPrefix": cidr, "defaultOutboundAccess": False, **inputs}
    _add(name, "network:Subnet", lambda azure, m: wanted)


def _address(name: str) -> None:
    _add(name, "network:PublicIPAddress", lambda azure, m: {**IN, "publicIpAddressName": name, **STANDARD})


_add("group", "resources:ResourceGroup", lambda azure, m: {**IN, "location": LOCATION})
_add("ddos", "network:DdosProtectionPlan", lambda azure, m: {**IN, "ddosProtectionPlanName": "ddos"})
_add("asg", "network:ApplicationSecurityGroup", lambda azure, m: {**IN, "applicationSecurityGroupName": "asg"})
_add("nsg", "network:NetworkSecurityGroup", lambda azure, m: {**IN, "networkSecurityGroupName": "nsg"})
_add("rule", "network:SecurityRule", lambda azure, m: {**IN, "networkSecurityGroupName": "nsg", "securityRuleName": "in", **ANY_RULE})
_add("table", "network:RouteTable", lambda azure, m: {**IN, "routeTableName": "table", "disableBgpRoutePropagation": True})
_add(
    "route",
    "network:Route",
    lambda azure, m: {**IN, "routeTableName": "table", "routeName": "none", "addressPrefix": "0.0.0.0/0", "nextHopType": "None"},
)
_add(
    "prefix",
    "network:PublicIPPrefix",
    lambda azure, m: {**IN, "publicIpPrefixName": "prefix", "prefixLength": 30, "sku": {"name": "Standard"}},
)
for _name in ("nat-ip", "firewall-ip", "gateway-ip", "bastion-ip", "entry-ip"):
    _address(_name)
_add(
    "nat",
    "network:NatGateway",
    lambda azure, m: {**IN, "natGatewayName": "nat", "sku": {"name": "Standard"}, "publicIpAddresses": [{"id": m["nat-ip"].id}]},
)
_add(
    "vnet",
    "network:VirtualNetwork",
    lambda azure, m: {**IN, "virtualNetworkName": "vnet", "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}},
)
_add(
    "vnet2",
    "network:VirtualNetwork",
    lambda azure, m: {
        **IN,
        "virtualNetworkName": "vnet2",
        "addressSpace": {"addressPrefixes": ["10.1.0.0/16"]},
        "subnets": [{"name": "inside", "addressPrefix": "10.1.0.0/24", "defaultOutboundAccess": False}],
    },
)
_add(
    "sep",
    "network:ServiceEndpointPolicy",
    lambda azure, m: {**IN, "serviceEndpointPolicyName": "sep"},
)
_add(
    "sep-definition",
    "network:ServiceEndpointPolicyDefinition",
    lambda azure, m: {
        **IN,
        "serviceEndpointPolicyName": "sep",
        "serviceEndpointPolicyDefinitionName": "own",
        "service": "Microsoft.Storage",
        "serviceResources": [f"/subscriptions/{azure.id}"],
    },
)
_add(
    "workload",
    "network:Subnet",
    lambda azure, m: {
        **IN,
        "virtualNetworkName": "vnet",
        "subnetName": "workload",
        "addressPrefix": "10.0.0.0/24",
        "defaultOutboundAccess": False,
        "networkSecurityGroup": {"id": m["nsg"].id},
        "routeTable": {"id": m["table"].id},
    },
)
_subnet("offer", "10.0.1.0/24", privateLinkServiceNetworkPolicies="Disabled")
_subnet("entry", "10.0.2.0/24")
_subnet("AzureFirewallSubnet", "10.0.3.0/26")
_subnet("GatewaySubnet", "10.0.4.0/27")
_subnet("AzureBastionSubnet", "10.0.5.0/26")
_subnet("resolver-in", "10.0.6.0/28", delegations=DELEGATED)
_subnet("resolver-out", "10.0.6.16/28", delegations=DELEGATED)
_add(
    "peering",
    "network:VirtualNetworkPeering",
    lambda azure, m: {
        **IN,
        "virtualNetworkName": "vnet",
        "virtualNetworkPeeringName": "to-2",
        "remoteVirtualNetwork": {"id": m["vnet2"].id},
    },
)
_add(
    "nic",
    "network:NetworkInterface",
    lambda azure, m: {**IN, "networkInterfaceName": "nic", "ipConfigurations": [{"name": "a", "subnet": {"id": m["workload"].id}}]},
)
_add("balancer", "network:LoadBalancer", lambda azure, m: balancer_inputs(azure, m["offer"]))
_add(
    "balancer2",
    "network:LoadBalancer",
    lambda azure, m: {
        **IN,
        "loadBalancerName": "balancer2",
        "sku": {"name": "Standard"},
        "frontendIPConfigurations": [{"name": "front", "subnet": {"id": m["offer"].id}}],
    },
)
_add(
    "pool",
    "network:LoadBalancerBackendAddressPool",
    lambda azure, m: {**IN, "loadBalancerName": "balancer2", "backendAddressPoolName": "apart"},
)
_add(
    "nat-rule",
    "network:InboundNatRule",
    lambda azure, m: {
        **IN,
        "loadBalancerName": "balancer2",
        "inboundNatRuleName": "ssh",
        "protocol": "Tcp",
        "frontendPort": 2222,
        "backendPort": 22,
        "frontendIPConfiguration": {"id": f"{m['balancer2'].id}/frontendIPConfigurations/front"},
    },
)
_add("service", "network:PrivateLinkService", lambda azure, m: link_service_inputs(m["balancer"], m["offer"]))
_add(
    "store",
    "storage:StorageAccount",
    lambda azure, m: {**IN, "accountName": "clinicstore", "kind": "StorageV2", "sku": {"name": "Standard_ZRS"}, "location": LOCATION},
)
for _name, _target, _groups in (("to-service", "service", []), ("to-store", "store", ["blob"])):
    _add(
        _name,
        "network:PrivateEndpoint",
        lambda azure, m, name=_name, target=_target, groups=_groups: {  # type: ignore[misc]
            **IN,
            "privateEndpointName": name,
            "subnet": {"id": m["workload"].id},
            "privateLinkServiceConnections": [{"name": "c", "privateLinkServiceId": m[target].id, "groupIds": groups}],
        },
    )
_add("zone", "privatedns:PrivateZone", lambda azure, m: {**IN, "privateZoneName": ZONE, "location": "global"})
_add(
    "zone-link",
    "privatedns:VirtualNetworkLink",
    lambda azure, m: {
        **IN,
        "privateZoneName": ZONE,
        "virtualNetworkLinkName": "vnet",
        "location": "global",
        "virtualNetwork": {"id": m["vnet"].id},
    },
)
_add(
    "record",
    "privatedns:PrivateRecordSet",
    lambda azure, m: {
        **IN,
        "privateZoneName": ZONE,
        "recordType": "A",
        "relativeRecordSetName": "other",
        "ttl": 60,
        "aRecords": [{"ipv4Address": "10.0.0.9"}],
    },
)
_add(
    "zone-group",
    "network:PrivateDnsZoneGroup",
    lambda azure, m: {
        **IN,
        "privateEndpointName": "to-store",
        "privateDnsZoneGroupName": "default",
        "privateDnsZoneConfigs": [{"name": "blob", "privateDnsZoneId": m["zone"].id}],
    },
)
_add("resolver", "dnsresolver:DnsResolver", lambda azure, m: {**RESOLVER, "virtualNetwork": {"id": m["vnet"].id}})
_add(
    "inbound",
    "dnsresolver:InboundEndpoint",
    lambda azure, m: {**RESOLVER, "inboundEndpointName": "in", "ipConfigurations": [{"subnet": {"id": m["resolver-in"].id}}]},
)
_add(
    "outbound",
    "dnsresolver:OutboundEndpoint",
    lambda azure, m: {**RESOLVER, "outboundEndpointName": "out", "subnet": {"id": m["resolver-out"].id}},
)
_add(
    "ruleset",
    "dnsresolver:DnsForwardingRuleset",
    lambda azure, m: {**IN, "dnsForwardingRulesetName": "set", "dnsResolverOutboundEndpoints": [{"id": m["outbound"].id}]},
)
_add(
    "forward",
    "dnsresolver:ForwardingRule",
    lambda azure, m: {
        **IN,
        "dnsForwardingRulesetName": "set",
        "forwardingRuleName": "corp",
        "domainName": "corp.example.",
        "targetDnsServers": [{"ipAddress": "192.168.0.4"}],
    },
)
_add(
    "ruleset-link",
    "dnsresolver:PrivateResolverVirtualNetworkLink",
    lambda azure, m: {**IN, "dnsForwardingRulesetName": "set", "virtualNetworkLinkName": "l", "virtualNetwork": {"id": m["vnet2"].id}},
)
_add("dns-policy", "dnsresolver:DnsResolverPolicy", lambda azure, m: POLICY)
_add("domains", "dnsresolver:DnsResolverDomainList", lambda azure, m: {**IN, "dnsResolverDomainListName": "all", "domains": ["."]})
_add(
    "dns-rule",
    "dnsresolver:DnsSecurityRule",
    lambda azure, m: {
        **POLICY,
        "dnsSecurityRuleName": "block",
        "priority": 65000,
        "action": {"actionType": "Block", "blockResponseCode": "SERVFAIL"},
        "dnsResolverDomainLists": [{"id": m["domains"].id}],
    },
)
_add(
    "dns-policy-link",
    "dnsresolver:DnsResolverPolicyVirtualNetworkLink",
    lambda azure, m: {**POLICY, "dnsResolverPolicyVirtualNetworkLinkName": "vnet", "virtualNetwork": {"id": m["vnet"].id}},
)
_add("ip-group", "network:IpGroup", lambda azure, m: {**IN, "ipGroupsName": "clinic", "ipAddresses": ["10.0.0.0/24"]})
_add("policy", "network:FirewallPolicy", lambda azure, m: {**IN, "firewallPolicyName": "policy", "sku": {"tier": "Premium"}})
_add(
    "collections",
    "network:FirewallPolicyRuleCollectionGroup",
    lambda azure, m: {
        **IN,
        "firewallPolicyName": "policy",
        "ruleCollectionGroupName": "egress",
        "priority": 200,
        "ruleCollections": [
            {
                "ruleCollectionType": "FirewallPolicyFilterRuleCollection",
                "name": "models",
                "priority": 100,
                "action": {"type": "Allow"},
                "rules": [
                    {
                        "ruleType": "ApplicationRule",
                        "name": "model",
                        "sourceIpGroups": [m["ip-group"].id],
                        "protocols": [{"protocolType": "Https", "port": 443}],
                        "targetFqdns": ["api.example.com"],
                    }
                ],
            }
        ],
    },
)
_add("firewall", "network:AzureFirewall", lambda azure, m: firewall_inputs(m["AzureFirewallSubnet"], m["firewall-ip"], m["policy"]))
_add("gateway", "network:VirtualNetworkGateway", lambda azure, m: gateway_inputs(m["GatewaySubnet"], m["gateway-ip"]))
_add(
    "site",
    "network:LocalNetworkGateway",
    lambda azure, m: {
        **IN,
        "localNetworkGatewayName": "site",
        "gatewayIpAddress": "203.0.113.9",
        "localNetworkAddressSpace": {"addressPrefixes": ["192.168.0.0/24"]},
    },
)
_add(
    "tunnel",
    "network:VirtualNetworkGatewayConnection",
    lambda azure, m: {
        **IN,
        "virtualNetworkGatewayConnectionName": "tunnel",
        "connectionType": "IPsec",
        "virtualNetworkGateway1": {"id": m["gateway"].id},
        "localNetworkGateway2": {"id": m["site"].id},
        "sharedKey": "not-a-secret",
    },
)
_add(
    "circuit",
    "network:ExpressRouteCircuit",
    lambda azure, m: {
        **IN,
        "circuitName": "line",
        "sku": {"name": "Standard_MeteredData", "tier": "Standard", "family": "MeteredData"},
        "serviceProviderProperties": {"serviceProviderName": "Equinix", "peeringLocation": "Amsterdam", "bandwidthInMbps": 200},
    },
)
_add(
    "circuit-peering",
    "network:ExpressRouteCircuitPeering",
    lambda azure, m: {
        **IN,
        "circuitName": "line",
        "peeringName": "AzurePrivatePeering",
        "peeringType": "AzurePrivatePeering",
        "peerASN": 65010,
        "vlanId": 100,
        "primaryPeerAddressPrefix": "192.168.15.16/30",
        "secondaryPeerAddressPrefix": "192.168.15.20/30",
    },
)
_add("circuit-key", "network:ExpressRouteCircuitAuthorization", lambda azure, m: {**IN, "circuitName": "line", "authorizationName": "key"})
_add("wan", "network:VirtualWan", lambda azure, m: {**IN, "virtualWANName": "wan", "type": "Standard"})
_add("hub", "network:VirtualHub", lambda azure, m: {**HUB, "addressPrefix": "10.50.0.0/23", "virtualWan": {"id": m["wan"].id}})
_add("hub-table", "network:HubRouteTable", lambda azure, m: {**HUB, "routeTableName": "own", "labels": ["own"], "routes": []})
_add(
    "hub-join",
    "network:HubVirtualNetworkConnection",
    lambda azure, m: {**HUB, "connectionName": "join", "remoteVirtualNetwork": {"id": m["vnet2"].id}},
)
_add(
    "hub-firewall",
    "network:AzureFirewall",
    lambda azure, m: {
        **IN,
        "azureFirewallName": "hub-firewall",
        "sku": {"name": "AZFW_Hub", "tier": "Premium"},
        "virtualHub": {"id": m["hub"].id},
    },
)
_add(
    "intent",
    "network:RoutingIntent",
    lambda azure, m: {
        **HUB,
        "routingIntentName": "intent",
        "routingPolicies": [{"name": "all", "destinations": ["Internet"], "nextHop": m["hub-firewall"].id}],
    },
)
_add("vpn", "network:VpnGateway", lambda azure, m: {**IN, "gatewayName": "vpn", "virtualHub": {"id": m["hub"].id}})
_add(
    "hub-circuits",
    "network:ExpressRouteGateway",
    lambda azure, m: {**IN, "expressRouteGatewayName": "er", "virtualHub": {"id": m["hub"].id}},
)
_add(
    "branch",
    "network:VpnSite",
    lambda azure, m: {
        **IN,
        "vpnSiteName": "branch",
        "virtualWan": {"id": m["wan"].id},
        "ipAddress": "203.0.113.8",
        "addressSpace": {"addressPrefixes": ["192.168.5.0/24"]},
    },
)
_add(
    "branch-road",
    "network:VpnConnection",
    lambda azure, m: {**IN, "gatewayName": "vpn", "connectionName": "branch", "remoteVpnSite": {"id": m["branch"].id}},
)
_add(
    "circuit-road",
    "network:ExpressRouteConnection",
    lambda azure, m: {
        **IN,
        "expressRouteGatewayName": "er",
        "connectionName": "line",
        "name": "line",
        "expressRouteCircuitPeering": {"id": m["circuit-peering"].id},
    },
)
_add(
    "bastion",
    "network:BastionHost",
    lambda azure, m: {
        **IN,
        "bastionHostName": "bastion",
        "sku": {"name": "Standard"},
        "ipConfigurations": [
            {"name": "a", "subnet": {"id": m["AzureBastionSubnet"].id}, "publicIPAddress": {"id": m["bastion-ip"].id}},
        ],
    },
)
_add(
    "waf",
    "network:WebApplicationFirewallPolicy",
    lambda azure, m: {
        **IN,
        "policyName": "waf",
        "managedRules": {"managedRuleSets": [{"ruleSetType": "OWASP", "ruleSetVersion": "3.2"}]},
    },
)
_add(
    "application-gateway",
    "network:ApplicationGateway",
    lambda azure, m: {
        **application_gateway(azure, m["entry"], m["entry-ip"], sku={"name": "WAF_v2", "tier": "WAF_v2", "capacity": 2}),
        "firewallPolicy": {"id": m["waf"].id},
    },
)
_add("perimeter", "network:NetworkSecurityPerimeter", lambda azure, m: NSP)
_add("perimeter2", "network:NetworkSecurityPerimeter", lambda azure, m: {**IN, "networkSecurityPerimeterName": "nsp2"})
_add("profile", "network:NetworkSecurityPerimeterProfile", lambda azure, m: {**NSP, "profileName": "phi"})
_add(
    "access",
    "network:NetworkSecurityPerimeterAccessRule",
    lambda azure, m: {
        **NSP,
        "profileName": "phi",
        "accessRuleName": "in",
        "direction": "Inbound",
        "subscriptions": [{"id": f"/subscriptions/{azure.id}"}],
    },
)
_add(
    "association",
    "network:NetworkSecurityPerimeterAssociation",
    lambda azure, m: {
        **NSP,
        "associationName": "store",
        "accessMode": "Enforced",
        "privateLinkResource": {"id": m["store"].id},
        "profile": {"id": m["profile"].id},
    },
)
_add(
    "perimeter-link",
    "network:NetworkSecurityPerimeterLink",
    lambda azure, m: {**NSP, "linkName": "l", "autoApprovedRemotePerimeterResourceId": m["perimeter2"].id},
)
_add(
    "perimeter-logs",
    "network:NetworkSecurityPerimeterLoggingConfiguration",
    lambda azure, m: {
        **NSP,
        "loggingConfigurationName": "instance",
        "properties": {"enabledLogCategories": ["NspPublicInboundPerimeterRulesDenied"]},
    },
)
_add("watcher", "network:NetworkWatcher", lambda azure, m: {**IN, "networkWatcherName": "watcher"})
_add(
    "flow-log",
    "network:FlowLog",
    lambda azure, m: {
        **IN,
        "networkWatcherName": "watcher",
        "flowLogName": "vnet",
        "targetResourceId": m["vnet"].id,
        "storageId": m["store"].id,
    },
)
_add(
    "manager",
    "network:NetworkManager",
    lambda azure, m: {
        **MANAGER,
        "networkManagerScopes": {"subscriptions": [f"/subscriptions/{azure.id}"]},
        "networkManagerScopeAccesses": ["SecurityAdmin", "Connectivity"],
    },
)
_add("network-group", "network:NetworkGroup", lambda azure, m: {**MANAGER, "networkGroupName": "zones"})
_add(
    "mesh",
    "network:ConnectivityConfiguration",
    lambda azure, m: {
        **MANAGER,
        "configurationName": "mesh",
        "connectivityTopology": "Mesh",
        "appliesToGroups": [{"networkGroupId": m["network-group"].id, "groupConnectivity": "DirectlyConnected"}],
    },
)
_add("admin", "network:SecurityAdminConfiguration", lambda azure, m: {**MANAGER, "configurationName": "guard"})
_add(
    "admin-rules",
    "network:AdminRuleCollection",
    lambda azure, m: {
        **MANAGER,
        "configurationName": "guard",
        "ruleCollectionName": "deny",
        "appliesToGroups": [{"networkGroupId": m["network-group"].id}],
    },
)
_add(
    "admin-rule",
    "network:AdminRule",
    lambda azure, m: {
        **MANAGER,
        "configurationName": "guard",
        "ruleCollectionName": "deny",
        "ruleName": "ssh",
        "kind": "Custom",
        "priority": 1,
        "direction": "Inbound",
        "access": "Deny",
        "protocol": "Tcp",
        "destinationPortRanges": ["22"],
    },
)
_add("public-zone", "dns:Zone", lambda azure, m: {**IN, "zoneName": "clinic.example", "location": "global"})
_add(
    "public-record",
    "dns:RecordSet",
    lambda azure, m: {
        **IN,
        "zoneName": "clinic.example",
        "recordType": "A",
        "relativeRecordSetName": "www",
        "ttl": 60,
        "aRecords": [{"ipv4Address": "203.0.113.7"}],
    },
)
_add("dnssec", "dns:DnssecConfig", lambda azure, m: {**IN, "zoneName": "clinic.example"})


def build(azure: Subscription) -> dict[str, Made]:
    """Make them all."""
    made: dict[str, Made] = {}
    for name, type_, inputs in STEPS:
        made[name] = azure.make(type_, name, **inputs(azure, made))
    return made
