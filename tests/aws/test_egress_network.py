"""The egress network, as it is registered: the only road out, and what stands on it."""

from typing import Any

import pytest

from ai_zones.aws.egress_network import AwsEgressNetwork
from tests.aws.networks import KEY, ZONES, egress
from tests.aws.recording import Recording, record

NAME = "acme-prod-egress"
PROVIDERS = {"anthropic": ["api.anthropic.com"], "acme": ["*.acme.ai"]}


def build(**changes: Any) -> Recording:
    def program() -> list[Any]:
        network = AwsEgressNetwork(NAME, egress(**changes))
        return [network.urn, {output: getattr(network, output) for output in AwsEgressNetwork.__annotations__}]

    return record(program)


@pytest.fixture(scope="module")
def approved() -> Recording:
    return build(providers=PROVIDERS, allowed_domains=["kms.eu-west-1.amazonaws.com"])


def routes(recording: Recording) -> set[tuple[str, str, str]]:
    """Table, destination, target."""
    targets = ("vpcEndpointId", "natGatewayId", "gatewayId")
    return {
        (
            route.inputs["routeTableId"].removeprefix(f"id-of-{NAME}-routes-"),
            route.inputs["destinationCidrBlock"],
            next(route.inputs[target] for target in targets if target in route.inputs).removeprefix(f"id-of-{NAME}-"),
        )
        for route in recording.of("ec2/route:Route")
    }


def test_both_directions_pass_the_firewall_of_their_own_zone(approved: Recording) -> None:
    assert routes(approved) == {
        route
        for at, zone in enumerate(ZONES)
        for route in (
            (f"workload-{zone}", "0.0.0.0/0", f"vpce-firewall-{zone}"),
            (f"firewall-{zone}", "0.0.0.0/0", f"nat-{zone}"),
            (f"public-{zone}", "0.0.0.0/0", "internet"),
            (f"public-{zone}", f"10.23.{at}.0/24", f"vpce-firewall-{zone}"),
        )
    }


def test_the_road_back_names_a_whole_subnet_as_a_route_below_local_must(approved: Recording) -> None:
    subnets = {net.inputs["cidrBlock"] for net in approved.of("ec2/subnet:Subnet") if "workload" in net.name}
    assert {destination for _, destination, _ in routes(approved)} - {"0.0.0.0/0"} == subnets


def test_endpoints_have_no_road_out(approved: Recording) -> None:
    table = approved.one("ec2/routeTable:RouteTable", f"{NAME}-routes-endpoint")
    assert table.inputs["routes"] == []
    assert not any(table_name == "endpoint" for table_name, _, _ in routes(approved))


def test_tables_with_separate_routes_have_no_inline_ones(approved: Recording) -> None:
    tables = [table for table in approved.of("ec2/routeTable:RouteTable") if not table.name.endswith("-endpoint")]
    assert len(tables) == 9
    assert not any("routes" in table.inputs for table in tables)


def test_each_zone_has_a_nat_gateway_in_its_public_subnet_that_waits_for_the_internet_gateway(approved: Recording) -> None:
    gateways = approved.of("ec2/natGateway:NatGateway")
    assert [(nat.inputs["subnetId"], nat.inputs["allocationId"]) for nat in gateways] == [
        (f"id-of-{NAME}-subnet-public-{zone}", f"id-of-{NAME}-address-{zone}") for zone in ZONES
    ]
    assert all(f"{NAME}-internet" in nat.depends_on for nat in gateways)


def test_the_firewall_stands_in_every_zone_and_is_protected(approved: Recording) -> None:
    firewall = approved.one("networkfirewall/firewall:Firewall")
    assert [mapping["subnetId"] for mapping in firewall.inputs["subnetMappings"]] == [
        f"id-of-{NAME}-subnet-firewall-{zone}" for zone in ZONES
    ]
    assert firewall.protect
    for protection in ("deleteProtection", "subnetChangeProtection", "firewallPolicyChangeProtection"):
        assert firewall.inputs[protection] is True
    assert firewall.inputs["encryptionConfiguration"] == {"type": "CUSTOMER_KMS", "keyId": KEY}


def policy(recording: Recording) -> dict[str, Any]:
    inputs: dict[str, Any] = recording.one("networkfirewall/firewallPolicy:FirewallPolicy").inputs["firewallPolicy"]
    return inputs


def test_the_firewall_drops_what_no_rule_passes(approved: Recording) -> None:
    given = policy(approved)
    assert given["statelessDefaultActions"] == ["aws:forward_to_sfe"]
    assert given["statelessFragmentDefaultActions"] == ["aws:drop"]
    assert given["statefulEngineOptions"] == {"ruleOrder": "STRICT_ORDER", "streamExceptionPolicy": "DROP"}
    assert given["statefulDefaultActions"] == ["aws:drop_established", "aws:alert_established"]
    assert given["policyVariables"] == {"ruleVariables": [{"key": "HOME_NET", "ipSet": {"definitions": ["10.23.0.0/16"]}}]}
    assert "tlsInspectionConfigurationArn" not in given


def test_the_shape_is_judged_before_the_names(approved: Recording) -> None:
    order = [(group["priority"], group["resourceArn"]) for group in policy(approved)["statefulRuleGroupReferences"]]
    assert order == [(100, f"arn-of-{NAME}-firewall-rules-shape"), (200, f"arn-of-{NAME}-firewall-rules-providers")]
    for group in approved.of("networkfirewall/ruleGroup:RuleGroup"):
        assert group.inputs["ruleGroup"]["statefulRuleOptions"] == {"ruleOrder": "STRICT_ORDER"}


