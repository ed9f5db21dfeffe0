"""Every way to break the stack on Azure is refused in the engine's preview, with its path, before anything is created."""

from pathlib import Path

import pytest

from simulator.world import World
from stacks.azure.values import AzureBreak
from tests.engine.broken import small
from tests.engine.commands import PACKS, simulate

pytestmark = pytest.mark.engine

SUBNET = "clinic-a-dev-phi-subnet-workload"
EXPECTED = {
    AzureBreak.NAT_ROUTE: ("violated phi-exit (phi-isolation)", f"{SUBNET} → routes of {SUBNET} → 0.0.0.0/0 → break-nat → internet"),
    AzureBreak.ZONE_PEERING: (
        "violated zone-segmentation (zero-trust)",
        f"{SUBNET} → routes of {SUBNET} → 10.114.0.0/16 → break-phi-to-inference → clinic-a-dev-inference-subnet-workload",
    ),
    AzureBreak.PUBLIC_STORE: (
        "violated phi-exit (phi-isolation)",
        "clinic-a-dev-phi-store-account → anonymous access: blob → any principal",
    ),
}


@pytest.mark.parametrize("way", list(AzureBreak))
def test_it_is_refused_with_its_path_and_nothing_is_there(way: AzureBreak, tmp_path: Path) -> None:
    packs = [part for name in ("phi-isolation", "zero-trust") for part in ("--packs", PACKS[name])]
    world = tmp_path / "world"
    done = simulate("preview", "azure-broken", world, "--project", small(tmp_path / "project", way), *packs)
    theorem, path = EXPECTED[way]
    assert done.code == 1, done.text
    assert theorem in done.err
    assert path in [line.strip() for line in done.err.splitlines()]
    assert "Nothing was created" in done.err
    assert World(world / "world.sqlite").remaining() == []
