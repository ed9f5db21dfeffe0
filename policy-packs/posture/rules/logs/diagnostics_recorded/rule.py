"""What holds, guards or inspects data of a zone records who did what."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.azure_logs import goes_somewhere, maybe_settings_of, records_all, settings_of
from posture.rules.azure_words import az
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves

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
    "recoveryservices:Vault",
    "dataprotection:BackupVault",
    "web:WebApp",
    "containerservice:ManagedCluster",
    "datafactory:Factory",
)
SETTING: Final = az("monitor:DiagnosticSetting")


@rule(*RECORDED, *SETTING)
def check(look: Look) -> Iterator[Fault]:
    """A diagnostic setting with all logs, the audit group, or categories by name; and a setting must have a destination."""
    if look.resource.type in SETTING:
        if look.scene.classified:
            if not goes_somewhere(look):
                yield Fault("sends its logs nowhere", "workspaceId")
            if look.value("marketplacePartnerId") not in (None, ""):
                yield Fault("sends logs to a partner's service", "marketplacePartnerId")
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
