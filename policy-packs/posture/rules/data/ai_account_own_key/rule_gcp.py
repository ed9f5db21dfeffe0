"""What Vertex AI keeps of zones is encrypted with a key of one's own."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_keys import must_have_own_key
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.scope import guarded

KEPT: Final = gcp(
    "vertex:AiDataset",
    "vertex:AiEndpoint",
    "vertex:AiIndex",
    "vertex:AiIndexEndpoint",
    "vertex:AiFeatureOnlineStore",
    "vertex:AiFeatureStore",
    "vertex:AiPersistentResource",
    "vertex:AiRagCorpus",
    "vertex:AiReasoningEngine",
    "vertex:AiTensorboard",
    "vertex:AiMetadataStore",
)


@rule(*KEPT)
def check(look: Look) -> Iterator[Fault]:
    """Vertex AI documentation, "Customer-managed encryption keys (CMEK)"."""
    if guarded(look):
        yield from must_have_own_key(look, "encryptionSpec.kmsKeyName")
