"""A store without a class that shares a key with records, is used from their zone, or is joined to them, is reported.

One that says its zone is asked for less: whether it is joined to records, where PHI may not be. Management keeps archives and logs of everything.
"""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.proofs.search import HOLDERS
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import BUS, DATA_STORES, is_for_alarms, joined_to_records, records_beside

_KEEPERS: Final = (*HOLDERS, ZoneName.MANAGEMENT)


@rule(*DATA_STORES, *BUS)
def check(look: Look) -> Iterator[Fault]:
    """The one rule that looks at what is not classified."""
    if look.data_class is not None or not look.scene.classified or look.resource.external:
        return
    if look.zone is not None:
        if look.zone not in _KEEPERS and not is_for_alarms(look) and (other := joined_to_records(look)) is not None:
            yield Fault(f"says not what it holds, though it is joined to {other.name}, which holds records", "tags")
        return
    found = records_beside(look)
    if found is not None:
        yield Fault(f"says not what it holds, though it stands beside records: {found[1]}", "tags")
    elif (sibling := _classified_sibling(look)) is not None:
        yield Fault(f"says not what it holds, though {sibling} of the same component does", "tags")


def _classified_sibling(look: Look) -> str | None:
    """Something under the same component that says by its own tags that it is of phi or deidentification."""
    stack = look.scene.stack
    parent = stack.by_urn.get(look.resource.parent or "")
    if parent is None or parent.type == "pulumi:pulumi:Stack" or parent.custom:
        return None
    known: dict[str, str | None] = look.scene.notes.setdefault(__name__, {})
    if parent.urn not in known:  # a component with thousands of stores asks once
        own = look.scene.classifier.own
        known[parent.urn] = next((other.name for other in stack.by_parent.get(parent.urn, ()) if own(other.urn).zone in HOLDERS), None)
    return known[parent.urn]
