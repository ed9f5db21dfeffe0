"""Secrets that are kept as they are.

Sources: Vault API documentation, "KV secrets engine - version 2"; Terraform Vault provider, vault_kv_secret_v2, vault_kv_secret_backend_v2,
vault_kv_secret, vault_generic_secret; messages of OpenBao 2.7.
"""

import json
from typing import Any

from simulator.packages.vault_paths import PathId
from simulator.rules import Action, JsonDocument, Properties, Rules
from simulator.rules.vault.common import BAD, holder, stands_in
from simulator.rules.vault.kinds import KV_CONFIG, KV_SECRET

_KV = "Vault API documentation, 'KV secrets engine - version 2'"

secret = Rules(
    KV_SECRET,
    source=f"{_KV}; Terraform Vault provider, vault_kv_secret_v2",
    checks=(JsonDocument("dataJson", source="Terraform Vault provider, vault_kv_secret_v2: data_json"),),
    defaults={"disableRead": False, "deleteAllVersions": False},
    id=PathId("{mount}/data/{name}"),
    outputs={"path": "{id}", "metadata": {"version": "1", "destroyed": "false", "deletion_time": ""}},
)
config = Rules(
    KV_CONFIG,
    source=f"{_KV}, 'Configure the KV engine'; Terraform Vault provider, vault_kv_secret_backend_v2",
    id=PathId("{mount}/config"),
    outputs={"casRequired": False, "maxVersions": 0},
)
stands_in(secret, "mount", "kv")
stands_in(config, "mount", "kv")


@secret.computes
def data(action: Action) -> Properties:
    """What was written, as a map of texts."""
    read: dict[str, Any] = json.loads(action.inputs.get("dataJson") or "{}")
    return {"data": {name: value if isinstance(value, str) else json.dumps(value) for name, value in read.items()}}


@secret.before("create")
def refuse_without_check(action: Action) -> None:
    """'check-and-set parameter required for this call', where the mount asks for it."""
    mount = holder(action, "mount", "kv")
    required = any(one.outputs.get("casRequired") for one in action.find(KV_CONFIG, id=f"{mount.id}/config"))
    if required and action.inputs.get("cas") is None and "cas" not in (action.inputs.get("options") or {}):
        action.refuse(BAD, "check-and-set parameter required for this call")
