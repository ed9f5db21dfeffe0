"""Certificates of a role: which names it lets through, for how long, and a request signed by it.

Sources: Vault API documentation, "PKI secrets engine" ("Generate certificate and key", "Sign certificate"); Terraform Vault provider,
vault_pki_secret_backend_cert, vault_pki_secret_backend_sign; OpenBao 2.7, builtin/logical/pki/issuing, whose messages these are, and OpenBao API,
"Create/update role" (`not_after_bound`).
"""

import fnmatch
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from simulator.packages.vault_paths import PathId, seconds
from simulator.rules import Action, Allowed, AtMostOneOf, Object, Properties, Rules
from simulator.rules.vault.common import BAD, durations
from simulator.rules.vault.kinds import CERTIFICATE, SIGN
from simulator.rules.vault.pki_roles import role_at
from simulator.rules.vault.pki_state import add_key, pki, private, serial, signing_issuer, validity
from simulator.rules.vault.x509 import Wanted, certificate, kind_of, private_pem, read_request, serial_text

_PKI = "Vault API documentation, 'PKI secrets engine'"
_ASKED = {
    *("backend", "name", "commonName", "altNames", "ipSans", "uriSans", "otherSans", "ttl", "format", "excludeCnFromSans", "userIds"),
    *("notAfter", "issuerRef"),
}

leaf = Rules(
    CERTIFICATE,
    source=f"{_PKI}, 'Generate certificate and key'; Terraform Vault provider, vault_pki_secret_backend_cert",
    checks=(
        Allowed("format", ("pem", "der", "pem_bundle", "pkcs12_bundle", "jks_bundle"), source=f"{_PKI}, format"),
        AtMostOneOf(
            ("revoke", "revokeWithKey"),
            source="Terraform Vault provider, vault_pki_secret_backend_cert: revoke conflicts with revoke_with_key",
        ),
        durations("ttl", source=f"{_PKI}, 'Generate certificate and key': ttl"),
    ),
    immutable={*_ASKED, "privateKeyFormat"},
    defaults={"format": "pem", "privateKeyFormat": "der", "minSecondsRemaining": 604800, "autoRenew": False, "revoke": False},
    id=PathId("{backend}/{name}/{commonName}"),
    outputs=dict.fromkeys(("certificate", "issuingCa", "caChain", "privateKey", "privateKeyType", "serialNumber"), ""),
)
sign = Rules(
    SIGN,
    source=f"{_PKI}, 'Sign certificate'; Terraform Vault provider, vault_pki_secret_backend_sign",
    checks=(
        Allowed("format", ("pem", "der", "pem_bundle", "pkcs12_bundle", "jks_bundle"), source=f"{_PKI}, format"),
        durations("ttl", source=f"{_PKI}, 'Sign certificate': ttl"),
    ),
    immutable={*_ASKED, "csr"},
    defaults={"format": "pem", "minSecondsRemaining": 604800, "autoRenew": False},
    id=PathId("{backend}/{name}/{commonName}"),
    outputs={"certificate": "", "issuingCa": "", "caChains": [], "serialNumber": ""},
)


@leaf.before("create")
@sign.before("create")
def refuse(action: Action) -> None:
    """What the role does not let through."""
    mount, role = _role(action)
    signing_issuer(action, mount, action.inputs.get("issuerRef") or role.get("issuer_ref"))
    _refuse_names(action, role)
    if action.type == SIGN:
        _refuse_request(action, role)


@leaf.computes
def issued(action: Action) -> Properties:
    """Certificate and key; both are shown once, and stay."""
    if action.verb == "update" and action.old:
        return dict(action.old.outputs)
    mount, role = _role(action)
    key = add_key(action, mount, str(role.get("key_type") or "rsa"), int(role.get("key_bits") or 0), salt="leaf")
    action.world.remove(key)  # The server does not keep a leaf's key.
    shown = _certified(action, mount, role, private(key).public_key())
    return {**shown, "privateKey": private_pem(private(key)), "privateKeyType": key.outputs["kind"], "caChain": shown["issuingCa"]}


@sign.computes
def certified(action: Action) -> Properties:
    """The certificate over the request's key."""
    if action.verb == "update" and action.old:
        return dict(action.old.outputs)
    mount, role = _role(action)
    shown = _certified(action, mount, role, read_request(str(action.inputs["csr"])).public_key())
    return {**shown, "caChains": [shown["issuingCa"]]}


