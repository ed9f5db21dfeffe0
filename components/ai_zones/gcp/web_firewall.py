"""Web firewall of the front: Cloud Armor's preconfigured rules, a limit for each address, and nothing that is not asked for.

Bodies are questions about patients: they are inspected, and never logged. Rules are asked in the order of their priority; the last denies.
Sources: Cloud Armor documentation, "Security policy overview" (order, default rule), "Preconfigured WAF rules overview" (rule sets of CRS 3.3 by
sensitivity), "Tune preconfigured WAF rules", "Rate limiting overview" (throttle), "Custom rules language reference" (`origin.region_code`, `inIpRange`, up
to five subexpressions), "Verbose logging" (it may log what users sent), "Request body parsing"; OWASP Top 10.
"""

from collections.abc import Sequence
from typing import Final

import pulumi
from pulumi_gcp import compute

from ai_zones.gcp.access_front_input import AccessFront
from ai_zones.gcp.naming import Kind, child, resource_name
from ai_zones.gcp.ordering import after
from ai_zones.gcp.paths import compute_regional

LAST: Final = 2_147_483_647
SENSITIVITY: Final = 1
"""Rules that hardly ever take a question for an attack; a higher number finds more of both."""
SETS: Final = (
    *("sqli", "xss", "lfi", "rfi", "rce", "methodenforcement", "scannerdetection", "protocolattack", "sessionfixation"),
    *("java", "nodejs"),
)
"""Sets of the OWASP core rule set, 3.3."""
LONGEST: Final = 2048
MOST_SUBEXPRESSIONS: Final = 5


def chunks(items: Sequence[str]) -> list[Sequence[str]]:
    """Groups of at most as many as one expression may have."""
    return [items[at : at + MOST_SUBEXPRESSIONS] for at in range(0, len(items), MOST_SUBEXPRESSIONS)]


def rules_of(given: AccessFront) -> list[compute.RegionSecurityPolicyRuleArgs]:
    """Rules in the order in which they are asked."""
    rules = []
    if given.countries:
        rules.append(
            _deny(100, "Comes from another country", " && ".join(f"origin.region_code != '{one}'" for one in sorted(given.countries)))
        )
    if given.client_ranges:
        outside = " && ".join(f"!inIpRange(origin.ip, '{one}')" for one in sorted(given.client_ranges))
        rules.append(_deny(200, "Comes from none of the ranges", outside))
    rules += [
        _deny(
            1000 + 10 * at, f"Core rule set 3.3: {name}", f"evaluatePreconfiguredWaf('{name}-v33-stable', {{'sensitivity': {SENSITIVITY}}})"
        )
        for at, name in enumerate(SETS)
    ]
    rules.append(_deny(2000, "Known vulnerabilities", "evaluatePreconfiguredWaf('cve-canary', {'sensitivity': 3})"))
    limit = compute.RegionSecurityPolicyRuleRateLimitOptionsArgs(
        conform_action="allow",
        exceed_action="deny(429)",
        enforce_on_key="IP",
        rate_limit_threshold=compute.RegionSecurityPolicyRuleRateLimitOptionsRateLimitThresholdArgs(
            count=given.requests_per_minute, interval_sec=60
        ),
    )
    rules += [
        compute.RegionSecurityPolicyRuleArgs(
            priority=3000 + 10 * at,
            action="throttle",
            description="Asks under a name of ours, so often and no oftener",
            match=_expression(" || ".join(f"request.headers['host'].lower() == '{name}'" for name in names)),
            rate_limit_options=limit,
        )
        for at, names in enumerate(chunks(given.host_names()))
    ]
    rules.append(
        compute.RegionSecurityPolicyRuleArgs(
            priority=LAST,
            action="deny(403)",
            description="Everything else",
            match=compute.RegionSecurityPolicyRuleMatchArgs(
                versioned_expr="SRC_IPS_V1", config=compute.RegionSecurityPolicyRuleMatchConfigArgs(src_ip_ranges=["*"])
            ),
        )
    )
    return rules


def _expression(text: str) -> compute.RegionSecurityPolicyRuleMatchArgs:
    return compute.RegionSecurityPolicyRuleMatchArgs(expr=compute.RegionSecurityPolicyRuleMatchExprArgs(expression=text))


def _deny(priority: int, why: str, expression: str) -> compute.RegionSecurityPolicyRuleArgs:
    return compute.RegionSecurityPolicyRuleArgs(priority=priority, action="deny(403)", description=why, match=_expression(expression))


def build_web_firewall(name: str, given: AccessFront, *, parent: pulumi.Resource) -> tuple[compute.RegionSecurityPolicy, str]:
    """The policy, and its path."""
    label = resource_name(Kind.COMPUTE, name)
    policy = compute.RegionSecurityPolicy(
        child(name, "web-firewall"),
        name=label,
        project=given.project,
        region=given.region,
        description="What people may send to the access zone.",
        type="CLOUD_ARMOR",
        advanced_options_config=compute.RegionSecurityPolicyAdvancedOptionsConfigArgs(
            json_parsing="STANDARD",
            # Verbose logs hold what set a rule off: parts of a question.
            log_level="NORMAL",
            request_body_inspection_size="64KB",
        ),
        rules=rules_of(given),
        opts=after(parent),
    )
    return policy, compute_regional(given.project, given.region, "securityPolicies", label)
