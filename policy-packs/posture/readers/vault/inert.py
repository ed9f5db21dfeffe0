"""Types that set Vault up: no record rides through them, so they are no part of a path. Rules judge what they let in and hand out.

What copies secrets to somewhere else (`secrets:Sync…`, `RaftSnapshotAgentConfig`, `transform:TransformationTokenizationStore`) or brings programs in
(`Plugin`) stands here nowhere: nobody reads it, and so it leaves the theorems unproven.

Source: Vault documentation, the overview of each secrets engine and auth method.
"""

from posture.readers.registry import READERS, inert
from posture.readers.vault.tokens import tokens


def _quiet(reason: str, names: str) -> None:
    inert(reason, *(token for token in tokens(*names.split()) if token not in READERS))


_quiet(
    "Says who may log in to Vault and what his token may do; Vault answers whoever comes to it ('Authentication', 'Policies', 'Identity')",
    """AuthBackend Policy Token tokenauth:AuthBackendRole jwt:AuthBackend jwt:AuthBackendRole kubernetes:AuthBackendConfig
    kubernetes:AuthBackendRole CertAuthBackendRole appRole:AuthBackendRole appRole:AuthBackendRoleSecretId appRole:AuthBackendLogin
    UserpassAuthBackendUser ldap:AuthBackend ldap:AuthBackendGroup ldap:AuthBackendUser github:AuthBackend github:Team github:User
    okta:AuthBackend okta:AuthBackendGroup okta:AuthBackendUser radius:AuthBackend radius:AuthBackendUser
    aws:AuthBackendClient aws:AuthBackendRole aws:AuthBackendStsRole aws:AuthBackendCert aws:AuthBackendConfigIdentity
    azure:AuthBackendConfig azure:AuthBackendRole gcp:AuthBackend gcp:AuthBackendRole spiffe:AuthBackendConfig spiffe:AuthBackendRole
    identity:Entity identity:EntityAlias identity:EntityPolicies identity:Group identity:GroupAlias identity:GroupPolicies
    identity:GroupMemberEntityIds identity:GroupMemberGroupIds identity:Oidc identity:OidcAssignment identity:OidcClient identity:OidcKey
    identity:OidcKeyAllowedClientID identity:OidcProvider identity:OidcRole identity:OidcScope identity:MfaTotp identity:MfaDuo
    identity:MfaOkta identity:MfaPingid identity:MfaLoginEnforcement EgpPolicy RgpPolicy config:ControlGroup AgentRegistration""",
)
_quiet(
    "Issues certificates and says how long, for whom and how they are taken back; what is issued is public ('PKI secrets engine')",
    """pkiSecret:SecretBackendRole pkiSecret:SecretBackendConfigUrls pkiSecret:SecretBackendCrlConfig pkiSecret:BackendConfigAutoTidy
    pkiSecret:BackendConfigAcme pkiSecret:BackendAcmeEab pkiSecret:BackendConfigCluster pkiSecret:BackendConfigEst
    pkiSecret:BackendConfigCmpv2 pkiSecret:BackendConfigScep pkiSecret:SecretBackendRootCert
    pkiSecret:SecretBackendIntermediateCertRequest pkiSecret:SecretBackendIntermediateSetSigned pkiSecret:SecretBackendRootSignIntermediate
    pkiSecret:SecretBackendIssuer pkiSecret:SecretBackendConfigIssuers pkiSecret:SecretBackendConfigCa pkiSecret:SecretBackendKey
    pkiSecret:SecretBackendCert pkiSecret:SecretBackendSign managed:Keys ssh:SecretBackendCa ssh:SecretBackendRole""",
)
_quiet(
    "Holds keys, secrets or the login of an engine, and hands them to whoever a policy names; no record rides through it ('Transit', 'KV', 'Database')",
    """kv:Secret kv:SecretV2 kv:SecretBackendV2 generic:Secret transit:SecretCacheConfig
    database:SecretsMount database:SecretBackendConnection database:SecretBackendRole database:SecretBackendStaticRole PasswordPolicy
    transform:Alphabet transform:Role transform:Template transform:Transformation kubernetes:SecretBackend kubernetes:SecretBackendRole""",
)
_quiet(
    "Watches or limits what is asked of Vault, or names a part of it ('Audit devices', 'Resource quotas', 'Namespaces')",
    """Audit AuditRequestHeader QuotaRateLimit QuotaLeaseCount QuotaConfig Namespace RotationPolicy SysConfigCors config:UiCustomMessage
    config:UiHeader config:UiDefaultAuth RaftAutopilot""",
)
