"""A zone's network, as it is registered."""

import json
from typing import Any

import pytest
from pulumi.provider.experimental.analyzer import Analyzer

from ai_zones.aws.egress_network import AwsEgressNetwork
from ai_zones.aws.log_groups import log_group_prefix
from ai_zones.aws.validation import InvalidInputError
from ai_zones.aws.zone_network import AwsZoneNetwork
from tests.aws.networks import KEY, ZONES, phi
from tests.aws.recording import ACCOUNT, Recording, record

NAME = "acme-prod-phi"
ROADS_OUT = ("Route", "InternetGateway", "NatGateway", "EgressOnlyInternetGateway", "VpcPeeringConnection", "Eip", "VpnGateway")


def build(**changes: Any) -> Recording:
    def program() -> list[Any]:
        network = AwsZoneNetwork(NAME, phi(**changes))
        outputs = [getattr(network, output) for output in AwsZoneNetwork.__annotations__]
        return [network.urn, dict(zip(AwsZoneNetwork.__annotations__, outputs, strict=True))]

    return record(program)


@pytest.fixture(scope="module")
def strict() -> Recording:
    return build()


def test_it_has_no_road_out(strict: Recording) -> None:
    assert [built.name for built in strict.resources if built.type.split(":")[-1] in ROADS_OUT] == []
    assert all(table.inputs["routes"] == [] for table in strict.of("ec2/routeTable:RouteTable"))


@pytest.mark.parametrize(("inbound", "tier"), [(True, "endpoint"), (False, "workload")])
def test_the_table_of_the_tier_that_peers_use_leaves_routes_to_their_links(inbound: bool, tier: str) -> None:
    """Inline routes, none among them, take away those of separate resources at the next update."""
    zone = "phi" if inbound else "deidentification"
    recording = build(zone=zone, peers={"records": {"cidr": "172.20.8.0/24", "port": 2575, "inbound": inbound}})
    tables = {table.name.rsplit("-", 1)[-1]: table.inputs for table in recording.of("ec2/routeTable:RouteTable")}
    assert [name for name, inputs in tables.items() if "routes" not in inputs] == [tier]
    assert all(inputs["propagatingVgws"] == [] for inputs in tables.values()), "nothing is learnt from the other side"


def test_the_main_route_table_is_empty(strict: Recording) -> None:
    main = strict.one("ec2/defaultRouteTable:DefaultRouteTable").inputs
    assert (main["defaultRouteTableId"], main["routes"], main["propagatingVgws"]) == ("rtb-main", [], [])


def test_the_default_group_and_acl_let_nothing_through(strict: Recording) -> None:
    group = strict.one("ec2/defaultSecurityGroup:DefaultSecurityGroup").inputs
    acl = strict.one("ec2/defaultNetworkAcl:DefaultNetworkAcl")
    assert (group["ingress"], group["egress"]) == ([], [])
    assert (acl.inputs["defaultNetworkAclId"], acl.inputs["ingress"], acl.inputs["egress"]) == ("acl-main", [], [])
    assert acl.ignore_changes == ("subnetIds",)


def test_every_subnet_has_a_table_and_an_acl_of_its_own_tier(strict: Recording) -> None:
    tables = {of.inputs["subnetId"]: of.inputs["routeTableId"] for of in strict.of("ec2/routeTableAssociation:RouteTableAssociation")}
    acls = {subnet: acl.name for acl in strict.of("ec2/networkAcl:NetworkAcl") for subnet in acl.inputs["subnetIds"]}
    expected = [(tier, zone) for tier in ("database", "endpoint", "workload") for zone in ZONES]
    assert tables == {f"id-of-{NAME}-subnet-{tier}-{zone}": f"id-of-{NAME}-routes-{tier}" for tier, zone in expected}
    assert acls == {f"id-of-{NAME}-subnet-{tier}-{zone}": f"{NAME}-acl-{tier}" for tier, zone in expected}


