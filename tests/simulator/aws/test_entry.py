"""How people enter: Verified Access, its policies, the web firewall before it, rules of the load balancer behind it."""

from typing import Any

import pytest

from simulator.rules.aws import alarms, kinds, listener_rules, verified_access, web_firewalls
from simulator.rules.aws.listeners import TARGET_GROUP
from simulator.rules.aws.load_balancers import LISTENER
from tests.simulator.aws.account import Account, Made

CERTIFICATE = "arn:aws:acm:eu-west-1:111122223333:certificate/1"
POLICY = 'permit(principal, action, resource)\nwhen {\n  context.people.groups.contains("clinicians")\n};'
VISIBLE = {"cloudwatchMetricsEnabled": True, "metricName": "m", "sampledRequestsEnabled": False}


def people(**inputs: Any) -> dict[str, Any]:
    return {"trustProviderType": "user", "userTrustProviderType": "iam-identity-center", "policyReferenceName": "people", **inputs}


def web_acl(*rules: dict[str, Any], **inputs: Any) -> dict[str, Any]:
    return {
        "name": "front",
        "scope": "REGIONAL",
        "defaultAction": {"allow": {}},
        "visibilityConfig": VISIBLE,
        "rules": list(rules),
        **inputs,
    }


def rule(name: str = "managed", priority: int = 0, **inputs: Any) -> dict[str, Any]:
    statement = {"managedRuleGroupStatement": {"vendorName": "AWS", "name": "AWSManagedRulesCommonRuleSet"}}
    return {"name": name, "priority": priority, "statement": statement, "visibilityConfig": VISIBLE, **inputs}


@pytest.fixture
def vpc(aws: Account) -> Made:
    return aws.vpc()


@pytest.fixture
def balancer(aws: Account, vpc: Made) -> Made:
    subnets = [aws.subnet(vpc), aws.subnet(vpc, "10.0.1.0/24", "b")]
    return aws.balancer(*subnets, loadBalancerType="application", securityGroups=[aws.group(vpc).id])


def endpoint(aws: Account, balancer: Made, **inputs: Any) -> dict[str, Any]:
    instance = aws.make(verified_access.INSTANCE)
    group = aws.make(verified_access.GROUP, verifiedaccessInstanceId=instance.id, policyDocument=POLICY)
    options = {"loadBalancerArn": balancer["arn"], "port": 443, "protocol": "https", "subnetIds": balancer["subnets"]}
    return {
        "verifiedAccessGroupId": group.id,
        "attachmentType": "vpc",
        "endpointType": "load-balancer",
        "endpointDomainPrefix": "assistant",
        "applicationDomain": "assistant.clinic.example",
        "domainCertificateArn": CERTIFICATE,
        "loadBalancerOptions": options,
        **inputs,
    }


def test_a_provider_is_whole_for_its_kind(aws: Account) -> None:
    kind = verified_access.TRUST_PROVIDER
    assert aws.faults(kind, trustProviderType="user", policyReferenceName="people")
    assert aws.faults(kind, **people(userTrustProviderType="oidc"))
    assert len(aws.faults(kind, trustProviderType="device", policyReferenceName="device")) == 2
    assert aws.faults(kind, **people()) == []


def test_reference_names_differ_within_an_instance(aws: Account) -> None:
    instance = aws.make(verified_access.INSTANCE)
    first, second = (aws.make(verified_access.TRUST_PROVIDER, **people()) for _ in range(2))
    place = {"verifiedaccessInstanceId": instance.id}
    aws.make(verified_access.TRUST_ATTACHMENT, verifiedaccessTrustProviderId=first.id, **place)
    aws.refuses("InvalidParameterValue", verified_access.TRUST_ATTACHMENT, verifiedaccessTrustProviderId=second.id, **place)
    aws.refuses(
        "InvalidVerifiedAccessTrustProviderId.NotFound", verified_access.TRUST_ATTACHMENT, verifiedaccessTrustProviderId="vatp-1", **place
    )


@pytest.mark.parametrize(
    ("policy", "fault"),
    [
        (POLICY, ""),
        ("// only a comment: permit(principal, action, resource);", "holds no statement"),
        ('permit(principal == User::"a", action, resource);', "has a scope"),
        ("allow everybody", "holds no statement"),
    ],
)
def test_a_policy_has_statements_without_a_scope(aws: Account, policy: str, fault: str) -> None:
    faults = aws.faults(verified_access.GROUP, verifiedaccessInstanceId="vai-1", policyDocument=policy)
    assert [fault in found for found in faults] == ([True] if fault else [])


def test_an_endpoint_shows_the_domain_that_names_must_lead_to(aws: Account, balancer: Made) -> None:
    made = aws.make(verified_access.ENDPOINT, **endpoint(aws, balancer))
    assert made["endpointDomain"].startswith("assistant.")
    assert f".{made['verifiedAccessInstanceId']}.prod.verified-access.eu-west-1.amazonaws.com" in made["endpointDomain"]


