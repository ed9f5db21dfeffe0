"""Private links: only the flow's consumers are let in, endpoints lead to one service, and names are the zone's own."""

from ipaddress import IPv4Network
from typing import Any

import pytest

from ai_zones.gcp.service_link_consumer import GcpServiceLinkConsumer, link_address, link_domain
from ai_zones.gcp.service_link_producer import GcpServiceLinkProducer
from ai_zones.gcp.subnets import link_subnet
from ai_zones.gcp.validation import InvalidInputError
from tests.gcp.recording import OTHER_PROJECT, PLACE, PROJECT, REGION, Recording, network, record, subnetwork

ATTACHMENT = f"projects/{PROJECT}/regions/{REGION}/serviceAttachments/phi-database"
GROUP = f"projects/{PROJECT}/zones/{REGION}-a/instanceGroups/database"
KIND = "compute/serviceAttachment:ServiceAttachment"


def producer(preview: bool = False, **changes: Any) -> Recording:
    args: Any = {
        "zone": "phi",
        "service": "database",
        **PLACE,
        "network": network(),
        "workload_subnetwork": subnetwork(),
        "nat_subnet": "10.20.17.0/27",
        "consumers": {"deidentification": OTHER_PROJECT},
        "port": 5432,
        **changes,
    }
    return record(lambda: GcpServiceLinkProducer("phi-database", args).service_attachment, preview=preview)


def consumer(preview: bool = False, **changes: Any) -> Recording:
    args: Any = {
        "zone": "deidentification",
        "target_zone": "phi",
        "service": "database",
        "project": OTHER_PROJECT,
        "region": REGION,
        "service_attachment": ATTACHMENT,
        "network": network("deid", OTHER_PROJECT),
        "endpoint_subnetwork": subnetwork("deid-endpoint", OTHER_PROJECT),
        "address": "10.30.16.252",
        "domain": "database.phi.prod.acme.internal",
        **changes,
    }
    return record(lambda: GcpServiceLinkConsumer("to-database", args).endpoint, preview=preview)


def test_only_the_flows_consumers_are_let_in_each_by_a_limit() -> None:
    made = producer().one(KIND).inputs
    assert made["connectionPreference"] == "ACCEPT_MANUAL"
    assert made["consumerAcceptLists"] == [{"projectIdOrNum": OTHER_PROJECT, "connectionLimit": 1}]
    assert (made["reconcileConnections"], made["propagatedConnectionLimit"], made["sendPropagatedConnectionLimitIfZero"]) == (True, 0, True)


def test_a_consumer_may_be_a_network_alone() -> None:
    made = producer(consumers={"deidentification": network("deid", OTHER_PROJECT)}).one(KIND).inputs
    assert made["consumerAcceptLists"] == [{"networkUrl": network("deid", OTHER_PROJECT), "connectionLimit": 1}]


def test_the_load_balancer_is_internal_and_checks_what_it_serves() -> None:
    recording = producer(backends={"a": GROUP})
    front, backend = (
        recording.one("compute/forwardingRule:ForwardingRule"),
        recording.one("compute/regionBackendService:RegionBackendService"),
    )
    assert (front.inputs["loadBalancingScheme"], front.inputs["ports"], front.inputs["allowGlobalAccess"]) == ("INTERNAL", ["5432"], False)
    assert front.inputs["backendService"] == backend.id
    assert (backend.inputs["loadBalancingScheme"], backend.inputs["backends"][0]["group"]) == ("INTERNAL", GROUP)
    check = recording.one("compute/regionHealthCheck:RegionHealthCheck")
    assert (check.inputs["tcpHealthCheck"]["port"], backend.inputs["healthChecks"]) == (5432, check.id)
    assert front.inputs["labels"] == {"ai-zone": "phi", "ai-service": "database"}


