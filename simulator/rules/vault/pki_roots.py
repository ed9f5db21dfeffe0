"""Authorities: a root, a request for an intermediate, its signature, and the certificate set on the intermediate's mount.

Sources: Vault API documentation, "PKI secrets engine" ("Generate root", "Generate intermediate CSR", "Sign intermediate", "Set signed
intermediate", "Submit CA information", "Generate key"); Terraform Vault provider, vault_pki_secret_backend_root_cert,
_intermediate_cert_request, _root_sign_intermediate, _intermediate_set_signed, _config_ca, _key. What was made by a request is replaced when
almost anything of it changes, and a deleted request leaves its key and its issuer in the mount.
"""

import re

from simulator.packages.vault_paths import PathId, trimmed
from simulator.rules import Action, Allowed, AtMostOneOf, Object, Properties, Rules
from simulator.rules.vault.common import BAD, durations, stands_in
from simulator.rules.vault.kinds import CONFIG_CA, KEPT_ISSUER, KEY, REQUEST, ROOT, SET_SIGNED, SIGNED
from simulator.rules.vault.pki_state import (
    add_issuer,
    add_key,
    check_issuer_name,
    issuers,
    key_faults,
    keys,
    pki,
    private,
    serial,
    signing_issuer,
    validity,
)
from simulator.rules.vault.x509 import Wanted, certificate, private_pem, read, read_request, request, serial_text

_PKI = "Vault API documentation, 'PKI secrets engine'"
_SUBJECT = ("ou", "organization", "country", "locality", "province", "streetAddress", "postalCode")
_NAMES = ("commonName", "altNames", "ipSans", "uriSans", "otherSans", "excludeCnFromSans")
_CONSTRAINTS = tuple(
    f"{verb}{what}" for verb in ("permitted", "excluded") for what in ("DnsDomains", "IpRanges", "EmailAddresses", "UriDomains")
)
_FORMATS = Allowed("format", ("pem", "der", "pem_bundle", "pkcs12_bundle", "jks_bundle"), source=f"{_PKI}, format")
_KEY_FORMATS = Allowed("privateKeyFormat", ("der", "pkcs8"), source=f"{_PKI}, private_key_format")
_KEY_TYPES = Allowed("keyType", ("rsa", "ec", "ed25519", "ml-dsa"), source=f"{_PKI}, key_type")
_MANAGED = AtMostOneOf(
    ("managedKeyName", "managedKeyId"), source="Terraform Vault provider, managed_key_name: ConflictsWith managed_key_id"
)

