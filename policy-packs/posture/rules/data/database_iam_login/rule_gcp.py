"""Programs and people log in to databases with records by their identity."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_engines import INSTANCE, SQL, engine, flag_of, is_replica, is_secondary
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import is_unknown

USERS: Final = gcp("sql:User", "alloydb:User")
_FLAGS: Final = {"postgres": "cloudsql.iam_authentication", "mysql": "cloudsql_iam_authentication"}


@rule(*SQL, *INSTANCE, *USERS)
def check(look: Look) -> Iterator[Fault]:
    """Cloud SQL documentation, "IAM authentication": a flag of PostgreSQL and MySQL; SQL Server has none."""
    if not look.holds_records:
        return
    if look.resource.type in USERS:
        if look.text("type") in (None, "BUILT_IN") and look.text("userType") in (None, "ALLOYDB_BUILT_IN"):
            yield Fault("logs in by a password", "userType" if look.value("userType") is not None else "type")
        return
    if is_replica(look) or is_secondary(look) or (name := _FLAGS.get(engine(look))) is None:
        return
    name = "alloydb.iam_authentication" if look.resource.type in INSTANCE else name
    value, prop = flag_of(look, name), "databaseFlags" if look.resource.type in INSTANCE else "settings.databaseFlags"
    if is_unknown(value):
        yield cannot_tell(prop, "whether it knows identities")
    elif value != "on":
        yield Fault(f"knows no identities: {name} is off", prop)
