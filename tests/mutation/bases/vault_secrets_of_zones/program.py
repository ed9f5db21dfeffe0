"""A store of secrets for each zone, with versions, and policies in JSON.

Modelled on Vault documentation, "KV secrets engine version 2"; Vault documentation, "Policies" (JSON).
"""

import json

import pulumi_vault as vault

for zone in ("phi", "inference", "management"):
    engine = vault.Mount(
        f"{zone}-kv",
        path=f"kv/{zone}",
        type="kv",
        options={"version": "2"},
        listing_visibility="hidden",
        default_lease_ttl_seconds=3600,
        seal_wrap=True,
    )
    vault.kv.SecretBackendV2(f"{zone}-kv", mount=engine.path, max_versions=20, cas_required=True, delete_version_after=0)
    vault.Policy(
        zone,
        name=zone,
        policy=json.dumps(
            {
                "path": {
                    f"kv/{zone}/data/{{{{identity.entity.name}}}}/*": {"capabilities": ["read"]},
                    f"kv/{zone}/metadata/{{{{identity.entity.name}}}}/*": {"capabilities": ["list"]},
                    f"kv/{zone}/destroy/*": {"capabilities": ["deny"]},
                }
            }
        ),
    )
