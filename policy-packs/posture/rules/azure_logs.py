"""Diagnostic settings: which resource logs what, and where to.

Sources: Azure Monitor documentation, "Diagnostic settings in Azure Monitor" (category groups; `enabled` is needed for each; at most five
settings a resource), "Resource logs in Azure Monitor" (collection mode: tables of the service's own, or AzureDiagnostics), "Log Analytics
workspace data export in Azure Monitor" (by table).
"""

from typing import Final

from posture.rules.azure_words import az, blocks_of, by_token, says
from posture.rules.look import Look
from posture.values import is_unknown

SETTING: Final = az("monitor:DiagnosticSetting")
DESTINATIONS: Final = ("workspaceId", "storageAccountId", "eventHubAuthorizationRuleId")
WORKSPACE: Final = az("operationalinsights:Workspace")
EXPORT: Final = az("operationalinsights:DataExport")
MODE: Final = "logAnalyticsDestinationType"
_WHOLE: Final = ("alllogs", "audit")
_OWN_TABLES: Final = by_token(
    {
        "keyvault:Vault": "AZKV",
        "dbforpostgresql:Server": "PGSQL",
        "network:AzureFirewall": "AZFW",
        "network:ApplicationGateway": "AGW",
        "cosmosdb:DatabaseAccount": "CDB",
        "servicebus:Namespace": "AZMS",
    }
)
"""How the names begin of the tables that a service has of its own, which it fills in mode Dedicated alone. Azure Monitor Logs reference, "Tables"."""


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


def export_misses(setting: Look) -> str | None:
    """A table that a workspace exports and that the setting would fill, had it the mode for it; None where nothing is missed.

    What the setting itself sends to an account is kept there, whatever is exported.
    """
    if setting.value("storageAccountId") not in (None, "") or (
        setting.value(MODE) is not None and not says(setting, MODE, "azurediagnostics")
    ):
        return None
    for subject in setting.targets("resourceUri"):
        prefix = _OWN_TABLES.get(subject.resource.type)
        if prefix is None or any(says(other, MODE, "dedicated") for other in settings_of(subject)):
            continue
        for workspace in setting.targets("workspaceId", WORKSPACE):
            for export in workspace.companions(EXPORT, "workspaceName", WORKSPACE):
                if export.flag("enable") is not False and (named := _begins(export, prefix)) is not None:
                    return named
    return None


def _begins(export: Look, prefix: str) -> str | None:
    names = export.texts("tableNames")
    return (
        next((name for name in names if isinstance(name, str) and name.upper().startswith(prefix)), None)
        if isinstance(names, list)
        else None
    )
