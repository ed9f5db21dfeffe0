"""Network Firewall and DNS Firewall."""

from typing import Any

import pytest

from simulator.rules.aws import dns_firewall, kinds
from simulator.rules.aws.firewall_policies import LOGGING, RULE_GROUP, TLS_INSPECTION
from simulator.rules.aws.network_firewall import FIREWALL, POLICY
from tests.simulator.aws.account import Account, Made

QUERY_LOG_OF = "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation"
CONFIG = "aws:route53/resolverFirewallConfig:ResolverFirewallConfig"
STRICT = {"ruleOrder": "STRICT_ORDER"}


def body(**changes: Any) -> dict[str, Any]:
    return {"statelessDefaultActions": ["aws:forward_to_sfe"], "statelessFragmentDefaultActions": ["aws:drop"], **changes}


def names(*targets: str, **options: Any) -> dict[str, Any]:
    listed = {"generatedRulesType": "ALLOWLIST", "targetTypes": ["TLS_SNI"], "targets": list(targets)}
    return {"rulesSource": {"rulesSourceList": listed}, **options}


def rule_group(aws: Account, name: str = "rules", **options: Any) -> Made:
    return aws.make(RULE_GROUP, name=name, type="STATEFUL", capacity=10, ruleGroup=names("api.example.com", **options))


def firewall(aws: Account, vpc: Made, *subnets: Made, **inputs: Any) -> dict[str, Any]:
    policy = aws.make(POLICY, firewallPolicy=body())
    return {
        "name": "clinic",
        "vpcId": vpc.id,
        "firewallPolicyArn": policy["arn"],
        "subnetMappings": [{"subnetId": one.id} for one in subnets],
        **inputs,
    }


# Firewalls.


def test_a_firewall_reports_an_endpoint_in_each_zone(aws: Account) -> None:
    vpc = aws.vpc()
    subnets = [aws.subnet(vpc, f"10.0.{i}.0/28", zone) for i, zone in enumerate("ab")]
    made = aws.make(FIREWALL, **firewall(aws, vpc, *subnets))
    (status,) = made["firewallStatuses"]
    assert [one["availabilityZone"] for one in status["syncStates"]] == ["eu-west-1a", "eu-west-1b"]
    endpoints = [one["attachments"][0]["endpointId"] for one in status["syncStates"]]
    assert all(id_.startswith("vpce-") for id_ in endpoints)
    route = {"routeTableId": aws.table(vpc).id, "destinationCidrBlock": "0.0.0.0/0", "vpcEndpointId": endpoints[0]}
    assert aws.make(kinds.ROUTE, **route)["state"] == "active"
    assert repr(aws.plan(FIREWALL, **{**made.inputs, "name": "other"})["firewallStatuses"]) == "<unknown>"


def test_endpoints_come_and_go_with_the_subnets(aws: Account) -> None:
    vpc = aws.vpc()
    first, second = (aws.subnet(vpc, f"10.0.{i}.0/28", zone) for i, zone in enumerate("ab"))
    made = aws.make(FIREWALL, **firewall(aws, vpc, first))
    before = made["firewallStatuses"][0]["syncStates"][0]["attachments"][0]["endpointId"]
    aws.change(made, subnetMappings=[{"subnetId": first.id}, {"subnetId": second.id}])
    assert made["firewallStatuses"][0]["syncStates"][0]["attachments"][0]["endpointId"] == before
    aws.change(made, subnetMappings=[{"subnetId": second.id}])
    assert len(aws.cloud.world.find(kinds.VPC_ENDPOINT)) == 1
    aws.refuses_delete("DependencyViolation", second)
    aws.delete(made)
    assert aws.cloud.world.find(kinds.VPC_ENDPOINT) == []


def test_a_firewall_stands_in_its_network_once_a_zone(aws: Account) -> None:
    vpc = aws.vpc()
    foreign = aws.subnet(aws.vpc())
    aws.refuses("InvalidRequestException", FIREWALL, match="is not in VPC", **firewall(aws, vpc, foreign))
    pair = [aws.subnet(vpc, f"10.0.{i}.0/28") for i in range(2)]
    aws.refuses("InvalidRequestException", FIREWALL, match="one subnet a zone", **firewall(aws, vpc, *pair))
    assert len(aws.faults(FIREWALL, name="clinic", firewallPolicyArn="arn:x")) == 1
    assert len(aws.faults(FIREWALL, name="under_score", firewallPolicyArn="arn:x", vpcId="vpc-1")) == 2


