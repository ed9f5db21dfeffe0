"""A program of pulumi_vault on the real engine and a real OpenBao."""

from pathlib import Path

import pytest

from tests.live.vaults import OpenBao, VaultStack

pytestmark = [pytest.mark.live, pytest.mark.engine]
PLATFORM = Path(__file__).parents[1] / "simulator" / "vault" / "platform"
COUNT = 27


def test_a_platform_stands_on_a_real_server_without_drift_and_leaves_nothing(empty_openbao: OpenBao, on_openbao: VaultStack) -> None:
    rehearsal = on_openbao(PLATFORM, "small", empty_openbao)
    assert rehearsal.up().operations == {"create": COUNT}
    assert rehearsal.refresh(expect_no_changes=True).operations == {"same": COUNT}
    assert rehearsal.up(expect_no_changes=True).operations == {"same": COUNT}

    client = empty_openbao.client
    role = client.read("pki-zones/roles/phi-gateway")["data"]
    assert role["not_after_bound"] == "forbid"
    with pytest.raises(Exception, match="not allowed"):
        client.write_data("pki-zones/issue/phi-inference", data={"common_name": "other.example"})

    assert rehearsal.destroy().operations == {"delete": COUNT}
    assert rehearsal.world.remaining() == []
    assert sorted(client.sys.list_mounted_secrets_engines()["data"]) == ["cubbyhole/", "identity/", "sys/"]
    assert client.sys.list_policies()["data"]["policies"] == ["default", "root"]
