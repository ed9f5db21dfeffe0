"""A home of the simulator's own: engine home, state backend, world. Nothing in it can reach a real account.

`Home(folder).prepare()` writes the plugins' executables; `Home.environment()` is what the engine must be started with.
"""

import os
import stat
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from simulator.errors import UserError
from simulator.schema import Sdk

PACKAGES = ("aws", "azure-native", "gcp", "kubernetes", "vault")
"""Providers that the simulator stands in for, where their SDK is installed."""

_DROPPED = (
    "AWS_",
    "AZURE_",
    "ARM_",
    "GOOGLE_",
    "GCLOUD_",
    "CLOUDSDK_",
    "KUBECONFIG",
    "VAULT_",
    "BAO_",
    "PULUMI_ACCESS_TOKEN",
    "PULUMI_BACKEND_URL",
)
"""Credentials and back ends of real accounts: the simulated engine does not inherit them."""


@dataclass(frozen=True)
class Home:
    """Folders of one simulated world."""

    folder: Path
    more: Mapping[str, str] = field(default_factory=dict)
    """Further environment variables."""

    @property
    def pulumi(self) -> Path:
        """PULUMI_HOME."""
        return self.folder / "pulumi"

    @property
    def state(self) -> Path:
        """Folder of the file backend."""
        return self.folder / "state"

    @property
    def bin(self) -> Path:
        """Folder put first on PATH."""
        return self.folder / "bin"

    @property
    def world(self) -> Path:
        """The world's file."""
        return self.folder / "world.sqlite"

    def prepare(self) -> "Home":
        """Make the folders and executables; may be repeated."""
        for folder in (self.pulumi / "plugins", self.state, self.bin):
            folder.mkdir(parents=True, exist_ok=True)
        for package in PACKAGES:
            try:
                version = Sdk(package).version
            except UserError:
                continue
            name = f"pulumi-resource-{package}"
            _script(
                self.pulumi / "plugins" / f"resource-{package}-v{version}" / name,
                f'exec "{sys.executable}" -m simulator.plugin {package} "$@"',
            )
        # The engine falls back to this name on PATH where the Python language host is not installed; it passes the engine's address,
        # the pack's folder, and options that `pulumi.policy` does not know.
        _script(self.bin / "pulumi-analyzer-policy-python", f'exec "{sys.executable}" -u -m pulumi.policy "$1" "$2"')
        return self

    def environment(self, engine: Path | None = None) -> dict[str, str]:
        """The whole environment of a simulated engine."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_DROPPED)}
        path = [str(self.bin), *([str(engine.parent)] if engine else []), kept.get("PATH", "")]
        return {
            **kept,
            "PATH": os.pathsep.join(path),
            "PULUMI_HOME": str(self.pulumi),
            "PULUMI_BACKEND_URL": self.state.resolve().as_uri(),
            "PULUMI_CONFIG_PASSPHRASE": "simulated",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            "PULUMI_SKIP_UPDATE_CHECK": "1",
            "PULUMI_AUTOMATION_API_SKIP_VERSION_CHECK": "true",
            # Without these the engine writes the whole state, and a backup of it, twice for each resource: two thirds of the time of a
            # large update. It still writes at the end, of a failed run too; only killing the engine loses what it did since it began.
            "PULUMI_EXPERIMENTAL": "true",
            "PULUMI_SKIP_CHECKPOINTS": "true",
            "PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS": "true",
            "SIMULATOR_WORLD": str(self.world.resolve()),
            **self.more,
        }


def _script(path: Path, line: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = f"#!/bin/sh\n{line}\n"
    if not path.exists() or path.read_text() != text:
        path.write_text(text)
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
