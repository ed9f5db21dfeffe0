"""Cloud DNS: zones, record sets, response policies with their rules, server policies.

Sources: Cloud DNS documentation, "Manage zones" ("You must delete all records except NS and SOA first"), "Manage response policies and rules",
"DNS server policies" (one policy a network); Cloud DNS API, managedZones, resourceRecordSets, responsePolicies; Terraform google provider,
google_dns_managed_zone, google_dns_record_set, google_dns_response_policy(_rule), google_dns_policy.
"""

from collections.abc import Iterator

from simulator.packages.gcp import project_of
from simulator.rules import Action, Allowed, AtMostOneOf, ExactlyOneOf, Fault, Pattern, Properties, Rules, at
from simulator.rules.gcp.common import CLASH, given, last, link, named, part, same
from simulator.rules.gcp.kinds import DNS_POLICY, NETWORK, RECORD, RESPONSE_POLICY, RESPONSE_RULE, ZONE

_ZONES = "Cloud DNS API, managedZones"
_DNS_NAME = r"(?:[A-Za-z0-9_*](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.)+|\."
_TYPES = (
    "A",
    "AAAA",
    "ALIAS",
    "CAA",
    "CNAME",
    "DNSKEY",
    "DS",
    "HTTPS",
    "IPSECKEY",
    "MX",
    "NAPTR",
    "NS",
    "PTR",
    "SOA",
    "SPF",
    "SRV",
    "SSHFP",
    "SVCB",
    "TLSA",
    "TXT",
)

zone = Rules(
    ZONE,
    source=f"{_ZONES}; Terraform google provider, google_dns_managed_zone",
    checks=(
        Pattern("name", r"[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?", source=f"{_ZONES}: name", saying="1 to 63 small letters, digits and hyphens"),
        Pattern("dnsName", _DNS_NAME, source=f"{_ZONES}: dnsName", saying="a DNS name that ends with a dot"),
    ),
    references={
        "privateVisibilityConfig.networks[*].networkUrl": link(NETWORK),
        "peeringConfig.targetNetwork.networkUrl": link(NETWORK),
    },
    immutable={"dnsName", "visibility", "reverseLookup", "serviceDirectoryConfig"},
    defaults={"description": "Managed by Pulumi", "forceDestroy": False},
    unordered=("privateVisibilityConfig.networks",),
    outputs={"managedZoneId": "{digits18}", "nameServers": [], "cloudLoggingConfig": {"enableLogging": False}},
)


@zone.check(source=f"{_ZONES}: privateVisibilityConfig, forwardingConfig, peeringConfig", even_unknown=True)
def private_parts_belong_to_private_zones(inputs: Properties) -> Iterator[Fault]:
    """A public zone is seen by all, and forwards nothing."""
    private = inputs.get("visibility", "public") == "private"
    for name in ("privateVisibilityConfig", "forwardingConfig", "peeringConfig"):
        if not private and inputs.get(name) is not None:
            yield name, "is allowed only when visibility is 'private'"
    if inputs.get("forwardingConfig") is not None and inputs.get("peeringConfig") is not None:
        yield "peeringConfig", "conflicts with forwardingConfig"
    seen = inputs.get("privateVisibilityConfig")
    if isinstance(seen, dict) and not any(given(seen.get(name)) for name in ("networks", "gkeClusters")):
        yield "privateVisibilityConfig.networks", "at least one of networks, gkeClusters must be given"


@zone.before("create")
@zone.before("update")
def name_is_free_in_its_networks(action: Action) -> None:
    """'A network can't see two private zones of the same name.'"""
    mine = [value for _, value in at(action.inputs, "privateVisibilityConfig.networks[*].networkUrl")]
    for other in action.find_anywhere(ZONE, dnsName=action.inputs["dnsName"]):
        theirs = [value for _, value in at(other.outputs, "privateVisibilityConfig.networks[*].networkUrl")]
        if other.id != action.id and any(same(a, b) for a in mine for b in theirs):
            action.refuse("conflict", f"The network can't be bound to this zone: {other.id} of the same DNS name is bound to it already")


@zone.after("create")
def own_records(action: Action) -> None:
    """Each zone is born with its NS and SOA records."""
    private = action.outputs.get("visibility") == "private"
    servers = ["ns-gcp-private.googledomains.com."] if private else [f"ns-cloud-a{one}.googledomains.com." for one in range(1, 5)]
    action.outputs["nameServers"] = servers
    for kind, data in (("NS", servers), ("SOA", [f"{servers[0]} cloud-dns-hostmaster.google.com. 1 21600 3600 259200 300"])):
        name = action.outputs["dnsName"]
        shown = {
            "name": name,
            "type": kind,
            "ttl": 21600,
            "rrdatas": data,
            "managedZone": last(action.id),
            "project": part(action.id, "projects"),
        }
        action.keep(RECORD, f"{action.id}/rrsets/{name}/{kind}", shown)


