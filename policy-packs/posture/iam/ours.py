"""What the reviewer lists as ours: everything else is outside."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Ours:
    """Organizations, accounts and named things that are inside. All sets may be empty; empty means "nothing of that kind"."""

    organization_ids: frozenset[str] = field(default_factory=frozenset)
    account_ids: frozenset[str] = field(default_factory=frozenset)
    resource_arns: frozenset[str] = field(default_factory=frozenset)
    """ARNs (no wildcards) known to be ours, for resources whose ARN has no account."""
    bucket_names: frozenset[str] = field(default_factory=frozenset)
    vpc_ids: frozenset[str] = field(default_factory=frozenset)
    vpc_endpoint_ids: frozenset[str] = field(default_factory=frozenset)
    cidrs: frozenset[str] = field(default_factory=frozenset)
    """Public ranges from which only we call."""
    identity_providers: frozenset[str] = field(default_factory=frozenset)
    """OIDC issuer hosts or provider ARNs whose every subject is ours (our EKS clusters, our directory); of a shared provider
    `host:subject`, as the policy writes the subject (`token.actions.githubusercontent.com:repo:acme/infra:*`)."""
    canonical_user_ids: frozenset[str] = field(default_factory=frozenset)
