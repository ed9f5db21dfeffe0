"""Firewall rules of networks, and firewall policies: hierarchical, global and regional, with their rules and associations.

Sources: Cloud NGFW documentation, "VPC firewall rules", "Firewall policy rules" (priorities, actions, sources and destinations), "Global network
firewall policies" (one policy a network); Terraform google provider, google_compute_firewall, google_compute_(region_)network_firewall_policy(_rule,
_association), google_compute_firewall_policy(_rule, _association).
"""

from collections.abc import Iterator

from simulator.packages.gcp import made_id
from simulator.rules import Action, Allowed, Between, ExactlyOneOf, Fault, Length, Properties, Rules
from simulator.rules.gcp.common import CLASH, address_faults, given, inner, last, link, listed, part, path, same
from simulator.rules.gcp.kinds import (
    FIREWALL,
    FOLDER,
    HIERARCHICAL_POLICY,
    HIERARCHICAL_POLICY_ASSOCIATION,
    HIERARCHICAL_POLICY_RULE,
    NETWORK,
    NETWORK_POLICY,
    NETWORK_POLICY_ASSOCIATION,
    NETWORK_POLICY_RULE,
    REGION_POLICY,
    REGION_POLICY_ASSOCIATION,
    REGION_POLICY_RULE,
)

_RULES = "Cloud NGFW documentation, 'VPC firewall rules'"
_POLICY_RULES = "Cloud NGFW documentation, 'Firewall policy rules'"
_LAST_PRIORITY = 2147483643
"""Behind it stand the policy's own four rules, which go on to the next."""

firewall = Rules(
    FIREWALL,
    source="Compute Engine API, firewalls; Terraform google provider, google_compute_firewall",
    checks=(
        ExactlyOneOf(("allows", "denies"), source=f"{_RULES}: action"),
        Between("priority", 0, 65535, source=_RULES),
    ),
    references={"network": link(NETWORK)},
    immutable={"network", "direction", "params"},
    defaults={"priority": 1000},
    unordered=(
        *(
            "allows",
            "denies",
            "sourceRanges",
            "destinationRanges",
            "sourceTags",
            "targetTags",
            "sourceServiceAccounts",
            "targetServiceAccounts",
        ),
    ),
    outputs={"direction": "INGRESS", "enableLogging": False},
    # Compute Engine API, firewalls: 'if this is unspecified, the firewall rule will be enabled'.
    unset={"disabled": False},
)


@firewall.check(source=_RULES)
def sides_fit_the_direction(inputs: Properties) -> Iterator[Fault]:
    """Sources belong to ingress, destinations alone to egress; tags and service accounts don't mix."""
    egress = inputs.get("direction") == "EGRESS"
    for name in ("sourceRanges", "destinationRanges"):
        yield from address_faults(name, inputs.get(name))
    for name in ("sourceTags", "sourceServiceAccounts"):
        if egress and given(inputs.get(name)):
            yield name, "is not allowed in a rule for EGRESS"
    if given(inputs.get("targetTags")) and given(inputs.get("targetServiceAccounts")):
        yield "targetServiceAccounts", "conflicts with targetTags"
    if given(inputs.get("sourceTags")) and given(inputs.get("sourceServiceAccounts")):
        yield "sourceServiceAccounts", "conflicts with sourceTags"
    if not egress and not any(given(inputs.get(name)) for name in ("sourceRanges", "sourceTags", "sourceServiceAccounts")):
        yield "sourceRanges", "one of sourceRanges, sourceTags, sourceServiceAccounts must be given for INGRESS"


@firewall.computes
def whole_internet_where_none_is_named(action: Action) -> Properties:
    """'If you omit a destination, it is any address, 0.0.0.0/0.'"""
    anywhere = ["0.0.0.0/0"] if action.inputs.get("direction") == "EGRESS" else []
    return {
        "sourceRanges": action.inputs.get("sourceRanges") or [],
        "destinationRanges": action.inputs.get("destinationRanges") or anywhere,
    }


