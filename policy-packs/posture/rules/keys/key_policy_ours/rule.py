"""No policy of a key that serves a zone lets in anybody who is not ours, or a service for somebody else."""

from collections.abc import Iterator

from posture.iam import UnknownPolicy, openings_to_principals
from posture.proofs.verdict import Verdict
from posture.readers.aws.ours import ours
from posture.rules.aws_keys import KEYS
from posture.rules.aws_kms import key_policies
from posture.rules.aws_openings import verdict_of
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves


@rule(*KEYS)
def check(look: Look) -> Iterator[Fault]:
    """The same judge as for the theorems; here for keys that no tag classifies too."""
    if not serves(look):
        return
    found, _ = key_policies(look)
    for spot, policy in found:
        if isinstance(policy, UnknownPolicy):
            yield Fault(
                "may let in strangers: its policy is not known yet", spot.root, Verdict.UNPROVEN, "" if spot.look is look else spot.look.urn
            )
            continue
        for opening in openings_to_principals(policy, ours(look.scene.builder), look.text("arn")):
            verdict = verdict_of(opening, look)
            yield Fault(f"lets in strangers: {opening.reason}", spot.root, verdict, "" if spot.look is look else spot.look.urn)
