"""People of a workforce pool are the organization's whose pool it is, where its directory says whom it takes; of other pools nobody can say."""

from dataclasses import replace
from typing import Any

import pytest

from tests.posture.readers.gcp.programs import APPROVED, T1, Gcp

ORGANIZATION = "123456789012"
OURS = replace(APPROVED, organization=replace(APPROVED.organization, gcp_organization_ids=frozenset({ORGANIZATION})))
READER = "principalSet://iam.googleapis.com/locations/global/workforcePools/clinic-people/group/clinicians"
DIRECTORY: dict[str, Any] = {"attributeCondition": "'clinicians' in assertion.groups"}


def read_by_people(pool: dict[str, Any] | None, directory: dict[str, Any] | None = DIRECTORY) -> Gcp:
    program = Gcp()
    program.project()
    bucket = program.add("storage:Bucket", "records", location="europe-west1", labels={"data-class": "phi"})
    if pool is not None:
        program.add("iam:WorkforcePool", "people", location="global", **{"workforcePoolId": "clinic-people", **pool})
    if directory is not None:
        program.add(
            "iam:WorkforcePoolProvider",
            "directory",
            workforcePoolId="clinic-people",
            providerId="directory",
            location="global",
            **directory,
        )
    program.add("storage:BucketIAMMember", "read", bucket=bucket.inputs["name"], role="roles/storage.objectViewer", member=READER)
    return program


def test_people_of_our_own_pool_may_read(form: str) -> None:
    assert read_by_people({"parent": f"organizations/{ORGANIZATION}"}).verdicts(form, OURS)[T1] == "proven"


@pytest.mark.parametrize(
    ("pool", "directory"),
    [
        (None, None),
        ({"parent": "organizations/999999999999"}, DIRECTORY),
        ({"parent": f"organizations/{ORGANIZATION}", "workforcePoolId": "other-people"}, DIRECTORY),
        ({"parent": f"organizations/{ORGANIZATION}"}, {"attributeCondition": ""}),
        ({"parent": f"organizations/{ORGANIZATION}"}, None),
    ],
)
def test_people_of_a_pool_that_nobody_knows_are_not_proven_ours(
    form: str, pool: dict[str, Any] | None, directory: dict[str, Any] | None
) -> None:
    assert read_by_people(pool, directory).verdicts(form, OURS)[T1] == "unproven"
