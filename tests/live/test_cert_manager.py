"""cert-manager's controllers issue for a zone: from an authority in the cluster, and from Vault by the token of the issuer's own account."""

from datetime import timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from ai_zones.vault.policy_text import issuing as may_sign
from ai_zones.vault.policy_text import policy_text
from simulator.clusters import Cluster
from simulator.clusters.api import Api
from tests.live.cert_manager import ACCOUNT, NAMESPACE, apply, condition, issued, wait_for
from tests.live.vaults import OpenBao

pytestmark = pytest.mark.live
CERT_MANAGER = "cert-manager.io/v1"
IDENTITY = "spiffe://clinic.example/zone/inference/server"
_KEY = {"algorithm": "ECDSA", "size": 256, "rotationPolicy": "Always"}


def ask(api: Api, name: str, issuer: str, **spec: Any) -> None:
    """Ask for a certificate."""
    asked = {"secretName": name, "issuerRef": {"name": issuer, "kind": "Issuer"}, "privateKey": _KEY, **spec}
    apply(api, CERT_MANAGER, "Certificate", name, spec=asked)


def identities(one: x509.Certificate) -> list[str]:
    """URIs of a certificate."""
    names = one.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return [str(uri) for uri in names.get_values_for_type(x509.UniformResourceIdentifier)]


def test_an_authority_of_the_cluster_signs_a_workload(issuing: Api) -> None:
    apply(issuing, CERT_MANAGER, "Issuer", "self", spec={"selfSigned": {}})
    ask(issuing, "authority", "self", isCA=True, commonName="authority")
    [authority] = issued(issuing, "authority")
    apply(issuing, CERT_MANAGER, "Issuer", "authority", spec={"ca": {"secretName": "authority"}})
    ask(issuing, "workload", "authority", uris=[IDENTITY], duration="24h", renewBefore="8h", usages=["server auth", "client auth"])

    leaf = issued(issuing, "workload")[0]
    leaf.verify_directly_issued_by(authority)
    assert identities(leaf) == [IDENTITY]
    assert leaf.not_valid_after_utc - leaf.not_valid_before_utc <= timedelta(hours=24)
    assert isinstance(leaf.public_key(), ec.EllipticCurvePublicKey)


@pytest.fixture(scope="module")
def vault(openbao: OpenBao, cluster: Cluster) -> str:
    """A mount that signs for one zone, and a login for the account of one issuer with tokens for it alone."""
    client, mount = openbao.client, "pki-cert-manager"
    client.sys.enable_secrets_engine("pki", path=mount, config={"max_lease_ttl": "8760h"})
    client.write(f"{mount}/root/generate/internal", common_name="zone", key_type="ec", ttl="8760h")
    role = {"allowed_uri_sans": "spiffe://clinic.example/zone/inference/*", "require_cn": False, "key_type": "ec", "max_ttl": "24h"}
    client.write_data(f"{mount}/roles/inference", data={**role, "allow_ip_sans": False, "not_after_bound": "forbid"})
    client.sys.create_or_update_policy("sign-inference", policy_text({f"{mount}/sign/inference": may_sign(hours=(12,))}))
    client.sys.enable_auth_method("jwt", path="cluster")
    client.write_data("auth/cluster/config", data={"jwt_validation_pubkeys": [cluster.token_key]})
    bound = {
        "role_type": "jwt",
        "user_claim": "sub",
        "bound_subject": f"system:serviceaccount:{NAMESPACE}:issuer-vault",
        "bound_audiences": [f"vault://{NAMESPACE}/vault"],
        "token_policies": ["sign-inference"],
        "token_ttl": "300",
        "token_max_ttl": "300",
    }
    client.write_data("auth/cluster/role/inference", data=bound)
    return mount


