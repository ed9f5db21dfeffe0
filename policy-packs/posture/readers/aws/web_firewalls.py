"""AWS WAF: web ACLs only refuse; their logs tell of every request, to where the configuration names.

Sources: AWS WAF Developer Guide, "Logging web ACL traffic" (headers, URI and query, unless redacted; no bodies), "Associating or
disassociating protection with an AWS resource".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.handing_on import account_in
from posture.readers.aws.tokens import BUCKET, LOAD_BALANCER, LOG_GROUP
from posture.readers.aws.unclear import unclear
from posture.readers.aws.verified_access import ENDPOINT, instances_of
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.view import ResourceView

WEB_ACL: Final = ("aws:wafv2/webAcl:WebAcl", "aws-native:wafv2:WebAcl")
ASSOCIATION: Final = ("aws:wafv2/webAclAssociation:WebAclAssociation", "aws-native:wafv2:WebAclAssociation")
_STREAM: Final = ("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "aws-native:kinesisfirehose:DeliveryStream")


@reads("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", "aws-native:wafv2:LoggingConfiguration")
def logs(resource: ResourceView, graph: GraphBuilder) -> None:
    """What the web ACL stands before sends a line of each request to the destinations."""
    web_acl = resource.refers_to("resourceArn", WEB_ACL)
    sources = [front for urn in web_acl.targets for front in _protected(graph, urn)]
    for target in resource.all_refer_to("logDestinationConfigs", (*LOG_GROUP, *BUCKET, *_STREAM)):
        because = Because(resource.resource.urn, "logDestinationConfigs", target.literal or "")
        account = account_in(target.literal)
        if not target.targets and account is None:
            unclear(
                graph,
                resource.resource.urn,
                f"requests are logged to {target.literal or 'somewhere unknown'}, which is not known to be ours",
            )
            continue
        if not sources and not target.targets and account not in graph.own_accounts:
            # A stage of an API, a distribution, a user pool, or what another stack associates: whose requests these are is not followed.
            unclear(
                graph,
                resource.resource.urn,
                f"requests are logged to account {account}, which is not known to be ours; whose they are is not read",
            )
            continue
        to = target if target.targets else graph.aws_account(account or "")
        for source in sources:
            graph.edge(source, to, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=target.certain and source.certain)


def _protected(graph: GraphBuilder, web_acl: str) -> list[Reference]:
    """Load balancers, and endpoints of Verified Access instances, whose requests the web ACL sees."""
    found: list[Reference] = []
    for association in graph.stack.of_type(*ASSOCIATION):
        view = graph.view(association.urn)
        acl = view.refers_to("webAclArn", WEB_ACL)
        if web_acl not in acl.targets:
            continue
        balancer = view.refers_to("resourceArn", LOAD_BALANCER)
        found += [Reference.to(urn) for urn in balancer.targets]
        arn = view.text("resourceArn")
        for front in graph.stack.of_type(*ENDPOINT):
            # The ARN of an instance is written out around its id.
            for instance in instances_of(graph, front.urn):
                identity = graph.stack.by_urn[instance].id
                depends = instance in view.refers_to("resourceArn").targets
                if depends or (isinstance(arn, str) and isinstance(identity, str) and arn.endswith(f"/{identity}")):
                    found.append(Reference.to(front.urn))
    return found


inert(
    "Rules by which an endpoint answers or refuses requests; they only refuse (AWS WAF Developer Guide, 'Web ACLs')",
    *WEB_ACL,
    *ASSOCIATION,
    "aws:wafv2/ruleGroup:RuleGroup",
    "aws:wafv2/webAclRule:WebAclRule",
    "aws:wafv2/webAclRuleGroupAssociation:WebAclRuleGroupAssociation",
    "aws:wafv2/ipSet:IpSet",
    "aws:wafv2/regexPatternSet:RegexPatternSet",
    "aws:wafv2/apiKey:ApiKey",
    "aws-native:wafv2:RuleGroup",
    "aws-native:wafv2:IpSet",
    "aws-native:wafv2:RegexPatternSet",
)
