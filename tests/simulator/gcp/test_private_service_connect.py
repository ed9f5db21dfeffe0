"""Private Service Connect: published services, their consumers, endpoints of Google's APIs."""

from typing import Any

import pytest

from simulator.rules.gcp.kinds import (
    ADDRESS,
    BACKEND_SERVICE,
    FORWARDING_RULE,
    GLOBAL_ADDRESS,
    GLOBAL_FORWARDING_RULE,
    HEALTH_CHECK,
    NETWORK_ATTACHMENT,
    REGION_BACKEND_SERVICE,
    REGION_HEALTH_CHECK,
    SERVICE_ATTACHMENT,
    SUBNETWORK,
)
from tests.simulator.gcp.project import LINK, OTHER_PROJECT, REGION, Made, Project

ACCEPTS = [{"projectIdOrNum": OTHER_PROJECT, "connectionLimit": 1}]
BASE: dict[str, Any] = {
    "name": "a",
    "targetService": "t",
    "natSubnets": ["n"],
    "enableProxyProtocol": False,
    "connectionPreference": "ACCEPT_MANUAL",
}


def endpoint(project: Project, attachment: Made, name: str = "to-phi", **inputs: Any) -> Made:
    """A consumer's endpoint in a network of its own."""
    network = project.network(f"net-{name}")
    subnet = project.subnet(network, "10.7.0.0/24", f"sub-{name}")
    address = project.make(ADDRESS, name=name, subnetwork=subnet.id, addressType="INTERNAL")
    given = {"loadBalancingScheme": "", "network": network.id, "ipAddress": address.id, **inputs}
    return project.make(FORWARDING_RULE, name=name, target=attachment.id, **given)


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"connectionPreference": "ACCEPT_ALL"}, "connectionPreference"),
        ({"natSubnets": []}, "natSubnets"),
        ({"domainNames": ["a.example"]}, "domainNames[0]"),
        ({"domainNames": ["a.example.", "b.example."]}, "domainNames"),
        ({"connectionPreference": "ACCEPT_AUTOMATIC", "consumerAcceptLists": ACCEPTS}, "consumerAcceptLists"),
        ({"consumerAcceptLists": [{"connectionLimit": 1}]}, "consumerAcceptLists[0]"),
        ({"consumerAcceptLists": [{"connectionLimit": 1, "projectIdOrNum": "p", "networkUrl": "n"}]}, "consumerAcceptLists[0]"),
        ({"consumerAcceptLists": [*ACCEPTS, {"connectionLimit": 1, "networkUrl": "n"}]}, "consumerAcceptLists"),
    ],
)
def test_an_attachment_makes_sense(gcp: Project, changes: dict[str, Any], where: str) -> None:
    assert where in {fault.partition(":")[0] for fault in gcp.faults(SERVICE_ATTACHMENT, **{**BASE, **changes})}


def test_a_consumer_that_is_named_is_accepted(gcp: Project, other: Project) -> None:
    attachment = gcp.attachment(gcp.network(), consumerAcceptLists=ACCEPTS)
    consumer = endpoint(other, attachment)
    assert (consumer["pscConnectionStatus"], consumer["ipAddress"]) == ("ACCEPTED", "10.7.0.2")
    [connected] = gcp.read(attachment)[0]["connectedEndpoints"]
    assert (connected["endpoint"], connected["status"]) == (LINK + consumer.id, "ACCEPTED")
    assert gcp.read(attachment)[1] == attachment.inputs
    gcp.refuses_delete("resourceInUseByAnotherResource", attachment)


def test_one_that_nobody_names_waits_and_one_that_is_rejected_does_not(gcp: Project, other: Project) -> None:
    attachment = gcp.attachment(gcp.network())
    consumer = endpoint(other, attachment)
    assert consumer["pscConnectionStatus"] == "PENDING"
    gcp.change(attachment, consumerRejectLists=[OTHER_PROJECT])
    assert other.read(consumer)[0]["pscConnectionStatus"] == "REJECTED"
    gcp.change(attachment, consumerRejectLists=None, consumerAcceptLists=[{"networkUrl": consumer["network"], "connectionLimit": 1}])
    assert other.read(consumer)[0]["pscConnectionStatus"] == "ACCEPTED"


