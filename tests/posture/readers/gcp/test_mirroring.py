"""Copies of packets: where they go, no route leads."""

from typing import Any

import pytest

from tests.posture.readers.gcp.programs import OTHER, OURS, T1, T4, THEIRS, Gcp, Ref


@pytest.mark.parametrize(
    ("collector", "more", "verdicts"),
    [
        pytest.param(OURS, {}, ("proven", "proven"), id="in the same zone"),
        pytest.param(OTHER, {}, ("proven", "violated"), id="in another zone"),
        pytest.param(OTHER, {"enable": "FALSE"}, ("proven", "proven"), id="switched off"),
        pytest.param(OTHER, {"mirroredResources": {"tags": ["copied"]}}, ("proven", "violated"), id="by tag"),
        pytest.param(THEIRS, {}, ("violated", "proven"), id="to strangers"),
    ],
)
def test_where_copies_of_packets_go(form: str, collector: str, more: dict[str, Any], verdicts: tuple[str, str]) -> None:
    program = Gcp()
    program.project(OURS, "phi")
    program.project(OTHER, "inference")
    network, other = program.network(), program.network("model", project=OTHER)
    subnet = program.subnet("a", network)
    near = {OURS: (network, subnet), OTHER: (other, program.subnet("b", other, "10.1.1.0/24"))}
    if collector == THEIRS:
        url: str | Ref = f"projects/{THEIRS}/regions/europe-west1/forwardingRules/theirs"
    else:
        home, place = near[collector]
        scheme: dict[str, Any] = {"loadBalancingScheme": "INTERNAL", "isMirroringCollector": True, "allPorts": True}
        front = program.add(
            "compute:ForwardingRule", "front", project=collector, region="europe-west1", network=home.id, subnetwork=place.id, **scheme
        )
        url = front.id
    given: dict[str, Any] = {"mirroredResources": {"subnetworks": [{"url": subnet.id}]}, "network": {"url": network.id}, **more}
    program.add("compute:PacketMirroring", "copies", project=OURS, region="europe-west1", collectorIlb={"url": url}, **given)
    found = program.verdicts(form)
    assert (found[T1], found[T4]) == verdicts
