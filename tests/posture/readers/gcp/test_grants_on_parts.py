"""Grants on what holds no records itself and opens what does: subscriptions, databases, tables, listings, authorized data sets, services."""

from typing import Any

import pytest

from tests.posture.readers.gcp.programs import OTHER, OURS, T1, T2, THEIRS, Gcp

VENDOR = f"serviceAccount:etl@{THEIRS}.iam.gserviceaccount.com"
MODEL = f"model@{OTHER}.iam.gserviceaccount.com"
OWN = f"serviceAccount:ops@{OURS}.iam.gserviceaccount.com"


def program_of_two() -> Gcp:
    """A project of phi, and one of inference with an account."""
    program = Gcp()
    program.project()
    program.project(OTHER, "inference")
    program.add("serviceaccount:Account", "model", {"email": MODEL}, project=OTHER, accountId="model", email=MODEL)
    return program


PARTS: dict[str, tuple[list[tuple[str, str, dict[str, Any]]], tuple[str, dict[str, Any]]]] = {
    "subscription": (
        [("pubsub:Topic", "cases", {}), ("pubsub:Subscription", "pull", {"topic": f"projects/{OURS}/locations/europe-west1/topics/cases"})],
        ("pubsub:SubscriptionIAMMember", {"subscription": "pull", "role": "roles/pubsub.subscriber"}),
    ),
    "table of Bigtable": (
        [("bigtable:Instance", "cases", {}), ("bigtable:Table", "notes", {"instanceName": "cases"})],
        ("bigtable:TableIamMember", {"table": "notes", "role": "roles/bigtable.reader"}),
    ),
    "database of Spanner": (
        [("spanner:Instance", "cases", {"config": "regional-europe-west1"}), ("spanner:Database", "notes", {"instance": "cases"})],
        ("spanner:DatabaseIAMMember", {"database": "notes", "role": "roles/spanner.databaseReader"}),
    ),
}


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    ("member", "exit_", "redaction"),
    [(VENDOR, "violated", "proven"), (f"serviceAccount:{MODEL}", "proven", "violated"), (OWN, "proven", "proven")],
)
def test_who_may_use_a_part_reads_the_whole(form: str, part: str, member: str, exit_: str, redaction: str) -> None:
    program = program_of_two()
    made, (token, grant) = PARTS[part]
    for kind, name, inputs in made:
        program.add(kind, name, **inputs)
    program.add(token, "grant", member=member, **grant)
    said = program.verdicts(form)
    assert (said[T1], said[T2]) == (exit_, redaction)


@pytest.mark.parametrize("word", ["view", "authorizedDataset"])
@pytest.mark.parametrize(
    ("project", "exit_", "redaction"), [(THEIRS, "violated", "proven"), (OTHER, "proven", "violated"), (OURS, "proven", "proven")]
)
def test_what_is_authorized_reads_for_whoever_may_query_it(form: str, word: str, project: str, exit_: str, redaction: str) -> None:
    program = program_of_two()
    program.add("bigquery:Dataset", "cases", datasetId="cases", location="europe-west1")
    named = {"projectId": project, "datasetId": "views"}
    entry: dict[str, Any] = {word: {**named, "tableId": "all"} if word == "view" else {"dataset": named, "targetTypes": ["VIEWS"]}}
    program.add("bigquery:DatasetAccess", "entry", datasetId="cases", **entry)
    said = program.verdicts(form)
    assert (said[T1], said[T2]) == (exit_, redaction)


@pytest.mark.parametrize(("ingress", "verdict"), [("INGRESS_TRAFFIC_ALL", "violated"), ("INGRESS_TRAFFIC_INTERNAL_ONLY", "proven")])
@pytest.mark.parametrize("asks", [True, False])
def test_a_service_that_asks_nobody_is_open_to_all_who_reach_it(form: str, ingress: str, verdict: str, asks: bool) -> None:
    program = Gcp()
    program.project()
    ward = program.network()
    subnet = program.subnet("a", ward)
    road = {"egress": "ALL_TRAFFIC", "networkInterfaces": [{"network": ward.id, "subnetwork": subnet.id}]}
    program.close_names(ward)
    program.add("cloudrunv2:Service", "notes", ingress=ingress, invokerIamDisabled=not asks, template={"vpcAccess": road})
    assert program.verdicts(form)[T1] == ("proven" if asks else verdict)


@pytest.mark.parametrize(("member", "verdict"), [("group:help@gmail.com", "unproven"), (OWN, "proven")])
def test_a_stranger_on_what_no_reader_follows_is_never_passed_over(form: str, member: str, verdict: str) -> None:
    program = Gcp()
    program.project()
    ward = program.network()
    subnet = program.subnet("a", ward)
    program.close_names(ward)
    setup = {"disablePublicIp": True, "networkInterfaces": [{"network": ward.id, "subnet": subnet.id}]}
    program.add("workbench:Instance", "study", location="europe-west1-b", gceSetup=setup)
    program.add("workbench:InstanceIamMember", "help", instanceName="study", role="roles/notebooks.admin", member=member)
    assert program.verdicts(form)[T1] == verdict
