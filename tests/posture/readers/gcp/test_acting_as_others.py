"""Roles by which somebody acts as another, and pools that take whoever an issuer vouches for."""

import pytest

from tests.posture.readers.gcp.programs import NUMBERS, OTHER, OURS, T1, T2, Gcp, Ref

GITHUB = "https://token.actions.githubusercontent.com"


def read_by_a_robot() -> tuple[Gcp, Ref]:
    """Records, an account of phi that reads them, and the path of that account."""
    program = Gcp()
    program.project()
    program.add("storage:Bucket", "records", location="europe-west1")
    email = f"reader@{OURS}.iam.gserviceaccount.com"
    robot = program.add("serviceaccount:Account", "reader", {"email": email}, accountId="reader")
    program.add(
        "storage:BucketIAMMember",
        "reads",
        bucket="records",
        role="roles/storage.objectViewer",
        member=Ref(robot.urn, f"serviceAccount:{email}"),
    )
    return program, robot.id


@pytest.mark.parametrize(
    ("role", "verdict"),
    [
        ("roles/iam.serviceAccountTokenCreator", "violated"),
        ("roles/iam.serviceAccountKeyAdmin", "violated"),
        ("roles/iam.serviceAccountUser", "violated"),
        ("roles/iam.serviceAccountViewer", "proven"),
        ("roles/monitoring.editor", "proven"),
        ("roles/dns.owner", "proven"),
        ("roles/iam.serviceAccountOpenIdTokenCreator", "proven"),
    ],
)
@pytest.mark.parametrize("whole", [False, True])
def test_inference_acts_as_a_reader_of_records(form: str, role: str, verdict: str, whole: bool) -> None:
    program, reader = read_by_a_robot()
    program.project(OTHER, "inference")
    email = f"model@{OTHER}.iam.gserviceaccount.com"
    program.add("serviceaccount:Account", "model", {"email": email}, project=OTHER, accountId="model")
    member = f"serviceAccount:{email}"
    if whole:
        program.add("projects:IAMMember", "acts", project=OURS, role=role, member=member)
    else:
        program.add("serviceaccount:IAMMember", "acts", serviceAccountId=reader, role=role, member=member)
    assert program.verdicts(form)[T2] == verdict


@pytest.mark.parametrize(
    ("role", "verdict"),
    [
        ("roles/resourcemanager.projectIamAdmin", "violated"),
        ("roles/iam.securityAdmin", "violated"),
        ("roles/iam.securityReviewer", "proven"),
        ("roles/compute.securityAdmin", "proven"),
    ],
)
def test_who_sets_the_policy_of_a_project_gives_himself_its_records(form: str, role: str, verdict: str) -> None:
    program, _ = read_by_a_robot()
    program.add("projects:IAMMember", "help", project=OURS, role=role, member="group:soc@gmail.com")
    assert program.verdicts(form)[T1] == verdict


MAPPED = {"attribute.repository": "assertion.repository", "attribute.branch": "assertion.ref"}


@pytest.mark.parametrize(
    ("condition", "member", "verdict"),
    [
        (None, "*", "violated"),
        ("assertion.ref == 'refs/heads/main'", "*", "violated"),
        ("assertion.repository_owner == 'clinic' || assertion.ref == 'refs/heads/main'", "*", "violated"),
        ("assertion.repository_owner == 'clinic' && assertion.ref == 'refs/heads/main'", "*", "proven"),
        ("(assertion.ref == 'a' || assertion.ref == 'b') && assertion.repository_owner == 'clinic'", "*", "proven"),
        (None, "attribute.branch/refs/heads/main", "violated"),
        (None, "attribute.repository/clinic/records", "proven"),
        ("assertion.repository_owner_id == '4711'", "attribute.branch/refs/heads/main", "proven"),
    ],
)
@pytest.mark.parametrize("by_number", [False, True])
def test_a_pool_asks_for_what_others_can_not_have(form: str, condition: str | None, member: str, verdict: str, by_number: bool) -> None:
    program, reader = read_by_a_robot()
    home = next(made for made in program.made if made.token.endswith(":Project"))
    pool = program.add("iam:WorkloadIdentityPool", "ci", workloadIdentityPoolId="ci")
    program.add(
        "iam:WorkloadIdentityPoolProvider",
        "github",
        workloadIdentityPoolId=Ref(pool.urn, "ci"),
        workloadIdentityPoolProviderId="github",
        attributeMapping=MAPPED,
        oidc={"issuerUri": GITHUB},
        attributeCondition=condition,
    )
    who = f"principalSet://iam.googleapis.com/projects/{NUMBERS[OURS]}/locations/global/workloadIdentityPools/ci/{member}"
    source = home if by_number else pool
    program.add(
        "serviceaccount:IAMMember", "acts", serviceAccountId=reader, role="roles/iam.workloadIdentityUser", member=Ref(source.urn, who)
    )
    said = program.verdicts(form)[T1]
    # Which identities of an open pool are meant, only the update tells.
    assert said == (verdict if form == "state" or said != "unproven" else "unproven")
    assert said != "unproven" or not condition or verdict == "violated"
