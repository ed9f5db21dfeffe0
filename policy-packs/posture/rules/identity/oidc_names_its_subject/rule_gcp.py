"""Who comes in by federation is limited by a condition."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from posture.readers.gcp.federation import VOUCH, binds
from posture.rules.contract import Fault, rule
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.words import must_be_set

PROVIDER: Final = gcp("iam:WorkloadIdentityPoolProvider")
_FAULT: Final = "takes every identity that its issuer knows"


@rule(*PROVIDER)
def check(look: Look) -> Iterator[Fault]:
    """IAM documentation, "Best practices for using Workload Identity Federation" (use attribute conditions)."""
    if look.scene.classified and look.value("oidc") is not None:
        yield from must_be_set(look, "attributeCondition", _FAULT)
        condition = look.text("attributeCondition")
        if isinstance(condition, str) and condition and not binds(condition):
            yield Fault(_FAULT, "attributeCondition")
        yield from _issuer(look)


def _issuer(look: Look) -> Iterator[Fault]:
    """Whoever issues the tokens writes whatever the condition asks for: he is ours, or one of those who serve everybody and vouch for names."""
    domains = look.approved.organization.gcp_domains
    uri = look.text("oidc.issuerUri")
    if not domains or not isinstance(uri, str):
        return
    host = (urlsplit(uri).hostname or "").lower()
    if any(host == one or host.endswith(f".{one}") for one in (*domains, *VOUCH)):
        return
    yield Fault(f"believes {host or uri}, which is neither ours nor a service that vouches for its customers' names", "oidc.issuerUri")
