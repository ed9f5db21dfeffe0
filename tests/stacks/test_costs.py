"""What a stack costs: quantities of its program, prices with their source, and a page that is not stale."""

import json
from pathlib import Path
from typing import Any

import pulumi
import pytest
import yaml
from pydantic import ValidationError

from stacks.azure import program as azure_program
from stacks.costs import Basis, Bill, Resource, count, from_preview, from_state, load_prices, prices_of, render, totals
from stacks.costs.__main__ import PAGE, main, page, recorded
from stacks.costs.prices import PRICES_FILE, Price, PriceList
from stacks.costs.resources import made
from stacks.gcp import program as gcp_program
from tests.azure.recording import record as record_azure
from tests.gcp import recording as gcp_recording
from tests.recording import Built, Recording
from tests.stacks import test_program
from tests.stacks.stack_files import STACKS, as_the_engine_gives_it, stack_file

PRICES = load_prices()
AZURE = prices_of("azure")
GCP = prices_of("gcp")
REGIONS = ("eu-west-1", "us-east-1", "eu-central-1")
STACK_NAMES = ("aws-clinical", "aws-dev", "azure-clinical", "azure-dev", "gcp-clinical", "gcp-dev")


def resources(recording: Recording[Any]) -> list[Resource]:
    """What a program registered, as a preview would list it."""
    of_providers: list[Built] = [one for one in recording.resources if one.type.startswith("pulumi:providers:")]
    regions = {one.name: one.inputs.get("region") or one.inputs["location"] for one in of_providers}
    listed = [one for one in recording.resources if one.type.startswith(("aws:", "azure-native:", "gcp:"))]
    return [made(one.type, one.name, one.inputs, one.provider, regions[one.provider]) for one in listed]


def recording_of(stack: str) -> Recording[Any]:
    """What the stack's program registers."""
    if stack == "aws-clinical":
        return test_program.clinical()
    if stack.startswith("aws"):
        return test_program.run(stack)
    if stack.startswith("gcp"):
        return recording_of_gcp(stack)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(azure_program, "engine_config", lambda: as_the_engine_gives_it(stack_file(stack)["config"]))
        patch.setattr(pulumi, "get_stack", lambda: stack)
        return record_azure(azure_program.program, preview=True)


def recording_of_gcp(stack: str) -> Recording[Any]:
    """The same on Google Cloud, where a whole program looks an agent up and hangs names on what a preview does not know."""
    strict = gcp_recording.path

    def path(token: str, inputs: dict[str, Any], project: str = gcp_recording.PROJECT) -> str:
        try:
            return strict(token, inputs, project)
        except AssertionError:
            return f"projects/{project}/made-up"

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gcp_program, "engine_config", lambda: as_the_engine_gives_it(stack_file(stack)["config"]))
        patch.setattr(pulumi, "get_stack", lambda: stack)
        patch.setattr(gcp_recording, "path", path)
        patch.setattr(gcp_recording._Gcp, "call", lambda _, args: ({"emailAddress": "agent", "member": "serviceAccount:agent"}, None))
        return gcp_recording.record(gcp_program.program, preview=True)


def one(type_: str, zone: str = "phi", **inputs: Any) -> Resource:
    return Resource(f"aws:{type_}", "it", zone, "eu-west-1", inputs)


def counted(*given: Resource) -> Bill:
    return count("test", given, PRICES)


def on_azure(type_: str, **inputs: Any) -> Resource:
    return Resource(f"azure-native:{type_}", "it", "phi", "westeurope", inputs)


@pytest.mark.parametrize("stack", STACK_NAMES)
def test_the_recorded_quantities_are_those_of_the_program(stack: str) -> None:
    found = count(stack, resources(recording_of(stack)), prices_of(stack))
    assert found == recorded()[stack], f"stale: run `make cost STACK={stack} RECORD=1`"
    assert found.unknown == (), "say in the cloud's list of prices what these types are charged by"


def test_the_page_is_what_the_quantities_and_prices_make() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(recorded()), "stale: run `make cost STACK=aws-clinical RECORD=1`"


def test_the_readme_says_what_the_page_says() -> None:
    readme = " ".join((STACKS.parent / "README.md").read_text(encoding="utf-8").split())
    for stack in STACK_NAMES:
        parts = totals(recorded()[stack], prices_of(stack))
        whole = sum(parts.values())
        shares = " | ".join(f"{part / whole:.0%}" for part in parts.values())
        assert f"| `{stack}` | {whole:.2f} | {shares} |" in readme


