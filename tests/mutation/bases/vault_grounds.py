"""Ground of Vault's bases: mounts, policies and what an authority needs, in the closed form that the documentation recommends for production.

A Vault bears no tags: `posture.yaml` of each base says by name what is of the zone phi.
"""

import json
from collections.abc import Mapping
from typing import Any

import pulumi_vault as vault

ADDRESS = "https://vault.clinic.internal:8200"


def field_key(mount: str = "transit", name: str = "phi-fields") -> vault.transit.SecretBackendKey:
    """The key that closes fields of records, one context a patient."""
    engine = vault.Mount(mount, path=mount, type="transit")
    return vault.transit.SecretBackendKey(
        name,
        backend=engine.path,
        name=name,
        type="aes256-gcm96",
        derived=True,
        exportable=False,
        allow_plaintext_backup=False,
        deletion_allowed=False,
        auto_rotate_period=2592000,
    )


def hcl_policy(name: str, paths: Mapping[str, list[str] | dict[str, Any]]) -> vault.Policy:
    """A policy in HCL: path → capabilities, or all that stands in its block."""
    blocks = []
    for path, given in paths.items():
        body = given if isinstance(given, dict) else {"capabilities": given}
        lines = "\n".join(f"  {key} = {_hcl(value)}" for key, value in body.items())
        blocks.append(f'path "{path}" {{\n{lines}\n}}')
    return vault.Policy(name, name=name, policy="\n\n".join(blocks) + "\n")


def _hcl(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f'"{key}" = {json.dumps(item)}' for key, item in value.items()) + " }"
    return json.dumps(value)


def issue(path: str) -> dict[str, dict[str, Any]]:
    """Leave to ask for certificates of a role, but not for their end."""
    return {path: {"capabilities": ["create", "update"], "denied_parameters": {"not_after": []}}}


class Authority:
    """An issuing authority below a root of its own, with revocation, addresses and tidying."""

    def __init__(self, name: str = "pki", *, root: str = "pki-root", domain: str = "clinic.internal") -> None:
        self.root_mount = vault.Mount(root, path=root, type="pki", max_lease_ttl_seconds=315360000)
        self.root = vault.pkisecret.SecretBackendRootCert(
            root, backend=self.root_mount.path, type="internal", common_name=f"{domain} Root", ttl="315360000", key_type="ec", key_bits=384
        )
        self.mount = vault.Mount(name, path=name, type="pki", max_lease_ttl_seconds=157680000)
        request = vault.pkisecret.SecretBackendIntermediateCertRequest(
            name, backend=self.mount.path, type="internal", common_name=f"{domain} Issuing", key_type="ec", key_bits=384
        )
        signed = vault.pkisecret.SecretBackendRootSignIntermediate(
            name,
            backend=self.root_mount.path,
            csr=request.csr,
            common_name=f"{domain} Issuing",
            ttl="157680000",
            max_path_length=0,
            use_csr_values=False,
        )
        self.signed = vault.pkisecret.SecretBackendIntermediateSetSigned(name, backend=self.mount.path, certificate=signed.certificate)
        self.lists = vault.pkisecret.SecretBackendCrlConfig(
            name, backend=self.mount.path, expiry="72h", disable=False, ocsp_disable=False, auto_rebuild=True, enable_delta=True
        )
        self.urls = vault.pkisecret.SecretBackendConfigUrls(
            name,
            backend=self.mount.path,
            issuing_certificates=[f"{ADDRESS}/v1/{name}/ca"],
            crl_distribution_points=[f"{ADDRESS}/v1/{name}/crl"],
            ocsp_servers=[f"{ADDRESS}/v1/{name}/ocsp"],
        )
        self.tidy = vault.pkisecret.BackendConfigAutoTidy(
            name, backend=self.mount.path, enabled=True, tidy_cert_store=True, tidy_revoked_certs=True, interval_duration="12h"
        )

    def role(self, name: str, **given: Any) -> vault.pkisecret.SecretBackendRole:
        """A role of a day, for names that it is given."""
        closed: dict[str, Any] = {
            "backend": self.mount.path,
            "name": name,
            "ttl": "3600",
            "max_ttl": "86400",
            "key_type": "ec",
            "key_bits": 256,
            "allow_ip_sans": False,
            "allow_localhost": False,
            "allow_any_name": False,
            "enforce_hostnames": True,
            "no_store": False,
        }
        return vault.pkisecret.SecretBackendRole(name, **{**closed, **given})


def token(policies: list[Any], **given: Any) -> dict[str, Any]:
    """The token of a login: minutes, and no default policy."""
    return {"token_policies": policies, "token_ttl": 300, "token_max_ttl": 900, "token_no_default_policy": True, **given}
