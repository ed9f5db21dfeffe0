"""One new thing beside a sound Vault: a login by password, a role for everybody, a key that leaves, a login of a superuser, a log in plain text."""

from collections.abc import Iterator
from typing import Any, Final

from tests.mutation.mutant import Mutant
from tests.mutation.operators.adding import Site, adding
from tests.mutation.program import Program, Row, plain

_MOUNT: Final = "vault:index/mount:Mount"
_AUTH: Final = "vault:index/authBackend:AuthBackend"
_JWT: Final = "vault:jwt/authBackend:AuthBackend"
_ROLE: Final = "vault:pkiSecret/secretBackendRole:SecretBackendRole"
Made = tuple[str, dict[str, Any]]

_BESIDE: Final[dict[str, dict[str, Made]]] = {
    "pki": {
        "any-name-role": (_ROLE, {"backend": "", "name": "mutant", "allowAnyName": True, "allowIpSans": False, "maxTtl": "3600"}),
        "ten-year-role": (_ROLE, {"backend": "", "name": "mutant", "allowIpSans": False, "maxTtl": "315360000"}),
        "any-identity-role": (_ROLE, {"backend": "", "name": "mutant", "allowIpSans": False, "allowedUriSans": ["spiffe://*"], "maxTtl": "3600"}),
        "open-acme": ("vault:pkiSecret/backendConfigAcme:BackendConfigAcme", {"backend": "", "enabled": True}),
        "exported-root": (
            "vault:pkiSecret/secretBackendRootCert:SecretBackendRootCert",
            {"backend": "", "type": "exported", "commonName": "Mutant", "keyType": "ec", "keyBits": 384, "ttl": "86400"},
        ),
    },
    "transit": {
        "exportable-key": ("vault:transit/secretBackendKey:SecretBackendKey", {"backend": "", "name": "mutant", "exportable": True, "autoRotatePeriod": 86400}),
        "key-without-rotation": ("vault:transit/secretBackendKey:SecretBackendKey", {"backend": "", "name": "mutant"}),
    },
    "database": {
        "superuser-role": (
            "vault:database/secretBackendRole:SecretBackendRole",
            {"backend": "", "name": "mutant", "dbName": "vectors", "defaultTtl": 900, "maxTtl": 900, "creationStatements": ['CREATE ROLE "{{name}}" SUPERUSER LOGIN;']},
        ),
        "open-connection": (
            "vault:database/secretBackendConnection:SecretBackendConnection",
            {
                "backend": "", "name": "mutant", "allowedRoles": ["*"], "rotationPeriod": 86400,
                "postgresql": {"connectionUrl": "postgresql://{{username}}:{{password}}@db:5432/x?sslmode=disable"},
            },
        ),
    },
}  # fmt: skip
_LOGINS: Final[dict[str, dict[str, Made]]] = {
    "kubernetes": {
        "role-for-every-pod": (
            "vault:kubernetes/authBackendRole:AuthBackendRole",
            {
                "backend": "", "roleName": "mutant", "boundServiceAccountNames": ["*"], "boundServiceAccountNamespaces": ["*"], "audience": "vault",
                "tokenTtl": 300, "tokenMaxTtl": 300,
            },
        ),
        "role-without-an-end": (
            "vault:kubernetes/authBackendRole:AuthBackendRole",
            {"backend": "", "roleName": "mutant", "boundServiceAccountNames": ["a"], "boundServiceAccountNamespaces": ["b"], "audience": "vault", "tokenPeriod": 300},
        ),
    },
    "approle": {
        "role-without-an-end": ("vault:appRole/authBackendRole:AuthBackendRole", {"backend": "", "roleName": "mutant", "tokenTtl": 300, "tokenMaxTtl": 300}),
        "secret-id": ("vault:appRole/authBackendRoleSecretId:AuthBackendRoleSecretId", {"backend": "", "roleName": "feed"}),
    },
    "cert": {
        "role-for-every-certificate": (
            "vault:index/certAuthBackendRole:CertAuthBackendRole",
            {"backend": "", "name": "mutant", "certificate": "-----BEGIN CERTIFICATE-----", "ocspEnabled": True, "tokenTtl": 300, "tokenMaxTtl": 300},
        ),
    },
}  # fmt: skip
_ANYWHERE: Final[dict[str, Made]] = {
    "password-logins": (_AUTH, {"type": "userpass", "path": "mutant"}),
    "policy-for-everything": ("vault:index/policy:Policy", {"name": "mutant", "policy": 'path "*" { capabilities = ["create", "update", "sudo"] }'}),
    "token": ("vault:index/token:Token", {"policies": ["mutant"], "noParent": True, "period": "24h"}),
    "secrets-without-versions": (_MOUNT, {"path": "mutant", "type": "kv", "options": {"version": "1"}}),
    "log-in-plain-text": ("vault:index/audit:Audit", {"type": "file", "path": "mutant", "options": {"file_path": "/vault/logs/mutant.log", "log_raw": "true"}}),
    "plugin": (_MOUNT, {"path": "mutant", "type": "vendor-secrets"}),
}  # fmt: skip


def beside(program: Program, row: Row) -> Iterator[Mutant]:
    """At each mount what fits it; at a key of records whatever fits anywhere."""
    if row.type == _MOUNT:
        yield from _added(row, _BESIDE.get(str(plain(row.inputs.get("type"))), {}))
        yield from _added(row, _ANYWHERE)
    elif row.type in (_AUTH, _JWT):
        yield from _added(row, _LOGINS.get(str(plain(row.inputs.get("type"))), {}))


def _added(row: Row, made: dict[str, Made]) -> Iterator[Mutant]:
    for label, (type_, inputs) in made.items():

        def build(site: Site, type_: str = type_, inputs: dict[str, Any] = inputs, label: str = label) -> None:
            site.add(type_, label, {**inputs, "backend": site.out("path")} if "backend" in inputs else dict(inputs))

        yield adding(f"add-{label}", row, build)


OPERATORS = (beside,)
