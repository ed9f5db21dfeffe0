"""The server itself: found, started, kept over a stop, ended by its number; and the command that uses it."""

import importlib.util
import os
import stat
import subprocess
import sys
from pathlib import Path

import hvac  # type: ignore[import-untyped]
import pytest

from simulator.errors import UserError
from simulator.live import openbao as server
from tests.live.vaults import OpenBao

pytestmark = pytest.mark.live
PLATFORM = Path(__file__).parents[1] / "simulator" / "vault" / "platform"


def client_of(running: server.Running) -> hvac.Client:
    """Its root."""
    return hvac.Client(url=running.address, token=running.token)


def test_what_it_stored_is_there_after_a_new_start(tmp_path: Path, openbao: OpenBao) -> None:
    folder = tmp_path / "server"
    first = server.start(folder)
    client_of(first).sys.enable_secrets_engine("transit", path="fields")
    server.stop(first.pid, folder)
    assert not server.alive(first.address)
    second = server.start(folder)
    try:
        assert second.token == first.token
        assert "fields/" in client_of(second).sys.list_mounted_secrets_engines()["data"]
        assert stat.S_IMODE((folder / "unseal").stat().st_mode) == 0o600
    finally:
        server.stop(second.pid, folder)


def test_only_the_folders_own_server_is_ended(tmp_path: Path, openbao: OpenBao) -> None:
    server.stop(os.getpid(), tmp_path)
    server.stop(openbao.running.pid, tmp_path)
    assert server.alive(openbao.address)


def test_it_listens_on_loopback_alone(openbao: OpenBao) -> None:
    assert openbao.address.startswith("http://127.0.0.1:")


def test_an_openbao_takes_audit_devices_from_its_configuration_alone(openbao: OpenBao, empty_openbao: OpenBao) -> None:
    with pytest.raises(hvac.exceptions.InvalidRequest, match="cannot enable audit device via API"):
        openbao.client.sys.enable_audit_device("file", options={"file_path": "stdout"})
    assert "file/" in empty_openbao.client.sys.list_enabled_audit_devices()["data"]
    empty_openbao.client.sys.enable_audit_device("file", path="more", options={"file_path": "/dev/null"})


def test_without_a_binary_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(server.ServerMissingError, match="put bao, openbao or vault on PATH") as missing:
        server.binary()
    assert isinstance(missing.value, UserError)


def test_a_script_around_a_binary_is_not_started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script = tmp_path / "bao"
    script.write_text("#!/bin/sh\n")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert server.binary() != script


def test_a_configuration_that_is_none_is_told_with_the_servers_words(tmp_path: Path, openbao: OpenBao) -> None:
    with pytest.raises(UserError, match="the server does not start"):
        server.start(tmp_path / "server", stored=False, settings=("listener {",))


def test_the_command_brings_a_server_up_and_destroy_takes_it_down(tmp_path: Path, openbao: OpenBao) -> None:
    def simulator(command: str, *options: str) -> "subprocess.CompletedProcess[str]":
        given = ["small", "--project", str(PLATFORM), "--world", str(tmp_path / "world"), *options]
        return subprocess.run([sys.executable, "-m", "simulator", command, *given], capture_output=True, text=True, check=False)

    up = simulator("up", "--no-packs", "--skip-preview", "--vault", "real")
    assert up.returncode == 0, up.stderr
    assert "REAL: vault: http://127.0.0.1:" in up.stderr
    back = simulator("refresh", "--vault", "memory")
    assert (back.returncode, "resources of vault that are real" in back.stderr) == (3, True)
    down = simulator("destroy")
    assert down.returncode == 0, down.stderr
    assert "The server of vault is stopped" in down.stdout
    assert list((tmp_path / "world" / "live").iterdir()) == []
