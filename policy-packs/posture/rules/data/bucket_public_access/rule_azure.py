"""Nothing in a storage account of a zone is shown to anonymous readers."""

from collections.abc import Iterator

from posture.rules.azure_storage import ACCOUNT, CONTAINER
from posture.rules.azure_words import must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.words import must_be_false


@rule(*ACCOUNT, *CONTAINER)
def check(look: Look) -> Iterator[Fault]:
    """Older versions of the API allow it unless it is refused; a container says it for itself."""
    if serves(look):
        if look.resource.type in CONTAINER:
            yield from must_say(look, "publicAccess", ("none",), "shows its contents to everybody", default="None")
        else:
            yield from must_be_false(look, "allowBlobPublicAccess", "lets containers be opened to everybody", default=True)
