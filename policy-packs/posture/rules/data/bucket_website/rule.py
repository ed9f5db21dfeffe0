"""Buckets of a zone are no web sites, and answer no page of just any origin."""

from collections.abc import Iterator

from posture.rules.aws_buckets import CORS, GENERAL_BUCKET, WEBSITE
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import Spot, each_place
from posture.rules.scope import guarded
from posture.rules.words import cannot_tell
from posture.values import is_unknown


@rule(*GENERAL_BUCKET)
def check(look: Look) -> Iterator[Fault]:
    """Inline or as a resource of its own."""
    if guarded(look):
        yield from each_place(look, WEBSITE, lambda spot: iter([Fault("is a web site", spot.root)]))
        yield from each_place(look, CORS, _any_origin)


def _any_origin(spot: Spot) -> Iterator[Fault]:
    for name in ("allowedOrigins", "allowedOrigin"):
        origins = spot.look.texts(spot.at(name))
        if is_unknown(origins) or any(is_unknown(one) for one in origins):
            yield cannot_tell(spot.at(name), "which pages may read its objects")
        elif "*" in origins:
            yield Fault("answers pages of every origin", spot.at(name))
