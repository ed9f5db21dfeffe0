"""Machines of service projects stand in the host's network, and in the zone that their own project says."""

import pytest

from tests.posture.readers.gcp.programs import OTHER, OURS, T1, T4, Gcp


def shared(zone: str | None) -> Gcp:
    program = Gcp()
    host = program.project()
    guest = program.project(OTHER, zone)
    network = program.network()
    subnet = program.subnet("a", network)
    program.close_names(network)
    program.deny_egress(network)
    attached = {"hostProject": host.inputs["projectId"], "serviceProject": guest.inputs["projectId"]}
    program.add("compute:SharedVPCServiceProject", "guest", **attached)
    card = {"subnetwork": subnet.id, "subnetworkProject": OURS}
    program.add("compute:Instance", "worker", project=OTHER, zone="europe-west1-b", networkInterfaces=[card])
    return program


@pytest.mark.parametrize("zone", ["phi", None])
def test_a_machine_of_a_service_project_is_in_the_zone_of_the_hosts_network(form: str, zone: str | None) -> None:
    verdicts = shared(zone).verdicts(form)
    assert (verdicts[T1], verdicts[T4]) == ("proven", "proven")


def test_a_machine_of_another_zone_in_it_joins_both(form: str) -> None:
    assert shared("inference").verdicts(form)[T4] == "violated"