def test_development_costs_less_than_a_third_of_production() -> None:
    hourly = {stack: sum(totals(bill, prices_of(stack)).values()) for stack, bill in recorded().items()}
    assert hourly["aws-dev"] < hourly["aws-clinical"] / 3
    assert hourly["gcp-dev"] < hourly["gcp-clinical"] / 2, "of which the web proxy is the greater part: it stands in both"
    assert hourly["azure-dev"] < hourly["azure-clinical"] / 2, "of which the firewall is the greater part: it stands in both"


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


@pytest.mark.parametrize(
    ("resource", "kinds"),
    [
        (on_azure("network:AzureFirewall", sku={"name": "AZFW_VNet", "tier": "Premium"}), {"firewall:Premium": 1}),
        (on_azure("network:LoadBalancer", sku={"name": "Standard"}, loadBalancingRules=[{}]), {"load-balancer": 1}),
        (
            on_azure("network:LoadBalancer", sku={"name": "Standard"}, loadBalancingRules=[{}] * 6, outboundRules=[{}]),
            {"load-balancer": 1, "load-balancer-rule": 2},
        ),
        (on_azure("network:LoadBalancer", sku={"name": "Basic"}, loadBalancingRules=[{}]), {}),
        (
            on_azure("network:ApplicationGateway", sku={"tier": "WAF_v2"}, autoscaleConfiguration={"minCapacity": 2}),
            {"application-gateway:WAF_v2": 1, "capacity-unit:WAF_v2": 20},
        ),
        (
            on_azure("network:ApplicationGateway", sku={"tier": "WAF_v2", "capacity": 3}),
            {"application-gateway:WAF_v2": 1, "capacity-unit:WAF_v2": 30},
        ),
        (on_azure("keyvault:Key", properties={"kty": "RSA-HSM", "keySize": 3072}), {"hsm-key": 1}),
        (on_azure("keyvault:Key", properties={"kty": "EC-HSM"}), {"hsm-key": 1}),
        (on_azure("keyvault:Key", properties={"kty": "RSA-HSM"}), {"hsm-key-2048": 1}),
        (on_azure("keyvault:Key", properties={"kty": "RSA", "keySize": 3072}), {}),
        (
            on_azure(
                "dbforpostgresql:Server",
                sku={"name": "Standard_D4ds_v5"},
                highAvailability={"mode": "ZoneRedundant"},
                storage={"storageSizeGB": 128},
            ),
            {"postgresql:Standard_D4ds_v5": 2, "postgresql-gb": 256},
        ),
        (on_azure("dbforpostgresql:Server", sku={"name": "Standard_D2ds_v5"}), {"postgresql:Standard_D2ds_v5": 1}),
        (on_azure("search:Service", sku={"name": "standard"}, replicaCount=3, partitionCount=2), {"search:standard": 6}),
        (
            on_azure(
                "network:ExpressRouteCircuit", sku={"name": "Standard_MeteredData"}, serviceProviderProperties={"bandwidthInMbps": 1000}
            ),
            {"expressroute:Standard_MeteredData:1000": 1},
        ),
        (on_azure("network:ExpressRouteCircuit", serviceProviderProperties={"bandwidthInMbps": 50.0}), {"expressroute:None:50": 1}),
        (on_azure("monitor:MetricAlert", criteria={"allOf": [{}, {}]}), {"metric-alert": 2}),
        (on_azure("network:Subnet"), {}),
    ],
)
def test_a_resource_of_azure_counts_as_its_kinds(resource: Resource, kinds: dict[str, float]) -> None:
    bill = count("test", [resource], AZURE)
    assert bill.quantities == ({"phi": kinds} if kinds else {})
    assert bill.unknown == ()


def on_gcp(type_: str, **inputs: Any) -> Resource:
    return Resource(f"gcp:{type_}", "it", "phi", "europe-west3", inputs)


