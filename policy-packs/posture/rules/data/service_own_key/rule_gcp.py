"""Google's services that work on records encrypt their disks and copies with a key of one's own.

Sources: Dataproc documentation, "Customer-managed encryption keys (CMEK)", "Dataproc Metastore: customer-managed encryption keys"; Dataflow, "Use
customer-managed encryption keys"; Cloud Data Fusion, "Use customer-managed encryption keys (CMEK)"; Cloud Composer, "Use customer-managed
encryption keys (CMEK)"; Document AI, "Customer-managed encryption keys (CMEK)"; Cloud Workstations, "Use customer-managed encryption keys";
Looker (Google Cloud core), "Enable CMEK". None of them has a key of one's own unless it is given, and none takes another one later.
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_keys import must_have_own_key
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.scope import guarded

KEYS: Final[dict[str, str]] = {
    **dict.fromkeys(gcp("dataproc:Cluster"), "clusterConfig.encryptionConfig.kmsKeyName"),
    **dict.fromkeys(gcp("dataproc:MetastoreService"), "encryptionConfig.kmsKey"),
    **dict.fromkeys(gcp("dataflow:Job", "dataflow:FlexTemplateJob", "essentialcontacts:DocumentAiProcessor"), "kmsKeyName"),
    **dict.fromkeys(gcp("datafusion:Instance"), "cryptoKeyConfig.keyReference"),
    **dict.fromkeys(gcp("composer:Environment"), "config.encryptionConfig.kmsKeyName"),
    **dict.fromkeys(gcp("essentialcontacts:DocumentAiWarehouseLocation"), "kmsKey"),
    **dict.fromkeys(gcp("workstations:WorkstationConfig"), "encryptionKey.kmsKey"),
    **dict.fromkeys(gcp("looker:Instance"), "encryptionConfig.kmsKeyName"),
}
"""Type → where it names its key. (Pulumi's module for Document AI is `essentialcontacts`.)"""
_ON_KUBERNETES: Final = "virtualClusterConfig"


@rule(*KEYS)
def check(look: Look) -> Iterator[Fault]:
    """A Dataproc cluster on Kubernetes keeps nothing itself."""
    if guarded(look) and look.value(_ON_KUBERNETES) is None:
        yield from must_have_own_key(look, KEYS[look.resource.type])