_COUNTED = {"fingerprint": "{hex12}", "ruleTupleCount": 0}
network_policy = Rules(
    NETWORK_POLICY,
    source="Terraform google provider, google_compute_network_firewall_policy",
    outputs={**_COUNTED, "networkFirewallPolicyId": "{digits12}"},
    immutable={"policyType"},
)
region_policy = Rules(
    REGION_POLICY,
    source="Terraform google provider, google_compute_region_network_firewall_policy",
    outputs={**_COUNTED, "regionNetworkFirewallPolicyId": "{digits12}"},
    immutable={"policyType"},
)
hierarchical_policy = Rules(
    HIERARCHICAL_POLICY,
    source="Terraform google provider, google_compute_firewall_policy; Cloud NGFW documentation, 'Hierarchical firewall policies'",
    references={"parent": link(FOLDER, literals=("organizations/*", "folders/*"))},
    outputs={**_COUNTED, "firewallPolicyId": "{digits12}"},
    immutable={"parent", "shortName"},
)


@hierarchical_policy.check(source="Cloud NGFW documentation, 'Hierarchical firewall policies': an organization or folder holds a policy")
def held_by_a_node(inputs: Properties) -> Iterator[Fault]:
    """Projects hold none."""
    parent = inputs.get("parent")
    if isinstance(parent, str) and not parent.startswith(("organizations/", "folders/")):
        yield "parent", f"{parent!r} is not allowed: organizations/<number> or folders/<number>"


@network_policy.computes
@region_policy.computes
@hierarchical_policy.computes
def link_by_number(action: Action) -> Properties:
    """The link that does not change with the name."""
    number = next((action.outputs[name] for name in action.outputs if name.endswith("FirewallPolicyId") or name == "firewallPolicyId"), "")
    return {"selfLinkWithId": f"https://www.googleapis.com/compute/v1/{action.id.rsplit('/', 1)[0]}/{number}"}


_TARGETS = {"targetType": "INSTANCES"}


def _rules_of_policies(token: str, policy: str, source: str) -> Rules:
    made = Rules(
        token,
        source=f"Terraform google provider, {source}; {_POLICY_RULES}",
        checks=(
            Allowed("action", ("allow", "deny", "goto_next", "apply_security_profile_group"), source=_POLICY_RULES),
            Between("priority", 0, _LAST_PRIORITY, source=f"{_POLICY_RULES}: priorities from 2147483644 on are the policy's own"),
            Length("match.srcFqdns", 0, 100, source=f"{_POLICY_RULES}: FQDN objects"),
            Length("match.destFqdns", 0, 100, source=f"{_POLICY_RULES}: FQDN objects"),
            Length("match.layer4Configs", 1, source="Compute Engine API, firewallPolicies.addRule: layer4Configs"),
        ),
        references={"firewallPolicy": link(policy, blocks_delete=False)},
        immutable={"firewallPolicy", "priority"},
        delete_before_replace=True,
        unordered=("match.srcIpRanges", "match.destIpRanges", "targetServiceAccounts"),
        outputs={"kind": "compute#firewallPolicyRule", "ruleTupleCount": 1, **({} if token == HIERARCHICAL_POLICY_RULE else _TARGETS)},
        # Compute Engine API, firewallPolicies.addRule: 'if this is unspecified, the firewall policy rule will be enabled'; logging is off.
        unset={"disabled": False, "enableLogging": False},
    )
    made.check(source=_POLICY_RULES)(match_fits)
    return made


_SOURCES = (
    "srcIpRanges",
    "srcFqdns",
    "srcAddressGroups",
    "srcRegionCodes",
    "srcThreatIntelligences",
    "srcSecureTags",
    "srcNetworks",
    "srcNetworkScope",
)
_DESTINATIONS = ("destIpRanges", "destFqdns", "destAddressGroups", "destRegionCodes", "destThreatIntelligences", "destNetworkScope")


