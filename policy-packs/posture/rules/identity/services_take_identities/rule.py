"""Services of zones take identities of Entra ID alone, and no keys of their own."""

from collections.abc import Iterator

from posture.rules.azure_keys import must_be_safe
from posture.rules.azure_services import IDENTITIES, SECOND_IDENTITIES
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves


@rule(*IDENTITIES)
def check(look: Look) -> Iterator[Fault]:
    """Account keys, admin users, connection strings, anonymous readers."""
    if serves(look):
        yield from must_be_safe(look, IDENTITIES[look.resource.type], "opens to whoever has one of its keys")
        for second in SECOND_IDENTITIES.get(look.resource.type, ()):
            yield from must_be_safe(look, second, "opens to whoever has one of its keys, or none")