@pytest.mark.parametrize(
    ("resource", "kinds"),
    [
        (on_gcp("networkservices/gateway:Gateway", type="SECURE_WEB_GATEWAY"), {"web-proxy": 1}),
        (on_gcp("compute/forwardingRule:ForwardingRule", loadBalancingScheme="", target="attachment"), {"endpoint": 1}),
        (on_gcp("compute/globalForwardingRule:GlobalForwardingRule", loadBalancingScheme="", target="vpc-sc"), {"endpoint": 1}),
        (on_gcp("compute/forwardingRule:ForwardingRule", loadBalancingScheme="INTERNAL"), {"forwarding-rules": 1}),
        (on_gcp("compute/address:Address"), {"public-address": 1}),
        (on_gcp("compute/address:Address", addressType="INTERNAL"), {}),
        (on_gcp("kms/cryptoKey:CryptoKey", versionTemplate={"protectionLevel": "HSM"}), {"hsm-key": 1}),
        (on_gcp("kms/cryptoKey:CryptoKey"), {"key": 1}),
        (
            on_gcp(
                "sql/databaseInstance:DatabaseInstance",
                settings={"tier": "db-perf-optimized-N-4", "availabilityType": "REGIONAL", "diskSize": 50},
            ),
            {"sql-plus-processor": 8, "sql-plus-gb": 64, "sql-storage-gb": 100},
        ),
        (on_gcp("sql/databaseInstance:DatabaseInstance", settings={"tier": "db-f1-micro"}), {"sql:db-f1-micro": 1}),
        (
            on_gcp("alloydb/instance:Instance", machineConfig={"cpuCount": 4}, availabilityType="REGIONAL"),
            {"alloydb-processor": 8, "alloydb-gb": 64},
        ),
        (on_gcp("alloydb/instance:Instance", machineConfig={"cpuCount": 2}), {"alloydb-processor": 2, "alloydb-gb": 16}),
        (
            on_gcp(
                "compute/instance:Instance",
                machineType="n2d-standard-4",
                bootDisk={"initializeParams": {"size": 50}},
                confidentialInstanceConfig={"enableConfidentialCompute": True},
            ),
            {"machine:n2d-standard-4": 1, "confidential:n2d-standard-4": 1, "disk-gb": 50},
        ),
        (
            on_gcp("workbench/instance:Instance", gceSetup={"machineType": "e2-standard-4", "bootDisk": {"diskSizeGb": "150"}}),
            {"machine:e2-standard-4": 1, "disk-gb": 150},
        ),
        (on_gcp("monitoring/alertPolicy:AlertPolicy", conditions=[{"conditionMatchedLog": {}}]), {}),
        (on_gcp("monitoring/alertPolicy:AlertPolicy", conditions=[{"conditionThreshold": {}}]), {"alert-condition": 1}),
        (on_gcp("compute/regionSecurityPolicy:RegionSecurityPolicy", rules=[{}, {}]), {"security-policy": 1, "security-policy-rule": 2}),
        (on_gcp("compute/subnetwork:Subnetwork"), {}),
    ],
)
def test_a_resource_of_gcp_counts_as_its_kinds(resource: Resource, kinds: dict[str, float]) -> None:
    bill = count("test", [resource], GCP)
    assert bill.quantities == ({"phi": kinds} if kinds else {})
    assert bill.unknown == ()


def test_the_first_five_forwarding_rules_of_a_zone_cost_as_much_as_one() -> None:
    rules = [on_gcp("compute/forwardingRule:ForwardingRule", loadBalancingScheme="INTERNAL")] * 7
    assert count("test", rules, GCP).quantities == {"phi": {"forwarding-rules": 1, "further-forwarding-rule": 2}}


def test_what_nobody_knows_of_azure_is_named_and_what_is_adopted_is_not_ours_to_pay() -> None:
    assert count("test", [on_azure("quantum:Computer")], AZURE).unknown == ("azure-native:quantum:Computer",)
    urn = "urn:pulumi:s::p::azure-native:network:AzureFirewall::hub"
    row = {"urn": urn, "type": "azure-native:network:AzureFirewall", "custom": True, "external": True, "inputs": {}}
    assert from_state({"deployment": {"resources": [row]}}) == []


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


def test_every_kind_of_azure_has_a_price_for_the_stacks_region() -> None:
    assert [kind for kind, price in AZURE.kinds.items() if price.of("westeurope") is None] == []
    listed = {kind for stack in ("azure-clinical", "azure-dev") for zone in recorded()[stack].quantities.values() for kind in zone}
    assert listed - set(AZURE.kinds) == set()


def test_every_kind_of_gcp_has_a_price_for_the_stacks_region() -> None:
    assert [kind for kind, price in GCP.kinds.items() if price.of("europe-west3") is None] == []
    listed = {kind for stack in ("gcp-clinical", "gcp-dev") for zone in recorded()[stack].quantities.values() for kind in zone}
    assert listed - set(GCP.kinds) == set()


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


@pytest.mark.parametrize(("stack", "share"), [("aws-clinical", 0.1), ("aws-dev", 0.1), ("azure-clinical", 0.3), ("azure-dev", 0.1)])
def test_little_of_a_bill_rests_on_memory_alone(stack: str, share: float) -> None:
    parts = totals(recorded()[stack], prices_of(stack))
    assert parts[Basis.MEMORY] < sum(parts.values()) * share


@pytest.mark.parametrize("stack", ["gcp-clinical", "gcp-dev"])
def test_little_but_the_web_proxy_rests_on_memory_alone_on_gcp(stack: str) -> None:
    parts = totals(recorded()[stack], GCP)
    proxy, _ = GCP.hourly("web-proxy", "europe-west3") or (0.0, Basis.READ)
    assert parts[Basis.MEMORY] - proxy < sum(parts.values()) * 0.2
    assert parts[Basis.MEMORY] > proxy, "the page says so by its marks"


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
