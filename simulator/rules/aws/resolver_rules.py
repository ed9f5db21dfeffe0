"""Rules of Route 53 Resolver that forward, and the profiles that hand them on.

Sources: Route 53 Resolver API Reference, CreateResolverRule; Route 53 Profiles API Reference, CreateProfile, AssociateProfile,
AssociateResourceToProfile; Pulumi Registry, aws.route53.ResolverRule, aws.route53.Profiles*.
"""

from collections.abc import Iterator

from simulator.rules import Action, Allowed, Fault, Properties, Rules, ref
from simulator.rules.aws.kinds import VPC
from simulator.rules.aws.parts import given

PROFILE = "aws:route53/profilesProfile:ProfilesProfile"
_RULE = "Route 53 Resolver API Reference, CreateResolverRule"

rule = Rules(
    "aws:route53/resolverRule:ResolverRule",
    source="Route 53 Resolver API Reference, CreateResolverRule; Pulumi Registry, aws.route53.ResolverRule",
    checks=(Allowed("ruleType", ("FORWARD", "SYSTEM", "RECURSIVE", "DELEGATE"), source=_RULE),),
    immutable={"domainName", "ruleType"},
    unset={"targetIps[*].port": 53, "targetIps[*].protocol": "Do53"},
    id="rslvr-rr-{hex17}",
    outputs={
        "arn": "arn:{partition}:route53resolver:{region}:{account}:resolver-rule/{id}",
        "ownerId": "{account}",
        "shareStatus": "NOT_SHARED",
    },
)


@rule.check(source=_RULE + ": FORWARD needs an outbound endpoint and targets, SYSTEM takes neither", even_unknown=True)
def rule_is_whole(inputs: Properties) -> Iterator[Fault]:
    """Whom it asks, and from where."""
    if inputs.get("ruleType") == "FORWARD":
        for name in ("resolverEndpointId", "targetIps"):
            if not given(inputs.get(name)):
                yield name, "is required for a rule of type FORWARD"
    targets = inputs.get("targetIps")
    for at, target in enumerate(targets if isinstance(targets, list) else []):
        if isinstance(target, dict) and given(target.get("ip")) is given(target.get("ipv6")):
            yield f"targetIps[{at}].ip", "exactly one of ip, ipv6 must be given"


profile = Rules(
    PROFILE,
    source="Route 53 Profiles API Reference, CreateProfile; Pulumi Registry, aws.route53.ProfilesProfile",
    immutable={"name"},
    id="rp-{hex17}",
    outputs={
        "arn": "arn:{partition}:route53profiles:{region}:{account}:profile/{id}",
        "ownerId": "{account}",
        "shareStatus": "NOT_SHARED",
        "status": "COMPLETE",
        "statusMessage": "",
    },
)

use = Rules(
    "aws:route53/profilesAssociation:ProfilesAssociation",
    source="Route 53 Profiles API Reference, AssociateProfile; Pulumi Registry, aws.route53.ProfilesAssociation",
    references={
        "profileId": ref(PROFILE, code="ResourceNotFoundException", anywhere=True, delete_code="ConflictException"),
        "resourceId": ref(VPC, code="ResourceNotFoundException"),
    },
    immutable={"name", "profileId", "resourceId"},
    id="rpassoc-{hex17}",
    outputs={
        "arn": "arn:{partition}:route53profiles:{region}:{account}:profile-association/{id}",
        "ownerId": "{account}",
        "status": "COMPLETE",
        "statusMessage": "",
    },
)

held = Rules(
    "aws:route53/profilesResourceAssociation:ProfilesResourceAssociation",
    source="Route 53 Profiles API Reference, AssociateResourceToProfile; Pulumi Registry, aws.route53.ProfilesResourceAssociation",
    references={"profileId": ref(PROFILE, code="ResourceNotFoundException", anywhere=True, delete_code="ConflictException")},
    immutable={"name", "profileId", "resourceArn", "resourceProperties"},
    id="rpr-{hex17}",
    outputs={"ownerId": "{account}", "resourceType": "", "status": "COMPLETE", "statusMessage": ""},
)


@held.check(
    source="Route 53 Profiles API Reference, AssociateResourceToProfile: 'If you are adding a DNS Firewall rule group, include also a priority'",
    even_unknown=True,
)
def rule_groups_have_a_priority(inputs: Properties) -> Iterator[Fault]:
    """Which of several groups is asked first."""
    arn = inputs.get("resourceArn")
    if isinstance(arn, str) and ":firewall-rule-group/" in arn and not given(inputs.get("resourceProperties")):
        yield "resourceProperties", "is required for a DNS Firewall rule group: its priority, 100 to 9900"


@held.before("create")
def rule_groups_come_with_a_priority(action: Action) -> None:
    """What a preview did not know yet."""
    for path, reason in rule_groups_have_a_priority(action.inputs):
        action.refuse("InvalidParameterException", f"{path}: {reason}")
