"""Data Factory, Synapse, Stream Analytics, Data Explorer; clusters of Kubernetes, Batch, HDInsight and Databricks."""

from typing import Any

import pytest

from tests.posture.readers.azure.estate import OUR_TENANT, THEIR_TENANT, Clinic, vouched
from tests.posture.readers.azure.networks import Made


def test_a_factory_that_works_on_records_carries_them_to_the_internet(clinic: Clinic, form: str) -> None:
    clinic.account()
    factory = clinic.put("datafactory:Factory", "factory")
    properties = {"type": "AzureBlobStorage", "serviceEndpoint": "https://records.blob.core.windows.net/"}
    clinic.part("datafactory:LinkedService", "link", factoryName=factory.name, properties=properties)
    assert clinic.exit(form) == "violated"


@pytest.mark.parametrize(
    "properties",
    [
        {"type": "AzureBlobStorage", "connectionString": "DefaultEndpointsProtocol=https;AccountName=records;AccountKey=x"},
        {"type": "AzureBlobFS", "url": "https://records.dfs.core.windows.net"},
    ],
)
def test_a_linked_service_is_told_by_address_or_account(clinic: Clinic, form: str, properties: dict[str, Any]) -> None:
    clinic.account()
    factory = clinic.put("datafactory:Factory", "factory")
    clinic.part("datafactory:LinkedService", "link", factoryName=factory.name, properties=properties)
    assert ("use", "factory", "records", True) in clinic.edges(form)


def test_a_factory_that_is_linked_with_nothing_of_ours_takes_nothing_out(clinic: Clinic, form: str) -> None:
    clinic.put("datafactory:Factory", "factory")
    assert clinic.exit(form) == "proven"


def test_a_linked_service_of_azure_that_nobody_knows_is_said(clinic: Clinic, form: str) -> None:
    factory = clinic.put("datafactory:Factory", "factory")
    properties = {"type": "AzureSqlDatabase", "connectionString": "Server=tcp:elsewhere.database.windows.net"}
    clinic.part("datafactory:LinkedService", "link", factoryName=factory.name, properties=properties)
    assert clinic.unreadable(form) == {"link"}


def synapse(clinic: Clinic, **settings: Any) -> Made:
    network = {"managedVirtualNetwork": "default", "managedVirtualNetworkSettings": settings} if settings else {}
    return clinic.put("synapse:Workspace", "analytics", zone="phi", publicNetworkAccess="Disabled", **network)


@pytest.mark.parametrize(
    ("settings", "verdict"),
    [
        ({}, "violated"),
        ({"preventDataExfiltration": True}, "proven"),
        ({"preventDataExfiltration": False}, "violated"),
        ({"preventDataExfiltration": True, "allowedAadTenantIdsForLinking": [OUR_TENANT]}, "proven"),
        ({"preventDataExfiltration": True, "allowedAadTenantIdsForLinking": [THEIR_TENANT]}, "violated"),
    ],
)
def test_data_exfiltration_protection_of_a_workspace(clinic: Clinic, form: str, settings: dict[str, Any], verdict: str) -> None:
    synapse(clinic, **settings)
    assert clinic.exit(form) == verdict


@pytest.mark.parametrize(("end", "verdict"), [("0.0.0.0", "violated"), ("255.255.255.255", "violated")])
def test_firewall_rules_of_a_workspace(clinic: Clinic, form: str, end: str, verdict: str) -> None:
    made = synapse(clinic, preventDataExfiltration=True)
    made.inputs["publicNetworkAccess"] = "Enabled"
    clinic.part("synapse:IpFirewallRule", "rule", workspaceName=made.name, startIpAddress="0.0.0.0", endIpAddress=end)
    assert clinic.exit(form) == verdict


def test_a_data_lake_of_records_under_an_inference_workspace_bypasses_redaction(clinic: Clinic, form: str) -> None:
    records = clinic.account()
    made = synapse(clinic, preventDataExfiltration=True)
    made.inputs["tags"] = {"ai-zone": "inference"}
    made.inputs["defaultDataLakeStorage"] = {"resourceId": records.id, "filesystem": "f"}
    assert clinic.redaction(form) == "violated"


