"""Cloud KMS: key rings, keys; and whether a service may use a key.

Sources: Cloud KMS documentation, "Key rings, keys, and key versions" ('neither can be deleted'), "Key rotation", "Destroy and restore key versions",
"Customer-managed encryption keys"; Terraform google provider, google_kms_key_ring, google_kms_crypto_key.
"""

import re
from collections.abc import Iterator

from simulator.packages.gcp_paths import last, part
from simulator.packages.gcp_services import number_of_project
from simulator.rules import Action, Fault, Pattern, Properties, Rules
from simulator.rules.gcp.common import inner, link, named, path, texts
from simulator.rules.gcp.kinds import CRYPTO_KEY, KEY_RING

_KEYS = "Cloud KMS API, cryptoKeys"
_NAME = r"[A-Za-z0-9_-]{1,63}"
_DAY = 86400

key_ring = Rules(
    KEY_RING,
    source="Cloud KMS API, keyRings; Terraform google provider, google_kms_key_ring",
    checks=(Pattern("name", _NAME, source="Cloud KMS API, keyRings: create", saying="1 to 63 letters, digits, hyphens and underscores"),),
)

crypto_key = Rules(
    CRYPTO_KEY,
    source=f"{_KEYS}; Terraform google provider, google_kms_crypto_key",
    checks=(
        Pattern("name", _NAME, source=f"{_KEYS}: create", saying="1 to 63 letters, digits, hyphens and underscores"),
        Pattern("rotationPeriod", r"\d+(?:\.\d{1,9})?s", source=f"{_KEYS}: rotationPeriod", saying="seconds, such as 7776000s"),
        Pattern(
            "destroyScheduledDuration",
            r"\d+(?:\.\d{1,9})?s",
            source=f"{_KEYS}: destroyScheduledDuration",
            saying="seconds, such as 2592000s",
        ),
        Pattern(
            "purpose",
            "ENCRYPT_DECRYPT|ASYMMETRIC_SIGN|ASYMMETRIC_DECRYPT|MAC|RAW_ENCRYPT_DECRYPT|KEY_ENCAPSULATION",
            source=f"{_KEYS}: CryptoKeyPurpose",
        ),
    ),
    references={"keyRing": link(KEY_RING)},
    immutable={"keyRing", "purpose", "importOnly", "destroyScheduledDuration", "cryptoKeyBackend", "versionTemplate.protectionLevel"},
    defaults={"purpose": "ENCRYPT_DECRYPT"},
    outputs={
        "destroyScheduledDuration": "2592000s",
        "importOnly": False,
        "cryptoKeyBackend": "",
        "primaries": [{"name": "{id}/cryptoKeyVersions/1", "state": "ENABLED"}],
        "versionTemplate": {"algorithm": "GOOGLE_SYMMETRIC_ENCRYPTION", "protectionLevel": "SOFTWARE"},
        "keyAccessJustificationsPolicy": {},
    },
)


def seconds(value: object) -> float | None:
    """`7776000s` → 7776000."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)s", value) if isinstance(value, str) else None
    return float(found[1]) if found else None


@crypto_key.check(source=f"{_KEYS}: rotationPeriod, destroyScheduledDuration, versionTemplate")
def periods_are_long_enough(inputs: Properties) -> Iterator[Fault]:
    """'The period must be at least 24 hours'; only symmetric keys rotate by themselves."""
    for name in ("rotationPeriod", "destroyScheduledDuration"):
        period = seconds(inputs.get(name))
        if period is not None and period < _DAY:
            yield name, f"{inputs[name]} is not allowed: at least 86400s, a day"
    symmetric = inputs.get("purpose", "ENCRYPT_DECRYPT") == "ENCRYPT_DECRYPT"
    if inputs.get("rotationPeriod") and not symmetric:
        yield "rotationPeriod", f"is not allowed when purpose is {inputs['purpose']!r}"
    if not symmetric and not inner(inputs.get("versionTemplate")).get("algorithm"):
        yield "versionTemplate", f"is required when purpose is {inputs.get('purpose')!r}"


# Whether a service may use a key.

_ROLES = ("roles/cloudkms.cryptoKeyEncrypterDecrypter", "roles/cloudkms.admin", "roles/owner")
_GRANTS = tuple(
    f"gcp:{module}:{kind}"
    for module, kind in (
        ("kms/cryptoKeyIAMMember", "CryptoKeyIAMMember"),
        ("kms/cryptoKeyIAMBinding", "CryptoKeyIAMBinding"),
        ("kms/cryptoKeyIAMPolicy", "CryptoKeyIAMPolicy"),
        ("kms/keyRingIAMMember", "KeyRingIAMMember"),
        ("kms/keyRingIAMBinding", "KeyRingIAMBinding"),
        ("kms/keyRingIAMPolicy", "KeyRingIAMPolicy"),
        ("projects/iAMMember", "IAMMember"),
        ("projects/iAMBinding", "IAMBinding"),
        ("projects/iAMPolicy", "IAMPolicy"),
    )
)


def project_number(action: Action, project: str) -> str:
    """A project's number."""
    return number_of_project(action.world, project)


def may_use(action: Action, key: str, agent: str) -> bool:
    """Whether a grant on the key, its ring or its project names a service's agent, by a part of its address."""
    ring, home = key.split("/cryptoKeys/")[0], part(key, "projects")
    for one in action.find_anywhere(*_GRANTS):
        over = next((path(one.outputs.get(name)) for name in ("cryptoKeyId", "keyRingId", "project") if one.outputs.get(name)), "")
        if over not in (key, ring, home, f"projects/{home}"):
            continue
        whom = [str(one.outputs.get("member")), *texts(one.outputs.get("members"))]
        if one.outputs.get("role") in _ROLES and any(agent in member for member in whom):
            return True
        if agent in str(one.outputs.get("policyData")):
            return True
    return False


def key_serves(action: Action, value: object, agent: str, place: str = "") -> None:
    """Refuse a key that the service's agent may not use, or that stands elsewhere."""
    key = named(action, value, CRYPTO_KEY)
    if key is None:
        return
    where = part(key.id, "locations").lower()
    wanted = {"eu": "europe"}.get(place.lower(), place.lower())
    if place and where not in (wanted, "global"):
        action.refuse(
            "invalid", f"Error 400: the key {key.id} is in {where}, the resource in {place.lower()}: they must be in one location"
        )
    if not may_use(action, key.id, agent):
        action.refuse(
            "forbidden",
            f"Error 403: Permission denied on Cloud KMS key {key.id}: grant roles/cloudkms.cryptoKeyEncrypterDecrypter to the service agent "
            f"({agent}) first, and let {last(action.name)} depend on it",
        )