def test_subnets_stand_in_their_zones_and_give_no_public_addresses(strict: Recording) -> None:
    subnets = strict.of("ec2/subnet:Subnet")
    assert [(net.inputs["availabilityZone"], net.inputs["cidrBlock"]) for net in subnets if "workload" in net.name] == [
        (zone, f"10.20.{at}.0/24") for at, zone in enumerate(ZONES)
    ]
    assert not any(net.inputs["mapPublicIpOnLaunch"] or net.inputs["assignIpv6AddressOnCreation"] for net in subnets)


def test_names_of_private_endpoints_can_be_resolved(strict: Recording) -> None:
    vpc = strict.one("ec2/vpc:Vpc").inputs
    assert (vpc["cidrBlock"], vpc["enableDnsSupport"], vpc["enableDnsHostnames"]) == ("10.20.0.0/16", True, True)
    assert strict.one("ec2/vpcDhcpOptions:VpcDhcpOptions").inputs["domainNameServers"] == ["AmazonProvidedDNS"]


def rules_of(recording: Recording) -> set[tuple[str, str, str, int]]:
    """Direction, group, other group, port."""
    found = set()
    for direction in ("Ingress", "Egress"):
        for rule in recording.of(f"vpc/securityGroup{direction}Rule:SecurityGroup{direction}Rule"):
            own, other = rule.inputs["securityGroupId"], rule.inputs["referencedSecurityGroupId"]
            assert rule.inputs["fromPort"] == rule.inputs["toPort"]
            assert rule.delete_before_replace
            found.add((direction, own.split("group-")[1], other.split("group-")[1], int(rule.inputs["toPort"])))
    return found


def test_strict_groups_let_programs_reach_endpoints_and_databases_only(strict: Recording) -> None:
    assert rules_of(strict) == {
        ("Egress", "workload", "endpoint", 443),
        ("Ingress", "endpoint", "workload", 443),
        ("Egress", "workload", "database", 5432),
        ("Ingress", "database", "workload", 5432),
    }


def test_each_further_flow_is_two_rules() -> None:
    widened = build(endpoint_ports=[443, 8200], service_ports=[8443], workload_ports=[9000], database_link=True)
    assert rules_of(widened) - rules_of(build()) == {
        ("Egress", "workload", "endpoint", 8200),
        ("Ingress", "endpoint", "workload", 8200),
        ("Egress", "entry", "workload", 8443),
        ("Ingress", "workload", "entry", 8443),
        ("Egress", "workload", "workload", 9000),
        ("Ingress", "workload", "workload", 9000),
        ("Egress", "entry", "database", 5432),
        ("Ingress", "database", "entry", 5432),
    }


def test_group_descriptions_have_only_the_characters_that_ec2_takes(strict: Recording) -> None:
    allowed = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ._-:/()#,@[]+=&;{}!$*")
    for group in strict.of("ec2/securityGroup:SecurityGroup"):
        assert set(group.inputs["description"]) <= allowed
        assert "ingress" not in group.inputs
        assert "egress" not in group.inputs


def test_the_database_acl_lets_in_the_database_port_from_programs_alone(strict: Recording) -> None:
    acl = strict.one("ec2/networkAcl:NetworkAcl", f"{NAME}-acl-database").inputs
    assert [(int(rule["ruleNo"]), rule["cidrBlock"], int(rule["fromPort"]), int(rule["toPort"])) for rule in acl["ingress"]] == [
        (100, "10.20.0.0/23", 5432, 5432),
        (110, "10.20.2.0/24", 5432, 5432),
    ]
    assert {(rule["cidrBlock"], int(rule["fromPort"])) for rule in acl["egress"]} == {("10.20.0.0/23", 1024), ("10.20.2.0/24", 1024)}


def test_no_acl_names_an_address_outside_the_network(strict: Recording) -> None:
    rules = [rule for acl in strict.of("ec2/networkAcl:NetworkAcl") for rule in (*acl.inputs["ingress"], *acl.inputs["egress"])]
    assert rules
    assert all(rule["cidrBlock"].startswith("10.20.") and rule["action"] == "allow" for rule in rules)


