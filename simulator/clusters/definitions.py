"""CustomResourceDefinitions of Istio, cert-manager and Sigstore's policy controller, out of their Go modules: Go's module cache verifies them, the
repository holds no copy.

Sources: istio.io/api, `kubernetes/customresourcedefinitions.gen.yaml`; github.com/cert-manager/cert-manager, `deploy/crds`;
github.com/sigstore/policy-controller, `config/300-*.yaml`; Go, "Go Modules Reference: go mod download"; Kubernetes documentation, "Versions in
CustomResourceDefinitions" (conversion).
"""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from simulator.clusters.programs import brought, toolchain
from simulator.engine.errors import WayUnavailableError
from simulator.engine.running import run

_MODULES = {
    "istio.io/api": "kubernetes/customresourcedefinitions.gen.yaml",
    "github.com/cert-manager/cert-manager": "deploy/crds/*.yaml",
    "github.com/sigstore/policy-controller": "config/300-*.yaml",
}
_SECONDS = 600.0


def definitions(environment: Mapping[str, str] | None = None) -> Iterator[dict[str, Any]]:
    """Each definition as a manifest; raises ServersUnavailableError where Go or its proxy is missing."""
    env = dict(os.environ if environment is None else environment)
    otherwise = "apply the definitions of Istio, cert-manager and the policy controller yourself"
    folder = brought(
        "the definitions of Istio, cert-manager and the policy controller",
        "crds",
        lambda scratch: _downloaded(scratch, env),
        env,
        otherwise=otherwise,
    )
    for path in sorted(folder.glob("*.yaml")):
        for manifest in yaml.load_all(path.read_text(encoding="utf-8"), Loader=_loader()):
            if isinstance(manifest, dict) and manifest.get("kind") == "CustomResourceDefinition":
                # A webhook that converts between versions is its chart's program, which does not run here; the versions have the same fields.
                yield {**manifest, "spec": {name: value for name, value in manifest["spec"].items() if name != "conversion"}}


def _loader() -> type:
    # A megabyte of YAML: libyaml reads it in a tenth of the time, where the wheel brings it.
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _downloaded(scratch: Path, env: Mapping[str, str]) -> Path:
    module = scratch / "module"
    shutil.copytree(toolchain("crds"), module, ignore=shutil.ignore_patterns("*.md"))
    go = shutil.which("go", path=env.get("PATH", ""))
    if go is None:
        raise WayUnavailableError("there is no Go on PATH")
    out = scratch / "definitions"
    out.mkdir()
    for name, pattern in _MODULES.items():
        answer = json.loads(
            run([go, "mod", "download", "-json", name], timeout_seconds=_SECONDS, cwd=module, environment={**env, "GOWORK": "off"})
        )
        found = sorted(Path(answer["Dir"]).glob(pattern))
        if not found:
            raise WayUnavailableError(f"{name} has no {pattern}")
        for path in found:
            copied = shutil.copyfile(path, out / f"{name.rpartition('/')[2]}-{path.name}")
            Path(copied).chmod(0o644)
    return out
