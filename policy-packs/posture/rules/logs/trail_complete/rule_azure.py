"""The export of a subscription's activity log leaves nothing out."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_logs import goes_somewhere
from posture.rules.azure_words import az, blocks_of
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.values import is_unknown

EXPORT: Final = az("monitor:SubscriptionDiagnosticSetting")
_WANTED: Final = frozenset({"administrative", "security", "policy", "alert"})


@rule(*EXPORT)
def check(look: Look) -> Iterator[Fault]:
    """Changes, security events, policies and alerts, to a workspace or an archive."""
    if not look.scene.classified:
        return
    if not goes_somewhere(look):
        yield Fault("sends its logs nowhere", "workspaceId")
    if is_unknown(look.value("logs")):
        return
    live = [block for block in blocks_of(look, "logs") if look.flag(f"{block}.enabled") is not False]
    if any(str(look.text(f"{block}.categoryGroup")).lower() == "alllogs" for block in live):
        return
    missing = sorted(_WANTED - {str(look.text(f"{block}.category")).lower() for block in live})
    if missing:
        yield Fault(f"leaves out {', '.join(missing)}", "logs")
