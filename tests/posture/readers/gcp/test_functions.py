"""Functions of the second generation: their road out is the network's only where all traffic is sent that way, and not told where that is elsewhere."""

import pytest

from tests.posture.readers.gcp.programs import OURS, T1, Gcp


@pytest.mark.parametrize(
    ("egress", "verdict"), [("VPC_EGRESS_ALL_TRAFFIC", "proven"), ("VPC_EGRESS_PRIVATE_RANGES_ONLY", "violated"), (None, "violated")]
)
def test_a_function_leaves_by_its_network_where_direct_egress_says_all(form: str, egress: str | None, verdict: str) -> None:
    program = Gcp()
    program.project(OURS, "phi")
    network = program.network()
    subnet = program.subnet("a", network)
    program.close_names(network)
    given = {"directVpcEgress": egress} if egress else {}
    config = {
        **given,
        "ingressSettings": "ALLOW_INTERNAL_ONLY",
        "directVpcNetworkInterfaces": [{"network": network.id, "subnetwork": subnet.id}],
    }
    program.add("cloudfunctionsv2:Function", "redact", location="europe-west1", serviceConfig=config)
    assert program.verdicts(form)[T1] == verdict


@pytest.mark.parametrize(
    "road",
    [
        {"vpcConnector": f"projects/{OURS}/locations/europe-west1/connectors/elsewhere", "vpcConnectorEgressSettings": "ALL_TRAFFIC"},
        {
            "directVpcNetworkInterfaces": [{"subnetwork": f"projects/{OURS}/regions/europe-west1/subnetworks/elsewhere"}],
            "directVpcEgress": "VPC_EGRESS_ALL_TRAFFIC",
        },
    ],
)
def test_a_road_that_stands_in_another_stack_is_neither_the_internet_nor_none(form: str, road: dict[str, object]) -> None:
    program = Gcp()
    program.project(OURS, "phi")
    program.add(
        "cloudfunctionsv2:Function", "redact", location="europe-west1", serviceConfig={"ingressSettings": "ALLOW_INTERNAL_ONLY", **road}
    )
    assert program.verdicts(form)[T1] == "unproven"
