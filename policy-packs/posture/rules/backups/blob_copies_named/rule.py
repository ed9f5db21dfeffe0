"""Copies of a store's blobs in a vault are made of containers that are named."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.azure_words import az, blocks_of, says, told
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.words import cannot_tell
from posture.values import is_unknown

INSTANCE: Final = az("dataprotection:BackupInstance")
POLICY: Final = az("dataprotection:BackupPolicy")
_BLOBS: Final = "microsoft.storage/storageaccounts/blobservices"
_PARAMETERS: Final = "properties.policyInfo.policyParameters"
_LISTS: Final = f"{_PARAMETERS}.backupDatasourceParametersList"
_POLICY_ID: Final = "properties.policyInfo.policyId"


@rule(*INSTANCE)
def check(look: Look) -> Iterator[Fault]:
    """Point-in-time restore inside the account, by a policy with an operational store alone, takes every container.

    Source: Azure Backup documentation, "Configure and manage backup for Azure Blobs" (a vaulted backup holds the chosen containers).
    """
    if not serves(look) or told(look, "properties.dataSourceInfo.datasourceType").lower() != _BLOBS:
        return
    if any(is_unknown(look.value(prop)) for prop in (_PARAMETERS, _LISTS)):
        yield cannot_tell(_LISTS, "of which containers copies are made")
        return
    named = [look.value(f"{block}.containersList") for block in blocks_of(look, _LISTS)]
    if any(is_unknown(one) or one for one in named):
        return
    policies = look.targets(_POLICY_ID, POLICY)
    if not policies:
        yield Fault("names no container, and its policy stands elsewhere: what it copies can't be told", _LISTS, Verdict.UNPROVEN)
    elif any(_in_a_vault(policy) for policy in policies):
        yield Fault("copies no container into its vault: none is named", _LISTS)


def _in_a_vault(policy: Look) -> bool:
    rules = blocks_of(policy, "properties.policyRules")
    cycles = [cycle for block in rules for cycle in blocks_of(policy, f"{block}.lifecycles")]
    return any(says(policy, f"{cycle}.sourceDataStore.dataStoreType", "vaultstore", "archivestore") for cycle in cycles)
