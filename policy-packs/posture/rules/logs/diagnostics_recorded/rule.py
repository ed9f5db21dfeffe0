"""What holds, guards or inspects data of a zone records who did what."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.azure_logs import MODE, export_misses, goes_somewhere, maybe_settings_of, records_all, settings_of
from posture.rules.azure_words import az
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.words import cannot_tell
from posture.values import is_unknown

RECORDED: Final = az(
    "keyvault:Vault",
    "keyvault:ManagedHsm",
    "cosmosdb:DatabaseAccount",
    "servicebus:Namespace",
    "eventhub:Namespace",
    "search:Service",
    "cognitiveservices:Account",
    "machinelearningservices:Workspace",
    "containerregistry:Registry",
    "healthcareapis:FhirService",
    "healthcareapis:DicomService",
    "network:AzureFirewall",
    "network:ApplicationGateway",
    "network:BastionHost",
    "network:NetworkSecurityPerimeter",
    "recoveryservices:Vault",
    "dataprotection:BackupVault",
    "web:WebApp",
    "containerservice:ManagedCluster",
    "datafactory:Factory",
    "synapse:Workspace",
    "databricks:Workspace",
    "kusto:Cluster",
    "batch:BatchAccount",
    "apimanagement:ApiManagementService",
    "signalrservice:SignalR",
    "webpubsub:WebPubSub",
    "iothub:IotHubResource",
    "appconfiguration:ConfigurationStore",
    "eventgrid:Topic",
    "eventgrid:Domain",
    "automation:AutomationAccount",
    "logic:Workflow",
    "streamanalytics:StreamingJob",
)
SETTING: Final = az("monitor:DiagnosticSetting")
PERIMETER_LOGGING: Final = az("network:NetworkSecurityPerimeterLoggingConfiguration")
_CATEGORIES: Final = "properties.enabledLogCategories"
_REFUSED: Final = {
    "NspPublicInboundPerimeterRulesDenied": "who was refused",
    "NspPublicOutboundPerimeterRulesDenied": "what was kept from leaving",
}


@rule(*RECORDED, *SETTING, *PERIMETER_LOGGING)
def check(look: Look) -> Iterator[Fault]:
    """A diagnostic setting with all logs, the audit group, or categories by name; and a setting must have a destination."""
    if look.resource.type in PERIMETER_LOGGING:
        if look.scene.classified:
            yield from _tells_refusals(look)
        return
    if look.resource.type in SETTING:
        if look.scene.classified:
            if not goes_somewhere(look):
                yield Fault("sends its logs nowhere", "workspaceId")
            if look.value("marketplacePartnerId") not in (None, ""):
                yield Fault("sends logs to a partner's service", "marketplacePartnerId")
            if (table := export_misses(look)) is not None:
                yield Fault(f"does not fill {table}, which its workspace exports to keep", MODE)
        return
    if not serves(look):
        return
    settings = settings_of(look)
    told = {records_all(setting) for setting in settings}
    if True not in told:
        maybe = None in told or bool(maybe_settings_of(look))
        yield Fault(
            "does not record who uses it",
            "diagnostic setting",
            Verdict.UNPROVEN if maybe else Verdict.VIOLATED,
            settings[0].urn if settings else "",
        )


def _tells_refusals(look: Look) -> Iterator[Fault]:
    """A perimeter that has such a configuration logs the categories that it enables and no other; a perimeter without one is as its settings say.

    Sources: Azure Private Link documentation, "Diagnostic logs for Network Security Perimeter" (categories); REST API reference, "Network
    Security Perimeter Logging Configurations" (enabledLogCategories).
    """
    enabled = look.texts(_CATEGORIES)
    if is_unknown(enabled) or any(is_unknown(one) for one in enabled):
        yield cannot_tell(_CATEGORIES, "what the perimeter records")
        return
    said = {one.lower() for one in enabled if isinstance(one, str)}
    if missing := [what for category, what in _REFUSED.items() if category.lower() not in said]:
        yield Fault(f"does not record {' and '.join(missing)} at the perimeter", _CATEGORIES)
