"""A secret of the zone phi is kept in step with a repository's secrets at GitHub."""

import pulumi_vault as vault

notes = vault.Mount("phi-notes", path="phi-notes", type="kv", options={"version": "2"})
target = vault.secrets.SyncGhDestination(
    "repository", name="models", repository_owner="clinic", repository_name="models", access_token="made-at-run-time"
)
vault.secrets.SyncAssociation("synced", name=target.name, type="gh", mount=notes.path, secret_name="key")
