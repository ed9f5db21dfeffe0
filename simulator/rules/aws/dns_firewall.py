"""Route 53 Resolver: DNS Firewall and query logs.

Sources: Route 53 Resolver API Reference, CreateFirewallDomainList, UpdateFirewallDomains, CreateFirewallRule, AssociateFirewallRuleGroup,
UpdateFirewallConfig, CreateResolverQueryLogConfig; Amazon Route 53 Developer Guide, "Rule actions in DNS Firewall", "DNS Firewall domain
lists", "Managing associations between your VPC and Route 53 Resolver DNS Firewall rule group"; Pulumi Registry, aws.route53.Resolver*.
"""

import re
from collections.abc import Iterator

from simulator.rules import Action, Allowed, AutoName, Between, Fault, Length, Needs, Pattern, Properties, Protection, Rules, ref, unique
from simulator.rules.aws.kinds import BUCKET, LOG_GROUP, VPC

DOMAIN_LIST = "aws:route53/resolverFirewallDomainList:ResolverFirewallDomainList"
RULE_GROUP = "aws:route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup"
RULE = "aws:route53/resolverFirewallRule:ResolverFirewallRule"
ASSOCIATION = "aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation"
QUERY_LOG = "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig"
_API = "Route 53 Resolver API Reference"
NAME = Pattern(
    "name",
    r"(?!^[0-9]+$)([a-zA-Z0-9\-_' ']{1,64})",
    source=f"{_API}, CreateFirewallRuleGroup",
    saying="1 to 64 letters, digits, hyphens, underscores and spaces, not digits alone",
)
_DOMAIN = re.compile(r"(\*|(\*\.)?([A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.)*[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)\.?")

domain_list = Rules(
    DOMAIN_LIST,
    source=f"{_API}, CreateFirewallDomainList, UpdateFirewallDomains; Pulumi Registry, aws.route53.ResolverFirewallDomainList",
    second_source="botocore, cfn-lint",
    checks=(NAME, Length("domains", 0, 1000, source=f"{_API}, UpdateFirewallDomains")),
    immutable={"name"},
    autoname=AutoName("name", 64),
    id="rslvr-fdl-{hex17}",
    outputs={"arn": "arn:{partition}:route53resolver:{region}:{account}:firewall-domain-list/{id}"},
    unordered=("domains",),
)


@domain_list.check(source="Amazon Route 53 Developer Guide, 'DNS Firewall domain lists': an optional leading *, then a DNS name")
def names_are_domains(inputs: Properties) -> Iterator[Fault]:
    """1 to 255 characters, `*` only as the first label."""
    for i, name in enumerate(inputs.get("domains") or []):
        if not 1 <= len(name) <= 255 or not _DOMAIN.fullmatch(name):
            yield f"domains[{i}]", f"{name!r} is not a domain such as api.example.com. or *.example.com."


@domain_list.on_read
def trailing_dots(action: Action) -> None:
    """The API answers with fully qualified names: domains given without their dot drift at every refresh."""
    if action.verb == "read" and action.outputs.get("domains"):
        action.outputs["domains"] = [name if name.endswith(".") else f"{name}." for name in action.outputs["domains"]]


rule_group = Rules(
    RULE_GROUP,
    source=f"{_API}, CreateFirewallRuleGroup; Pulumi Registry, aws.route53.ResolverFirewallRuleGroup",
    second_source="botocore, cfn-lint",
    checks=(NAME,),
    immutable={"name"},
    autoname=AutoName("name", 64),
    id="rslvr-frg-{hex17}",
    outputs={
        "arn": "arn:{partition}:route53resolver:{region}:{account}:firewall-rule-group/{id}",
        "ownerId": "{account}",
        "shareStatus": "NOT_SHARED",
    },
)

