"""ACME on a PKI mount, and external account bindings.

Sources: Vault API documentation, "PKI secrets engine: ACME" ("Set ACME configuration", "Generate ACME EAB"); Terraform Vault provider,
vault_pki_secret_backend_config_acme, vault_pki_secret_backend_acme_eab; RFC 8555, 7.3.4; messages of OpenBao 2.7.
"""

from simulator.packages.vault_paths import PathId, trimmed
from simulator.rules import Action, Allowed, Properties, Rules
from simulator.rules.vault.common import FAILED, holder, stands_in
from simulator.rules.vault.kinds import ACME, ACME_EAB, CLUSTER
from simulator.rules.vault.pki_roles import role_at
from simulator.rules.vault.pki_state import issuer_named, pki

_ACME = "Vault API documentation, 'PKI secrets engine: Set ACME configuration'"

acme = Rules(
    ACME,
    source=f"{_ACME}; Terraform Vault provider, vault_pki_secret_backend_config_acme",
    checks=(Allowed("eabPolicy", ("not-required", "new-account-required", "always-required"), source=_ACME),),
    id=PathId("{backend}/config/acme"),
    outputs={
        "allowedIssuers": ["*"],
        "allowedRoles": ["*"],
        "defaultDirectoryPolicy": "sign-verbatim",
        "eabPolicy": "not-required",
        "maxTtl": 7776000,
    },
)
eab = Rules(
    ACME_EAB,
    source="Vault API documentation, 'Generate ACME EAB'; Terraform Vault provider, vault_pki_secret_backend_acme_eab",
    immutable={"backend", "issuer", "role"},
    id=lambda action: f"acme-eab:{action.uuid('eab')}",
    outputs={"eabId": "{uuid}", "key": "vault-eab-0-{hex40}", "keyType": "hs", "createdOn": "{now}"},
)
stands_in(acme, "backend", "pki")
stands_in(eab, "backend", "pki")


@acme.before("create")
@acme.before("update")
def refuse_acme(action: Action) -> None:
    """Directories need the cluster's URL; roles and issuers that are named must be there."""
    mount = holder(action, "backend", "pki")
    given = action.inputs
    if given["enabled"] and not any(
        one.outputs.get("path") for one in action.world.by_id(f"{mount.id}/config/cluster") if one.type == CLUSTER
    ):
        action.refuse(FAILED, "ACME feature requires local cluster 'path' field configuration to be set")
    for name in given.get("allowedRoles") or []:
        if name != "*" and role_at(action, mount, name) is None:
            action.refuse(FAILED, f"allowed_role {name} is not a valid acme role: the request message was malformed: role does not exist")
    policy = str(given.get("defaultDirectoryPolicy") or "")
    wanted = policy.removeprefix("role:")
    if policy.startswith("role:") and role_at(action, mount, wanted) is None:
        action.refuse(
            FAILED,
            f"default directory policy role {wanted} is not a valid ACME role: the request message was malformed: role does not exist",
        )
    for name in given.get("allowedIssuers") or []:
        if name != "*" and issuer_named(action, mount, name) is None:
            action.refuse(
                FAILED,
                f"failed validating allowed_issuers: unable to fetch issuer: {name}: unable to find PKI issuer for reference: {name}",
            )


@eab.computes
def directory(action: Action) -> Properties:
    """The directory that the binding is for."""
    pki(action)
    issuer, role = (trimmed(action.inputs.get(name)) for name in ("issuer", "role"))
    prefix = "/".join(part for part in (f"issuer/{issuer}" if issuer else "", f"roles/{role}" if role else "") if part)
    return {"acmeDirectory": f"{prefix}/acme/directory".lstrip("/")}
