"""Web apps, functions, container apps, container groups and flows: where their calls come out, and who calls them."""

from typing import Any

import pytest

from tests.posture.readers.azure.estate import Clinic, vouched
from tests.posture.readers.azure.networks import Made


def web(clinic: Clinic, subnet: Made | None, **inputs: Any) -> Made:
    """A closed app that sends all its traffic by a subnet."""
    where = {"virtualNetworkSubnetId": subnet.id} if subnet is not None else {}
    given = {"publicNetworkAccess": "Disabled", "siteConfig": {"vnetRouteAllEnabled": True}, **where, **inputs}
    return clinic.put("web:WebApp", "app", zone="phi", **{key: value for key, value in given.items() if value is not ...})


def test_an_app_in_a_private_subnet_has_no_way_out(clinic: Clinic, form: str) -> None:
    web(clinic, clinic.zone("phi"))
    assert clinic.exit(form) == "proven"


def test_an_app_without_a_network_has_the_internet(clinic: Clinic, form: str) -> None:
    web(clinic, None)
    assert clinic.exit(form) == "violated"


@pytest.mark.parametrize(
    ("settings", "verdict"),
    [
        ({"siteConfig": {}}, "violated"),
        ({"siteConfig": {"vnetRouteAllEnabled": False}}, "violated"),
        ({"siteConfig": {}, "outboundVnetRouting": {"allTraffic": True}}, "proven"),
        ({"siteConfig": {}, "outboundVnetRouting": {"applicationTraffic": True}}, "proven"),
        ({"siteConfig": {}, "functionAppConfig": {"runtime": {"name": "python"}}}, "proven"),
    ],
)
def test_calls_to_public_addresses_go_by_the_subnet_only_where_all_traffic_is_routed(
    clinic: Clinic, form: str, settings: dict[str, Any], verdict: str
) -> None:
    web(clinic, clinic.zone("phi"), **settings)
    assert clinic.exit(form) == verdict


def test_the_network_of_an_app_may_stand_in_a_resource_of_its_own(clinic: Clinic, form: str) -> None:
    made = web(clinic, None)
    subnet = clinic.zone("phi")
    clinic.part("web:WebAppSwiftVirtualNetworkConnection", "swift", name=made.name, subnetResourceId=subnet.id)
    assert clinic.exit(form) == "proven"


@pytest.mark.parametrize(
    ("config", "verdict"),
    [
        ({}, "violated"),
        ({"ipSecurityRestrictions": [{"action": "Allow", "ipAddress": "203.0.113.0/24", "priority": 1}]}, "violated"),
        (
            {
                "ipSecurityRestrictions": [{"action": "Deny", "ipAddress": "203.0.113.0/24", "priority": 1}],
                "scmIpSecurityRestrictionsUseMain": True,
            },
            "proven",
        ),
        ({"ipSecurityRestrictionsDefaultAction": "Deny", "scmIpSecurityRestrictionsUseMain": True}, "proven"),
        ({"ipSecurityRestrictionsDefaultAction": "Deny"}, "violated"),
        ({"ipSecurityRestrictionsDefaultAction": "Deny", "scmIpSecurityRestrictionsDefaultAction": "Deny"}, "proven"),
    ],
)
def test_access_restrictions_of_an_app_and_of_its_deployment_site(clinic: Clinic, form: str, config: dict[str, Any], verdict: str) -> None:
    web(clinic, clinic.zone("phi"), publicNetworkAccess="Enabled", siteConfig={"vnetRouteAllEnabled": True, **config})
    assert clinic.exit(form) == verdict


def test_an_address_that_the_reviewer_vouches_for_may_call(clinic: Clinic, form: str) -> None:
    rule = {"action": "Allow", "ipAddress": "203.0.113.4/32", "priority": 1}
    config = {"vnetRouteAllEnabled": True, "ipSecurityRestrictions": [rule], "scmIpSecurityRestrictionsUseMain": True}
    web(clinic, clinic.zone("phi"), publicNetworkAccess="Enabled", siteConfig=config)
    assert clinic.exit(form, vouched("203.0.113.4")) == "proven"


def test_public_access_that_is_not_said_is_off_behind_a_private_endpoint(clinic: Clinic, form: str) -> None:
    subnet = clinic.zone("phi")
    made = web(clinic, subnet, publicNetworkAccess=...)
    assert clinic.exit(form) == "violated"
    connection = {"name": "c", "privateLinkServiceId": made.id, "groupIds": ["sites"]}
    clinic.put("network:PrivateEndpoint", "pe", subnet={"id": subnet.id}, privateLinkServiceConnections=[connection])
    assert clinic.exit(form) == "proven"


def test_a_share_that_an_app_has_as_a_directory_is_used(clinic: Clinic, form: str) -> None:
    clinic.account()
    made = web(clinic, clinic.zone("inference"), tags={"ai-zone": "inference"})
    shares = {"records": {"accountName": "records", "shareName": "s", "mountPath": "/r", "type": "AzureFiles"}}
    clinic.part("web:WebAppAzureStorageAccounts", "mounts", name=made.name, properties=shares)
    assert clinic.redaction(form) == "violated"


