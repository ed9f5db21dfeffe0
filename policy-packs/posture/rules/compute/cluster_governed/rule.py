"""Kubernetes clusters of zones take security fixes, have no add-ons that open them, and change the secrets that they fetch.

Sources: Azure Kubernetes Service documentation, "Automatically upgrade an AKS cluster" and "Autoupgrade node OS images" (none: by hand),
"HTTP application routing add-on" (retired; a public address and DNS zone of its own), "Use the Secrets Store CSI Driver for AKS" (rotation is
off unless it is switched on), "Use Microsoft Entra pod-managed identities" (deprecated; pods reach the machine's metadata),
"Use Microsoft Entra Workload ID" (off unless it is switched on), "Enable Microsoft Defender for Containers" (a profile, or the subscription's
plan), "Trusted Launch for AKS" (both off unless they are switched on; not with Pod Sandboxing), "Understand Azure
Policy for Kubernetes clusters".
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from posture.rules.azure_words import az, blocks_of, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import zone_in_use
from posture.rules.words import cannot_tell, must_be_true
from posture.values import is_unknown

CLUSTER: Final = az("containerservice:ManagedCluster")
POOL: Final = az("containerservice:AgentPool")
PLAN: Final = az("security:Pricing")
_VERIFIED: Final = {"enableSecureBoot": "has nodes that boot what nobody signed", "enableVTPM": "has nodes whose boot nobody measures"}
_ADDONS: Final = "addonProfiles"
_OPENING: Final = {
    "httpapplicationrouting": "makes itself public names and addresses (HTTP application routing)",
    "kubedashboard": "shows itself on a dashboard that asks nobody who he is",
}
_UPGRADES: Final = ("patch", "stable", "rapid", "node-image")
_NODES: Final = ("nodeimage", "securitypatch", "unmanaged")


@rule(*CLUSTER, *POOL)
def check(look: Look) -> Iterator[Fault]:
    """Add-ons by their name, in any case."""
    if look.zone is None and zone_in_use(look) is None:
        return
    if look.resource.type in POOL:
        yield from _boots_verified(look, "")
        return
    for block in blocks_of(look, "agentPoolProfiles"):
        yield from _boots_verified(look, f"{block}.")
    yield from _addons(look)
    fault = "takes no security fixes by itself"
    yield from must_say(look, "autoUpgradeProfile.upgradeChannel", _UPGRADES, fault, default="none")
    if look.value("autoUpgradeProfile.nodeOSUpgradeChannel") is not None:
        yield from must_say(look, "autoUpgradeProfile.nodeOSUpgradeChannel", _NODES, fault)
    yield from must_be_true(look, "securityProfile.workloadIdentity.enabled", "gives its pods no identity but that of their nodes")
    if not _planned(look):
        yield from must_be_true(look, "securityProfile.defender.securityMonitoring.enabled", "is watched by nobody: it has no Defender")
    if look.flag("podIdentityProfile.enabled") is True:
        yield Fault("lets pods reach the identities of their machine", "podIdentityProfile.enabled")
    if look.value("servicePrincipalProfile.secret") is not None:
        yield Fault("acts by a principal with a password", "servicePrincipalProfile.secret")
    if look.value("securityProfile.azureKeyVaultKms") is not None:
        yield from must_be_true(look, "securityProfile.azureKeyVaultKms.enabled", "keeps its secrets without a key of its own")
        yield from must_say(
            look,
            "securityProfile.azureKeyVaultKms.keyVaultNetworkAccess",
            ("private",),
            "reaches its vault at a public address",
            default="Public",
        )


def _planned(look: Look) -> bool:
    """A plan of the subscription watches its clusters, and equips them by itself."""
    plans = (look.scene.look(one) for one in look.scene.of(PLAN))
    return any(plan.text("pricingName") == "Containers" and plan.text("pricingTier") == "Standard" for plan in plans)


def _boots_verified(look: Look, base: str) -> Iterator[Fault]:
    """Kata's host loads modules that secure boot refuses; Windows has no verified boot here."""
    runtime, system = look.text(f"{base}workloadRuntime"), look.text(f"{base}osType")
    if is_unknown(runtime) or is_unknown(system):
        yield cannot_tell(f"{base}workloadRuntime", "whether its nodes may boot what nobody verified")
    elif system in (None, "Linux") and not (isinstance(runtime, str) and runtime.startswith("Kata")):
        for part, fault in _VERIFIED.items():
            yield from must_be_true(look, f"{base}securityProfile.{part}", fault)


def _addons(look: Look) -> Iterator[Fault]:
    given = look.mapping(_ADDONS)
    if is_unknown(given):
        yield cannot_tell(_ADDONS, "which add-ons it has")
        return
    named: dict[str, Any] = {str(name).lower(): (name, one) for name, one in given.items()} if isinstance(given, Mapping) else {}
    for name, fault in _OPENING.items():
        if _is_on(named, name):
            yield Fault(fault, f"{_ADDONS}.{named[name][0]}")
    if "azurepolicy" in named and not _is_on(named, "azurepolicy"):
        yield Fault("is held to no policy: its policy add-on is switched off", f"{_ADDONS}.{named['azurepolicy'][0]}")
    if _is_on(named, "azurekeyvaultsecretsprovider"):
        key, one = named["azurekeyvaultsecretsprovider"]
        config = one.get("config") if isinstance(one, Mapping) else None
        turns = config.get("enableSecretRotation") if isinstance(config, Mapping) else None
        if is_unknown(config) or is_unknown(turns):
            yield cannot_tell(f"{_ADDONS}.{key}.config", "whether it fetches secrets anew")
        elif str(turns).lower() != "true":
            yield Fault("keeps the secrets that it fetched once, whatever the vault says since", f"{_ADDONS}.{key}.config")


def _is_on(named: dict[str, Any], name: str) -> bool:
    one = named.get(name, (None, None))[1]
    return isinstance(one, Mapping) and str(one.get("enabled")).lower() == "true"
