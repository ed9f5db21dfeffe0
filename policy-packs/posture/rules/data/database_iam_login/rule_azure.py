"""Database servers of zones take logins of Entra ID alone."""

from collections.abc import Iterator

from posture.rules.azure_engines import POSTGRES, SERVERS, SQL, is_copy
from posture.rules.azure_words import must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.words import must_be_true


@rule(*SERVERS)
def check(look: Look) -> Iterator[Fault]:
    """PostgreSQL says it of passwords and of Entra ID; SQL of its administrators; MySQL can't do without a password."""
    if not serves(look) or is_copy(look):
        return
    if look.value("administratorLoginPassword") is not None:
        yield Fault("has an administrator with a password", "administratorLoginPassword")
    if look.resource.type in POSTGRES:
        yield from must_say(look, "authConfig.passwordAuth", ("disabled",), "lets people and programs in by passwords", default="Enabled")
        yield from must_say(look, "authConfig.activeDirectoryAuth", ("enabled",), "knows no identities of Entra ID", default="Disabled")
    elif look.resource.type in SQL:
        yield from must_be_true(look, "administrators.azureADOnlyAuthentication", "lets people and programs in by passwords")
