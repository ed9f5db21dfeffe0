"""Private Service Connect to AlloyDB: consumers are named by number, and one that is not known yet is some project of the program's, or unproven."""

from typing import Any

import pytest

from tests.posture.readers.gcp.programs import NUMBERS, OTHER, OURS, T1, T2, T4, THEIRS, Gcp, Ref

LINK = "projects/x-tp/regions/europe-west1/serviceAttachments/a-psc"


def linked(zone: str = "deidentification", allowed: Any = None) -> Gcp:
    """`allowed`: a consumer's number, or a function of the program that gives one. Default: the other project's own number."""
    program = Gcp()
    program.project(OURS, "phi")
    consumer = program.project(OTHER, zone)
    cluster = program.add(
        "alloydb:Cluster",
        "records",
        clusterId="records",
        location="europe-west1",
        pscConfig={"pscEnabled": True},
        labels={"ai-service": "database"},
    )
    number = consumer.out("number") if allowed is None else (allowed(program) if callable(allowed) else allowed)
    listed = number if isinstance(number, Ref) and isinstance(number.value, list) else [number]
    primary = program.add(
        "alloydb:Instance", "primary", {"link": LINK}, cluster=cluster.id, instanceId="primary", instanceType="PRIMARY",
        pscInstanceConfig={"allowedConsumerProjects": listed, "serviceAttachmentLink": LINK},
    )  # fmt: skip
    network = program.network("other", project=OTHER)
    subnet = program.subnet("b", network, "10.1.1.0/24")
    program.instance("client", subnet)
    program.add(
        "compute:ForwardingRule", "link", project=OTHER, network=network.id, subnetwork=subnet.id, region="europe-west1",
        loadBalancingScheme="", target=primary.out("link"),
    )  # fmt: skip
    return program


@pytest.mark.parametrize("allowed", [None, NUMBERS[OTHER]])
def test_deidentification_may_link_to_the_cluster(form: str, allowed: Any) -> None:
    verdicts = linked(allowed=allowed).verdicts(form)
    # In a preview nothing says which project has a number that is written out: it is somebody's.
    assert (verdicts[T2], verdicts[T4]) == ("proven", "proven")
    assert verdicts[T1] == ("unproven" if allowed and form == "preview" else "proven")


def test_no_other_zone_may(form: str) -> None:
    assert linked("inference").verdicts(form)[T4] == "violated"


def test_a_project_of_the_program_that_is_not_ours_is_let_in(form: str) -> None:
    def stranger(program: Gcp) -> Any:
        return program.project(THEIRS, None).out("number")

    assert linked(allowed=stranger).verdicts(form)[T1] == "violated"


def test_a_number_that_nothing_explains_is_unproven(form: str) -> None:
    assert linked(allowed="888888888888").verdicts(form)[T1] == "unproven"


def test_a_number_from_elsewhere_is_unproven_until_it_is_known() -> None:
    def somewhere(program: Gcp) -> Any:
        return program.add("secretmanager:SecretVersion", "number", {"secretData": NUMBERS[OTHER]}, secret="s").out("secretData")

    assert linked(allowed=somewhere).verdicts("preview")[T1] == "unproven"


def test_a_list_from_elsewhere_is_unproven_until_it_is_known() -> None:
    def somewhere(program: Gcp) -> Any:
        return program.add("secretmanager:SecretVersion", "numbers", {"numbers": [NUMBERS[OTHER]]}, secret="s").out("numbers")

    assert linked(allowed=somewhere).verdicts("preview")[T1] == "unproven"
    assert linked(allowed=somewhere).verdicts("state")[T1] == "proven"


@pytest.mark.parametrize("how", ["backup", "moment"])
def test_a_cluster_of_inference_that_is_restored_from_records_is_a_copy_of_them(form: str, how: str) -> None:
    program = Gcp()
    program.project(OURS, "phi")
    program.project(OTHER, "inference")
    records = program.add("alloydb:Cluster", "records", clusterId="records", location="europe-west1")
    backup = program.add("alloydb:Backup", "weekly", backupId="weekly", clusterName=records.id, location="europe-west1")
    sources: dict[str, dict[str, Any]] = {
        "backup": {"restoreBackupSource": {"backupName": backup.id}},
        "moment": {"restoreContinuousBackupSource": {"cluster": records.id, "pointInTime": "2026-01-01T00:00:00Z"}},
    }
    before = program.verdicts(form)[T2]
    program.add("alloydb:Cluster", "restored", project=OTHER, clusterId="restored", location="europe-west1", **sources[how])
    assert (before, program.verdicts(form)[T2]) == ("proven", "violated")
