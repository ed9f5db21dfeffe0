"""Perimeters, service endpoint policies, flow logs, network managers, resource groups and locks."""

from typing import Any

import pytest

from tests.simulator.azure import places
from tests.simulator.azure.network_places import public_ip, security_group
from tests.simulator.azure.places import GROUP
from tests.simulator.azure.subscription import SUBSCRIPTION, Made, Subscription

PERIMETER, PROFILE = "network:NetworkSecurityPerimeter", "network:NetworkSecurityPerimeterProfile"
RULE, ASSOCIATION = "network:NetworkSecurityPerimeterAccessRule", "network:NetworkSecurityPerimeterAssociation"
LINK, LOGGING = "network:NetworkSecurityPerimeterLink", "network:NetworkSecurityPerimeterLoggingConfiguration"
LOG, WATCHER = "network:FlowLog", "network:NetworkWatcher"
IN = {"resourceGroupName": GROUP}


@pytest.fixture
def vnet(azure: Subscription) -> Made:
    places.group(azure)
    return places.network(azure)


def where(faults: list[str]) -> list[str]:
    return [fault.split(":")[0] for fault in faults]


def store(azure: Subscription, name: str = "clinicstore", location: str = "westeurope") -> Made:
    return azure.make("storage:StorageAccount", **IN, accountName=name, kind="StorageV2", sku={"name": "Standard_LRS"}, location=location)


# Perimeters.


def rule(direction: str = "Inbound", **inputs: Any) -> dict[str, Any]:
    return {**IN, "networkSecurityPerimeterName": "nsp", "profileName": "phi", "accessRuleName": "r", "direction": direction, **inputs}


@pytest.mark.parametrize(
    ("inputs", "sound"),
    [
        (rule(addressPrefixes=["203.0.113.0/24"]), True),
        (rule(subscriptions=[{"id": f"/subscriptions/{SUBSCRIPTION}"}]), True),
        (rule("Outbound", fullyQualifiedDomainNames=["*.example.com"]), True),
        (rule(), False),
        (rule(addressPrefixes=["203.0.113.0/24"], subscriptions=[{"id": f"/subscriptions/{SUBSCRIPTION}"}]), False),
        (rule(fullyQualifiedDomainNames=["example.com"]), False),
        (rule("Outbound", addressPrefixes=["203.0.113.0/24"]), False),
        (rule(addressPrefixes=["203.0.113.7"]), False),
        (rule(subscriptions=[{"id": SUBSCRIPTION}]), False),
        (rule("Outbound", fullyQualifiedDomainNames=["https://example.com"]), False),
        (rule("Sideways", addressPrefixes=["203.0.113.0/24"]), False),
    ],
)
def test_a_rule_of_a_perimeter_says_one_thing_that_fits_its_direction(azure: Subscription, inputs: dict[str, Any], sound: bool) -> None:
    assert (azure.faults(RULE, **inputs) == []) is sound


def perimeter(azure: Subscription, name: str = "nsp") -> tuple[Made, Made]:
    made = azure.make(PERIMETER, **IN, networkSecurityPerimeterName=name)
    return made, azure.make(PROFILE, **IN, networkSecurityPerimeterName=name, profileName="phi")


def member(target: Made, profile: Made, name: str = "nsp", **inputs: Any) -> dict[str, Any]:
    wanted = {"privateLinkResource": {"id": target.id}, "profile": {"id": profile.id}, **inputs}
    return {**IN, "networkSecurityPerimeterName": name, "associationName": "a", **wanted}


