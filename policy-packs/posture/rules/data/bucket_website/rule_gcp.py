"""No bucket of a zone is a web site, nor does it answer web pages from anywhere."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.gcp_buckets import BUCKET
from posture.rules.gcp_words import items
from posture.rules.look import Look
from posture.rules.scope import guarded
from posture.values import is_unknown


@rule(*BUCKET)
def check(look: Look) -> Iterator[Fault]:
    """Cloud Storage documentation, "Static website": pages are served to whoever may read them, and are meant to be read by all.

    "Cross-origin resource sharing (CORS)": the origin `*` stands for every page, which reads with the rights of whoever looks at it.
    """
    if not guarded(look):
        return
    if is_unknown(site := look.value("website")) or site:
        yield Fault("is a web site", "website")
    for block in items(look, "cors"):
        origins = look.texts(f"{block}.origins")
        if isinstance(origins, list) and "*" in origins:
            yield Fault("answers every web page", f"{block}.origins")
