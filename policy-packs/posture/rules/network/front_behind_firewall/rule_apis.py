"""An API or a web service of the access zone that answers the internet stands behind a web ACL that refuses something.

Sources: AWS WAF Developer Guide, "Associating or disassociating protection with an AWS resource" (stages of REST APIs, AppSync, App Runner; no HTTP
API); AWS Security Hub User Guide, "Amazon API Gateway controls" (APIGateway.4); AWS AppSync Developer Guide, "Using AWS AppSync Private APIs"
(GLOBAL unless it is given); AWS App Runner Developer Guide, "Enabling Private endpoint for incoming traffic".
"""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.proofs.verdict import Verdict
from posture.readers.aws.api_gateways import REST_API, is_private
from posture.readers.aws.web_firewalls import ASSOCIATION, WEB_ACL
from posture.reference import Reference
from posture.rules.aws_web_firewalls import refuses_something
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_have_companion
from posture.values import is_unknown

STAGE: Final = "aws:apigateway/stage:Stage"
GRAPH: Final = "aws:appsync/graphQLApi:GraphQLApi"
SERVICE: Final = "aws:apprunner/service:Service"
_FAULT: Final = "faces the internet without a web firewall"


@rule(STAGE, GRAPH, SERVICE)
def check(look: Look) -> Iterator[Fault]:
    """One that is private answers its own network alone. An HTTP API takes no web ACL."""
    apis = look.targets("restApi", (REST_API,)) if look.resource.type == STAGE else [look]
    if ZoneName.ACCESS not in (look.zone, *(one.zone for one in apis)):
        return
    public = _public(look, apis)
    if public is False:
        return
    for fault in must_have_companion(look, ASSOCIATION, "resourceArn", _FAULT):
        yield fault if public else Fault(f"{fault.message}, unless it is private, which is unknown", fault.prop, Verdict.UNPROVEN)
    for association in look.companions(ASSOCIATION, "resourceArn"):
        for acl in association.targets("webAclArn", WEB_ACL):
            yield from refuses_something(acl)


def _public(look: Look, apis: list[Look]) -> bool | None:
    """Whether the internet may ask; None where that is unknown."""
    if look.resource.type == STAGE:
        private = is_private(look.scene.builder, Reference.to(apis[0].urn)) if len(apis) == 1 else None
        return None if private is None else not private
    if look.resource.type == GRAPH:
        seen = look.text("visibility")
        return None if is_unknown(seen) else seen != "PRIVATE"
    asked = look.flag("networkConfiguration.ingressConfiguration.isPubliclyAccessible")
    return None if is_unknown(asked) else asked is not False
