"""Web application firewall of a front: Microsoft's rules and bot rules in Prevention, a rate for each client, and a log without patients' data.

Sources: Azure Web Application Firewall documentation, "Web Application Firewall DRS rule groups and rules" (Microsoft_DefaultRuleSet 2.1), "Bot
protection overview" (Microsoft_BotManagerRuleSet 1.1), "Rate limiting for Application Gateway WAF v2" (needs a match condition; counted by
client address), "What is Azure Web Application Firewall sensitive data protection?" (log scrubbing: matched values would stand in the log),
"WAF request and file upload size limits"; OWASP Top Ten; 45 CFR 164.312(b).
"""

from typing import Final

import pulumi
from pulumi_azure_native import network

from ai_zones.azure.naming import Kind, child, resource_name
from ai_zones.azure.ordering import after
from ai_zones.azure.tags import tags_for
from ai_zones.azure.validation import PlacedInput

POLICY_TYPE: Final = "Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies"
RULE_SETS: Final = (("Microsoft_DefaultRuleSet", "2.1"), ("Microsoft_BotManagerRuleSet", "1.1"))
BODY_KILOBYTES: Final = 128
UPLOAD_MEGABYTES: Final = 10
NOBODY: Final = "255.255.255.255/32"

SCRUBBED: Final = (
    network.ScrubbingRuleEntryMatchVariable.REQUEST_HEADER_NAMES,
    network.ScrubbingRuleEntryMatchVariable.REQUEST_COOKIE_NAMES,
    network.ScrubbingRuleEntryMatchVariable.REQUEST_ARG_NAMES,
    network.ScrubbingRuleEntryMatchVariable.REQUEST_POST_ARG_NAMES,
    network.ScrubbingRuleEntryMatchVariable.REQUEST_JSON_ARG_NAMES,
)


def build_web_firewall(
    name: str, place: PlacedInput, zone: str, *, requests_per_minute: int, parent: pulumi.Resource
) -> tuple[network.WebApplicationFirewallPolicy, str]:
    """The policy and its id."""
    label = resource_name(Kind.NETWORK, name, "web")
    policy = network.WebApplicationFirewallPolicy(
        child(name, "web-firewall"),
        policy_name=label,
        resource_group_name=place.resource_group_name,
        location=place.location,
        policy_settings=network.PolicySettingsArgs(
            state=network.WebApplicationFirewallEnabledState.ENABLED,
            mode=network.WebApplicationFirewallMode.PREVENTION,
            request_body_check=True,
            request_body_enforcement=True,
            request_body_inspect_limit_in_kb=BODY_KILOBYTES,
            max_request_body_size_in_kb=BODY_KILOBYTES,
            file_upload_enforcement=True,
            file_upload_limit_in_mb=UPLOAD_MEGABYTES,
            log_scrubbing=network.PolicySettingsLogScrubbingArgs(
                state=network.WebApplicationFirewallScrubbingState.ENABLED,
                scrubbing_rules=[
                    network.WebApplicationFirewallScrubbingRulesArgs(
                        match_variable=variable,
                        selector_match_operator=network.ScrubbingRuleEntryMatchOperator.EQUALS_ANY,
                        state=network.ScrubbingRuleEntryState.ENABLED,
                    )
                    for variable in SCRUBBED
                ],
            ),
        ),
        managed_rules=network.ManagedRulesDefinitionArgs(
            managed_rule_sets=[network.ManagedRuleSetArgs(rule_set_type=kind, rule_set_version=version) for kind, version in RULE_SETS]
        ),
        custom_rules=[
            network.WebApplicationFirewallCustomRuleArgs(
                name="rate",
                priority=10,
                rule_type=network.WebApplicationFirewallRuleType.RATE_LIMIT_RULE,
                rate_limit_duration=network.ApplicationGatewayFirewallRateLimitDuration.ONE_MIN,
                rate_limit_threshold=requests_per_minute,
                group_by_user_session=[
                    network.GroupByUserSessionArgs(
                        group_by_variables=[
                            network.GroupByVariableArgs(variable_name=network.ApplicationGatewayFirewallUserSessionVariable.CLIENT_ADDR)
                        ]
                    )
                ],
                match_conditions=[
                    # Everybody: whoever is not nobody.
                    network.MatchConditionArgs(
                        match_variables=[network.MatchVariableArgs(variable_name=network.WebApplicationFirewallMatchVariable.REMOTE_ADDR)],
                        operator=network.WebApplicationFirewallOperator.IP_MATCH,
                        match_values=[NOBODY],
                        negation_conditon=True,
                    )
                ],
                action=network.WebApplicationFirewallAction.BLOCK,
            )
        ],
        tags=tags_for(zone, extra=place.tags),
        opts=after(parent),
    )
    return policy, place.id_of(POLICY_TYPE, label)
