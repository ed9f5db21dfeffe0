"""Adoption reads what it is told to, as children, changes nothing, and refuses ids of a wrong form."""

from collections.abc import Callable
from typing import Any

import pulumi
import pytest

from ai_zones.aws import (
    AwsAdoptedHubFirewall,
    AwsAdoptedHubFirewallArgs,
    AwsAdoptedLogArchive,
    AwsAdoptedLogArchiveArgs,
    AwsAdoptedNetwork,
    AwsAdoptedNetworkArgs,
    AwsAdoptedPrivateZone,
    AwsAdoptedPrivateZoneArgs,
    AwsZoneNetwork,
    InvalidInputError,
)
from ai_zones.plan import Tier
from tests.aws.adopting import Adoption, adopt
from tests.aws.inputs import changed

ZONES = ("eu-west-1a", "eu-west-1b")
ACCOUNT = "111122223333"


def hexed(prefix: str, number: int) -> str:
    return f"{prefix}-{number:017x}"


NETWORK: AwsAdoptedNetworkArgs = {
    "zone": "phi",
    "vpc_id": hexed("vpc", 1),
    "workload_subnet_ids": {zone: hexed("subnet", 10 + at) for at, zone in enumerate(ZONES)},
    "endpoint_subnet_ids": {zone: hexed("subnet", 20 + at) for at, zone in enumerate(ZONES)},
    "route_table_ids": {"workload": hexed("rtb", 1), "endpoint": hexed("rtb", 2)},
    "workload_security_group_id": hexed("sg", 1),
    "endpoint_security_group_id": hexed("sg", 2),
}
HUB: AwsAdoptedHubFirewallArgs = {
    "transit_gateway_id": hexed("tgw", 1),
    "attachment_ids": {"inspection": hexed("tgw-attach", 1)},
    "transit_route_tables": {
        "zones": {"id": hexed("tgw-rtb", 1), "routes": ["0.0.0.0/0"], "propagated": ["inspection"]},
        "inspected": {"id": hexed("tgw-rtb", 2), "associated": ["inspection"]},
    },
    "vpc_id": hexed("vpc", 1),
    "subnet_ids": {"firewall": hexed("subnet", 1)},
    "route_table_ids": {"firewall": hexed("rtb", 1)},
    "firewall_arn": f"arn:aws:network-firewall:eu-west-1:{ACCOUNT}:firewall/hub",
    "firewall_policy_arn": f"arn:aws:network-firewall:eu-west-1:{ACCOUNT}:firewall-policy/hub",
    "rule_group_arns": {"allowed": f"arn:aws:network-firewall:eu-west-1:{ACCOUNT}:stateful-rulegroup/allowed"},
}
KEY = f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/12345678-1234-1234-1234-123456789012"
ARCHIVE: AwsAdoptedLogArchiveArgs = {"bucket_name": "clinic-logs", "key_arn": KEY}
NAMES: AwsAdoptedPrivateZoneArgs = {"zone_id": "Z0123456789ABCDEF", "records": {"vault": {"name": "vault.clinic.internal", "type": "A"}}}


def network(**changes: Any) -> Adoption:
    def program() -> Any:
        made = AwsAdoptedNetwork("net", changed(NETWORK, changes))
        shared = [name for name in AwsAdoptedNetwork.__annotations__ if name != "vpc_cidr"]
        return {
            **{name: getattr(made, name) for name in shared},
            "tiers": {tier.value: subnets for tier, subnets in made.subnet_ids.items()},
            "tables": {tier.value: table for tier, table in made.route_tables.items()},
        }

    return adopt(program)


def test_everything_that_decides_where_packets_go_is_read_as_a_child_and_nothing_is_made() -> None:
    done = network(
        network_acl_ids={"private": hexed("acl", 1)}, internet_gateway_id=hexed("igw", 1), nat_gateway_ids={"central": hexed("nat", 1)}
    )
    assert done.ids("ec2/vpc:Vpc") == {"net-vpc": hexed("vpc", 1)}
    assert set(done.ids("ec2/subnet:Subnet")) == {f"net-subnet-{tier}-{zone}" for tier in ("workload", "endpoint") for zone in ZONES}
    assert done.ids("ec2/routeTable:RouteTable") == {"net-routes-workload": hexed("rtb", 1), "net-routes-endpoint": hexed("rtb", 2)}
    assert set(done.ids("ec2/securityGroup:SecurityGroup").values()) == {hexed("sg", 1), hexed("sg", 2)}
    assert (len(done.ids("ec2/networkAcl:NetworkAcl")), len(done.ids("ec2/natGateway:NatGateway"))) == (1, 1)
    assert len(done.ids("ec2/internetGateway:InternetGateway")) == 1
    assert {read.parent for read in done.reads} == {"net"}
    assert [kind for kind in done.made if kind.startswith("aws:")] == []


