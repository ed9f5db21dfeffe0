"""Diagnostic settings: which resource logs what, and where to.

Source: Azure Monitor documentation, "Diagnostic settings in Azure Monitor" (category groups; `enabled` is needed for each; at most five
settings a resource).
"""

from typing import Final

from posture.rules.azure_words import az, blocks_of, says
from posture.rules.look import Look
from posture.values import is_unknown

SETTING: Final = az("monitor:DiagnosticSetting")
DESTINATIONS: Final = ("workspaceId", "storageAccountId", "eventHubAuthorizationRuleId")
_WHOLE: Final = ("alllogs", "audit")


def settings_of(look: Look) -> list[Look]:
    """The diagnostic settings of a resource, those of its services (`…/blobServices/default`) among them."""
    return look.companions(SETTING, "resourceUri")


def maybe_settings_of(look: Look) -> list[Look]:
    """Settings that may be of the resource."""
    return look.maybe_companions(SETTING, "resourceUri")


def records_all(setting: Look) -> bool | None:
    """Whether a setting records a whole group of logs, or categories by name; None: not known."""
    if is_unknown(setting.value("logs")):
        return None
    live = [block for block in blocks_of(setting, "logs") if setting.flag(f"{block}.enabled") is not False]
    if any(says(setting, f"{block}.categoryGroup", *_WHOLE) or setting.text(f"{block}.category") is not None for block in live):
        return True
    return None if any(is_unknown(setting.value(f"{block}.categoryGroup")) for block in live) else False


def goes_somewhere(setting: Look) -> bool:
    """Whether it names a destination."""
    return any(setting.value(prop) not in (None, "") for prop in DESTINATIONS)
