"""Keys and secrets of a vault, as Azure Resource Manager makes them.

Sources: Azure documentation, "About keys" (types, sizes, curves; HSM keys need the premium tier), "Configure cryptographic key
auto-rotation" (expiry of 28 days or more, notification 7 days before), "About Azure Key Vault secrets" (25 KB), "Azure Key Vault
soft-delete overview" (a deleted key keeps its name); REST API reference, Keys, Create If Not Exist; pulumi-azure-native,
`custom_keyvault.go` (a delete goes to the vault).
"""

import json
import re
from collections.abc import Iterator

from simulator.action import Action
from simulator.rules.azure_native.data_kinds import KEY, SECRET, VAULT
from simulator.rules.azure_native.service_rules import completed, get, is_word, kept, owner, service
from simulator.rules.azure_native.vaults import recovery_days
from simulator.rules.checks import Allowed, Fault, Length, Pattern
from simulator.rules.registry import Rules
from simulator.values import Properties
from simulator.world import Object

_KEYS = "Azure documentation, 'About keys'"
_ROTATION = "Azure documentation, 'Configure cryptographic key auto-rotation in Azure Key Vault'"
_NAME = "1 to 127 letters, digits and hyphens"
_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?")
_LEAST_EXPIRY_DAYS = 28


def days(duration: object) -> int | None:
    """`P90D` → 90, `P1Y` → 365, `P3M` → 90; None for anything else."""
    match = _DURATION.fullmatch(duration) if isinstance(duration, str) else None
    if not match or not any(match.groups()):
        return None
    years, months, single = (int(part or 0) for part in match.groups())
    return years * 365 + months * 30 + single


key = service(
    KEY,
    source="REST API reference, Keys, Create If Not Exist; " + _KEYS,
    checks=(
        Pattern("keyName", r"[A-Za-z0-9-]{1,127}", source="REST API reference, Keys, Create If Not Exist", saying=_NAME),
        Allowed("properties.keySize", (2048, 3072, 4096), source=_KEYS),
        Length("properties.rotationPolicy.lifetimeActions", 0, 2, source=_ROTATION),
        Length("tags", 0, 15, source="Azure documentation, 'About Azure Key Vault keys, secrets and certificates'"),
    ),
    immutable={"properties.kty", "properties.keySize", "properties.curveName"},
)


@key.check(source=_KEYS)
def size_or_curve(inputs: Properties) -> Iterator[Fault]:
    """RSA keys have a size, EC keys a curve; EC keys neither encrypt nor wrap."""
    kind = str(get(inputs, "properties.kty") or "RSA")
    elliptic = kind.upper().startswith("EC")
    if elliptic and get(inputs, "properties.keySize") is not None:
        yield "properties.keySize", f"is not for {kind} keys: give curveName"
    if not elliptic and get(inputs, "properties.curveName") is not None:
        yield "properties.curveName", f"is not for {kind} keys: give keySize"
    for i, operation in enumerate(get(inputs, "properties.keyOps") or []):
        if elliptic and operation not in ("sign", "verify", "import"):
            yield f"properties.keyOps[{i}]", f"{operation!r} is not allowed for {kind} keys; allowed: sign, verify, import"
    if get(inputs, "properties.attributes.exportable") is True and get(inputs, "properties.releasePolicy") is None:
        yield "properties.releasePolicy", "is required when attributes.exportable is true"


@key.check(source=_ROTATION)
def rotation_has_limits(inputs: Properties) -> Iterator[Fault]:
    """Durations are ISO 8601; a key expires after 28 days or more; an action has one trigger."""
    expiry = get(inputs, "properties.rotationPolicy.attributes.expiryTime")
    if expiry is not None and (days(expiry) is None or (days(expiry) or 0) < _LEAST_EXPIRY_DAYS):
        yield "properties.rotationPolicy.attributes.expiryTime", f"{expiry!r} must be an ISO 8601 duration of 28 days or more, such as P2Y"
    for i, one in enumerate(get(inputs, "properties.rotationPolicy.lifetimeActions") or []):
        where, trigger = f"properties.rotationPolicy.lifetimeActions[{i}]", one.get("trigger") or {}
        given = [name for name in ("timeAfterCreate", "timeBeforeExpiry") if trigger.get(name)]
        if len(given) != 1:
            yield f"{where}.trigger", "needs exactly one of timeAfterCreate, timeBeforeExpiry"
        elif days(trigger[given[0]]) is None:
            yield f"{where}.trigger.{given[0]}", f"{trigger[given[0]]!r} is no ISO 8601 duration such as P30D"
        if is_word(get(one, "action.type"), "notify") and "timeAfterCreate" in given:
            yield f"{where}.trigger.timeAfterCreate", "a notification is timed before the expiry: give timeBeforeExpiry"
        if "timeBeforeExpiry" in given and expiry is None:
            yield "properties.rotationPolicy.attributes.expiryTime", "is required where an action is timed before the expiry"


