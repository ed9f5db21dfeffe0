"""One recorded program, judged three ways: as the reviewer names its resources, as its own tags say, and with nobody to say anything.

The shapes are those of Pulumi's public examples (a site on Fargate with its database, an EKS component, a function that is told of
uploads or asked by an API, a site of files); the recordings stand in the corpus of topologies.
"""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from posture.check import Judgement, check
from posture.inputs.load import load_stack
from posture.proofs.judge import NOTHING_PHI
from posture.proofs.theorems import EGRESS_INSPECTION, PHI_EXIT, PHI_REDACTION
from posture.proofs.verdict import Verdict
from posture.settings.effective import load_settings
from tests.posture.topologies.corpus import HERE, PREVIEW, STATE, named_in, verdicts

SITE, APART = "awsx_site_with_its_database_in_one_network", "awsx_site_apart_from_the_records"
EKS, THUMBNAILS = "eks_component_cluster", "lambda_thumbnails_of_uploads"
FILES, API = "static_site_of_a_bucket", "lambda_behind_a_rest_api"
FOREIGN = (SITE, APART, EKS, THUMBNAILS, FILES, API)


def _by_names(name: str) -> Judgement:
    return check(load_stack(HERE / name / STATE), load_settings(HERE / name / "posture.yaml"))


def _by_tags(name: str, tags: dict[str, str], scratch: Path) -> Judgement:
    """The same program with `ai-zone` on some of its resources (named `type's last part:name`), and a reviewer who maps no name."""
    state = json.loads((HERE / name / STATE).read_text(encoding="utf-8"))
    missing = set(tags)
    for row in state["deployment"]["resources"]:
        called = f"{row['type'].rsplit(':', 1)[-1]}:{row['urn'].rsplit('::', 1)[-1]}"
        if called in tags and row["custom"]:
            missing.discard(called)
            for side in ("inputs", "outputs"):
                row[side]["tags"] = {**row[side].get("tags", {}), "ai-zone": tags[called]}
    assert not missing
    path = scratch / STATE
    path.write_text(json.dumps(state), encoding="utf-8")
    return check(load_stack(path), load_settings(_without_names(name, scratch)))


def _without_names(name: str, scratch: Path) -> Path:
    posture: dict[str, Any] = yaml.safe_load((HERE / name / "posture.yaml").read_text(encoding="utf-8"))
    assert posture.pop("zones")
    path = scratch / "posture.yaml"
    path.write_text(yaml.safe_dump(posture), encoding="utf-8")
    return path


@pytest.mark.parametrize("form", [STATE, PREVIEW])
@pytest.mark.parametrize("name", FOREIGN)
def test_a_program_that_nobody_classified_is_unproven_for_that_reason_alone(name: str, form: str, tmp_path: Path) -> None:
    judgement = check(load_stack(HERE / name / form), load_settings(_without_names(name, tmp_path)))
    for theorem in (PHI_EXIT, PHI_REDACTION, EGRESS_INSPECTION):
        result = judgement.result(theorem)
        assert (result.verdict, result.reasons, result.findings) == (Verdict.UNPROVEN, (NOTHING_PHI,), ())
    assert Verdict.VIOLATED not in verdicts(judgement).values()
    assert Verdict.PROVEN not in verdicts(judgement).values()


@pytest.mark.parametrize(
    ("name", "tags"),
    [
        (SITE, {"Vpc:site": "access", "Instance:patients-db": "phi"}),
        (APART, {"Vpc:site": "access", "Vpc:patients": "phi"}),
        (EKS, {"Vpc:ward": "phi"}),
        (THUMBNAILS, {"Bucket:scans": "phi"}),
        (FILES, {"Bucket:content": "phi"}),
        (API, {"Function:intake": "phi", "Table:intake": "phi"}),
    ],
)
def test_tags_in_the_program_say_what_the_reviewers_names_say(name: str, tags: dict[str, str], tmp_path: Path) -> None:
    tagged, named = _by_tags(name, tags, tmp_path), _by_names(name)
    assert verdicts(tagged) == verdicts(named)
    assert named_in(tagged, PHI_EXIT) == named_in(named, PHI_EXIT)


@pytest.mark.parametrize("name", FOREIGN)
def test_no_type_of_a_common_program_is_left_open(name: str) -> None:
    reasons = {reason for theorem in verdicts(_by_names(name)) for reason in _by_names(name).result(theorem).reasons}
    assert reasons == set()


def test_a_database_named_for_phi_holds_phi_in_a_network_named_for_another_zone() -> None:
    judgement = _by_names(SITE)
    assert verdicts(judgement)[PHI_EXIT] is Verdict.VIOLATED
    assert {"patients-db", "site-1", "internet"} <= named_in(judgement, PHI_EXIT)


def test_an_api_whose_methods_ask_for_signed_requests_is_no_way_in(tmp_path: Path) -> None:
    assert _through_the_api("AWS_IAM", tmp_path) is False
    assert _through_the_api("NONE", tmp_path) is True
    assert _through_the_api("CUSTOM", tmp_path) is True


def _through_the_api(authorization: str, scratch: Path) -> bool:
    """Whether the REST API itself is on a path out, beside the function's own."""
    state = json.loads((HERE / API / STATE).read_text(encoding="utf-8"))
    for row in state["deployment"]["resources"]:
        if row["type"] == "aws:apigateway/method:Method":
            row["inputs"]["authorization"] = row["outputs"]["authorization"] = authorization
    path = scratch / STATE
    path.write_text(json.dumps(state), encoding="utf-8")
    found = check(load_stack(path), load_settings(HERE / API / "posture.yaml")).result(PHI_EXIT).findings
    return any(one.verdict is Verdict.VIOLATED and "public API" in one.shown_path for one in found)