rule = Rules(
    RULE,
    source=f"{_API}, CreateFirewallRule; Pulumi Registry, aws.route53.ResolverFirewallRule (the id is group:list)",
    second_source="botocore",
    checks=(
        NAME,
        Allowed("action", ("ALLOW", "BLOCK", "ALERT"), source=f"{_API}, CreateFirewallRule"),
        Allowed("blockResponse", ("NODATA", "NXDOMAIN", "OVERRIDE"), source=f"{_API}, CreateFirewallRule"),
        Allowed("blockOverrideDnsType", ("CNAME",), source=f"{_API}, CreateFirewallRule"),
        Between("blockOverrideTtl", 0, 604800, source=f"{_API}, CreateFirewallRule"),
        Needs("action", ("blockResponse",), when=("BLOCK",), source="Amazon Route 53 Developer Guide, 'Rule actions in DNS Firewall'"),
        Needs(
            "blockResponse",
            ("blockOverrideDomain", "blockOverrideDnsType", "blockOverrideTtl"),
            when=("OVERRIDE",),
            source=f"{_API}, CreateFirewallRule",
        ),
        Allowed(
            "firewallDomainRedirectionAction",
            ("INSPECT_REDIRECTION_DOMAIN", "TRUST_REDIRECTION_DOMAIN"),
            source=f"{_API}, CreateFirewallRule",
        ),
        Allowed("confidenceThreshold", ("LOW", "MEDIUM", "HIGH"), source=f"{_API}, CreateFirewallRule"),
        Allowed("dnsThreatProtection", ("DGA", "DNS_TUNNELING", "DICTIONARY_DGA"), source=f"{_API}, CreateFirewallRule"),
    ),
    references={
        "firewallRuleGroupId": ref(RULE_GROUP, code="ResourceNotFoundException", delete_code="ConflictException"),
        "firewallDomainListId": ref(
            DOMAIN_LIST, literals=("rslvr-fdl-managed*",), code="ResourceNotFoundException", delete_code="ConflictException"
        ),
    },
    immutable={"dnsThreatProtection", "firewallDomainListId", "firewallRuleGroupId", "qType"},
    autoname=AutoName("name", 64),
    defaults={"firewallDomainRedirectionAction": "INSPECT_REDIRECTION_DOMAIN"},
    id=lambda action: (
        f"{action.inputs['firewallRuleGroupId']}:{action.inputs.get('firewallDomainListId') or 'rslvr-ftp-' + action.hex(17)}"
    ),
    outputs={"firewallThreatProtectionId": ""},
)


@rule.check(source=f"{_API}, CreateFirewallRule: a list of domains, or a protection against threats", even_unknown=True)
def judges_something(inputs: Properties) -> Iterator[Fault]:
    """One of the two; what says how to block goes with blocking."""
    if (inputs.get("firewallDomainListId") is None) == (inputs.get("dnsThreatProtection") is None):
        yield "firewallDomainListId", "exactly one of firewallDomainListId, dnsThreatProtection must be given"
    if inputs.get("action") in ("ALLOW", "ALERT") and inputs.get("blockResponse") is not None:
        yield "blockResponse", f"can't be given when action is {inputs['action']}"


@rule.before("create")
@rule.before("update")
def place_in_group_is_free(action: Action) -> None:
    """Priorities are unique in a group; a list stands in a group once."""
    for other in action.find(RULE, firewallRuleGroupId=action.inputs["firewallRuleGroupId"]):
        if other.id != action.id and other.outputs.get("priority") == action.inputs["priority"]:
            action.refuse("ConflictException", f"the priority {action.inputs['priority']} is taken by {other.outputs.get('name')}")


association = Rules(
    ASSOCIATION,
    source=f"{_API}, AssociateFirewallRuleGroup; Pulumi Registry, aws.route53.ResolverFirewallRuleGroupAssociation",
    second_source="botocore, cfn-lint",
    checks=(
        NAME,
        Between("priority", 101, 9899, source=f"{_API}, AssociateFirewallRuleGroup: greater than 100 and less than 9900"),
        Allowed("mutationProtection", ("ENABLED", "DISABLED"), source=f"{_API}, AssociateFirewallRuleGroup"),
    ),
    references={
        "firewallRuleGroupId": ref(RULE_GROUP, code="ResourceNotFoundException", anywhere=True, delete_code="ConflictException"),
        "vpcId": ref(VPC, code="ResourceNotFoundException"),
    },
    immutable={"firewallRuleGroupId", "vpcId"},
    autoname=AutoName("name", 64),
    id="rslvr-frgassoc-{hex17}",
    outputs={
        "arn": "arn:{partition}:route53resolver:{region}:{account}:firewall-rule-group-association/{id}",
        "mutationProtection": "DISABLED",
    },
    unique=(
        unique("vpcId", "priority", code="ConflictException", message="The priority {priority} is taken by another association of {vpcId}"),
        unique(
            "vpcId", "firewallRuleGroupId", code="ConflictException", message="{firewallRuleGroupId} is associated with {vpcId} already"
        ),
    ),
    protections=(
        Protection(
            "mutationProtection",
            values=("ENABLED",),
            off="DISABLED",
            code="ValidationException",
            message="[RSLVR-02307] The DNS Firewall rule group association is under mutation protection. Remove the mutation protection and try again.",
        ),
    ),
)


