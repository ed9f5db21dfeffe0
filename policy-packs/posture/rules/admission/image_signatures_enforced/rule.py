"""Policies on signatures and images refuse what they don't find."""

from collections.abc import Iterator

from posture.readers.kubernetes.kinds import tokens
from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_admission import ACTION, SETTINGS, SIGNATURES, lax_settings, too_lax
from posture.rules.kubernetes_words import fault, things, untold
from posture.rules.look import Look


@rule(*SIGNATURES, *tokens("ConfigMap"))
def check(look: Look) -> Iterator[Fault]:
    """Policies of Sigstore's controller, its settings, and policies of Kyverno; an exception is a hole in all of them."""
    for one in things(look):
        if not look.scene.classified:
            continue
        if one.kind == "PolicyException":
            yield fault(one, "makes an exception of the policies on what runs", "spec")
            continue
        if one.kind == "ConfigMap":
            if one.name == SETTINGS:
                yield from (fault(one, message, path) for message, path in lax_settings(one))
            continue
        for message, path in too_lax(one):
            yield untold(one, path, "whether it refuses what it finds") if path == ACTION else fault(one, message, path)