@key.before("create")
def vault_takes_the_key(action: Action) -> None:
    """HSM keys need the premium tier; a deleted key keeps its name; keys of an infrastructure never come twice."""
    vault = owner(action, VAULT)
    if vault is None:
        return
    if "HSM" in str(get(action.inputs, "properties.kty")).upper() and not is_word(get(vault.outputs, "properties.sku.name"), "premium"):
        action.refuse("HsmKeysNotSupported", f"HSM-backed keys need a vault of the premium tier; '{vault.id}' is standard.")
    refuse_deleted(action, vault, "keyName")


def refuse_deleted(action: Action, vault: Object, name: str) -> None:
    """'… is currently in a deleted but recoverable state, and its name cannot be reused'."""
    word, place = _reservation(action, vault, name)
    held = action.world.take(action.type + "#deleted", place, word, "new")
    if held is None:
        action.world.release(action.type + "#deleted", place, word, "new")
    elif held[1] is not None:
        action.refuse(
            "ConflictObjectIsDeletedButRecoverable",
            f"'{action.inputs[name]}' is currently in a deleted but recoverable state, and its name cannot be reused; in this state, it can "
            f"only be recovered or purged (until {held[1]:%Y-%m-%d}).",
        )


def reserve(action: Action, name: str) -> None:
    """A deleted key or secret stays in the vault's bin for the vault's days."""
    vault = owner(action, VAULT)
    if vault:
        word, place = _reservation(action, vault, name)
        action.world.take(action.type + "#deleted", place, word, action.id)
        action.world.release(action.type + "#deleted", place, word, action.id, recovery_days(vault.outputs))


def _reservation(action: Action, vault: Object, name: str) -> tuple[str, str]:
    birth = vault.state.get("birth", 0)
    return f'["{str(action.inputs[name]).lower()}"]', f"{vault.id.lower()}#{birth}"


@key.after("delete")
def key_is_recoverable(action: Action) -> None:
    """Its name stays taken."""
    reserve(action, "keyName")


@key.computes
def key_answer(action: Action) -> Properties:
    """URIs, and the key's own properties, which the API answers at the top and in `properties`."""
    vault = owner(action, VAULT)
    uri = f"https://{str(action.inputs['vaultName']).lower()}.vault.azure.net/keys/{action.inputs['keyName']}"
    given = action.inputs["properties"]
    kind = str(given.get("kty") or "RSA")
    defaults: Properties = {"attributes": {"enabled": True, "exportable": False, "recoveryLevel": _level(vault)}, "kty": kind}
    if kind.upper().startswith("EC"):
        defaults |= {"curveName": "P-256", "keyOps": ["sign", "verify"]}
    else:
        defaults |= {"keySize": 2048, "keyOps": ["encrypt", "decrypt", "sign", "verify", "wrapKey", "unwrapKey"]}
    shown = completed(given, defaults)
    version = kept(action, "keyUriWithVersion") or f"{uri}/{action.hex(32, 'version')}"
    location = {"location": vault.outputs.get("location", "")} if vault else {}
    return {**location, **shown, "keyUri": uri, "keyUriWithVersion": version, "tags": action.inputs.get("tags") or {}}


def _level(vault: Object | None) -> str:
    guarded = vault is not None and get(vault.outputs, "properties.enablePurgeProtection") is True
    return "Recoverable" if guarded else "Recoverable+Purgeable"


secret: Rules = service(
    SECRET,
    source="REST API reference, Secrets, Create Or Update; Azure documentation, 'About Azure Key Vault secrets'",
    checks=(
        Pattern("secretName", r"[A-Za-z0-9-]{1,127}", source="REST API reference, Secrets, Create Or Update", saying=_NAME),
        Length("properties.value", 0, 25600, source="Azure documentation, 'About Azure Key Vault secrets'"),
        Length("properties.contentType", 0, 255, source="Azure documentation, 'About Azure Key Vault secrets'"),
    ),
)


@secret.before("create")
def secret_name_is_free(action: Action) -> None:
    """As for keys."""
    vault = owner(action, VAULT)
    if vault:
        refuse_deleted(action, vault, "secretName")


@secret.after("delete")
def secret_is_recoverable(action: Action) -> None:
    """Its name stays taken."""
    reserve(action, "secretName")


@secret.computes
def secret_answer(action: Action) -> Properties:
    """The value is never answered; URIs are."""
    vault = owner(action, VAULT)
    uri = f"https://{str(action.inputs['vaultName']).lower()}.vault.azure.net/secrets/{action.inputs['secretName']}"
    given = {name: value for name, value in action.inputs["properties"].items() if name != "value"}
    shown = completed(given, {"attributes": {"enabled": True}, "secretUri": uri})
    # A version for each value and each set of attributes; an attribute that is given as its default makes none.
    content = json.dumps([action.inputs["properties"].get("value"), shown], sort_keys=True, default=str)
    shown["secretUriWithVersion"] = f"{uri}/{action.world.digest(uri, content)[:32]}"
    location = {"location": vault.outputs.get("location", "")} if vault else {}
    return {**location, "properties": shown, "tags": action.inputs.get("tags") or {}}
