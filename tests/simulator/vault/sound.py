"""One of each type of resource, and a change of it: the same table is put to the simulated Vault and to a real OpenBao."""

from dataclasses import dataclass, field
from typing import Any

from simulator.rules.vault import kinds
from tests.simulator.vault.refusal import Prepare, a_request, method, mounted, nothing, pki, with_role
from tests.simulator.vault.server import HOST, Server


@dataclass(frozen=True)
class Sound:
    """One create that is taken, and a change in place. Values that are functions are called with what `before` made."""

    type: str
    inputs: dict[str, Any]
    change: dict[str, Any] = field(default_factory=dict)
    before: Prepare = nothing
    in_root: bool = False
    why_not_real: str = ""
    """Why no OpenBao takes it."""

    @property
    def name(self) -> str:
        """What a test calls it."""
        return self.type.split(":")[1].replace("/", "-")

    def resolved(self, made: Any) -> dict[str, Any]:
        """The inputs, with what they take from what was made before."""
        return {name: value(made) if callable(value) else value for name, value in self.inputs.items()}


def signed(server: Server) -> Any:
    """An intermediate that is signed and not yet set."""
    request = a_request(server)
    return server.make(kinds.SIGNED, backend="pki", commonName="Hospital Zones", csr=request["csr"])


def clustered(server: Server) -> Any:
    """A mount whose URL is known, with a role."""
    with_role(server)
    return server.make(kinds.CLUSTER, backend="pki", path=f"{HOST}/v1/pki")


def entity_and_method(server: Server) -> Any:
    """(method, entity)."""
    return server.auth("cert"), server.make(kinds.ENTITY, name="agent")


def outside_group(server: Server) -> Any:
    """(method, group from outside)."""
    return server.auth("cert"), server.make(kinds.GROUP, name="outside", type="external")


def connected(server: Server) -> Any:
    """A database engine with a connection."""
    server.mount("db", "database")
    block = {"connectionUrl": "postgresql://{{username}}:{{password}}@127.0.0.1:1/x", "username": "vault", "password": "made-up"}
    return server.make(kinds.CONNECTION, backend="db", name="pg", verifyConnection=False, postgresql=block, allowedRoles=["reader"])


def an_app_role(server: Server) -> Any:
    """A role of AppRole."""
    server.auth("approle")
    return server.make(kinds.APP_ROLE, roleName="a", tokenTtl=300)


def versions(server: Server) -> Any:
    """A key-value engine, version 2."""
    return server.mount("kv", "kv", options={"version": "2"})


def _certificate(made: Any) -> Any:
    return made["certificate"]


_BLOCK = {"connectionUrl": "postgresql://{{username}}:{{password}}@127.0.0.1:1/x", "username": "vault", "maxOpenConnections": 4}
_POLICY = 'path "transit/encrypt/a" {\n  capabilities = ["update"]\n}\n'
_RULE = 'rule "charset" {\n  charset = "abcdefghij"\n}\n'
_PKI_ROLE = {"backend": "pki", "name": "leaf", "keyType": "ec", "keyBits": 256, "maxTtl": "24h", "ttl": "1h"}
_JWT = {"roleName": "a", "roleType": "jwt", "userClaim": "sub", "boundAudiences": ["vault"], "boundClaims": {"zone": "phi"}}