def match_fits(inputs: Properties) -> Iterator[Fault]:
    """Ingress names sources, egress destinations; inspection goes with its action alone; `goto_next` logs nothing."""
    match = inner(inputs.get("match"))
    direction = inputs.get("direction")
    wanted = _SOURCES if direction == "INGRESS" else _DESTINATIONS
    contexts = ("srcNetworkContext", "destNetworkContext")
    if not any(given(match.get(name)) for name in (*wanted, *contexts)):
        yield "match", f"a rule for {direction} names at least one of {', '.join(wanted)}"
    for name in ("srcIpRanges", "destIpRanges"):
        yield from address_faults(f"match.{name}", match.get(name))
    action = inputs.get("action")
    if action == "apply_security_profile_group" and not given(inputs.get("securityProfileGroup")):
        yield "securityProfileGroup", "is required when action is 'apply_security_profile_group'"
    if action != "apply_security_profile_group":
        for name in ("securityProfileGroup", "tlsInspect"):
            if given(inputs.get(name)) and inputs.get(name) is not False:
                yield name, "is allowed only when action is 'apply_security_profile_group'"
    if action == "goto_next" and inputs.get("enableLogging") is True:
        yield "enableLogging", "can't be enabled for a rule whose action is 'goto_next'"
    for at, one in enumerate(listed(match.get("layer4Configs"))):
        if given(one.get("ports")) and one.get("ipProtocol") not in ("tcp", "udp", "sctp", "6", "17", "132"):
            yield f"match.layer4Configs[{at}].ports", f"are not allowed with the protocol {one.get('ipProtocol')!r}"


network_policy_rule = _rules_of_policies(NETWORK_POLICY_RULE, NETWORK_POLICY, "google_compute_network_firewall_policy_rule")
region_policy_rule = _rules_of_policies(REGION_POLICY_RULE, REGION_POLICY, "google_compute_region_network_firewall_policy_rule")
hierarchical_policy_rule = _rules_of_policies(HIERARCHICAL_POLICY_RULE, HIERARCHICAL_POLICY, "google_compute_firewall_policy_rule")


def _association(token: str, policy: str, target: tuple[str, ...], literals: tuple[str, ...], source: str) -> Rules:
    made = Rules(
        token,
        source=f"Terraform google provider, {source}; Cloud NGFW documentation, 'Firewall policies'",
        references={"firewallPolicy": link(policy), "attachmentTarget": link(*target, literals=literals)},
        immutable={"attachmentTarget", "firewallPolicy"},
        delete_before_replace=True,
        outputs={"shortName": ""},
    )

    @made.before("create")
    def one_policy_for_a_target(action: Action) -> None:
        region = part(made_id(action), "regions")
        for other in action.find_anywhere(token):
            if part(other.id, "regions") == region and same(other.outputs.get("attachmentTarget"), action.inputs["attachmentTarget"]):
                action.refuse(
                    CLASH, f"{path(action.inputs['attachmentTarget'])} is already associated with a firewall policy, by {other.id}"
                )

    @made.computes
    def short_name(action: Action) -> Properties:
        found = [one for one in action.world.find(policy) if last(one.id) == last(action.inputs["firewallPolicy"])]
        return {"shortName": found[0].outputs.get("shortName", found[0].outputs.get("name", "")) if found else ""}

    return made


network_policy_association = _association(
    NETWORK_POLICY_ASSOCIATION, NETWORK_POLICY, (NETWORK,), (), "google_compute_network_firewall_policy_association"
)
region_policy_association = _association(
    REGION_POLICY_ASSOCIATION, REGION_POLICY, (NETWORK,), (), "google_compute_region_network_firewall_policy_association"
)
hierarchical_policy_association = _association(
    HIERARCHICAL_POLICY_ASSOCIATION,
    HIERARCHICAL_POLICY,
    (FOLDER,),
    ("organizations/*", "folders/*"),
    "google_compute_firewall_policy_association",
)
