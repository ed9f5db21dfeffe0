"""An endpoint is read: its path is one that this judge knows, and its document is plain."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.readers.vault.tokens import ENDPOINT
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.vault_written import SEALED, engine_of, fields_of, kinds_of

_KNOWN: Final = ("sys/quotas/", "sys/config/", "sys/policies/password/", "sys/namespaces/", "sys/leases/", "identity/")
_NEVER: Final = ("sys/raw", "sys/plugins/", "sys/generate-root", "sys/rekey", "sys/seal", "sys/storage/raft/snapshot", "auth/token/create")
"""What takes Vault over, or leaves a token in the state."""
_QUIET: Final = frozenset({"kv", "cubbyhole", "generic", "totp"})
_SMALL: Final = ("config/cluster", "config/issuers", "config/keys", "crls/", "config/client", "tidy", "rotate", "trim", "reset/")
"""Paths below an engine that neither let anybody in nor make anything weaker."""


@rule(ENDPOINT)
def check(look: Look) -> Iterator[Fault]:
    """Secrets that it puts into a store of secrets are no business of a judge."""
    path = look.text("path")
    if not isinstance(path, str):
        yield Fault("can't be read: where it writes is unknown until the update", "path", Verdict.UNPROVEN)
        return
    path = path.strip("/")
    if path.startswith(_NEVER):
        yield Fault(f"writes {path}: a token, a program or Vault's storage is made by nobody's program", "path")
        return
    if engine_of(look.scene, path) in _QUIET or path.startswith(_KNOWN):
        return
    if fields_of(look) is None:
        yield Fault(SEALED, "dataJson", Verdict.UNPROVEN)
    elif not kinds_of(look) and not any(f"/{one}" in f"/{path}" for one in _SMALL):
        yield Fault(f"writes {path}, which no rule reads", "path", Verdict.UNPROVEN)
