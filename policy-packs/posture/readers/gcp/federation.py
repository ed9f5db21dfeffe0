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
VOUCH: Final = (*_SHARED_BY_ALL, "github.com", "googleapis.com", "google.com", "amazonaws.com", "microsoftonline.com", "sts.windows.net", "azure.com", "azure.net",
                "pulumi.com", "circleci.com", "buildkite.com", "bitbucket.org", "okta.com", "spacelift.io", "env0.com", "atlassian.com")  # fmt: skip
"""Who issues tokens to many, each under a name of his own ("Configure Workload Identity Federation with deployment pipelines", "with other clouds")."""
_CLAIM: Final = r"(?:attribute|google|assertion)\b[^=!<>&|]*?"
_SOMETHING: Final = r"['\"][^'\"]"
_ANYBODYS: Final = frozenset({
    "aud", "iss", "ref", "ref_type", "ref_protected", "head_ref", "base_ref", "sha", "environment", "environment_protected", "event_name",
    "workflow", "repository_visibility", "runner_environment", "pipeline_source", "deployment_tier", "terraform_run_phase",
})  # fmt: skip
"""Claims whose values another customer of the issuer chooses as he likes (GitHub, "OpenID Connect reference"; GitLab, "ID token payload")."""
_NAMED: Final = re.compile(r"(?:assertion|google|attribute)\.(\w+)")
_BINDS: Final = re.compile(
    rf"{_CLAIM}\s*==\s*{_SOMETHING}|{_CLAIM}\s+in\s+\[|{_CLAIM}\.(?:startsWith|matches)\(\s*{_SOMETHING}|{_SOMETHING}[^'\"]*['\"]\s*==\s*{_CLAIM}"
)
"""A condition that compares a claim with something: one that it merely be there binds nobody."""


_ATTRIBUTE: Final = re.compile(r"/attribute\.(\w+)/")


def binds(condition: str) -> bool:
    """Whether a condition asks of a token, by each of its ways, what not every customer of the issuer can have in his."""
    return all(any(not _is_anybodys(found.group()) for found in _BINDS.finditer(way)) for way in _ways(condition))


def _is_anybodys(comparison: str) -> bool:
    claims = _NAMED.findall(comparison)
    return bool(claims) and all(claim in _ANYBODYS for claim in claims)


def _ways(condition: str) -> list[str]:
    """What stands between the `||` that no bracket holds."""
    made, depth = [""], 0
    for char in condition.replace("||", "\0"):
        depth += (char in "([") - (char in ")]")
        if char == "\0" and depth == 0:
            made.append("")
        else:
            made[-1] += char
    return made


def _chosen_by_anybody(provider: ResourceView, attribute: str) -> bool:
    """Whether a provider takes an attribute from a claim that every customer of its issuer chooses for himself."""
    source = provider.value("attributeMapping")
    text = source.get(f"attribute.{attribute}") if isinstance(source, dict) else None
    return isinstance(text, str) and text.strip().removeprefix("assertion.") in _ANYBODYS


def admits_strangers(graph: GraphBuilder, pool: str, text: str) -> bool | None:
    """Whether anybody of the issuer's other customers gets in: True, False (may, nobody can tell), None: no."""
    named = _ATTRIBUTE.search(text)
    if named is None and ("/subject/" in text or "/group/" in text):
        return None  # the grant names who, by what the issuer vouches for
    answer: bool | None = None
    for resource in graph.stack.of_type(*PROVIDER):
        view = graph.view(resource.urn)
        if pool not in refer(graph, view, "workloadIdentityPoolId", *POOL).targets:
            continue
        if named is not None and not _chosen_by_anybody(view, named.group(1)):
            continue
        condition = view.value("attributeCondition")
        if isinstance(condition, str) and binds(condition):
            continue
        if is_unknown(condition):
            answer = answer or False
            continue
        issuer = text_of(view, "oidc.issuerUri")
        if is_unknown(view.value("oidc")) or is_unknown(view.text("oidc.issuerUri")):
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
