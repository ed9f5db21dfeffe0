"""Web application firewall policies of application gateways.

Sources: Azure documentation, "Azure Web Application Firewall (WAF) policy overview", "Web Application Firewall CRS rule groups and rules", "Custom rules
for Azure Web Application Firewall on Azure Application Gateway" (priorities 1 to 100), "Web Application Firewall request and file upload
size limits"; Azure REST API reference, Web Application Firewall Policies - Create Or Update.
"""

from collections.abc import Iterator

from simulator.rules import UNKNOWN, Action, Between, Fault, Pattern, Properties, Rules
from simulator.rules.azure_native.choices import choice, is_
from simulator.rules.azure_native.common import ANSWER
from simulator.rules.azure_native.ids import id_in, listed, same
from simulator.rules.azure_native.kinds import APPLICATION_GATEWAY, WAF_POLICY
from simulator.rules.azure_native.service_rules import completed

_CUSTOM = "Azure documentation, 'Custom rules for Azure Web Application Firewall on Azure Application Gateway'"
_SIZES = "Azure documentation, 'Web Application Firewall request and file upload size limits'"
_GROUPS = "Azure documentation, 'Web Application Firewall DRS and CRS rule groups and rules'"
_CREATE = "Azure REST API reference, Web Application Firewall Policies - Create Or Update"
RULE_SETS = {
    "owasp": ("3.0", "3.1", "3.2"),
    "microsoft_defaultruleset": ("2.1", "2.2"),
    "microsoft_botmanagerruleset": ("0.1", "1.0", "1.1"),
    "microsoft_httpddosruleset": ("1.0",),
}
"""Managed rule sets in small letters → versions."""

policy = Rules(
    WAF_POLICY,
    source=f"{_CREATE}; Azure documentation, 'Azure Web Application Firewall (WAF) policy overview'",
    checks=(
        # The rule of letters and digits alone is that of Front Door's policies, which are another type.
        Pattern(
            "policyName",
            "[A-Za-z0-9][A-Za-z0-9._-]{0,127}",
            source=_CREATE,
            saying="1 to 128 letters, digits, periods, underscores and hyphens; it starts with a letter or digit",
        ),
        choice("policySettings.mode", "Prevention", "Detection", source=_CREATE),
        choice("policySettings.state", "Enabled", "Disabled", source=_CREATE),
        choice("customRules[*].action", "Allow", "Block", "Log", "JSChallenge", source=_CUSTOM),
        choice("customRules[*].ruleType", "MatchRule", "RateLimitRule", source=_CUSTOM),
        Between("customRules[*].priority", 1, 100, source=_CUSTOM),
        Between("policySettings.maxRequestBodySizeInKb", 8, 2000, source=_SIZES),
        Between("policySettings.fileUploadLimitInMb", 1, 4000, source=_SIZES),
        Between("policySettings.customBlockResponseStatusCode", 0, None, source=_CREATE),
    ),
    outputs={
        **ANSWER,
        "applicationGateways": [],
        "applicationGatewayForContainers": [],
        "httpListeners": [],
        "pathBasedRules": [],
        "resourceState": "Enabled",
    },
)


@policy.check(source=f"{_CUSTOM}; {_GROUPS}", even_unknown=True)
def rules_are_sound(inputs: Properties) -> Iterator[Fault]:
    """A managed rule set that exists, custom rules of different priorities, and a threshold for rates."""
    managed = inputs.get("managedRules")
    sets = managed.get("managedRuleSets") if isinstance(managed, dict) else None
    kinds = [one.get("ruleSetType") for one in listed(sets)]
    core = any(is_(one, "OWASP", "Microsoft_DefaultRuleSet") for one in kinds)
    if isinstance(sets, list) and UNKNOWN not in [*sets, *kinds] and not core:
        yield "managedRules.managedRuleSets", "one rule set of type OWASP or Microsoft_DefaultRuleSet must be given"
    for i, one in enumerate(listed(sets)):
        kind, version = one.get("ruleSetType"), one.get("ruleSetVersion")
        if kind is UNKNOWN or version is UNKNOWN:
            continue
        known = RULE_SETS.get(str(kind).lower())
        if known is None:
            yield f"managedRules.managedRuleSets[{i}].ruleSetType", f"{kind!r} is no managed rule set"
        elif version not in known:
            yield f"managedRules.managedRuleSets[{i}].ruleSetVersion", f"{version!r} is not allowed for {kind}; allowed: {', '.join(known)}"
    taken: set[object] = set()
    for i, one in enumerate(listed(inputs.get("customRules"))):
        if isinstance(one.get("priority"), int):
            if one["priority"] in taken:
                yield f"customRules[{i}].priority", f"{one['priority']} is given twice"
            taken.add(one["priority"])
        if is_(one.get("ruleType"), "RateLimitRule"):
            for needed in ("rateLimitThreshold", "rateLimitDuration", "groupByUserSession"):
                if one.get(needed) is None:
                    yield f"customRules[{i}].{needed}", "is required when ruleType is RateLimitRule"


_SETTINGS: Properties = {
    "state": "Enabled",
    "requestBodyCheck": True,
    "requestBodyEnforcement": True,
    "fileUploadEnforcement": True,
    "requestBodyInspectLimitInKB": 128,
}


_ON: Properties = {"state": "Enabled"}
"""Of log scrubbing and of each of its rules (REST API reference, PolicySettings: 'Default value is Enabled')."""


@policy.computes
def policy_answer(action: Action) -> Properties:
    """Settings of the policy as they hold where nothing was said; bodies are read up to 128 KB, and larger ones refused."""
    settings = completed(action.inputs.get("policySettings"), _SETTINGS)
    if isinstance(settings.get("logScrubbing"), dict):
        scrubbing = completed(settings["logScrubbing"], _ON)
        settings["logScrubbing"] = {**scrubbing, "scrubbingRules": [completed(one, _ON) for one in listed(scrubbing.get("scrubbingRules"))]}
    return {"policySettings": settings}


@policy.on_read
def gateways(action: Action) -> None:
    """Application gateways that it guards."""
    found = [one for one in action.find_anywhere(APPLICATION_GATEWAY) if same(id_in(one.outputs.get("firewallPolicy")), action.id)]
    action.outputs["applicationGateways"] = [{"id": one.id} for one in found]
