"""What a PKI mount holds: issuers, keys, and which issuer is the default.

Sources: Vault API documentation, "PKI secrets engine: Issuers and keys" (the first issuer becomes the default; a reference is `default`, a name or an
id), "Set issuers configuration" (`default_follows_latest_issuer`); OpenBao 2.7, builtin/logical/pki/storage.go, whose messages these are.
"""

from datetime import datetime, timedelta
from typing import Any

from cryptography import x509

from simulator.packages.vault_paths import seconds
from simulator.rules import Action, Object
from simulator.rules.vault.common import BAD, FAILED, holder, longest
from simulator.rules.vault.kinds import ISSUERS, KEPT_ISSUER, KEPT_KEY
from simulator.rules.vault.x509 import PrivateKey, key_of, read

BACKDATED_SECONDS = 30
"""`not_before_duration`: "specifies the duration by which to backdate the NotBefore property", 30s unless told."""


def pki(action: Action) -> Object:
    """The mount of a resource."""
    return holder(action, "backend", "pki")


def issuers(action: Action, mount: Object) -> list[Object]:
    """Every issuer of a mount, oldest first."""
    return [one for one in action.find_anywhere(KEPT_ISSUER, mount=mount.id) if one.account == mount.account]


def keys(action: Action, mount: Object) -> list[Object]:
    """Every private key of a mount."""
    return [one for one in action.find_anywhere(KEPT_KEY, mount=mount.id) if one.account == mount.account]


def add_key(action: Action, mount: Object, kind: str, bits: int, name: str = "", salt: str = "key") -> Object:
    """A private key made in the mount; its name must be free."""
    if name == "default":
        action.refuse(BAD, "reserved keyword 'default' can not be used as key name")
    if name and any(one.outputs["name"] == name for one in keys(action, mount)):
        action.refuse(BAD, "key name already in use")
    shown = {"mount": mount.id, "name": name, "kind": kind, "bits": bits, "digest": action.hex(64, salt), "keyId": action.uuid(salt)}
    return action.world.keep(mount, KEPT_KEY, f"{mount.id}/key/{shown['keyId']}", shown)


def private(key: Object) -> PrivateKey:
    """The key itself."""
    return key_of(key.outputs["digest"], key.outputs["kind"], key.outputs["bits"])


def add_issuer(action: Action, mount: Object, pem: str, key: Object | None, name: str = "", salt: str = "issuer") -> Object:
    """An issuer with its key, if the mount has it. The first becomes the default, and any where the default follows."""
    shown = {
        "mount": mount.id,
        "name": name,
        "certificate": pem,
        "issuerId": action.uuid(salt),
        "keyId": key.outputs["keyId"] if key else "",
    }
    made = action.world.keep(mount, KEPT_ISSUER, f"{mount.id}/issuer/{shown['issuerId']}", shown)
    follows = any(
        one.outputs.get("defaultFollowsLatestIssuer") for one in action.find_anywhere(ISSUERS) if one.id.startswith(f"{mount.id}/")
    )
    if not mount.state.get("default_issuer") or follows:
        set_default(action, mount, made)
    return made


def set_default(action: Action, mount: Object, issuer: Object) -> None:
    """Make an issuer the mount's default."""
    mount.state["default_issuer"] = issuer.outputs["issuerId"]
    action.save(mount)


def check_issuer_name(action: Action, mount: Object, name: object) -> None:
    """A name is free, and not `default`."""
    if name == "default":
        action.refuse(BAD, "reserved keyword 'default' can not be used as issuer name")
    if name and any(one.outputs["name"] == name for one in issuers(action, mount)):
        action.refuse(BAD, "issuer name already in use")


def issuer_named(action: Action, mount: Object, reference: object) -> Object | None:
    """By id, name or the word `default`."""
    wanted = str(reference or "default")
    if wanted == "default":
        wanted = str(mount.state.get("default_issuer") or "")
    return next((one for one in issuers(action, mount) if wanted and wanted in (one.outputs["issuerId"], one.outputs["name"])), None)


def signing_issuer(action: Action, mount: Object, reference: object) -> tuple[Object, x509.Certificate, PrivateKey]:
    """The issuer that a reference means, with its certificate and key; refuses where it is missing or can't sign."""
    found = issuer_named(action, mount, reference)
    if found is None:
        known = str(reference or "default")
        why = "no default issuer currently configured" if known == "default" else f"unable to find PKI issuer for reference: {known}"
        action.refuse(FAILED, f"could not fetch the CA certificate (was one set?): {why}")
    key = next((one for one in keys(action, mount) if one.outputs["keyId"] == found.outputs["keyId"]), None)
    if key is None:
        action.refuse(FAILED, f"unable to use issuer {found.outputs['issuerId']} for signing: no key is known for it")
    return found, read(found.outputs["certificate"]), private(key)


def validity(action: Action, mount: Object, limit: float | None = None, usual: float | None = None) -> tuple[datetime, datetime]:
    """(not before, not after) of a certificate. A `ttl` above the limit, or above the mount's own, is shortened: the server only warns.

    `limit` and `usual` are a role's, in seconds.
    """
    backdated = seconds(action.inputs.get("notBeforeDuration"))
    begin = action.now() - timedelta(seconds=BACKDATED_SECONDS if backdated is None else backdated)
    asked = action.inputs.get("notAfter")
    if isinstance(asked, str) and asked:
        return begin, moment(action, asked)
    most = min(longest(mount), limit or longest(mount))
    wanted = seconds(action.inputs.get("ttl")) or usual or float(mount.outputs.get("defaultLeaseTtlSeconds") or 0) or most
    return begin, action.now() + timedelta(seconds=min(wanted, most))


def moment(action: Action, text: str) -> datetime:
    """A time as the API takes it: `2027-01-31T00:00:00Z`."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        action.refuse(BAD, f'not_after: "{text}" is not a time, such as 2027-01-31T00:00:00Z')
    if found.tzinfo is None:
        action.refuse(BAD, f'not_after: "{text}" has no time zone, such as 2027-01-31T00:00:00Z')
    return found


def serial(action: Action) -> int:
    """A serial number of 20 octets, the highest bit unset."""
    return int("4" + action.hex(39, "serial"), 16)


def key_faults(kind: Any, bits: Any) -> str:
    """What the server says of a key's type and length; empty where it takes them. Source: OpenBao 2.7, sdk/helper/certutil, ValidateKeyTypeLength."""
    if kind not in ("rsa", "ec", "ed25519", "any", "ml-dsa"):
        return f"unknown key type {kind}"
    if kind == "rsa" and bits and bits < 2048:
        return f"RSA keys < 2048 bits are unsafe and not supported: got {bits}"
    if kind == "rsa" and bits not in (0, None, 2048, 3072, 4096, 8192):
        return f"unsupported bit length for RSA key: {bits}"
    if kind == "ec" and bits not in (0, None, 224, 256, 384, 521):
        return f"unsupported bit length for EC key: {bits}"
    return ""
