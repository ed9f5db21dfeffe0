"""AWS Network Firewall: which names pass when it drops by default, and when it does not."""

from typing import Any

import pytest

from posture.graph.facts import GatewayFact, Unreadable
from posture.graph.kinds import GatewayKind
from posture.readers.aws.suricata import read_rules
from tests.posture.readers.aws.cloud import Cloud, Made
from tests.posture.readers.aws.roads import roads

GROUP = "aws:networkfirewall/ruleGroup:RuleGroup"
POLICY = "aws:networkfirewall/firewallPolicy:FirewallPolicy"
FIREWALL = "aws:networkfirewall/firewall:Firewall"
STRICT = {
    "statefulEngineOptions": {"ruleOrder": "STRICT_ORDER"},
    "statefulDefaultActions": ["aws:drop_established", "aws:alert_established"],
}


def domain_list(*names: str, kind: str = "ALLOWLIST") -> dict[str, Any]:
    return {"rulesSource": {"rulesSourceList": {"generatedRulesType": kind, "targetTypes": ["TLS_SNI"], "targets": list(names)}}}


def suricata(*lines: str) -> dict[str, Any]:
    return {"rulesSource": {"rulesString": "\n".join(lines)}}


def firewall(aws: Cloud, *groups: dict[str, Any], **policy: Any) -> Made:
    """A firewall in a subnet whose table leads to an internet gateway."""
    vpc = aws.vpc("egress")
    made = [aws.add(GROUP, f"group-{index}", "arn", ruleGroup=group) for index, group in enumerate(groups)]
    shape = {
        "statelessDefaultActions": ["aws:forward_to_sfe"],
        "statelessFragmentDefaultActions": ["aws:forward_to_sfe"],
        "statefulRuleGroupReferences": [{"priority": index, "resourceArn": group.id} for index, group in enumerate(made)],
        **STRICT,
        **policy,
    }
    rules = aws.add(POLICY, "policy", "arn", firewallPolicy=shape)
    subnet = aws.public_subnet("firewall-a", vpc)
    outputs = {"firewallStatuses": [{"syncStates": [{"attachments": [{"endpointId": "vpce-of-firewall", "subnetId": subnet.literal}]}]}]}
    return aws.add(FIREWALL, "firewall", "arn", outputs, vpcId=vpc.id, firewallPolicyArn=rules.id, subnetMappings=[{"subnetId": subnet.id}])


def fact(aws: Cloud, form: str) -> GatewayFact:
    return next(found for found in aws.facts(form).of(GatewayFact) if found.kind is GatewayKind.FIREWALL)


def test_an_allow_list_behind_a_default_drop_lets_its_names_pass(aws: Cloud, form: str) -> None:
    firewall(aws, domain_list("api.openai.com", ".anthropic.com"))
    found = fact(aws, form)
    assert found.inspects == ("api.openai.com", "anthropic.com", "*.anthropic.com")
    assert found.certain


@pytest.mark.parametrize(
    "policy",
    [
        {"statefulDefaultActions": ["aws:alert_established"]},
        {"statefulEngineOptions": {"ruleOrder": "DEFAULT_ACTION_ORDER"}, "statefulDefaultActions": None},
        {"statelessDefaultActions": ["aws:pass"]},
        {"statelessFragmentDefaultActions": ["aws:pass"]},
    ],
)
def test_a_firewall_that_passes_by_default_inspects_nothing(aws: Cloud, form: str, policy: dict[str, Any]) -> None:
    firewall(aws, domain_list("api.openai.com"), **policy)
    assert fact(aws, form).inspects is None


def test_in_action_order_a_rule_that_drops_everything_is_a_default_drop(aws: Cloud, form: str) -> None:
    drop = suricata('drop ip any any -> any any (msg:"the rest"; sid:9; rev:1;)')
    firewall(aws, domain_list("api.openai.com"), drop, statefulEngineOptions=None, statefulDefaultActions=None)
    assert fact(aws, form).inspects == ("api.openai.com",)


def test_a_drop_turned_into_an_alert_drops_nothing(aws: Cloud, form: str) -> None:
    group = aws.add(GROUP, "drop", "arn", ruleGroup=suricata('drop ip any any -> any any (msg:"the rest"; sid:9;)'))
    reference = {"resourceArn": group.id, "override": {"action": "DROP_TO_ALERT"}}
    firewall(aws, statefulEngineOptions=None, statefulDefaultActions=None, statefulRuleGroupReferences=[reference])
    assert fact(aws, form).inspects is None


def test_a_deny_list_and_aws_own_groups_let_nothing_more_pass(aws: Cloud, form: str) -> None:
    own = "arn:aws:network-firewall:eu-west-1:aws-managed:stateful-rulegroup/BotNetCommandAndControlDomainsStrictOrder"
    deny = aws.add(GROUP, "deny", "arn", ruleGroup=domain_list("evil.example.com", kind="DENYLIST"))
    firewall(aws, statefulRuleGroupReferences=[{"resourceArn": own}, {"resourceArn": deny.id}])
    assert fact(aws, form).inspects == ()


def test_a_group_out_of_sight_may_pass_anything(aws: Cloud, form: str) -> None:
    firewall(aws, statefulRuleGroupReferences=[{"resourceArn": "arn:aws:network-firewall:eu-west-1:999988887777:stateful-rulegroup/x"}])
    found = fact(aws, form)
    assert (found.inspects, found.certain) == (None, False)
    assert list(aws.facts(form).of(Unreadable))


