"""Every refusal of a create, in the server's words: the same table is put to the simulated Vault and to a real OpenBao."""

from typing import Any

from simulator.rules.vault import kinds
from tests.simulator.vault.refusal import Refusal, an_entity, method, mounted
from tests.simulator.vault.refusals_of_pki import PKI_REFUSALS

__all__ = ["REFUSALS", "Refusal"]


def _kubernetes(**inputs: Any) -> dict[str, Any]:
    return {"roleName": "a", "boundServiceAccountNames": ["a"], "boundServiceAccountNamespaces": ["phi"], **inputs}


REFUSALS = (
    *PKI_REFUSALS,
    Refusal("no policy", kinds.POLICY, {"name": "a", "policy": "nonsense {"}, "400", "failed to parse policy"),
    Refusal(
        "an unknown capability",
        kinds.POLICY,
        {"name": "a", "policy": 'path "a" { capabilities = ["fly"] }'},
        "400",
        'invalid capability "fly"',
    ),
    Refusal(
        "an unknown key of a policy",
        kinds.POLICY,
        {"name": "a", "policy": 'path "a" { capabilties = ["read"] }'},
        "400",
        'invalid key "capabilties"',
    ),
    Refusal(
        "a block that is no path", kinds.POLICY, {"name": "a", "policy": 'pth "a" { capabilities = ["read"] }'}, "400", 'invalid key "pth"'
    ),
    Refusal(
        "two wildcards in one", kinds.POLICY, {"name": "a", "policy": 'path "a/+*" { capabilities = ["read"] }'}, "400", "'+*' is forbidden"
    ),
    Refusal(
        "the policy of root",
        kinds.POLICY,
        {"name": "root", "policy": 'path "a" { capabilities = ["read"] }'},
        "400",
        'cannot update "root" policy',
    ),
    Refusal(
        "a short password",
        kinds.PASSWORD_POLICY,
        {"name": "a", "policy": 'length=2\nrule "charset" { charset = "abc" }'},
        "400",
        "passwords must be between 4 and 100 characters",
    ),
    Refusal("a password of nothing", kinds.PASSWORD_POLICY, {"name": "a", "policy": "length=20"}, "400", "no charset specified"),
    Refusal("a role of accounts without a mount", kinds.KUBERNETES_ROLE, _kubernetes(), "404", "no handler for route"),
    Refusal(
        "accounts of no namespace",
        kinds.KUBERNETES_ROLE,
        _kubernetes(boundServiceAccountNamespaces=[]),
        "400",
        '"bound_service_account_namespaces" can not be empty',
        method("kubernetes"),
    ),
    Refusal(
        "a token's usual time above its longest",
        kinds.KUBERNETES_ROLE,
        _kubernetes(tokenTtl=300, tokenMaxTtl=100),
        "400",
        "'token_ttl' cannot be greater than 'token_max_ttl'",
        method("kubernetes"),
    ),
    Refusal(
        "a counted batch token",
        kinds.KUBERNETES_ROLE,
        _kubernetes(tokenType="batch", tokenNumUses=3),
        "400",
        "set to generate tokens with limited use count",
        method("kubernetes"),
    ),
    Refusal(
        "a periodic batch token",
        kinds.KUBERNETES_ROLE,
        _kubernetes(tokenType="batch", tokenPeriod=30),
        "400",
        "set to generate periodic tokens",
        method("kubernetes"),
    ),
    Refusal(
        "an unknown kind of token",
        kinds.KUBERNETES_ROLE,
        _kubernetes(tokenType="default-service"),
        "400",
        "invalid 'token_type' value",
        method("kubernetes"),
    ),
    Refusal(
        "a cluster without its authority",
        kinds.KUBERNETES_CONFIG,
        {"kubernetesHost": "https://10.0.0.1", "disableLocalCaJwt": True},
        "400",
        "kubernetes_ca_cert must be given when disable_local_ca_jwt is true",
        method("kubernetes"),
    ),
    Refusal(
        "a jwt role that binds nothing",
        kinds.JWT_ROLE,
        {"roleName": "a", "roleType": "jwt", "userClaim": "sub"},
        "400",
        "must have at least one bound constraint",
        method("jwt"),
    ),
    Refusal(
        "an oidc role without a way back",
        kinds.JWT_ROLE,
        {"roleName": "a", "roleType": "oidc", "userClaim": "sub"},
        "400",
        "'allowed_redirect_uris' must be set",
        method("jwt"),
    ),
    Refusal(
        "a certificate role of no certificate",
        kinds.CERT_ROLE,
        {"name": "a", "certificate": "x"},
        "400",
        "failed to parse certificate",
        method("cert"),
    ),
    Refusal(
        "an app role that binds nothing",
        kinds.APP_ROLE,
        {"roleName": "a", "bindSecretId": False},
        "500",
        "at least one constraint should be enabled on the role",
        method("approle"),
    ),
    Refusal("a secret of no role", kinds.APP_ROLE_SECRET, {"roleName": "none"}, "404", 'role "none" does not exist', method("approle")),
    Refusal(
        "a connection to nowhere",
        kinds.CONNECTION,
        {"backend": "db", "name": "a", "postgresql": {"username": "a"}},
        "400",
        "connection_url cannot be empty",
        mounted("db", "database"),
    ),
    Refusal(
        "a static role of no connection",
        kinds.STATIC_ROLE,
        {"backend": "db", "name": "a", "dbName": "nope", "username": "u", "rotationPeriod": 3600},
        "500",
        'failed to find entry for connection with name: "nope"',
        mounted("db", "database"),
    ),
    Refusal(
        "a key that can't be derived",
        kinds.TRANSIT_KEY,
        {"backend": "t", "name": "a", "type": "rsa-2048", "derived": True},
        "500",
        "key derivation and convergent encryption not supported for keys of type rsa-2048",
        mounted("t", "transit"),
    ),
    Refusal(
        "a key that turns too fast",
        kinds.TRANSIT_KEY,
        {"backend": "t", "name": "a", "autoRotatePeriod": 60},
        "400",
        "auto rotate period must be 0 to disable or at least an hour",
        mounted("t", "transit"),
    ),
    Refusal(
        "a version that is not there",
        kinds.TRANSIT_KEY,
        {"backend": "t", "name": "a", "minDecryptionVersion": 5},
        "400",
        "cannot set min decryption version of 5, latest key version is 1",
        mounted("t", "transit"),
    ),
    Refusal(
        "a small cache",
        kinds.TRANSIT_CACHE,
        {"backend": "t", "size": 5},
        "400",
        "size must be 0 or a value greater or equal to 10",
        mounted("t", "transit"),
    ),
    Refusal(
        "an alias of nobody",
        kinds.ENTITY_ALIAS,
        {"name": "a", "canonicalId": "nope", "mountAccessor": lambda made: made["accessor"]},
        "400",
        "invalid canonical ID",
        method("cert"),
    ),
    Refusal(
        "an alias on no mount",
        kinds.ENTITY_ALIAS,
        {"name": "a", "canonicalId": lambda made: made.id, "mountAccessor": "nope"},
        "400",
        "invalid mount accessor",
        an_entity,
    ),
    Refusal(
        "a member of a group from outside",
        kinds.GROUP,
        {"name": "g", "type": "external", "memberEntityIds": lambda made: [made.id]},
        "400",
        "member entities can't be set manually for external groups",
        an_entity,
    ),
    Refusal("a member that is nobody", kinds.GROUP, {"name": "g", "memberEntityIds": ["nope"]}, "500", 'invalid entity ID "nope"'),
    Refusal("a role of no key", kinds.OIDC_ROLE, {"name": "r", "key": "nope"}, "400", 'cannot find key "nope"'),
    Refusal(
        "a token longer than its key",
        kinds.OIDC_ROLE,
        {"name": "r", "key": "k", "ttl": 86400},
        "400",
        "a role's token ttl cannot be longer than the verification_ttl",
        lambda s: s.make(kinds.OIDC_KEY, name="k", rotationPeriod=3600, verificationTtl=3600),
    ),
    Refusal("no rate", kinds.RATE_LIMIT, {"name": "q", "rate": 0}, "400", "'rate' is invalid", in_root=True),
    Refusal(
        "a secret without its check",
        kinds.KV_SECRET,
        {"mount": "kv", "name": "a", "dataJson": "{}"},
        "400",
        "check-and-set parameter required for this call",
        lambda s: (s.mount("kv", "kv", options={"version": "2"}), s.make(kinds.KV_CONFIG, mount="kv", casRequired=True)),
    ),
)
