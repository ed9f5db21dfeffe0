"""Database servers with records are encrypted with a key of one's own."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_keys import must_have_own_key
from posture.rules.azure_words import az
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_set

SERVER: Final = az("dbforpostgresql:Server", "dbformysql:Server", "sql:Server")
_COPIES: Final = ("replica", "georestore")


@rule(*SERVER)
def check(look: Look) -> Iterator[Fault]:
    """The key, and the identity that may use it; a geo-redundant copy needs a key there too."""
    if not look.holds_records:
        return
    yield from must_have_own_key(look)
    if "sql:Server" in look.resource.type and "dbfor" not in look.resource.type:
        return
    yield from must_be_set(look, "dataEncryption.primaryUserAssignedIdentityId", "names no identity that may use its key")
    if look.text("backup.geoRedundantBackup") == "Enabled":
        yield from must_be_set(look, "dataEncryption.geoBackupKeyURI", "has no key of its own for its copy in another region")
