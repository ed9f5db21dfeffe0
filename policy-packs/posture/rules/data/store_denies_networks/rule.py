"""Services of zones deny networks by default and list none that is not known."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_networks import WIDE, is_address, known, parsed
from posture.rules.azure_services import RULE_SETS
from posture.rules.azure_storage import ACCOUNT, takes_logs
from posture.rules.azure_words import az, blocks_of, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves, users
from posture.values import is_unknown

_FAULT: Final = "lets every network in unless it is told otherwise"
_TRUSTED: Final = (
    "azure-native:dataprotection:",
    "azure-native:recoveryservices:",
    "azure-native:machinelearningservices:",
    "azure-native:eventgrid:",
    "azure-native:datafactory:",
    "azure-native:search:",
    "azure-native:operationalinsights:",
    "azure-native:security:",
)
"""Services that come as trusted ones. Azure Storage documentation, "Trusted access based on a managed identity"."""
REGISTRY: Final = az("containerregistry:Registry")
MESSAGES: Final = az("servicebus:NamespaceNetworkRuleSet", "eventhub:NamespaceNetworkRuleSet")
_TRUSTS: Final = "lets Azure's own services in past its network rules, though none is seen to need it"
_ADDRESS: Final = ("value", "iPAddressOrRange", "ipMask", "ipAddressOrRange")


@rule(*RULE_SETS, "azure-native:cosmosdb:DatabaseAccount", "azure-native:search:Service")
def check(look: Look) -> Iterator[Fault]:
    """The default for the day somebody opens the public address, and the lists of those who may come in then."""
    if not serves(look):
        return
    root = RULE_SETS.get(look.resource.type)
    if root is not None:
        base = f"{root}." if root else ""
        yield from must_say(look, f"{base}defaultAction", ("deny",), _FAULT, default="Allow")
        yield from _trusting(look, base)
        yield from _listed(look, f"{base}ipRules")
        tenants = [look.text(f"{block}.tenantId") for block in blocks_of(look, f"{base}resourceAccessRules")]
        if any(tenants):
            yield Fault("lets resources in by their tenant, past every network", f"{base}resourceAccessRules")
    else:
        yield from _listed(look, "networkRuleSet.ipRules" if "search" in look.resource.type else "ipRules")


def _trusting(look: Look, base: str) -> Iterator[Fault]:
    """Past the rules, and past a public address that is off: whoever has a role comes in by a service that Azure trusts."""
    type_, needed = look.resource.type, any(_by_trust(user) for user in users(look))
    if type_ in ACCOUNT and not takes_logs(look) and not needed:
        passes = look.text(f"{base}bypass")
        if not is_unknown(passes) and "azureservices" in (passes or "AzureServices").lower():
            yield Fault(_TRUSTS, f"{base}bypass")
    if type_ in REGISTRY and not needed:
        passes = look.text("networkRuleBypassOptions")
        if not is_unknown(passes) and (passes or "AzureServices").lower() != "none":
            yield Fault(_TRUSTS, "networkRuleBypassOptions")
    senders = [user for space in look.targets("namespaceName") for user in users(space)] if type_ in MESSAGES else []
    if look.flag("trustedServiceAccessEnabled") is True and not any(_by_trust(one) or _sends_logs(one) for one in senders):
        yield Fault(_TRUSTS, "trustedServiceAccessEnabled")


def _by_trust(user: Look) -> bool:
    """A workspace with a network that Azure manages has private endpoints of its own there."""
    return user.resource.type.startswith(_TRUSTED) and user.value("managedNetwork.isolationMode") in (None, "Disabled")


def _sends_logs(user: Look) -> bool:
    return user.value("eventHubAuthorizationRuleId") not in (None, "")


def _listed(look: Look, prop: str) -> Iterator[Fault]:
    for block in blocks_of(look, prop):
        for name in _ADDRESS:
            text = look.text(f"{block}.{name}")
            if isinstance(text, str) and (text in WIDE or not is_address(text) or not known(look.scene).contains(parsed(text))):
                yield Fault(f"lets {text} in, more than any known network", block)
