"""Nobody knows the master password of a database with records."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.gcp_engines import CLUSTER, SQL
from posture.rules.look import Look


@rule(*SQL, *CLUSTER)
def check(look: Look) -> Iterator[Fault]:
    """Cloud SQL documentation, "Set the password for the default admin user": without one, nobody logs in by it."""
    prop = "initialUser.password" if look.resource.type in CLUSTER else "rootPassword"
    if look.holds_records and (value := look.value(prop)) is not None and value != "":
        yield Fault("has a master password that the program knows", prop)
