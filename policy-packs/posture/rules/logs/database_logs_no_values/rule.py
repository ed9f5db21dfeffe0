"""The logs of PostgreSQL databases with records hold no values of queries."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.aws_engines import RELATIONAL, engine, is_member, parameters
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.values import is_unknown

_TELLING: Final = {
    "log_statement": ("all", "mod"),
    "pgaudit.log_parameter": ("1", "on", "true", "yes"),
    "log_parameter_max_length": ("-1",),
}


@rule(*RELATIONAL)
def check(look: Look) -> Iterator[Fault]:
    """Left out, none of them is on."""
    if not look.holds_records or is_member(look) or engine(look) != "postgres":
        return
    found = parameters(look)
    urn = "" if found.holder is look else found.holder.urn
    for name, telling in _TELLING.items():
        value = found.value(name)
        if is_unknown(value):
            yield Fault(f"may write values of queries into its log: {name} is not known", found.prop, Verdict.UNPROVEN, urn)
        elif value in telling:
            yield Fault(f"writes values of queries into its log ({name})", found.prop, urn=urn)
