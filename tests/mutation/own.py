"""Our own stacks as bases: recorded through the engine when the run starts, and kept in the user's cache by the hash of their sources.

`python -m tests.mutation.own <stack> <folder> <edits>` records one, with its plan edited by JSON (`{}` for none). The run starts it in a
process of its own, because a rehearsal takes the environment over.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from simulator.engine import cache_root
from simulator.home import Home
from simulator.project import Project
from simulator.runner import FailedError, Rehearsal, quiet_about_abandoned_coroutines
from tests.mutation.base import AWS, AZURE, GCP, KUBERNETES, VAULT, Base, cloud_of
from tests.posture.topologies.corpus import PREVIEW, STATE
from tests.posture.topologies.record import _steady_preview, _steady_state, _write

ROOT = Path(__file__).resolve().parents[2]
STACKS = ("aws-dev", "aws-clinical", "azure-dev", "azure-clinical", "gcp-dev", "gcp-clinical", "vault-pki", "kubernetes-dev")
"""Small ones first: what they have too is made there (`run.distinct`), so that of a large one only what it alone has is made. Not `kubernetes-clinical`: a
cluster of inference alone holds no PHI, so its theorems are proved together with the stacks that do."""
TOLD = yaml.safe_load((Path(__file__).parent / "own.yaml").read_text(encoding="utf-8"))
"""Stack → what it and its reviewer are told beside its settings file."""
SOURCES = ("components", "stacks", "simulator", "Pulumi.yaml")
_SECONDS = 900
_PLAN_FILE = "ai-zones:plan_file"


def own_bases(told: Any = None, cloud: str = AWS) -> Iterator[Base]:
    """Each of our stacks of a cloud that has a settings file; those that can't be recorded are told of and left out."""
    for stack in STACKS:
        if cloud_of(stack) != cloud or not (ROOT / "stacks" / f"Pulumi.{stack}.yaml").is_file():
            continue
        try:
            yield Base(stack, recorded(stack), own=True)
        except NotRecordedError as error:
            (told or sys.stderr.write)(f"{error}\n")


class NotRecordedError(Exception):
    """Why a stack can't be recorded."""


def recorded(stack: str, edits: Mapping[str, Any] | None = None) -> Path:
    """The folder with a stack's recordings, made if it is missing; `edits` are more entries of its plan (`flows`, `providers`)."""
    text = json.dumps(edits or {}, sort_keys=True)
    # A recording replaces those of the same edits and older sources: what stands before the last dash.
    label = f"{stack}+{hashlib.sha256(text.encode()).hexdigest()[:8]}" if edits else stack
    folder = cache_root() / "mutants" / "own" / f"{label}-{_hash()}"
    if not (folder / STATE).exists():
        command = [sys.executable, "-m", "tests.mutation.own", stack, str(folder), text]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=_SECONDS)
        if done.returncode:
            raise NotRecordedError(f"{stack}: can't be recorded: {(done.stderr or done.stdout).strip()[-2000:]}")
    return folder


def _hash() -> str:
    digest = hashlib.sha256()
    for source in SOURCES:
        root = ROOT / source
        for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
            if path.suffix in (".py", ".yaml", ".json") and "__pycache__" not in path.parts:
                digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    digest.update(json.dumps(TOLD, sort_keys=True).encode())
    return digest.hexdigest()[:16]


def record_own(stack: str, folder: Path, edits: Mapping[str, Any]) -> None:
    """Preview, bring up, export; with the reviewer's file that approves exactly what the stack's settings declare."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    for old in folder.parent.glob(f"{folder.name.rpartition('-')[0]}-*"):
        shutil.rmtree(old, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="own-", dir=folder.parent) as scratch:
        made = Path(scratch) / "made"
        made.mkdir()
        project = replace(Project.load(ROOT), config_folder=_settings(stack, Path(scratch), edits))
        rehearsal = Rehearsal(project, stack, Home(Path(scratch) / "home"))
        preview = json.loads(rehearsal.preview_json())
        rehearsal.up()
        _write(made / PREVIEW, _steady_preview(preview))
        _write(made / STATE, _steady_state(rehearsal.export()))
        _approve(stack, made)
        if not folder.exists():  # Another run may have been quicker.
            made.replace(folder)


def _settings(stack: str, folder: Path, edits: Mapping[str, Any]) -> Path:
    """A folder with the stack's settings, its plan edited, and the file that its plan stands in."""
    document = {"config": _config(stack)}
    for part, entries in edits.items():
        plan = document["config"]["ai-zones:plan"]
        plan[part] = {**plan.get(part, {}), **entries}
    if named := document["config"].get(_PLAN_FILE):
        shutil.copy(ROOT / "stacks" / named, folder)
    (folder / f"Pulumi.{stack}.yaml").write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")
    return folder


