"""What holds stacks together: one thing in several files, stack references, plans, and the files themselves."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from posture.check import check
from posture.cli import app
from posture.errors import InputError
from posture.inputs.several import join, load_stacks
from posture.inputs.state import read_state
from posture.proofs.verdict import Verdict
from posture.report.json import to_document
from posture.settings.effective import approve, load_settings
from posture.stack import Stack
from posture.values import is_unknown

SECRET = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "sealed"}
VPC = "vpc-0a1b2c3d4e5f60718"
TABLE = "rtb-0a1b2c3d4e5f60718"
PLAN = {
    "organization": "clinic",
    "environment": "prod",
    "cidr": "10.64.0.0/12",
    "residency": ["eu-west-1"],
    "availability_zones": ["eu-west-1a", "eu-west-1b"],
    "zones": {"phi": {}, "deidentification": {}, "inference": {}},
    "flows": {
        "records": {"source": "deidentification", "target": "phi", "service": "database"},
        "retrieval": {"source": "inference", "target": "deidentification", "service": "retrieval"},
    },
}


def row(kind: str, name: str, identifier: str | None = None, **more: Any) -> dict[str, Any]:
    """One entry of a state; `urn` is put in by `state`."""
    outputs = more.pop("outputs", {})
    return {"type": kind, "name": name, "custom": identifier is not None, "id": identifier, "outputs": outputs, "inputs": {}, **more}


def state(project: str, *rows: dict[str, Any], where: str | None = None) -> Stack:
    """A state of the stack `<project>/dev`."""
    entries = [{**one, "urn": urn(project, one["type"], one["name"])} for one in rows]
    return read_state({"version": 3, "deployment": {"resources": entries}}, where or f"{project}.json")


def urn(project: str, kind: str, name: str) -> str:
    return f"urn:pulumi:dev::{project}::{kind}::{name}"


def table(name: str, **more: Any) -> dict[str, Any]:
    return row("aws:ec2/routeTable:RouteTable", name, TABLE, **more)


NAT = {"cidrBlock": "0.0.0.0/0", "natGatewayId": "nat-0a1b2c3d4e5f60718"}


def test_what_one_stack_makes_and_another_adopts_is_one_resource_and_its_users_follow() -> None:
    core = state("core", row("aws:ec2/vpc:Vpc", "vpc", VPC, outputs={"cidrBlock": "10.0.0.0/16"}))
    adopted = row("aws:ec2/vpc:Vpc", "theirs", VPC, external=True, outputs={"cidrBlock": "10.0.0.0/8", "ownerId": "111122223333"})
    theirs = urn("app", "aws:ec2/vpc:Vpc", "theirs")
    subnet = row(
        "aws:ec2/subnet:Subnet",
        "a",
        "subnet-0a1b2c3d4e5f60718",
        parent=theirs,
        dependencies=[theirs],
        propertyDependencies={"vpcId": [theirs]},
    )
    joined = join([core, state("app", adopted, subnet)])
    ours = urn("core", "aws:ec2/vpc:Vpc", "vpc")
    assert [resource.urn for resource in joined] == [ours, urn("app", "aws:ec2/subnet:Subnet", "a")]
    assert dict(joined.by_urn[ours].props) == {"cidrBlock": "10.0.0.0/16", "ownerId": "111122223333"}
    user = joined.resources[1]
    assert (user.parent, set(user.dependencies), set(user.property_dependencies["vpcId"])) == (ours, {ours}, {ours})


def test_the_default_table_that_one_stack_manages_is_the_plain_one_that_another_reads() -> None:
    core = state("core", row("aws:ec2/defaultRouteTable:DefaultRouteTable", "main", TABLE))
    assert len(join([core, state("app", table("main", external=True))]).resources) == 1


def test_a_name_in_two_accounts_is_two_things() -> None:
    one, other = (
        row("aws:iam/role:Role", "app", "app", external=external, outputs={"arn": f"arn:aws:iam::{account}:role/app"})
        for external, account in ((False, "111122223333"), (True, "222233334444"))
    )
    assert len(join([state("core", one), state("app", other)]).resources) == 2
    assert len(join([state("core", one), state("app", {**one, "external": True})]).resources) == 1


def test_a_route_that_only_the_adopting_stack_has_read_is_kept() -> None:
    joined = join(
        [state("core", table("rtb", outputs={"routes": []})), state("app", table("rtb", external=True, outputs={"routes": [NAT]}))]
    )
    assert joined.resources[0].props["routes"] == [NAT]


def test_what_the_managing_stack_declares_wins_over_what_another_has_read() -> None:
    declared = table("rtb", inputs={"routes": []}, outputs={"routes": []})
    joined = join([state("core", declared), state("app", table("rtb", external=True, outputs={"routes": [NAT]}))])
    assert joined.resources[0].props["routes"] == []


def test_two_readers_that_disagree_leave_the_value_unknown() -> None:
    stacks = [
        state(
            project,
            row("aws:iam/role:Role", "app", "app", external=True, outputs={"arn": "arn:aws:iam::111122223333:role/app", "path": path}),
        )
        for project, path in (("core", "/"), ("app", "/other/"))
    ]
    [role] = join(stacks).resources
    assert is_unknown(role.props["path"])
    assert "path" in (role.declared or ())


def test_a_secret_that_came_by_a_stack_reference_is_whatever_the_other_stack_hands_out() -> None:
    root = row("pulumi:pulumi:Stack", "core-dev", outputs={"vpc": VPC, "note": "hello"})
    core = state("core", root, row("aws:ec2/vpc:Vpc", "vpc", VPC))
    name = "organization/core/dev"
    reference = row("pulumi:pulumi:StackReference", name, name, external=True, outputs={"name": name})
    by = [urn("app", "pulumi:pulumi:StackReference", name)]
    subnet = row(
        "aws:ec2/subnet:Subnet", "a", "subnet-1", inputs={"vpcId": SECRET}, outputs={"vpcId": SECRET}, propertyDependencies={"vpcId": by}
    )
    joined = join([core, state("app", reference, subnet)])
    assert urn("core", "aws:ec2/vpc:Vpc", "vpc") in joined.resources[-1].property_dependencies["vpcId"]
    alone = join([state("app", reference, subnet)])
    assert alone.resources[-1].property_dependencies["vpcId"] == set(by)


def test_one_stack_in_two_files_is_refused_and_so_is_a_file_named_twice(tmp_path: Path) -> None:
    files = [tmp_path / "a.json", tmp_path / "b.json"]
    entry = {"urn": urn("core", "aws:ec2/vpc:Vpc", "vpc"), "type": "aws:ec2/vpc:Vpc", "custom": True, "id": VPC}
    for file in files:
        file.write_text(json.dumps({"version": 3, "deployment": {"resources": [entry]}}))
    with pytest.raises(InputError, match=r"b\.json: stack dev of project core is in .*a\.json too: .*Give one file a stack"):
        load_stacks(files)
    with pytest.raises(InputError, match=r"a\.json: given twice.*Name each file once"):
        load_stacks([files[0], tmp_path / "." / "a.json"])
    result = CliRunner().invoke(app, ["check", *map(str, files)])
    assert isinstance(result.exception, InputError)


def plan(project: str, **changes: Any) -> Stack:
    return state(project, row("ai-zones:index:AwsZones", "zones", outputs={"plan": {**PLAN, **changes}}))


def test_one_plan_registered_by_two_programs_is_one_plan() -> None:
    judgement = check(join([plan("core"), plan("app")]), load_settings(None))
    assert len(judgement.approved.flows) == 2
    assert not any(result.theorem == "plans-agree" for result in judgement.results)


def test_of_two_plans_what_both_allow_counts_and_that_they_differ_is_unproven() -> None:
    both = join([plan("core"), plan("app", flows={"records": PLAN["flows"]["records"]})])  # type: ignore[index]
    judgement = check(both, load_settings(None))
    assert [flow.service for flow in judgement.approved.flows] == ["database"]
    said = judgement.result("plans-agree")
    assert said.verdict is Verdict.UNPROVEN
    assert said.findings[0].message.startswith(
        "zones (app.json) registers another plan than zones (core.json): only one of them has inference → deidentification/retrieval:443."
    )


def test_an_approved_plan_settles_which_of_two_counts(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(json.dumps(PLAN))
    (tmp_path / "posture.yaml").write_text("plan: plan.yaml")
    settings = load_settings(tmp_path / "posture.yaml")
    both = join([plan("core"), plan("app", flows={})])
    assert len(approve(settings, both).flows) == 2
    assert not any(result.theorem == "plans-agree" for result in check(both, settings).results)


def test_no_plan_widens_another_even_where_they_have_nothing_in_common() -> None:
    both = join(
        [plan("core", residency=["eu-west-1"]), plan("app", residency=["us-east-1"], availability_zones=["us-east-1a", "us-east-1b"])]
    )
    assert approve(load_settings(None), both).residency == {"eu-west-1"}


def test_each_finding_says_its_file_and_stack() -> None:
    from tests.posture.several.topologies.corpus import sets

    [chosen] = [one for one in sets() if one.name == "peering_halves_open_phi_to_inference"]
    document = to_document(chosen.judged())
    assert [Path(file).name for file in document["files"]] == ["1_records.state.json", "2_models.state.json"]
    [finding] = next(theorem["findings"] for theorem in document["theorems"] if theorem["name"] == "phi-redaction")
    assert Path(finding["file"]).name == "2_models.state.json"
    assert {Path(hop["file"]).name for hop in finding["path"] if hop["file"]} == {"1_records.state.json", "2_models.state.json"}
    assert "[records/dev]" in "".join(hop.shown for result in chosen.judged().results for one in result.findings for hop in one.path)
