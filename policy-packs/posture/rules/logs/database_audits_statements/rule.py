"""PostgreSQL databases with records load pgaudit and log reads, writes, definitions and roles."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.aws_engines import RELATIONAL, engine, is_member, is_replica, parameters
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.values import is_unknown

_CLASSES: Final = frozenset({"read", "write", "ddl", "role"})


@rule(*RELATIONAL)
def check(look: Look) -> Iterator[Fault]:
    """By the parameters of their group."""
    if not look.holds_records or is_member(look) or is_replica(look) or engine(look) != "postgres":
        return
    found = parameters(look)
    urn = "" if found.holder is look else found.holder.urn
    loaded, logged = found.value("shared_preload_libraries"), found.value("pgaudit.log")
    if is_unknown(loaded) or is_unknown(logged):
        yield Fault("may write no audit log: its parameters are not known", found.prop, Verdict.UNPROVEN, urn)
        return
    if "pgaudit" not in _names(loaded):
        yield Fault("writes no audit log: pgaudit is not loaded", found.prop, urn=urn)
    classes = _names(logged)
    if "all" not in classes and classes < _CLASSES | classes and not classes >= _CLASSES:
        yield Fault(f"does not log every access (pgaudit.log lacks {', '.join(sorted(_CLASSES - classes))})", found.prop, urn=urn)


def _names(text: str | None) -> frozenset[str]:
    return frozenset(part.strip() for part in (text or "").split(",") if part.strip())
