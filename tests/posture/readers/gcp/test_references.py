"""One resource under all its names."""

from typing import Any

import pytest

from posture.readers.gcp.members import POOL
from posture.readers.gcp.names import Name, parse, refer
from tests.posture.readers.gcp.programs import OTHER, OURS, T1, Gcp

PATH = f"projects/{OURS}/global/networks/ward"


@pytest.mark.parametrize(
    ("literal", "expected"),
    [
        ("ward", Name("ward")),
        (PATH, Name("ward", OURS, "global")),
        (f"https://www.googleapis.com/compute/v1/{PATH}", Name("ward", OURS, "global")),
        (f"https://compute.googleapis.com/compute/beta/{PATH}", Name("ward", OURS, "global")),
        (f"//compute.googleapis.com/{PATH}", Name("ward", OURS, "global")),
        ("global/networks/ward", Name("ward", None, "global")),
        ("regions/europe-west1/subnetworks/a", Name("a", None, "europe-west1")),
        (f"projects/{OURS}/zones/europe-west1-b/instances/vm", Name("vm", OURS, "europe-west1-b")),
    ],
)
def test_a_name_has_its_parts(literal: str, expected: Name) -> None:
    assert parse(literal) == expected


@pytest.mark.parametrize(
    "written",
    [
        "ward",
        "global/networks/ward",
        PATH,
        f"https://www.googleapis.com/compute/v1/{PATH}",
        f"https://compute.googleapis.com/compute/v1/{PATH}",
        f"//compute.googleapis.com/{PATH}",
    ],
)
def test_every_way_of_naming_a_network_means_it(form: str, written: str) -> None:
    program = Gcp()
    program.project()
    program.network(bare=False, autoCreateSubnetworks=False)
    program.subnet("a", written)
    result = program.results(form)[T1]
    assert [finding.shown_path for finding in result.findings] == ["a → routes of a → 0.0.0.0/0 → internet"]


def test_a_short_name_means_the_network_of_its_own_project(form: str) -> None:
    program = Gcp()
    program.project(OURS, "phi")
    program.project(OTHER, "inference")
    program.network("ward", project=OURS)
    theirs = program.add("compute:Network", "theirs", project=OTHER, autoCreateSubnetworks=False)
    theirs.inputs["name"] = "ward"
    program.subnet("a", "ward")
    assert program.verdicts(form)[T1] == "proven"


def test_a_path_of_another_project_is_not_the_network_of_that_name(form: str) -> None:
    program = Gcp()
    program.project()
    program.network()
    program.subnet("a", f"projects/{OTHER}/global/networks/ward")
    assert program.verdicts(form)[T1] == "unproven"


def test_a_pool_is_called_by_its_own_id_and_not_as_it_is_shown() -> None:
    program = Gcp()
    program.project()
    pool = program.add("iam:WorkloadIdentityPool", "pool", workloadIdentityPoolId="pipelines", displayName="Pipelines")
    provider: dict[str, Any] = {
        "workloadIdentityPoolId": "pipelines",
        "workloadIdentityPoolProviderId": "github",
        "displayName": "pipelines",
    }
    made = program.add("iam:WorkloadIdentityPoolProvider", "github", **provider)
    for one in (pool, made):
        del one.inputs["name"]
    builder = program.builder("preview")
    assert refer(builder, builder.view(made.urn), "workloadIdentityPoolId", *POOL).targets == (pool.urn,)


def test_a_bucket_of_another_project_is_known_by_its_name_alone(form: str) -> None:
    """Buckets share one space of names, so a copy from one project's to the other's stays ours."""
    program = Gcp()
    program.project(OURS, "phi")
    program.project(OTHER, "phi")
    network = program.network()
    program.subnet("a", network)
    program.close_names(network)
    program.add("storage:Bucket", "records", location="europe-west1")
    program.add("storage:Bucket", "copies", project=OTHER, location="europe-west1")
    spec = {"gcsDataSource": {"bucketName": "records"}, "gcsDataSink": {"bucketName": "copies"}}
    program.add("storage:TransferJob", "nightly", transferSpec=spec)
    assert program.verdicts(form)[T1] == "proven"
