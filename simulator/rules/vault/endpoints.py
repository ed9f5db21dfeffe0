"""The bare path: whatever the API has and the provider does not.

Source: Terraform Vault provider, vault_generic_endpoint (`write_fields`, `ignore_absent_fields`); Vault API documentation. A role of a PKI mount that is
written so is judged as a role; of other paths only the mount is.
"""

import json

from simulator.packages.vault_paths import PathId
from simulator.rules import Action, JsonDocument, Properties, Rules
from simulator.rules.vault.common import MISSING, engine, mount_at
from simulator.rules.vault.kinds import ENDPOINT
from simulator.rules.vault.pki_roles import refuse_role

_ALWAYS = ("sys", "identity", "cubbyhole")
"""Mounts that every server has."""

endpoint = Rules(
    ENDPOINT,
    source="Terraform Vault provider, vault_generic_endpoint",
    checks=(JsonDocument("dataJson", source="Terraform Vault provider, vault_generic_endpoint: data_json, ValidateDataJSON"),),
    defaults={"disableRead": False, "disableDelete": False, "ignoreAbsentFields": False},
    id=PathId("{path}"),
    outputs={"writeData": {}, "writeDataJson": "{}"},
    normalized_json=("dataJson",),
)


@endpoint.before("create")
@endpoint.before("update")
def refuse_endpoint(action: Action) -> None:
    """Nothing is mounted there, or the role at this path is none."""
    path = endpoint.id(action) if callable(endpoint.id) else ""
    parts = path.split("/")
    is_auth = parts[0] == "auth"
    if parts[0] in _ALWAYS or path.startswith("auth/token/"):
        return
    rest = parts[1:] if is_auth else parts
    mounts = (mount_at(action, "/".join(rest[: i + 1]), auth=is_auth) for i in range(len(rest)))
    mount = next((one for one in mounts if one), None)
    if mount is None:
        action.refuse(MISSING, f'no handler for route "{path}". route entry not found. Mount it first, and let {action.name} depend on it')
    if engine(mount) == "pki" and not is_auth and path.startswith(f"{mount.id}/roles/"):
        refuse_role(action, json.loads(str(action.inputs["dataJson"])))


@endpoint.computes
def written(action: Action) -> Properties:
    """The fields of the answer that were asked for: in memory those that were written."""
    data = json.loads(str(action.inputs["dataJson"]))
    kept = {name: data[name] for name in action.inputs.get("writeFields") or [] if name in data}
    return {
        "writeData": {name: value if isinstance(value, str) else json.dumps(value) for name, value in kept.items()},
        "writeDataJson": json.dumps(kept, separators=(",", ":")),
    }
