"""A federated credential names its issuer, its subject and Entra's own audience."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_set
from posture.values import is_unknown

CREDENTIAL: Final = az("managedidentity:FederatedIdentityCredential")
_AUDIENCES: Final = ("api://azureadtokenexchange", "api://azureadtokenexchangechina", "api://azureadtokenexchangeusgov")


@rule(*CREDENTIAL)
def check(look: Look) -> Iterator[Fault]:
    """A subject of GitHub that any pull request has is nobody's."""
    if not look.scene.classified:
        return
    yield from must_be_set(look, "subject", "may be used by every workload of its issuer")
    issuer, subject = look.text("issuer"), look.text("subject")
    if not is_unknown(issuer) and not (isinstance(issuer, str) and issuer.lower().startswith("https://")):
        yield Fault("does not name its issuer by https", "issuer")
    if isinstance(subject, str) and ("*" in subject or subject.endswith(":pull_request")):
        yield Fault(f"may be used by strangers: {subject}", "subject")
    audiences = look.texts("audiences")
    if not is_unknown(audiences) and (not audiences or any(isinstance(one, str) and one.lower() not in _AUDIENCES for one in audiences)):
        yield Fault("takes tokens that were made for others", "audiences")
