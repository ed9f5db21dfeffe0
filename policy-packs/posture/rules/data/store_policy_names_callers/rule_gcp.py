"""Grants of what belongs to a zone name whom they let in: nothing is for everybody."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.gcp_grants import GRANTS, concerned, members_of
from posture.rules.look import Look


@rule(*GRANTS)
def check(look: Look) -> Iterator[Fault]:
    """IAM documentation, "Principal identifiers": `allAuthenticatedUsers` is whoever has an account of Google's."""
    if not concerned(look):
        return
    for prop, member in members_of(look):
        if member.everybody:
            yield Fault(f"lets everybody in ({member.text})", prop)