root = Rules(
    ROOT,
    source=f"{_PKI}, 'Generate root'; Terraform Vault provider, vault_pki_secret_backend_root_cert",
    checks=(
        Allowed("type", ("existing", "exported", "internal", "kms"), source=f"{_PKI}, 'Generate root': type"),
        _FORMATS,
        _KEY_FORMATS,
        _KEY_TYPES,
        _MANAGED,
        durations("ttl", "notBeforeDuration", source=f"{_PKI}, 'Generate root': ttl"),
    ),
    immutable={
        *(
            "backend",
            "type",
            "format",
            "privateKeyFormat",
            "keyType",
            "keyBits",
            "maxPathLength",
            "usePss",
            "keyUsages",
            "notBeforeDuration",
        ),
        *("managedKeyName", "managedKeyId", "issuerName", "keyName", "keyRef", "parameterSet"),
        *_NAMES,
        *_SUBJECT,
        *_CONSTRAINTS,
    },
    defaults={"format": "pem", "privateKeyFormat": "der", "keyType": "rsa", "keyBits": 2048, "maxPathLength": -1},
    id=lambda action: f"{trimmed(action.inputs['backend'])}/issuer/{action.uuid('issuer')}",
    outputs={
        "issuerId": "",
        "keyId": "",
        "certificate": "",
        "issuingCa": "",
        "serialNumber": "",
        "issuerName": "",
        "keyName": "",
        "keyRef": "",
        "managedKeyName": "",
        "managedKeyId": "",
        "notBeforeDuration": "30s",
        "parameterSet": "",
        "signatureBits": 0,
    },
)
intermediate_request = Rules(
    REQUEST,
    source=f"{_PKI}, 'Generate intermediate CSR'; Terraform Vault provider, vault_pki_secret_backend_intermediate_cert_request",
    checks=(
        Allowed("type", ("existing", "exported", "internal", "kms"), source=f"{_PKI}, 'Generate intermediate CSR': type"),
        _FORMATS,
        _KEY_FORMATS,
        _KEY_TYPES,
        _MANAGED,
    ),
    immutable={
        *("backend", "type", "format", "privateKeyFormat", "keyType", "keyBits", "addBasicConstraints", "signatureBits", "serialNumber"),
        *("managedKeyName", "managedKeyId", "keyName", "keyRef", "keyUsages", "parameterSet"),
        *_NAMES,
        *_SUBJECT,
    },
    defaults={"format": "pem", "privateKeyFormat": "der", "keyType": "rsa", "keyBits": 2048},
    id=PathId("{backend}/issuers/generate/intermediate/{type}"),
    outputs={"csr": "", "keyId": "", "privateKey": "", "privateKeyType": "", "keyName": "", "keyRef": "", "parameterSet": ""},
)
signed = Rules(
    SIGNED,
    source=f"{_PKI}, 'Sign intermediate'; Terraform Vault provider, vault_pki_secret_backend_root_sign_intermediate",
    checks=(_FORMATS, durations("ttl", "notBeforeDuration", source=f"{_PKI}, 'Sign intermediate': ttl")),
    immutable={
        *("backend", "csr", "format", "maxPathLength", "keyUsages", "useCsrValues", "signatureBits", "skid", "usePss", "notBeforeDuration"),
        *_NAMES,
        *_SUBJECT,
        *_CONSTRAINTS,
    },
    defaults={"format": "pem", "maxPathLength": -1, "useCsrValues": False, "revoke": False},
    id=lambda action: _signed_id(action),
    outputs={"certificate": "", "issuingCa": "", "caChains": [], "certificateBundle": "", "serialNumber": ""},
)
set_signed = Rules(
    SET_SIGNED,
    source=f"{_PKI}, 'Set signed intermediate'; Terraform Vault provider, vault_pki_secret_backend_intermediate_set_signed",
    immutable={"backend", "certificate"},
    id=PathId("{backend}/intermediate/set-signed"),
    outputs={"importedIssuers": [], "importedKeys": []},
)
config_ca = Rules(
    CONFIG_CA,
    source=f"{_PKI}, 'Submit CA information'; Terraform Vault provider, vault_pki_secret_backend_config_ca",
    immutable={"backend", "pemBundle"},
    id=PathId("{backend}/config/ca"),
)
key = Rules(
    KEY,
    source=f"{_PKI}, 'Generate key'; Terraform Vault provider, vault_pki_secret_backend_key",
    checks=(Allowed("type", ("exported", "internal", "kms"), source=f"{_PKI}, 'Generate key': type"), _KEY_TYPES, _MANAGED),
    immutable={"backend", "type", "keyType", "keyBits", "managedKeyName", "managedKeyId", "parameterSet"},
    id=lambda action: f"{trimmed(action.inputs['backend'])}/key/{action.uuid('key')}",
    outputs={"keyId": "", "keyType": "rsa", "keyBits": 0, "parameterSet": ""},
)
stands_in(set_signed, "backend", "pki")
stands_in(config_ca, "backend", "pki")


def _signed_id(action: Action) -> str:
    backend, name, issuer = (trimmed(action.inputs.get(one)) for one in ("backend", "commonName", "issuerRef"))
    return f"{backend}/issuer/{issuer}/sign-intermediate/{name}" if issuer else f"{backend}/{name}"


@root.before("create")
@intermediate_request.before("create")
@key.before("create")
def refuse_key(action: Action) -> None:
    """A length that the key's type does not have; a managed key that is not named."""
    mount = pki(action)
    kind = action.inputs["type"]
    if kind in ("internal", "exported") and (reason := key_faults(action.inputs.get("keyType", "rsa"), action.inputs.get("keyBits", 0))):
        action.refuse(BAD, reason)
    if kind == "kms" and not (action.inputs.get("managedKeyName") or action.inputs.get("managedKeyId")):
        action.refuse(BAD, "must specify one of managed_key_name or managed_key_id on kms-typed generation requests")
    if kind == "existing" and _existing_key(action, mount) is None:
        action.refuse(BAD, f"unable to find PKI key for reference: {action.inputs.get('keyRef') or 'default'}")
    check_issuer_name(action, mount, action.inputs.get("issuerName"))


@root.computes
def root_certificate(action: Action) -> Properties:
    """The certificate and the ids of issuer and key; they stay over updates."""
    if action.verb == "update" and action.old:
        return {name: action.old.outputs[name] for name in ("certificate", "issuingCa", "issuerId", "keyId", "serialNumber")}
    mount = pki(action)
    made = _key(action, mount)
    begin, end = validity(action, mount)
    signer, number = private(made), serial(action)
    most = action.inputs.get("maxPathLength", -1)
    wanted = Wanted(
        action.inputs["commonName"], action.inputs, begin, end, authority=True, path_length=None if most < 0 else most, serial=number
    )
    pem = certificate(wanted, signer.public_key(), None, signer)
    issuer = add_issuer(action, mount, pem, made, str(action.inputs.get("issuerName") or ""))
    return {
        "certificate": pem,
        "issuingCa": pem,
        "issuerId": issuer.outputs["issuerId"],
        "keyId": made.outputs["keyId"],
        "serialNumber": serial_text(number),
    }


