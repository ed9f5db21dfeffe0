"""Nothing rewrites what the mesh decides: what a filter does can't be read from outside."""

from collections.abc import Iterator

from posture.proofs.verdict import Verdict
from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_mesh import OPAQUE, concerned
from posture.rules.look import Look


@rule(*OPAQUE)
def check(look: Look) -> Iterator[Fault]:
    """In a zone, or for the whole mesh."""
    for one in concerned(look):
        yield Fault("rewrites what the mesh decides: what is left of its policies can't be told", one.prop("spec"), Verdict.UNPROVEN)
