"""A federated credential names its issuer, a subject that the reviewer knows, and Entra's own audience."""

import re
from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.readers.azure.federation import SHARED
from posture.readers.azure.sending import host_of
from posture.rules.azure_words import az
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_set
from posture.values import is_unknown

CREDENTIAL: Final = az("managedidentity:FederatedIdentityCredential")
_AUDIENCES: Final = ("api://azureadtokenexchange", "api://azureadtokenexchangechina", "api://azureadtokenexchangeusgov")

_ISSUERS: Final = re.compile(
    r"^https://("
    r"token\.actions\.githubusercontent\.com|vstoken\.dev\.azure\.com|gitlab\.com|app\.terraform\.io|api\.pulumi\.com|accounts\.google\.com"
    r"|login\.microsoftonline\.com|sts\.windows\.net|[\w.-]+\.oic\.prod-aks\.azure\.com|oidc\.eks\.[\w-]+\.amazonaws\.com|container\.googleapis\.com"
    r")(/|$)"
)
"""Issuers of CI services and clusters. Source: Microsoft Entra documentation, "Configure an app to trust an external identity provider"."""


@rule(*CREDENTIAL)
def check(look: Look) -> Iterator[Fault]:
    """A subject of GitHub that any pull request has is nobody's."""
    if not look.scene.classified:
        return
    yield from must_be_set(look, "subject", "may be used by every workload of its issuer")
    issuer, subject = look.text("issuer"), look.text("subject")
    if not is_unknown(issuer) and not (isinstance(issuer, str) and issuer.lower().startswith("https://")):
        yield Fault("does not name its issuer by https", "issuer")
    elif isinstance(issuer, str) and not _known(look, issuer):
        yield Fault(f"takes tokens of {issuer}, which is no issuer that is known", "issuer")
    if isinstance(subject, str) and ("*" in subject or subject.endswith(":pull_request")):
        yield Fault(f"may be used by strangers: {subject}", "subject")
    elif isinstance(subject, str) and isinstance(issuer, str):
        yield from _somebody_elses(look, issuer, subject)
    audiences = look.texts("audiences")
    if not is_unknown(audiences) and (not audiences or any(isinstance(one, str) and one.lower() not in _AUDIENCES for one in audiences)):
        yield Fault("takes tokens that were made for others", "audiences")


def _somebody_elses(look: Look, issuer: str, subject: str) -> Iterator[Fault]:
    """Anybody may be a customer of these issuers: only the reviewer can say which repository is ours. Where he names some, others are not."""
    if not host_of(issuer).endswith(SHARED) or not look.approved.organization.stated:
        return
    known = {entry.literal.lower().removeprefix(issuer.lower()).strip() for entry in look.approved.asserted}
    if subject.lower() in known:
        return
    kind = subject.lower().split(":", 1)[0] + ":"
    if any(one.startswith(kind) for one in known):
        yield Fault(f"may be used by {subject}, whom the reviewer does not name", "subject")
    else:
        yield Fault(f"may be used by {subject}; whether that is ours, the reviewer does not say", "subject", Verdict.UNPROVEN)


def _known(look: Look, issuer: str) -> bool:
    """A well-known one, or one that the reviewer vouches for."""
    return bool(_ISSUERS.match(issuer)) or any(entry.literal == issuer for entry in look.approved.asserted)
