"""Buckets of a zone can be opened to nobody outside."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.gcp_buckets import BUCKET
from posture.rules.look import Look
from posture.rules.scope import guarded
from posture.rules.words import must_be_one_of


@rule(*BUCKET)
def check(look: Look) -> Iterator[Fault]:
    """Cloud Storage documentation, "Public access prevention": inherited unless it is given, which prevents where the organization does."""
    if guarded(look):
        prop, fault = "publicAccessPrevention", "may be opened to everybody by one grant"
        yield from must_be_one_of(look, prop, ("enforced",), fault, default="inherited")
