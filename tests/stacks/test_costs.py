"""What a stack costs: quantities of its program, prices with their source, and a page that is not stale."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from stacks.costs import Basis, Bill, Resource, count, from_preview, from_state, load_prices, render, totals
from stacks.costs.__main__ import PAGE, main, page, recorded
from stacks.costs.prices import PRICES_FILE, Price, PriceList
from stacks.costs.resources import made
from tests.aws.recording import Recording
from tests.stacks import test_program
from tests.stacks.stack_files import STACKS

PRICES = load_prices()
REGIONS = ("eu-west-1", "us-east-1", "eu-central-1")


def resources(recording: Recording) -> list[Resource]:
    """What a program registered, as a preview would list it."""
    regions = {one.name: one.inputs["region"] for one in recording.resources if one.type == "pulumi:providers:aws"}
    listed = [one for one in recording.resources if one.type.startswith("aws:")]
    return [made(one.type, one.name, one.inputs, one.provider, regions[one.provider]) for one in listed]


def one(type_: str, zone: str = "phi", **inputs: Any) -> Resource:
    return Resource(f"aws:{type_}", "it", zone, "eu-west-1", inputs)


def counted(*given: Resource) -> Bill:
    return count("test", given, PRICES)


@pytest.mark.parametrize("stack", ["aws-clinical", "aws-dev"])
def test_the_recorded_quantities_are_those_of_the_program(stack: str) -> None:
    recording = test_program.clinical() if stack == "aws-clinical" else test_program.run(stack)
    found = count(stack, resources(recording), PRICES)
    assert found == recorded()[stack], f"stale: run `make cost STACK={stack} RECORD=1`"
    assert found.unknown == (), "say in stacks/costs/prices.yaml what these types are charged by"


def test_the_page_is_what_the_quantities_and_prices_make() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(recorded()), "stale: run `make cost STACK=aws-clinical RECORD=1`"


def test_the_readme_says_what_the_page_says() -> None:
    readme = (STACKS.parent / "README.md").read_text(encoding="utf-8")
    shares: dict[Basis, list[str]] = {basis: [] for basis in Basis}
    for stack in ("aws-clinical", "aws-dev"):
        parts = totals(recorded()[stack], PRICES)
        assert f"`{stack}` {sum(parts.values()):.2f} USD" in readme
        for basis, part in parts.items():
            shares[basis].append(f"{part / sum(parts.values()):.0%}".replace("%", " %"))
    assert f"make {' and '.join(shares[Basis.READ])} of" in readme.replace("\n", " ")
    assert f"those read for another region {' and '.join(shares[Basis.ELSEWHERE])};" in readme.replace("\n", " ")


def test_development_costs_less_than_a_third_of_production() -> None:
    hourly = {stack: sum(totals(bill, PRICES).values()) for stack, bill in recorded().items()}
    assert hourly["aws-dev"] < hourly["aws-clinical"] / 3


@pytest.mark.parametrize(
    ("resource", "kinds"),
    [
        (one("ec2/vpcEndpoint:VpcEndpoint", vpcEndpointType="Interface", subnetIds=["a", "b", "c"]), {"interface-endpoint": 3}),
        (one("ec2/vpcEndpoint:VpcEndpoint", vpcEndpointType="Resource", subnetIds=["a"]), {"resource-endpoint": 1}),
        (one("ec2/vpcEndpoint:VpcEndpoint", vpcEndpointType="Gateway"), {}),
        (one("ec2/vpcEndpoint:VpcEndpoint"), {}),
        (one("ec2/natGateway:NatGateway"), {"nat-gateway": 1}),
        (one("ec2/natGateway:NatGateway", connectivityType="private"), {}),
        (one("networkfirewall/firewall:Firewall", subnetMappings=[{}, {}]), {"firewall-endpoint": 2}),
        (one("lb/loadBalancer:LoadBalancer", loadBalancerType="network"), {"network-load-balancer": 1}),
        (one("lb/loadBalancer:LoadBalancer"), {"application-load-balancer": 1}),
        (one("rds/clusterInstance:ClusterInstance", instanceClass="db.r8g.large"), {"aurora:db.r8g.large": 1}),
        (one("kms/key:Key"), {"kms-key": 1}),
        (one("route53/resolverEndpoint:ResolverEndpoint", ipAddresses=[{}, {}]), {"resolver-endpoint-address": 2}),
        (one("wafv2/webAcl:WebAcl", rules=[{}, {}, {}]), {"web-acl": 1, "web-acl-rule": 3}),
        (one("ec2/vpnConnection:VpnConnection"), {"vpn-connection": 1}),
        (one("directconnect/connection:Connection", bandwidth="1Gbps"), {"direct-connect:1Gbps": 1}),
        (one("cloudwatch/metricAlarm:MetricAlarm"), {"alarm": 1}),
        (one("verifiedaccess/endpoint:Endpoint"), {"verified-access-endpoint": 1}),
        (one("ec2/vpc:Vpc"), {}),
    ],
)
def test_a_resource_counts_as_its_kinds(resource: Resource, kinds: dict[str, float]) -> None:
    bill = counted(resource)
    assert bill.quantities == ({"phi": kinds} if kinds else {})
    assert bill.unknown == ()


def test_a_list_that_a_preview_does_not_know_counts_as_one() -> None:
    bill = counted(one("ec2/vpcEndpoint:VpcEndpoint", vpcEndpointType="Interface", subnetIds="04da6b54-80e4-46f7-96ec-b56ff0331ba9"))
    assert bill.quantities == {"phi": {"interface-endpoint": 1}}


def test_what_nobody_knows_is_named_and_what_is_used_is_not_counted() -> None:
    bill = counted(one("quantum/computer:Computer"), one("s3/bucket:Bucket"))
    assert bill.unknown == ("aws:quantum/computer:Computer",)
    assert list(bill.by_use) == [PRICES.charged_by("aws:s3/bucket:Bucket")]
    said = render(bill, PRICES)
    assert "Not known whether they are charged: aws:quantum/computer:Computer" in said
    assert "Charged by use, so not in the totals:\n- S3:" in said


def test_a_kind_without_a_price_is_said_to_be_missing_from_the_totals() -> None:
    said = render(counted(one("rds/clusterInstance:ClusterInstance", instanceClass="db.x9.huge")), PRICES)
    assert "no price is known here, so not in the totals: 1 × aurora:db.x9.huge (phi)" in said


def test_a_table_adds_up_and_marks_what_was_not_read_for_its_region() -> None:
    said = render(counted(one("kms/key:Key"), *[one("ec2/natGateway:NatGateway", "egress")] * 2), PRICES)
    assert "**test** in eu-west-1: **0.10 USD an hour, 71 USD a month**" in said
    assert "| NAT gateway | 2 | 0.048 | hour | 0.096 | 70 | Amazon VPC pricing |" in said
    assert "| KMS key | 1 | 1† | month | 0.001 | 1 |" in said


def test_a_zone_is_that_of_the_tag_else_of_the_provider() -> None:
    urn = "urn:pulumi:s::p::pulumi:providers:aws::egress-aws"
    assert made("aws:kms/key:Key", "k", {"tags": {"ai-zone": "phi"}}, urn, "eu-west-1").zone == "phi"
    assert made("aws:kms/key:Key", "k", {}, urn, "eu-west-1").zone == "egress"
    assert made("aws:kms/key:Key", "k", {"region": "us-east-1"}, "", "").zone == "shared"
    assert made("aws:kms/key:Key", "k", {"region": "us-east-1"}, "", "").region == "us-east-1"


PROVIDER: dict[str, Any] = {
    "urn": "urn:pulumi:s::p::pulumi:providers:aws::egress-aws",
    "type": "pulumi:providers:aws",
    "inputs": {"region": "eu-west-1"},
}
NAT: dict[str, Any] = {
    "urn": "urn:pulumi:s::p::aws:ec2/natGateway:NatGateway::nat",
    "type": "aws:ec2/natGateway:NatGateway",
    "custom": True,
    "provider": PROVIDER["urn"] + "::id",
    "inputs": {},
}


def test_a_preview_and_a_state_of_the_same_resources_cost_the_same() -> None:
    steps = [{"op": "same", "newState": PROVIDER}, {"op": "create", "newState": NAT}, {"op": "delete", "oldState": NAT}]
    preview = from_preview({"steps": steps})
    state = from_state({"deployment": {"resources": [PROVIDER, NAT, {**NAT, "delete": True}]}})
    assert preview == state == [Resource("aws:ec2/natGateway:NatGateway", "nat", "egress", "eu-west-1", {})]


def test_every_kind_has_a_price_for_three_regions() -> None:
    without = [(kind, region) for kind, price in PRICES.kinds.items() for region in REGIONS if price.of(region) is None]
    assert without == [("cloudcontrol:AWS::HealthLake::FHIRDatastore", "eu-central-1")], "HealthLake is not offered in Frankfurt"


def test_a_source_that_says_another_price_is_refused() -> None:
    document = yaml.safe_load(PRICES_FILE.read_text(encoding="utf-8"))
    document["kinds"]["nat-gateway"]["usd"]["eu-west-1"] = 0.05
    with pytest.raises(ValidationError, match=r"says 0\.048 in eu-west-1, but usd says 0\.05"):
        PriceList.model_validate(document)


@pytest.mark.parametrize(
    ("source", "basis"),
    [
        ({"region": "eu-west-1", "usd": 1}, Basis.READ),
        ({"region": "*", "usd": 1}, Basis.READ),
        ({"region": "us-east-1", "usd": 2}, Basis.ELSEWHERE),
        ({"usd": 1}, Basis.ELSEWHERE),
        (None, Basis.MEMORY),
    ],
)
def test_a_price_rests_on_what_was_read_for_its_region(source: dict[str, Any] | None, basis: Basis) -> None:
    sources = [{"title": "a page", "date": "2026-11-21", **source}] if source else []
    price = Price.model_validate({"title": "a thing", "per": "hour", "page": "Pricing", "usd": {"eu-west-1": 1}, "sources": sources})
    assert price.of("eu-west-1") == (1, basis)
    assert price.of("us-east-1") is None


@pytest.mark.parametrize("stack", ["aws-clinical", "aws-dev"])
def test_little_of_a_bill_rests_on_memory_alone(stack: str) -> None:
    parts = totals(recorded()[stack], PRICES)
    assert parts[Basis.MEMORY] < sum(parts.values()) / 10


def test_a_file_that_is_no_preview_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.write_text("[]")
    assert main(["aws-dev", str(wrong)]) == 3
    assert "neither a preview's JSON nor an exported state" in capsys.readouterr().err
    assert main(["aws-dev", str(tmp_path / "none.json")]) == 3


def test_the_command_prints_the_bill(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "state.json"
    file.write_text(json.dumps({"deployment": {"resources": [PROVIDER, NAT]}}))
    assert main(["aws-dev", str(file)]) == 0
    assert "NAT gateway" in capsys.readouterr().out
    assert (STACKS / "Pulumi.aws-dev.yaml").exists()
