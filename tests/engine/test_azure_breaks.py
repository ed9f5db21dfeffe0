"""Every way to break the stack on Azure is refused in the engine's preview, with its path, before anything is created."""

from pathlib import Path

import pytest
import yaml

from simulator.world import World
from stacks.azure.values import AzureBreak
from tests.engine.commands import PACKS, ROOT, simulate

pytestmark = pytest.mark.engine

ZONES = ("phi", "deidentification", "inference", "management")
"""What a fault joins, what lies between, and where all of it logs to."""
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


def small(folder: Path, fault: AzureBreak) -> Path:
    """`azure-broken` with four zones of the eight and that fault; the program is the checkout's."""

    def config(stack: str) -> dict[str, object]:
        found: dict[str, object] = yaml.safe_load((ROOT / "stacks" / f"Pulumi.{stack}.yaml").read_text(encoding="utf-8"))["config"]
        return found

    whole = config("azure-dev")
    plan = whole["ai-zones:plan"]
    subscriptions = whole["ai-zones:subscriptions"]
    assert isinstance(plan, dict)
    assert isinstance(subscriptions, dict)
    plan["zones"] = {zone: plan["zones"][zone] for zone in ZONES}
    plan["flows"] = {name: flow for name, flow in plan["flows"].items() if {flow["source"], flow["target"]} <= set(ZONES)}
    del plan["providers"]
    broken = {key: value for key, value in config("azure-broken").items() if key != "ai-zones:plan_file"}
    broken |= {
        "ai-zones:break": fault.value,
        "ai-zones:plan": plan,
        "ai-zones:subscriptions": {zone: subscriptions[zone] for zone in ZONES},
    }
    folder.mkdir(parents=True)
    (folder / "Pulumi.azure-broken.yaml").write_text(yaml.safe_dump({"config": broken}), encoding="utf-8")
    project = {"name": "ai-zones", "runtime": "python", "main": str(ROOT / "stacks"), "stackConfigDir": "."}
    (folder / "Pulumi.yaml").write_text(yaml.safe_dump(project), encoding="utf-8")
    return folder


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