@root.after("delete")
def remove_issuer(action: Action) -> None:
    """The provider deletes the issuer, and leaves its key."""
    held = action.find_anywhere(KEPT_ISSUER, issuerId=action.outputs.get("issuerId"))
    for one in held:
        action.world.remove(one)


@intermediate_request.computes
def signing_request(action: Action) -> Properties:
    """The request; the private key is shown only where it is exported."""
    mount = pki(action)
    made = _key(action, mount)
    shown: Properties = {"csr": request(private(made), Wanted(action.inputs["commonName"], action.inputs)), "keyId": made.outputs["keyId"]}
    if action.inputs["type"] == "exported":
        shown |= {"privateKey": private_pem(private(made)), "privateKeyType": made.outputs["kind"]}
    return shown


@signed.before("create")
def refuse_signing(action: Action) -> None:
    """A mount without an issuer signs nothing; a request must be one."""
    signing_issuer(action, pki(action), action.inputs.get("issuerRef"))
    try:
        read_request(str(action.inputs["csr"]))
    except ValueError:
        action.refuse(BAD, "csr contains no data" if "BEGIN" not in str(action.inputs["csr"]) else "unable to parse csr")


@signed.computes
def signed_certificate(action: Action) -> Properties:
    """The signed authority, its issuer, and both in one bundle."""
    if action.verb == "update" and action.old:
        return {name: action.old.outputs[name] for name in signed.outputs}
    mount = pki(action)
    issuer, parent, signer = signing_issuer(action, mount, action.inputs.get("issuerRef"))
    begin, end = validity(action, mount)
    asked = read_request(str(action.inputs["csr"]))
    most, number = action.inputs.get("maxPathLength", -1), serial(action)
    wanted = Wanted(
        action.inputs["commonName"], action.inputs, begin, end, authority=True, path_length=None if most < 0 else most, serial=number
    )
    pem, above = certificate(wanted, asked.public_key(), parent, signer), str(issuer.outputs["certificate"])
    return {
        "certificate": pem,
        "issuingCa": above,
        "caChains": [above, pem],
        "certificateBundle": f"{pem}\n{above}",
        "serialNumber": serial_text(number),
    }


@set_signed.before("create")
@config_ca.before("create")
def refuse_no_certificate(action: Action) -> None:
    """'provided data for import was too short'; what is no PEM holds no certificate."""
    text = str(action.inputs.get("certificate") or action.inputs.get("pemBundle"))
    if len(text) < 75:
        action.refuse(
            BAD, "provided data for import was too short; perhaps a path was passed to the API rather than the contents of a PEM file"
        )
    try:
        read(text)
    except ValueError:
        action.refuse(BAD, "unable to parse PEM bundle: no certificate in it")


@set_signed.computes
def imported(action: Action) -> Properties:
    """Each certificate of the bundle becomes an issuer; the key is the one of the mount that fits."""
    mount = pki(action)
    held, standing = keys(action, mount), {one.outputs["certificate"] for one in issuers(action, mount)}
    found: list[str] = []
    for i, pem in enumerate(_certificates(str(action.inputs["certificate"]))):
        if pem in standing:
            continue  # 'existing_issuers': it was imported before.
        public = read(pem).public_key()
        fitting = next((one for one in held if private(one).public_key() == public), None)
        found.append(add_issuer(action, mount, pem, fitting, salt=f"issuer{i}").outputs["issuerId"])
    return {"importedIssuers": found, "importedKeys": []}


@config_ca.after("create")
def keep_bundle(action: Action) -> None:
    """A bundle that was brought along: its certificates become issuers without a key of the simulator."""
    for i, pem in enumerate(_certificates(str(action.inputs["pemBundle"]))):
        add_issuer(action, pki(action), pem, None, salt=f"issuer{i}")


@key.computes
def made_key(action: Action) -> Properties:
    """A key by itself."""
    if action.verb == "update" and action.old:
        return {"keyId": action.old.outputs["keyId"]}
    made = _key(action, pki(action))
    return {"keyId": made.outputs["keyId"]}


def _key(action: Action, mount: Object) -> Object:
    found = _existing_key(action, mount) if action.inputs["type"] == "existing" else None
    kind, bits = str(action.inputs.get("keyType", "rsa")), int(action.inputs.get("keyBits") or 256)
    return found or add_key(action, mount, kind, bits, str(action.inputs.get("keyName") or ""))


def _existing_key(action: Action, mount: Object) -> Object | None:
    wanted = action.inputs.get("keyRef") or "default"
    held = keys(action, mount)
    return next(
        (one for one in held if wanted in (one.outputs["keyId"], one.outputs["name"])), held[0] if wanted == "default" and held else None
    )


def _certificates(bundle: str) -> list[str]:
    return re.findall(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", bundle, re.S)