def test_a_resource_is_in_one_perimeter_by_a_profile_of_its_own(azure: Subscription, vnet: Made) -> None:
    first, profile = perimeter(azure)
    _, other = perimeter(azure, "second")
    target = store(azure)
    azure.refuses("InvalidProfile", ASSOCIATION, **member(target, other))
    made = azure.make(ASSOCIATION, **member(target, profile))
    assert made["accessMode"] == "Learning"
    azure.refuses("ResourceIsAssociatedWithAnotherPerimeter", ASSOCIATION, match="nsp", **member(target, other, "second"))
    azure.refuses_delete("CannotDeleteResource", first)
    azure.refuses_delete("NetworkSecurityPerimeterProfileInUse", profile)
    missing = Made("", target.id + "x", {}, {})
    azure.refuses("InvalidResourceReference", ASSOCIATION, **member(missing, profile, associationName="b"))


def test_only_onboarded_types_join_a_perimeter(azure: Subscription, vnet: Made) -> None:
    faults = azure.faults(ASSOCIATION, **member(vnet, vnet))
    assert where(faults) == ["privateLinkResource.id"]
    assert where(azure.faults(ASSOCIATION, **IN, networkSecurityPerimeterName="nsp")) == ["privateLinkResource", "profile"]
    assert where(
        azure.faults(
            ASSOCIATION, **member(Made("", "/subscriptions/s/providers/Microsoft.KeyVault/vaults/v", {}, {}), vnet, accessMode="Off")
        )
    ) == ["accessMode"]


def test_perimeters_are_linked_once(azure: Subscription, vnet: Made) -> None:
    perimeter(azure)
    second, _ = perimeter(azure, "second")
    inputs = {**IN, "networkSecurityPerimeterName": "nsp", "autoApprovedRemotePerimeterResourceId": second.id}
    made = azure.make(LINK, **inputs, linkName="l")
    assert made["remotePerimeterGuid"] == second["perimeterGuid"]
    azure.refuses("NetworkSecurityPerimeterLinkExists", LINK, **inputs, linkName="again")
    azure.refuses_delete("NetworkSecurityPerimeterLinkExists", second)


def test_logs_of_a_perimeter_have_one_name_and_known_categories(azure: Subscription) -> None:
    inputs = {**IN, "networkSecurityPerimeterName": "nsp"}
    known = {"enabledLogCategories": ["NspPublicInboundPerimeterRulesDenied"]}
    assert azure.faults(LOGGING, **inputs, loggingConfigurationName="instance", properties=known) == []
    assert where(azure.faults(LOGGING, **inputs, loggingConfigurationName="mine", properties={"enabledLogCategories": ["All"]})) == [
        "loggingConfigurationName",
        "properties.enabledLogCategories[0]",
    ]


def test_a_profile_counts_its_rules(azure: Subscription, vnet: Made) -> None:
    _, profile = perimeter(azure)
    azure.make(RULE, **rule(addressPrefixes=["203.0.113.0/24"]))
    assert azure.read(profile)[0]["accessRulesVersion"] == "1"


# Service endpoint policies.


def test_a_policy_of_service_endpoints_needs_the_endpoint(azure: Subscription, vnet: Made) -> None:
    definitions = [{"name": "own", "service": "Microsoft.Storage", "serviceResources": [store(azure).id]}]
    policy = azure.make("network:ServiceEndpointPolicy", **IN, serviceEndpointPolicyName="p", serviceEndpointPolicyDefinitions=definitions)
    inputs = {
        **IN,
        "virtualNetworkName": "vnet",
        "subnetName": "s",
        "addressPrefix": "10.0.0.0/24",
        "serviceEndpointPolicies": [{"id": policy.id}],
    }
    azure.refuses("ServiceEndpointPolicyRequiresServiceEndpoint", "network:Subnet", **inputs)
    place = azure.make("network:Subnet", **inputs, serviceEndpoints=[{"service": "Microsoft.Storage"}])
    assert azure.read(policy)[0]["subnets"] == [{"id": place.id}]
    azure.refuses_delete("InUseServiceEndpointPolicyCannotBeDeleted", policy)


