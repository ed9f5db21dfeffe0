"""Knowing less never proves what was violated: each leaking program, with one value after another unknown."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from posture.graph.build import build
from posture.graph.builder import GraphBuilder
from posture.proofs.judge import judge
from posture.readers.load import read_stack
from posture.resource import Resource
from posture.stack import Form, Stack
from posture.values import UNKNOWN
from tests.posture.readers.azure.estate import ABROAD, BLOB_READER, CONTRIBUTOR, REVIEWER, THEIR_TENANT, Clinic
from tests.posture.readers.azure.networks import OURS, T1, T2, THEIRS

FOREIGN_ACCOUNT = f"/subscriptions/{THEIRS}/resourceGroups/x/providers/Microsoft.Storage/storageAccounts/v"
FOREIGN_LOGS = f"/subscriptions/{THEIRS}/resourceGroups/x/providers/Microsoft.OperationalInsights/workspaces/v"


def _open_account(clinic: Clinic) -> None:
    clinic.account(publicNetworkAccess="Enabled", networkRuleSet={"defaultAction": "Allow"})


def _addresses(clinic: Clinic) -> None:
    rules = {"defaultAction": "Deny", "ipRules": [{"iPAddressOrRange": "203.0.113.7"}]}
    clinic.account(publicNetworkAccess="Enabled", networkRuleSet=rules)


def _replicated(clinic: Clinic) -> None:
    records = clinic.account()
    names = {"accountName": "records", "sourceAccount": records.arm, "destinationAccount": FOREIGN_ACCOUNT}
    clinic.part("storage:ObjectReplicationPolicy", "policy", **names)


def _geo(clinic: Clinic) -> None:
    clinic.account(sku={"name": "Standard_GRS"}, location="eastus2")


def _abroad(clinic: Clinic) -> None:
    clinic.account(location=ABROAD)


def _firewall(clinic: Clinic) -> None:
    clinic.put("dbforpostgresql:Server", "db", zone="phi", network={"publicNetworkAccess": "Enabled"})
    clinic.part("dbforpostgresql:FirewallRule", "rule", serverName="db", startIpAddress="0.0.0.0", endIpAddress="0.0.0.0")


def _failover(clinic: Clinic) -> None:
    clinic.put("sql:Server", "db", zone="phi", publicNetworkAccess="Disabled")
    partner = f"/subscriptions/{THEIRS}/resourceGroups/x/providers/Microsoft.Sql/servers/v"
    clinic.part("sql:FailoverGroup", "group", serverName="db", partnerServers=[{"id": partner}])


def _documents(clinic: Clinic) -> None:
    locations = [{"locationName": "westeurope"}, {"locationName": "eastus"}]
    closed = {"publicNetworkAccess": "Disabled", "backupPolicy": {"type": "Continuous"}}
    clinic.put("cosmosdb:DatabaseAccount", "documents", zone="phi", locations=locations, **closed)


def _capture(clinic: Clinic) -> None:
    clinic.put("eventhub:Namespace", "events", zone="phi", publicNetworkAccess="Disabled")
    capture = {"enabled": True, "destination": {"storageAccountResourceId": FOREIGN_ACCOUNT}}
    clinic.part("eventhub:EventHub", "hub", namespaceName="events", captureDescription=capture)


def _webhook(clinic: Clinic) -> None:
    clinic.put("eventgrid:Topic", "topic", zone="phi", publicNetworkAccess="Disabled")
    hook = {"endpointType": "WebHook", "endpointUrl": "https://vendor.example.com"}
    clinic.part("eventgrid:TopicEventSubscription", "sub", topicName="topic", destination=hook)


def _global_model(clinic: Clinic) -> None:
    clinic.account()
    clinic.ai(zone="deidentification")
    clinic.part("cognitiveservices:Deployment", "embed", accountName="models", sku={"name": "GlobalStandard"})


def _bing(clinic: Clinic) -> None:
    clinic.account()
    clinic.ai(zone="deidentification")
    properties = {"category": "GroundingWithBingSearch", "target": "https://api.bing.microsoft.com/"}
    clinic.part("cognitiveservices:AccountConnection", "bing", accountName="models", properties=properties)


def _learning(clinic: Clinic) -> None:
    clinic.account()
    network = {"isolationMode": "AllowInternetOutbound"}
    clinic.put("machinelearningservices:Workspace", "ml", zone="deidentification", managedNetwork=network, publicNetworkAccess="Disabled")


def _fhir(clinic: Clinic) -> None:
    clinic.put("healthcareapis:Workspace", "clinic", zone="phi")
    clinic.put("healthcareapis:FhirService", "fhir", zone="phi", workspaceName="clinic")


def _app(clinic: Clinic) -> None:
    clinic.put("web:WebApp", "app", zone="phi", publicNetworkAccess="Disabled", siteConfig={"vnetRouteAllEnabled": False})


def _containers(clinic: Clinic) -> None:
    home = clinic.put("app:ManagedEnvironment", "home", zone="phi")
    clinic.put("app:ContainerApp", "api", zone="phi", managedEnvironmentId=home.arm, configuration={"ingress": {"external": True}})


def _cluster(clinic: Clinic) -> None:
    private = {"enablePrivateCluster": True}
    network = {"outboundType": "loadBalancer"}
    clinic.put("containerservice:ManagedCluster", "c", zone="phi", networkProfile=network, apiServerAccessProfile=private)


def _gallery(clinic: Clinic) -> None:
    closed = {"networkAccessPolicy": "DenyAll", "publicNetworkAccess": "Disabled"}
    disk = clinic.put("compute:Disk", "disk", zone="phi", creationData={"createOption": "Empty"}, **closed)
    clinic.put("compute:Gallery", "gallery", sharingProfile={"permissions": "Community"})
    storage = {"osDiskImage": {"source": {"id": disk.arm}}}
    names = {"galleryName": "gallery", "galleryImageName": "image"}
    clinic.put("compute:GalleryImageVersion", "one", zone="phi", storageProfile=storage, **names)


def _logs(clinic: Clinic) -> None:
    records = clinic.account()
    clinic.part("monitor:DiagnosticSetting", "logging", resourceUri=records.arm, workspaceId=FOREIGN_LOGS)


def _lighthouse(clinic: Clinic) -> None:
    clinic.account()
    definition = f"/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/{CONTRIBUTOR}"
    offer = {"managedByTenantId": THEIR_TENANT, "authorizations": [{"principalId": "p", "roleDefinitionId": definition}]}
    made = clinic.part("managedservices:RegistrationDefinition", "offer", scope=f"/subscriptions/{OURS}", properties=offer)
    taken = {"registrationDefinitionId": made.arm}
    clinic.part("managedservices:RegistrationAssignment", "delegation", scope=f"/subscriptions/{OURS}", properties=taken)


def _foreign_group(clinic: Clinic) -> None:
    clinic.assign("stranger", BLOB_READER, clinic.account().arm, principalType="ForeignGroup")


def _federated(clinic: Clinic) -> None:
    records, worker = clinic.account(), clinic.identity()
    inputs = {"issuer": "https://token.actions.githubusercontent.com", "subject": "repo:vendor/x:ref:refs/heads/main", "audiences": ["a"]}
    clinic.part("managedidentity:FederatedIdentityCredential", "trust", resourceName="worker", **inputs)
    clinic.assign(worker, BLOB_READER, records.arm)


def _synapse(clinic: Clinic) -> None:
    clinic.put("synapse:Workspace", "analytics", zone="phi", publicNetworkAccess="Disabled", managedVirtualNetwork="default")


def _stream(clinic: Clinic) -> None:
    clinic.put("eventhub:Namespace", "events", zone="phi", publicNetworkAccess="Disabled")
    clinic.put("eventhub:Namespace", "out", location=ABROAD, publicNetworkAccess="Disabled")
    made = clinic.put("streamanalytics:StreamingJob", "job")
    source = {"type": "Microsoft.ServiceBus/EventHub", "serviceBusNamespace": "events"}
    made.inputs["inputs"] = [{"properties": {"datasource": source}}]
    made.inputs["outputs"] = [{"datasource": {"type": "Microsoft.ServiceBus/EventHub", "serviceBusNamespace": "out"}}]


def _linked(clinic: Clinic) -> None:
    clinic.account()
    clinic.put("datafactory:Factory", "factory")
    properties = {"type": "AzureBlobFS", "url": "https://records.dfs.core.windows.net"}
    clinic.part("datafactory:LinkedService", "link", factoryName="factory", properties=properties)


def _batch(clinic: Clinic) -> None:
    clinic.put("batch:BatchAccount", "jobs", zone="phi")
    clinic.put("batch:Pool", "pool", zone="phi", accountName="jobs", networkConfiguration={"subnetId": clinic.zone("phi").arm})


def _registry(clinic: Clinic) -> None:
    clinic.put("containerregistry:Registry", "images", zone="phi", publicNetworkAccess="Disabled")
    clinic.put("containerregistry:Replication", "abroad", location=ABROAD, registryName="images")


def _pull(clinic: Clinic) -> None:
    rules = {"defaultAction": "Allow"}
    clinic.put("containerregistry:Registry", "images", zone="phi", publicNetworkAccess="Enabled", networkRuleSet=rules)


def _hook(clinic: Clinic) -> None:
    clinic.put("containerregistry:Registry", "images", zone="phi", publicNetworkAccess="Disabled")
    inputs = {"registryName": "images", "serviceUri": "https://vendor.example.com", "status": "enabled"}
    clinic.put("containerregistry:Webhook", "hook", **inputs)


def _collected(clinic: Clinic) -> None:
    machine = clinic.machine("host", clinic.nic("nic", clinic.zone("phi")), zone="phi")
    destinations = {"logAnalytics": [{"name": "w", "workspaceResourceId": FOREIGN_LOGS}]}
    rule = clinic.put("monitor:DataCollectionRule", "rule", destinations=destinations)
    clinic.part("monitor:DataCollectionRuleAssociation", "association", resourceUri=machine.arm, dataCollectionRuleId=rule.arm)


def _exported(clinic: Clinic) -> None:
    clinic.workspace(zone="phi")
    inputs = {"workspaceName": "logs", "resourceId": FOREIGN_ACCOUNT, "tableNames": ["A"], "enable": True}
    clinic.part("operationalinsights:DataExport", "export", **inputs)


def _asked(clinic: Clinic) -> None:
    clinic.workspace(zone="phi", publicNetworkAccessForQuery="Enabled")


def _perimeter(clinic: Clinic) -> None:
    records = clinic.account(publicNetworkAccess="SecuredByPerimeter")
    names = {"networkSecurityPerimeterName": "perimeter"}
    clinic.put("network:NetworkSecurityPerimeter", "perimeter")
    profile = clinic.part("network:NetworkSecurityPerimeterProfile", "profile", **names)
    ends = {"privateLinkResource": {"id": records.arm}, "profile": {"id": profile.arm}}
    clinic.part("network:NetworkSecurityPerimeterAssociation", "association", accessMode="Enforced", **ends, **names)
    rule = {"profileName": "profile", "direction": "Inbound", "addressPrefixes": ["203.0.113.0/24"]}
    clinic.part("network:NetworkSecurityPerimeterAccessRule", "rule", **rule, **names)


def _nodes(clinic: Clinic) -> None:
    clinic.account()
    isolated = {"isolationMode": "AllowOnlyApprovedOutbound"}
    clinic.put("machinelearningservices:Workspace", "ml", zone="deidentification", managedNetwork=isolated, publicNetworkAccess="Disabled")
    inner = {"subnet": {"id": clinic.zone("deidentification").arm}, "enableNodePublicIp": True}
    properties = {"computeType": "AmlCompute", "properties": inner}
    clinic.part("machinelearningservices:Compute", "nodes", workspaceName="ml", properties=properties)


def _approved(clinic: Clinic) -> None:
    clinic.account()
    rules = {"web": {"type": "FQDN", "destination": "vendor.example.com"}}
    network = {"isolationMode": "AllowOnlyApprovedOutbound", "outboundRules": rules}
    clinic.put("machinelearningservices:Workspace", "ml", zone="deidentification", managedNetwork=network, publicNetworkAccess="Disabled")


def _group(clinic: Clinic) -> None:
    clinic.put("containerinstance:ContainerGroup", "job", zone="phi", ipAddress={"type": "Public", "ports": [{"port": 443}]})


def _vault(clinic: Clinic) -> None:
    clinic.put("recoveryservices:Vault", "vault", zone="phi", location="eastus2", properties={"redundancySettings": {}})


def _namespace(clinic: Clinic) -> None:
    clinic.put("servicebus:Namespace", "messages", zone="phi", publicNetworkAccess="Enabled")
    clinic.part("servicebus:NamespaceNetworkRuleSet", "rules", namespaceName="messages", defaultAction="Allow")


def _invited(clinic: Clinic) -> None:
    clinic.account()
    share = {"accountName": "shares", "shareName": "share"}
    clinic.put("datashare:Account", "shares")
    clinic.part("datashare:Share", "share", accountName="shares")
    clinic.part("datashare:BlobContainerDataSet", "data", storageAccountName="records", containerName="c", **share)
    clinic.part("datashare:Invitation", "guest", targetActiveDirectoryId=THEIR_TENANT, **share)


def _box(clinic: Clinic) -> None:
    details = {"dataExportDetails": [{"accountDetails": {"storageAccountId": clinic.account().arm}}]}
    clinic.put("databox:Job", "box", transferType="ExportFromAzure", details=details)


def _keys(clinic: Clinic) -> None:
    properties = {"publicNetworkAccess": "Enabled", "tenantId": THEIR_TENANT, "networkAcls": {"defaultAction": "Allow"}}
    clinic.put("keyvault:Vault", "keys", zone="phi", properties=properties)


PROGRAMS: tuple[Callable[[Clinic], None], ...] = (
    _open_account, _addresses, _replicated, _geo, _abroad, _firewall, _failover, _documents, _capture, _webhook, _global_model, _bing,
    _learning, _fhir, _app, _containers, _cluster, _gallery, _logs, _lighthouse, _foreign_group, _federated,
    _synapse, _stream, _linked, _batch, _registry, _pull, _hook, _collected, _exported, _asked, _perimeter, _nodes, _approved, _group,
    _vault, _namespace, _invited, _box, _keys,
)  # fmt: skip


def _index(clinic: Clinic) -> None:
    records = clinic.account()
    clinic.put("search:Service", "index", zone="inference", publicNetworkAccess="disabled")
    properties = {"groupId": "blob", "privateLinkResourceId": records.arm}
    clinic.part("search:SharedPrivateLinkResource", "link", searchServiceName="index", properties=properties)


def _own_data(clinic: Clinic) -> None:
    records = clinic.account()
    clinic.ai()
    properties = {"category": "AzureBlob", "target": records.arm}
    clinic.part("cognitiveservices:AccountConnection", "c", accountName="models", properties=properties)


def _datastore(clinic: Clinic) -> None:
    clinic.account()
    isolated = {"isolationMode": "AllowOnlyApprovedOutbound"}
    clinic.put("machinelearningservices:Workspace", "ml", zone="inference", managedNetwork=isolated, publicNetworkAccess="Disabled")
    properties = {"datastoreType": "AzureBlob", "accountName": "records"}
    clinic.part("machinelearningservices:Datastore", "store", workspaceName="ml", properties=properties)


def _subnet(clinic: Clinic) -> None:
    rules = {"defaultAction": "Deny", "virtualNetworkRules": [{"virtualNetworkResourceId": clinic.zone("inference").arm}]}
    clinic.account(publicNetworkAccess="Enabled", networkRuleSet=rules)


def _reader(clinic: Clinic) -> None:
    records, worker = clinic.account(), clinic.identity()
    who = {"type": "UserAssigned", "userAssignedIdentities": [worker.arm]}
    clinic.put("search:Service", "index", zone="inference", publicNetworkAccess="disabled", identity=who)
    clinic.assign(worker, BLOB_READER, records.arm)


REDACTED: tuple[Callable[[Clinic], None], ...] = (_index, _own_data, _datastore, _subnet, _reader)


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _leaves(item, (*path, index))


def _without(value: Any, path: tuple[Any, ...]) -> Any:
    if not path:
        return UNKNOWN
    head, *rest = path
    if isinstance(value, dict):
        return {key: _without(item, tuple(rest)) if key == head else item for key, item in value.items()}
    return [_without(item, tuple(rest)) if index == head else item for index, item in enumerate(value)]


def _unknown(resources: tuple[Resource, ...], resource: Resource, path: tuple[Any, ...]) -> Resource:
    """The resource with one value that only the update tells; what the value named is what it comes from, as the engine records it."""
    value: Any = resource.props
    for step in path:
        value = value[step]
    named = frozenset(
        other.urn
        for other in resources
        if other.urn != resource.urn
        and any(text in (other.id, other.props.get("principalId")) or other.name in text for text in _texts(value))
    )
    depends = {**resource.property_dependencies, path[0]: resource.property_dependencies.get(path[0], frozenset()) | named}
    return replace(resource, props=_without(dict(resource.props), path), property_dependencies=depends)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)


def _verdict(resources: tuple[Resource, ...], theorem: str) -> str:
    graph = GraphBuilder(Stack(resources, Form.STATE, "test"), REVIEWER)
    read_stack(graph)
    return next(result.verdict.value for result in judge(build(graph), REVIEWER) if result.theorem == theorem)


@pytest.mark.parametrize(
    ("program", "theorem"),
    [*((program, T1) for program in PROGRAMS), *((program, T2) for program in REDACTED)],
    ids=lambda given: given if isinstance(given, str) else given.__name__.strip("_"),
)
def test_no_leak_is_proven_sound_because_a_value_is_unknown(program: Callable[[Clinic], None], theorem: str) -> None:
    clinic = Clinic()
    program(clinic)
    resources = clinic.stack("state").resources
    assert _verdict(resources, theorem) == "violated"
    proven = []
    for number, resource in enumerate(resources):
        for path in _leaves(dict(resource.props)):
            if not path or path[0] not in (resource.declared or ()):
                continue
            changed = _unknown(resources, resource, path)
            if _verdict((*resources[:number], changed, *resources[number + 1 :]), theorem) == "proven":
                proven.append((resource.name, path))
    assert proven == []
