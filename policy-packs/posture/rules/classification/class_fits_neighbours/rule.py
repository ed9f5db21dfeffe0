"""Nothing of phi or deidentification is public, nor what shares its key or is joined to it; and no log, secret, key or backup ever is."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import DataClass
from posture.proofs.search import HOLDERS
from posture.readers.aws.stores import STORES
from posture.rules.aws_engines import CLUSTER_INSTANCE, keeps_records
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import BUS, is_for_alarms, records_beside

_NEVER: Final = ("kms", "logs", "secretsmanager", "backup", "healthlake")


@rule(*STORES, *CLUSTER_INSTANCE, *BUS)
def check(look: Look) -> Iterator[Fault]:
    """Only what its own tag calls public."""
    if look.data_class != DataClass.PUBLIC:
        return
    if look.resource.type in CLUSTER_INSTANCE:
        if keeps_records(look):
            yield Fault("is called public, though its cluster holds records", "tags")
    elif look.zone in HOLDERS:
        yield Fault(f"is called public, though it belongs to {look.zone}", "tags")
    elif STORES.get(look.resource.type) in _NEVER:
        yield Fault("is called public, which no log, secret, key or backup is", "tags")
    elif is_for_alarms(look):
        yield Fault("is called public, though alarms and notices of our systems go to it", "tags")
    elif (found := records_beside(look)) is not None:
        yield Fault(f"is called public, though it stands beside records: {found[1]}", "tags")
