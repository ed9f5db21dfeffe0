"""Serves a pack to the engine.

Source: Pulumi docs, "Policy as Code: Authoring policies" (stack policies run after all resources are registered, before `up` creates any).
"""

import gc
import os
import sys
from pathlib import Path

from posture.engine.judged import Judge
from posture.engine.policies import policies_of
from posture.engine.servicer import Servicer, listen
from posture.errors import InputError
from posture.packs.catalogue import packs
from posture.settings.effective import load_settings


def serve(name: str) -> None:
    """Serves the pack of this name, and blocks. Only for a pack's `__main__.py`."""
    gc.disable()  # The process ends with the engine's command: what looking for cycles costs, it never gets back.
    _refuse_bad_settings()
    pack = packs()[name]
    listen(Servicer(name, pack.description, tuple(policies_of(pack)), Judge(pack.rules, pack.theorems)))


def _refuse_bad_settings() -> None:
    """A bad `posture.yaml` ends here, in one message, before the engine registers anything."""
    named = os.environ.get("POSTURE_CONFIG")
    try:
        load_settings(Path(named) if named else None)
    except InputError as error:
        sys.stderr.write(f"POSTURE_CONFIG: {error}\n")
        sys.exit(3)
