"""No route of a zone copies its requests to somebody else."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_mesh import ROUTES
from posture.rules.kubernetes_words import fault, rows, untold, zoned
from posture.rules.look import Look
from posture.values import Unknown


@rule(*ROUTES)
def check(look: Look) -> Iterator[Fault]:
    """`mirror` and `mirrors` of each HTTP route."""
    for one, _ in zoned(look):
        listed = rows(one, "spec.http")
        if isinstance(listed, Unknown):
            yield untold(one, "spec.http", "whether it copies requests")
            continue
        for path, item in listed:
            if item is None:
                yield untold(one, path, "whether it copies requests")
            elif item.get("mirror") or item.get("mirrors"):
                yield fault(one, "copies its requests to another service", f"{path}.mirror")