def test_an_automatic_one_accepts_all(gcp: Project, other: Project) -> None:
    assert endpoint(other, gcp.attachment(gcp.network(), connectionPreference="ACCEPT_AUTOMATIC"))["pscConnectionStatus"] == "ACCEPTED"


def test_an_endpoint_has_no_scheme_and_its_services_region(gcp: Project, other: Project) -> None:
    attachment = gcp.attachment(gcp.network())
    network = other.network()
    given = {"name": "e", "target": attachment.id, "network": network.id}
    other.refuses("invalid", FORWARDING_RULE, "loadBalancingScheme", **given, loadBalancingScheme="INTERNAL")
    other.refuses("invalid", FORWARDING_RULE, "region", **given, loadBalancingScheme="", region="europe-west4")
    other.refuses("notFound", FORWARDING_RULE, **{**given, "target": attachment.id + "x"}, loadBalancingScheme="")


def test_an_address_serves_one_endpoint(gcp: Project, other: Project) -> None:
    attachment = gcp.attachment(gcp.network())
    consumer = endpoint(other, attachment)
    address = "projects/hospital-access/regions/europe-west3/addresses/to-phi"
    given = {"name": "again", "target": attachment.id, "network": consumer["network"], "loadBalancingScheme": "", "ipAddress": address}
    other.refuses("resourceInUseByAnotherResource", FORWARDING_RULE, **given)
    other.delete(consumer)
    assert other.make(FORWARDING_RULE, **given)["pscConnectionStatus"] == "PENDING"


def test_subnets_for_translation_have_their_purpose_and_one_service(gcp: Project) -> None:
    network = gcp.network()
    attachment = gcp.attachment(network)
    plain = gcp.subnet(network, "10.0.9.0/24", "plain")
    given = {**BASE, "name": "b", "targetService": attachment["targetService"]}
    gcp.refuses("invalid", SERVICE_ATTACHMENT, "PRIVATE_SERVICE_CONNECT", **{**given, "natSubnets": [plain.id]})
    gcp.refuses("resourceInUseByAnotherResource", SERVICE_ATTACHMENT, **{**given, "natSubnets": attachment["natSubnets"]})
    far = gcp.subnet(gcp.network("far"), "10.0.9.0/24", "far", purpose="PRIVATE_SERVICE_CONNECT")
    gcp.refuses("invalid", SERVICE_ATTACHMENT, "network", **{**given, "natSubnets": [far.id]})


def test_what_is_published_is_internal_and_is_not_deleted_first(gcp: Project) -> None:
    network = gcp.network()
    attachment = gcp.attachment(network)
    front = next(one for one in gcp.cloud.world.find(FORWARDING_RULE) if one.id.endswith("/front"))
    made = Made(front.urn or "", front.id, front.inputs, front.outputs)
    gcp.refuses_delete("resourceInUseByAnotherResource", made)
    gcp.delete(attachment)
    gcp.delete(made)
    outside = gcp.make(FORWARDING_RULE, name="out", backendService="front")
    nat = gcp.subnet(network, "10.0.2.0/24", "psc2", purpose="PRIVATE_SERVICE_CONNECT")
    wanted = {**BASE, "targetService": outside.id, "natSubnets": [nat.id]}
    gcp.refuses("invalid", SERVICE_ATTACHMENT, "not in the network", **wanted)
    open_ = gcp.make(FORWARDING_RULE, name="open", backendService="front", network=network.id, ipAddress="203.0.113.7")
    assert open_["ipAddress"] == "203.0.113.7"
    gcp.refuses("invalid", SERVICE_ATTACHMENT, "not an internal", **{**wanted, "targetService": open_.id})


def test_a_forwarding_rule_leads_to_one_thing_by_one_form_of_ports(gcp: Project) -> None:
    assert gcp.faults(FORWARDING_RULE, name="f") != []
    assert gcp.faults(FORWARDING_RULE, name="f", backendService="b", target="t") != []
    assert gcp.faults(FORWARDING_RULE, name="f", backendService="b", ports=["1"], allPorts=True) != []
    assert gcp.faults(FORWARDING_RULE, name="f", backendService="b", ports=[str(one) for one in range(6)]) != []


