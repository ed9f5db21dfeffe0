"""AWS IoT: roles that things take with their certificates, from wherever they are.

A role alias hands out credentials of its role to whoever shows a certificate whose policy allows it. Things stand in homes and wards, on
networks of others: what the role may use is open as far as the things are, and whose they are nobody tells.
Sources: AWS IoT Core Developer Guide, "Authorizing direct calls to AWS services using AWS IoT Core credential provider" (the role trusts
`credentials.iot.amazonaws.com`), "Authorization" ("Amazon Cognito identities can be authenticated or unauthenticated").
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind
from posture.iam import Caller, Policy, Request, evaluate
from posture.readers.aws.acting import arn_of_role, trust_of
from posture.readers.aws.identity import stores_used_by
from posture.readers.aws.tokens import ROLE
from posture.readers.aws.unclear import unclear
from posture.readers.registry import inert, joins, reads
from posture.reference import Reference
from posture.view import ResourceView

ALIAS: Final = "aws:iot/roleAlias:RoleAlias"
_ATTACHMENT: Final = "aws:iot/policyAttachment:PolicyAttachment"
_SERVICE: Final = "credentials.iot.amazonaws.com"
_CERTIFICATE: Final = ("aws:iot/certificate:Certificate",)
_THINGS: Final = (":cert/", ":thinggroup/")

inert(
    "Says which topics its bearers use and which role aliases they ask for; whoever bears it is read "
    "(AWS IoT Core Developer Guide, 'AWS IoT Core policies')",
    "aws:iot/policy:Policy",
)


@reads(_ATTACHMENT)
def policy_attachment(resource: ResourceView, graph: GraphBuilder) -> None:
    """Certificates and groups of things are known one by one; a Cognito identity may be anybody's."""
    target = resource.refers_to("target", _CERTIFICATE)
    if not target.targets and not any(part in (target.literal or "") for part in _THINGS):
        unclear(graph, resource.resource.urn, "who bears the policy is neither a certificate nor a group of things (target)")


@reads(ALIAS)
def role_alias(resource: ResourceView, graph: GraphBuilder) -> None:
    """A role for things: the join follows it to what it may use."""
    role = resource.refers_to("roleArn", ROLE)
    if not role.targets:
        unclear(graph, resource.resource.urn, "things act as a role that is no resource of the stack (roleArn)")


@joins
def stores_of_things(graph: GraphBuilder) -> None:
    """things → role → each store that the role may use."""
    for resource in graph.stack.of_type(ALIAS):
        things = graph.somewhere("things", resource.name)
        for role in graph.view(resource.urn).refers_to("roleArn", ROLE).targets:
            trust = trust_of(graph, role)
            asked = Request("sts:AssumeRole", arn_of_role(graph, role), Caller.aws_service(_SERVICE))
            if isinstance(trust, Policy) and not evaluate(trust, asked).allowed.possible:
                continue
            because = Because(resource.urn, "roleArn", "whoever holds a certificate of a thing")
            stores = list(stores_used_by(graph, role))
            if stores:
                graph.edge(things, Reference.to(role), EdgeKind.ASSUME, because, certain=False)
            for store, certain in stores:
                use = Because(role, "policies", "may use it")
                graph.edge(Reference.to(role), Reference.to(store), EdgeKind.USE, use, certain=certain)
