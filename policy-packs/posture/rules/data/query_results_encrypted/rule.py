"""Athena workgroups with records say where results go, and enforce their encryption with a key of one's own.

Sources: Amazon Athena User Guide, "Use workgroup settings to override client-side settings", "Managed query results", "Encrypt managed
query results" (a key that Amazon owns unless one is named); Amazon Athena API Reference,
ResultConfiguration ("either in the workgroup … or for individual queries (client-side)").
"""

from collections.abc import Iterator
from typing import Final

from posture.readers.aws.tokens import BUCKET
from posture.rules.aws_keys import must_have_own_key
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import handles
from posture.rules.words import must_be_false, must_be_one_of, must_be_set, must_be_true

_CATALOG: Final = ("aws:glue/catalogDatabase:CatalogDatabase", "aws:athena/database:Database", "aws-native:glue:Database")
_ANYWHERE: Final = "lets the client say where results go: it names no place for them"


@rule("aws:athena/workgroup:Workgroup", "aws-native:athena:WorkGroup")
def check(look: Look) -> Iterator[Fault]:
    """Enforced unless it is switched off."""
    native = look.resource.type.startswith("aws-native:")
    root = "workGroupConfiguration" if native else "configuration"
    managed = look.flag(f"{root}.managedQueryResultsConfiguration.enabled") is True
    place = f"{root}.resultConfiguration.outputLocation"
    if not handles(look):
        # What names neither a bucket nor a key is used by nothing that would say whose records it asks.
        if _asks_records(look) and not managed:
            yield from must_be_set(look, place, _ANYWHERE)
        return
    if not managed:
        yield from must_be_set(look, place, _ANYWHERE)
    results = f"{root}.resultConfiguration.encryptionConfiguration"
    yield from must_be_true(
        look,
        f"{root}.enforceWorkgroupConfiguration" if not native else f"{root}.enforceWorkGroupConfiguration",
        "lets the client say where results go",
        default=True,
    )
    yield from must_be_false(look, "recursiveDeleteOption" if native else "forceDestroy", "is deleted with all its queries")
    if managed:
        # Athena keeps the results itself then, and takes no place and no option of the workgroup's own.
        yield from must_have_own_key(look, f"{root}.managedQueryResultsConfiguration.encryptionConfiguration.kmsKey", "'s results")
        return
    yield from must_be_one_of(look, f"{results}.encryptionOption", ("SSE_KMS", "CSE_KMS"), "writes its results without a key of its own")
    yield from must_have_own_key(look, f"{results}.{'kmsKey' if native else 'kmsKeyArn'}", "'s results")


def _asks_records(look: Look) -> bool:
    """An untagged workgroup beside buckets of records whose tables are catalogued: whoever may use it asks them."""
    if look.classified or look.resource.external:
        return False
    catalogued = any(True for _ in look.scene.of(_CATALOG))
    return catalogued and any(look.scene.look(bucket).holds_records for bucket in look.scene.of(BUCKET))
