"""Private endpoints, Private Link Services, service endpoints and their policies."""

from typing import Any

import pytest

from posture.approved import Organization
from posture.graph.facts import EndpointFact
from tests.posture.readers.azure.networks import OTHER, OURS, T1, T2, T4, THEIRS, Azure, Made, approving, deny_all


def home(azure: Azure, zone: str, cidr: str, **subnet: Any) -> Made:
    vnet = azure.vnet(zone, f"{cidr}.0.0/16", zone=zone)
    azure.closed_names(vnet)
    return azure.subnet(f"{zone}-endpoint", vnet, f"{cidr}.1.0/24", **subnet)


def endpoint(azure: Azure, name: str, subnet: Made, target: Any, *groups: str, manual: bool = False) -> Made:
    connection: dict[str, Any] = {"name": "c", "privateLinkServiceId": target, "groupIds": list(groups)}
    prop = "manualPrivateLinkServiceConnections" if manual else "privateLinkServiceConnections"
    return azure.add("network:PrivateEndpoint", name, subnet={"id": subnet.id}, location="westeurope", **_one(prop, connection))


def _one(prop: str, connection: dict[str, Any]) -> dict[str, Any]:
    return {prop: [connection]}


def server(azure: Azure, zone: str = "phi") -> Made:
    tags = {"ai-zone": zone, "data-class": "phi"}
    closed = {"publicNetworkAccess": "Disabled"}
    return azure.add("dbforpostgresql:Server", "records", location="westeurope", tags=tags, network=closed, version_="16")


def test_the_redaction_zone_reaches_the_database_on_its_port(form: str) -> None:
    azure = Azure()
    made = server(azure)
    endpoint(azure, "pe", home(azure, "deidentification", "10.2"), made.id, "postgresqlServer")
    assert azure.verdict(form, T4) == "proven"


def test_a_zone_without_an_approved_flow_to_the_database_breaks_segmentation(form: str) -> None:
    azure = Azure()
    made = server(azure)
    endpoint(azure, "pe", home(azure, "training", "10.5"), made.id, "postgresqlServer")
    assert azure.verdict(form, T4) == "violated"


def test_a_manual_connection_counts_as_an_approved_one(form: str) -> None:
    azure = Azure()
    made = server(azure)
    endpoint(azure, "pe", home(azure, "training", "10.5"), made.id, "postgresqlServer", manual=True)
    assert azure.verdict(form, T4) == "violated"


def test_the_redaction_zone_may_use_the_object_stores_of_phi(form: str) -> None:
    azure = Azure()
    closed: dict[str, Any] = {"publicNetworkAccess": "Disabled", "allowSharedKeyAccess": False, "allowBlobPublicAccess": False}
    store = azure.add(
        "storage:StorageAccount",
        "imaging",
        location="westeurope",
        tags={"ai-zone": "phi", "data-class": "phi"},
        kind="StorageV2",
        sku={"name": "Standard_LRS"},
        **closed,
    )
    endpoint(azure, "pe", home(azure, "deidentification", "10.2"), store.id, "blob")
    assert azure.verdict(form, T4) == "proven"


def test_an_endpoint_of_another_zone_to_the_object_stores_of_phi_breaks_segmentation(form: str) -> None:
    azure = Azure()
    tags = {"ai-zone": "phi", "data-class": "phi"}
    store = azure.add("storage:StorageAccount", "imaging", location="westeurope", tags=tags, publicNetworkAccess="Disabled")
    endpoint(azure, "pe", home(azure, "inference", "10.3"), store.id, "blob")
    assert azure.verdict(form, T4) == "violated"


def test_an_endpoint_to_a_resource_of_somebody_else_is_a_leak(form: str) -> None:
    azure = Azure()
    theirs = f"/subscriptions/{THEIRS}/resourceGroups/x/providers/Microsoft.Storage/storageAccounts/theirs"
    endpoint(azure, "pe", home(azure, "phi", "10.1"), theirs, "blob")
    assert azure.verdict(form, T1) == "violated"


def test_an_endpoint_to_a_resource_of_ours_that_nobody_shows_is_unproven(form: str) -> None:
    azure = Azure()
    ours = f"/subscriptions/{OTHER}/resourceGroups/x/providers/Microsoft.Storage/storageAccounts/other"
    endpoint(azure, "pe", home(azure, "phi", "10.1"), ours, "blob")
    assert azure.verdict(form, T1) == "unproven"


