"""Microsoft Defender for Cloud, and Sentinel's onboarding.

Sources: Azure documentation, "Connect your Azure subscriptions" and "Defender for Cloud plans" (names and sub-plans), "Configure
Microsoft Defender for Storage" (malware scanning with a monthly cap, sensitive data discovery), "Quickstart: configure email
notifications"; REST API reference, Pricings, Update; Security Contacts, Create; Defender For Storage, Create; Sentinel Onboarding States,
Create.
"""

from collections.abc import Iterator

from simulator.action import Action
from simulator.rules.azure_native.data_kinds import STORAGE_ACCOUNT, WORKSPACE
from simulator.rules.azure_native.ids import own_id
from simulator.rules.azure_native.service_rules import at_id, completed, get, is_word, owner, service, to
from simulator.rules.checks import Allowed, Between, Fault, Pattern
from simulator.values import Properties

PRICING = "azure-native:security:Pricing"
CONTACT = "azure-native:security:SecurityContact"
STORAGE = "azure-native:security:DefenderForStorage"
THREATS = "azure-native:security:AdvancedThreatProtection"
WORKSPACE_SETTING = "azure-native:security:WorkspaceSetting"
SENTINEL = "azure-native:securityinsights:SentinelOnboardingState"
_PLANS = "REST API reference, Pricings, Update"
_STORES = "Azure documentation, 'Configure Microsoft Defender for Storage'"
SUB_PLANS: dict[str, tuple[str, ...]] = {
    "AI": (),
    "Api": ("P1", "P2", "P3", "P4", "P5"),
    "AppServices": (),
    "Arm": ("PerSubscription", "PerApiCall"),
    "CloudPosture": (),
    "Containers": (),
    "CosmosDbs": (),
    "Discovery": (),
    "Dns": (),
    "FoundationalCspm": (),
    "KeyVaults": ("PerKeyVault", "PerTransaction"),
    "KubernetesService": (),
    "ContainerRegistry": (),
    "OpenSourceRelationalDatabases": (),
    "SqlServers": (),
    "SqlServerVirtualMachines": (),
    "StorageAccounts": ("DefenderForStorageV2", "PerStorageAccount", "PerTransaction"),
    "VirtualMachines": ("P1", "P2"),
}
"""Plans and their sub-plans."""

pricing = service(
    PRICING,
    source=_PLANS,
    checks=(Allowed("pricingName", tuple(SUB_PLANS), source=_PLANS),),
    outputs={
        "deprecated": False,
        "enablementTime": "{now}",
        "freeTrialRemainingTime": "PT0S",
        "inherited": "False",
        "inheritedFrom": "",
        "replacedBy": [],
        "resourcesCoverageStatus": "FullyCovered",
    },
)


@pricing.check(source=_PLANS)
def plans_and_parts(inputs: Properties) -> Iterator[Fault]:
    """A sub-plan belongs to its plan; only what is on has parts; a resource can be a machine alone."""
    name, part = str(inputs.get("pricingName")), inputs.get("subPlan")
    known = SUB_PLANS.get(name, ())
    if part and known and not is_word(part, *known):
        yield "subPlan", f"{part!r} is no sub-plan of {name}; there are: {', '.join(known)}"
    if part and name in SUB_PLANS and not known:
        yield "subPlan", f"the plan {name} has no sub-plans"
    if part and is_word(inputs.get("pricingTier"), "Free"):
        yield "subPlan", "must not be given when pricingTier is 'Free'"
    scope = str(inputs.get("scopeId")).strip("/").lower()
    if "/" in scope and scope.count("/") > 1 and name not in ("VirtualMachines", "Containers"):
        yield "scopeId", f"the plan {name} is set on a subscription"


@pricing.computes
def pricing_answer(action: Action) -> Properties:
    """Storage is protected by the newer plan where nothing was said."""
    name = action.outputs["name"]
    default = {"StorageAccounts": "DefenderForStorageV2", "VirtualMachines": "P2", "KeyVaults": "PerKeyVault", "Arm": "PerSubscription"}
    on = is_word(action.inputs.get("pricingTier"), "Standard")
    made: Properties = {"enforce": action.inputs.get("enforce") or "False", "extensions": action.inputs.get("extensions") or []}
    if on and (action.inputs.get("subPlan") or name in default):
        made["subPlan"] = action.inputs.get("subPlan") or default[str(name)]
    return made