def test_the_list_holds_the_approved_names_alone(approved: Recording) -> None:
    group = approved.one("networkfirewall/ruleGroup:RuleGroup", f"{NAME}-firewall-rules-providers").inputs
    assert group["ruleGroup"]["rulesSource"]["rulesSourceList"] == {
        "generatedRulesType": "ALLOWLIST",
        "targetTypes": ["TLS_SNI"],
        "targets": [".acme.ai", "api.anthropic.com"],
    }
    assert (group["capacity"], group["name"]) == (100, f"{NAME}-providers-100")


def test_without_providers_nothing_passes() -> None:
    recording = build()
    assert [group.name for group in recording.of("networkfirewall/ruleGroup:RuleGroup")] == [f"{NAME}-firewall-rules-shape"]
    assert [rule.inputs["action"] for rule in recording.of("route53/resolverFirewallRule:ResolverFirewallRule")] == ["BLOCK"]


def test_the_resolver_knows_providers_and_endpoints_and_trusts_providers_cname_chains(approved: Recording) -> None:
    allowed = approved.one("route53/resolverFirewallDomainList:ResolverFirewallDomainList", f"{NAME}-dns-allowed").inputs["domains"]
    rule = approved.one("route53/resolverFirewallRule:ResolverFirewallRule", f"{NAME}-dns-allow").inputs
    assert allowed == ["*.acme.ai.", "api.anthropic.com.", "kms.eu-west-1.amazonaws.com."]
    assert rule["firewallDomainRedirectionAction"] == "TRUST_REDIRECTION_DOMAIN"


def test_only_the_inspectors_group_reaches_the_internet_and_on_443_alone(approved: Recording) -> None:
    outside = [
        rule.inputs
        for rule in approved.of("vpc/securityGroupEgressRule:SecurityGroupEgressRule")
        if "referencedSecurityGroupId" not in rule.inputs
    ]
    assert [(rule["securityGroupId"], rule["cidrIpv4"], rule["fromPort"], rule["toPort"]) for rule in outside] == [
        (f"id-of-{NAME}-group-inspector", "0.0.0.0/0", 443, 443)
    ]


def test_nobody_outside_can_open_a_connection_through_the_acls(approved: Recording) -> None:
    for acl in approved.of("ec2/networkAcl:NetworkAcl"):
        open_to_all = [rule for rule in acl.inputs["ingress"] if rule["cidrBlock"] == "0.0.0.0/0"]
        assert all((rule["fromPort"], rule["toPort"]) == (1024, 65535) for rule in open_to_all)
        assert bool(open_to_all) == (not acl.name.endswith("-endpoint"))


def test_the_firewall_logs_alerts_and_flows_to_encrypted_groups(approved: Recording) -> None:
    configs = approved.one("networkfirewall/loggingConfiguration:LoggingConfiguration").inputs["loggingConfiguration"][
        "logDestinationConfigs"
    ]
    prefix = f"/aws/vendedlogs/ai-zones/{NAME}/"
    assert [(config["logType"], config["logDestination"]["logGroup"]) for config in configs] == [
        ("ALERT", f"{prefix}firewall-alerts"),
        ("FLOW", f"{prefix}firewall-flows"),
    ]
    assert {group.inputs["kmsKeyId"] for group in approved.of("cloudwatch/logGroup:LogGroup")} == {KEY}


def test_tls_inspection_opens_443_with_our_ca_and_refuses_unknown_certificates() -> None:
    recording = build(providers=PROVIDERS, tls_inspection_ca_arn="arn:aws:acm:eu-west-1:111122223333:certificate/ca")
    tls = recording.one("networkfirewall/tlsInspectionConfiguration:TlsInspectionConfiguration").inputs
    certificates = tls["tlsInspectionConfiguration"]["serverCertificateConfiguration"]
    assert certificates["certificateAuthorityArn"].endswith("certificate/ca")
    assert certificates["checkCertificateRevocationStatus"] == {"revokedStatusAction": "REJECT", "unknownStatusAction": "REJECT"}
    assert certificates["scopes"][0]["destinationPorts"] == [{"fromPort": 443, "toPort": 443}]
    assert policy(recording)["enableTlsSessionHolding"] is True
    assert recording.one("networkfirewall/firewallPolicy:FirewallPolicy").inputs["name"] == f"{NAME}-egress-inspected"
    assert {group.name for group in recording.of("cloudwatch/logGroup:LogGroup")} > {f"{NAME}-firewall-tls"}


def test_a_split_client_hello_is_let_through_only_by_an_explicit_argument() -> None:
    given = policy(build(allow_split_client_hello=True))
    assert given["statefulDefaultActions"] == ["aws:drop_established_app_layer", "aws:alert_established_app_layer"]


def test_protection_goes_only_by_an_explicit_argument() -> None:
    open_ = build(deletion_protection=False)
    firewall = open_.one("networkfirewall/firewall:Firewall").inputs
    assert [built.name for built in open_.resources if built.protect] == []
    assert not any(firewall[key] for key in ("deleteProtection", "subnetChangeProtection", "firewallPolicyChangeProtection"))


def test_everything_is_tagged_egress_and_stands_under_the_component(approved: Recording) -> None:
    component, *children = approved.resources
    assert component.type == "ai-zones:index:AwsEgressNetwork"
    assert {child.parent for child in children} == {NAME}
    assert {child.inputs["tags"]["ai-zone"] for child in children if "tags" in child.inputs} == {"egress"}


def test_outputs_name_what_was_built(approved: Recording) -> None:
    _, outputs = approved.result
    assert outputs["public_addresses"] == {zone: f"ip-of-{NAME}-address-{zone}" for zone in ZONES}
    assert outputs["route_table_ids"] == {f"workload-{zone}": f"id-of-{NAME}-routes-workload-{zone}" for zone in ZONES}
    assert outputs["firewall_arn"] == f"arn-of-{NAME}-firewall"
