"""A shared network is used subnetwork by subnetwork, by whom each names; a landing zone's is taken in as it stands in its host project."""

from typing import Any

import pytest

from ai_zones.gcp.adopted_network import GcpAdoptedNetwork
from ai_zones.gcp.service_link_producer import GcpServiceLinkProducer
from ai_zones.gcp.shared_network import GcpSharedNetwork
from ai_zones.gcp.validation import InvalidInputError
from tests.gcp.recording import PROJECT, REGION, Recording, network, record, subnetwork

HOST = "acme-landing"
FEED = f"serviceAccount:feed@{PROJECT}.iam.gserviceaccount.com"
AGENT = "serviceAccount:111111111111@cloudservices.gserviceaccount.com"
BINDING = "compute/subnetworkIAMBinding:SubnetworkIAMBinding"


def shared(**changes: Any) -> Recording:
    args: Any = {
        "host_project": HOST,
        "service_projects": [PROJECT],
        "subnetworks": {"workload": {"subnetwork": subnetwork("phi-workload", HOST), "users": [FEED, AGENT]}},
        **changes,
    }
    return record(lambda: GcpSharedNetwork("shared", args).subnetworks)


def test_a_project_is_attached_to_a_host_that_is_made_one_first() -> None:
    recording = shared()
    host, service = (recording.one(f"compute/sharedVPC{kind}Project:SharedVPC{kind}Project") for kind in ("Host", "Service"))
    assert (host.inputs["project"], service.inputs) == (HOST, {"hostProject": HOST, "serviceProject": PROJECT})
    assert recording.waits(service, host)


def test_a_host_that_stands_is_left_as_it_is() -> None:
    assert shared(adopted=True).of("compute/sharedVPCHostProject:SharedVPCHostProject") == []


def test_the_right_is_on_the_subnetwork_and_for_named_principals_alone() -> None:
    recording = shared()
    grant = recording.one(BINDING).inputs
    assert (grant["project"], grant["region"], grant["subnetwork"]) == (HOST, REGION, "phi-workload")
    assert (grant["role"], grant["members"]) == ("roles/compute.networkUser", sorted([FEED, AGENT]))
    assert not [one for one in recording.resources if one.type.startswith("gcp:projects/")]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"service_projects": [HOST]}, "a host project is no service project"),
        ({"subnetworks": {"a": {"subnetwork": subnetwork(), "users": [FEED]}}}, f"must be one of {HOST}"),
        ({"subnetworks": {"a": {"subnetwork": subnetwork("a", HOST), "users": []}}}, "users"),
        ({"subnetworks": {"a": {"subnetwork": subnetwork("a", HOST), "users": ["allAuthenticatedUsers"]}}}, "never allUsers"),
        ({"subnetworks": {"a": {"subnetwork": subnetwork("a", HOST), "users": ["domain:acme.example"]}}}, "everybody in it"),
        ({"subnetworks": {at: {"subnetwork": subnetwork("a", HOST), "users": [FEED]} for at in "ab"}}, "two labels have one subnetwork"),
        ({"service_projects": []}, "service_projects"),
    ],
)
def test_a_network_shared_with_everybody_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        shared(**changes)


def test_what_a_zone_builds_stands_in_its_project_and_names_the_hosts_network() -> None:
    """A landing zone's network is taken in, and a service of the zone's own project is linked from it."""

    def program() -> Any:
        taken = GcpAdoptedNetwork(
            "landing",
            {
                "zone": "phi",
                "network": network("shared", HOST),
                "workload_subnetwork": subnetwork("phi", HOST),
                "endpoint_subnetwork": subnetwork("phi", HOST),
                "routes": {},
            },
        )
        return GcpServiceLinkProducer(
            "retrieval",
            {
                "zone": "phi", "service": "retrieval", "project": PROJECT, "region": REGION, "network": taken.network,
                "workload_subnetwork": taken.workload_subnetwork, "nat_subnet": "10.20.17.0/27", "consumers": {"inference": "acme-prod-inference"},
            },
        ).service_attachment  # fmt: skip

    recording = record(program)
    front = recording.one("compute/forwardingRule:ForwardingRule").inputs
    assert (front["project"], front["network"], front["subnetwork"]) == (PROJECT, network("shared", HOST), subnetwork("phi", HOST))
    translated, attachment = recording.one("compute/subnetwork:Subnetwork"), recording.one("compute/serviceAttachment:ServiceAttachment")
    assert (translated.inputs["project"], attachment.inputs["project"]) == (HOST, PROJECT)
    assert attachment.inputs["natSubnets"] == [subnetwork("retrieval-link", HOST)]
