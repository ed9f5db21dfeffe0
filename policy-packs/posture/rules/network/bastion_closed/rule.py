"""A bastion of a zone hands out no links and carries no files."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_false, must_be_true

BASTION: Final = az("network:BastionHost")


@rule(*BASTION)
def check(look: Look) -> Iterator[Fault]:
    """What people may do beside looking."""
    if look.zone is None:
        return
    yield from must_be_false(look, "enableShareableLink", "hands out links that let in without a login to Azure")
    yield from must_be_false(look, "enableIpConnect", "leads to any address that its network reaches")
    yield from must_be_false(look, "enableFileCopy", "carries files out")
    yield from must_be_false(look, "enableTunneling", "opens tunnels to any port")
    yield from must_be_true(look, "disableCopyPaste", "lets records be copied to the clipboard")
