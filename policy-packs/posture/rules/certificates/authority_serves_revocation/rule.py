"""The mount of a role has its revocation list, its addresses and its tidying set."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from posture.proofs.verdict import Verdict
from posture.readers.vault.kinds import PKI_CRL, PKI_ISSUER, PKI_ROLE, PKI_TIDY, PKI_URLS, Kind
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.vault_words import must_be, named
from posture.rules.vault_written import Written, beside, each, mount_look

_MISSING: Final = (
    (PKI_CRL, "has no revocation list that is rebuilt in time: Vault's own default is none"),
    (PKI_TIDY, "is never tidied up"),
)
_WHERE: Final = ("ocsp_servers", "crl_distribution_points")


@rule(*PKI_ROLE.tokens, *PKI_TIDY.tokens, *PKI_URLS.tokens)
def check(look: Look) -> Iterator[Fault]:
    """Asked of a role whose mount stands in the stack: another stack's mount is judged there."""
    yield from each(look, PKI_ROLE, partial(_role, look))
    yield from each(look, PKI_TIDY, _tidy)


def _role(look: Look, role: Written) -> Iterator[Fault]:
    if mount_look(role) is None:
        return
    for kind, fault in _MISSING:
        yield from _must_stand_beside(role, kind, fault)
    urls, more = beside(role, PKI_URLS, PKI_ISSUER)
    told = [named(one, *_WHERE) for one in urls]
    if not any(one is not False for one in told):
        verdict = Verdict.UNPROVEN if more else Verdict.VIOLATED
        yield Fault(
            "issues certificates that say nowhere whether they hold: neither OCSP nor a list's address", role.prop("backend"), verdict
        )


def _must_stand_beside(role: Written, kind: Kind, fault: str) -> Iterator[Fault]:
    found, more = beside(role, kind)
    if not found:
        yield Fault(f"is of a mount that {fault}", role.prop("backend"), Verdict.UNPROVEN if more else Verdict.VIOLATED)


def _tidy(config: Written) -> Iterator[Fault]:
    yield from must_be(config, "enabled", True, "does not tidy up", default=False)
    yield from must_be(config, "tidy_cert_store", True, "keeps certificates that have ended for ever", default=False)
    yield from must_be(config, "tidy_revoked_certs", True, "lets its revocation list grow for ever", default=False)
