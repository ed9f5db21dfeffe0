"""What a rule says of an opening in a policy."""

from typing import Final

from posture.iam import Opening
from posture.iam.opening import WitnessKind
from posture.proofs.verdict import Verdict
from posture.rules.look import Look

_SOMEBODY: Final = (WitnessKind.ACCOUNT, WitnessKind.ORGANIZATION, WitnessKind.PRINCIPAL)


def verdict_of(opening: Opening, look: Look) -> Verdict:
    """An account that nobody lists is a stranger's only where the reviewer lists his own: as the theorems have it (`Organization.stated`)."""
    known = look.approved.organization.stated or opening.witness_kind not in _SOMEBODY
    return Verdict.VIOLATED if opening.certain and known else Verdict.UNPROVEN
