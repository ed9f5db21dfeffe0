"""Clinical stores that stream or notify, and tables that show what a bucket holds."""

from typing import Any

import pytest

from tests.posture.readers.gcp.programs import OURS, T1, THEIRS, Gcp, Made

PHI = {"data-class": "phi"}


def zone() -> tuple[Gcp, Made]:
    program = Gcp()
    program.project()
    dataset = program.add("bigquery:Dataset", "tables", datasetId="tables", location="europe-west1", labels=PHI)
    return program, dataset


def clinical(**more: Any) -> Gcp:
    program, _ = zone()
    program.add("healthcare:Dataset", "clinical", name="clinical", location="europe-west1")
    home = f"projects/{OURS}/locations/europe-west1/datasets/clinical"
    program.add("healthcare:FhirStore", "fhir", name="fhir", dataset=home, version="R4", labels=PHI, **more)
    return program


def test_a_store_that_streams_nowhere_and_one_that_streams_to_our_tables_let_nothing_out(form: str) -> None:
    assert clinical().verdicts(form)[T1] == "proven"
    ours = [{"bigqueryDestination": {"datasetUri": f"bq://{OURS}.tables", "schemaConfig": {"recursiveStructureDepth": 3}}}]
    assert clinical(streamConfigs=ours).verdicts(form)[T1] == "proven"


@pytest.mark.parametrize(
    "road",
    [
        {"streamConfigs": [{"bigqueryDestination": {"datasetUri": f"bq://{THEIRS}.tables"}}]},
        {"notificationConfigs": [{"pubsubTopic": f"projects/{THEIRS}/topics/changes"}]},
        {"notificationConfig": {"pubsubTopic": f"projects/{THEIRS}/topics/changes"}},
    ],
)
def test_a_store_that_streams_or_notifies_elsewhere_lets_phi_out(form: str, road: dict[str, Any]) -> None:
    assert clinical(**road).verdicts(form)[T1] == "violated"


def test_a_native_table_and_a_view_are_their_datasets(form: str) -> None:
    program, _ = zone()
    program.add("bigquery:Table", "visits", datasetId="tables", tableId="visits", schema="[]")
    program.add("bigquery:Table", "by-ward", datasetId="tables", tableId="by_ward", view={"query": "SELECT ward FROM tables.visits"})
    assert program.verdicts(form)[T1] == "proven"


def test_a_table_of_somebody_elses_that_shows_our_records_lets_them_out(form: str) -> None:
    program, _ = zone()
    program.add("storage:Bucket", "records", name="clinic-records", location="europe-west1", labels=PHI)
    shown = {"sourceUris": ["gs://clinic-records/*.parquet"], "autodetect": True}
    program.add("bigquery:Table", "out", datasetId=f"projects/{THEIRS}/datasets/x", tableId="t", externalDataConfiguration=shown)
    assert program.verdicts(form)[T1] == "violated"


def test_what_is_shown_from_elsewhere_than_a_bucket_is_unproven(form: str) -> None:
    program, _ = zone()
    shown = {"sourceUris": ["https://drive.google.com/open?id=1"], "autodetect": True}
    program.add("bigquery:Table", "drive", datasetId="tables", tableId="t", externalDataConfiguration=shown)
    assert program.verdicts(form)[T1] == "unproven"


def test_rows_that_a_biglake_table_keeps_in_a_strangers_bucket_are_out(form: str) -> None:
    program, _ = zone()
    lake = {"storageUri": "gs://stranger-lake/t", "fileFormat": "PARQUET", "tableFormat": "ICEBERG", "connectionId": "c"}
    program.add("bigquery:Table", "lake", datasetId="tables", tableId="t", biglakeConfiguration=lake)
    assert program.verdicts(form)[T1] == "unproven"  # Whose the bucket is its name doesn't say.
