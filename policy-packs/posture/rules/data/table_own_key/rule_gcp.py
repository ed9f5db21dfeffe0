"""Tables with records are encrypted with a key of one's own."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.contract import Fault, rule
from posture.rules.gcp_keys import must_have_own_key
from posture.rules.gcp_words import gcp
from posture.rules.look import Look

DATASET: Final = gcp("bigquery:Dataset")
TABLE: Final = gcp("bigquery:Table")


@rule(*DATASET, *TABLE)
def check(look: Look) -> Iterator[Fault]:
    """BigQuery documentation, "Customer-managed Cloud KMS keys": a table takes its dataset's default; a view holds nothing."""
    if not look.holds_records:
        return
    if look.resource.type in DATASET:
        yield from must_have_own_key(look, "defaultEncryptionConfiguration.kmsKeyName")
    elif look.value("view") is None and look.value("encryptionConfiguration") is None and look.parent is None:
        # Of a dataset that the stack has, the dataset is reported.
        yield Fault("names no key, and neither is its dataset's known", "encryptionConfiguration", Verdict.UNPROVEN)
