"""Certificates end within 90 days, whatever is asked for."""

from collections.abc import Iterator

from posture.proofs.verdict import Verdict
from posture.readers.vault.kinds import PKI_LEAF, PKI_ROLE
from posture.readers.vault.times import DAY, SYSTEM_MAXIMUM, written
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.vault_words import must_end, unclear
from posture.rules.vault_written import Written, each, mount_look
from posture.values import is_unknown

MOST = 90 * DAY


@rule(*PKI_ROLE.tokens, *PKI_LEAF.types)
def check(look: Look) -> Iterator[Fault]:
    """A role, and a certificate that the program asks for itself."""
    yield from each(look, PKI_ROLE, _role)
    yield from each(look, PKI_LEAF, _leaf)


def _role(role: Written) -> Iterator[Fault]:
    fixed = role.text("not_after")
    if is_unknown(fixed):
        yield unclear(role, "not_after", "gives certificates a fixed end")
    elif fixed is not None:
        yield Fault("gives certificates a fixed end, whatever its max_ttl says", role.prop("not_after"))
    longest = role.length("max_ttl")
    if is_unknown(longest):
        yield unclear(role, "max_ttl", "lets certificates live over 90 d")
    elif longest > MOST:
        yield Fault(f"lets certificates live {written(longest)}, and 90 d at most are allowed", role.prop("max_ttl"))
    elif not longest:
        yield from _by_the_mount(role)


def _by_the_mount(role: Written) -> Iterator[Fault]:
    """Without a maximum of its own the mount's counts, and without one there the server's, 32 days unless its configuration says otherwise."""
    mount = mount_look(role)
    if mount is None:
        yield Fault("names no max_ttl, and the mount whose maximum counts then is not in sight", role.prop("max_ttl"), Verdict.UNPROVEN)
        return
    most = mount.number("maxLeaseTtlSeconds")
    if is_unknown(most):
        yield Fault("names no max_ttl, and the mount's maximum is unknown until the update", role.prop("max_ttl"), Verdict.UNPROVEN)
    elif (most or SYSTEM_MAXIMUM) > MOST:
        yield Fault(
            f"names no max_ttl, so the mount's {written(most or SYSTEM_MAXIMUM)} count, and 90 d at most are allowed", role.prop("max_ttl")
        )


def _leaf(leaf: Written) -> Iterator[Fault]:
    yield from must_end(leaf, ("ttl",), MOST, "is valid for too long", absent=0)
    fixed = leaf.text("not_after")
    if isinstance(fixed, str):
        yield Fault("asks for a fixed end, past the role's max_ttl", leaf.prop("not_after"))
