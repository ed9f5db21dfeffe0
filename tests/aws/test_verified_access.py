"""The front for people, under mocks."""

import json
from typing import Any

import pulumi
import pytest

from ai_zones.aws import AwsVerifiedAccess, InvalidInputError
from ai_zones.aws.access_front import access_log_policy
from ai_zones.aws.verified_access import verified_access_log_groups
from ai_zones.aws.web_firewall import COMMON_RULES_BODY_BYTES, Limits, rules
from tests.aws.networks import KEY, ZONES
from tests.aws.recording import ACCOUNT, REGION, Recording, record

NAME = "clinic-prod-access-front"
CERTIFICATE = f"arn:aws:acm:{REGION}:{ACCOUNT}:certificate/1"
SUBNETS = {zone: f"subnet-{zone}" for zone in ZONES}
GROUP = "11111111-2222-3333-4444-555555555555"
INGRESS = "vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS = "vpc/securityGroupEgressRule:SecurityGroupEgressRule"


def people(**changes: Any) -> dict[str, Any]:
    return {
        "issuer": "https://login.clinic.example/",
        "authorization_endpoint": "https://login.clinic.example/authorize",
        "token_endpoint": "https://login.clinic.example/token",
        "user_info_endpoint": "https://login.clinic.example/userinfo",
        "client_id": "front",
        "client_secret": pulumi.Output.secret("kept elsewhere"),
        **changes,
    }


def application(**changes: Any) -> dict[str, Any]:
    return {"domain": "assistant.clinic.example", "certificate_arn": CERTIFICATE, "groups": ["clinicians"], **changes}


def front(*, preview: bool = False, **changes: Any) -> Recording:
    def program() -> Any:
        args: Any = {
            "zone": "access",
            "region": REGION,
            "account_id": ACCOUNT,
            "vpc_id": "vpc-access",
            "subnet_ids": SUBNETS,
            "security_group_id": "sg-entry",
            "kms_key_arn": KEY,
            "access_log_bucket": "clinic-prod-access-front-logs-1a2b3c4d",
            "device": {"provider": "jamf", "tenant_id": "clinic"},
            "applications": {"assistant": application()},
            "oidc": people(),
            **changes,
        }
        return AwsVerifiedAccess(NAME, {key: value for key, value in args.items() if value is not None}).instance_id  # type: ignore[arg-type]

    return record(program, preview=preview)


def test_every_endpoint_and_their_group_ask_for_group_factor_and_device() -> None:
    recording = front()
    policies = [
        built.inputs["policyDocument"] for kind in ("group:Group", "endpoint:Endpoint") for built in recording.of(f"verifiedaccess/{kind}")
    ]
    assert len(policies) == 2
    for policy in policies:
        assert "when {" in policy
        assert all(part in policy for part in ('groups.contains("clinicians")', "amr.containsAny", "context.device.risk"))


def test_an_application_is_open_to_its_own_groups_only() -> None:
    recording = front(
        applications={"assistant": application(), "approvals": application(domain="approvals.clinic.example", groups=["stewards"])}
    )
    endpoints = {
        built.inputs["endpointDomainPrefix"]: built.inputs["policyDocument"] for built in recording.of("verifiedaccess/endpoint:Endpoint")
    }
    assert "stewards" not in endpoints["assistant"]
    assert "clinicians" not in endpoints["approvals"]
    assert all(group in recording.one("verifiedaccess/group:Group").inputs["policyDocument"] for group in ("stewards", "clinicians"))


def test_policies_are_known_in_a_preview() -> None:
    recording = front(preview=True)
    assert isinstance(recording.one("verifiedaccess/endpoint:Endpoint").inputs["policyDocument"], str)
    assert isinstance(recording.one("verifiedaccess/group:Group").inputs["policyDocument"], str)


def test_policies_and_trust_data_are_encrypted_with_the_zones_key() -> None:
    recording = front()
    sealed = {"customerManagedKeyEnabled": True, "kmsKeyArn": KEY}
    assert recording.one("verifiedaccess/group:Group").inputs["sseConfiguration"] == sealed
    assert recording.one("verifiedaccess/endpoint:Endpoint").inputs["sseSpecification"] == sealed
    assert [built.inputs["sseSpecification"] for built in recording.of("verifiedaccess/trustProvider:TrustProvider")] == [sealed, sealed]


