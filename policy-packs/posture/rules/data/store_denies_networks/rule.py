"""Services of zones deny networks by default and list none that is not known."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_networks import WIDE, is_address, known, parsed
from posture.rules.azure_services import RULE_SETS
from posture.rules.azure_storage import ACCOUNT, takes_logs
from posture.rules.azure_words import blocks_of, must_say
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
        if (
            look.resource.type in ACCOUNT
            and not takes_logs(look)
            and not any(user.resource.type.startswith(_TRUSTED) for user in users(look))
        ):
            passes = look.text(f"{base}bypass")
            if not is_unknown(passes) and "azureservices" in (passes or "AzureServices").lower():
                yield Fault("lets Azure's own services in past its network rules, though none is seen to need it", f"{base}bypass")
        yield from _listed(look, f"{base}ipRules")
        tenants = [look.text(f"{block}.tenantId") for block in blocks_of(look, f"{base}resourceAccessRules")]
        if any(tenants):
            yield Fault("lets resources in by their tenant, past every network", f"{base}resourceAccessRules")
    else:
        yield from _listed(look, "networkRuleSet.ipRules" if "search" in look.resource.type else "ipRules")


def _listed(look: Look, prop: str) -> Iterator[Fault]:
    for block in blocks_of(look, prop):
        for name in _ADDRESS:
            text = look.text(f"{block}.{name}")
            if isinstance(text, str) and (text in WIDE or not is_address(text) or not known(look.scene).contains(parsed(text))):
                yield Fault(f"lets {text} in, more than any known network", block)