def _config(stack: str) -> dict[str, Any]:
    """A stack's settings, with what `own.yaml` tells it."""
    config: dict[str, Any] = yaml.safe_load((ROOT / "stacks" / f"Pulumi.{stack}.yaml").read_text(encoding="utf-8"))["config"]
    return _merged(config, TOLD.get(stack, {}).get("settings", {}))


def _merged(one: dict[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Maps are merged, all else is replaced."""
    inner = {
        name: _merged(one[name], value) if isinstance(value, dict) and isinstance(one.get(name), dict) else value
        for name, value in other.items()
    }
    return {**one, **inner}


def _approve(stack: str, folder: Path) -> None:
    config = _config(stack)
    holder = config
    if named := config.get(_PLAN_FILE):
        holder = yaml.safe_load((ROOT / "stacks" / named).read_text(encoding="utf-8"))["config"]
    zones = holder.get("ai-zones:availability_zones")
    plan = {**({"availability_zones": zones} if zones else {}), **holder["ai-zones:plan"]}
    cloud = cloud_of(stack)
    (folder / "plan.yaml").write_text(yaml.safe_dump(plan), encoding="utf-8")
    posture = {
        # A Vault and a cluster belong to whoever sets them up: nothing of theirs is an account.
        "organization": {} if cloud in (VAULT, KUBERNETES) else {cloud: _organization(stack, config)},
        "plan": "plan.yaml",
        "residency": plan["residency"],
        "providers": plan.get("providers", {}),
        **TOLD.get(stack, {}).get("posture", {}),
    }
    (folder / "posture.yaml").write_text(yaml.safe_dump(posture), encoding="utf-8")


def _organization(stack: str, config: dict[str, Any]) -> dict[str, Any]:
    """Everything that is ours, as the reviewer's file has it."""
    if cloud_of(stack) == AZURE:
        return {"tenant_ids": [config["ai-zones:tenant_id"]], "subscription_ids": sorted(set(config["ai-zones:subscriptions"].values()))}
    if cloud_of(stack) == GCP:
        return _of_google(config)
    organization: dict[str, Any] = {"account_ids": sorted(set(_accounts(config)))}
    if named := config.get("ai-zones:organization_id"):
        organization["organization_ids"] = [named]
    return organization


def _of_google(config: dict[str, Any]) -> dict[str, Any]:
    """The stack's projects, those whose robots it names, its folder, and the domains of the people whom it names."""
    text = json.dumps(config)
    named = re.findall(r"@([a-z][a-z0-9-]+)\.iam\.gserviceaccount\.com", text)
    created = config.get("ai-zones:create") or {}
    found: dict[str, Any] = {"project_ids": sorted({*config["ai-zones:projects"].values(), *named})}
    if created.get("folder_id"):
        found["folder_ids"] = [str(created["folder_id"])]
    if domains := sorted(set(re.findall(r"(?:group|user):[^@\"]+@([a-z0-9.-]+)", text))):
        found["domains"] = domains
    return found


def _accounts(config: dict[str, Any]) -> Iterator[str]:
    """Every account that the settings name, under whatever key."""
    for name, value in config.items():
        if "account" in name:
            yield from (str(one) for one in (value.values() if isinstance(value, dict) else [value]))
    for zone in config["ai-zones:plan"].get("zones", {}).values():
        if isinstance(zone, dict) and zone.get("account"):
            yield str(zone["account"])


if __name__ == "__main__":
    quiet_about_abandoned_coroutines()
    try:
        record_own(sys.argv[1], Path(sys.argv[2]), json.loads(sys.argv[3]))
    except FailedError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(1)
