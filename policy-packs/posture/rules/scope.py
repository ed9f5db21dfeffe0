"""Whom a safeguard concerns.

Protected records (`look.holds_records`) need every safeguard. What else belongs to a zone, its logs above all, is internal: it needs
encryption, retention, and to be closed. What is tagged `public` concerns nobody, and what is not classified at all is not judged.
"""

from ai_zones.plan import DataClass
from posture.proofs.search import HOLDERS
from posture.rules.look import Look


def guarded(look: Look) -> bool:
    """Whether it belongs to a zone or holds classified data, and is not meant for the public."""
    return look.classified and look.data_class != DataClass.PUBLIC


def beside_records(look: Look) -> bool:
    """Whether it stands where records are handled: in phi or deidentification, or as their store."""
    return look.data_class != DataClass.PUBLIC and (look.holds_records or look.zone in HOLDERS)


def holds_phi(look: Look) -> bool:
    """Whether it holds PHI itself."""
    return look.data_class == DataClass.PHI


def of_a_zone(look: Look) -> bool:
    """Whether it stands in a zone: workloads and infrastructure."""
    return look.zone is not None and look.data_class != DataClass.PUBLIC
