"""Grants of what belongs to a zone name whom they let in: nothing is for everybody."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.scope import guarded

GRANTS: Final = gcp(
    "storage:BucketIAMMember",
    "storage:BucketIAMBinding",
    "bigquery:DatasetIamMember",
    "bigquery:DatasetIamBinding",
    "pubsub:TopicIAMMember",
    "pubsub:TopicIAMBinding",
    "pubsub:SubscriptionIAMMember",
    "pubsub:SubscriptionIAMBinding",
    "secretmanager:SecretIamMember",
    "secretmanager:SecretIamBinding",
    "kms:CryptoKeyIAMMember",
    "kms:CryptoKeyIAMBinding",
    "kms:KeyRingIAMMember",
    "kms:KeyRingIAMBinding",
    "cloudrunv2:ServiceIamMember",
    "cloudrunv2:ServiceIamBinding",
    "cloudrun:ServiceIamMember",
    "cloudrun:ServiceIamBinding",
    "cloudfunctionsv2:FunctionIamMember",
    "cloudfunctionsv2:FunctionIamBinding",
    "cloudfunctions:FunctionIamMember",
    "cloudfunctions:FunctionIamBinding",
    "artifactregistry:RepositoryIamMember",
    "artifactregistry:RepositoryIamBinding",
    "healthcare:DatasetIamMember",
    "healthcare:DatasetIamBinding",
    "healthcare:FhirStoreIamMember",
    "healthcare:FhirStoreIamBinding",
    "healthcare:DicomStoreIamMember",
    "healthcare:DicomStoreIamBinding",
    "healthcare:Hl7StoreIamMember",
    "healthcare:Hl7StoreIamBinding",
    "projects:IAMMember",
    "projects:IAMBinding",
)
_ON: Final = ("bucket", "datasetId", "topic", "subscription", "secretId", "cryptoKeyId", "keyRingId", "name", "service", "repository")
_EVERYBODY: Final = ("allUsers", "allAuthenticatedUsers")


@rule(*GRANTS)
def check(look: Look) -> Iterator[Fault]:
    """IAM documentation, "Principal identifiers": `allAuthenticatedUsers` is whoever has an account of Google's."""
    if not look.scene.classified or not _concerned(look):
        return
    for prop in ("member", "members"):
        for member in found if isinstance(found := look.texts(prop), list) else []:
            if member in _EVERYBODY:
                yield Fault(f"lets everybody in ({member})", prop)


def _concerned(look: Look) -> bool:
    """A grant belongs to what it is made on, or to its project."""
    owners = [target for prop in _ON for target in look.targets(prop)]
    return any(guarded(owner) for owner in owners) if owners else guarded(look)
