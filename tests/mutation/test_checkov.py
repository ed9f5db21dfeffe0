"""checkov's packages are pinned, it is heard where it speaks, and it is not asked of what it can't read."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.mutation.base import AWS, AZURE
from tests.mutation.peer import all as every
from tests.mutation.peer import checkov, checkov_install, guard
from tests.mutation.peer.checkov import Checkov
from tests.mutation.peer.install import NoPeerError

BUCKET = "aws:s3/bucket:Bucket"


def state(versioned: str = "Enabled", *more: dict[str, Any]) -> dict[str, Any]:
    bucket = {"urn": "urn:bucket", "type": BUCKET, "custom": True, "inputs": {"bucket": "scans"}}
    versioning = {"urn": "urn:versions", "type": "aws:s3/bucketVersioning:BucketVersioning", "custom": True, "inputs": {"mfa": versioned}}
    return {"deployment": {"resources": [bucket, versioning, *more]}}


class Deaf(Checkov):
    """It says what it is told to say."""

    def __init__(self, *answers: set[tuple[str, str]]) -> None:
        self._bases, self._near, self.answers, self.sent = {}, {}, list(answers), list[list[str]]()
        self.asked: list[list[str]] = []

    def reports(self, base: str, whole: Any, changed: Any, touched: frozenset[str]) -> frozenset[tuple[str, str]]:
        self.sent.append(sorted(changed))
        self.asked.append(sorted(whole))
        return frozenset(self.answers.pop(0))


def base(name: str = "base") -> Any:
    return type("Base", (), {"name": name, "state": state()})()


def test_every_package_is_pinned_by_its_digest_and_none_by_an_address() -> None:
    pins = checkov_install.PINS.read_text(encoding="utf-8")
    packages = re.findall(r"^([a-z0-9][\w.-]*)==", pins, re.M)
    assert "checkov" in packages
    assert len(packages) > 50
    assert len(re.findall(r"^\S+==.*\\\n    --hash=sha256:", pins, re.M)) == len(packages)
    assert "://" not in pins


def test_where_its_packages_cannot_be_had_the_run_says_why_and_goes_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 1, "", "no matching distribution")

    monkeypatch.setattr(checkov_install, "cache_root", lambda: tmp_path)
    monkeypatch.setattr(subprocess, "run", refuse)
    with pytest.raises(NoPeerError, match="no matching distribution"):
        checkov_install.installed()
    assert not list((tmp_path / "mutants").glob("*/installed"))


def test_it_catches_what_fails_at_the_changed_resource_and_not_on_the_base() -> None:
    peer = Deaf({("CKV_AWS_18", "urn:bucket")}, {("CKV_AWS_18", "urn:bucket"), ("CKV_AWS_21", "urn:bucket")})
    assert peer(base(), state("Disabled"), frozenset({"urn:versions", "urn:bucket"})) is True


def test_what_it_said_of_the_base_and_what_it_says_elsewhere_is_no_catch() -> None:
    peer = Deaf({("CKV_AWS_18", "urn:bucket")}, {("CKV_AWS_18", "urn:bucket"), ("CKV_AWS_21", "urn:elsewhere")})
    assert peer(base(), state("Disabled"), frozenset({"urn:versions", "urn:bucket"})) is False


def test_a_change_that_cannot_be_written_in_terraform_is_not_held_against_it() -> None:
    peer = Deaf(set())
    odd = {"urn": "urn:odd", "type": "acme:network:Zone", "custom": True, "inputs": {}}
    assert peer(base(), state("Enabled", odd), frozenset({"urn:odd"})) is None
    assert peer.sent == [["urn:bucket", "urn:versions"]]


def test_of_a_mutant_only_the_changed_blocks_are_sent() -> None:
    peer = Deaf(set(), set())
    peer(base(), state("Disabled"), frozenset({"urn:versions"}))
    assert peer.sent[1] == ["urn:versions"]


def test_a_peer_that_is_missing_is_named_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> Path:
        raise NoPeerError("its packages can't be installed: no route")

    monkeypatch.setattr(every, "_INSTALLS", {"awsguard": lambda: Path(), "checkov": missing})
    starts, told = every.peers(AWS)
    assert starts == {"awsguard": guard.start}
    assert told["checkov"] == "checkov was not run: its packages can't be installed: no route."


def test_peers_are_left_out_where_they_are_not_wanted_and_of_clouds_that_they_do_not_know() -> None:
    assert every.peers(AWS, unwanted=True) == ({}, {"awsguard": "awsguard was not run.", "checkov": "checkov was not run."})
    assert every.peers(AZURE)[0] == {}


def test_of_a_large_stack_it_judges_the_part_around_the_change_base_and_mutant_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    def chain(versioned: str) -> dict[str, Any]:
        """Each bucket's name comes from the one before it."""
        rows = [
            {
                "urn": f"urn:{n}",
                "type": BUCKET,
                "custom": True,
                "id": f"bucket-{n}",
                "inputs": {"bucket": f"bucket-{n}", "bucketPrefix": f"bucket-{n - 1}", "acl": versioned if n == 5 else "private"},
                "propertyDependencies": {"bucketPrefix": [f"urn:{n - 1}"]},
            }
            for n in range(10)
        ]
        return {"deployment": {"resources": rows}}

    monkeypatch.setattr(checkov, "MANY", 4)
    peer = Deaf(set(), {("CKV_AWS_20", "urn:4")}, {("CKV_AWS_20", "urn:4"), ("CKV_AWS_20", "urn:5")})
    long = type("Base", (), {"name": "long", "state": chain("private")})()
    assert peer(long, chain("public-read"), frozenset({"urn:5"})) is True
    around = [f"urn:{n}" for n in (3, 4, 5, 6, 7)]
    assert peer.asked[1:] == [around, around]