def test_each_subnet_is_read_with_the_table_that_it_follows() -> None:
    follows = network().ids("ec2/routeTableAssociation:RouteTableAssociation")
    assert follows["net-follows-workload-eu-west-1a"] == f"{hexed('subnet', 10)}/{hexed('rtb', 1)}"
    assert follows["net-follows-endpoint-eu-west-1b"] == f"{hexed('subnet', 21)}/{hexed('rtb', 2)}"
    assert len(follows) == 4


def test_it_offers_what_a_network_of_ours_offers() -> None:
    logs = {"flow_log_group_arn", "dns_log_group_arn"}
    assert set(AwsZoneNetwork.__annotations__) - logs <= set(AwsAdoptedNetwork.__annotations__)
    offered = network().result
    assert offered["endpoint_subnet_ids"] == {zone: hexed("subnet", 20 + at) for at, zone in enumerate(ZONES)}
    assert offered["tables"] == {Tier.WORKLOAD: hexed("rtb", 1), Tier.ENDPOINT: hexed("rtb", 2)}
    assert offered["database_security_group_id"] == ""
    assert set(offered["tiers"]) == {Tier.WORKLOAD, Tier.ENDPOINT}


def test_a_subnet_that_serves_two_tiers_is_read_once() -> None:
    both = network(endpoint_subnet_ids=NETWORK["workload_subnet_ids"], route_table_ids={"workload": hexed("rtb", 1)})
    assert len(both.ids("ec2/subnet:Subnet")) == 2
    assert both.result["endpoint_subnet_ids"] == both.result["workload_subnet_ids"]
    assert both.result["tables"] == {Tier.WORKLOAD: hexed("rtb", 1), Tier.ENDPOINT: hexed("rtb", 1)}


def test_ids_may_be_outputs_of_another_stack() -> None:
    handed = {zone: pulumi.Output.from_input(hexed("subnet", 30 + at)) for at, zone in enumerate(ZONES)}
    done = network(workload_subnet_ids=handed, vpc_id=pulumi.Output.from_input(hexed("vpc", 7)))
    assert done.result["vpc_id"] == hexed("vpc", 7)
    follows = done.ids("ec2/routeTableAssociation:RouteTableAssociation")
    assert follows["net-follows-workload-eu-west-1a"] == f"{hexed('subnet', 30)}/{hexed('rtb', 1)}"


