"""Web apps of zones are encrypted up to the worker that runs them, and take neither shells nor passwords."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.azure_words import az
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import zone_in_use
from posture.rules.words import must_be_true

APP: Final = az("web:WebApp")
PUBLISHING: Final = az("web:WebAppScmAllowed")


@rule(*APP)
def check(look: Look) -> Iterator[Fault]:
    """What App Service does where the program says nothing; `function-guarded` judges what it says."""
    if (look.zone or zone_in_use(look)) is None:
        return
    kind = look.text("kind")
    words = kind.lower() if isinstance(kind, str) else ""
    if "functionapp" not in words:
        yield from must_be_true(look, "endToEndEncryptionEnabled", "is spoken to in the clear behind Azure's front ends")
    # The runtime's own images have a server for SSH; it is on unless it is switched off.
    if "linux" in words and look.value("sshEnabled") is None:
        yield Fault("can be logged in to: SSH is on unless it is switched off", "sshEnabled")
    if not look.companions(PUBLISHING, "name", APP):
        maybe = bool(look.maybe_companions(PUBLISHING, "name", APP))
        yield Fault(
            "lets code be published by a password: nothing switches basic authentication off",
            "basic publishing credentials",
            Verdict.UNPROVEN if maybe else Verdict.VIOLATED,
        )