def test_a_pass_rule_for_any_address_opens_the_firewall(aws: Cloud, form: str) -> None:
    header = {
        "protocol": "TCP",
        "source": "ANY",
        "sourcePort": "ANY",
        "destination": "ANY",
        "destinationPort": "443",
        "direction": "FORWARD",
    }
    rule = {"action": "PASS", "header": header, "ruleOptions": [{"keyword": "sid", "settings": ["1"]}]}
    firewall(aws, {"rulesSource": {"statefulRules": [rule]}})
    assert fact(aws, form).inspects is None


@pytest.mark.parametrize(
    ("line", "names", "more"),
    [
        (
            'pass tls $HOME_NET any -> any 443 (tls.sni; content:"api.x.com"; startswith; endswith; nocase; sid:1; rev:1;)',
            ("api.x.com",),
            False,
        ),
        ('pass tls any any -> any any (tls.sni; dotprefix; content:".x.com"; endswith; sid:1;)', ("x.com", "*.x.com"), False),
        ('pass http any any -> any any (http.host; content:"x.com"; startswith; endswith; sid:1;)', ("x.com",), False),
        ("pass tcp $HOME_NET any -> $EXTERNAL_NET 443 (flow:not_established, to_server; sid:1;)", (), False),
        ("pass tcp any any -> 10.0.0.0/8 any (sid:1;)", (), False),
        ("pass tcp any any -> [10.0.0.0/8,192.168.0.0/16] 443 (sid:1;)", (), False),
        ("pass tcp any any -> any 443 (sid:1;)", (), True),
        ("pass tcp any any -> 198.51.100.0/24 443 (sid:1;)", (), True),
        ("# pass ip any any -> any any (sid:1;)", (), False),
        ('drop tls any any -> any any (msg:"a; b"; sid:1;)', (), False),
        ('pass tls any any -> any 443 \\\n (tls.sni; content:"x.com"; startswith; endswith; sid:1;)', ("x.com",), False),
    ],
)
def test_suricata_rules_pass_these_names(line: str, names: tuple[str, ...], more: bool) -> None:
    found = read_rules(line)
    assert found is not None
    assert (found.names, found.more) == (names, more)


@pytest.mark.parametrize(
    "line",
    [
        'pass tls any any -> any any (tls.sni; content:"x.com"; sid:1;)',
        'pass tls any any -> any any (tls.sni; content:"x.com"; endswith; sid:1;)',
        'pass tls any any -> any any (tls.sni; content:"x.com"; startswith; sid:1;)',
        'pass tls any any -> any any (tls.sni; pcre:"/x/"; sid:1;)',
        'pass tls any any -> any any (tls.sni; content:!"x.com"; endswith; startswith; sid:1;)',
        "pass tls any any -> any any (bad",
        "bypass tls any any -> any any (sid:1;)",
        "nonsense",
    ],
)
def test_rules_that_are_not_understood_are_not_guessed(line: str) -> None:
    assert read_rules(line) is None


def test_packets_go_through_the_firewalls_endpoint_to_its_subnets_table(aws: Cloud, form: str) -> None:
    made = firewall(aws, domain_list("api.openai.com"))
    vpc = aws.made[0]
    inner = aws.subnet("llm-a", vpc, "10.0.7.0/24")
    table = aws.table("llm", vpc, inner)
    # A program digs the endpoint's id out of `firewallStatuses`.
    route = aws.route("to-firewall", table, vpcEndpointId=made.out("firewallStatuses"))
    if form == "state":
        route.inputs["vpcEndpointId"] = "vpce-of-firewall"
    assert roads(aws.facts(form), inner) == {"egress": True, "internet": True}


def test_a_gateway_load_balancers_endpoint_is_a_firewall_of_which_nothing_is_known(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("egress")
    subnet, inner = aws.public_subnet("gwlb-a", vpc), aws.subnet("llm-a", vpc, "10.0.7.0/24")
    endpoint = aws.add("aws:ec2/vpcEndpoint:VpcEndpoint", "gwlb", "vpce", vpcEndpointType="GatewayLoadBalancer", subnetIds=[subnet.id])
    aws.route("to-gwlb", aws.table("llm", vpc, inner), vpcEndpointId=endpoint.id)
    assert roads(aws.facts(form), inner) == {"egress": True, "internet": True}
    assert fact(aws, form).inspects is None


def test_a_firewall_in_several_zones_stands_in_each_of_its_subnets(aws: Cloud, form: str) -> None:
    made = firewall(aws, domain_list("api.openai.com"), suricata('drop udp any any -> any any (msg:"no"; sid:1;)'))
    vpc = aws.made[0]
    others = [aws.subnet(f"firewall-{zone}", vpc, f"10.0.{index}.0/24") for index, zone in enumerate("bc", start=30)]
    made.inputs["subnetMappings"] = [*made.inputs["subnetMappings"], *({"subnetId": subnet.id} for subnet in others)]
    found = fact(aws, form)
    assert {(urn.rsplit("::", 1)[-1], one.certain) for one in found.subnets for urn in one.targets} == {
        ("firewall-a", True),
        ("firewall-b", True),
        ("firewall-c", True),
    }
    assert (found.inspects, found.certain) == (("api.openai.com",), True)
