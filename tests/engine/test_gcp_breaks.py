"""Every way to break the stack on Google Cloud is refused in the engine's preview, with its path, before anything is created."""

from pathlib import Path

import pytest

from simulator.world import World
from stacks.gcp.values import GcpBreak
from tests.engine.broken import small
from tests.engine.commands import PACKS, simulate

pytestmark = pytest.mark.engine

PHI, INFERENCE = "clinic-a-dev-phi-subnet-endpoint", "clinic-a-dev-inference-subnet-endpoint"
EXPECTED = {
    GcpBreak.NAT_ROUTE: ("violated phi-exit (phi-isolation)", f"{PHI} → routes of {PHI} → 0.0.0.0/0 → internet"),
    GcpBreak.ZONE_PEERING: (
        "violated zone-segmentation (zero-trust)",
        f"{PHI} → routes of {PHI} → subnets of clinic-a-dev-inference-network → break-phi-to-inference → {INFERENCE}",
    ),
    GcpBreak.PUBLIC_STORE: ("violated phi-exit (phi-isolation)", "clinic-a-dev-phi-store-bucket → allUsers → any principal"),
    GcpBreak.PERIMETER_HOLE: (
        "violated phi-exit (phi-isolation)",
        "clinic-a-dev-phi-network#restricted.googleapis.com → * → Google APIs in any account",
    ),
}


@pytest.mark.parametrize("way", list(GcpBreak))
def test_it_is_refused_with_its_path_and_nothing_is_there(way: GcpBreak, tmp_path: Path) -> None:
    packs = [part for name in ("phi-isolation", "zero-trust") for part in ("--packs", PACKS[name])]
    world = tmp_path / "world"
    done = simulate("preview", "gcp-broken", world, "--project", small(tmp_path / "project", way), *packs)
    theorem, path = EXPECTED[way]
    assert done.code == 1, done.text
    assert theorem in done.err
    assert path in [line.strip() for line in done.err.splitlines()]
    assert "Nothing was created" in done.err
    assert World(world / "world.sqlite").remaining() == []
