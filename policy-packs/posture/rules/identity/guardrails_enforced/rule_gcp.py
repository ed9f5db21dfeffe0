"""Policies of the organization beside zones are enforced, and allow not everything."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_words import gcp, items
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import is_unknown

POLICY: Final = gcp("orgpolicy:Policy")


@rule(*POLICY)
def check(look: Look) -> Iterator[Fault]:
    """Organization Policy documentation, "Using constraints", "Test organization policies in dry-run mode"."""
    if not look.scene.classified:
        return
    spec = look.value("spec")
    if is_unknown(spec):
        yield cannot_tell("spec", "whether it is enforced")
    elif spec in (None, {}):
        yield Fault("is a dry run: it refuses nothing", "spec")
    for block in items(look, "spec.rules"):
        if look.value(f"{block}.condition") in (None, {}):
            if look.flag(f"{block}.enforce") is False:
                yield Fault("is not enforced", f"{block}.enforce")
            elif look.flag(f"{block}.allowAll") is True:
                yield Fault("allows everything", f"{block}.allowAll")
