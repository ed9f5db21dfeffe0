"""What a rehearsal's `--remove-protected` takes back on Azure: locks and immutability that stand in the way of what goes before them."""

from pathlib import Path
from typing import Any

import pytest

from simulator.protection import LIFTED, protected, unprotect
from simulator.world import Object, World

LOCK = "azure-native:authorization:ManagementLockByScope"
VAULT = "azure-native:dataprotection:BackupVault"
SUBSCRIPTION = "11111111-1111-4111-8111-111111111111"
SETTINGS: dict[str, dict[str, Any]] = {
    LOCK: {"level": "CanNotDelete"},
    VAULT: {"properties": {"securitySettings": {"immutabilitySettings": {"state": "Unlocked"}, "softDeleteSettings": {"state": "On"}}}},
}


def at(value: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        value = value[name]
    return value


@pytest.mark.parametrize("type_", LIFTED)
def test_it_is_taken_back_in_the_world_and_in_the_state(type_: str, tmp_path: Path) -> None:
    world = World(tmp_path / "world.sqlite")
    urn = f"urn:pulumi:dev::p::{type_}::x"
    settings = SETTINGS[type_]
    world.put(Object(type_, "/x", SUBSCRIPTION, "global", dict(settings), dict(settings), urn=urn))
    row = {"urn": urn, "type": type_, "id": "/x", "custom": True, "protect": True, "inputs": dict(settings), "outputs": dict(settings)}
    deployment = {"resources": [row]}
    assert [one.by for one in protected(deployment, world)] == ["protect: true in the stack"]
    unprotect(deployment, world)
    [item] = world.by_urn(urn)
    for path, value in LIFTED[type_].items():
        assert [at(shown, path) for shown in (item.outputs, item.inputs, row["inputs"], row["outputs"])] == [value] * 4
    assert "protect" not in row
