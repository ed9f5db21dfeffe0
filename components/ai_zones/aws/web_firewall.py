"""Web application firewall of the front: AWS's managed rules, limits of size and of rate, and logs without credentials.

Sizes come first: beyond what the firewall inspects, nothing passes uninspected. Rates are kept by address, by credential, and by address
and path: the last two are low, because many small questions are how a model is copied (model extraction).
Sources: AWS WAF Developer Guide, "AWS Managed Rules rule groups list", "Rate-based rule statement" (10 or more requests in a window; requests
that lack a custom key are not counted), "Oversize request components", "Considerations for managing body inspection" (Verified Access: up to
64 KB), "Sending web ACL traffic logs to CloudWatch Logs" (the group's name begins with aws-waf-logs-), "Field redaction";
OWASP Top 10 for LLM Applications 2025, LLM10 (unbounded consumption).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_aws import cloudwatch, wafv2

from ai_zones.aws.log_groups import build_named_log_group
from ai_zones.aws.naming import child, physical_name
from ai_zones.aws.tags import tags_for

MAX_WEB_ACL_NAME = 128
MAX_LOG_GROUP_NAME = 512

INSPECTED_BYTES = 65536
"""The most that the firewall can read of a body."""

COMMON_RULES_BODY_BYTES = 8192
"""What the common rule set lets through; larger bodies need its rule to count only, as our own limit decides."""

MAX_QUERY_BYTES = 2048
MAX_PATH_BYTES = 2048

WINDOW_SECONDS = 300

MANAGED = (
    ("ip-reputation", "AWSManagedRulesAmazonIpReputationList"),
    ("known-bad-inputs", "AWSManagedRulesKnownBadInputsRuleSet"),
    ("common", "AWSManagedRulesCommonRuleSet"),
    ("sql-injection", "AWSManagedRulesSQLiRuleSet"),
)

REDACTED_HEADERS = ("authorization", "cookie")


@dataclass(frozen=True)
class Limits:
    """How much one caller may ask."""

    body_bytes: int
    """Largest body."""
    requests_per_address: int
    """Requests of one address in five minutes."""
    questions_per_caller: int
    """POST requests of one credential, or of one address to one path, in five minutes."""


def web_firewall_log_group_name(component: str) -> str:
    """Name of the log group, for the key policy: the service insists on how it begins."""
    return f"aws-waf-logs-ai-zones-{component}"[:MAX_LOG_GROUP_NAME]


def rules(limits: Limits) -> list[dict[str, Any]]:
    """Rules in the order in which they are asked."""
    ordered = [*_sizes(limits), *_rates(limits), *_managed(limits)]
    return [{"priority": at, **rule, "visibility_config": _visible(rule["name"])} for at, rule in enumerate(ordered)]


def _sizes(limits: Limits) -> Iterator[dict[str, Any]]:
    parts: tuple[tuple[str, dict[str, Any], int], ...] = (
        ("body", {"body": {"oversize_handling": "MATCH"}}, limits.body_bytes),
        ("query", {"query_string": {}}, MAX_QUERY_BYTES),
        ("path", {"uri_path": {}}, MAX_PATH_BYTES),
    )
    for name, field, size in parts:
        yield {
            "name": f"size-of-{name}",
            "action": {"block": {"custom_response": {"response_code": 413}}},
            "statement": {
                "size_constraint_statement": {
                    "comparison_operator": "GT",
                    "size": size,
                    "field_to_match": field,
                    "text_transformations": [_NO_TRANSFORMATION],
                }
            },
        }


def _rates(limits: Limits) -> Iterator[dict[str, Any]]:
    questions = {
        "byte_match_statement": {
            "search_string": "POST",
            "positional_constraint": "EXACTLY",
            "field_to_match": {"method": {}},
            "text_transformations": [_NO_TRANSFORMATION],
        }
    }
    yield _rate("rate-of-address", {"aggregate_key_type": "IP", "limit": limits.requests_per_address})
    credential = [{"header": {"name": "authorization", "text_transformations": [_NO_TRANSFORMATION]}}]
    place = [{"ip": {}}, {"uri_path": {"text_transformations": [{"priority": 0, "type": "NORMALIZE_PATH"}]}}]
    for name, keys in (("rate-of-credential", credential), ("rate-of-questions", place)):
        keyed = {"aggregate_key_type": "CUSTOM_KEYS", "custom_keys": keys, "limit": limits.questions_per_caller}
        yield _rate(name, {**keyed, "scope_down_statement": questions})


def _rate(name: str, statement: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "action": {"block": {"custom_response": {"response_code": 429}}},
        "statement": {"rate_based_statement": {"evaluation_window_sec": WINDOW_SECONDS, **statement}},
    }


def _managed(limits: Limits) -> Iterator[dict[str, Any]]:
    for name, group in MANAGED:
        statement: dict[str, Any] = {"vendor_name": "AWS", "name": group}
        if name == "common" and limits.body_bytes > COMMON_RULES_BODY_BYTES:
            statement["rule_action_overrides"] = [{"name": "SizeRestrictions_BODY", "action_to_use": {"count": {}}}]
        yield {"name": name, "override_action": {"none": {}}, "statement": {"managed_rule_group_statement": statement}}


def _visible(name: str) -> dict[str, Any]:
    """Metrics, but no sampled requests: samples keep headers and queries where no redaction reaches."""
    return {"metric_name": name, "cloudwatch_metrics_enabled": True, "sampled_requests_enabled": False}


_NO_TRANSFORMATION = {"priority": 0, "type": "NONE"}


def build_web_firewall(
    name: str,
    limits: Limits,
    *,
    protected_arn: pulumi.Input[str],
    zone: str,
    kms_key_arn: pulumi.Input[str],
    retention_days: int,
    deletion_protection: bool,
    extra_tags: Mapping[str, str],
    parent: pulumi.Resource,
) -> tuple[wafv2.WebAcl, cloudwatch.LogGroup]:
    """Web ACL, its association with what it protects, and its log."""
    web_acl = wafv2.WebAcl(
        child(name, "firewall"),
        name=physical_name(name, limit=MAX_WEB_ACL_NAME),
        description=f"Front of the {zone} zone",
        scope="REGIONAL",
        default_action={"allow": {}},
        association_config={"request_bodies": [{"verified_access_instance": {"default_size_inspection_limit": "KB_64"}}]},
        rules=rules(limits),
        visibility_config=_visible(physical_name(name, limit=MAX_WEB_ACL_NAME)),
        tags=tags_for(zone, child(name, "firewall"), extra=extra_tags),
        opts=pulumi.ResourceOptions(parent=parent),
    )
    group = build_named_log_group(
        child(name, "firewall-log"),
        web_firewall_log_group_name(name),
        zone=zone,
        kms_key_arn=kms_key_arn,
        retention_days=retention_days,
        deletion_protection=deletion_protection,
        extra_tags=extra_tags,
        parent=parent,
    )
    logging = wafv2.WebAclLoggingConfiguration(
        child(name, "firewall-logging"),
        resource_arn=web_acl.arn,
        log_destination_configs=[group.arn],
        redacted_fields=[
            *({"single_header": {"name": header}} for header in REDACTED_HEADERS),
            # A question may stand in a query, and a question may name a patient.
            {"query_string": {}},
        ],
        opts=pulumi.ResourceOptions(parent=parent),
    )
    wafv2.WebAclAssociation(
        child(name, "firewall-association"),
        resource_arn=protected_arn,
        web_acl_arn=web_acl.arn,
        # The log stands before the first request is judged.
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[logging]),
    )
    return web_acl, group