def test_a_forwarding_rule_stays_in_its_region_and_shows_numbers(gcp: Project) -> None:
    network = gcp.network()
    subnet = gcp.subnet(network)
    front = gcp.front(network, subnet)
    assert (front["ipAddress"], front["network"], front["ipProtocol"]) == ("10.0.0.2", network["selfLink"], "TCP")
    assert gcp.replaced_by(front, ports=["80"]) == ["ports"]
    assert gcp.change(front, allowGlobalAccess=True)["allowGlobalAccess"] is True
    far = gcp.make(SUBNETWORK, name="far", network=network.id, ipCidrRange="10.8.0.0/24", region="europe-west4")
    given = {"name": "g", "loadBalancingScheme": "INTERNAL", "backendService": "front", "network": network.id}
    gcp.refuses("invalid", FORWARDING_RULE, "subnetwork", **given, subnetwork=far.id)


def test_what_a_balancer_needs_is_not_deleted(gcp: Project) -> None:
    check = gcp.make(HEALTH_CHECK, name="c", tcpHealthCheck={"port": 443})
    gcp.make(BACKEND_SERVICE, name="b", healthChecks=check.id)
    gcp.refuses_delete("resourceInUseByAnotherResource", check)
    gcp.refuses("notFound", REGION_BACKEND_SERVICE, name="r", healthChecks="none")


@pytest.mark.parametrize("type_", [HEALTH_CHECK, REGION_HEALTH_CHECK])
def test_a_health_check_has_one_protocol_and_patience(gcp: Project, type_: str) -> None:
    tcp = {"tcpHealthCheck": {"port": 1}}
    assert gcp.faults(type_, name="c") != []
    assert gcp.faults(type_, name="c", **tcp, httpHealthCheck={"port": 1}) != []
    assert gcp.faults(type_, name="c", **tcp, timeoutSec=9) != []
    assert gcp.make(type_, name="c", **tcp)["type"] == "TCP"


# Google's APIs.

APIS: dict[str, Any] = {"name": "apis", "target": "vpc-sc", "loadBalancingScheme": "", "network": "n", "ipAddress": "10.1.1.1"}


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"name": "to-google"}, "name"),
        ({"loadBalancingScheme": "INTERNAL"}, "loadBalancingScheme"),
        ({"network": None}, "network"),
        ({"ipAddress": None}, "ipAddress"),
    ],
)
def test_an_endpoint_of_google_apis_makes_sense(gcp: Project, changes: dict[str, Any], where: str) -> None:
    given = {name: value for name, value in {**APIS, **changes}.items() if value is not None}
    assert where in {fault.partition(":")[0] for fault in gcp.faults(GLOBAL_FORWARDING_RULE, **given)}


def test_google_accepts_at_once(gcp: Project) -> None:
    network = gcp.network()
    given = {"addressType": "INTERNAL", "purpose": "PRIVATE_SERVICE_CONNECT", "network": network.id, "address": "10.1.1.1"}
    address = gcp.make(GLOBAL_ADDRESS, name="apis", **given)
    made = gcp.make(GLOBAL_FORWARDING_RULE, **{**APIS, "network": network.id, "ipAddress": address.id})
    assert (made["pscConnectionStatus"], made["ipAddress"], made["target"]) == ("ACCEPTED", "10.1.1.1", "vpc-sc")
    again = {**APIS, "name": "more", "network": network.id, "ipAddress": address.id}
    gcp.refuses("resourceInUseByAnotherResource", GLOBAL_FORWARDING_RULE, **again)


def test_a_network_attachment_stands_in_the_network_of_its_subnet(gcp: Project) -> None:
    network = gcp.network()
    made = gcp.make(NETWORK_ATTACHMENT, name="a", connectionPreference="ACCEPT_MANUAL", subnetworks=[gcp.subnet(network).id], region=REGION)
    assert made["network"] == network["selfLink"]
    assert gcp.faults(NETWORK_ATTACHMENT, name="a", connectionPreference="ALL", subnetworks=["a"]) != []
