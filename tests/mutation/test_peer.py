"""The peer's packages are pinned, and its words are read as its own engine would read them."""

import json
from typing import Any

import pytest

from tests.mutation.peer import install
from tests.mutation.peer.guard import AwsGuard
from tests.mutation.peer.serve import _plain


def test_every_package_is_pinned_by_its_digest_and_none_by_an_address() -> None:
    lock = json.loads((install.SOURCE / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: one for name, one in lock["packages"].items() if name}
    assert len(packages) > 50
    assert all(one.get("integrity", "").startswith("sha") for one in packages.values())
    assert not any("resolved" in one for one in packages.values())


def test_without_node_the_run_says_so_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(install.NoPeerError, match=r"Node\.js or npm is missing"):
        install.installed()


def test_it_catches_what_it_reports_at_the_changed_resource_and_not_on_the_base() -> None:
    guard = object.__new__(AwsGuard)
    guard._rows = {}
    guard._bases = {"base": frozenset({("s3-bucket-logging-enabled", "urn:a")})}
    said: dict[str, Any] = {"reports": frozenset({("s3-bucket-logging-enabled", "urn:a"), ("ec2-volume-inuse", "urn:b")})}
    guard.reports = lambda *_: said["reports"]  # type: ignore[method-assign]
    empty: dict[str, Any] = {"deployment": {"resources": []}}
    base = type("Base", (), {"name": "base"})()
    assert guard(base, empty, frozenset({"urn:b"}))
    assert not guard(base, empty, frozenset({"urn:a"}))


def test_secrets_reach_it_as_text() -> None:
    assert _plain({"password": {"ciphertext": "x"}, "tags": [{"a": 1}]}) == {"password": "a secret", "tags": [{"a": 1}]}
