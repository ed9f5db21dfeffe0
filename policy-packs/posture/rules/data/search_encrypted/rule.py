"""Search domains and collections with records are encrypted everywhere.

Source: Amazon OpenSearch Service Developer Guide, "Encryption in Amazon OpenSearch Serverless" (a policy or the collection itself names the key;
without one it is AWS's own; of several policies the longest pattern counts).
"""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.readers.aws.collection_policies import COLLECTION, encryption_of
from posture.rules.aws_keys import NO_KEY, must_have_own_key, must_name_own_key
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import given
from posture.rules.words import cannot_tell, must_be_one_of, must_be_true

_POLICIES: Final = ("Policy-Min-TLS-1-2-2019-07", "Policy-Min-TLS-1-2-PFS-2023-10", "Policy-Min-TLS-1-2-RFC9151-FIPS-2024-08")


@rule("aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain", "aws-native:opensearchservice:Domain", *COLLECTION)
def check(look: Look) -> Iterator[Fault]:
    """Each is off, or old, unless it is given."""
    if look.holds_records and look.resource.type in COLLECTION:
        yield from _collection(look)
    elif look.holds_records:
        root = "encryptionAtRestOptions" if look.resource.type.startswith("aws-native:") else "encryptAtRest"
        node = "nodeToNodeEncryptionOptions" if root == "encryptionAtRestOptions" else "nodeToNodeEncryption"
        yield from must_be_true(look, f"{root}.enabled", "is not encrypted at rest")
        yield from must_have_own_key(look, f"{root}.kmsKeyId")
        yield from must_be_true(look, f"{node}.enabled", "does not encrypt between its nodes")
        yield from must_be_true(look, "domainEndpointOptions.enforceHttps", "answers without TLS")
        yield from must_be_one_of(look, "domainEndpointOptions.tlsSecurityPolicy", _POLICIES, "speaks TLS older than 1.2")


def _collection(look: Look) -> Iterator[Fault]:
    """Between its parts and towards clients a collection is encrypted by itself."""
    own = look.blocks("encryptionConfigs") if given(look, "encryptionConfigs") else []
    if isinstance(own, list) and own:
        yield from must_have_own_key(look, f"{own[0]}.kmsKeyArn")
        return
    entry = encryption_of(look.scene.stack, look.text("name"))
    if entry is None:
        yield Fault("is encrypted by a policy that the program does not hold", "encryptionConfigs", Verdict.UNPROVEN)
    elif entry.said is None:
        yield cannot_tell("policy", f"its key: the policy {entry.policy.resource.name} is not known;")
    elif isinstance(arn := entry.said.get("KmsARN"), str) and entry.said.get("AWSOwnedKey") is not True:
        yield from must_name_own_key(look, arn, "policy")
    else:
        yield Fault(NO_KEY, "policy", urn=entry.policy.resource.urn)
