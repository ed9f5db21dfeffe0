"""A project is its zone: what stands in it, in whosever network, is of that zone."""

import pytest

from posture.readers.gcp.names import project_ref
from tests.posture.readers.gcp.programs import OTHER, OURS, T1, T4, THEIRS, Gcp


def test_a_database_of_a_phi_project_in_the_network_of_inference_contradicts(form: str) -> None:
    program = Gcp()
    program.project(OURS, "phi")
    program.project(OTHER, "inference")
    network = program.network("model", project=OTHER)
    program.instance("gpu", program.subnet("b", network))
    configuration = {"ipv4Enabled": False, "privateNetwork": network.id}
    program.add(
        "sql:DatabaseInstance", "cases", region="europe-west1", databaseVersion="POSTGRES_16", settings={"ipConfiguration": configuration}
    )
    assert program.verdicts(form)[T4] == "violated"


def test_a_machine_of_a_phi_project_in_a_shared_network_of_another_zone_contradicts(form: str) -> None:
    program = Gcp()
    program.project(OURS, "phi")
    program.project(OTHER, "inference")
    subnet = program.subnet("h", program.network("host", project=OTHER))
    program.add("compute:Instance", "vm", zone="europe-west1-b", networkInterfaces=[{"subnetwork": subnet.self_link}])
    assert program.verdicts(form)[T4] == "violated"


def test_a_shared_network_of_the_same_zone_is_sound(form: str) -> None:
    program = Gcp()
    program.project(OURS, "phi")
    program.project(OTHER, "phi")
    network = program.network("host", project=OTHER)
    subnet = program.subnet("h", network)
    program.close_names(network)
    program.add("compute:Instance", "vm", zone="europe-west1-b", networkInterfaces=[{"subnetwork": subnet.self_link}])
    assert set(program.verdicts(form).values()) == {"proven"}


def test_what_no_reader_knows_touches_the_zone_of_its_project(form: str) -> None:
    program = Gcp()
    program.project(OURS, "phi")
    program.add("dataproc:Cluster", "cluster", region="europe-west1")
    program.subnet("a", program.network())
    assert program.verdicts(form)[T1] == "unproven"


def test_what_takes_no_project_is_of_the_project_that_it_is_part_of() -> None:
    program = Gcp()
    program.project(OURS, "phi")
    program.project(OTHER, "deidentification")
    ring = program.add("kms:KeyRing", "ring", project=OTHER, location="europe-west1")
    key = program.add("kms:CryptoKey", "disks", keyRing=ring.id)
    builder = program.builder("preview")  # in a state its id says so
    assert project_ref(builder, builder.view(key.urn)).targets == (program.made[1].urn,)


def test_what_has_no_project_of_its_own_lies_in_its_owners_not_in_the_providers() -> None:
    """A key and a clinical store name a ring and a dataset, whose ids no preview knows: the provider may be anybody's."""
    program = Gcp()
    program.project(OURS, "phi")
    network = program.network()
    program.subnet("a", network)
    program.close_names(network)
    ring = program.add("kms:KeyRing", "keys", location="europe-west1")
    program.add("kms:CryptoKey", "store", project=THEIRS, keyRing=ring.id)
    dataset = program.add("healthcare:Dataset", "ehr", location="europe-west1")
    program.add("healthcare:FhirStore", "fhir", project=THEIRS, dataset=dataset.id, labels={"data-class": "phi"})
    assert program.verdicts("preview")[T1] == "proven"


@pytest.mark.parametrize(("guest", "verdict"), [(OTHER, "proven"), (THEIRS, "violated")])
def test_a_network_is_shared_with_the_projects_that_are_attached(form: str, guest: str, verdict: str) -> None:
    program = Gcp()
    program.project(OURS, "phi")
    network = program.network()
    program.instance("records", program.subnet("a", network))
    host = program.add("compute:SharedVPCHostProject", "host", outputs={"project": OURS})
    program.add("compute:SharedVPCServiceProject", "guest", hostProject=host.out("project"), serviceProject=guest)
    assert program.verdicts(form)[T1] == verdict


def test_a_stranger_attached_to_another_host_gets_nothing(form: str) -> None:
    program = Gcp()
    program.project(OURS, "phi")
    program.instance("records", program.subnet("a", program.network()))
    program.add("compute:SharedVPCServiceProject", "guest", hostProject=OTHER, serviceProject=THEIRS)
    assert program.verdicts(form)[T1] == "proven"
