"""`aws-broken` made smaller: the same program, walls and faults, with three zones of the eight. What the tests break again and again."""

from pathlib import Path

import yaml

from stacks.values import Break
from tests.engine.commands import ROOT

ZONES = ("phi", "deidentification", "inference")
"""What a fault joins, and what lies between."""

EXTRAS = ("front", "circuits", "backups", "clinical_store", "log_readers")


def small(folder: Path, fault: Break) -> Path:
    """A project of its own in the folder, with that fault; the program is the checkout's."""
    settings = yaml.safe_load((ROOT / "stacks" / "Pulumi.aws-broken.yaml").read_text(encoding="utf-8"))
    config = {key: value for key, value in settings["config"].items() if key.removeprefix("ai-zones:") not in EXTRAS}
    plan = config["ai-zones:plan"]
    plan["zones"] = {zone: plan["zones"][zone] for zone in ZONES}
    plan["flows"] = {name: flow for name, flow in plan["flows"].items() if {flow["source"], flow["target"]} <= set(ZONES)}
    del plan["peers"], plan["providers"]
    config |= {"ai-zones:break": fault.value, "ai-zones:accounts": {zone: config["ai-zones:accounts"][zone] for zone in ZONES}}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Pulumi.aws-broken.yaml").write_text(yaml.safe_dump({"config": config}), encoding="utf-8")
    project = {"name": "ai-zones", "runtime": "python", "main": str(ROOT / "stacks"), "stackConfigDir": "."}
    (folder / "Pulumi.yaml").write_text(yaml.safe_dump(project), encoding="utf-8")
    return folder