SOUND = (
    Sound(kinds.MOUNT, {"path": "t", "type": "transit", "maxLeaseTtlSeconds": 3600}, {"maxLeaseTtlSeconds": 7200, "description": "fields"}),
    Sound(
        kinds.DATABASE_MOUNT,
        {"path": "db", "postgresqls": [{"name": "pg", "verifyConnection": False, **_BLOCK}]},
        {"description": "vectors"},
    ),
    Sound(kinds.AUTH, {"type": "cert", "tune": {"maxLeaseTtl": "1h"}}, {"tune": {"maxLeaseTtl": "2h"}, "description": "agents"}),
    Sound(kinds.NAMESPACE, {"path": "team"}, {"customMetadata": {"owner": "clinic"}}),
    Sound(kinds.POLICY, {"name": "a", "policy": _POLICY}, {"policy": _POLICY.replace("update", "read")}),
    Sound(kinds.PASSWORD_POLICY, {"name": "a", "policy": f"length = 20\n{_RULE}"}, {"policy": f"length = 30\n{_RULE}"}),
    Sound(
        kinds.AUDIT, {"type": "file", "options": {"file_path": "stdout"}}, why_not_real="takes audit devices from its configuration alone"
    ),
    Sound(
        kinds.ROOT, {"backend": "pki", "type": "internal", "commonName": "Root", "keyType": "ec", "keyBits": 256}, {}, mounted("pki", "pki")
    ),
    Sound(kinds.REQUEST, {"backend": "pki", "type": "exported", "commonName": "Zones", "keyType": "ec", "keyBits": 256}, {}, pki),
    Sound(
        kinds.SIGNED, {"backend": "pki", "commonName": "Zones", "csr": lambda made: made["csr"], "ttl": "100h"}, {"revoke": True}, a_request
    ),
    Sound(kinds.SET_SIGNED, {"backend": "zones", "certificate": lambda made: made["certificateBundle"]}, {}, signed),
    Sound(kinds.CONFIG_CA, {"backend": "zones", "pemBundle": _certificate}, {}, signed),
    Sound(kinds.KEY, {"backend": "pki", "type": "internal", "keyType": "ec", "keyBits": 256, "keyName": "a"}, {"keyName": "b"}, pki),
    Sound(
        kinds.ISSUER,
        {"backend": "pki", "issuerRef": lambda made: made["issuerId"], "issuerName": "one", "leafNotAfterBehavior": "truncate"},
        {"usage": "read-only,issuing-certificates,crl-signing"},
        pki,
    ),
    Sound(kinds.ISSUERS, {"backend": "pki", "default": lambda made: made["issuerId"]}, {"defaultFollowsLatestIssuer": True}, pki),
    Sound(kinds.URLS, {"backend": "pki", "ocspServers": [f"{HOST}/ocsp"]}, {"crlDistributionPoints": [f"{HOST}/crl"]}, pki),
    Sound(kinds.CRL, {"backend": "pki", "expiry": "72h", "autoRebuild": True}, {"enableDelta": True, "deltaRebuildInterval": "15m"}, pki),
    Sound(kinds.CLUSTER, {"backend": "pki", "path": f"{HOST}/v1/pki"}, {"aiaPath": f"{HOST}/v1/pki"}, pki),
    Sound(
        kinds.AUTO_TIDY, {"backend": "pki", "enabled": True, "tidyCertStore": True}, {"tidyRevokedCerts": True, "safetyBuffer": "48h"}, pki
    ),
    Sound(kinds.ACME, {"backend": "pki", "enabled": True, "allowedRoles": ["leaf"]}, {"eabPolicy": "always-required"}, clustered),
    Sound(kinds.ACME_EAB, {"backend": "pki", "role": "leaf"}, {}, clustered),
    Sound(kinds.PKI_ROLE, _PKI_ROLE, {"maxTtl": "12h", "allowedUriSans": ["spiffe://phi.example/zone/phi/a"]}, pki),
    Sound(kinds.CERTIFICATE, {"backend": "pki", "name": "leaf", "commonName": "a.phi.example", "ttl": "1h"}, {"revoke": True}, with_role),
    Sound(
        kinds.SIGN,
        {"backend": "pki", "name": "any", "commonName": "Hospital Zones", "csr": lambda made: made["csr"], "ttl": "1h"},
        {"minSecondsRemaining": 60},
        lambda server: (a_request(server), server.role("any", allowAnyName=True, enforceHostnames=False, cnValidations=["disabled"]))[0],
    ),
    Sound(
        kinds.KUBERNETES_CONFIG,
        {"kubernetesHost": "https://10.0.0.1:6443", "kubernetesCaCert": _certificate, "disableLocalCaJwt": True},
        {"kubernetesHost": "https://10.0.0.2:6443"},
        lambda server: (pki(server), server.auth("kubernetes"))[0],
    ),
    Sound(
        kinds.KUBERNETES_ROLE,
        {"roleName": "a", "boundServiceAccountNames": ["a"], "boundServiceAccountNamespaces": ["phi"], "tokenTtl": 300},
        {"audience": "vault", "tokenMaxTtl": 600},
        method("kubernetes"),
    ),
    Sound(kinds.JWT_ROLE, _JWT, {"tokenTtl": 300, "tokenNoDefaultPolicy": True}, method("jwt")),
    Sound(
        kinds.CERT_ROLE,
        {"name": "a", "certificate": _certificate, "allowedUriSans": ["spiffe://phi.example/zone/phi/a"], "tokenTtl": 300},
        {"tokenMaxTtl": 300, "tokenPolicies": ["agent"]},
        lambda server: (pki(server), server.auth("cert"))[0],
    ),
    Sound(kinds.APP_ROLE, {"roleName": "a", "tokenTtl": 300}, {"tokenPolicies": ["agent"]}, method("approle")),
    Sound(kinds.APP_ROLE_SECRET, {"roleName": "a"}, {}, an_app_role),
    Sound(kinds.TOKEN_ROLE, {"roleName": "a", "allowedPolicies": ["agent"]}, {"orphan": True}),
    Sound(
        kinds.CONNECTION,
        {"backend": "db", "name": "a", "verifyConnection": False, "postgresql": _BLOCK},
        {"allowedRoles": ["r"]},
        mounted("db", "database"),
    ),
    Sound(
        kinds.DATABASE_ROLE,
        {"backend": "db", "name": "reader", "dbName": "pg", "creationStatements": ["CREATE ROLE x"], "defaultTtl": 300},
        {"maxTtl": 900, "revocationStatements": ["DROP ROLE x"]},
        connected,
    ),
    Sound(
        kinds.STATIC_ROLE,
        {"backend": "db", "name": "s", "dbName": "pg", "username": "u", "rotationPeriod": 3600},
        {"rotationPeriod": 7200},
        connected,
        why_not_real="sets the password of the user at once, so that it needs the database",
    ),
    Sound(
        kinds.TRANSIT_KEY, {"backend": "t", "name": "phi", "deletionAllowed": True}, {"autoRotatePeriod": 86400}, mounted("t", "transit")
    ),
    Sound(kinds.TRANSIT_CACHE, {"backend": "t", "size": 50}, {"size": 100}, mounted("t", "transit")),
    Sound(kinds.KV_SECRET, {"mount": "kv", "name": "a", "dataJson": '{"x": "1"}'}, {"dataJson": '{"x": "2"}'}, versions),
    Sound(kinds.KV_CONFIG, {"mount": "kv", "maxVersions": 5}, {"casRequired": True}, versions),
    Sound(kinds.ENTITY, {"name": "agent", "policies": ["agent"]}, {"metadata": {"zone": "phi"}}),
    Sound(
        kinds.ENTITY_ALIAS,
        {"name": "agent.phi", "mountAccessor": lambda made: made[0]["accessor"], "canonicalId": lambda made: made[1].id},
        {"customMetadata": {"zone": "phi"}},
        entity_and_method,
    ),
    Sound(
        kinds.GROUP_ALIAS,
        {"name": "agents", "mountAccessor": lambda made: made[0]["accessor"], "canonicalId": lambda made: made[1].id},
        {"name": "other"},
        outside_group,
    ),
    Sound(kinds.GROUP, {"name": "agents", "policies": ["agent"]}, {"policies": ["agent", "other"]}),
    Sound(kinds.OIDC_KEY, {"name": "k", "algorithm": "ES256", "rotationPeriod": 3600, "verificationTtl": 3600}, {"verificationTtl": 7200}),
    Sound(kinds.OIDC_ROLE, {"name": "r", "key": "k", "ttl": 600}, {"ttl": 900}, lambda server: server.make(kinds.OIDC_KEY, name="k")),
    Sound(kinds.RATE_LIMIT, {"name": "q", "rate": 100000, "path": "t/"}, {"rate": 200000}, mounted("t", "transit"), in_root=True),
    Sound(kinds.LEASE_COUNT, {"name": "q", "maxLeases": 100}, {"maxLeases": 200}, why_not_real="has no lease-count quotas"),
    Sound(
        kinds.ENDPOINT,
        {"path": "t/keys/a", "dataJson": '{"type": "aes256-gcm96"}', "disableRead": True, "disableDelete": True},
        {},
        mounted("t", "transit"),
    ),
)
"""One of each type."""
