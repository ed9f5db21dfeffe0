"""`--vault real`: resources of pulumi_vault are applied to an OpenBao of the world's own, on loopback.

What the provider's configuration names (`vault:address`, a token of the environment) is not asked: a rehearsal can't reach a server of
anybody's. The server stays when the command ends, so that one can look at it; `destroy` stops it once nothing is left.
"""

import shutil
from pathlib import Path
from typing import Any

from simulator.action import Action
from simulator.errors import CloudError
from simulator.live import openbao
from simulator.live.choice import settings_of
from simulator.live.through import Backend
from simulator.live.vault_api import Api
from simulator.live.vault_handlers import Handler
from simulator.live.vault_types import HANDLERS
from simulator.schema import TypeSchema
from simulator.values import Properties

PACKAGE = "vault"


def begin(folder: Path) -> dict[str, Any]:
    """The world's server: the one that runs, or the one that ran, started again with what it had. Raises `UserError`."""
    kept = settings_of(folder, PACKAGE)
    if kept and openbao.alive(kept["address"]):
        return kept
    started = openbao.start(folder / "live" / PACKAGE).settings()
    return {**started, "said": f"{started['address']}, root token in {folder / 'live' / PACKAGE}.json; destroy stops it"}


def connect(settings: dict[str, Any]) -> Backend:
    """Through its API, as its root."""
    return VaultBackend(Api(settings["address"], settings["token"]))


def end(folder: Path, settings: dict[str, Any]) -> None:
    """Stop it, and remove what it stored. A server that was started elsewhere (a test's) is left alone."""
    if Path(settings.get("folder", "")) == folder / "live" / PACKAGE:
        openbao.stop(int(settings["pid"]), folder / "live" / PACKAGE)
        shutil.rmtree(folder / "live" / PACKAGE)


class VaultBackend(Backend):
    """One server; each type's handler knows its calls."""

    def __init__(self, api: Api) -> None:
        self.api = api

    def create(self, action: Action, schema: TypeSchema) -> tuple[str, Properties]:
        """Make it."""
        return _handler(action.type).create(self.api, action, schema)

    def update(self, action: Action, schema: TypeSchema) -> Properties:
        """Change it."""
        return _handler(action.type).update(self.api, action, schema)

    def delete(self, action: Action, schema: TypeSchema) -> None:
        """Remove it."""
        _handler(action.type).delete(self.api, action, schema)

    def read(self, action: Action, schema: TypeSchema, state: Properties) -> Properties | None:
        """Read it back."""
        return _handler(action.type).read(self.api, action, schema, state)


def _handler(type_: str) -> Handler:
    found = HANDLERS.get(type_)
    if found is None:
        raise CloudError(
            "", f"--vault real does not apply {type_}: describe it in simulator/live/vault_types.py, or rehearse in memory (--vault memory)"
        )
    return found
