"""Web ACLs of AWS WAF, what they protect, and their logs.

Sources: AWS WAF API Reference (version 2019-07-29), CreateWebACL, AssociateWebACL, DeleteWebACL, PutLoggingConfiguration; AWS WAF Developer
Guide, "Rule action settings", "Logging web ACL traffic" (destinations begin with aws-waf-logs-); Pulumi Registry, aws.wafv2.*.
"""

import re
from collections.abc import Iterator

from simulator.rules import Action, Allowed, AtMostOneOf, AutoName, Between, Fault, Length, Needs, Pattern, Properties, Rules, ref, unique
from simulator.rules.aws.kinds import LOAD_BALANCER
from simulator.rules.aws.parts import items
from simulator.rules.aws.verified_access import INSTANCE
from simulator.rules.aws.web_firewall_values import statement_checks
from simulator.rules.aws.web_firewall_wholes import unwhole_redactions, unwhole_rules

WEB_ACL = "aws:wafv2/webAcl:WebAcl"
ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation"
LOGGING = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"

_CREATE = "AWS WAF API Reference, CreateWebACL"
_LOGS = "AWS WAF API Reference, LoggingConfiguration"
NAME = r"[\w\-]{1,128}"
_LOG_NAME = re.compile(r":(?:log-group:|deliverystream/|s3:::)(?P<name>[^:*]+)")
_INSTANCE_ARN = re.compile(r"arn:aws[a-z-]*:ec2:[a-z0-9-]+:(?P<account>\d{12}):verified-access-instance/(?P<id>vai-[0-9a-f]+)")

web_acl = Rules(
    WEB_ACL,
    source="AWS WAF API Reference, CreateWebACL, UpdateWebACL; Pulumi Registry, aws.wafv2.WebAcl",
    second_source="botocore, cfn-lint",
    checks=(
        Pattern("name", NAME, source=_CREATE, saying="1 to 128 letters, digits, hyphens and underscores"),
        AtMostOneOf(("name", "namePrefix"), source="Pulumi Registry, aws.wafv2.WebAcl"),
        AtMostOneOf(("rules", "ruleJson"), source="Pulumi Registry, aws.wafv2.WebAcl"),
        Allowed("scope", ("CLOUDFRONT", "REGIONAL"), source=_CREATE),
        Length("description", 1, 256, source=_CREATE),
        Between("rules[*].priority", 0, None, source="AWS WAF API Reference, Rule"),
        Allowed("dataProtectionConfig.dataProtections[*].action", ("HASH", "SUBSTITUTION"), source=_CREATE),
        Allowed(
            "dataProtectionConfig.dataProtections[*].field.fieldType",
            ("BODY", "QUERY_STRING", "SINGLE_COOKIE", "SINGLE_HEADER", "SINGLE_QUERY_ARGUMENT"),
            source=_CREATE,
        ),
        Allowed("monetizationConfig.currencyMode", ("REAL", "TEST"), source=_CREATE),
        Allowed(
            "monetizationConfig.cryptoConfig.paymentNetworks[*].chain", ("BASE", "BASE_SEPOLIA", "SOLANA", "SOLANA_DEVNET"), source=_CREATE
        ),
        Allowed("monetizationConfig.cryptoConfig.paymentNetworks[*].prices.currency", ("USDC",), source=_CREATE),
        Allowed(
            "associationConfig.requestBodies[*].verifiedAccessInstance.defaultSizeInspectionLimit",
            ("KB_16", "KB_32", "KB_48", "KB_64"),
            source="AWS WAF API Reference, RequestBodyAssociatedResourceTypeConfig",
        ),
        *statement_checks(),
    ),
    immutable={"name", "namePrefix", "scope"},
    autoname=AutoName("name", 128, unless=("namePrefix",)),
    unset={"rules[*].statement.rateBasedStatement.evaluationWindowSec": 300},
    unique=(unique("name", "scope", code="WAFDuplicateItemException"),),
    id="{uuid}",
    outputs={"applicationIntegrationUrl": "", "capacity": 0, "lockToken": "{uuid}", "namePrefix": ""},
)


@web_acl.check(source="AWS WAF API Reference, Rule (Action, OverrideAction, Priority)", even_unknown=True)
def rules_are_whole(inputs: Properties) -> Iterator[Fault]:
    """Rule groups override what their rules do; every other rule says what it does. Priorities and names are each rule's own."""
    names: list[object] = []
    priorities: list[object] = []
    for at, rule in items(inputs, "rules"):
        statement = rule.get("statement")
        grouped = isinstance(statement, dict) and any(key.endswith(("GroupStatement", "GroupReferenceStatement")) for key in statement)
        needed, refused = ("overrideAction", "action") if grouped else ("action", "overrideAction")
        if rule.get(needed) is None:
            yield f"rules[{at}].{needed}", "is required " + ("for a rule group" if grouped else "for a rule that is no rule group")
        if rule.get(refused) is not None:
            yield f"rules[{at}].{refused}", f"can't be given here; allowed: {needed}"
        if isinstance(statement, dict) and len(statement) != 1:
            yield f"rules[{at}].statement", f"must hold exactly one statement, not {len(statement)}"
        for name, seen in (("name", names), ("priority", priorities)):
            value = rule.get(name)
            if isinstance(value, str | int | float) and value in seen:
                yield f"rules[{at}].{name}", f"{value} is used by another rule"
            seen.append(value)
    limited = [at for at, rule in items(inputs, "rules") if _rate_keys(rule) == "CUSTOM_KEYS" and not _rate(rule).get("customKeys")]
    for at in limited:
        yield f"rules[{at}].statement.rateBasedStatement.customKeys", "is required when aggregateKeyType is CUSTOM_KEYS"


