"""Who comes in by federation is limited by a condition."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.words import must_be_set

PROVIDER: Final = gcp("iam:WorkloadIdentityPoolProvider")


@rule(*PROVIDER)
def check(look: Look) -> Iterator[Fault]:
    """IAM documentation, "Best practices for using Workload Identity Federation" (use attribute conditions)."""
    if look.scene.classified and look.value("oidc") is not None:
        yield from must_be_set(look, "attributeCondition", "takes every identity that its issuer knows")