@pytest.mark.parametrize(
    ("service", "resource", "sound"),
    [
        ("Microsoft.Storage", f"/subscriptions/{SUBSCRIPTION}", True),
        ("Microsoft.Storage", "/services/Azure/Batch", False),
        ("Global", "/services/Azure/Batch", True),
        ("Global", f"/subscriptions/{SUBSCRIPTION}", False),
        ("Microsoft.Sql", f"/subscriptions/{SUBSCRIPTION}", False),
    ],
)
def test_a_definition_names_resources_of_its_service(azure: Subscription, service: str, resource: str, sound: bool) -> None:
    inputs = {**IN, "serviceEndpointPolicyName": "p", "service": service, "serviceResources": [resource]}
    assert (azure.faults("network:ServiceEndpointPolicyDefinition", **inputs) == []) is sound


# Flow logs.


def watcher(azure: Subscription, **inputs: Any) -> Made:
    return azure.make(WATCHER, **{**IN, "networkWatcherName": "watcher", **inputs})


def log(target: Made, storage: Made, **inputs: Any) -> dict[str, Any]:
    return {**IN, "networkWatcherName": "watcher", "flowLogName": "log", "targetResourceId": target.id, "storageId": storage.id, **inputs}


def test_a_region_has_one_watcher(azure: Subscription, vnet: Made) -> None:
    watcher(azure)
    azure.refuses("NetworkWatcherCountLimitReached", WATCHER, **IN, networkWatcherName="second")
    watcher(azure, networkWatcherName="north", location="northeurope")


def test_a_network_is_logged_once_and_shows_it(azure: Subscription, vnet: Made) -> None:
    watcher(azure)
    keep = store(azure)
    made = azure.make(LOG, **log(vnet, keep))
    assert made["targetResourceGuid"] == vnet["resourceGuid"]
    assert azure.read(vnet)[0]["flowLogs"] == [{"id": made.id}]
    azure.refuses("FlowLogAlreadyExistsForTarget", LOG, **log(vnet, keep, flowLogName="again"))


def test_watcher_target_and_store_are_of_one_region(azure: Subscription, vnet: Made) -> None:
    watcher(azure)
    azure.refuses("InvalidFlowLogRegion", LOG, match="storageId", **log(vnet, store(azure, location="northeurope")))
    far = places.network(azure, "far", location="northeurope")
    azure.refuses("InvalidFlowLogRegion", LOG, match="targetResourceId", **log(far, store(azure, "herestore")))
    azure.refuses("InvalidResourceReference", LOG, **log(Made("", vnet.id + "x", {}, {}), store(azure, "morestore")))


def test_security_groups_are_logged_no_more(azure: Subscription, vnet: Made) -> None:
    watcher(azure)
    azure.refuses("NsgFlowLogsRetired", LOG, **log(security_group(azure), store(azure)))


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"targetResourceId": "/subscriptions/s/providers/Microsoft.Compute/virtualMachines/m"}, "targetResourceId"),
        ({"storageId": "/subscriptions/s/providers/Microsoft.KeyVault/vaults/v"}, "storageId"),
        ({"retentionPolicy": {"days": 366, "enabled": True}}, "retentionPolicy.days"),
        ({"format": {"type": "JSON", "version": 3}}, "format.version"),
    ],
)
def test_a_flow_log_is_sound(azure: Subscription, change: dict[str, Any], path: str) -> None:
    target = Made("", "/subscriptions/s/providers/Microsoft.Network/virtualNetworks/v", {}, {})
    keep = Made("", "/subscriptions/s/providers/Microsoft.Storage/storageAccounts/a", {}, {})
    assert azure.faults(LOG, **log(target, keep)) == []
    assert where(azure.faults(LOG, **log(target, keep, **change))) == [path]