def _role(action: Action) -> tuple[Object, dict[str, Any]]:
    mount = pki(action)
    role = role_at(action, mount, str(action.inputs["name"]))
    if role is None:
        action.refuse(BAD, f"unknown role: {action.inputs['name']}")
    return mount, role


def _certified(action: Action, mount: Object, role: Mapping[str, Any], public: Any) -> Properties:
    issuer, parent, signer = signing_issuer(action, mount, action.inputs.get("issuerRef") or role.get("issuer_ref"))
    begin, end = validity(action, mount, seconds(role.get("max_ttl")) or None, seconds(role.get("ttl")) or None)
    _refuse_end(action, role, end, parent.not_valid_after_utc)
    number = serial(action)
    wanted = Wanted(action.inputs["commonName"], action.inputs, begin, end, serial=number)
    return {
        "certificate": certificate(wanted, public, parent, signer),
        "issuingCa": issuer.outputs["certificate"],
        "expiration": int(end.timestamp()),
        "renewPending": False,
        "serialNumber": serial_text(number),
    }


def _refuse_end(action: Action, role: Mapping[str, Any], end: datetime, last: datetime) -> None:
    """A `not_after` that the role's bound forbids, and an end beyond the issuer's."""
    asked, bound = action.inputs.get("notAfter"), role.get("not_after_bound")
    limit = action.now() + timedelta(seconds=seconds(role.get("max_ttl")) or 0)
    if asked and bound == "forbid":
        action.refuse(BAD, "role's not_after_bound is set to forbid, but a not_after was given")
    if asked and bound == "ttl-limited" and end > limit:
        action.refuse(BAD, f"not_after {asked} is beyond the role's max_ttl")
    if end > last:
        action.refuse(
            BAD,
            f"cannot satisfy request, as TTL would result in notAfter of {end:%Y-%m-%dT%H:%M:%SZ} that is beyond the expiration of the CA "
            f"certificate at {last:%Y-%m-%dT%H:%M:%SZ}",
        )


def _refuse_names(action: Action, role: Mapping[str, Any]) -> None:
    common = str(action.inputs.get("commonName") or "")
    for name in [common, *(str(one) for one in action.inputs.get("altNames") or [])]:
        if name and not _allows(role, name):
            what = "common name" if name == common else "subject alternate name"
            action.refuse(BAD, f"{what} {name} not allowed by this role")
    if action.inputs.get("ipSans") and not role.get("allow_ip_sans", True):
        action.refuse(BAD, "IP Subject Alternative Names are not allowed in this role, but was provided via the API")
    patterns = [str(one) for one in role.get("allowed_uri_sans") or []]
    for name in action.inputs.get("uriSans") or []:
        if not any(fnmatch.fnmatchcase(str(name), one) for one in patterns):
            said = (
                "were provided via the API which are not valid for this role"
                if patterns
                else "are not allowed in this role, but were provided via the API"
            )
            action.refuse(BAD, f"URI Subject Alternative Names {said}")


def _allows(role: Mapping[str, Any], name: str) -> bool:
    """Whether a role lets a host through. Source: Vault API documentation, 'Create/update role': `allow_bare_domains`, `allow_subdomains`..."""
    if role.get("allow_any_name") or (name == "localhost" and role.get("allow_localhost", True)):
        return True
    if name.startswith("*.") and not role.get("allow_wildcard_certificates", True):
        return False
    for domain in role.get("allowed_domains") or []:
        if name == domain and role.get("allow_bare_domains"):
            return True
        if name.endswith(f".{domain}") and role.get("allow_subdomains"):
            return True
        if "*" in domain and role.get("allow_glob_domains") and fnmatch.fnmatchcase(name, domain):
            return True
    return False


def _refuse_request(action: Action, role: Mapping[str, Any]) -> None:
    try:
        asked = read_request(str(action.inputs["csr"]))
    except ValueError:
        action.refuse(
            BAD, "no data found in PEM block" if "BEGIN" not in str(action.inputs["csr"]) else "certificate request could not be parsed"
        )
    wanted = role.get("key_type") or "rsa"
    if wanted not in ("any", kind_of(asked.public_key())):
        action.refuse(BAD, f"role requires keys of type {wanted}")
