"""The stack program: settings in, providers and zones out, one message when the settings are wrong."""

import json
import runpy
from functools import cache
from pathlib import Path
from typing import Any

import pulumi
import pytest
import yaml

from stacks import program
from stacks.values import Break
from tests.aws.recording import Recording, record

STACKS = Path(__file__).resolve().parents[2] / "stacks"
ACCOUNTS = {
    "phi": "111122223333",
    "deidentification": "222233334444",
    "inference": "333344445555",
    "egress": "444455556666",
    "access": "555566667777",
    "training": "666677778888",
    "control": "777788889999",
    "management": "888899990000",
}


def config(stack: str, **changes: Any) -> dict[str, str]:
    """Configuration as the engine hands it over: texts, structured values as JSON."""
    given = yaml.safe_load((STACKS / f"Pulumi.{stack}.yaml").read_text())["config"]
    values = {**given, **{f"ai-zones:{key}": value for key, value in changes.items()}}
    return {key: value if isinstance(value, str) else json.dumps(value) for key, value in values.items() if value is not None}


def run(stack: str, **changes: Any) -> Recording:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(program, "engine_config", lambda: config(stack, **changes))
        patch.setattr(pulumi, "get_stack", lambda: stack)
        return record(program.program)


@cache
def clinical() -> Recording:
    return run("aws-clinical")


def providers(recording: Recording) -> dict[str, dict[str, Any]]:
    return {resource.name: resource.inputs for resource in recording.resources if resource.type == "pulumi:providers:aws"}


@cache
def broken(*ways: str) -> Recording:
    return run("aws-broken", **{"break": list(ways)})


def test_each_zone_is_built_by_a_provider_that_refuses_every_other_account() -> None:
    allowed = {name: json.loads(inputs["allowedAccountIds"]) for name, inputs in providers(clinical()).items()}
    assert allowed == {f"{zone}-aws": [account] for zone, account in ACCOUNTS.items()}


def test_a_provider_assumes_the_role_that_the_settings_give_it_and_no_other() -> None:
    role = "arn:aws:iam::111122223333:role/ai-zones-deploy"
    found = providers(run("aws-clinical", assume_roles={"phi": role}))
    assert json.loads(found["phi-aws"]["assumeRoles"]) == [{"roleArn": role, "sessionName": "ai-zones-phi"}]
    assert "assumeRoles" not in found["egress-aws"]


def test_default_tags_tell_where_a_resource_comes_from_and_never_its_zone() -> None:
    for inputs in providers(clinical()).values():
        assert set(json.loads(inputs["defaultTags"])["tags"]) == {"managed-by", "organization", "environment", "stack"}


def test_the_stacks_settings_reach_what_they_decide() -> None:
    open_to_removal = run("aws-clinical", deletion_protection=False, log_retention_days=2557)
    assert [resource.name for resource in open_to_removal.resources if resource.protect] == []
    assert {group.inputs["retentionInDays"] for group in open_to_removal.of("cloudwatch/logGroup:LogGroup")} == {2557}
    assert [resource.name for resource in clinical().resources if resource.protect] != []


def test_the_clinical_stack_holds_no_fault_on_purpose() -> None:
    assert [resource.name for resource in clinical().resources if resource.name.startswith("break")] == []


def test_a_nat_route_leads_out_of_the_phi_programs_subnets() -> None:
    stack = broken("nat-route")
    route = stack.one("ec2/route:Route", "break-route").inputs
    assert route == {
        "routeTableId": "id-of-clinic-a-broken-phi-routes-workload",
        "destinationCidrBlock": "0.0.0.0/0",
        "natGatewayId": "id-of-break-nat",
    }
    assert stack.one("ec2/internetGateway:InternetGateway", "break-internet").inputs["vpcId"] == "id-of-clinic-a-broken-phi-vpc"


def test_a_peering_joins_phi_and_inference_with_routes_both_ways() -> None:
    stack = broken("zone-peering")
    peering = stack.one("ec2/vpcPeeringConnection:VpcPeeringConnection").inputs
    assert (peering["vpcId"], peering["peerVpcId"]) == ("id-of-clinic-a-broken-phi-vpc", "id-of-clinic-a-broken-inference-vpc")
    routes = {r.name: r.inputs["destinationCidrBlock"] for r in stack.of("ec2/route:Route") if r.name.startswith("break")}
    assert routes == {"break-phi-to-inference": "10.82.0.0/16", "break-inference-to-phi": "10.80.0.0/16"}
    let_in = {
        acl.name: {rule["cidrBlock"] for way in ("ingress", "egress") for rule in acl.inputs[way] if rule["protocol"] == "-1"}
        for acl in stack.of("ec2/networkAcl:NetworkAcl")
    }
    assert {name: found for name, found in let_in.items() if found} == {
        "clinic-a-broken-phi-acl-workload": {"10.82.0.0/16"},
        "clinic-a-broken-inference-acl-workload": {"10.80.0.0/16"},
    }


def test_an_open_endpoint_policy_is_on_the_phi_zones_s3_endpoint_alone() -> None:
    opened = broken("open-endpoint-policy").of("ec2/vpcEndpoint:VpcEndpoint")
    sound = [
        endpoint.name
        for endpoint in opened
        if json.loads(endpoint.inputs.get("policy", "{}")).get("Statement", [{}])[0]
        == {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
    ]
    assert sound == ["clinic-a-broken-phi-services-s3"]


def test_every_way_to_break_a_stack_changes_it() -> None:
    sound = {(r.name, json.dumps(r.inputs, default=str, sort_keys=True)) for r in broken().resources}
    for way in Break:
        assert {(r.name, json.dumps(r.inputs, default=str, sort_keys=True)) for r in broken(way).resources} != sound, way


def test_wrong_settings_are_one_message_and_nothing_is_registered() -> None:
    seen: list[Recording] = []
    with pytest.raises(pulumi.RunError) as error:
        seen.append(run("aws-clinical", log_retention_days=2000, plann={}))
    assert seen == []
    assert "stacks/Pulumi.aws-clinical.yaml" in str(error.value)
    assert "ai-zones:log_retention_days" in str(error.value)
    assert "ai-zones:plann" in str(error.value)
    assert error.value.__cause__ is None


def test_a_plan_that_cannot_be_built_yet_is_refused_before_a_provider_is_made() -> None:
    plan = yaml.safe_load((STACKS / "Pulumi.aws-clinical.yaml").read_text())["config"]["ai-zones:plan"]
    plan["cloud"], plan["zones"] = "azure", {"phi": {}}
    plan["availability_zones"], plan["residency"], plan["flows"], plan["providers"] = ["1", "2"], ["westeurope"], {}, {}
    made: list[object] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(program, "_build", made.append)
        with pytest.raises(pulumi.RunError) as error:
            run("aws-clinical", plan=plan, region=None, availability_zones=None, accounts=None, clusters=None)
    assert made == []
    assert "ai-zones:plan.cloud: given azure, AwsZones builds plans for aws" in str(error.value)


def test_the_folder_runs_as_a_program() -> None:
    """As `pulumi up` does it: the folder is the program, and its `__main__` runs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pulumi, "get_stack", lambda: "nowhere")
        with pytest.raises(pulumi.RunError, match="nowhere"):
            runpy.run_path(str(STACKS), run_name="__main__")
