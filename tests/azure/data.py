"""Inputs that the tests of data components share."""

from typing import Any

from tests.azure.recording import PLACE, group_path

ORGANIZATION: dict[str, Any] = {"organization": "acme", "environment": "prod"}
WORKSPACE = group_path("Microsoft.OperationalInsights/workspaces", "logs", group="acme-prod-management")
ARCHIVE = group_path("Microsoft.Storage/storageAccounts", "archive", group="acme-prod-management")
IDENTITY = group_path("Microsoft.ManagedIdentity/userAssignedIdentities", "store-key")
KEY_URI = "https://kv-phi-12345678.vault.azure.net/keys/store"
KEY: dict[str, Any] = {"key_uri": KEY_URI, "identity_id": IDENTITY}
BUILT: dict[str, Any] = {**PLACE, **ORGANIZATION, "key": KEY, "log_workspace_id": WORKSPACE}
"""What every store is given."""
OBJECT = "33333333-3333-4333-8333-333333333333"
OTHER_OBJECT = "44444444-4444-4444-8444-444444444444"