def test_traffic_analytics_need_a_workspace(azure: Subscription) -> None:
    inner = {"enabled": True, "trafficAnalyticsInterval": 15}
    inputs = log(
        Made("", "/x", {}, {}), Made("", "/y", {}, {}), flowAnalyticsConfiguration={"networkWatcherFlowAnalyticsConfiguration": inner}
    )
    found = where(azure.faults(LOG, **inputs))
    prefix = "flowAnalyticsConfiguration.networkWatcherFlowAnalyticsConfiguration"
    assert {f"{prefix}.trafficAnalyticsInterval", f"{prefix}.workspaceResourceId"} <= set(found)


def test_a_plan_against_floods_shows_and_keeps_what_it_protects(azure: Subscription, vnet: Made) -> None:
    plan = azure.make("network:DdosProtectionPlan", **IN, ddosProtectionPlanName="plan")
    azure.change(vnet, enableDdosProtection=True, ddosProtectionPlan={"id": plan.id})
    address = public_ip(azure, ddosSettings={"protectionMode": "Enabled", "ddosProtectionPlan": {"id": plan.id}})
    shown = azure.read(plan)[0]
    assert shown["virtualNetworks"] == [{"id": vnet.id}]
    assert shown["publicIPAddresses"] == [{"id": address.id}]
    azure.refuses_delete("DdosProtectionPlanInUse", plan)


# Network managers.


def manager(azure: Subscription, name: str = "manager", *access: str) -> dict[str, Any]:
    scopes = {"subscriptions": [f"/subscriptions/{azure.id}"]}
    return {
        **IN,
        "networkManagerName": name,
        "networkManagerScopes": scopes,
        "networkManagerScopeAccesses": list(access or ("SecurityAdmin",)),
    }


def test_a_manager_has_a_scope_that_no_other_has_for_the_same(azure: Subscription, vnet: Made) -> None:
    kind = "network:NetworkManager"
    assert where(azure.faults(kind, **manager(azure) | {"networkManagerScopes": {}})) == ["networkManagerScopes"]
    assert where(azure.faults(kind, **manager(azure) | {"networkManagerScopes": {"subscriptions": [SUBSCRIPTION]}})) == [
        "networkManagerScopes.subscriptions[0]"
    ]
    azure.make(kind, **manager(azure))
    azure.refuses("NetworkManagerScopeConflict", kind, **manager(azure, "second"))
    azure.make(kind, **manager(azure, "third", "Connectivity"))


def test_admin_rules_stand_in_collections_with_priorities_of_their_own(azure: Subscription, vnet: Made) -> None:
    azure.make("network:NetworkManager", **manager(azure))
    below = {**IN, "networkManagerName": "manager"}
    group = azure.make("network:NetworkGroup", **below, networkGroupName="zones")
    azure.make("network:SecurityAdminConfiguration", **below, configurationName="guard")
    below["configurationName"] = "guard"
    azure.make("network:AdminRuleCollection", **below, ruleCollectionName="deny", appliesToGroups=[{"networkGroupId": group.id}])
    rule_ = {
        **below,
        "ruleCollectionName": "deny",
        "ruleName": "ssh",
        "kind": "Custom",
        "priority": 1,
        "direction": "Inbound",
        "access": "Deny",
        "protocol": "Tcp",
    }
    sides = {"sources": [{"addressPrefix": "Internet", "addressPrefixType": "ServiceTag"}], "destinationPortRanges": ["22"]}
    azure.make("network:AdminRule", **rule_, **sides)
    azure.refuses("AdminRulePriorityConflict", "network:AdminRule", **rule_ | {"ruleName": "again"}, **sides)
    assert where(azure.faults("network:AdminRule", **rule_ | {"priority": 4097})) == ["priority"]
    wrong = [{"addressPrefix": "Intranet", "addressPrefixType": "ServiceTag"}]
    assert where(azure.faults("network:AdminRule", **rule_, sources=wrong)) == ["sources[0].addressPrefix"]
    azure.refuses_delete("NetworkGroupInUse", group)