@zone.before("delete")
def records_go_first(action: Action) -> None:
    """Unless `forceDestroy` takes them along."""
    own = [one for one in action.world.below(action.object.id + "/rrsets/") if one.keeper is None]
    if own and action.object.outputs.get("forceDestroy") is not True:
        action.refuse(
            "containerNotEmpty", f"The resource named '{last(action.object.id)}' can't be deleted because it contains resource record sets"
        )
    for one in own:
        action.world.remove(one)


record = Rules(
    RECORD,
    source="Cloud DNS API, resourceRecordSets; Terraform google provider, google_dns_record_set",
    checks=(
        Pattern("name", _DNS_NAME, source="Cloud DNS API, resourceRecordSets: name", saying="a DNS name that ends with a dot"),
        Allowed("type", _TYPES, source="Cloud DNS documentation, 'Supported DNS record types'"),
        ExactlyOneOf(("rrdatas", "routingPolicy"), source="Terraform google provider, google_dns_record_set"),
    ),
    references={"managedZone": link(ZONE, blocks_delete=False)},
    immutable={"managedZone", "name", "type"},
    unordered=("rrdatas",),
)


@record.before("create")
def stands_in_its_zone(action: Action) -> None:
    """A record's name ends with its zone's; what has an alias has nothing else."""
    home = named(action, action.inputs["managedZone"], ZONE)
    if home is None:
        return
    name, root = str(action.inputs["name"]), str(home.outputs["dnsName"])
    if name != root and not name.endswith("." + root.lstrip(".")):
        action.refuse("invalid", f"Invalid value for 'entity.change.additions[0].name': '{name}' is not in zone {root}")
    others = [one for one in action.world.below(f"{home.id}/rrsets/{name}/") if one.outputs.get("name") == name]
    alias = "CNAME" in (action.inputs["type"], *(one.outputs.get("type") for one in others))
    if others and alias:
        action.refuse("cnameResourceRecordSetConflict", f"'{name}' has a CNAME record, which stands alone")


response_policy = Rules(
    RESPONSE_POLICY,
    source="Cloud DNS API, responsePolicies; Terraform google provider, google_dns_response_policy",
    references={"networks[*].networkUrl": link(NETWORK)},
    immutable={"responsePolicyName"},
    unordered=("networks",),
)

response_rule = Rules(
    RESPONSE_RULE,
    source="Cloud DNS API, responsePolicyRules; Terraform google provider, google_dns_response_policy_rule",
    checks=(
        AtMostOneOf(("behavior", "localData"), source="Cloud DNS API, responsePolicyRules"),
        Allowed("behavior", ("bypassResponsePolicy", "behaviorUnspecified"), source="Cloud DNS API, responsePolicyRules: behavior"),
        Pattern(
            "dnsName", _DNS_NAME, source="Cloud DNS API, responsePolicyRules: dnsName", saying="a DNS name or wildcard that ends with a dot"
        ),
    ),
    references={"responsePolicy": link(RESPONSE_POLICY, by=("id", "responsePolicyName"))},
    immutable={"responsePolicy", "ruleName"},
)


@response_rule.check(source="Cloud DNS documentation, 'Manage response policies and rules'", even_unknown=True)
def has_an_effect(inputs: Properties) -> Iterator[Fault]:
    """A rule bypasses the policy or answers with data of its own."""
    if inputs.get("behavior") is None and inputs.get("localData") is None:
        yield "localData", "one of localData, behavior must be given"


@response_rule.before("create")
def one_rule_for_a_name(action: Action) -> None:
    """'You can't have two rules for one name in a policy.'"""
    for other in action.find_anywhere(RESPONSE_RULE, dnsName=action.inputs["dnsName"]):
        if last(other.outputs.get("responsePolicy")) == last(action.inputs["responsePolicy"]) and part(other.id, "projects") == project_of(
            action
        ):
            action.refuse(CLASH, f"{action.inputs['dnsName']} has a rule already: {other.id}")


dns_policy = Rules(
    DNS_POLICY,
    source="Cloud DNS API, policies; Terraform google provider, google_dns_policy",
    references={"networks[*].networkUrl": link(NETWORK)},
    unordered=("networks",),
    defaults={"description": "Managed by Pulumi"},
    # Cloud DNS documentation, "DNS server policies": no inbound forwarder, no other name server, no log, unless they are given.
    unset={"enableInboundForwarding": False, "enableLogging": False},
)


@response_policy.before("create")
@response_policy.before("update")
@dns_policy.before("create")
@dns_policy.before("update")
def one_policy_for_a_network(action: Action) -> None:
    """'A network can be bound to one response policy' and have one server policy."""
    mine = [value for _, value in at(action.inputs, "networks[*].networkUrl")]
    for other in action.find_anywhere(action.type):
        theirs = [value for _, value in at(other.outputs, "networks[*].networkUrl")]
        if other.id != action.id and any(same(a, b) for a in mine for b in theirs):
            action.refuse("networkAlreadyBound", f"{other.id} is bound to the network already: a network has one such policy")