def test_a_web_application_has_a_name_and_a_certificate(aws: Account, balancer: Made) -> None:
    bare = endpoint(aws, balancer)
    for name in ("applicationDomain", "domainCertificateArn", "endpointDomainPrefix"):
        del bare[name]
    assert len(aws.faults(verified_access.ENDPOINT, **bare)) == 3
    assert aws.faults(verified_access.ENDPOINT, **{**bare, "endpointType": "network-interface"})


def test_an_endpoint_leads_to_an_internal_balancer_of_its_own_network(aws: Account, vpc: Made, balancer: Made) -> None:
    wanted = endpoint(aws, balancer)
    options = wanted["loadBalancerOptions"]
    stranger = aws.subnet(aws.vpc("10.9.0.0/16"), "10.9.0.0/24")
    aws.refuses(
        "InvalidSubnetID.NotFound", verified_access.ENDPOINT, **{**wanted, "loadBalancerOptions": {**options, "subnetIds": [stranger.id]}}
    )
    foreign = aws.group(aws.vpc("10.8.0.0/16"))
    aws.refuses("InvalidGroup.NotFound", verified_access.ENDPOINT, **{**wanted, "securityGroupIds": [foreign.id]})
    aws.internet(vpc)
    outside = aws.make(kinds.LOAD_BALANCER, loadBalancerType="application", internal=False, subnets=balancer["subnets"], name="open")
    aws.refuses(
        "InvalidParameterValue",
        verified_access.ENDPOINT,
        **{**wanted, "loadBalancerOptions": {**options, "loadBalancerArn": outside["arn"]}},
    )


def test_logs_have_a_version_and_a_group_that_is_there(aws: Account) -> None:
    instance = aws.make(verified_access.INSTANCE)
    group = aws.make(kinds.LOG_GROUP, name="/front")
    logs = {"cloudwatchLogs": {"enabled": True, "logGroup": group["name"]}, "logVersion": "ocsf-1.0.0-rc.2", "includeTrustContext": True}
    made = aws.make(verified_access.LOGGING, verifiedaccessInstanceId=instance.id, accessLogs=logs)
    assert made.id == instance.id
    assert aws.faults(verified_access.LOGGING, verifiedaccessInstanceId=instance.id, accessLogs={**logs, "logVersion": "ocsf-2"})
    aws.refuses("InvalidVerifiedAccessInstanceId.NotFound", verified_access.LOGGING, verifiedaccessInstanceId="vai-1", accessLogs=logs)


def test_rules_of_a_web_acl_act_or_override_and_have_places_of_their_own(aws: Account) -> None:
    kind = web_firewalls.WEB_ACL
    assert aws.faults(kind, **web_acl(rule(overrideAction={"none": {}}))) == []
    assert len(aws.faults(kind, **web_acl(rule(action={"block": {}})))) == 2
    twice = (rule(overrideAction={"none": {}}), rule(overrideAction={"none": {}}))
    assert [fault.split(":")[0] for fault in aws.faults(kind, **web_acl(*twice))] == ["rules[1].name", "rules[1].priority"]
    rate = {"rateBasedStatement": {"aggregateKeyType": "CUSTOM_KEYS", "limit": 100}}
    assert [fault.split(":")[0] for fault in aws.faults(kind, **web_acl(rule(statement=rate, action={"block": {}})))] == [
        "rules[0].statement.rateBasedStatement.customKeys"
    ]
    few = {"rateBasedStatement": {"aggregateKeyType": "IP", "limit": 9}}
    assert aws.faults(kind, **web_acl(rule(statement=few, action={"block": {}})))


def test_a_web_acl_protects_what_is_there_and_stays_while_it_does(aws: Account, balancer: Made) -> None:
    made = aws.make(web_firewalls.WEB_ACL, **web_acl())
    assert made["arn"].startswith("arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/front/")
    aws.refuses("WAFDuplicateItemException", web_firewalls.WEB_ACL, **web_acl())
    instance = aws.make(verified_access.INSTANCE)
    arn = f"arn:aws:ec2:eu-west-1:111122223333:verified-access-instance/{instance.id}"
    aws.make(web_firewalls.ASSOCIATION, webAclArn=made["arn"], resourceArn=arn)
    aws.make(web_firewalls.ASSOCIATION, webAclArn=made["arn"], resourceArn=balancer["arn"])
    aws.refuses("WAFNonexistentItemException", web_firewalls.ASSOCIATION, webAclArn=made["arn"], resourceArn=arn + "0")
    network = aws.balancer(aws.subnet(aws.vpc("10.7.0.0/16"), "10.7.0.0/24"))
    aws.refuses("WAFInvalidParameterException", web_firewalls.ASSOCIATION, webAclArn=made["arn"], resourceArn=network["arn"])
    aws.refuses_delete("WAFAssociatedItemException", made)


