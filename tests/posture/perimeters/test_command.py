"""`posture perimeters`: what it prints, and how it exits."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.posture.report.test_cli import run

PERIMETER = "gcp:accesscontextmanager/servicePerimeter:ServicePerimeter"
PROJECT = "gcp:organizations/project:Project"
MEMBER = "gcp:storage/bucketIAMMember:BucketIAMMember"
BUCKET = "gcp:storage/bucket:Bucket"
STRANGER = "serviceAccount:x@acme-other.iam.gserviceaccount.com"


def resource(type_: str, name: str, /, **outputs: Any) -> dict[str, Any]:
    urn = f"urn:pulumi:dev::p::{type_}::{name}"
    return {"urn": urn, "type": type_, "custom": True, "id": name, "inputs": outputs, "outputs": outputs}


def state(folder: Path, name: str, *, dry: bool, member: str = STRANGER) -> Path:
    side = {"resources": ["projects/111111111111"], "restrictedServices": ["storage.googleapis.com"]}
    perimeter = {"useExplicitDryRunSpec": dry, ("spec" if dry else "status"): side}
    rows = [
        resource(PROJECT, "acme-phi", projectId="acme-phi", number="111111111111"),
        resource(PROJECT, "acme-other", projectId="acme-other", number="222222222222"),
        resource(BUCKET, "records", project="acme-phi", name="records"),
        resource(MEMBER, "reads", bucket="records", role="roles/storage.objectViewer", member=member),
        resource(PERIMETER, "ring", title="ring", **perimeter),
    ]
    path = folder / f"{name}.json"
    path.write_text(json.dumps({"version": 3, "deployment": {"manifest": {}, "resources": rows}}))
    return path


def test_the_diff_and_the_refused_calls_are_printed(tmp_path: Path) -> None:
    before, after = state(tmp_path, "before", dry=True), state(tmp_path, "after", dry=False)
    tried = run("perimeters", str(before))
    assert tried.returncode == 1, tried.stderr
    assert tried.stdout.splitlines()[:3] == [
        "ring (dry run only): nothing enforced → refuses", "  + project acme-phi", "  + restricts storage.googleapis.com",
    ]  # fmt: skip
    assert "would be refused: 1" in tried.stdout
    refused = (
        f"{STRANGER} from acme-other → storage.googleapis.com: records in acme-phi (roles/storage.objectViewer): "
        "no rule lets it into ring for storage.googleapis.com [ring, spec.ingressPolicies]"
    )
    assert refused in tried.stdout
    real = run("perimeters", str(after), "--before", str(before), "--format", "json")
    said = json.loads(real.stdout)
    assert said["perimeters"][0]["changes"] == ["+ project acme-phi", "+ restricts storage.googleapis.com"]
    assert [one["outcome"] for one in said["calls"]] == ["refused"]


@pytest.mark.parametrize(
    ("member", "code"),
    [("serviceAccount:own@acme-phi.iam.gserviceaccount.com", 0), (STRANGER, 1)],
)
def test_it_exits_by_what_would_be_refused(tmp_path: Path, member: str, code: int) -> None:
    assert run("perimeters", str(state(tmp_path, "state", dry=True, member=member))).returncode == code


def test_what_is_no_state_is_bad_input(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}")
    assert run("perimeters", str(tmp_path / "x.json")).returncode == 3