def test_both_trust_providers_are_attached_before_a_policy_names_them() -> None:
    recording = front()
    attachments = recording.of("verifiedaccess/instanceTrustProviderAttachment:InstanceTrustProviderAttachment")
    assert len(attachments) == 2
    assert {attachment.name for attachment in attachments} <= recording.one("verifiedaccess/group:Group").depends_on
    references = {built.inputs["policyReferenceName"] for built in recording.of("verifiedaccess/trustProvider:TrustProvider")}
    assert references == {"people", "device"}


def test_the_endpoint_leads_to_an_internal_load_balancer_over_tls() -> None:
    recording = front()
    endpoint = recording.one("verifiedaccess/endpoint:Endpoint").inputs
    assert (endpoint["endpointType"], endpoint["attachmentType"]) == ("load-balancer", "vpc")
    assert endpoint["loadBalancerOptions"]["protocol"] == "https"
    balancer = recording.one("lb/loadBalancer:LoadBalancer").inputs
    expected = {
        "internal": True,
        "loadBalancerType": "application",
        "dropInvalidHeaderFields": True,
        "desyncMitigationMode": "strictest",
        "enableDeletionProtection": True,
    }
    assert {key: balancer[key] for key in expected} == expected
    assert balancer["accessLogs"]["enabled"] is True


def test_a_name_that_nobody_declared_gets_no_answer_and_old_tls_none_either() -> None:
    listener = front().one("lb/listener:Listener").inputs
    assert listener["sslPolicy"].startswith("ELBSecurityPolicy-TLS13-1-2-Res-")
    assert [action["type"] for action in listener["defaultActions"]] == ["fixed-response"]


def test_the_load_balancer_is_entered_from_the_endpoints_group_alone() -> None:
    recording = front()
    entered = {rule.inputs["securityGroupId"]: rule.inputs for rule in recording.of(INGRESS)}
    clients = entered[f"id-of-{NAME}-clients"]
    assert clients["referencedSecurityGroupId"] == f"id-of-{NAME}-endpoints"
    assert "cidrIpv4" not in clients
    out = recording.one(EGRESS).inputs
    assert (out["securityGroupId"], out["referencedSecurityGroupId"], out["fromPort"], out["toPort"]) == (
        f"id-of-{NAME}-endpoints",
        f"id-of-{NAME}-clients",
        443,
        443,
    )


def test_every_request_is_logged_with_what_the_trust_providers_said() -> None:
    recording = front()
    logs = recording.one("verifiedaccess/instanceLoggingConfiguration:InstanceLoggingConfiguration").inputs["accessLogs"]
    assert logs["includeTrustContext"] is True
    assert logs["logVersion"].startswith("ocsf-1")
    assert logs["cloudwatchLogs"] == {"enabled": True, "logGroup": verified_access_log_groups(NAME)[0]}
    groups = recording.of("cloudwatch/logGroup:LogGroup")
    assert sorted(group.inputs["name"] for group in groups) == sorted(verified_access_log_groups(NAME))
    assert all(group.inputs["kmsKeyId"] == KEY and group.protect for group in groups)


def test_the_firewall_stands_before_the_instance_and_logs_no_credentials() -> None:
    recording = front()
    association = recording.one("wafv2/webAclAssociation:WebAclAssociation").inputs
    assert association["resourceArn"] == f"arn:aws:ec2:{REGION}:{ACCOUNT}:verified-access-instance/id-of-{NAME}-instance"
    web_acl = recording.one("wafv2/webAcl:WebAcl").inputs
    assert web_acl["scope"] == "REGIONAL"
    assert web_acl["associationConfig"] == {"requestBodies": [{"verifiedAccessInstance": {"defaultSizeInspectionLimit": "KB_64"}}]}
    logging = recording.one("wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration").inputs
    assert {"singleHeader": {"name": "authorization"}} in logging["redactedFields"]
    assert {"singleHeader": {"name": "cookie"}} in logging["redactedFields"]
    assert {"queryString": {}} in logging["redactedFields"]
    assert verified_access_log_groups(NAME)[1].startswith("aws-waf-logs-")


def test_no_body_passes_that_the_firewall_did_not_read() -> None:
    size = rules(Limits(65536, 1000, 100))[0]["statement"]["size_constraint_statement"]
    assert (size["comparison_operator"], size["size"]) == ("GT", 65536)
    assert size["field_to_match"]["body"]["oversize_handling"] == "MATCH"


