"""Bad days on a real OpenBao: refused calls, lost answers, hands in between."""

from collections.abc import Iterator
from pathlib import Path

import hvac  # type: ignore[import-untyped]
import pytest

from simulator.errors import CloudError
from simulator.faults import LostAnswerError
from simulator.live.through import Through
from simulator.live.vault import connect
from simulator.rules.vault import kinds
from simulator.rules.vault.functions import POLICY_DOCUMENT
from simulator.world import World
from tests.live.vaults import OpenBao
from tests.simulator.vault.server import Server

pytestmark = pytest.mark.live
SECONDS = '{"allow_any_name":true,"key_bits":256,"key_type":"ec","max_ttl":86400}'
HOURS = SECONDS.replace("86400", '"24h"')


@pytest.fixture
def client(openbao: OpenBao, request: pytest.FixtureRequest) -> hvac.Client:
    """A namespace of the test's own."""
    name = f"days-{request.node.name.replace('_', '-')}"[:60]
    openbao.client.adapter.request("post", f"/v1/sys/namespaces/{name}")
    return hvac.Client(url=openbao.address, token=openbao.token, namespace=name)


@pytest.fixture
def real(openbao: OpenBao, client: hvac.Client, tmp_path: Path) -> Iterator[Server]:
    """Resources of that namespace."""
    world = World(tmp_path / "world.sqlite")
    config = {"address": openbao.address, "namespace": client.adapter.namespace}
    yield Server(Through("vault", world, connect(openbao.running.settings()), config))
    world.close()


def test_a_call_that_fails_leaves_nothing_on_the_server(real: Server, client: hvac.Client) -> None:
    real.cloud.faults.plan([{"verb": "create", "type": kinds.MOUNT, "does": "fail"}])
    real.refuses("InternalFailure", kinds.MOUNT, path="pki", type="pki", match="simulated fault")
    assert "pki/" not in client.sys.list_mounted_secrets_engines()["data"]
    assert real.mount().id == "pki"


def test_a_lost_answer_leaves_a_mount_that_is_in_the_way(real: Server, client: hvac.Client) -> None:
    real.cloud.faults.plan([{"verb": "create", "type": kinds.MOUNT, "does": "lose-answer"}])
    inputs = {"path": "pki", "type": "pki"}
    with pytest.raises(LostAnswerError):
        real.cloud.create(real.urn(kinds.MOUNT), inputs)
    assert "pki/" in client.sys.list_mounted_secrets_engines()["data"]
    assert [one.id for one in real.cloud.world.orphans()] == ["pki"]
    real.refuses("400", kinds.MOUNT, **inputs, match="path is already in use")


def test_a_lost_answer_of_a_write_is_written_again(real: Server, client: hvac.Client) -> None:
    real.cloud.faults.plan([{"verb": "create", "type": kinds.POLICY, "does": "lose-answer"}])
    urn, inputs = real.urn(kinds.POLICY), {"name": "a", "policy": 'path "a" { capabilities = ["read"] }'}
    with pytest.raises(LostAnswerError):
        real.cloud.create(urn, inputs)
    assert real.cloud.create(urn, inputs)[0] == "a"
    assert client.sys.read_policy("a")["data"]["rules"] == inputs["policy"]


def test_what_a_hand_changed_is_drift(real: Server, client: hvac.Client) -> None:
    real.mount()
    role = real.role(allowAnyName=False)
    client.write_data("pki/roles/leaf", data={"allow_any_name": True, "key_type": "ec", "key_bits": 256, "max_ttl": "24h"})
    _, inputs = real.read(role)
    assert (inputs["allowAnyName"], inputs["maxTtl"]) == (True, "24h")


def test_what_a_hand_deleted_is_gone(real: Server, client: hvac.Client) -> None:
    real.mount()
    role = real.role()
    client.delete("pki/roles/leaf")
    assert real.cloud.read(kinds.PKI_ROLE, role.urn, role.id, role.outputs, role.inputs) is None
    assert not real.stands(role)
    real.delete(role)  # No error: it is gone already.


def test_what_stands_on_the_server_can_be_imported(real: Server, client: hvac.Client) -> None:
    client.sys.enable_secrets_engine("pki", path="pki")
    client.write_data("pki/roles/leaf", data={"allowed_domains": ["phi.example"], "key_type": "ec", "key_bits": 256})
    found = real.cloud.read(kinds.PKI_ROLE, real.urn(kinds.PKI_ROLE), "pki/roles/leaf", {}, {})
    assert found is not None
    assert (found[0], found[2]["backend"], found[2]["allowedDomains"]) == ("pki/roles/leaf", "pki", ["phi.example"])


def test_a_duration_with_a_unit_at_the_bare_path_is_drift_and_seconds_are_not(real: Server) -> None:
    real.mount()
    inputs = {"path": "pki/roles/leaf", "ignoreAbsentFields": True}
    plain = real.make(kinds.ENDPOINT, dataJson=SECONDS, **inputs)
    assert real.read(plain)[1] == plain.inputs
    with_unit = real.make(kinds.ENDPOINT, dataJson=HOURS, **inputs)
    assert real.read(with_unit)[1]["dataJson"] == SECONDS  # The server tells seconds: the provider would change it at every run.


def test_a_type_without_a_description_says_so(real: Server) -> None:
    real.refuses("", "vault:ssh/secretBackendRole:SecretBackendRole", backend="ssh", keyType="ca", match="--vault real does not apply")


def test_a_server_that_is_gone_is_told_as_that(real: Server) -> None:
    real.cloud.backend = connect({"address": "http://127.0.0.1:1", "token": "made-up"})  # type: ignore[attr-defined]
    with pytest.raises(CloudError, match=r"the server at http://127.0.0.1:1 does not answer POST sys/mounts/pki: ConnectionError"):
        real.mount()


def test_a_function_that_only_the_world_could_answer_is_refused(real: Server) -> None:
    assert real.cloud.invoke(POLICY_DOCUMENT, {"rules": [{"path": "a", "capabilities": ["read"]}]})["hcl"].startswith('path "a"')
    with pytest.raises(CloudError, match="--vault real does not answer the function vault:kv/getSecretV2:getSecretV2"):
        real.cloud.invoke("vault:kv/getSecretV2:getSecretV2", {"mount": "kv", "name": "a"})