def test_gateway_endpoints_open_their_ranges_to_programs_alone() -> None:
    acls = build(gateway_endpoint_cidrs=["52.218.0.0/17"]).of("ec2/networkAcl:NetworkAcl")
    named = {acl.name for acl in acls for rule in (*acl.inputs["ingress"], *acl.inputs["egress"]) if rule["cidrBlock"] == "52.218.0.0/17"}
    assert named == {f"{NAME}-acl-workload"}


def test_the_resolver_blocks_every_name_by_default(strict: Recording) -> None:
    block = strict.one("route53/resolverFirewallRule:ResolverFirewallRule").inputs
    assert (block["action"], block["blockResponse"]) == ("BLOCK", "NXDOMAIN")
    assert strict.one("route53/resolverFirewallDomainList:ResolverFirewallDomainList").inputs["domains"] == ["*."]


def test_the_resolver_asks_the_allow_list_before_the_block() -> None:
    recording = build(allowed_domains=["kms.eu-west-1.amazonaws.com", "*.phi.internal"])
    rules = recording.of("route53/resolverFirewallRule:ResolverFirewallRule")
    lists = {each.name: each.inputs["domains"] for each in recording.of("route53/resolverFirewallDomainList:ResolverFirewallDomainList")}
    assert lists[f"{NAME}-dns-allowed"] == ["*.phi.internal.", "kms.eu-west-1.amazonaws.com."]
    assert [(rule.inputs["priority"], rule.inputs["action"]) for rule in rules] == [(100, "ALLOW"), (200, "BLOCK")]
    assert rules[0].inputs["firewallDomainRedirectionAction"] == "INSPECT_REDIRECTION_DOMAIN"


def test_the_resolver_fails_closed_and_its_binding_waits_for_the_rules(strict: Recording) -> None:
    assert strict.one("route53/resolverFirewallConfig:ResolverFirewallConfig").inputs["firewallFailOpen"] == "DISABLED"
    binding = strict.one("route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation")
    assert (binding.inputs["mutationProtection"], binding.protect) == ("ENABLED", True)
    assert 100 < binding.inputs["priority"] < 9900
    assert f"{NAME}-dns-block" in binding.depends_on


def test_every_question_to_the_resolver_is_logged(strict: Recording) -> None:
    log = strict.one("route53/resolverQueryLogConfig:ResolverQueryLogConfig").inputs
    of_vpc = strict.one("route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation").inputs
    assert log["destinationArn"] == f"arn-of-{NAME}-dns-queries"
    assert of_vpc == {"resolverQueryLogConfigId": f"id-of-{NAME}-dns-log", "resourceId": f"id-of-{NAME}-vpc"}


def test_all_traffic_is_logged(strict: Recording) -> None:
    log = strict.one("ec2/flowLog:FlowLog").inputs
    assert (log["vpcId"], log["trafficType"], log["logDestinationType"]) == (f"id-of-{NAME}-vpc", "ALL", "cloud-watch-logs")
    assert (log["logDestination"], log["iamRoleArn"]) == (f"arn-of-{NAME}-flow-logs", f"arn-of-{NAME}-flow-logs-role")
    assert all(field in log["logFormat"] for field in ("${pkt-dstaddr}", "${flow-direction}", "${action}"))


def test_flow_logs_go_to_the_archive_too() -> None:
    archive = build(flow_log_archive_arn="arn:aws:s3:::acme-archive/phi/").one("ec2/flowLog:FlowLog", f"{NAME}-flow-log-archive").inputs
    assert (archive["logDestinationType"], archive["logDestination"]) == ("s3", "arn:aws:s3:::acme-archive/phi/")
    assert "iamRoleArn" not in archive


def test_log_groups_are_encrypted_kept_six_years_and_protected(strict: Recording) -> None:
    groups = strict.of("cloudwatch/logGroup:LogGroup")
    assert [group.inputs["name"].removeprefix(log_group_prefix(NAME)) for group in groups] == ["dns-queries", "flow-logs"]
    for group in groups:
        assert (group.inputs["kmsKeyId"], group.inputs["retentionInDays"]) == (KEY, 2192)
        assert (group.protect, group.inputs["deletionProtectionEnabled"]) == (True, True)
        assert group.inputs["tags"]["data-class"] == "internal"


