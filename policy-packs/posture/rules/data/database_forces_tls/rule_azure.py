"""Database servers with records refuse connections without TLS."""

from collections.abc import Iterator

from posture.proofs.verdict import Verdict
from posture.rules.azure_engines import MYSQL, POSTGRES, parameter
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.values import is_unknown


@rule(*POSTGRES, *MYSQL)
def check(look: Look) -> Iterator[Fault]:
    """On unless a parameter switches it off."""
    if look.holds_records:
        holder, value = parameter(look, "require_secure_transport")
        urn = "" if holder is look else holder.urn
        if is_unknown(value):
            yield Fault("may take connections without TLS: a parameter is not known", "require_secure_transport", Verdict.UNPROVEN, urn)
        elif value not in (None, "on", "1", "true"):
            yield Fault("takes connections without TLS (require_secure_transport is off)", "value", urn=urn)
