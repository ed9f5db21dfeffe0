"""No addresses as names of certificates: Vault takes any unless a role says otherwise."""

from collections.abc import Iterator

from posture.readers.vault.kinds import PKI_ROLE
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.vault_words import must_be
from posture.rules.vault_written import Written, each
from posture.values import is_unknown


@rule(*PKI_ROLE.tokens)
def check(look: Look) -> Iterator[Fault]:
    """OpenBao bounds them with `allowed_ip_sans_cidr`; a bound that is not every address holds."""
    yield from each(look, PKI_ROLE, _role)


def _role(role: Written) -> Iterator[Fault]:
    ranges = role.texts("allowed_ip_sans_cidr")
    if not is_unknown(ranges) and ranges and not any(isinstance(one, str) and one.endswith("/0") for one in ranges):
        return
    yield from must_be(role, "allow_ip_sans", False, "puts any address that is asked for into certificates", default=True)