def test_consumers_come_from_a_subnetwork_of_the_services_own() -> None:
    recording = producer()
    subnet, made = recording.one("compute/subnetwork:Subnetwork"), recording.one(KIND)
    assert (subnet.inputs["purpose"], subnet.inputs["ipCidrRange"]) == ("PRIVATE_SERVICE_CONNECT", "10.20.17.0/27")
    assert not {"logConfig", "privateIpGoogleAccess"} & set(subnet.inputs)
    assert made.inputs["natSubnets"] == [subnet.id]
    assert made.inputs["targetService"] == recording.one("compute/forwardingRule:ForwardingRule").id
    assert recording.waits(made, subnet)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"consumers": {}}, "at least 1"),
        ({"consumers": {"phi": OTHER_PROJECT}}, "offers the service"),
        ({"consumers": {"inference": "*"}}, "a project's id"),
        ({"consumers": {"inference": OTHER_PROJECT, "access": network("a", OTHER_PROJECT)}}, "all projects or all networks"),
        ({"consumers": {"inference": "projects/x"}}, "a VPC network"),
        ({"nat_subnet": "10.20.17.0/30"}, "a /29 or larger"),
        ({"connection_limit": 0}, "greater than or equal to 1"),
        ({"backends": {"a": "group"}}, "an instance group"),
    ],
)
def test_a_link_that_is_open_to_others_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        producer(**changes)


def test_a_consumer_finds_the_service_under_a_private_name_at_a_fixed_address() -> None:
    recording = consumer()
    address, endpoint = recording.one("compute/address:Address"), recording.one("compute/forwardingRule:ForwardingRule")
    assert (address.inputs["address"], address.inputs["subnetwork"]) == ("10.30.16.252", subnetwork("deid-endpoint", OTHER_PROJECT))
    assert (endpoint.inputs["target"], endpoint.inputs["loadBalancingScheme"]) == (ATTACHMENT, "")
    assert endpoint.inputs["ipAddress"] == address.id
    assert endpoint.inputs["allowPscGlobalAccess"] is False
    assert endpoint.inputs["labels"] == {"ai-zone": "deidentification", "ai-flow": "database"}
    zone, name = recording.one("dns/managedZone:ManagedZone"), recording.one("dns/recordSet:RecordSet")
    assert (zone.inputs["visibility"], zone.inputs["dnsName"]) == ("private", "database.phi.prod.acme.internal.")
    assert zone.inputs["privateVisibilityConfig"]["networks"] == [{"networkUrl": network("deid", OTHER_PROJECT)}]
    assert (name.inputs["managedZone"], name.inputs["rrdatas"]) == (zone.inputs["name"], ["10.30.16.252"])


def test_a_preview_knows_both_halves() -> None:
    assert producer(preview=True).result == ATTACHMENT
    assert consumer(preview=True).one("compute/forwardingRule:ForwardingRule").inputs["target"] == ATTACHMENT


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"target_zone": "deidentification"}, "the zone itself"),
        ({"address": "8.8.8.8"}, "endpoint subnetwork"),
        ({"service_attachment": "phi-database"}, "a service attachment"),
        ({"region": "europe-west1"}, "in the attachment's region"),
        ({"domain": "internal"}, "a domain"),
    ],
)
def test_a_consumer_of_nothing_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        consumer(**changes)


def test_fixed_addresses_come_from_the_upper_end_of_the_range_and_leave_the_proxys_alone() -> None:
    network_ = IPv4Network("10.20.16.0/28")
    assert [link_address(network_, at) for at in (0, 1)] == ["10.20.16.12", "10.20.16.11"]
    with pytest.raises(ValueError, match="no place"):
        link_address(network_, 11)


def test_each_service_takes_a_subnetwork_of_the_range_for_links() -> None:
    range_ = IPv4Network("10.20.17.0/26")
    assert [str(link_subnet(range_, at)) for at in (0, 1)] == ["10.20.17.0/27", "10.20.17.32/27"]
    for at in (-1, 2):
        with pytest.raises(ValueError, match="larger"):
            link_subnet(range_, at)


def test_a_services_name_says_whose_it_is() -> None:
    assert link_domain("phi", "database", organization="acme", environment="prod") == "database.phi.prod.acme.internal"
