"""Workload identity federation: whose tokens a pool takes for which identity.

A provider without an attribute condition takes every token of its issuer. Whom the issuer serves decides: GitHub and GitLab serve everybody.
A grant to one attribute (a repository) or subject is a bar too; a grant to the whole pool is none.

Sources: Google Cloud documentation, "Workload Identity Federation" and "Best practices for using Workload Identity Federation" (conditions
with multi-tenant issuers); "Configure Workload Identity Federation with deployment pipelines".
"""

import re
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.readers.gcp.members import POOL
from posture.readers.gcp.names import refer, text_of
from posture.readers.gcp.tokens import tokens
from posture.readers.registry import reads
from posture.values import is_unknown
from posture.view import ResourceView

PROVIDER: Final = tokens("iam:WorkloadIdentityPoolProvider")
_SHARED_BY_ALL: Final = ("token.actions.githubusercontent.com", "gitlab.com", "app.terraform.io", "oidc.circleci.com", "agent.buildkite.com",
                         "api.pulumi.com", "accounts.google.com", "vstoken.dev.azure.com", "oidc.vercel.com")  # fmt: skip
_BINDS: Final = re.compile(r"(attribute|subject|google\.|assertion\.)")


def admits_strangers(graph: GraphBuilder, pool: str, text: str) -> bool | None:
    """Whether anybody of the issuer's other customers gets in: True, False (may, nobody can tell), None: no."""
    if "/attribute." in text or "/subject/" in text or "/group/" in text:
        return None  # the grant names who, by what the issuer vouches for
    answer: bool | None = None
    for resource in graph.stack.of_type(*PROVIDER):
        view = graph.view(resource.urn)
        if pool not in refer(graph, view, "workloadIdentityPoolId", *POOL).targets:
            continue
        condition = view.value("attributeCondition")
        if isinstance(condition, str) and _BINDS.search(condition) and condition.strip().lower() != "true":
            continue
        if is_unknown(condition):
            answer = answer or False
            continue
        issuer = text_of(view, "oidc.issuerUri")
        if is_unknown(view.value("oidc")) or is_unknown(view.value("oidc.issuerUri")):
            answer = answer or False
        if any(host in issuer for host in _SHARED_BY_ALL):
            return True
    return answer


@reads(*PROVIDER)
def provider(resource: ResourceView, graph: GraphBuilder) -> None:
    """Read with the grants to its pool. A shared issuer without a condition is a fault wherever the pool is used."""
    if not refer(graph, resource, "workloadIdentityPoolId", *POOL).targets:
        graph.unreadable(resource.resource.urn, "a provider of a pool that no resource of the stack is")


@reads(*POOL)
def pool(resource: ResourceView, graph: GraphBuilder) -> None:
    """A pool holds nothing by itself."""
