"""A project is its zone: what stands in it, in whosever network, is of that zone."""

from tests.posture.readers.gcp.programs import OTHER, OURS, T1, T4, Gcp


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
    program.add("dataflow:Job", "job", tempGcsLocation="gs://elsewhere", templateGcsPath="gs://templates/x")
    program.subnet("a", program.network())
    assert program.verdicts(form)[T1] == "unproven"
