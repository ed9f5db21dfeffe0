"""Certificates can be taken back: they are stored, and the lists that say so are made in time."""

from collections.abc import Iterator

from posture.readers.vault.kinds import PKI_CRL, PKI_ROLE
from posture.readers.vault.times import DAY, HOUR
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.vault_words import must_be, must_end, unclear
from posture.rules.vault_written import Written, each
from posture.values import is_unknown


@rule(*PKI_ROLE.tokens, *PKI_CRL.tokens)
def check(look: Look) -> Iterator[Fault]:
    """PKI considerations, "Keep certificate lifetimes short, for CRL's sake"; a list that nobody rebuilds ends, and clients then refuse everybody or nobody."""
    yield from each(look, PKI_ROLE, _role)
    yield from each(look, PKI_CRL, _list)


def _role(role: Written) -> Iterator[Fault]:
    kept = role.flag("no_store", False)
    if kept is False:
        return
    longest = role.length("max_ttl")
    if is_unknown(kept) or is_unknown(longest):
        yield unclear(role, "no_store", "issues certificates that can't be taken back")
    elif not longest or longest > HOUR:
        yield Fault("issues certificates that can't be taken back: they are not stored", role.prop("no_store"))


def _list(config: Written) -> Iterator[Fault]:
    yield from must_be(config, "disable", False, "makes no revocation lists", default=False)
    yield from must_be(config, "ocsp_disable", False, "answers nobody who asks whether a certificate holds (OCSP)", default=False)
    yield from must_be(config, "auto_rebuild", True, "does not rebuild its revocation list before that ends", default=False)
    yield from must_end(config, ("expiry",), 7 * DAY, "has revocation lists that are good for too long", absent=3 * DAY)
    yield from must_end(config, ("ocsp_expiry",), DAY, "has answers (OCSP) that are good for too long", absent=DAY // 2)