def test_backups_of_an_app_go_to_the_address_that_is_named(clinic: Clinic, form: str) -> None:
    made = web(clinic, clinic.zone("phi"))
    url = "https://vendor.blob.core.windows.net/backups?sv=1&sig=x"
    clinic.part("web:WebAppBackupConfiguration", "backup", name=made.name, storageAccountUrl=url)
    assert clinic.exit(form) == "unproven"
    assert clinic.exit(form, vouched("vendor.blob.core.windows.net")) == "proven"


def environment(clinic: Clinic, subnet: Made | None, **inputs: Any) -> Made:
    network = {"vnetConfiguration": {"infrastructureSubnetId": subnet.id, "internal": True}} if subnet is not None else {}
    return clinic.put("app:ManagedEnvironment", "environment", zone="phi", **{**network, **inputs})


def container(clinic: Clinic, home: Made, **ingress: Any) -> Made:
    configuration = {"configuration": {"ingress": ingress}} if ingress else {}
    return clinic.put("app:ContainerApp", "api", zone="phi", managedEnvironmentId=home.id, **configuration)


def test_containers_in_an_internal_environment_are_private(clinic: Clinic, form: str) -> None:
    container(clinic, environment(clinic, clinic.zone("phi")), external=True, targetPort=8080)
    assert clinic.exit(form) == "proven"


def test_containers_without_a_network_have_the_internet(clinic: Clinic, form: str) -> None:
    container(clinic, environment(clinic, None))
    assert clinic.exit(form) == "violated"


@pytest.mark.parametrize(
    ("ingress", "verdict"),
    [
        ({"external": True}, "violated"),
        ({"external": False}, "proven"),
        ({"targetPort": 80}, "proven"),
        (
            {"external": True, "ipSecurityRestrictions": [{"name": "a", "action": "Allow", "ipAddressRange": "203.0.113.0/24"}]},
            "violated",
        ),
    ],
)
def test_external_ingress_in_a_public_environment(clinic: Clinic, form: str, ingress: dict[str, Any], verdict: str) -> None:
    subnet = clinic.zone("phi")
    home = environment(clinic, None, vnetConfiguration={"infrastructureSubnetId": subnet.id, "internal": False})
    container(clinic, home, **ingress)
    assert clinic.exit(form) == verdict


def test_telemetry_of_an_environment_goes_where_it_is_sent(clinic: Clinic, form: str) -> None:
    destinations = {"destinationsConfiguration": {"otlpConfigurations": [{"name": "v", "endpoint": "https://otel.vendor.example:4317"}]}}
    environment(clinic, clinic.zone("phi"), openTelemetryConfiguration=destinations)
    assert clinic.exit(form) == "violated"


def test_logs_of_an_environment_go_to_the_workspace_with_that_id(clinic: Clinic, form: str) -> None:
    logs = clinic.workspace()
    configuration = {"destination": "log-analytics", "logAnalyticsConfiguration": {"customerId": logs.out("customerId")}}
    environment(clinic, clinic.zone("phi"), appLogsConfiguration=configuration)
    assert ("replicate", "environment", "logs", True) in clinic.edges(form)


@pytest.mark.parametrize(
    ("settings", "verdict"),
    [({}, "proven"), ({"ipAddress": {"type": "Public", "ports": [{"port": 443}]}}, "violated"), ({"subnetIds": None}, "violated")],
)
def test_a_container_group_stands_in_a_subnet_or_beside_all_networks(
    clinic: Clinic, form: str, settings: dict[str, Any], verdict: str
) -> None:
    given = {"subnetIds": [{"id": clinic.zone("phi").id}], "containers": [], **settings}
    clinic.put("containerinstance:ContainerGroup", "job", zone="phi", **{k: v for k, v in given.items() if v is not None})
    assert clinic.exit(form) == verdict


def test_a_flow_runs_beside_all_networks(clinic: Clinic, form: str) -> None:
    clinic.put("logic:Workflow", "flow", zone="phi", definition={"triggers": {}, "actions": {}})
    assert clinic.exit(form) == "violated"


def test_a_flow_carries_what_its_connection_gives(clinic: Clinic, form: str) -> None:
    clinic.account()
    connection = clinic.put(
        "web:Connection", "blob", properties={"api": {"name": "azureblob"}, "parameterValues": {"accountName": "records"}}
    )
    parameters = {"$connections": {"value": {"azureblob": {"connectionId": connection.id}}}}
    clinic.put("logic:Workflow", "flow", definition={"triggers": {}, "actions": {}}, parameters=parameters)
    assert clinic.exit(form) == "violated"


def test_a_static_site_asks_the_backend_that_it_is_linked_with(clinic: Clinic, form: str) -> None:
    backend = web(clinic, clinic.zone("phi"))
    site = clinic.put("web:StaticSite", "site")
    clinic.part("web:StaticSiteLinkedBackend", "link", name=site.name, linkedBackendName="b", backendResourceId=backend.id)
    assert clinic.exit(form) == "violated"


def test_sandboxes_of_sessions_reach_nothing_unless_egress_is_enabled(clinic: Clinic, form: str) -> None:
    clinic.put("app:ContainerAppsSessionPool", "sandbox", zone="deidentification")
    assert clinic.exit(form) == "proven"
    network = {"status": "EgressEnabled"}
    clinic.put("app:ContainerAppsSessionPool", "open", zone="deidentification", sessionNetworkConfiguration=network)
    assert clinic.exit(form) == "violated"
