"""Search domains with records are encrypted everywhere."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_keys import must_have_own_key
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_one_of, must_be_true

_POLICIES: Final = ("Policy-Min-TLS-1-2-2019-07", "Policy-Min-TLS-1-2-PFS-2023-10", "Policy-Min-TLS-1-2-RFC9151-FIPS-2024-08")


@rule("aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain", "aws-native:opensearchservice:Domain")
def check(look: Look) -> Iterator[Fault]:
    """Each is off, or old, unless it is given."""
    if look.holds_records:
        root = "encryptionAtRestOptions" if look.resource.type.startswith("aws-native:") else "encryptAtRest"
        node = "nodeToNodeEncryptionOptions" if root == "encryptionAtRestOptions" else "nodeToNodeEncryption"
        yield from must_be_true(look, f"{root}.enabled", "is not encrypted at rest")
        yield from must_have_own_key(look, f"{root}.kmsKeyId")
        yield from must_be_true(look, f"{node}.enabled", "does not encrypt between its nodes")
        yield from must_be_true(look, "domainEndpointOptions.enforceHttps", "answers without TLS")
        yield from must_be_one_of(look, "domainEndpointOptions.tlsSecurityPolicy", _POLICIES, "speaks TLS older than 1.2")