def test_the_firewall_blocks_by_managed_rules_sizes_and_rates_each_with_a_priority_of_its_own() -> None:
    ordered = rules(Limits(65536, 1000, 100))
    assert [rule["priority"] for rule in ordered] == list(range(len(ordered)))
    groups = [rule["statement"]["managed_rule_group_statement"]["name"] for rule in ordered if "override_action" in rule]
    assert groups == [
        "AWSManagedRulesAmazonIpReputationList",
        "AWSManagedRulesKnownBadInputsRuleSet",
        "AWSManagedRulesCommonRuleSet",
        "AWSManagedRulesSQLiRuleSet",
    ]
    keys = [rule["statement"]["rate_based_statement"]["aggregate_key_type"] for rule in ordered if "rate" in rule["name"]]
    assert keys == ["IP", "CUSTOM_KEYS", "CUSTOM_KEYS"]
    assert all("block" in rule["action"] for rule in ordered if "action" in rule)
    assert not any(rule["visibility_config"]["sampled_requests_enabled"] for rule in ordered)


def test_the_common_rules_own_size_limit_stays_while_ours_is_smaller() -> None:
    small = next(rule for rule in rules(Limits(COMMON_RULES_BODY_BYTES, 1000, 100)) if rule["name"] == "common")
    assert "rule_action_overrides" not in small["statement"]["managed_rule_group_statement"]


def test_only_this_accounts_load_balancers_write_to_the_access_log_bucket() -> None:
    statements = json.loads(access_log_policy(bucket="logs", region=REGION, account_id=ACCOUNT))["Statement"]
    allowed = [statement for statement in statements if statement["Effect"] == "Allow"]
    assert [statement["Principal"] for statement in allowed] == [{"Service": "logdelivery.elasticloadbalancing.amazonaws.com"}]
    assert allowed[0]["Condition"]["StringEquals"] == {"aws:SourceAccount": ACCOUNT}


def test_identity_center_needs_no_secret_but_the_word_that_it_always_asks_twice() -> None:
    groups = {"assistant": application(groups=[GROUP])}
    recording = front(oidc=None, identity_center={"always_multi_factor": True}, applications=groups)
    provider = recording.one("verifiedaccess/trustProvider:TrustProvider", f"{NAME}-people").inputs
    assert provider["userTrustProviderType"] == "iam-identity-center"
    assert "oidcOptions" not in provider
    with pytest.raises(InvalidInputError, match="always_multi_factor"):
        front(oidc=None, identity_center={"always_multi_factor": False}, applications=groups)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"zone": "phi"}, "people enter the access zone only"),
        ({"oidc": None}, "give exactly one"),
        ({"identity_center": {"always_multi_factor": True}}, "give exactly one"),
        ({"applications": {}}, "applications"),
        ({"applications": {"assistant": application(groups=[])}}, "groups"),
        ({"applications": {"a": application(), "b": application()}}, "twice"),
        ({"applications": {"assistant": application(domain="Assistant")}}, "must be a host name"),
        ({"max_body_bytes": 70000}, "max_body_bytes"),
        ({"questions_per_caller": 5}, "questions_per_caller"),
        ({"device": {"provider": "intune", "tenant_id": "clinic"}}, "device.provider"),
    ],
)
def test_a_front_that_is_too_wide_is_refused_before_anything_is_registered(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInputError, match=message):
        front(**changes)


def test_a_secret_in_plain_text_and_an_unnamed_class_of_sign_in_are_refused() -> None:
    with pytest.raises(InvalidInputError, match="must be an output"):
        front(oidc=people(client_secret="written here"))
    with pytest.raises(InvalidInputError, match=r"oidc\.mfa_values: is required with acr"):
        front(oidc=people(mfa_claim="acr"))


def test_identity_centers_groups_are_given_by_id() -> None:
    with pytest.raises(InvalidInputError, match="tells groups by id"):
        front(oidc=None, identity_center={"always_multi_factor": True})


def test_removing_the_front_takes_an_explicit_argument() -> None:
    recording = front(removable=True)
    assert recording.one("lb/loadBalancer:LoadBalancer").inputs["enableDeletionProtection"] is False
    assert not any(built.protect for built in recording.resources)