def issuer_of(api: Api, openbao: OpenBao, mount: str, name: str, account: str) -> None:
    """An issuer that logs in to Vault by an account's token."""
    login = {"role": "inference", "mountPath": "/v1/auth/cluster", "serviceAccountRef": {"name": account}}
    apply(
        api,
        CERT_MANAGER,
        "Issuer",
        name,
        spec={"vault": {"server": openbao.address, "path": f"{mount}/sign/inference", "auth": {"kubernetes": login}}},
    )


def allow_tokens(api: Api, account: str) -> None:
    """cert-manager may have tokens of one account."""
    rbac = "rbac.authorization.k8s.io"
    apply(api, "v1", "ServiceAccount", account, automountServiceAccountToken=False)
    rule = {"apiGroups": [""], "resources": ["serviceaccounts/token"], "resourceNames": [account], "verbs": ["create"]}
    apply(api, f"{rbac}/v1", "Role", account, rules=[rule])
    subject = {"kind": "ServiceAccount", "name": ACCOUNT, "namespace": ACCOUNT}
    apply(api, f"{rbac}/v1", "RoleBinding", account, roleRef={"apiGroup": rbac, "kind": "Role", "name": account}, subjects=[subject])


def test_vault_signs_by_the_token_of_the_issuers_own_account(issuing: Api, openbao: OpenBao, vault: str) -> None:
    allow_tokens(issuing, "issuer-vault")
    issuer_of(issuing, openbao, vault, "vault", "issuer-vault")
    assert wait_for(issuing, "Issuer", "vault") == "Vault verified"
    ask(issuing, "from-vault", "vault", uris=[IDENTITY], duration="12h")

    leaf = issued(issuing, "from-vault")[0]
    assert identities(leaf) == [IDENTITY]
    root = x509.load_pem_x509_certificate(str(openbao.client.read(f"{vault}/cert/ca")["data"]["certificate"]).encode())
    leaf.verify_directly_issued_by(root)
    assert leaf.not_valid_after_utc - leaf.not_valid_before_utc <= timedelta(hours=12, minutes=1)


def test_vault_refuses_a_certificate_for_another_zone(issuing: Api, openbao: OpenBao, vault: str) -> None:
    allow_tokens(issuing, "issuer-vault")
    issuer_of(issuing, openbao, vault, "vault", "issuer-vault")
    ask(issuing, "foreign", "vault", uris=["spiffe://clinic.example/zone/phi/server"], duration="12h")
    assert wait_for(issuing, "CertificateRequest", "foreign-1", "False", "not valid for this role")
    assert condition(issuing, "Certificate", "foreign", "Ready") == ""


@pytest.mark.parametrize(("name", "lifetime"), [("longer", {"duration": "13h"}), ("unsaid", {})])
def test_a_lifetime_that_is_not_listed_is_refused_that_of_a_certificate_that_names_none_too(
    issuing: Api, openbao: OpenBao, vault: str, name: str, lifetime: dict[str, str]
) -> None:
    allow_tokens(issuing, "issuer-vault")
    issuer_of(issuing, openbao, vault, "vault", "issuer-vault")
    ask(issuing, name, "vault", uris=[IDENTITY], **lifetime)
    assert wait_for(issuing, "CertificateRequest", f"{name}-1", "False", "permission denied")
    assert condition(issuing, "Certificate", name, "Ready") == ""


def test_an_issuer_with_another_account_is_not_let_in(issuing: Api, openbao: OpenBao, vault: str) -> None:
    allow_tokens(issuing, "issuer-other")
    issuer_of(issuing, openbao, vault, "other", "issuer-other")
    assert wait_for(issuing, "Issuer", "other", "False", "invalid subject (sub) claim")


def test_an_issuer_without_the_right_to_a_token_gets_none(issuing: Api, openbao: OpenBao, vault: str) -> None:
    apply(issuing, "v1", "ServiceAccount", "issuer-bare", automountServiceAccountToken=False)
    issuer_of(issuing, openbao, vault, "bare", "issuer-bare")
    assert wait_for(issuing, "Issuer", "bare", "False", 'cannot create resource "serviceaccounts/token"')
