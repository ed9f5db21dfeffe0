"""No keys of service accounts, HMAC keys or API keys stand beside protected data."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_words import gcp
from posture.rules.look import Look

STATIC: Final = {
    **dict.fromkeys(gcp("serviceaccount:Key"), "is a key of a service account, which never ends"),
    **dict.fromkeys(gcp("storage:HmacKey"), "is a key of Cloud Storage, which never ends"),
    **dict.fromkeys(gcp("projects:ApiKey"), "is an API key: whoever has it may use it"),
}


@rule(*STATIC)
def check(look: Look) -> Iterator[Fault]:
    """IAM documentation, "Best practices for managing service account keys": they never end, and whoever has one is the account."""
    if look.scene.classified:
        yield Fault(STATIC[look.resource.type], "the resource")
