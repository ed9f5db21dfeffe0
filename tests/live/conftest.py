"""Fixtures of the live tests: each kind of server has a module of its own."""

from tests.live.cert_manager import issuing
from tests.live.clusters import cluster, rehearse, rehearse_here
from tests.live.vault_pki import pki_stack
from tests.live.vaults import empty_openbao, on_openbao, openbao

__all__ = ["cluster", "empty_openbao", "issuing", "on_openbao", "openbao", "pki_stack", "rehearse", "rehearse_here"]
