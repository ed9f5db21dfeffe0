"""Kubernetes clusters of zones take security fixes, have no add-ons that open them, and change the secrets that they fetch.

Sources: Azure Kubernetes Service documentation, "Automatically upgrade an AKS cluster" and "Autoupgrade node OS images" (none: by hand),
"HTTP application routing add-on" (retired; a public address and DNS zone of its own), "Use the Secrets Store CSI Driver for AKS" (rotation is
off unless it is switched on), "Use Microsoft Entra pod-managed identities" (deprecated; pods reach the machine's metadata),
"Use Microsoft Entra Workload ID" (off unless it is switched on), "Enable Microsoft Defender for Containers", "Understand Azure
Policy for Kubernetes clusters".
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from posture.rules.azure_words import az, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import zone_in_use
from posture.rules.words import cannot_tell, must_be_true
from posture.values import is_unknown

CLUSTER: Final = az("containerservice:ManagedCluster")
_ADDONS: Final = "addonProfiles"
_OPENING: Final = {
    "httpapplicationrouting": "makes itself public names and addresses (HTTP application routing)",
    "kubedashboard": "shows itself on a dashboard that asks nobody who he is",
}
_UPGRADES: Final = ("patch", "stable", "rapid", "node-image")
_NODES: Final = ("nodeimage", "securitypatch", "unmanaged")


@rule(*CLUSTER)
def check(look: Look) -> Iterator[Fault]:
    """Add-ons by their name, in any case."""
    if look.zone is None and zone_in_use(look) is None:
        return
    yield from _addons(look)
    fault = "takes no security fixes by itself"
    yield from must_say(look, "autoUpgradeProfile.upgradeChannel", _UPGRADES, fault, default="none")
    if look.value("autoUpgradeProfile.nodeOSUpgradeChannel") is not None:
        yield from must_say(look, "autoUpgradeProfile.nodeOSUpgradeChannel", _NODES, fault)
    yield from must_be_true(look, "securityProfile.workloadIdentity.enabled", "gives its pods no identity but that of their nodes")
    if look.flag("securityProfile.defender.securityMonitoring.enabled") is False:
        yield Fault("is watched by nobody: Defender is switched off", "securityProfile.defender.securityMonitoring.enabled")
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


def _addons(look: Look) -> Iterator[Fault]:
    given = look.value(_ADDONS)
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
