"""Functions that programs ask: a policy document, an auth method, issuers, a secret, the id of an app role.

Sources: Terraform Vault provider, data sources vault_policy_document (rendering of each rule), vault_auth_backend,
vault_pki_secret_backend_issuers, vault_pki_secret_backend_issuer, vault_kv_secret_v2, vault_approle_auth_backend_role_id.
"""

import hashlib
import json
from typing import Any

from simulator.packages.vault_paths import trimmed
from simulator.rules import Call, CloudError, Object, Properties, invoke
from simulator.rules.vault.kinds import APP_ROLE, AUTH_MOUNTS, ISSUER, KEPT_ISSUER, KV_SECRET, SECRET_MOUNTS
from simulator.rules.vault.policies import CAPABILITIES

POLICY_DOCUMENT = "vault:index/getPolicyDocument:getPolicyDocument"


@invoke(POLICY_DOCUMENT, source="Terraform Vault provider, vault_policy_document: renders the document, asks no API")
def policy_document(call: Call) -> Properties:
    """HCL, a block for each rule."""
    rules = call.inputs.get("rules") or []
    for i, rule in enumerate(rules):
        for word in rule.get("capabilities") or []:
            if word not in CAPABILITIES:
                raise CloudError("", f'invalid capability: "{word}" in: rule.{i}.capabilities')
    hcl = "\n".join(_rendered(rule) for rule in rules)
    return {**call.inputs, "hcl": hcl, "id": str(int(hashlib.sha256(hcl.encode()).hexdigest()[:8], 16))}


@invoke("vault:index/getAuthBackend:getAuthBackend", source="Terraform Vault provider, vault_auth_backend (data source)")
def auth_backend(call: Call) -> Properties:
    """Of a path."""
    path = trimmed(call.inputs["path"])
    found = _one(call, *AUTH_MOUNTS, id_=path)
    if found is None:
        raise CloudError("404", f"auth mount {path} not present")
    shown = {"type": "jwt", "description": "", "local": False, "listingVisibility": "", **found.outputs}
    names = ("type", "description", "accessor", "local", "listingVisibility")
    return {**{name: shown[name] for name in names}, "defaultLeaseTtlSeconds": 0, "maxLeaseTtlSeconds": 0, "path": path, "id": path}


@invoke("vault:pkiSecret/getBackendIssuers:getBackendIssuers", source="Terraform Vault provider, vault_pki_secret_backend_issuers")
def issuers(call: Call) -> Properties:
    """Every issuer of a mount."""
    mount = _mount(call, call.inputs["backend"])
    found = [one.outputs for one in call.find(KEPT_ISSUER, mount=mount.id)]
    info = {one["issuerId"]: json.dumps({"issuer_name": one["name"]}) for one in found}
    text = json.dumps({one["issuerId"]: {"issuer_name": one["name"]} for one in found})
    keys = [one["issuerId"] for one in found]
    return {"backend": mount.id, "keys": keys, "keyInfo": info, "keyInfoJson": text, "id": f"{mount.id}/issuers"}


@invoke(
    "vault:pkiSecret/getBackendIssuer:getBackendIssuer", source="Terraform Vault provider, vault_pki_secret_backend_issuer (data source)"
)
def issuer(call: Call) -> Properties:
    """One issuer, by id, name or the word `default`."""
    mount, wanted = _mount(call, call.inputs["backend"]), call.inputs["issuerRef"]
    if wanted == "default":
        wanted = mount.state.get("default_issuer")
    found = next(
        (one.outputs for one in call.find(KEPT_ISSUER, mount=mount.id) if wanted in (one.outputs["issuerId"], one.outputs["name"])), None
    )
    if found is None:
        raise CloudError("500", f"unable to find PKI issuer for reference: {call.inputs['issuerRef']}")
    path = f"{mount.id}/issuer/{found['issuerId']}"
    settings = next((one.outputs for one in call.find(ISSUER, id=path)), {})
    return {
        "backend": mount.id,
        "issuerRef": call.inputs["issuerRef"],
        "issuerId": found["issuerId"],
        "issuerName": found["name"],
        "keyId": found["keyId"],
        "certificate": found["certificate"],
        "caChains": [found["certificate"]],
        "leafNotAfterBehavior": settings.get("leafNotAfterBehavior", "err"),
        "manualChains": [],
        "usage": settings.get("usage", "crl-signing,issuing-certificates,ocsp-signing,read-only"),
        "id": path,
    }


@invoke("vault:kv/getSecretV2:getSecretV2", source="Terraform Vault provider, vault_kv_secret_v2 (data source)")
def secret(call: Call) -> Properties:
    """The latest version."""
    mount, name = trimmed(call.inputs["mount"]), trimmed(call.inputs["name"])
    found = _one(call, KV_SECRET, id_=f"{mount}/data/{name}")
    if found is None:
        raise CloudError("404", f'no secret found at "{mount}/data/{name}"')
    shown = {"data": found.outputs["data"], "dataJson": found.outputs.get("dataJson", "{}"), "customMetadata": {}}
    about = {"createdTime": "", "deletionTime": "", "destroyed": False, "version": 1}
    return {**shown, **about, "mount": mount, "name": name, "path": found.id, "id": found.id}


@invoke("vault:appRole/getAuthBackendRoleId:getAuthBackendRoleId", source="Terraform Vault provider, vault_approle_auth_backend_role_id")
def role_id(call: Call) -> Properties:
    """Of a role by its name."""
    backend, name = trimmed(call.inputs.get("backend")) or "approle", call.inputs["roleName"]
    found = _one(call, APP_ROLE, id_=f"auth/{backend}/role/{name}")
    if found is None:
        raise CloudError("404", f'role "{name}" does not exist')
    return {"backend": backend, "roleName": name, "roleId": found.outputs["roleId"], "id": f"{found.id}/role-id"}


def _one(call: Call, *types: str, id_: str) -> Object | None:
    return next(iter(call.find(*types, id=id_)), None)


def _mount(call: Call, path: object) -> Object:
    found = _one(call, *SECRET_MOUNTS, id_=trimmed(path))
    if found is None:
        raise CloudError("404", f'no handler for route "{trimmed(path)}". route entry not found.')
    return found


def _rendered(rule: dict[str, Any]) -> str:
    lines = [f"# {rule['description']}"] if rule.get("description") else []
    lines += [f'path "{rule["path"]}" {{', f"  capabilities = {_list(rule.get('capabilities'))}"]
    if rule.get("requiredParameters"):
        lines.append(f"  required_parameters = {_list(rule['requiredParameters'])}")
    for name, field in (("allowedParameters", "allowed_parameters"), ("deniedParameters", "denied_parameters")):
        if rule.get(name):
            lines.append(f"  {field} = {_map(rule[name])}")
    for name, field in (("minWrappingTtl", "min_wrapping_ttl"), ("maxWrappingTtl", "max_wrapping_ttl")):
        if rule.get(name):
            lines.append(f'  {field} = "{rule[name]}"')
    return "\n".join([*lines, "}", ""])


def _list(values: Any) -> str:
    return "[" + ", ".join(f'"{value}"' for value in values or []) + "]"


def _map(parameters: list[dict[str, Any]]) -> str:
    lines = [f'    "{one["key"]}" = {_list(one.get("values"))}' for one in sorted(parameters, key=lambda one: str(one["key"]))]
    return "\n".join(["{", *lines, "  }"])
