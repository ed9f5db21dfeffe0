"""IAM Roles Anywhere: who holds a certificate of a trust anchor acts as a role from outside AWS.

Whom an authority of our own certifies is ours, as a user with an access key is (`people`), unless its policy lets others issue
certificates. The anchor of another account's authority lets in whom that account certifies. Whose a bundle of certificates is, nobody
tells: what its roles reach is open, as with an identity provider that the reviewer does not list.
Sources: AWS Private CA User Guide, "Attach a policy for cross-account access"; IAM Roles Anywhere User Guide, "Trust model in IAM Roles
Anywhere" (the role trusts `rolesanywhere.amazonaws.com`, `aws:SourceArn` is the trust anchor, attributes of the certificate are tags of
the session), "Trust anchors and profiles".
"""

from collections.abc import Iterator
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind
from posture.iam import (
    UNKNOWN,
    Caller,
    Opening,
    Policy,
    PolicyKind,
    Request,
    Truth,
    evaluate,
    openings_to_principals,
    parse_policy,
)
from posture.readers.aws.acting import arn_of_role, trust_of, trust_property
from posture.readers.aws.endpoint_reach import witness
from posture.readers.aws.handing_on import account_in
from posture.readers.aws.identity import stores_used_by
from posture.readers.aws.ours import ours
from posture.readers.aws.tokens import ROLE
from posture.readers.registry import inert, joins, reads
from posture.reference import Reference
from posture.view import ResourceView

ANCHOR: Final = "aws:rolesanywhere/trustAnchor:TrustAnchor"
_AUTHORITIES: Final = ("aws:acmpca/certificateAuthority:CertificateAuthority", "aws-native:acmpca:CertificateAuthority")
_AUTHORITY_POLICY: Final = "aws:acmpca/policy:Policy"
_ISSUE: Final = "acm-pca:IssueCertificate"
_SERVICE: Final = "rolesanywhere.amazonaws.com"
_AUTHORITY: Final = "source.sourceData.acmPcaArn"

inert(
    "Names roles that certificates may ask for; each role's trust policy lets in, and is read "
    "(IAM Roles Anywhere User Guide, 'Trust anchors and profiles')",
    "aws:rolesanywhere/profile:Profile",
)


@reads(_AUTHORITY_POLICY)
def authority_policy(resource: ResourceView, graph: GraphBuilder) -> None:
    """Who may issue certificates: read with the anchors that believe them."""


@reads(ANCHOR)
def trust_anchor(resource: ResourceView, graph: GraphBuilder) -> None:
    """An authority whose certificates are believed: read with the roles that trust it."""


@joins
def roles_for_certificates(graph: GraphBuilder) -> None:
    """outside → role → each store that the role may use, for every role that trusts the service."""
    anchors = [view for one in graph.stack.of_type(ANCHOR) if (view := graph.view(one.urn)).flag("enabled") is not False]
    for resource in graph.stack.of_type(*ROLE):
        trust = trust_of(graph, resource.urn)
        if not isinstance(trust, Policy):
            continue  # said by `identity`
        let_in = [(anchor, _lets_in(graph, resource.urn, trust, anchor)) for anchor in anchors]
        passing = [(anchor, truth) for anchor, truth in let_in if truth.possible and not _of_ours(graph, anchor)]
        lent = [(anchor, truth, opening) for anchor, truth in let_in if truth.possible for opening in _issuers(graph, anchor)]
        for _, truth, (because, opening) in lent:
            who, certain = witness(graph, opening, "acm-pca"), truth.certain and opening.certain
            graph.edge(who, Reference.to(resource.urn), EdgeKind.ASSUME, because, certain=certain)
        for anchor, truth in passing:
            _assume(graph, resource.urn, anchor, truth)
        for store, certain in stores_used_by(graph, resource.urn, by_hand=True) if passing or lent else ():
            because = Because(resource.urn, "policies", "may use it")
            graph.edge(Reference.to(resource.urn), Reference.to(store), EdgeKind.USE, because, certain=certain)


def _issuers(graph: GraphBuilder, anchor: ResourceView) -> Iterator[tuple[Because, Opening]]:
    """Strangers whom the policy of an authority of the stack lets issue certificates."""
    authority = anchor.refers_to(_AUTHORITY, _AUTHORITIES)
    for one in graph.stack.of_type(_AUTHORITY_POLICY) if authority.targets else ():
        view = graph.view(one.urn)
        if set(view.refers_to("resourceArn", _AUTHORITIES).targets) & set(authority.targets):
            document = parse_policy(view.document("policy"), PolicyKind.RESOURCE)
            for opening in openings_to_principals(document, ours(graph), "*", (_ISSUE,)):
                yield Because(one.urn, "policy", opening.reason), opening


def _lets_in(graph: GraphBuilder, role: str, trust: Policy, anchor: ResourceView) -> Truth:
    arn = anchor.text("arn")
    context = {"aws:SourceArn": arn if isinstance(arn, str) else UNKNOWN}
    return evaluate(trust, Request("sts:AssumeRole", arn_of_role(graph, role), Caller.aws_service(_SERVICE), context)).allowed


def _assume(graph: GraphBuilder, role: str, anchor: ResourceView, truth: Truth) -> None:
    authority = anchor.text(_AUTHORITY)
    account = account_in(authority) if isinstance(authority, str) else None
    if account is not None and graph.own_accounts:
        who, certain = graph.aws_account(account), truth.certain
    else:
        who, certain = graph.somewhere("certificates", anchor.resource.name), False
    because = Because(role, trust_property(graph.view(role)), f"whoever holds a certificate of {anchor.resource.name}")
    graph.edge(who, Reference.to(role), EdgeKind.ASSUME, because, certain=certain)


def _of_ours(graph: GraphBuilder, anchor: ResourceView) -> bool:
    """Whether the authority is the stack's own, of an account of ours, or one that the reviewer vouches for by the anchor's name or ARN."""
    authority = anchor.refers_to(_AUTHORITY, _AUTHORITIES)
    if authority.targets or account_in(authority.literal) in graph.own_accounts:
        return True
    known = {anchor.resource.name, anchor.text("name"), anchor.text("arn")}
    return any(entry.literal in known for entry in graph.approved.asserted)