NONE = [{"priority": 0, "type": "NONE"}]
LARGE = {
    "comparisonOperator": "GT",
    "size": 8192,
    "fieldToMatch": {"body": {"oversizeHandling": "MATCH"}},
    "textTransformations": NONE,
}


def faulty(aws: Account, statement: dict[str, Any], **inputs: Any) -> list[str]:
    """Where a web ACL with this one statement is refused, below the statement."""
    given = {"action": {"block": {}}, **inputs}
    found = aws.faults(web_firewalls.WEB_ACL, **web_acl(rule(statement=statement, **given)))
    return [fault.split(":")[0].removeprefix("rules[0].statement.") for fault in found]


def test_a_statement_says_what_it_looks_at_wherever_it_stands(aws: Account) -> None:
    assert faulty(aws, {"sizeConstraintStatement": LARGE}) == []
    for left_out in ("fieldToMatch", "textTransformations"):
        rest = {name: value for name, value in LARGE.items() if name != left_out}
        assert faulty(aws, {"sizeConstraintStatement": rest}) == [f"sizeConstraintStatement.{left_out}"]
        negated = {"notStatement": {"statement": {"sizeConstraintStatement": rest}}}
        assert faulty(aws, negated) == [f"notStatement.statement.sizeConstraintStatement.{left_out}"]
        joined = {"orStatement": {"statements": [{"sizeConstraintStatement": LARGE}, {"sizeConstraintStatement": rest}]}}
        assert faulty(aws, joined) == [f"orStatement.statements[1].sizeConstraintStatement.{left_out}"]
    fields: tuple[dict[str, Any], ...] = ({}, {"body": {}, "queryString": {}})
    for field in fields:
        assert faulty(aws, {"sizeConstraintStatement": {**LARGE, "fieldToMatch": field}}) == ["sizeConstraintStatement.fieldToMatch"]
    scoped = {"rateBasedStatement": {"aggregateKeyType": "IP", "limit": 100, "scopeDownStatement": {}}}
    assert faulty(aws, scoped) == ["rateBasedStatement.scopeDownStatement"]


def test_a_key_of_a_rate_is_one_thing_and_an_address_is_none_by_itself(aws: Account) -> None:
    def rate(*keys: dict[str, Any]) -> dict[str, Any]:
        return {"rateBasedStatement": {"aggregateKeyType": "CUSTOM_KEYS", "limit": 100, "customKeys": list(keys)}}

    path = {"uriPath": {"textTransformations": NONE}}
    assert faulty(aws, rate({"ip": {}}, path)) == []
    assert faulty(aws, rate({"ip": {}})) == ["rateBasedStatement.customKeys"]
    assert faulty(aws, rate({"ip": {}}, {})) == ["rateBasedStatement.customKeys[1]"]
    assert faulty(aws, rate({"ip": {}, **path})) == ["rateBasedStatement.customKeys[0]", "rateBasedStatement.customKeys"]
    assert faulty(aws, rate({"uriPath": {}})) == ["rateBasedStatement.customKeys[0].uriPath.textTransformations"]


def test_an_action_is_one_thing_and_an_override_says_which(aws: Account) -> None:
    statement = {"sizeConstraintStatement": LARGE}
    actions: tuple[dict[str, Any], ...] = ({}, {"block": {}, "count": {}})
    for action in actions:
        assert faulty(aws, statement, action=action) == ["rules[0].action"]
    group = {"vendorName": "AWS", "name": "AWSManagedRulesCommonRuleSet", "ruleActionOverrides": [{"name": "SizeRestrictions_BODY"}]}
    found = faulty(aws, {"managedRuleGroupStatement": group}, action=None, overrideAction={"none": {}})
    assert found == ["managedRuleGroupStatement.ruleActionOverrides[0].actionToUse"]
    assert faulty(aws, {"managedRuleGroupStatement": {}}, action=None, overrideAction={}) != []


def test_a_rate_that_names_no_window_counts_five_minutes(aws: Account) -> None:
    few = {"rateBasedStatement": {"aggregateKeyType": "IP", "limit": 100}}
    made = aws.make(web_firewalls.WEB_ACL, **web_acl(rule(statement=few, action={"block": {}})))
    assert made["rules"][0]["statement"]["rateBasedStatement"]["evaluationWindowSec"] == 300


def test_a_web_acl_of_one_account_protects_nothing_in_another(aws: Account) -> None:
    made = aws.make(web_firewalls.WEB_ACL, **web_acl())
    instance = aws.make(verified_access.INSTANCE)
    arn = f"arn:aws:ec2:eu-west-1:999988887777:verified-access-instance/{instance.id}"
    aws.refuses("WAFNonexistentItemException", web_firewalls.ASSOCIATION, webAclArn=made["arn"], resourceArn=arn)


