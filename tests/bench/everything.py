"""`python -m tests.bench.everything`: every theorem and rule of every pack, served as one pack by the servicer that the packs use."""

import gc

from posture.engine.judged import Judge
from posture.engine.policies import policies_of
from posture.engine.servicer import Servicer, listen
from posture.packs.catalogue import Pack, packs
from posture.proofs.theorems import THEOREMS


def everything() -> Pack:
    """All packs in one: each rule once."""
    rules = tuple({rule.id: rule for pack in packs().values() for rule in pack.rules}.values())
    return Pack("everything", "Every theorem and rule of every pack.", tuple(THEOREMS), rules)


if __name__ == "__main__":
    gc.disable()  # as the packs' own programs do
    pack = everything()
    listen(Servicer(pack.name, pack.description, tuple(policies_of(pack)), Judge(pack.rules, pack.theorems)))