@association.before("update")
def mutation_protection_holds(action: Action) -> None:
    """A protected association takes no change but the end of its protection."""
    if (
        action.object.outputs.get("mutationProtection") == "ENABLED"
        and action.inputs.get("mutationProtection") == "ENABLED"
        and action.changed("priority")
    ):
        action.refuse("ValidationException", f"{action.id} is protected against mutation: priority can't change")


config = Rules(
    "aws:route53/resolverFirewallConfig:ResolverFirewallConfig",
    source=f"{_API}, UpdateFirewallConfig; Pulumi Registry, aws.route53.ResolverFirewallConfig",
    second_source="botocore",
    checks=(Allowed("firewallFailOpen", ("ENABLED", "DISABLED", "USE_LOCAL_RESOURCE_SETTING"), source=f"{_API}, UpdateFirewallConfig"),),
    references={"resourceId": ref(VPC, code="ResourceNotFoundException", blocks_delete=False)},
    immutable={"resourceId"},
    id="rslvr-fc-{hex17}",
    outputs={"firewallFailOpen": "DISABLED", "ownerId": "{account}"},
    unique=(unique("resourceId", code="ConflictException", message="the firewall configuration of {resourceId} is managed already"),),
)

query_log = Rules(
    QUERY_LOG,
    source=f"{_API}, CreateResolverQueryLogConfig; Pulumi Registry, aws.route53.ResolverQueryLogConfig",
    second_source="botocore, cfn-lint",
    checks=(
        NAME,
        Pattern(
            "destinationArn",
            r"arn:aws[a-z-]*:(s3|logs|firehose):.+",
            source=f"{_API}, CreateResolverQueryLogConfig",
            saying="the ARN of a bucket, log group or Firehose stream",
        ),
    ),
    immutable={"destinationArn", "name"},
    autoname=AutoName("name", 64),
    id="rqlc-{hex17}",
    outputs={
        "arn": "arn:{partition}:route53resolver:{region}:{account}:resolver-query-log-config/{id}",
        "ownerId": "{account}",
        "shareStatus": "NOT_SHARED",
    },
)


@query_log.before("create")
def destination_exists(action: Action) -> None:
    """The log group or bucket is there."""
    arn = str(action.inputs["destinationArn"]).removesuffix(":*")
    if ":logs:" in arn and not action.find(LOG_GROUP, arn=arn):
        action.refuse("InvalidParameterException", f"the log group {arn} does not exist")
    if ":s3:::" in arn and not action.find_anywhere(BUCKET, bucket=arn.split(":::", 1)[1].split("/", 1)[0]):
        action.refuse("InvalidParameterException", f"the bucket of {arn} does not exist")


query_log_association = Rules(
    "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation",
    source=f"{_API}, AssociateResolverQueryLogConfig; Pulumi Registry, aws.route53.ResolverQueryLogConfigAssociation",
    second_source="cfn-lint",
    references={
        "resolverQueryLogConfigId": ref(QUERY_LOG, code="ResourceNotFoundException", anywhere=True, delete_code="InvalidRequestException"),
        "resourceId": ref(VPC, code="ResourceNotFoundException", blocks_delete=False),
    },
    immutable={"resolverQueryLogConfigId", "resourceId"},
    id="rqlca-{hex17}",
    unique=(unique("resolverQueryLogConfigId", "resourceId", code="ResourceExistsException"),),
)
