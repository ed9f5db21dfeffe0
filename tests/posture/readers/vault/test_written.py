"""What is written by an endpoint is judged like what a type of its own writes; what is sealed is unproven, and the finding says how to open it."""

import json
from typing import Any

import pytest

from posture.check import Judgement, check
from posture.graph.builder import GraphBuilder
from posture.graph.facts import Unreadable
from posture.inputs.state import read_state
from posture.proofs.verdict import Verdict
from posture.readers.load import read_stack
from posture.readers.vault.times import DAY, seconds, written
from posture.resource import Resource
from posture.rules.catalogue import rules
from posture.settings.effective import Settings, approve
from posture.settings.posture_file import parse_posture
from posture.settings.waivers import Waivers
from posture.stack import Form, Stack
from posture.values import UNKNOWN, is_unknown

ENDPOINT = "vault:generic/endpoint:Endpoint"
MOUNT = "vault:index/mount:Mount"
SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"
SETTINGS = Settings(parse_posture({}, "sample"), None, Waivers(), "sample")


def made(type_: str, name: str, depends: dict[str, list[str]] | None = None, **props: Any) -> Resource:
    return Resource(
        f"urn:{name}", type_, name, UNKNOWN, props, property_dependencies={prop: frozenset(urns) for prop, urns in (depends or {}).items()}
    )


def judged(rule: str, *resources: Resource) -> Judgement:
    return check(Stack(resources, Form.PREVIEW), SETTINGS, rules=(rules()[rule],))


def verdict(rule: str, *resources: Resource) -> Verdict:
    return judged(rule, *resources).result(rule).verdict


def role(**fields: Any) -> Resource:
    return made(ENDPOINT, "role", path="agents/roles/agent", dataJson=json.dumps(fields))


PKI = made(MOUNT, "pki", path="agents", type="pki")
DATABASE = made(MOUNT, "database", path="agents", type="database")


def test_the_engine_that_is_mounted_says_what_a_role_is() -> None:
    assert verdict("certificate-ends-soon", PKI, role(max_ttl="8760h")) is Verdict.VIOLATED
    assert verdict("certificate-ends-soon", DATABASE, role(max_ttl="8760h")) is Verdict.PROVEN
    assert verdict("database-lease-short", DATABASE, role(max_ttl="8760h")) is Verdict.VIOLATED


def test_without_the_mount_a_field_that_only_one_kind_has_says_it() -> None:
    assert verdict("certificate-ends-soon", role(max_ttl="8760h", allowed_domains="a.b.c")) is Verdict.VIOLATED
    assert verdict("vault-writes-read", role(max_ttl="8760h")) is Verdict.UNPROVEN


def test_a_document_that_is_sealed_is_unproven_and_says_how_it_is_opened() -> None:
    sealed = made(ENDPOINT, "role", path="agents/roles/agent", dataJson=UNKNOWN)
    for rule in ("certificate-ends-soon", "certificate-names-bounded", "vault-writes-read"):
        result = judged(rule, PKI, sealed).result(rule)
        assert result.verdict is Verdict.UNPROVEN
        assert any("--show-secrets" in finding.message for finding in result.findings), rule


@pytest.mark.parametrize(("ciphertext", "expected"), [(True, Verdict.UNPROVEN), (False, Verdict.VIOLATED)])
def test_a_state_that_shows_its_secrets_is_read(ciphertext: bool, expected: Verdict) -> None:
    document = json.dumps({"max_ttl": "8760h"})
    secret = {SIGNATURE: SECRET, **({"ciphertext": "v1:x"} if ciphertext else {"plaintext": json.dumps(document)})}
    rows = [
        {"urn": f"urn:pulumi:t::t::{type_}::{name}", "type": type_, "custom": True, "id": name, "inputs": props, "outputs": props}
        for type_, name, props in (
            (MOUNT, "pki", {"path": "agents", "type": "pki"}),
            (ENDPOINT, "role", {"path": "agents/roles/agent", "dataJson": secret}),
        )
    ]
    stack = read_state({"version": 3, "deployment": {"resources": rows}}, "state.json")
    rule = "certificate-ends-soon"
    assert check(stack, SETTINGS, rules=(rules()[rule],)).result(rule).verdict is expected


def test_a_mount_that_is_known_by_its_dependency_alone_is_the_same_mount() -> None:
    typed = made("vault:pkiSecret/secretBackendRole:SecretBackendRole", "agent", {"backend": ["urn:pki"]}, backend=UNKNOWN)
    long = made(MOUNT, "pki", path=UNKNOWN, type="pki", maxLeaseTtlSeconds=400 * DAY)
    assert verdict("certificate-ends-soon", long, typed) is Verdict.VIOLATED
    assert verdict("certificate-ends-soon", made(MOUNT, "pki", path=UNKNOWN, type="pki", maxLeaseTtlSeconds=DAY), typed) is Verdict.PROVEN


def unread(*resources: Resource) -> list[str]:
    stack = Stack(resources, Form.PREVIEW)
    graph = GraphBuilder(stack, approve(SETTINGS, stack))
    read_stack(graph)
    return [fact.reason for fact in graph.of(Unreadable)]


@pytest.mark.parametrize("path", ["sys/storage/raft/snapshot-auto/config/a", "sys/sync/destinations/gh/a", UNKNOWN])
def test_an_endpoint_of_the_system_that_nobody_reads_leaves_the_theorems_open(path: Any) -> None:
    assert unread(made(ENDPOINT, "role", path=path, dataJson="{}"))


@pytest.mark.parametrize("path", ["sys/policies/acl/a", "pki/roles/a", "sys/quotas/rate-limit/a"])
def test_an_endpoint_that_sets_vault_up_moves_nothing(path: str) -> None:
    assert unread(made(ENDPOINT, "role", path=path, dataJson="{}")) == []


def test_a_plugin_that_neither_vault_nor_openbao_brings_leaves_the_theorems_open() -> None:
    assert unread(PKI) == []
    assert [reason for reason in unread(made(MOUNT, "own", path="own", type="our-plugin")) if "our-plugin" in reason]


@pytest.mark.parametrize(
    "type_", ["vault:secrets/syncGhDestination:SyncGhDestination", "vault:index/raftSnapshotAgentConfig:RaftSnapshotAgentConfig"]
)
def test_what_copies_secrets_to_elsewhere_is_read_by_nobody(type_: str) -> None:
    assert unread(made(type_, "copies"))


@pytest.mark.parametrize(
    ("given", "expected"),
    [("24h", 86_400), (3600, 3600), ("3600", 3600), ("1h30m", 5400), ("90d", 90 * DAY), ("", None), (None, None), ("0", 0)],
)
def test_lengths_of_time_are_read_as_vault_reads_them(given: Any, expected: int | None) -> None:
    assert seconds(given) == expected


@pytest.mark.parametrize("given", ["soon", "1 h", True, [], UNKNOWN])
def test_what_is_no_length_of_time_is_unknown(given: Any) -> None:
    assert is_unknown(seconds(given))


@pytest.mark.parametrize(("length", "text"), [(90 * DAY, "90 d"), (86_400, "24 h"), (5400, "5400 s")])
def test_lengths_of_time_are_written_for_people(length: int, text: str) -> None:
    assert written(length) == text