web_acl.check(source="AWS WAF API Reference, Statement, FieldToMatch, TextTransformation, RuleAction", even_unknown=True)(unwhole_rules)


def _rate(rule: Properties) -> Properties:
    statement = rule.get("statement")
    rate = statement.get("rateBasedStatement") if isinstance(statement, dict) else None
    return rate if isinstance(rate, dict) else {}


def _rate_keys(rule: Properties) -> object:
    return _rate(rule).get("aggregateKeyType")


@web_acl.computes
def web_acl_shown(action: Action) -> Properties:
    """Its ARN says its scope; CloudFront's stand in us-east-1 under `global`."""
    name = action.inputs.get("name") or f"{action.inputs.get('namePrefix') or ''}{action.digits(26)}"
    place = "global" if action.inputs.get("scope") == "CLOUDFRONT" else "regional"
    return {
        "name": name,
        "arn": f"arn:{action.partition}:wafv2:{action.region}:{action.account}:{place}/webacl/{name}/{action.id}",
    }


association = Rules(
    ASSOCIATION,
    source="AWS WAF API Reference, AssociateWebACL; Pulumi Registry, aws.wafv2.WebAclAssociation",
    second_source="cfn-lint",
    references={
        "webAclArn": ref(WEB_ACL, by=("arn",), code="WAFNonexistentItemException", delete_code="WAFAssociatedItemException"),
    },
    immutable={"resourceArn", "webAclArn"},
    delete_before_replace=True,
    id="{webAclArn},{resourceArn}",
)


@association.before("create")
def both_are_there_and_regional(action: Action) -> None:
    """'Associates a web ACL with a regional application resource': CloudFront's own are set in the distribution."""
    firewall = next(iter(action.find(WEB_ACL, arn=action.inputs["webAclArn"])), None)
    if firewall and firewall.outputs.get("scope") != "REGIONAL":
        action.refuse("WAFInvalidParameterException", "a web ACL of scope CLOUDFRONT is associated in the distribution; use scope REGIONAL")
    arn = str(action.inputs["resourceArn"])
    found = _INSTANCE_ARN.fullmatch(arn)
    if found and found["account"] != action.account:
        action.refuse("WAFNonexistentItemException", f"{arn} is not in this account, and so not there for this web ACL")
    if found and action.get(INSTANCE, found["id"]) is None:
        action.refuse("WAFNonexistentItemException", f"there is no Verified Access instance {found['id']}")
    if ":loadbalancer/" in arn:
        balancers = [one for one in action.find(LOAD_BALANCER) if one.outputs.get("arn") == arn]
        if not balancers:
            action.refuse("WAFNonexistentItemException", f"there is no load balancer {arn}")
        if balancers[0].outputs.get("loadBalancerType") != "application":
            action.refuse("WAFInvalidParameterException", f"{arn} is no Application Load Balancer")


logging = Rules(
    LOGGING,
    source="AWS WAF API Reference, PutLoggingConfiguration, LoggingConfiguration; Pulumi Registry, aws.wafv2.WebAclLoggingConfiguration",
    second_source="cfn-lint",
    checks=(
        Length("logDestinationConfigs", 1, 100, source=_LOGS),
        Length("redactedFields", 0, 100, source=_LOGS),
        Allowed("loggingFilter.defaultBehavior", ("KEEP", "DROP"), source="AWS WAF API Reference, LoggingFilter"),
        Allowed("loggingFilter.filters[*].behavior", ("KEEP", "DROP"), source="AWS WAF API Reference, Filter"),
        Allowed("loggingFilter.filters[*].requirement", ("MEETS_ALL", "MEETS_ANY"), source="AWS WAF API Reference, Filter"),
        Allowed(
            "loggingFilter.filters[*].conditions[*].actionCondition.action",
            ("ALLOW", "BLOCK", "CAPTCHA", "CHALLENGE", "COUNT", "EXCLUDED_AS_COUNT", "MONETIZE"),
            source="AWS WAF API Reference, ActionCondition",
        ),
        Needs("redactedFields", ("logDestinationConfigs",), source=_LOGS),
    ),
    references={"resourceArn": ref(WEB_ACL, by=("arn",), code="WAFNonexistentItemException", blocks_delete=False)},
    immutable={"resourceArn"},
    id="{resourceArn}",
)


@logging.check(source="AWS WAF Developer Guide, 'Sending web ACL traffic logs to CloudWatch Logs'", even_unknown=True)
def names_begin_as_the_service_wants(inputs: Properties) -> Iterator[Fault]:
    """'Your log group names must start with the prefix aws-waf-logs-'; the same holds for buckets and streams."""
    destinations = inputs.get("logDestinationConfigs")
    for at, arn in enumerate(destinations if isinstance(destinations, list) else []):
        found = _LOG_NAME.search(arn) if isinstance(arn, str) else None
        if found and not found["name"].startswith("aws-waf-logs-"):
            yield f"logDestinationConfigs[{at}]", f"{found['name']} must begin with aws-waf-logs-"


logging.check(source="AWS WAF API Reference, FieldToMatch (redaction), LoggingConfiguration", even_unknown=True)(unwhole_redactions)