def job(clinic: Clinic, output: dict[str, Any]) -> None:
    clinic.put("eventhub:Namespace", "events", zone="phi", publicNetworkAccess="Disabled")
    source = {"type": "Microsoft.ServiceBus/EventHub", "serviceBusNamespace": "events", "eventHubName": "h"}
    made = clinic.put("streamanalytics:StreamingJob", "stream")
    made.inputs["inputs"] = [{"name": "in", "properties": {"type": "Stream", "datasource": source}}]
    made.inputs["outputs"] = [{"name": "out", "datasource": output}]


def test_a_stream_job_writes_to_an_account_of_ours(clinic: Clinic, form: str) -> None:
    clinic.account("archive")
    job(clinic, {"type": "Microsoft.Storage/Blob", "storageAccounts": [{"accountName": "archive"}]})
    assert {("replicate", "events", "stream", True), ("replicate", "stream", "archive", True)} <= clinic.edges(form)
    assert clinic.exit(form) == "proven"


@pytest.mark.parametrize(
    "output", [{"type": "Microsoft.Storage/Blob", "storageAccounts": [{"accountName": "somebodys"}]}, {"type": "PowerBI"}]
)
def test_a_stream_job_into_what_nobody_knows_is_unproven(clinic: Clinic, form: str, output: dict[str, Any]) -> None:
    job(clinic, output)
    assert clinic.exit(form) == "unproven"


def test_an_output_of_its_own_is_read_with_its_job(clinic: Clinic, form: str) -> None:
    job(clinic, {"type": "Microsoft.Storage/Blob", "storageAccounts": [{"accountName": "archive"}]})
    clinic.account("archive")
    clinic.account("corpus", zone="inference")
    datasource = {"type": "Microsoft.Storage/Blob", "storageAccounts": [{"accountName": "corpus"}]}
    clinic.part("streamanalytics:Output", "second", jobName="stream", datasource=datasource)
    assert clinic.redaction(form) == "violated"


@pytest.mark.parametrize(("tenant", "verdict"), [(OUR_TENANT, "proven"), (THEIR_TENANT, "violated"), ("*", "violated")])
def test_tenants_that_a_cluster_of_tables_trusts(clinic: Clinic, form: str, tenant: str, verdict: str) -> None:
    clinic.put("kusto:Cluster", "tables", zone="phi", publicNetworkAccess="Disabled", trustedExternalTenants=[{"value": tenant}])
    assert clinic.exit(form) == verdict


def kubernetes(clinic: Clinic, **inputs: Any) -> Made:
    """A private cluster whose nodes come out by their subnet's routes."""
    subnet = clinic.zone("phi")
    given = {
        "agentPoolProfiles": [{"name": "system", "vnetSubnetID": subnet.id}],
        "networkProfile": {"outboundType": "userDefinedRouting"},
        "apiServerAccessProfile": {"enablePrivateCluster": True},
        **inputs,
    }
    return clinic.put("containerservice:ManagedCluster", "cluster", zone="phi", **{k: v for k, v in given.items() if v is not ...})


@pytest.mark.parametrize(
    ("settings", "verdict"),
    [
        ({}, "proven"),
        ({"networkProfile": ...}, "violated"),
        ({"networkProfile": {"outboundType": "loadBalancer"}}, "violated"),
        ({"networkProfile": {"outboundType": "managedNATGateway"}}, "violated"),
        ({"networkProfile": {"outboundType": "none"}}, "proven"),
        ({"apiServerAccessProfile": ...}, "violated"),
        ({"apiServerAccessProfile": {"authorizedIPRanges": ["203.0.113.0/24"]}}, "violated"),
        ({"publicNetworkAccess": "Disabled", "apiServerAccessProfile": ...}, "proven"),
    ],
)
def test_nodes_and_api_server_of_a_cluster(clinic: Clinic, form: str, settings: dict[str, Any], verdict: str) -> None:
    kubernetes(clinic, **settings)
    assert clinic.exit(form) == verdict


