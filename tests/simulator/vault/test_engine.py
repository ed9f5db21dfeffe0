"""The real engine on the simulated Vault, with a program as its users write it."""

import gc
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509

from simulator.home import Home
from simulator.project import Project
from simulator.protection import protected
from simulator.rules.vault import kinds
from simulator.runner import Rehearsal

pytestmark = pytest.mark.engine
UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
COUNT = 27


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    """The program in a world of its own. A rehearsal replaces the process's environment; put it back."""
    before = dict(os.environ)
    yield Rehearsal(Project.load(Path(__file__).parent / "platform"), "small", Home(tmp_path_factory.mktemp("vault") / "simulated", {}), ())
    os.environ.clear()
    os.environ.update(before)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "unraisablehook", lambda _: None)
        gc.collect()


def resource(deployment: dict[str, Any], type_: str, name: str) -> dict[str, Any]:
    """One resource of a state."""
    return next(one for one in deployment["resources"] if one["type"] == type_ and one["urn"].endswith(f"::{name}"))


def test_a_platform_is_built_once_stays_the_same_and_is_taken_down(rehearsal: Rehearsal) -> None:
    assert rehearsal.preview().operations == {"create": COUNT}
    shown = json.loads(rehearsal.preview_json())["steps"]
    role = next(one["newState"] for one in shown if one["urn"].endswith("SecretBackendRole::phi-inference"))
    assert role["inputs"]["backend"] == "pki-zones"  # A mount's path is an input: a preview knows it.
    signed = next(one["newState"] for one in shown if one["urn"].endswith("SecretBackendRootSignIntermediate::zones"))
    assert signed["inputs"]["csr"] == UNKNOWN_TEXT

    assert rehearsal.up().operations == {"create": COUNT}
    assert rehearsal.up(expect_no_changes=True).operations == {"same": COUNT}
    assert rehearsal.refresh(expect_no_changes=True).operations == {"same": COUNT}

    state = rehearsal.export()["deployment"]
    root, signed = (resource(state, type_, name)["outputs"] for type_, name in ((kinds.ROOT, "root"), (kinds.SIGNED, "zones")))
    authority, below = (x509.load_pem_x509_certificate(one["certificate"].encode()) for one in (root, signed))
    below.verify_directly_issued_by(authority)
    assert below.extensions.get_extension_for_class(x509.BasicConstraints).value == x509.BasicConstraints(ca=True, path_length=0)
    assert "ciphertext" in resource(state, kinds.ACME_EAB, "zones")["outputs"]["key"]  # The provider marks it secret.
    assert protected(state, rehearsal.world) == []

    assert rehearsal.destroy().operations == {"delete": COUNT}
    assert rehearsal.world.remaining() == []