def test_a_model_that_phi_may_use_breaks_redaction(form: str) -> None:
    azure = Azure()
    account = azure.add(
        "cognitiveservices:Account",
        "models",
        location="westeurope",
        kind="OpenAI",
        tags={"ai-zone": "inference"},
        properties={"publicNetworkAccess": "Disabled", "disableLocalAuth": True, "customSubDomainName": "models"},
    )
    endpoint(azure, "pe", home(azure, "phi", "10.1"), account.id, "account")
    (fact,) = azure.facts(form).of(EndpointFact)
    assert fact.service == "openai"
    assert azure.verdict(form, T2) == "violated"


@pytest.mark.parametrize(("mode", "verdict"), [("PrivateOnly", "proven"), ("Open", "violated")])
def test_an_open_monitor_scope_takes_what_is_sent_to_anybody(form: str, mode: str, verdict: str) -> None:
    azure = Azure()
    scope = azure.add(
        "monitor:PrivateLinkScope",
        "scope",
        accessModeSettings={"ingestionAccessMode": mode, "queryAccessMode": "PrivateOnly"},
        tags={"ai-zone": "phi"},
    )
    endpoint(azure, "pe", home(azure, "phi", "10.1"), scope.id, "azuremonitor")
    assert azure.verdict(form, T1) == verdict


def test_an_endpoint_whose_target_nobody_knows_is_unproven(form: str) -> None:
    azure = Azure()
    vault = azure.add("network:IpGroup", "odd", outputs={"etag": "x"})
    endpoint(azure, "pe", home(azure, "phi", "10.1"), vault.out("etag"))
    assert azure.verdict(form, T1) == "unproven"


def balancer(azure: Azure, subnet: Made, port: int = 443) -> Made:
    front = [{"name": "front", "subnet": {"id": subnet.id}, "privateIPAddress": subnet.inputs["addressPrefix"].replace("0/24", "10")}]
    rules = [{"name": "in", "protocol": "Tcp", "frontendPort": port, "backendPort": port}]
    return azure.add(
        "network:LoadBalancer",
        "lb",
        sku={"name": "Standard"},
        frontendIPConfigurations=front,
        loadBalancingRules=rules,
        location="westeurope",
    )


def service(azure: Azure, subnet: Made, *, visible: list[str], approved: list[str] | None = None, port: int = 443, **more: Any) -> Made:
    """A Private Link Service of the redaction zone before an internal load balancer."""
    front = balancer(azure, subnet, port).part("frontendIPConfigurations/front")
    return azure.add(
        "network:PrivateLinkService",
        "retrieval",
        outputs={"alias": "retrieval.0a1b.westeurope.azure.privatelinkservice"},
        ipConfigurations=[{"name": "nat", "subnet": {"id": subnet.id}}],
        loadBalancerFrontendIpConfigurations=[{"id": front}],
        visibility={"subscriptions": visible},
        autoApproval={"subscriptions": approved if approved is not None else visible},
        tags={"ai-zone": "deidentification", "ai-service": "retrieval"},
        **more,
    )


def test_inference_reaches_the_redaction_zone_by_its_service(form: str) -> None:
    azure = Azure()
    azure.records()
    made = service(azure, home(azure, "deidentification", "10.2"), visible=[OURS])
    endpoint(azure, "pe", home(azure, "inference", "10.3"), made.id)
    assert azure.verdict(form, T4) == "proven"
    assert azure.verdict(form, T1) == "proven"


def test_a_service_on_a_port_of_no_flow_breaks_segmentation(form: str) -> None:
    azure = Azure()
    made = service(azure, home(azure, "deidentification", "10.2"), visible=[OURS], port=22)
    endpoint(azure, "pe", home(azure, "inference", "10.3"), made.id)
    assert azure.verdict(form, T4) == "violated"


def test_a_zone_that_no_flow_leads_from_breaks_segmentation(form: str) -> None:
    azure = Azure()
    made = service(azure, home(azure, "deidentification", "10.2"), visible=[OURS])
    endpoint(azure, "pe", home(azure, "egress", "10.9"), made.id)
    assert azure.verdict(form, T4) == "violated"


def test_an_alias_leads_to_its_service(form: str) -> None:
    azure = Azure()
    made = service(azure, home(azure, "deidentification", "10.2"), visible=[OURS])
    endpoint(azure, "pe", home(azure, "inference", "10.3"), made.out("alias"), manual=True)
    assert azure.verdict(form, T4) == "proven"


