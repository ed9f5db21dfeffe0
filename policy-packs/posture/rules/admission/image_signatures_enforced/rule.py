"""Policies on signatures and images refuse what they don't find."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_admission import SIGNATURES, too_lax
from posture.rules.kubernetes_words import fault, things
from posture.rules.look import Look


@rule(*SIGNATURES)
def check(look: Look) -> Iterator[Fault]:
    """Policies of Sigstore's controller and of Kyverno; an exception is a hole in all of them."""
    for one in things(look):
        if not look.scene.classified:
            continue
        if one.kind == "PolicyException":
            yield fault(one, "makes an exception of the policies on what runs", "spec")
            continue
        for message, path in too_lax(one):
            yield fault(one, message, path)
