"""What the simulated Vault refuses: the table's words are a real OpenBao's, see tests/live/test_vault_refusals.py."""

import pytest

from tests.simulator.vault.refusals import REFUSALS, Refusal
from tests.simulator.vault.server import Server


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda one: one.name.replace(" ", "-"))
def test_the_simulated_server_refuses(vault: Server, refusal: Refusal) -> None:
    made = refusal.before(vault)
    vault.refuses(refusal.code, refusal.type, match=_literal(refusal.words), **refusal.resolved(made))


def _literal(words: str) -> str:
    return "".join(f"\\{letter}" if letter in "()[]{}+*?.|^$" else letter for letter in words)
