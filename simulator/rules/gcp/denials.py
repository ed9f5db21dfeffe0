"""IAM deny policies, and workforce pools with their providers.

Sources: IAM v2 API, policies (attachment points; ids of 3 to 63 characters), IAM documentation, "Deny policies" (500 rules a resource), "Principal
identifiers for deny policies"; IAM API, locations.workforcePools (sessions, ids), providers; Terraform google provider, google_iam_deny_policy,
google_iam_workforce_pool, google_iam_workforce_pool_provider.
"""

import re
from collections.abc import Iterator

from simulator.rules import Action, ExactlyOneOf, Fault, Length, Pattern, Properties, Rules, unique
from simulator.rules.gcp.common import CLASH, MISSING, given, inner

DENY_POLICY = "gcp:iam/denyPolicy:DenyPolicy"
WORKFORCE_POOL = "gcp:iam/workforcePool:WorkforcePool"
WORKFORCE_PROVIDER = "gcp:iam/workforcePoolProvider:WorkforcePoolProvider"
_POOLS = "IAM API, locations.workforcePools"
_WHO = r"principal(?:Set)?://.+"

deny_policy = Rules(
    DENY_POLICY,
    source="IAM v2 API, policies; Terraform google provider, google_iam_deny_policy",
    checks=(
        Pattern(
            "parent",
            r"cloudresourcemanager\.googleapis\.com%2F(?:organizations%2F\d+|folders%2F\d+|projects%2F[^%/]+)",
            source="IAM v2 API, policies: 'URL-encoded full resource name'",
            saying="such as cloudresourcemanager.googleapis.com%2Fprojects%2F<project>",
        ),
        Pattern("name", r"[a-z][a-z0-9.-]{2,62}", source="IAM v2 API, CreatePolicyRequest: policyId"),
        Length("rules", 1, 500, source="IAM documentation, 'Deny policies'"),
        Pattern("rules[*].denyRule.deniedPrincipals[*]", _WHO, source="IAM v2 API, DenyRule", saying="principal://… or principalSet://…"),
        Pattern(
            "rules[*].denyRule.exceptionPrincipals[*]", _WHO, source="IAM v2 API, DenyRule", saying="principal://… or principalSet://…"
        ),
        Pattern(
            "rules[*].denyRule.deniedPermissions[*]",
            r"[a-z0-9-]+\.googleapis\.com/[A-Za-z0-9*]+\.[A-Za-z0-9*]+",
            source="IAM v2 API, DenyRule: '{service-fqdn}/{resource}.{verb}'",
            saying="<service>.googleapis.com/<resource>.<verb>",
        ),
    ),
    immutable={"name", "parent"},
    outputs={"etag": "{hex16}"},
)

workforce_pool = Rules(
    WORKFORCE_POOL,
    source=f"{_POOLS}; Terraform google provider, google_iam_workforce_pool",
    checks=(
        Pattern("workforcePoolId", r"(?!gcp-)[a-z][a-z0-9-]{4,61}[a-z0-9]", source=f"{_POOLS}: id of 6 to 63 characters"),
        Pattern("parent", r"organizations/\d+", source=f"{_POOLS}: parent", saying="organizations/<number>"),
    ),
    immutable={"location", "parent", "workforcePoolId"},
    unique=(unique("workforcePoolId", scope="global", code=CLASH, reserved_days=lambda _: 30, reserved_code=CLASH),),
    outputs={"name": "{id}", "state": "ACTIVE"},
)


@workforce_pool.check(source=f"{_POOLS}: 'greater than 15 minutes (900s) and less than 12 hours (43200s)'")
def sessions_end(inputs: Properties) -> Iterator[Fault]:
    """A session ends within the day."""
    text = inputs.get("sessionDuration")
    if isinstance(text, str) and not (re.fullmatch(r"\d+(?:\.\d+)?s", text) and 900 <= float(text[:-1]) <= 43200):
        yield "sessionDuration", f"{text} is not allowed: 900s to 43200s"


workforce_provider = Rules(
    WORKFORCE_PROVIDER,
    source=f"{_POOLS}.providers; Terraform google provider, google_iam_workforce_pool_provider",
    checks=(
        ExactlyOneOf(("oidc", "saml"), source=f"{_POOLS}.providers: one kind"),
        Pattern("providerId", r"(?!gcp-)[a-z0-9-]{4,32}", source=f"{_POOLS}.providers: id of 4 to 32 characters"),
        Pattern("oidc.issuerUri", r"https://.+", source=f"{_POOLS}.providers: oidc.issuerUri", saying="an https:// address"),
        Length("attributeCondition", 0, 4096, source=f"{_POOLS}.providers: attributeCondition"),
    ),
    immutable={"location", "providerId", "workforcePoolId"},
    outputs={"name": "{id}", "state": "ACTIVE"},
)


@workforce_provider.check(source=f"{_POOLS}.providers: attributeMapping, 'google.subject: required'; OIDC has no default mapping")
def people_have_a_subject(inputs: Properties) -> Iterator[Fault]:
    """Whoever comes is somebody."""
    mapping = inputs.get("attributeMapping")
    if given(inputs.get("oidc")) and isinstance(mapping, dict | None) and "google.subject" not in (mapping or {}):
        yield "attributeMapping", "must map google.subject"
    sso = inner(inner(inputs.get("oidc")).get("webSsoConfig"))
    if sso.get("responseType") == "CODE" and not given(inner(inputs.get("oidc")).get("clientSecret")):
        yield "oidc.clientSecret", "is required when oidc.webSsoConfig.responseType is 'CODE'"


@workforce_provider.before("create")
def pool_stands(action: Action) -> None:
    """A provider needs its pool."""
    wanted = action.inputs["workforcePoolId"]
    if not any(one.outputs.get("workforcePoolId") == wanted for one in action.find_anywhere(WORKFORCE_POOL)):
        action.refuse(MISSING, f"Error 404: workforce pool {wanted} was not found")