def test_an_alias_of_nobodys_service_is_unproven(form: str) -> None:
    azure = Azure()
    endpoint(azure, "pe", home(azure, "phi", "10.1"), "theirs.9f.westeurope.azure.privatelinkservice", manual=True)
    assert azure.verdict(form, T1) == "unproven"


@pytest.mark.parametrize(
    ("visible", "approved", "verdict"),
    [
        ([OURS, OTHER], [OURS, OTHER], "proven"),
        (["*"], ["*"], "violated"),
        (["*"], [OURS], "unproven"),
        ([OURS, THEIRS], [OURS, THEIRS], "violated"),
        ([OURS, THEIRS], [OURS], "unproven"),
        ([], [], "proven"),
    ],
    ids=["ours", "anybody approved", "anybody sees", "theirs approved", "theirs sees", "by role alone"],
)
def test_who_sees_a_service_and_who_gets_in(form: str, visible: list[str], approved: list[str], verdict: str) -> None:
    azure = Azure()
    service(azure, home(azure, "deidentification", "10.2"), visible=visible, approved=approved)
    azure.records()
    assert azure.verdict(form, T1) == verdict


def test_without_a_word_of_the_reviewer_a_strange_subscription_is_unproven(form: str) -> None:
    azure = Azure()
    service(azure, home(azure, "deidentification", "10.2"), visible=[THEIRS])
    assert azure.verdict(form, T1, approving(organization=Organization())) == "unproven"


def test_who_sees_a_service_is_unknown_until_the_update() -> None:
    azure = Azure()
    azure.records()
    other = azure.add("network:IpGroup", "odd", outputs={"etag": OURS})
    service(azure, home(azure, "deidentification", "10.2"), visible=[other.out("etag")])  # type: ignore[list-item]
    assert azure.verdict("state", T1) == "proven"
    assert azure.verdict("preview", T1) == "unproven"


def test_the_subnets_group_does_not_guard_a_private_endpoint_by_default(form: str) -> None:
    azure = Azure()
    vnet = azure.vnet("mixed", "10.2.0.0/16")
    group = azure.nsg("guard", *deny_all())
    inside = azure.subnet("endpoints", vnet, "10.2.1.0/24", networkSecurityGroup={"id": group.id}, tags={"ai-zone": "phi"})
    asking = azure.subnet("asking", vnet, "10.2.2.0/24")
    made = endpoint(azure, "pe", inside, server(azure).id, "postgresqlServer")
    assert list(azure.opens(form, asking, made).values()) == [True]


def test_a_subnet_with_network_policies_guards_its_private_endpoints(form: str) -> None:
    azure = Azure()
    vnet = azure.vnet("mixed", "10.2.0.0/16")
    group = azure.nsg("guard", *deny_all())
    policies: dict[str, Any] = {"privateEndpointNetworkPolicies": "NetworkSecurityGroupEnabled"}
    inside = azure.subnet("endpoints", vnet, "10.2.1.0/24", networkSecurityGroup={"id": group.id}, **policies)
    asking = azure.subnet("asking", vnet, "10.2.2.0/24")
    made = endpoint(azure, "pe", inside, server(azure).id, "postgresqlServer")
    assert azure.opens(form, asking, made) == {}


def test_the_askers_own_group_counts_before_a_private_endpoint(form: str) -> None:
    azure = Azure()
    vnet = azure.vnet("mixed", "10.2.0.0/16")
    group = azure.nsg("guard", *deny_all())
    inside = azure.subnet("endpoints", vnet, "10.2.1.0/24")
    asking = azure.subnet("asking", vnet, "10.2.2.0/24", networkSecurityGroup={"id": group.id})
    made = endpoint(azure, "pe", inside, server(azure).id, "postgresqlServer")
    assert azure.opens(form, asking, made) == {}


def test_a_peered_network_reaches_a_private_endpoint_past_the_group_of_its_subnet(form: str) -> None:
    azure = Azure()
    one, other = (
        azure.vnet("deidentification", "10.2.0.0/16", zone="deidentification"),
        azure.vnet("training", "10.5.0.0/16", zone="training"),
    )
    azure.peer(one, other)
    azure.peer(other, one)
    group = azure.nsg("guard", *deny_all())
    inside = azure.subnet("endpoints", one, "10.2.1.0/24", networkSecurityGroup={"id": group.id})
    azure.subnet("jobs", other, "10.5.1.0/24")
    endpoint(azure, "pe", inside, server(azure).id, "postgresqlServer")
    assert azure.verdict(form, T4) == "violated"