def test_protections_refuse_what_they_guard(aws: Account) -> None:
    vpc = aws.vpc()
    subnet = aws.subnet(vpc, "10.0.0.0/28")
    guards = {"deleteProtection": True, "subnetChangeProtection": True, "firewallPolicyChangeProtection": True}
    made = aws.make(FIREWALL, **firewall(aws, vpc, subnet, **guards))
    other = aws.make(POLICY, firewallPolicy=body())
    aws.refuses_delete("InvalidOperationException", made, "deleteProtection")
    aws.refuses_change("InvalidOperationException", made, "firewallPolicyChangeProtection is on", firewallPolicyArn=other["arn"])
    aws.refuses_change("InvalidOperationException", made, "subnetChangeProtection is on", subnetMappings=[])
    aws.change(made, deleteProtection=False, firewallPolicyChangeProtection=False, firewallPolicyArn=other["arn"])
    aws.delete(made)


def test_a_protection_and_what_it_guards_cannot_come_in_one_update(aws: Account) -> None:
    vpc = aws.vpc()
    made = aws.make(FIREWALL, **firewall(aws, vpc, aws.subnet(vpc, "10.0.0.0/28")))
    other = aws.make(POLICY, firewallPolicy=body())
    change = {"firewallPolicyChangeProtection": True, "firewallPolicyArn": other["arn"]}
    aws.refuses_change("InvalidOperationException", made, **change)


def test_a_preview_leaves_the_endpoints_of_new_subnets_open(aws: Account) -> None:
    vpc = aws.vpc()
    first, second = (aws.subnet(vpc, f"10.0.{i}.0/28", zone) for i, zone in enumerate("ab"))
    made = aws.make(FIREWALL, **firewall(aws, vpc, first))

    def planned(**changes: Any) -> str:
        inputs = {**made.inputs, **changes}
        return repr(aws.cloud.update(made.urn, made.id, made.outputs, made.inputs, inputs, preview=True)["firewallStatuses"])

    assert planned(tags={"a": "b"}) == repr(made["firewallStatuses"])
    assert planned(subnetMappings=[{"subnetId": second.id}]) == "<unknown>"


def test_a_policy_in_use_cannot_be_deleted(aws: Account) -> None:
    group = rule_group(aws)
    policy = aws.make(POLICY, firewallPolicy=body(statefulRuleGroupReferences=[{"resourceArn": group["arn"]}]))
    aws.refuses_delete("InvalidOperationException", group, policy.id)
    vpc = aws.vpc()
    aws.make(FIREWALL, name="f", vpcId=vpc.id, firewallPolicyArn=policy["arn"], subnetMappings=[{"subnetId": aws.subnet(vpc).id}])
    aws.refuses_delete("InvalidOperationException", policy)


# Policies.


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"statelessDefaultActions": []}, "exactly one of aws:pass"),
        ({"statelessDefaultActions": ["aws:drop", "count"]}, "neither aws:pass"),
        ({"statefulDefaultActions": ["aws:drop_strict"]}, "only with statefulEngineOptions.ruleOrder STRICT_ORDER"),
        ({"statefulEngineOptions": STRICT, "statefulDefaultActions": ["aws:drop"]}, "'aws:drop' is not allowed"),
        ({"statefulEngineOptions": STRICT, "statefulDefaultActions": ["aws:drop_strict", "aws:drop_established"]}, "at most one drop"),
        ({"statefulEngineOptions": STRICT, "statefulRuleGroupReferences": [{"resourceArn": "arn:x"}]}, "is required with"),
        ({"statefulRuleGroupReferences": [{"resourceArn": "arn:x", "priority": 1}]}, "can be given only with"),
        (
            {
                "statefulEngineOptions": STRICT,
                "statefulRuleGroupReferences": [{"resourceArn": f"arn:{i}", "priority": 1} for i in range(2)],
            },
            "1 is taken by another",
        ),
        ({"enableTlsSessionHolding": True}, "needs tlsInspectionConfigurationArn"),
        ({"statefulEngineOptions": {"ruleOrder": "ANY"}}, "allowed: DEFAULT_ACTION_ORDER, STRICT_ORDER"),
    ],
)
def test_a_policys_actions_fit_together(aws: Account, changes: dict[str, Any], said: str) -> None:
    faults = aws.faults(POLICY, name="clinic", firewallPolicy=body(**changes))
    assert any(said in fault for fault in faults), faults


def test_groups_are_of_the_policys_order_and_kind(aws: Account) -> None:
    group = rule_group(aws)
    strict = body(statefulEngineOptions=STRICT, statefulRuleGroupReferences=[{"resourceArn": group["arn"], "priority": 1}])
    aws.refuses("InvalidRequestException", POLICY, match="rule order", name="p", firewallPolicy=strict)
    wrong = body(statelessRuleGroupReferences=[{"resourceArn": group["arn"], "priority": 1}])
    aws.refuses("InvalidRequestException", POLICY, match="is a STATEFUL rule group", name="p", firewallPolicy=wrong)


