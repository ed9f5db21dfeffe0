"""No bucket of a zone is a web site."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.gcp_buckets import BUCKET
from posture.rules.look import Look
from posture.rules.scope import guarded
from posture.values import is_unknown


@rule(*BUCKET)
def check(look: Look) -> Iterator[Fault]:
    """Cloud Storage documentation, "Static website": pages are served to whoever may read them, and are meant to be read by all."""
    if guarded(look) and (is_unknown(site := look.value("website")) or site):
        yield Fault("is a web site", "website")