def test_a_log_leaves_out_single_parts_of_a_request(aws: Account) -> None:
    made = aws.make(web_firewalls.WEB_ACL, **web_acl())
    logs = {"resourceArn": made["arn"], "logDestinationConfigs": ["arn:aws:logs:eu-west-1:111122223333:log-group:aws-waf-logs-front"]}
    assert aws.faults(web_firewalls.LOGGING, **logs, redactedFields=[{"singleHeader": {"name": "cookie"}}, {"queryString": {}}]) == []
    assert aws.faults(web_firewalls.LOGGING, **logs, redactedFields=[{}])
    assert aws.faults(web_firewalls.LOGGING, **logs, redactedFields=[{"queryString": {}, "uriPath": {}}])


def test_a_web_acl_of_the_content_network_is_not_for_regional_resources(aws: Account, balancer: Made) -> None:
    made = aws.make(web_firewalls.WEB_ACL, **web_acl(scope="CLOUDFRONT"))
    aws.refuses("WAFInvalidParameterException", web_firewalls.ASSOCIATION, webAclArn=made["arn"], resourceArn=balancer["arn"])


def test_a_firewalls_log_has_the_name_that_the_service_wants(aws: Account) -> None:
    made = aws.make(web_firewalls.WEB_ACL, **web_acl())
    logs = "arn:aws:logs:eu-west-1:111122223333:log-group:"
    assert aws.faults(web_firewalls.LOGGING, resourceArn=made["arn"], logDestinationConfigs=[logs + "front"])
    assert aws.make(web_firewalls.LOGGING, resourceArn=made["arn"], logDestinationConfigs=[logs + "aws-waf-logs-front"]).id == made["arn"]


def test_rules_of_a_listener_have_priorities_of_their_own_and_whole_actions(aws: Account, vpc: Made, balancer: Made) -> None:
    group = aws.make(TARGET_GROUP, vpcId=vpc.id, targetType="ip", protocol="HTTPS", port=443)
    forward = [{"type": "forward", "targetGroupArn": group["arn"]}]
    listener = aws.make(
        LISTENER,
        loadBalancerArn=balancer["arn"],
        protocol="HTTPS",
        port=443,
        certificateArn=CERTIFICATE,
        sslPolicy="ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
        defaultActions=forward,
    )
    wanted = {"listenerArn": listener["arn"], "priority": 1, "conditions": [{"hostHeader": {"values": ["a.example"]}}], "actions": forward}
    made = aws.make(listener_rules.RULE, **wanted)
    assert ":listener-rule/app/" in made["arn"]
    aws.refuses("PriorityInUse", listener_rules.RULE, **wanted)
    assert aws.faults(listener_rules.RULE, **{**wanted, "actions": [{"type": "redirect"}]})
    assert aws.faults(listener_rules.RULE, **{**wanted, "actions": [{"type": "authenticate-oidc", "authenticateOidc": {}}]})
    aws.make(listener_rules.CERTIFICATE, listenerArn=listener["arn"], certificateArn=CERTIFICATE + "2")


def test_a_listener_without_tls_takes_no_certificate(aws: Account, vpc: Made) -> None:
    balancer = aws.balancer(aws.subnet(vpc))
    group = aws.make(TARGET_GROUP, vpcId=vpc.id, targetType="ip", protocol="TCP", port=443)
    listener = aws.make(
        LISTENER,
        loadBalancerArn=balancer["arn"],
        protocol="TCP",
        port=443,
        defaultActions=[{"type": "forward", "targetGroupArn": group["arn"]}],
    )
    aws.refuses("InvalidConfigurationRequest", listener_rules.CERTIFICATE, listenerArn=listener["arn"], certificateArn=CERTIFICATE)


def test_an_alarm_on_a_metric_is_whole(aws: Account) -> None:
    whole = {
        "name": "down",
        "comparisonOperator": "LessThanThreshold",
        "evaluationPeriods": 1,
        "metricName": "TunnelState",
        "namespace": "AWS/VPN",
        "period": 300,
        "statistic": "Maximum",
        "threshold": 1,
    }
    assert aws.make(alarms.METRIC_ALARM, **whole)["arn"] == "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:down"
    for name in ("namespace", "period", "statistic"):
        assert aws.faults(alarms.METRIC_ALARM, **{key: value for key, value in whole.items() if key != name})
    assert aws.faults(alarms.METRIC_ALARM, **{**whole, "period": 45})
    assert aws.faults(alarms.METRIC_ALARM, **{**whole, "period": 86400, "evaluationPeriods": 8})
    assert aws.faults(alarms.METRIC_ALARM, **{**whole, "comparisonOperator": "Below"})
