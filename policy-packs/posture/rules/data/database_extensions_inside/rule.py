"""Database servers with records offer no extensions that open connections or read other stores."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.azure_engines import POSTGRES, parameter
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.values import is_unknown

_OUTWARD: Final = (
    "dblink",
    "postgres_fdw",
    "azure_storage",
    "azure_ai",
    "azure_local_ai",
    "pg_net",
    "http",
    "tds_fdw",
    "oracle_fdw",
    "azure_cosmos",
)


@rule(*POSTGRES)
def check(look: Look) -> Iterator[Fault]:
    """`azure.extensions` is the list of those that may be made; nothing is allowed unless it is listed."""
    if not look.holds_records:
        return
    holder, value = parameter(look, "azure.extensions")
    urn = "" if holder is look else holder.urn
    if is_unknown(value):
        yield Fault("may offer extensions that open connections: its list is not known", "azure.extensions", Verdict.UNPROVEN, urn)
    elif value is not None:
        for name in sorted({one.strip() for one in value.split(",")} & set(_OUTWARD)):
            yield Fault(f"offers {name}, by which a query opens connections and sends what it reads", "value", urn=urn)