def test_a_connectivity_has_a_hub_or_is_a_mesh_and_needs_its_access(azure: Subscription, vnet: Made) -> None:
    kind = "network:ConnectivityConfiguration"
    azure.make("network:NetworkManager", **manager(azure))
    below = {**IN, "networkManagerName": "manager"}
    group = azure.make("network:NetworkGroup", **below, networkGroupName="zones")
    inputs = {**below, "configurationName": "c", "appliesToGroups": [{"networkGroupId": group.id, "groupConnectivity": "None"}]}
    hub = [{"resourceId": vnet.id, "resourceType": "Microsoft.Network/virtualNetworks"}]
    assert where(azure.faults(kind, **inputs, connectivityTopology="HubAndSpoke")) == ["hubs"]
    assert where(azure.faults(kind, **inputs, connectivityTopology="Mesh", hubs=hub)) == ["hubs"]
    azure.refuses("NetworkManagerScopeAccessMissing", kind, **inputs, connectivityTopology="HubAndSpoke", hubs=hub)


# Resource groups and locks.


@pytest.mark.parametrize(
    ("name", "sound"), [("clinic", True), ("clinic(phi)_1.a", True), ("clinic.", False), ("clinic/phi", False), ("x" * 91, False)]
)
def test_names_of_groups_have_at_most_90_letters_and_no_period_at_their_end(azure: Subscription, name: str, sound: bool) -> None:
    assert (azure.faults("resources:ResourceGroup", resourceGroupName=name, location="westeurope") == []) is sound


def test_a_group_has_a_location(azure: Subscription) -> None:
    assert where(azure.faults("resources:ResourceGroup", resourceGroupName="clinic")) == ["location"]


def lock(scope: Made, level: str = "CanNotDelete", name: str = "keep") -> dict[str, Any]:
    return {"scope": scope.id, "lockName": name, "level": level}


def test_a_lock_holds_everything_below_its_scope(azure: Subscription, vnet: Made) -> None:
    place = places.subnet(azure, vnet)
    made = azure.make("authorization:ManagementLockByScope", **lock(vnet))
    azure.refuses_delete("ScopeLocked", place)
    azure.refuses_delete("ScopeLocked", vnet)
    azure.change(vnet, tags={"ai-zone": "phi"})
    azure.delete(made)
    azure.delete(place)
    azure.delete(vnet)


def test_a_group_with_something_locked_in_it_stays(azure: Subscription, vnet: Made) -> None:
    azure.make("authorization:ManagementLockByScope", **lock(vnet))
    holder = Made("urn:pulumi:dev::test::azure-native:resources:ResourceGroup::g", vnet.id.split("/providers/")[0], {}, {})
    azure.refuses_delete("ScopeLocked", holder, "vnet")


def test_a_lifted_lock_holds_nothing(azure: Subscription, vnet: Made) -> None:
    made = azure.object(azure.make("authorization:ManagementLockByScope", **lock(vnet)).id)
    assert made
    made.outputs["level"] = "NotSpecified"
    azure.cloud.world.put(made)
    azure.delete(Made("urn:pulumi:dev::test::azure-native:resources:ResourceGroup::g", vnet.id.split("/providers/")[0], {}, {}))
    assert azure.object(vnet.id) is None


def test_a_read_only_scope_changes_in_nothing(azure: Subscription, vnet: Made) -> None:
    azure.make("authorization:ManagementLockAtResourceGroupLevel", **IN, lockName="still", level="ReadOnly")
    azure.refuses_change("ScopeLocked", vnet, tags={"a": "b"})
    azure.refuses("ScopeLocked", "network:RouteTable", **IN, routeTableName="t")


def test_a_lock_has_a_level_that_azure_knows(azure: Subscription) -> None:
    target = Made("", "/subscriptions/s", {}, {})
    assert where(azure.faults("authorization:ManagementLockByScope", **lock(target, "Never")))[:1] == ["level"]
    assert azure.faults("authorization:ManagementLockByScope", **lock(target), notes="x" * 513) != []
