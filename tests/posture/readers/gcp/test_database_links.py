"""Private Service Connect to databases: an approved flow by port, and nobody else's."""

from typing import Any

import pytest

from tests.posture.readers.gcp.programs import OTHER, OURS, T1, T2, T4, THEIRS, Gcp, Made

LINK = "projects/x-tp/regions/europe-west1/serviceAttachments/a-psc"


def linked(zone: str, allowed: str = OTHER, **settings: Any) -> tuple[Gcp, Made]:
    program = Gcp()
    program.project(OURS, "phi")
    program.project(OTHER, zone)
    program.network()
    configuration = {"ipv4Enabled": False, "pscConfigs": [{"pscEnabled": True, "allowedConsumerProjects": [allowed]}], **settings}
    database = program.add(
        "sql:DatabaseInstance", "records", {"pscServiceAttachmentLink": LINK}, region="europe-west1", databaseVersion="POSTGRES_16",
        settings={"tier": "x", "ipConfiguration": configuration, "userLabels": {"ai-service": "database"}},
    )  # fmt: skip
    network = program.network("other", project=OTHER)
    subnet = program.subnet("b", network, "10.1.1.0/24")
    program.instance("client", subnet)
    program.add(
        "compute:ForwardingRule", "link", project=OTHER, network=network.id, subnetwork=subnet.id, region="europe-west1",
        loadBalancingScheme="", target=database.out("pscServiceAttachmentLink"),
    )  # fmt: skip
    return program, database


def test_deidentification_may_link_to_the_database(form: str) -> None:
    program, _ = linked("deidentification")
    verdicts = program.verdicts(form)
    assert (verdicts[T1], verdicts[T2], verdicts[T4]) == ("proven", "proven", "proven")


@pytest.mark.parametrize("zone", ["inference", "access"])
def test_no_other_zone_may(form: str, zone: str) -> None:
    assert linked(zone)[0].verdicts(form)[T4] == "violated"


def test_a_strangers_project_on_the_list_is_let_in(form: str) -> None:
    assert linked("deidentification", THEIRS)[0].verdicts(form)[T1] == "violated"


@pytest.mark.parametrize(("zone", "role", "verdict"), [
    ("deidentification", "roles/cloudsql.client", "proven"),
    ("deidentification", "roles/cloudsql.admin", "violated"),
])  # fmt: skip
def test_a_right_to_log_in_is_no_road_beside_the_link(form: str, zone: str, role: str, verdict: str) -> None:
    program, _ = linked(zone)
    account = program.add(
        "serviceaccount:Account", "masker", {"email": f"masker@{OTHER}.iam.gserviceaccount.com"}, project=OTHER, accountId="masker"
    )
    program.add(
        "projects:IAMMember", "may-log-in", project=OURS, role=role, member=f"serviceAccount:masker@{OTHER}.iam.gserviceaccount.com"
    )
    assert account.project == OTHER
    assert program.verdicts(form)[T4] == verdict


def test_a_stranger_who_may_log_in_is_still_one(form: str) -> None:
    program, _ = linked("deidentification")
    program.add(
        "projects:IAMMember", "may-log-in", role="roles/cloudsql.instanceUser", member=f"serviceAccount:x@{THEIRS}.iam.gserviceaccount.com"
    )
    assert program.verdicts(form)[T1] == "violated"
