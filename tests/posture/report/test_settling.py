"""What a reader is told to do: about what is unproven, and on the cloud that the finding is about."""

import json
from pathlib import Path
from typing import Any

import pytest

from posture.check import check
from posture.engine.servicer import message
from posture.inputs.load import load_stack
from posture.packs.catalogue import joined, named
from posture.proofs.finding import Finding
from posture.proofs.verdict import Verdict
from posture.report.about import metadata_of, names
from posture.report.build import build_report
from posture.report.html.render import to_html
from posture.report.remedy import fix_for
from posture.report.sarif import to_sarif
from posture.report.settling import settled_by, settles
from posture.settings.effective import load_settings


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("x: no reader knows the type aws:newservice/thing:Thing", "build the same of types that are read"),
        ("x: no reader knows the type aws:cloudformation/stack:Stack", "words of another program"),
        ("nothing is classified phi", "map their names to zones"),
        ("whom it is shared with is unknown until the update (principals)", "when the update is done"),
        ("acts as a role that is no resource of the stack (roleArn)", "Judge the stack that builds it"),
        ("which tables the knowledge base asks is not known", "exported state"),
        ("a reason in words that nobody foresaw", "`posture explain`"),
    ],
)
def test_each_kind_of_reason_has_its_way_out(reason: str, words: str) -> None:
    assert words in settled_by(reason)


def test_a_finding_that_names_a_stranger_is_settled_by_the_reviewers_list_and_one_of_a_rule_by_its_fix() -> None:
    assert settles("PHI can reach something that is not known to be ours: account 999988887777")
    assert not settles("it can't be ruled out that a (phi) can reach b (management)")


def entry(type_: str, name: str, **props: Any) -> dict[str, Any]:
    urn = f"urn:pulumi:dev::p::{type_}::{name}"
    return {"urn": urn, "type": type_, "custom": True, "id": f"{name}-id", "inputs": props, "outputs": props}


@pytest.fixture
def said(tmp_path: Path) -> Any:
    resources = [
        entry("aws:ec2/vpc:Vpc", "phi", cidrBlock="10.0.0.0/16", id="phi-id", tags={"ai-zone": "phi"}),
        entry("aws:newservice/thing:Thing", "oops", vpcId="phi-id"),
        entry("aws:ec2/internetGateway:InternetGateway", "igw", vpcId="phi-id"),
    ]
    file = tmp_path / "state.json"
    file.write_text(json.dumps({"version": 3, "deployment": {"resources": resources}}))
    packs = named(("all",))
    return build_report(check(load_stack(file), load_settings(None), *joined(packs)), packs, [file], None)


def test_the_page_and_sarif_say_what_would_prove_an_open_question(said: Any) -> None:
    assert "build the same of types that are read" in to_html(said)
    [run] = json.loads(to_sarif(said))["runs"]
    told = [note["message"]["text"] for note in run["invocations"][0]["toolExecutionNotifications"]]
    assert any("oops: no reader knows the type" in text and "To prove it: Keep it out of the zones" in text for text in told)


def test_a_finding_on_aws_is_not_told_what_to_do_on_other_clouds(said: Any) -> None:
    page = to_html(said)
    assert "igw stands in zone phi" in page
    assert "Remove the gateway." in page
    assert "On Azure the same holds of NAT gateways" not in page
    finding = Finding(
        "gateway-outside-egress", Verdict.VIOLATED, "x", urn="urn:pulumi:dev::p::aws:ec2/internetGateway:InternetGateway::igw"
    )
    assert "On Azure" not in message(finding)
    on_gcp = Finding("gateway-outside-egress", Verdict.VIOLATED, "x", urn="urn:pulumi:dev::p::gcp:compute/routerNat:RouterNat::nat")
    assert "On GCP set delete_default_routes_on_create" in message(on_gcp)


def test_every_remedy_says_something_on_every_cloud_and_the_whole_where_no_cloud_is_known() -> None:
    for name in names():
        known = metadata_of(name)
        assert known is not None
        for token in ("aws:s3/bucket:Bucket", "azure-native:storage:StorageAccount", "gcp:storage/bucket:Bucket"):
            assert fix_for(known.fix, token), name
        assert fix_for(known.fix, "") == known.fix


def test_the_engine_says_of_a_stranger_whom_nobody_listed_that_he_may_be_listed() -> None:
    said = "PHI can reach something that is not known to be ours: account 999988887777"
    assert message(Finding("phi-exit", Verdict.UNPROVEN, said)).splitlines() == [
        f"unproven: {said}",
        "To prove it: List it under `organization` in posture.yaml if it is ours; else take it away. (posture explain phi-exit)",
    ]
    assert "Fix: Take away the hop" in message(Finding("phi-exit", Verdict.VIOLATED, "PHI can reach the internet"))


def test_the_engine_gives_one_remedy_once_for_each_policy() -> None:
    advised: set[str] = set()
    first, second = (message(Finding("phi-exit", Verdict.VIOLATED, words), advised) for words in ("one", "two"))
    assert "Fix:" in first
    assert second == "two"
