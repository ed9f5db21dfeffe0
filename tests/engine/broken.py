"""Each cloud's broken stack made smaller: the same program, walls and faults, with few zones of the eight. What the tests break again and again."""

from pathlib import Path

import yaml

from stacks.azure.values import AzureBreak
from stacks.gcp.values import GcpBreak
from stacks.values import Break
from tests.engine.commands import ROOT
from tests.faults.site import ACCOUNTS, stack_settings, within

CLOUDS: dict[type[Break | AzureBreak | GcpBreak], str] = {Break: "aws", AzureBreak: "azure", GcpBreak: "gcp"}
ZONES = {
    "aws": ("phi", "deidentification", "inference"),
    "azure": ("phi", "deidentification", "inference", "management"),
    "gcp": ("phi", "inference", "management"),
}
"""What a fault joins, what lies between, and, except on AWS, where all of it logs to."""
LEFT_OUT = {"aws": ("front", "circuits", "backups", "clinical_store", "log_readers")}
"""Settings that the smaller stack on a cloud does without."""


def small(folder: Path, fault: Break | AzureBreak | GcpBreak) -> Path:
    """A project of its own in the folder: the cloud's broken stack with that fault. The program is the checkout's."""
    cloud = CLOUDS[type(fault)]
    stack = f"{cloud}-broken"
    broken = stack_settings(stack)
    # On Azure and Google Cloud plan and accounts are those of the stack for development.
    source = broken.pop("ai-zones:plan_file", f"Pulumi.{stack}.yaml")
    whole = within(stack_settings(source.removeprefix("Pulumi.").removesuffix(".yaml")), ZONES[cloud])
    for key in ("peers", "providers"):
        whole["ai-zones:plan"].pop(key, None)
    config = {key: value for key, value in broken.items() if key.removeprefix("ai-zones:") not in LEFT_OUT.get(cloud, ())}
    config |= {"ai-zones:break": fault.value} | {key: whole[key] for key in ("ai-zones:plan", ACCOUNTS[cloud])}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"Pulumi.{stack}.yaml").write_text(yaml.safe_dump({"config": config}), encoding="utf-8")
    project = {"name": "ai-zones", "runtime": "python", "main": str(ROOT / "stacks"), "stackConfigDir": "."}
    (folder / "Pulumi.yaml").write_text(yaml.safe_dump(project), encoding="utf-8")
    return folder
