"""Agents as identities of Vault: an entity each, in groups, with tokens of OpenID Connect for whom they call.

Modelled on Vault documentation, "Identity tokens"; Vault tutorials, "Vault as an OIDC identity provider".
"""

import pulumi_vault as vault

from tests.mutation.bases import vault_grounds as grounds

key = vault.identity.OidcKey(
    "agents", name="agents", algorithm="ES256", rotation_period=86400, verification_ttl=86400, allowed_client_ids=["tools"]
)
vault.identity.OidcRole("agent", name="agent", key=key.name, client_id="tools", ttl=300, template='{"agent": {{identity.entity.name}}}')
job = grounds.hcl_policy("agent", {"identity/oidc/token/agent": ["read"]})
triage = vault.identity.Entity(
    "triage", name="triage", policies=[job.name], metadata={"zone": "inference"}, disabled=False, external_policies=False
)
group = vault.identity.Group(
    "agents", name="agents", type="internal", member_entity_ids=[triage.id], policies=[job.name], metadata={"zone": "inference"}
)
reviewers = vault.identity.OidcAssignment("reviewers", name="reviewers", group_ids=[group.id], entity_ids=[])
vault.identity.OidcClient(
    "approvals",
    name="approvals",
    key=key.name,
    client_type="confidential",
    redirect_uris=["https://approvals.clinic.internal/callback"],
    assignments=[reviewers.name],
    id_token_ttl=900,
    access_token_ttl=900,
)
grounds.field_key()
