"""Roles of a PKI mount: what may be issued, and what the server refuses of a role.

Sources: Vault API documentation, "PKI secrets engine: Create/update role"; Terraform Vault provider, vault_pki_secret_backend_role;
OpenBao 2.7, builtin/logical/pki/path_roles.go, whose messages these are.
"""

import json
from collections.abc import Mapping
from typing import Any

from simulator.packages.vault_paths import PathId, seconds, snake
from simulator.rules import Action, Allowed, AtMostOneOf, Object, Rules
from simulator.rules.vault.common import BAD, FAILED, durations, stands_in
from simulator.rules.vault.kinds import ENDPOINT, PKI_ROLE
from simulator.rules.vault.pki_state import key_faults

_ROLES = "Vault API documentation, 'PKI secrets engine: Create/update role'"
FIELDS = {
    "organizationUnit": "ou",
    "organizations": "organization",
    "countries": "country",
    "localities": "locality",
    "provinces": "province",
    "streetAddresses": "street_address",
    "postalCodes": "postal_code",
    "keyUsages": "key_usage",
    "extKeyUsages": "ext_key_usage",
    "policyIdentifier": "policy_identifiers",
}
"""Properties whose name in the API is not theirs in snake_case."""

role = Rules(
    PKI_ROLE,
    source=f"{_ROLES}; Terraform Vault provider, vault_pki_secret_backend_role",
    checks=(
        Allowed(
            "keyType", ("rsa", "ec", "ed25519", "ml-dsa", "any"), source="Terraform Vault provider, vault_pki_secret_backend_role: key_type"
        ),
        AtMostOneOf(
            ("policyIdentifiers", "policyIdentifier"),
            source="Terraform Vault provider: policy_identifiers conflicts with policy_identifier",
        ),
        durations("notBeforeDuration", source="Terraform Vault provider: not_before_duration, ValidateDuration"),
    ),
    defaults={
        **dict.fromkeys(
            (
                "allowLocalhost",
                "allowWildcardCertificates",
                "enforceHostnames",
                "allowIpSans",
                "serverFlag",
                "clientFlag",
                "useCsrCommonName",
            ),
            True,
        ),
        **dict.fromkeys(("useCsrSans", "requireCn"), True),
        **dict.fromkeys(
            ("allowedDomainsTemplate", "allowBareDomains", "allowSubdomains", "allowGlobDomains", "allowAnyName", "codeSigningFlag"), False
        ),
        **dict.fromkeys(("emailProtectionFlag", "generateLease", "noStore", "basicConstraintsValidForNonCa"), False),
        "keyType": "rsa",
        "keyBits": 2048,
    },
    id=PathId("{backend}/roles/{name}"),
    outputs={
        "ttl": "0",
        "maxTtl": "0",
        "issuerRef": "default",
        "keyUsages": ["DigitalSignature", "KeyAgreement", "KeyEncipherment"],
        "notBeforeDuration": "30s",
        "allowedUriSansTemplate": False,
        "cnValidations": ["email", "hostname"],
        "signatureBits": 0,
        "serialNumberSource": "json-csr",
        "parameterSet": "",
    },
)
stands_in(role, "backend", "pki")


@role.before("create")
@role.before("update")
def refuse(action: Action) -> None:
    """See `refuse_role`."""
    refuse_role(action, fields(action.inputs))


def fields(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """A role's inputs by the API's names."""
    return {FIELDS.get(name, snake(name)): value for name, value in inputs.items() if not name.startswith("__")}


def refuse_role(action: Action, data: Mapping[str, Any]) -> None:
    """What the server refuses of a role, however it is written."""
    ttl, most = (_duration(action, data, name) for name in ("ttl", "max_ttl"))
    if most and ttl and ttl > most:
        action.refuse(BAD, '"ttl" value must be less than "max_ttl" value')
    kind = data.get("key_type", "rsa")
    if reason := key_faults(kind, data.get("key_bits", 0)):
        action.refuse(BAD, reason)
    for name in data.get("allowed_other_sans") or []:
        if ";" not in str(name) and name != "*":
            action.refuse(BAD, f'error parsing allowed_other_sans: expected a semicolon in other SAN "{name}"')
    for word in data.get("cn_validations") or []:
        if word not in ("email", "hostname", "disabled"):
            action.refuse(FAILED, f"cn_validations value incorrect: unknown type: `{word}`")
    bound = data.get("not_after_bound")
    if isinstance(bound, str) and bound not in ("", "permit", "ttl-limited", "forbid") and not bound[:4].isdigit():
        possible = "Possible values are `permit`, `ttl-limited`, `forbid`, or an explicit timestamp."
        action.refuse(BAD, f"Unknown value for field `not_after_bound`. {possible}")


def role_at(action: Action, mount: Object, name: str) -> dict[str, Any] | None:
    """A role by the API's names, whether it was written as a role or to the bare path."""
    path = f"{mount.id}/roles/{name}"
    for one in action.world.by_id(path):
        if one.account != mount.account:
            continue
        if one.type == PKI_ROLE:
            return fields(one.outputs)
        if one.type == ENDPOINT:
            found: dict[str, Any] = json.loads(str(one.inputs.get("dataJson")))
            return found
    return None


def _duration(action: Action, data: Mapping[str, Any], name: str) -> float:
    value = data.get(name)
    found = seconds(value)
    if value is not None and found is None:
        action.refuse(BAD, f'Field validation failed: error converting input for field "{name}": time: invalid duration "{value}"')
    return found or 0
