"""What most rules of Vault share: the mount that a path belongs to, durations, and the words of a refusal.

Sources: Vault API documentation, "/sys/mounts", "/sys/auth", "HTTP status codes"; OpenBao 2.7, whose messages these are.
"""

from collections.abc import Iterator, Mapping

from simulator.packages.vault import namespace_of
from simulator.packages.vault_paths import seconds, trimmed
from simulator.rules import Action, Custom, Object, Properties, Rules
from simulator.rules.checks import Fault
from simulator.rules.vault.kinds import (
    AUTH_MOUNTS,
    DATABASE_MOUNT,
    JWT_AUTH,
    KUBERNETES_MOUNT,
    SECRET_MOUNTS,
)

BAD = "400"
MISSING = "404"
FAILED = "500"
DEFAULT_MAX_TTL = 2764800
"""768 hours: the system's own limit where a mount is not tuned."""

_ENGINE_OF = {DATABASE_MOUNT: "database", KUBERNETES_MOUNT: "kubernetes"}


def engine(mount: Object) -> str:
    """What is mounted: `pki`, `kv`, `jwt`..."""
    if mount.type in _ENGINE_OF:
        return _ENGINE_OF[mount.type]
    named = str(mount.outputs.get("type") or ("jwt" if mount.type == JWT_AUTH else ""))
    return {"kv-v2": "kv", "kv-v1": "kv", "oidc": "jwt"}.get(named, named)


def mount_at(action: Action, path: object, *, auth: bool = False) -> Object | None:
    """The mount at exactly this path, in the resource's namespace."""
    home, wanted = namespace_of(action), trimmed(path)
    types = AUTH_MOUNTS if auth else SECRET_MOUNTS
    return next((one for one in action.world.by_id(wanted) if one.type in types and one.account == home), None)


def stands_in(rules: Rules, property_: str, *engines: str, auth: bool = False, default: str = "") -> None:
    """A resource whose path begins with a mount: that mount must stand, and be of one of these engines."""

    @rules.before("create")
    @rules.before("update")
    def refuse_without_mount(action: Action) -> None:
        """'no handler for route': nothing is mounted there (Vault API documentation, HTTP status codes: 404)."""
        holder(action, property_, *engines, auth=auth, default=default)


def holder(action: Action, property_: str, *engines: str, auth: bool = False, default: str = "") -> Object:
    """The mount that a property names; refuses where there is none or another engine."""
    path = trimmed(action.inputs.get(property_)) or default
    found = mount_at(action, path, auth=auth)
    rules_id = action.id or f"{'auth/' if auth else ''}{path}"
    if found is None:
        action.refuse(
            MISSING, f'no handler for route "{rules_id}". route entry not found. Mount it first, and let {action.name} depend on it'
        )
    if engine(found) not in engines:
        action.refuse(MISSING, f"unsupported path: {rules_id}: the mount is of type {engine(found)}, not {' or '.join(engines)}")
    return found


def longest(mount: Object) -> float:
    """Seconds for which a mount lets anything live."""
    return float(mount.outputs.get("maxLeaseTtlSeconds") or DEFAULT_MAX_TTL)


def durations(*properties: str, source: str) -> Custom:
    """Durations: seconds, or numbers with a unit."""

    def find(inputs: Properties) -> Iterator[Fault]:
        for name in properties:
            value = inputs.get(name)
            if isinstance(value, str) and seconds(value) is None:
                yield name, f"{value!r} is not a duration: seconds, such as 300, or a number with a unit, such as 5m or 24h"

    return Custom(find, source=source)


TOKEN_INPUTS = ("tokenTtl", "tokenMaxTtl", "tokenPeriod", "tokenExplicitMaxTtl", "tokenNumUses")
TOKEN_TYPES = ("default", "service", "batch")
"""`default-service` and `default-batch` are of mounts, and of roles of the token method itself."""
_TOKENS = "Vault API documentation, 'token_ttl', 'token_max_ttl', 'token_type' of an auth method's role; OpenBao 2.7, sdk/helper/tokenutil"


def refuse_token_settings(action: Action, data: Mapping[str, object]) -> None:
    """What every auth method refuses of the tokens that it gives out (fields in the API's names)."""
    ttl, most = seconds(data.get("token_ttl")) or 0, seconds(data.get("token_max_ttl")) or 0
    kind = data.get("token_type")
    if most and ttl > most:
        action.refuse(BAD, "'token_ttl' cannot be greater than 'token_max_ttl'")
    if kind == "batch":
        if data.get("token_num_uses"):
            action.refuse(BAD, "'token_type' cannot be 'batch' or 'default_batch' when set to generate tokens with limited use count")
        if seconds(data.get("token_period")):
            action.refuse(BAD, "'token_type' cannot be 'batch' or 'default_batch' when set to generate periodic tokens")
    if kind and kind not in TOKEN_TYPES:
        action.refuse(BAD, f"invalid 'token_type' value \"{kind}\"")


def gives_tokens(rules: Rules) -> None:
    """A role of an auth method: the provider's `token_…` properties and what the server refuses of them."""
    rules.checks = (*rules.checks, Custom(_no_negative, source=_TOKENS))

    @rules.before("create")
    @rules.before("update")
    def refuse_settings(action: Action) -> None:
        """See `refuse_token_settings`."""
        named = {name: action.inputs.get(name) for name in (*TOKEN_INPUTS, "tokenType")}
        refuse_token_settings(action, {_snake(name): value for name, value in named.items()})


def _no_negative(inputs: Properties) -> Iterator[Fault]:
    for name in TOKEN_INPUTS:
        value = inputs.get(name)
        if isinstance(value, int | float) and value < 0:
            yield name, f"{value} is not allowed; allowed: from 0"


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


__all__ = [
    "BAD",
    "DEFAULT_MAX_TTL",
    "FAILED",
    "MISSING",
    "durations",
    "engine",
    "gives_tokens",
    "holder",
    "longest",
    "mount_at",
    "refuse_token_settings",
    "stands_in",
]