def test_protection_goes_only_by_an_explicit_argument() -> None:
    open_ = build(deletion_protection=False)
    assert [built.name for built in open_.resources if built.protect] == []
    assert {group.inputs["deletionProtectionEnabled"] for group in open_.of("cloudwatch/logGroup:LogGroup")} == {False}
    binding = open_.one("route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation")
    assert binding.inputs["mutationProtection"] == "DISABLED"


def test_only_flow_logs_of_this_account_can_take_the_role(strict: Recording) -> None:
    role = strict.one("iam/role:Role").inputs
    (trust,) = json.loads(role["assumeRolePolicy"])["Statement"]
    assert trust["Principal"] == {"Service": "vpc-flow-logs.amazonaws.com"}
    assert trust["Condition"] == {
        "StringEquals": {"aws:SourceAccount": ACCOUNT},
        "ArnLike": {"aws:SourceArn": f"arn:aws:ec2:eu-west-1:{ACCOUNT}:vpc-flow-log/*"},
    }


def test_the_role_writes_to_its_log_group_alone(strict: Recording) -> None:
    write, find = json.loads(strict.one("iam/rolePolicy:RolePolicy").inputs["policy"])["Statement"]
    group = f"arn:aws:logs:eu-west-1:{ACCOUNT}:log-group:{log_group_prefix(NAME)}flow-logs"
    assert write["Resource"] == [group, f"{group}:*"]
    assert find["Action"] == ["logs:DescribeLogGroups"]
    assert "logs:CreateLogGroup" not in write["Action"]


def test_every_taggable_resource_names_its_zone(strict: Recording) -> None:
    tagged = [built for built in strict.resources if "tags" in built.inputs]
    assert len(tagged) > 30
    assert {built.inputs["tags"]["ai-zone"] for built in tagged} == {"phi"}
    assert all(built.inputs["tags"]["Name"] for built in tagged)


def test_every_child_stands_under_the_component_and_bears_its_name(strict: Recording) -> None:
    component, *children = strict.resources
    assert component.type == "ai-zones:index:AwsZoneNetwork"
    assert {child.parent for child in children} == {NAME}
    assert all(child.name.startswith(f"{NAME}-") for child in children)
    assert len({child.urn for child in children}) == len(children)


def test_outputs_name_what_was_built(strict: Recording) -> None:
    urn, outputs = strict.result
    assert urn.endswith(f"AwsZoneNetwork::{NAME}")
    assert outputs["vpc_id"] == f"id-of-{NAME}-vpc"
    assert outputs["workload_subnet_ids"] == {zone: f"id-of-{NAME}-subnet-workload-{zone}" for zone in ZONES}
    assert outputs["route_table_ids"] == {tier: f"id-of-{NAME}-routes-{tier}" for tier in ("database", "endpoint", "workload")}
    assert outputs["database_security_group_id"] == f"id-of-{NAME}-group-database"


def test_a_zone_without_databases_has_no_database_tier() -> None:
    recording = build(zone="inference", database_subnets={})
    assert [built.name for built in recording.resources if "database" in built.name] == []
    assert recording.result[1]["database_subnet_ids"] == {}


def test_wrong_inputs_register_nothing() -> None:
    with pytest.raises(InvalidInputError):
        build(cidr="8.8.0.0/16")
    seen: list[str] = []

    def program() -> list[str]:
        try:
            AwsZoneNetwork(NAME, phi(cidr="8.8.0.0/16"))
        except InvalidInputError as refused:
            seen.append(str(refused))
        return seen

    assert record(program).resources == []
    assert seen


@pytest.mark.parametrize("component", [AwsZoneNetwork, AwsEgressNetwork])
def test_other_pulumi_languages_see_every_input_and_output(component: type) -> None:
    definition = Analyzer("ai-zones").analyze_component(component)
    args = component.__init__.__annotations__["args"]  # type: ignore[misc]
    assert len(definition.inputs) == len(args.__annotations__)
    assert len(definition.outputs) == len(component.__annotations__)
    assert all(each.description for each in (*definition.inputs.values(), *definition.outputs.values()))