def test_an_address_that_the_reviewer_vouches_for_may_ask_the_api_server(clinic: Clinic, form: str) -> None:
    kubernetes(clinic, apiServerAccessProfile={"authorizedIPRanges": ["203.0.113.4/32"]})
    assert clinic.exit(form, vouched("203.0.113.4")) == "proven"


def test_nodes_of_a_pool_of_its_own_have_public_addresses(clinic: Clinic, form: str) -> None:
    made = kubernetes(clinic)
    clinic.part("containerservice:AgentPool", "pool", resourceName=made.name, enableNodePublicIP=True)
    assert clinic.exit(form) == "violated"


def test_nodes_of_a_pool_of_its_own_stand_in_its_subnet(clinic: Clinic, form: str) -> None:
    made = kubernetes(clinic)
    outside = clinic.subnet("out", clinic.vnet("web", "10.9.0.0/16"), "10.9.1.0/24", private=False, defaultOutboundAccess=True)
    clinic.part("containerservice:AgentPool", "pool", resourceName=made.name, vnetSubnetID=outside.id)
    assert clinic.exit(form) == "violated"


def test_logs_of_a_cluster_go_to_the_workspace_of_its_addon(clinic: Clinic, form: str) -> None:
    logs = clinic.workspace()
    addons = {"omsagent": {"enabled": True, "config": {"logAnalyticsWorkspaceResourceID": logs.id}}}
    kubernetes(clinic, addonProfiles=addons)
    assert ("replicate", "cluster", "logs", True) in clinic.edges(form)


@pytest.mark.parametrize(("provision", "verdict"), [("NoPublicIPAddresses", "proven"), ("BatchManaged", "violated"), (None, "violated")])
def test_nodes_of_a_batch_pool_have_public_addresses_unless_told_otherwise(
    clinic: Clinic, form: str, provision: str | None, verdict: str
) -> None:
    clinic.put("batch:BatchAccount", "jobs", zone="phi")
    addresses = {"publicIPAddressConfiguration": {"provision": provision}} if provision else {}
    network = {"subnetId": clinic.zone("phi").id, **addresses}
    clinic.put("batch:Pool", "pool", zone="phi", accountName="jobs", networkConfiguration=network)
    assert clinic.exit(form) == verdict


@pytest.mark.parametrize(
    ("parameters", "verdict"),
    [(None, "violated"), ({"enableNoPublicIp": {"value": False}}, "violated"), ({"enableNoPublicIp": {"value": True}}, "proven")],
)
def test_notebooks_run_in_our_network_only_where_they_are_injected(
    clinic: Clinic, form: str, parameters: dict[str, Any] | None, verdict: str
) -> None:
    vnet = clinic.vnet("phi", zone="phi")
    clinic.subnet("private", vnet)
    clinic.subnet("public", vnet, "10.0.2.0/24")
    injected = {
        "customVirtualNetworkId": {"value": vnet.id},
        "customPrivateSubnetName": {"value": "private"},
        "customPublicSubnetName": {"value": "public"},
    }
    given = {"parameters": {**injected, **parameters}} if parameters is not None else {}
    clinic.put("databricks:Workspace", "notebooks", zone="phi", publicNetworkAccess="Disabled", **given)
    assert clinic.exit(form) == verdict


@pytest.mark.parametrize(
    ("network", "verdict"),
    [({}, "violated"), ({"resourceProviderConnection": "Outbound", "privateLink": "Enabled"}, "proven")],
)
def test_gateways_of_a_hadoop_cluster_are_public_unless_it_is_private(
    clinic: Clinic, form: str, network: dict[str, Any], verdict: str
) -> None:
    roles = [{"name": "head", "virtualNetworkProfile": {"subnet": clinic.zone("phi").id}}]
    properties = {"computeProfile": {"roles": roles}, "networkProperties": network}
    clinic.put("hdinsight:Cluster", "hadoop", zone="phi", properties=properties)
    assert clinic.exit(form) == verdict
