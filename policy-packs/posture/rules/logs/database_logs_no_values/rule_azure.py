"""The logs of PostgreSQL servers with records hold no values of queries."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_engines import POSTGRES, parameter
from posture.rules.contract import Fault, rule
from posture.rules.look import Look

_TELLING: Final = {
    "log_statement": ("all", "mod"),
    "pgaudit.log_parameter": ("1", "on", "true", "yes"),
    "pg_qs.query_capture_mode": ("all", "top"),
    "log_parameter_max_length": ("-1",),
}


@rule(*POSTGRES)
def check(look: Look) -> Iterator[Fault]:
    """Left out, none of them is on."""
    if look.holds_records:
        for name, telling in _TELLING.items():
            holder, value = parameter(look, name)
            if isinstance(value, str) and value in telling:
                yield Fault(f"writes values of queries into its log ({name})", "value", urn="" if holder is look else holder.urn)
