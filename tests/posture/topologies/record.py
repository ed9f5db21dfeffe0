"""`python -m tests.posture.topologies.record [name…]`: run the programs on the simulated cloud with the real engine, and keep what it exports.

A preview is the engine's own, made before anything exists; never a state with its ids blanked out. A folder with a `before.py` is a
program over what another program has made: that one is brought up first, in a stack of its own in the same world, and its outputs
are the second one's configuration. What differs from run to run, or names this machine, is left out.
"""

import json
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from simulator.home import Home
from simulator.project import Project
from simulator.runner import FailedError, Rehearsal, quiet_about_abandoned_coroutines
from simulator.world import Object, World
from tests.posture.topologies.corpus import PREVIEW, STATE, Topology, topologies

LEFT_OUT = frozenset({"stackTrace", "sourcePosition", "created", "modified"})
"""What the engine says of a resource beside what it is."""

CONFIG = "config.yaml"
"""A topology's stack configuration, where it has one."""
AZURE = "azure_"
"""How the names of Azure's topologies begin."""
GCP = "gcp_"
"""How the names of GCP's topologies begin."""
VAULT = "vault_"
"""How the names of Vault's topologies begin."""
_AWS_CONFIG = {"aws:region": "eu-west-1"}
_AZURE_CONFIG = {
    "azure-native:location": "westeurope",
    "azure-native:subscriptionId": "11111111-aaaa-4bbb-8ccc-000000000001",
    "azure-native:tenantId": "99999999-aaaa-4bbb-8ccc-00000000000f",
}
_VAULT_CONFIG = {"vault:address": "https://vault.clinic.internal:8200"}
_GCP_CONFIG = {"gcp:project": "clinic-phi", "gcp:region": "europe-west1", "gcp:zone": "europe-west1-b"}


def record(topology: Topology, scratch: Path, others: Iterable[Object] = ()) -> None:
    """Preview, bring up, export. `others` stand in the world already: what strangers have."""
    home = Home(scratch / "simulated")
    if made := list(others):
        world = World(home.world)
        for one in made:
            world.put(one)
        world.close()
    config = _config(topology)
    if (topology.folder / "before.py").exists():
        before = _rehearsal(topology, "before.py", scratch / "before", "standing", _of_the_cloud(topology, config), home)
        before.up()
        config |= {f"corpus:{name}": output.value for name, output in before.stack.outputs().items()}
    judged = _rehearsal(topology, "program.py", scratch / "judged", "corpus", config, home)
    preview = json.loads(judged.preview_json())
    judged.up()
    _write(topology.folder / PREVIEW, _steady_preview(preview))
    _write(topology.folder / STATE, _steady_state(judged.export()))


def _config(topology: Topology) -> dict[str, Any]:
    named = topology.folder / CONFIG
    written = yaml.safe_load(named.read_text(encoding="utf-8")) if named.exists() else {}
    return {**_own_config(topology), **written}


def _own_config(topology: Topology) -> dict[str, Any]:
    """Settings of the topology's cloud."""
    if topology.name.startswith(GCP):
        return _GCP_CONFIG
    if topology.name.startswith(VAULT):
        return _VAULT_CONFIG
    return _AZURE_CONFIG if topology.name.startswith(AZURE) else _AWS_CONFIG


def _of_the_cloud(topology: Topology, config: dict[str, Any]) -> dict[str, Any]:
    """What the program that was there before is deployed with: the cloud's own settings alone."""
    return {name: config[name] for name in _own_config(topology)}


def _rehearsal(topology: Topology, program: str, folder: Path, name: str, config: dict[str, Any], home: Home) -> Rehearsal:
    folder.mkdir(parents=True)
    (folder / "__main__.py").write_text((topology.folder / program).read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "Pulumi.yaml").write_text(yaml.safe_dump({"name": name, "runtime": "python"}), encoding="utf-8")
    (folder / "Pulumi.dev.yaml").write_text(yaml.safe_dump({"config": config}), encoding="utf-8")
    return Rehearsal(Project.load(folder), "dev", home)


def _write(path: Path, document: Any) -> None:
    path.write_text(json.dumps(_sealed(document), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _steady_state(exported: dict[str, Any]) -> dict[str, Any]:
    rows = exported["deployment"]["resources"]
    return {"version": exported["version"], "deployment": {"resources": [_steady(row) for row in rows]}}


def _steady_preview(document: dict[str, Any]) -> dict[str, Any]:
    steps = [{key: _steady(item) if key in ("oldState", "newState") else item for key, item in step.items()} for step in document["steps"]]
    return {"config": document.get("config", {}), "steps": steps, "changeSummary": document["changeSummary"]}


def _steady(row: dict[str, Any]) -> dict[str, Any]:
    return {key: item for key, item in row.items() if key not in LEFT_OUT}


def _sealed(value: Any) -> Any:
    """A ciphertext differs from run to run."""
    if isinstance(value, dict):
        return {key: "sealed" if key == "ciphertext" else _sealed(item) for key, item in value.items()}
    return [_sealed(item) for item in value] if isinstance(value, list) else value


def main(names: list[str]) -> int:
    """Record all, or those named; says which programs the simulated cloud refuses."""
    quiet_about_abandoned_coroutines()
    known = {topology.name: topology for topology in topologies()}
    if unknown := set(names) - set(known):
        sys.stderr.write(f"no such topology: {', '.join(sorted(unknown))}; there are: {', '.join(known)}\n")
        return 3
    refused = 0
    for name in names or known:
        with tempfile.TemporaryDirectory(prefix="topology-") as scratch:
            try:
                record(known[name], Path(scratch))
                sys.stdout.write(f"{name}: recorded\n")
            except FailedError as error:
                refused += 1
                sys.stdout.write(f"{name}: REFUSED\n{error}\n")
            sys.stdout.flush()
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
