"""Database servers with records send their logs to a workspace or an archive."""

from collections.abc import Iterator

from posture.proofs.verdict import Verdict
from posture.rules.azure_engines import SERVERS
from posture.rules.azure_logs import maybe_settings_of, records_all, settings_of
from posture.rules.contract import Fault, rule
from posture.rules.look import Look


@rule(*SERVERS)
def check(look: Look) -> Iterator[Fault]:
    """A diagnostic setting with logs; SQL databases have their own."""
    if look.holds_records and "azure-native:sql:" not in look.resource.type:
        settings = settings_of(look)
        told = {records_all(setting) for setting in settings}
        if True not in told:
            maybe = None in told or bool(maybe_settings_of(look))
            yield Fault(
                "keeps its logs to itself",
                "diagnostic setting",
                Verdict.UNPROVEN if maybe else Verdict.VIOLATED,
                settings[0].urn if settings else "",
            )