def test_names_are_closed_only_when_asked_for() -> None:
    closed = network(allowed_domains=["kms.eu-west-1.amazonaws.com"], kms_key_arn=KEY)
    assert "aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation" in closed.made


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"vpc_id": "10.0.0.0/16"}, "vpc_id: given '10.0.0.0/16', must be the id of a VPC, such as vpc-0a1b2c3d4e5f60718"),
        ({"vpc_id": hexed("subnet", 1)}, "must be the id of a VPC"),
        ({"workload_subnet_ids": {"eu-west-1": hexed("subnet", 1)}}, "an availability zone, such as eu-west-1a"),
        ({"route_table_ids": {"workload": "rtb-main"}}, "route_table_ids.workload: given 'rtb-main', must be the id of a route table"),
        ({"workload_security_group_id": "default"}, "must be the id of a security group"),
        ({"other_subnet_ids": {"public": hexed("subnet", 9)}}, "must name the table that public follows; associate it with one"),
        ({"subnet_route_tables": {"public": "main"}}, "subnet_route_tables.public: is no subnet; there are endpoint-eu-west-1a"),
        ({"subnet_route_tables": {"workload-eu-west-1a": "main"}}, "given 'main', must be one of route_table_ids: endpoint, workload"),
        ({"allowed_domains": []}, "kms_key_arn: is required with allowed_domains"),
        ({"other_security_group_ids": {"entry": hexed("sg", 9)}}, "has an input of its own, entry_security_group_id"),
        ({"vpcid": hexed("vpc", 1)}, "vpcid: is not an input; allowed are zone, vpc_id"),
    ],
)
def test_a_wrong_input_is_refused_before_anything_is_read(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        AwsAdoptedNetwork("net", changed(NETWORK, changes))
    assert words in str(caught.value)


def test_the_hub_is_read_with_its_tables_firewall_policy_rules_and_network() -> None:
    done = adopt(lambda: AwsAdoptedHubFirewall("hub", HUB).transit_route_table_ids)
    table, other, side = hexed("tgw-rtb", 1), hexed("tgw-rtb", 2), hexed("tgw-attach", 1)
    assert done.ids("ec2transitgateway/route:Route") == {"hub-hub-route-zones-0.0.0.0-0": f"{table}_0.0.0.0/0"}
    assert list(done.ids("ec2transitgateway/routeTableAssociation:RouteTableAssociation").values()) == [f"{other}_{side}"]
    assert list(done.ids("ec2transitgateway/routeTablePropagation:RouteTablePropagation").values()) == [f"{table}_{side}"]
    read = {kind: list(done.ids(f"networkfirewall/{kind}").values()) for kind in ("firewall:Firewall", "firewallPolicy:FirewallPolicy")}
    assert read == {"firewall:Firewall": [HUB["firewall_arn"]], "firewallPolicy:FirewallPolicy": [HUB["firewall_policy_arn"]]}
    assert len(done.ids("networkfirewall/ruleGroup:RuleGroup")) == 1
    assert len(done.ids("ec2/routeTableAssociation:RouteTableAssociation")) == 1
    assert done.result == {"zones": table, "inspected": other}
    assert [kind for kind in done.made if kind.startswith("aws:")] == []


def test_the_archive_is_read_with_what_decides_who_reads_it() -> None:
    done = adopt(lambda: AwsAdoptedLogArchive("logs", ARCHIVE).audit_bucket_name)
    settings = [read.type.rsplit(":", 1)[-1] for read in done.reads if read.id == "clinic-logs"]
    assert settings == ["Bucket", "BucketPolicy", "BucketPublicAccessBlock", "BucketVersioning", "BucketObjectLockConfiguration"]
    assert done.ids("kms/key:Key") == {"logs-key": "12345678-1234-1234-1234-123456789012"}
    assert done.result == "clinic-logs"


def test_the_private_zone_is_read_with_its_records() -> None:
    done = adopt(lambda: AwsAdoptedPrivateZone("names", NAMES).zone_id)
    assert done.ids("route53/zone:Zone") == {"names-zone": "Z0123456789ABCDEF"}
    assert done.ids("route53/record:Record") == {"names-record-vault": "Z0123456789ABCDEF_vault.clinic.internal_A"}
    assert done.result == "Z0123456789ABCDEF"


@pytest.mark.parametrize(
    ("component", "args", "words"),
    [
        (AwsAdoptedHubFirewall, {**HUB, "firewall_arn": "hub"}, "firewall_arn: given 'hub', must be the ARN of a network firewall"),
        (AwsAdoptedHubFirewall, {**HUB, "transit_gateway_id": hexed("tgw-rtb", 1)}, "must be the id of a transit gateway, such as tgw-"),
        (
            AwsAdoptedHubFirewall,
            {**HUB, "transit_route_tables": {"zones": {"id": hexed("tgw-rtb", 1), "associated": ["egress"]}}},
            "transit_route_tables.zones.associated: given 'egress', must be one of attachment_ids: inspection",
        ),
        (AwsAdoptedLogArchive, {**ARCHIVE, "bucket_name": "arn:aws:s3:::clinic-logs"}, "must be the name of a bucket, not its ARN"),
        (
            AwsAdoptedLogArchive,
            {**ARCHIVE, "key_arn": f"arn:aws:kms:eu-west-1:{ACCOUNT}:alias/logs"},
            "must be the ARN of a KMS key, not of",
        ),
        (AwsAdoptedPrivateZone, {"zone_id": "/hostedzone/Z0123456789ABCDEF"}, "without /hostedzone/"),
        (AwsAdoptedPrivateZone, {**NAMES, "records": {"x": {"name": "vault", "type": "A"}}}, "must be a full name in lower case"),
        (AwsAdoptedPrivateZone, {**NAMES, "records": {"x": {"name": "a.b.internal", "type": "a"}}}, "must be one of A, AAAA"),
    ],
)
def test_wrong_ids_of_the_other_adoptions_are_refused(component: Callable[..., Any], args: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        component("it", args)
    assert words in str(caught.value)
