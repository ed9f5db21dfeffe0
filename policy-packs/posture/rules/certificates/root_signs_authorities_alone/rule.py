"""Roles stand beside an intermediate, never beside the root; an intermediate has a bound on what it may sign."""

from collections.abc import Iterator

from posture.readers.vault.kinds import PKI_INTERMEDIATE, PKI_ISSUER, PKI_ROLE, PKI_ROOT, PKI_SIGNED
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.vault_words import must_be, unclear
from posture.rules.vault_written import Written, beside, each
from posture.values import is_unknown


@rule(*PKI_ROLE.tokens, *PKI_INTERMEDIATE.tokens, *PKI_ISSUER.tokens)
def check(look: Look) -> Iterator[Fault]:
    """A mount on which a root was made and no intermediate was brought signs with the root."""
    yield from each(look, PKI_ROLE, _role)
    yield from each(look, PKI_INTERMEDIATE, _intermediate)
    yield from each(look, PKI_ISSUER, _issuer)


def _role(role: Written) -> Iterator[Fault]:
    roots, _ = beside(role, PKI_ROOT)
    signed, maybe = beside(role, PKI_SIGNED)
    if roots and not signed and not maybe:
        yield Fault("issues certificates with the root itself", role.prop("backend"))


def _intermediate(signed: Written) -> Iterator[Fault]:
    length = signed.number("max_path_length")
    if is_unknown(length):
        yield unclear(signed, "max_path_length", "lets an intermediate make further authorities without end")
    elif length is None or length < 0:
        yield Fault("lets an intermediate make further authorities without end", signed.prop("max_path_length"))
    yield from must_be(signed, "use_csr_values", False, "takes names and constraints from whoever asks", default=False)


def _issuer(issuer: Written) -> Iterator[Fault]:
    behaviour = issuer.text("leaf_not_after_behavior")
    if is_unknown(behaviour):
        yield unclear(issuer, "leaf_not_after_behavior", "issues certificates that outlive it")
    elif behaviour == "permit":
        yield Fault("issues certificates that outlive it", issuer.prop("leaf_not_after_behavior"))
    for field in (
        "disable_critical_extension_checks",
        "disable_path_length_checks",
        "disable_name_checks",
        "disable_name_constraint_checks",
    ):
        yield from must_be(issuer, field, False, f"issues what the authorities above it forbid ({field})", default=False)
