"""Fixtures of the live tests: each kind of server has a module of its own."""

from tests.live.clusters import cluster, rehearse
from tests.live.vault_pki import pki_stack
from tests.live.vaults import empty_openbao, on_openbao, openbao

__all__ = ["cluster", "empty_openbao", "on_openbao", "openbao", "pki_stack", "rehearse"]
