"""Repositories of a zone are encrypted with a key of one's own, their tags immutable, their images scanned."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.rules.contract import Fault, rule
from posture.rules.gcp_keys import must_have_own_key
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.scope import guarded
from posture.rules.words import must_be_true

REPOSITORY: Final = gcp("artifactregistry:Repository")


@rule(*REPOSITORY)
def check(look: Look) -> Iterator[Fault]:
    """Artifact Registry documentation, "Enable customer-managed encryption keys", "Create standard repositories" (immutable tags), "Artifact analysis".

    "Remote repositories": they fetch from the internet.
    """
    if not guarded(look):
        return
    yield from must_have_own_key(look, "kmsKeyName")
    if look.text("mode") == "REMOTE_REPOSITORY" and look.zone is not None and look.zone is not ZoneName.EGRESS:
        yield Fault(f"fetches packages from outside by itself, in zone {look.zone}", "mode")
    if look.text("format") == "DOCKER" and look.text("mode") in (None, "STANDARD_REPOSITORY"):
        yield from must_be_true(look, "dockerConfig.immutableTags", "lets a tag be moved to another image")
    scanned = look.text("vulnerabilityScanningConfig.enablementConfig")
    if scanned == "DISABLED":
        yield Fault("does not scan its images", "vulnerabilityScanningConfig.enablementConfig")
