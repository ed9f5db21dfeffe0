"""What programs ask a simulated Vault."""

import pytest

from simulator.errors import CloudError
from simulator.rules.vault import kinds
from simulator.rules.vault.functions import POLICY_DOCUMENT
from simulator.rules.vault.policies import unparsable
from tests.simulator.vault.server import Server


def test_a_policy_document_is_rendered_as_the_provider_does_it(vault: Server) -> None:
    rules = [
        {
            "path": "pki/sign/agent",
            "capabilities": ["create", "update"],
            "description": "its own certificate",
            "requiredParameters": ["csr"],
            "deniedParameters": [{"key": "not_after", "values": []}],
            "maxWrappingTtl": "5m",
        },
        {"path": "kv/*", "capabilities": ["read"]},
    ]
    text = vault.cloud.invoke(POLICY_DOCUMENT, {"rules": rules})["hcl"]
    assert text == (
        '# its own certificate\npath "pki/sign/agent" {\n  capabilities = ["create", "update"]\n  required_parameters = ["csr"]\n'
        '  denied_parameters = {\n    "not_after" = []\n  }\n  max_wrapping_ttl = "5m"\n}\n\npath "kv/*" {\n  capabilities = ["read"]\n}\n'
    )
    assert unparsable(text) == ""


def test_a_capability_that_is_none_is_refused(vault: Server) -> None:
    with pytest.raises(CloudError, match='invalid capability: "fly"'):
        vault.cloud.invoke(POLICY_DOCUMENT, {"rules": [{"path": "a", "capabilities": ["fly"]}]})


def test_issuers_are_found_by_every_reference(vault: Server) -> None:
    vault.mount()
    root = vault.root(issuerName="one")
    listed = vault.cloud.invoke("vault:pkiSecret/getBackendIssuers:getBackendIssuers", {"backend": "pki"})
    assert listed["keys"] == [root["issuerId"]]
    for reference in ("default", "one", root["issuerId"]):
        found = vault.cloud.invoke("vault:pkiSecret/getBackendIssuer:getBackendIssuer", {"backend": "pki", "issuerRef": reference})
        assert (found["issuerId"], found["certificate"]) == (root["issuerId"], root["certificate"])
    with pytest.raises(CloudError, match="unable to find PKI issuer for reference: two"):
        vault.cloud.invoke("vault:pkiSecret/getBackendIssuer:getBackendIssuer", {"backend": "pki", "issuerRef": "two"})


def test_a_method_a_secret_and_a_role_id_are_those_that_were_made(vault: Server) -> None:
    method = vault.auth("approle")
    assert vault.cloud.invoke("vault:index/getAuthBackend:getAuthBackend", {"path": "approle/"})["accessor"] == method["accessor"]
    role = vault.make(kinds.APP_ROLE, roleName="a")
    assert vault.cloud.invoke("vault:appRole/getAuthBackendRoleId:getAuthBackendRoleId", {"roleName": "a"})["roleId"] == role["roleId"]
    vault.mount("kv", "kv", options={"version": "2"})
    vault.make(kinds.KV_SECRET, mount="kv", name="a", dataJson='{"x": "1"}')
    assert vault.cloud.invoke("vault:kv/getSecretV2:getSecretV2", {"mount": "kv", "name": "a"})["data"] == {"x": "1"}


@pytest.mark.parametrize(
    ("token", "inputs", "words"),
    [
        ("vault:index/getAuthBackend:getAuthBackend", {"path": "jwt"}, "auth mount jwt not present"),
        ("vault:kv/getSecretV2:getSecretV2", {"mount": "kv", "name": "a"}, "no secret found"),
        ("vault:appRole/getAuthBackendRoleId:getAuthBackendRoleId", {"roleName": "a"}, 'role "a" does not exist'),
        ("vault:pkiSecret/getBackendIssuers:getBackendIssuers", {"backend": "pki"}, "no handler for route"),
    ],
)
def test_what_is_not_there_is_an_error(vault: Server, token: str, inputs: dict[str, str], words: str) -> None:
    with pytest.raises(CloudError, match=words):
        vault.cloud.invoke(token, inputs)
