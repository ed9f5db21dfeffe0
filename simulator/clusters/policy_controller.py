"""Sigstore's policy controller, the released program with the manifests that it needs, and a registry for it to read: for tests alone.

The controller is the webhook that `KubernetesImageSignatures` installs by its chart. Its roles and webhooks are read out of its module, so that a test
gives it no more than it asks for itself. Two things of the library around it are changed before it is compiled: it listens on loopback alone, where the
release listens on every address and on fixed ports beside the one it is told; and it does not ask how old the API server is. The registry keeps images
in memory, on loopback.
Sources: github.com/sigstore/policy-controller, `cmd/webhook` and `config/`; knative.dev/pkg, `webhook`, `injection`, `profiling`;
github.com/google/go-containerregistry, `cmd/registry`; Go, "Go Modules Reference: replace directive".
"""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from simulator.clusters.programs import brought, toolchain
from simulator.engine.errors import WayUnavailableError
from simulator.engine.gobuild import compiled
from simulator.engine.running import run

POLICY_CONTROLLER = "0.13.1"
"""The release that is built; `toolchain/crds` takes its definitions from the same."""
_MODULE, _SERVING = "github.com/sigstore/policy-controller", "knative.dev/pkg"
_PROGRAMS = {"policy-controller": f"{_MODULE}/cmd/webhook", "registry": "github.com/google/go-containerregistry/cmd/registry"}
_MANIFESTS = ("200-*.yaml", "201-*.yaml", "50*-*.yaml", "config-image-policies.yaml", "config-sigstore-keys.yaml")
_CHANGED = {
    # Its flag -secure-port is read after the port was taken from it, and changes nothing.
    "webhook/webhook.go": ('fmt.Sprint(":", wh.Options.Port)', 'fmt.Sprint("127.0.0.1:", PortFromEnv(wh.Options.Port))'),
    "injection/health_check.go": ('Addr: ":" + strconv.Itoa(port)', 'Addr: "127.0.0.1:" + strconv.Itoa(port*0)'),
    # A Kubernetes built from its module does not say its version in a form that this check reads.
    "injection/sharedmain/main.go": ("\tCheckK8sClientMinimumVersionOrDie(ctx, logger)\n", ""),
    "profiling/server.go": ('":" + port,', '"127.0.0.1:" + port,'),
}
"""File → what it says once, and what in its place. Port 0 is any that is free; the environment names the other ports."""
_SECONDS = 600.0


@dataclass(frozen=True)
class PolicyController:
    """Paths of executables, and of the folder with the manifests."""

    webhook: Path
    registry: Path
    config: Path

    def manifests(self) -> Iterator[dict[str, Any]]:
        """Its account, roles, webhooks, and what it fills itself: the secret of its certificate, its collected policies and keys."""
        for path in sorted(self.config.glob("*.yaml")):
            yield from (one for one in yaml.safe_load_all(path.read_text(encoding="utf-8")) if one)


def policy_controller(environment: Mapping[str, str] | None = None) -> PolicyController:
    """The controller and a registry; the first call on a machine builds them for minutes. Raises ServersUnavailableError."""
    env = dict(os.environ if environment is None else environment)
    folder = brought(
        f"Sigstore's policy controller {POLICY_CONTROLLER}",
        "policy-controller",
        lambda scratch: compiled(toolchain("policy-controller"), _PROGRAMS, scratch, env, prepare=_prepared),
        env,
        otherwise="there is no other way: the released image wants a cluster to run in",
    )
    return PolicyController(folder / "policy-controller", folder / "registry", folder / "config")


def _prepared(module: Path, go: Path, env: Mapping[str, str]) -> None:
    """Its manifests stand beside the programs, and what it serves with listens on loopback."""
    config = module.parent / "built" / "config"
    config.mkdir(parents=True)
    release = _folder(_MODULE, module, go, env)
    for pattern in _MANIFESTS:
        found = sorted((release / "config").glob(pattern))
        if not found:
            raise WayUnavailableError(f"{_MODULE} has no config/{pattern}")
        for path in found:
            Path(shutil.copyfile(path, config / path.name)).chmod(0o644)
    changed = module / "serving"
    shutil.copytree(_folder(_SERVING, module, go, env), changed, copy_function=shutil.copyfile)
    for name, (old, new) in _CHANGED.items():
        path = changed / name
        text = path.read_text(encoding="utf-8")
        if text.count(old) != 1:
            raise WayUnavailableError(f"{_SERVING} no longer says {old.strip()!r} once in {name}: see what does it now")
        path.write_text(text.replace(old, new), encoding="utf-8")
    run([go, "mod", "edit", f"-replace={_SERVING}=./serving"], timeout_seconds=_SECONDS, cwd=module, environment=env)


def _folder(name: str, module: Path, go: Path, env: Mapping[str, str]) -> Path:
    """A module in Go's cache, verified by go.sum."""
    answer = json.loads(run([go, "mod", "download", "-json", name], timeout_seconds=_SECONDS, cwd=module, environment=env))
    return Path(answer["Dir"])
