"""What operators make of Vault's programs: lengths, lists, words, policies and statements that the simulated Vault accepts."""

from functools import cache

import pytest

from posture.readers.vault.acl import parse_policy
from tests.mutation.base import VAULT, Base, cloud_of, written_bases
from tests.mutation.catalogue import mutants
from tests.mutation.mutant import Mutant
from tests.mutation.operators.operation import concerns_operation
from tests.mutation.program import Program, plain

CERTIFICATES, PODS, DATABASE, AUDIT = (
    "vault_certificates_for_agents",
    "vault_kubernetes_logins",
    "vault_database_logins",
    "vault_audited_and_limited",
)


@cache
def base(name: str) -> Base:
    return next(Base(one.name, one.folder, own=False) for one in written_bases(VAULT) if one.name == name)


@cache
def made(name: str) -> tuple[Mutant, ...]:
    return tuple(mutants(base(name).program, base(name).settings))


def changed(name: str, operator: str, type_: str, path: str, variant: str = "") -> tuple[Program, Mutant]:
    mutant = next(one for one in made(name) if one.key == (operator, f"vault:{type_}", path) and variant in one.variant)
    copied = base(name).program.copy()
    mutant.change(copied)
    return copied, mutant


@pytest.mark.parametrize(
    "operator",
    [
        "drop-property", "flip-boolean", "drop-resource", "weaken-lifetime", "widen-names", "weaken-word", "weaken-number", "weaken-address", "widen-path",
        "widen-capabilities", "drop-constraint", "widen-statement", "add-any-name-role", "add-exportable-key", "add-superuser-role", "add-open-connection",
        "add-role-for-every-pod", "add-role-for-every-certificate", "add-password-logins", "add-policy-for-everything", "add-token",
        "add-log-in-plain-text", "add-plugin",
    ],
)  # fmt: skip
def test_every_operator_makes_something_on_the_bases_of_vault(operator: str) -> None:
    assert any(one.operator == operator for name in (CERTIFICATES, PODS, DATABASE, AUDIT) for one in made(name))


def test_a_length_of_time_becomes_ten_years() -> None:
    program, mutant = changed(PODS, "weaken-lifetime", "kubernetes/authBackendRole:AuthBackendRole", "tokenTtl")
    assert program.by_urn[mutant.urn].inputs["tokenTtl"] == 315_360_000


def test_an_identity_becomes_all_that_begin_like_it() -> None:
    program, mutant = changed(CERTIFICATES, "widen-names", "index/certAuthBackendRole:CertAuthBackendRole", "allowedUriSans", "zones")
    assert program.by_urn[mutant.urn].inputs["allowedUriSans"] == ["spiffe://clinic.example/zone/*"]


def test_a_policy_that_is_widened_is_still_a_policy() -> None:
    texts = []
    for mutant in made(CERTIFICATES):
        if mutant.operator in ("widen-path", "widen-capabilities", "drop-constraint"):
            copied = base(CERTIFICATES).program.copy()
            mutant.change(copied)
            texts.append(str(plain(copied.by_urn[mutant.urn].inputs["policy"])))
    assert len(texts) >= 10
    assert all(parse_policy(text) for text in texts)


def test_what_only_lets_in_is_not_left_out() -> None:
    left = {(one.type, one.path) for one in made(PODS) if one.operator == "drop-property"}
    assert not any(path == "tokenPolicies" for _, path in left)
    assert ("vault:kubernetes/authBackendRole:AuthBackendRole", "audience") in left


def test_a_boolean_is_not_turned_to_its_stricter_word() -> None:
    assert not any(one.operator == "flip-boolean" and one.path == "tokenNoDefaultPolicy" and one.variant == "true" for one in made(PODS))


def test_words_for_people_are_left_alone_and_lengths_are_not() -> None:
    assert concerns_operation("vault:index/certAuthBackendRole:CertAuthBackendRole", "displayName")
    assert not concerns_operation("vault:index/certAuthBackendRole:CertAuthBackendRole", "tokenTtl")


@pytest.mark.parametrize(("name", "cloud"), [("vault_pki_acme", "vault"), ("backup_vault_policy_for_a_partners_account", "aws")])
def test_a_vault_of_backups_is_no_vault_of_secrets(name: str, cloud: str) -> None:
    assert cloud_of(name) == cloud
