"""Databases with records say that they speak TLS 1.2 or newer."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.aws_engines import RELATIONAL, engine, is_member, parameters
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.values import is_unknown

_OLD: Final = ("tlsv1", "tlsv1.0", "tlsv1.1", "")


@rule(*RELATIONAL)
def check(look: Look) -> Iterator[Fault]:
    """PostgreSQL takes 1.2 from version 12 on; only an older value is a fault, and a group of one's own that is silent."""
    if not look.holds_records or is_member(look):
        return
    found = parameters(look)
    name = {"postgres": "ssl_min_protocol_version", "mysql": "tls_version", "mariadb": "tls_version"}.get(engine(look) or "")
    value = found.value(name) if name else None
    urn = "" if found.holder is look else found.holder.urn
    if is_unknown(value):
        yield Fault("may speak old TLS: its parameters are not known", found.prop, Verdict.UNPROVEN, urn)
    elif value is not None and any(part.strip() in _OLD for part in value.split(",")):
        yield Fault(f"speaks TLS older than 1.2 ({name})", found.prop, urn=urn)
