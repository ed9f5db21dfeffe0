"""How a simulated Vault behaves: paths, mounts, replacement, time, certificates."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509

from simulator.cloud import Cloud
from simulator.errors import CloudError
from simulator.rules.vault import kinds
from simulator.values import UNKNOWN
from simulator.world import World
from tests.simulator.vault.server import ADDRESS, YEAR, Server

DAY = 86400


def certificate(pem: str) -> x509.Certificate:
    """Of a PEM text."""
    return x509.load_pem_x509_certificate(pem.encode())


def test_an_address_must_be_one_of_a_server(world: World) -> None:
    [(path, reason)] = Cloud("vault", world).check_config({"address": "vault.example"})[1]
    assert (path, reason.split(":")[0]) == ("address", "'vault.example' is not an address of a server, such as 'https")


def test_ids_are_paths_without_slashes_around_their_parts(vault: Server) -> None:
    vault.mount("zones/phi/pki")
    assert vault.role(backend="zones/phi/pki/").id == "zones/phi/pki/roles/leaf"
    vault.auth("kubernetes")
    role = vault.make(kinds.KUBERNETES_ROLE, roleName="a", boundServiceAccountNames=["a"], boundServiceAccountNamespaces=["phi"])
    assert role.id == "auth/kubernetes/role/a"


def test_a_name_that_is_left_out_is_made_up_and_kept(vault: Server) -> None:
    policy = vault.make(kinds.POLICY, "agent", policy='path "a" { capabilities = ["read"] }')
    assert policy["name"].startswith("agent-")
    assert len(policy["name"]) == len("agent-") + 7
    again, _ = vault.cloud.check(policy.urn, policy.inputs, {"policy": policy["policy"]})
    assert again["name"] == policy["name"]


def test_a_preview_knows_paths_and_no_certificates(vault: Server) -> None:
    planned = vault.plan(kinds.ROOT, backend="pki", type="internal", commonName="Root")
    assert planned["backend"] == "pki"
    assert planned["keyType"] == "rsa"
    assert {name for name, value in planned.items() if value is UNKNOWN} >= {"certificate", "issuerId", "keyId", "serialNumber"}


def test_a_second_write_to_one_path_replaces_the_first(vault: Server) -> None:
    vault.mount()
    first, second = vault.role(maxTtl="24h"), vault.role(maxTtl="12h")
    assert vault.read(first)[1]["maxTtl"] == "12h"  # The older resource sees drift.
    vault.delete(first)
    assert not vault.stands(second)


def test_a_mount_takes_with_it_what_it_holds(vault: Server) -> None:
    mount, other = vault.mount(), vault.mount("pki-2")
    vault.root()
    role, kept = vault.role(), vault.role(backend="pki-2")
    vault.delete(mount)
    assert not vault.stands(role)
    assert vault.stands(kept)
    vault.delete(other)
    assert vault.cloud.world.remaining() == []


def test_namespaces_do_not_see_each_other(vault: Server, team: Server) -> None:
    vault.mount()
    team.refuses("404", kinds.PKI_ROLE, backend="pki", name="leaf", match="no handler for route")
    team.mount()
    assert team.role().id == vault.role().id
    below = vault.make(kinds.MOUNT, path="kv", type="kv", namespace="team")
    assert vault.cloud.world.by_id(below.id)[0].account == "team"


@pytest.mark.parametrize(
    ("type_", "inputs", "changes", "replaces"),
    [
        (kinds.MOUNT, {"path": "t", "type": "transit"}, {"type": "kv"}, ["type"]),
        (kinds.MOUNT, {"path": "t", "type": "transit"}, {"path": "/t/"}, []),
        (kinds.MOUNT, {"path": "t", "type": "transit"}, {"description": "a"}, []),
        (kinds.POLICY, {"name": "a", "policy": 'path "a" { capabilities = ["read"] }'}, {"name": "b"}, ["name"]),
        (
            kinds.POLICY,
            {"name": "a", "policy": 'path "a" { capabilities = ["read"] }'},
            {"policy": 'path "b" { capabilities = ["read"] }'},
            [],
        ),
        (kinds.AUDIT, {"type": "file", "options": {"file_path": "/a"}}, {"options": {"file_path": "/b"}}, ["options"]),
        (kinds.ENTITY, {"name": "a"}, {"namespace": "team"}, ["namespace"]),
        (kinds.GROUP, {"name": "a"}, {"type": "external"}, ["type"]),
    ],
)
def test_a_change_replaces_what_the_provider_can_not_change(
    vault: Server, type_: str, inputs: dict[str, object], changes: dict[str, object], replaces: list[str]
) -> None:
    assert vault.replaced_by(vault.make(type_, **inputs), **changes) == replaces


def test_a_name_that_the_program_gives_is_deleted_before_it_is_replaced(vault: Server) -> None:
    vault.mount("t", "transit")
    key = vault.make(kinds.TRANSIT_KEY, backend="t", name="phi", deletionAllowed=True)
    change = vault.cloud.diff(key.urn, key.inputs, {**key.inputs, "derived": True})
    assert (change.replaces, change.delete_before_replace) == (["derived"], True)
    made_up = vault.make(kinds.TRANSIT_KEY, backend="t", deletionAllowed=True)
    assert not vault.cloud.diff(made_up.urn, made_up.inputs, {**made_up.inputs, "derived": True}).delete_before_replace


def test_a_root_lives_as_long_as_its_mount_lets_it(vault: Server) -> None:
    vault.mount("short", maxLeaseTtlSeconds=YEAR)
    found = certificate(vault.root("short")["certificate"])
    assert found.not_valid_after_utc - found.not_valid_before_utc == timedelta(seconds=YEAR + 30)


def test_a_certificate_is_of_its_issuer_and_of_the_names_that_were_asked_for(vault: Server) -> None:
    vault.mount()
    root = vault.root()
    vault.role(allowedUriSans=["spiffe://phi.example/zone/phi/*"])
    names = {"commonName": "a.phi.example", "uriSans": ["spiffe://phi.example/zone/phi/a"]}
    leaf = vault.make(kinds.CERTIFICATE, backend="pki", name="leaf", ttl="48h", **names)
    found = certificate(leaf["certificate"])
    found.verify_directly_issued_by(certificate(root["certificate"]))
    other = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert other.get_values_for_type(x509.UniformResourceIdentifier) == names["uriSans"]
    assert found.not_valid_after_utc - found.not_valid_before_utc == timedelta(seconds=DAY + 30)  # The role's day, not two.
    assert leaf["expiration"] == int(found.not_valid_after_utc.timestamp())


def test_two_requests_on_one_mount_are_two_although_their_ids_are_equal(vault: Server) -> None:
    vault.mount("zones")
    first, second = vault.request(), vault.request()
    assert first.id == second.id
    assert first["csr"] != second["csr"]
    vault.delete(first)
    assert vault.read(second) == (second.outputs, second.inputs)


def test_an_intermediate_is_set_once_and_becomes_the_default(vault: Server) -> None:
    vault.mount()
    vault.root()
    vault.mount("zones")
    signed = vault.make(kinds.SIGNED, backend="pki", commonName="Zones", csr=vault.request()["csr"], maxPathLength=0)
    chain = vault.make(kinds.SET_SIGNED, backend="zones", certificate=signed["certificateBundle"])
    assert len(chain["importedIssuers"]) == 2
    assert vault.make(kinds.SET_SIGNED, backend="zones", certificate=signed["certificate"])["importedIssuers"] == []
    vault.role(backend="zones")
    leaf = vault.make(kinds.CERTIFICATE, backend="zones", name="leaf", commonName="a.phi.example")
    assert leaf["issuingCa"] == signed["certificate"]


def test_an_issuer_that_the_mount_has_no_key_of_signs_nothing(vault: Server) -> None:
    vault.mount()
    vault.mount("other")
    vault.make(kinds.CONFIG_CA, backend="other", pemBundle=vault.root()["certificate"])
    vault.role(backend="other")
    vault.refuses("500", kinds.CERTIFICATE, backend="other", name="leaf", commonName="a.phi.example", match="no key is known")


def test_the_default_issuer_follows_where_it_is_told_to(vault: Server) -> None:
    vault.mount()
    vault.root()
    vault.make(kinds.ISSUERS, backend="pki", defaultFollowsLatestIssuer=True)
    second = vault.root(commonName="Second")
    vault.role()
    assert vault.make(kinds.CERTIFICATE, backend="pki", name="leaf", commonName="a.phi.example")["issuingCa"] == second["certificate"]


def test_a_key_is_deleted_only_where_that_is_allowed(vault: Server) -> None:
    vault.mount("t", "transit")
    key = vault.make(kinds.TRANSIT_KEY, backend="t", name="phi")
    vault.refuses_delete("400", key, match="deletion is not allowed for this key")
    vault.change(key, deletionAllowed=True)
    vault.delete(key)
    assert not vault.stands(key)


@pytest.mark.parametrize("property_", ["exportable", "allowPlaintextBackup"])
def test_a_key_once_open_is_not_closed_again(vault: Server, property_: str) -> None:
    vault.mount("t", "transit")
    key = vault.make(kinds.TRANSIT_KEY, backend="t", name="phi", **{property_: True})
    vault.refuses_change("400", key, match="cannot be disabled on a key that already has it enabled", **{property_: False})


def test_convergent_encryption_needs_derivation(vault: Server) -> None:
    assert vault.faults(kinds.TRANSIT_KEY, backend="t", name="phi", convergentEncryption=True) == [
        "convergentEncryption: convergent encryption requires derivation to be enabled: set derived"
    ]


def test_a_role_at_the_bare_path_counts_as_a_role(vault: Server) -> None:
    vault.mount()
    vault.root()
    document = '{"allowed_domains": ["phi.example"], "allow_subdomains": true, "key_type": "ec", "key_bits": 256, "max_ttl": 3600}'
    vault.make(kinds.ENDPOINT, path="pki/roles/leaf", dataJson=document)
    leaf = vault.make(kinds.CERTIFICATE, backend="pki", name="leaf", commonName="a.phi.example")
    found = certificate(leaf["certificate"])
    assert found.not_valid_after_utc - found.not_valid_before_utc == timedelta(seconds=3600 + 30)


def test_two_worlds_of_one_program_show_equal_certificates(vault: Server, world: World) -> None:
    vault.mount()
    first = vault.root()["certificate"]
    other = World(world.path.with_name("other.sqlite"))
    twin = Server(Cloud("vault", other, {"address": ADDRESS}))
    twin.mount()
    assert twin.root()["certificate"] == first
    other.close()


def test_an_import_by_its_path_gives_the_inputs(vault: Server) -> None:
    vault.mount()
    role = vault.role()
    found = vault.cloud.read(kinds.PKI_ROLE, role.urn, "pki/roles/leaf", {}, {})
    assert found is not None
    assert found[2]["allowedDomains"] == ["phi.example"]
    assert "__defaults" not in found[2]


def test_a_mount_that_an_answer_was_lost_of_is_in_the_way_and_a_role_is_not(vault: Server) -> None:
    vault.cloud.faults.plan([{"verb": "create", "type": kinds.MOUNT, "does": "resend"}])
    vault.refuses("400", kinds.MOUNT, path="pki", type="pki", match="path is already in use")
    vault.cloud.faults.plan([{"verb": "create", "type": kinds.POLICY, "does": "resend"}])
    assert vault.make(kinds.POLICY, name="a", policy='path "a" { capabilities = ["read"] }').id == "a"


def test_a_type_that_no_rule_knows_is_made_of_its_class_alone(vault: Server) -> None:
    assert vault.make("vault:ssh/secretBackendRole:SecretBackendRole", backend="ssh", keyType="ca", name="a").id == "ssh/a"


def test_time_is_the_worlds(vault: Server) -> None:
    vault.mount()
    found = certificate(vault.root()["certificate"])
    assert found.not_valid_before_utc - datetime(2026, 1, 1, tzinfo=UTC) < timedelta(minutes=1)
    vault.role()
    with pytest.raises(CloudError, match="is not a time"):
        vault.make(kinds.CERTIFICATE, backend="pki", name="leaf", commonName="a.phi.example", notAfter="tomorrow")