def test_a_policys_order_and_inspection_are_decided_at_its_birth(aws: Account) -> None:
    policy = aws.make(POLICY, firewallPolicy=body())
    aws.refuses_change("InvalidRequestException", policy, "rule order", firewallPolicy=body(statefulEngineOptions=STRICT))
    tls = aws.make(TLS_INSPECTION, **inspection())
    inspected = body(tlsInspectionConfigurationArn=tls["arn"])
    aws.refuses_change("InvalidRequestException", policy, "new firewall policy only", firewallPolicy=inspected)
    aws.make(POLICY, firewallPolicy=inspected)
    assert aws.read(tls)[0]["numberOfAssociations"] == 1


def inspection(**changes: Any) -> dict[str, Any]:
    server = {"certificateAuthorityArn": "arn:aws:acm:eu-west-1:1:certificate/1", "scopes": [{"protocols": [6], "destinations": []}]}
    server |= changes
    return {
        "name": "tls",
        "tlsInspectionConfiguration": {
            "serverCertificateConfiguration": {key: value for key, value in server.items() if value is not None}
        },
    }


def test_inspection_opens_one_way_or_both(aws: Account) -> None:
    assert len(aws.faults(TLS_INSPECTION, **inspection(certificateAuthorityArn=None))) == 1
    check = {"revokedStatusAction": "REJECT", "unknownStatusAction": "PASS"}
    assert len(aws.faults(TLS_INSPECTION, **inspection(certificateAuthorityArn=None, checkCertificateRevocationStatus=check))) == 2
    assert len(aws.faults(TLS_INSPECTION, **inspection(scopes=[{"protocols": [17], "destinations": []}]))) == 1


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"capacity": 0}, "allowed: 1 to 30000"),
        ({"capacity": 1, "ruleGroup": names("a.example.com", "b.example.com")}, "the rules need 2"),
        ({"capacity": 1, "ruleGroup": {"rulesSource": {"rulesString": "pass ip a\n# none\npass ip b\n"}}}, "the rules need 2"),
        ({"type": "STATELESS"}, "can't be given for a group of type STATELESS"),
        ({"ruleGroup": {"rulesSource": {"rulesString": "x", **names("a.example.com")["rulesSource"]}}}, "exactly one of rulesSourceList"),
        ({"rules": "pass ip any any"}, "exactly one of ruleGroup, rules"),
        ({"name": "under_score"}, "letters, digits and hyphens"),
    ],
)
def test_a_rule_group_has_one_source_that_fits(aws: Account, inputs: dict[str, Any], said: str) -> None:
    wanted = {"name": "rules", "type": "STATEFUL", "capacity": 10, "ruleGroup": names("api.example.com"), **inputs}
    faults = aws.faults(RULE_GROUP, **wanted)
    assert any(said in fault for fault in faults), faults


def test_a_group_of_another_capacity_is_another_group(aws: Account) -> None:
    group = rule_group(aws)
    assert aws.replaced_by(group, capacity=11) == ["capacity"]
    aws.refuses("InvalidRequestException", RULE_GROUP, match="already exists", **group.inputs)


def logs(kind: str = "ALERT", to: str = "CloudWatchLogs", **destination: str) -> dict[str, Any]:
    return {"logType": kind, "logDestinationType": to, "logDestination": destination}


def test_firewall_logs_go_to_what_is_there(aws: Account) -> None:
    vpc = aws.vpc()
    made = aws.make(FIREWALL, **firewall(aws, vpc, aws.subnet(vpc)))

    def config(*destinations: dict[str, Any]) -> dict[str, Any]:
        return {"firewallArn": made["arn"], "loggingConfiguration": {"logDestinationConfigs": list(destinations)}}

    assert len(aws.faults(LOGGING, **config(logs(bucketName="b")))) == 1
    assert len(aws.faults(LOGGING, **config(logs(logGroup="a"), logs(logGroup="b")))) == 1
    aws.refuses("LogDestinationPermissionException", LOGGING, **config(logs(logGroup="/none")))
    aws.refuses("LogDestinationPermissionException", LOGGING, **config(logs(to="S3", bucketName="none-such")))
    aws.make(kinds.LOG_GROUP, name="/clinic")
    assert aws.make(LOGGING, **config(logs(logGroup="/clinic")))


# DNS Firewall.


def test_domains_without_their_dot_drift_at_a_refresh(aws: Account) -> None:
    dotted = aws.make(dns_firewall.DOMAIN_LIST, name="a", domains=["api.example.com.", "*."])
    assert aws.read(dotted)[1] == dotted.inputs
    bare = aws.make(dns_firewall.DOMAIN_LIST, name="b", domains=["api.example.com"])
    assert aws.read(bare)[1]["domains"] == ["api.example.com."]


