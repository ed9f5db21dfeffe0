"""Threat detection of a subscription: plans of Microsoft Defender for Cloud, and who hears of their alerts.

Two of Defender's parts copy data out of a zone and stay off: agentless scanning reads disks by snapshots, and prompt evidence puts pieces of
prompts into alerts. Azure has every plan from the first day on, as free: where Pulumi refuses to create what exists already, import the plans
first (`pulumi import azure-native:security:Pricing …`).
Sources: Microsoft Defender for Cloud documentation, "Defender for Cloud pricing: REST API pricings" (names, plans, extensions), "Overview of
Microsoft Defender for Storage" (malware scanning on upload, with a cap; sensitive data discovery), "Protect AI workloads: user prompt evidence",
"Agentless machine scanning", "Configure email notifications for alerts and attack paths"; 45 CFR 164.308(a)(5)(ii)(B) (malicious software).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Final, NotRequired, TypedDict

import pulumi
import pydantic
from pulumi_azure_native import security

from ai_zones.azure import arm
from ai_zones.azure.naming import child
from ai_zones.azure.ordering import children_wait
from ai_zones.azure.validation import ComponentInput, SubscriptionId
from ai_zones.inputs import matches

Email = Annotated[str, matches(r"[^@\s;]+@[^@\s;]+\.[^@\s;]+", "an e-mail address")]
SCAN_CAP = "CapGBPerMonthPerStorageAccount"


@dataclass(frozen=True)
class Plan:
    """One plan."""

    sub_plan: str | None = None
    on: tuple[str, ...] = ()
    """Extensions that are on."""
    off: tuple[str, ...] = ()
    """Extensions that are off: Azure may turn on by itself what is not named."""


PLANS: Final[Mapping[str, Plan]] = MappingProxyType(
    {
        "AI": Plan(off=("AIPromptEvidence", "AIPromptSharingWithPurview")),
        "Arm": Plan(sub_plan="PerSubscription"),
        "CloudPosture": Plan(on=("ApiPosture", "EntraPermissionsManagement", "SensitiveDataDiscovery"), off=("AgentlessVmScanning",)),
        "Containers": Plan(
            on=("ContainerIntegrityContribution", "ContainerRegistriesVulnerabilityAssessments", "ContainerSensor"),
            off=("AgentlessDiscoveryForKubernetes", "AgentlessVmScanning"),
        ),
        "CosmosDbs": Plan(),
        "KeyVaults": Plan(sub_plan="PerKeyVault"),
        "OpenSourceRelationalDatabases": Plan(),
        "StorageAccounts": Plan(sub_plan="DefenderForStorageV2", on=("OnUploadMalwareScanning", "SensitiveDataDiscovery")),
        "VirtualMachines": Plan(sub_plan="P2", on=("FileIntegrityMonitoring", "MdeDesignatedSubscription"), off=("AgentlessVmScanning",)),
    }
)
"""Plans, by the names of Defender's pricings."""


class AzureThreatDetectionArgs(TypedDict):
    """Inputs of `AzureThreatDetection`."""

    subscription_id: str
    """Subscription that is watched."""
    emails: list[str]
    """Who hears of alerts and attack paths."""
    malware_scan_gb: NotRequired[int]
    """Gigabytes a month and account that are scanned on upload, 10 or more. Default: 10,000."""


class ThreatDetection(ComponentInput):
    """Parsed `AzureThreatDetectionArgs`."""

    subscription_id: SubscriptionId
    emails: list[Email] = pydantic.Field(min_length=1)
    malware_scan_gb: int = pydantic.Field(default=10_000, ge=10)


class AzureThreatDetection(pulumi.ComponentResource):
    """Plans and contact of one subscription. Pulumi protects them: turning detection off takes two steps."""

    plan_names: list[str]
    """Names of the plans."""

    def __init__(self, name: str, args: AzureThreatDetectionArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = ThreatDetection.parse(name, args)
        super().__init__("ai-zones:index:AzureThreatDetection", name, {}, children_wait(opts))
        before: list[pulumi.Resource] = []
        for plan_name, plan in PLANS.items():
            # One after the other: the subscription takes one change of a plan at a time.
            before = [
                security.Pricing(
                    child(name, plan_name),
                    pricing_name=plan_name,
                    scope_id=arm.subscription_scope(given.subscription_id).removeprefix("/"),
                    pricing_tier="Standard",
                    sub_plan=plan.sub_plan,
                    enforce="True",
                    extensions=_extensions(plan_name, plan, given) or None,
                    opts=pulumi.ResourceOptions(parent=self, depends_on=before, protect=True),
                )
            ]
        security.SecurityContact(
            child(name, "contact"),
            security_contact_name="default",
            is_enabled=True,
            emails=";".join(sorted(set(given.emails))),
            notifications_by_role=security.SecurityContactPropertiesNotificationsByRoleArgs(state="On", roles=["Owner"]),
            notifications_sources=[
                security.NotificationsSourceAlertArgs(source_type="Alert", minimal_severity="Low"),
                security.NotificationsSourceAttackPathArgs(source_type="AttackPath", minimal_risk_level="Low"),
            ],
            opts=pulumi.ResourceOptions(parent=self, protect=True),
        )
        self.plan_names = list(PLANS)
        self.register_outputs({"planNames": self.plan_names})


def _extensions(plan_name: str, plan: Plan, given: ThreatDetection) -> list[security.ExtensionArgs]:
    scans = {"OnUploadMalwareScanning": {SCAN_CAP: str(given.malware_scan_gb)}} if plan_name == "StorageAccounts" else {}
    switches = {**dict.fromkeys(plan.on, "True"), **dict.fromkeys(plan.off, "False")}
    return [
        security.ExtensionArgs(name=extension, is_enabled=state, additional_extension_properties=scans.get(extension))
        for extension, state in sorted(switches.items())
    ]
