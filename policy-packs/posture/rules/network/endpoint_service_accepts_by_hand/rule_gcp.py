"""Who joins a service attachment is accepted by name."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.words import must_be_one_of, must_be_true

ATTACHMENT: Final = gcp("compute:ServiceAttachment")


@rule(*ATTACHMENT)
def check(look: Look) -> Iterator[Fault]:
    """Virtual Private Cloud documentation, "About published services": automatic acceptance lets in every project.

    "Manage published services" (connection reconciliation): off unless it is given, and then who is taken off the list stays connected.
    """
    if look.zone is not None:
        yield from must_be_one_of(look, "connectionPreference", ("ACCEPT_MANUAL",), "takes every connection without asking")
        yield from must_be_true(look, "reconcileConnections", "keeps who is no longer accepted connected")