@pytest.mark.parametrize("domain", ["", "a..b", "api.*.com", "-a.com", "a" * 256, "api example.com"])
def test_a_domain_is_a_name_with_a_star_in_front_at_most(aws: Account, domain: str) -> None:
    assert len(aws.faults(dns_firewall.DOMAIN_LIST, name="a", domains=[domain])) == 1


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        ({"action": "BLOCK"}, "blockResponse"),
        ({"action": "BLOCK", "blockResponse": "OVERRIDE"}, "blockOverrideDomain"),
        ({"action": "ALLOW", "blockResponse": "NODATA"}, "blockResponse"),
        ({"action": "DROP"}, "action"),
        ({"action": "ALLOW", "dnsThreatProtection": "DGA"}, "firewallDomainListId"),
        ({"action": "ALLOW", "name": "1234"}, "name"),
    ],
)
def test_a_dns_rule_says_what_it_does(aws: Account, inputs: dict[str, Any], place: str) -> None:
    wanted = {"name": "r", "priority": 1, "firewallRuleGroupId": "rslvr-frg-1", "firewallDomainListId": "rslvr-fdl-1", **inputs}
    assert place in {fault.split(":")[0] for fault in aws.faults(dns_firewall.RULE, **wanted)}


def dns(aws: Account) -> tuple[Made, Made]:
    group = aws.make(dns_firewall.RULE_GROUP, name="clinic")
    listed = aws.make(dns_firewall.DOMAIN_LIST, name="clinic", domains=["api.example.com."])
    return group, listed


def test_priorities_are_taken_once(aws: Account) -> None:
    group, listed = dns(aws)
    other = aws.make(dns_firewall.DOMAIN_LIST, name="other", domains=["b.example.com."])
    rule = {"action": "ALLOW", "priority": 1, "firewallRuleGroupId": group.id}
    aws.make(dns_firewall.RULE, firewallDomainListId=listed.id, **rule)
    aws.refuses("ConflictException", dns_firewall.RULE, firewallDomainListId=other.id, **rule)
    aws.refuses_delete("ConflictException", listed)
    vpc = aws.vpc()
    association = {"firewallRuleGroupId": group.id, "vpcId": vpc.id}
    assert len(aws.faults(dns_firewall.ASSOCIATION, name="a", priority=100, **association)) == 1
    aws.make(dns_firewall.ASSOCIATION, priority=101, **association)
    second = aws.make(dns_firewall.RULE_GROUP, name="second")
    aws.refuses("ConflictException", dns_firewall.ASSOCIATION, priority=101, firewallRuleGroupId=second.id, vpcId=vpc.id)
    aws.refuses("ConflictException", dns_firewall.ASSOCIATION, match="is associated", priority=102, **association)


def test_mutation_protection_refuses_change_and_removal(aws: Account) -> None:
    group, _ = dns(aws)
    made = aws.make(dns_firewall.ASSOCIATION, firewallRuleGroupId=group.id, vpcId=aws.vpc().id, priority=101, mutationProtection="ENABLED")
    aws.refuses_delete("ValidationException", made)
    aws.refuses_change("ValidationException", made, priority=102)
    aws.change(made, priority=102, mutationProtection="DISABLED")
    aws.delete(made)


def test_a_networks_firewall_configuration_is_managed_once(aws: Account) -> None:
    vpc = aws.vpc()
    aws.make(CONFIG, resourceId=vpc.id, firewallFailOpen="DISABLED")
    aws.refuses("ConflictException", CONFIG, resourceId=vpc.id, firewallFailOpen="ENABLED")


def test_query_logs_go_to_what_is_there(aws: Account) -> None:
    group = "arn:aws:logs:eu-west-1:111122223333:log-group:/none"
    aws.refuses("InvalidParameterException", dns_firewall.QUERY_LOG, name="a", destinationArn=group)
    aws.refuses("InvalidParameterException", dns_firewall.QUERY_LOG, name="a", destinationArn="arn:aws:s3:::none-such")
    assert len(aws.faults(dns_firewall.QUERY_LOG, name="a", destinationArn="arn:aws:sqs:x")) == 1
    there = aws.make(kinds.LOG_GROUP, name="/clinic")
    log = aws.make(dns_firewall.QUERY_LOG, destinationArn=there["arn"])
    vpc = aws.vpc()
    of = aws.make(QUERY_LOG_OF, resolverQueryLogConfigId=log.id, resourceId=vpc.id)
    aws.refuses("ResourceExistsException", QUERY_LOG_OF, resolverQueryLogConfigId=log.id, resourceId=vpc.id)
    aws.refuses_delete("InvalidRequestException", log, of.id)
