"""A zone's tables have its key, an access list that is written as a whole, columns and rows that only named principals read."""

import json
from typing import Any

import pytest

from ai_zones.gcp.bigquery_store import GcpBigQueryStore
from ai_zones.gcp.paths import key_path
from ai_zones.gcp.validation import InvalidInputError
from tests.gcp.conftest import TAXONOMY
from tests.gcp.recording import PLACE, PROJECT, REGION, Recording, record

KEY = key_path(PROJECT, REGION, "phi-keys", "bigquery")
OWNERS, CLINICIANS, ANALYSTS = "group:owners@example.com", "group:clinicians@example.com", "group:analysts@example.com"
TAGS = {"names": {"readers": [CLINICIANS], "masked_readers": [ANALYSTS], "mask": "SHA256"}}
COLUMNS = {"day": {"type": "DATE", "required": True}, "patient": {"type": "STRING", "tag": "names"}}
ROWS = {"oncology": {"filter": 'ward = "oncology"', "grantees": [CLINICIANS]}}
TABLES = {"visits": {"columns": COLUMNS, "partitioned_by": "day", "row_policies": ROWS}}
DATASET, TABLE = "bigquery/dataset:Dataset", "bigquery/table:Table"


def store(preview: bool = False, **changes: Any) -> Recording:
    args: Any = {"zone": "phi", **PLACE, "kms_key": KEY, "owners": [OWNERS], **changes}
    return record(lambda: GcpBigQueryStore("tables", args).dataset_id, preview=preview)


def test_a_dataset_has_its_key_and_keeps_its_tables() -> None:
    recording = store()
    made = recording.one(DATASET)
    assert recording.result == f"projects/{PROJECT}/datasets/phi_store"
    assert made.inputs["defaultEncryptionConfiguration"] == {"kmsKeyName": KEY}
    assert (made.protect, made.inputs["deletionPolicy"], made.inputs["deleteContentsOnDestroy"]) == (True, "PREVENT", False)
    assert made.inputs["labels"] == {"ai-zone": "phi", "data-class": "phi"}
    assert store(zone="deidentification").one(DATASET).inputs["labels"]["data-class"] == "deidentified"


def test_the_access_list_is_whole_and_the_projects_people_are_not_in_it() -> None:
    readers = ["serviceAccount:redaction@acme-prod-deid.iam.gserviceaccount.com", "principal://iam.googleapis.com/x"]
    accesses = store(readers=readers, authorized_views=["acme-prod-deid.reports.visits"]).one(DATASET).inputs["accesses"]
    assert accesses == [
        {"role": "OWNER", "groupByEmail": "owners@example.com"},
        {"role": "READER", "iamMember": "principal://iam.googleapis.com/x"},
        {"role": "READER", "userByEmail": "redaction@acme-prod-deid.iam.gserviceaccount.com"},
        {"view": {"projectId": "acme-prod-deid", "datasetId": "reports", "tableId": "visits"}},
    ]
    assert store(preview=True).one(DATASET).inputs["accesses"] == [{"role": "OWNER", "groupByEmail": "owners@example.com"}]


def test_a_tagged_column_is_read_by_whom_its_tag_lists() -> None:
    recording = store(column_tags=TAGS, tables=TABLES)
    taxonomy = recording.one("datacatalog/taxonomy:Taxonomy")
    assert taxonomy.inputs["activatedPolicyTypes"] == ["FINE_GRAINED_ACCESS_CONTROL"]
    readers = recording.one("datacatalog/policyTagIamBinding:PolicyTagIamBinding")
    assert (readers.inputs["role"], readers.inputs["members"]) == ("roles/datacatalog.categoryFineGrainedReader", [CLINICIANS])
    mask = recording.one("bigquerydatapolicy/dataPolicy:DataPolicy")
    assert mask.inputs["dataMaskingPolicy"] == {"predefinedExpression": "SHA256"}
    masked = recording.one("bigquerydatapolicy/dataPolicyIamBinding:DataPolicyIamBinding")
    assert (masked.inputs["role"], masked.inputs["members"]) == ("roles/bigquerydatapolicy.maskedReader", [ANALYSTS])
    schema = json.loads(recording.one(TABLE).inputs["schema"])
    assert schema[1]["policyTags"] == {"names": [f"{TAXONOMY}/policyTags/names"]}
    assert "policyTags" not in schema[0]
    assert store().of("datacatalog/taxonomy:Taxonomy") == []


def test_rows_are_read_by_whom_their_policy_lists_and_queries_name_a_day() -> None:
    recording = store(column_tags=TAGS, tables=TABLES)
    table, rows = recording.one(TABLE), recording.one("bigquery/rowAccessPolicy:RowAccessPolicy")
    assert (rows.inputs["filterPredicate"], rows.inputs["grantees"]) == ('ward = "oncology"', [CLINICIANS])
    assert recording.waits(rows, table)
    assert (table.inputs["timePartitioning"], table.inputs["requirePartitionFilter"]) == ({"type": "DAY", "field": "day"}, True)
    assert table.inputs["encryptionConfiguration"] == {"kmsKeyName": KEY}
    assert (table.protect, table.inputs["deletionProtection"]) == (True, True)
    free = store(column_tags=TAGS, tables=TABLES, removable=True)
    assert {one.protect for one in free.resources} == {False}
    assert free.one(TABLE).inputs["deletionProtection"] is False


def test_a_schema_without_tags_is_known_in_a_preview() -> None:
    schema = store(preview=True, tables={"wards": {"columns": {"ward": {"type": "STRING"}}}}).one(TABLE).inputs["schema"]
    assert json.loads(schema) == [{"name": "ward", "type": "STRING", "mode": "NULLABLE"}]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"owners": []}, "owners: given"),
        ({"zone": "inference"}, "other zones keep no tables"),
        ({"readers": ["allAuthenticatedUsers"]}, "never allUsers"),
        ({"tables": TABLES}, "bears the tag names, which column_tags does not have"),
        ({"tables": {"t": {"columns": {"a": {"type": "TEXT"}}}}}, "must be one of BIGNUMERIC"),
        ({"tables": {"t": {"columns": {"a": {"type": "STRING"}}, "partitioned_by": "a"}}}, "of type DATE, DATETIME or TIMESTAMP"),
        ({"authorized_views": ["visits"]}, "a view, such as"),
        ({"kms_key": key_path(PROJECT, "us-east1", "r", "k")}, "given a key of us-east1"),
    ],
)
def test_a_store_that_cant_be_made_is_refused_by_name(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        store(**changes)