contact = service(
    CONTACT,
    source="REST API reference, Security Contacts, Create",
    checks=(
        Allowed("securityContactName", ("default",), source="REST API reference, Security Contacts, Create"),
        Pattern(
            "emails",
            r"[^@\s;]+@[^@\s;]+\.[^@\s;]+(;[^@\s;]+@[^@\s;]+\.[^@\s;]+)*",
            source="REST API reference, Security Contacts",
            saying="addresses with semicolons between",
        ),
    ),
)


@contact.check(source="REST API reference, Security Contacts, Create")
def somebody_is_told(inputs: Properties) -> Iterator[Fault]:
    """Addresses, or roles."""
    if not inputs.get("emails") and not is_word(get(inputs, "notificationsByRole.state"), "On"):
        yield "emails", "is required, or notificationsByRole with the state On"
    for i, one in enumerate(inputs.get("notificationsSources") or []):
        kind = one.get("sourceType")
        if kind not in ("Alert", "AttackPath"):
            yield f"notificationsSources[{i}].sourceType", f"{kind!r} is not allowed; allowed: Alert, AttackPath"


storage = service(
    STORAGE,
    source="REST API reference, Defender For Storage, Create; " + _STORES,
    checks=(
        Allowed("settingName", ("current",), source="REST API reference, Defender For Storage, Create"),
        Between("properties.malwareScanning.onUpload.capGBPerMonth", 1, None, source=_STORES, also=(-1,)),
    ),
)


@storage.before("create")
def of_an_account(action: Action) -> None:
    """It stands on a storage account; its own settings override the subscription's."""
    place = own_id(action).split("/providers/Microsoft.Security/")[0]
    if at_id(action.world, place, STORAGE_ACCOUNT) is None:
        action.refuse("ResourceNotFound", f"The storage account '{place}' was not found.")
    topic = get(action.inputs, "properties.malwareScanning.scanResultsEventGridTopicResourceId")
    if topic and at_id(action.world, topic) is None:
        action.refuse("ResourceNotFound", f"The Event Grid topic '{topic}' was not found.")


@storage.computes
def storage_answer(action: Action) -> Properties:
    """What is off where nothing was said."""
    defaults = {
        "isEnabled": False,
        "overrideSubscriptionLevelSettings": False,
        "malwareScanning": {"onUpload": {"isEnabled": False, "capGBPerMonth": -1}},
        "sensitiveDataDiscovery": {"isEnabled": False},
    }
    return {"properties": completed(action.inputs.get("properties"), defaults)}


threats = service(
    THREATS,
    source="REST API reference, Advanced Threat Protection, Create",
    checks=(Allowed("settingName", ("current",), source="REST API reference, Advanced Threat Protection, Create"),),
)
workspace_setting = service(
    WORKSPACE_SETTING,
    source="REST API reference, Workspace Settings, Create",
    checks=(Allowed("workspaceSettingName", ("default",), source="REST API reference, Workspace Settings, Create"),),
    references={"workspaceId": to(WORKSPACE, code="ResourceNotFound")},
)
sentinel = service(
    SENTINEL,
    source="REST API reference, Sentinel Onboarding States, Create",
    checks=(Allowed("sentinelOnboardingStateName", ("default",), source="REST API reference, Sentinel Onboarding States, Create"),),
)


@sentinel.before("create")
def workspace_is_there(action: Action) -> None:
    """Sentinel is turned on in a workspace."""
    place = own_id(action).split("/providers/Microsoft.SecurityInsights/")[0]
    if at_id(action.world, place, WORKSPACE) is None and owner(action, WORKSPACE) is None:
        action.refuse("ResourceNotFound", f"The workspace '{place}' was not found.")


sentinel.computes(lambda action: {"customerManagedKey": action.inputs.get("customerManagedKey") is True})
