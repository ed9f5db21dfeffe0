"""Workload identity federation, tags.

Sources: IAM documentation, "Configure Workload Identity Federation" (attribute conditions, 30 days of undelete), "Manage workload identity pools and
providers"; Resource Manager documentation, "Creating and managing tags"; Terraform google provider,
google_iam_workload_identity_pool(_provider), google_tags_*.
"""

from collections.abc import Iterator
from typing import Any

from simulator.rules import Action, ExactlyOneOf, Fault, Pattern, Properties, Rules, unique
from simulator.rules.gcp.common import CLASH, given, inner, last, link, named

POOL = "gcp:iam/workloadIdentityPool:WorkloadIdentityPool"
PROVIDER = "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider"
TAG_KEY = "gcp:tags/tagKey:TagKey"
TAG_VALUE = "gcp:tags/tagValue:TagValue"
SHARED_ISSUERS = (
    "https://token.actions.githubusercontent.com",
    "https://gitlab.com",
    "https://app.terraform.io",
    "https://api.pulumi.com/oidc",
)
"""Issuers of tokens for all their customers: a provider must say which of them it means."""
_ID = Pattern(
    "workloadIdentityPoolId",
    r"(?!gcp-)[a-z0-9-]{4,32}",
    source="IAM API, workloadIdentityPools.create",
    saying="4 to 32 small letters, digits and hyphens, not beginning with gcp-",
)
_MONTH: dict[str, Any] = {"reserved_days": lambda outputs: 30, "reserved_code": CLASH}

pool = Rules(
    POOL,
    source="IAM API, workloadIdentityPools; Terraform google provider, google_iam_workload_identity_pool",
    checks=(_ID,),
    immutable={"workloadIdentityPoolId", "mode"},
    unset={"disabled": False},
    unique=(unique("project", "workloadIdentityPoolId", scope="global", code=CLASH, **_MONTH),),
    outputs={"state": "ACTIVE", "mode": "FEDERATION_ONLY"},
)

provider = Rules(
    PROVIDER,
    source="IAM API, workloadIdentityPools.providers; Terraform google provider, google_iam_workload_identity_pool_provider",
    checks=(
        ExactlyOneOf(("aws", "oidc", "saml", "x509"), source="Terraform google provider, google_iam_workload_identity_pool_provider"),
        Pattern("workloadIdentityPoolProviderId", r"(?!gcp-)[a-z0-9-]{4,32}", source="IAM API, workloadIdentityPools.providers.create"),
        Pattern("oidc.issuerUri", r"https://.+", source="IAM API, providers: Oidc", saying="an https address"),
    ),
    references={"workloadIdentityPoolId": link(POOL, blocks_delete=False)},
    immutable={"workloadIdentityPoolId", "workloadIdentityPoolProviderId"},
    unique=(unique("project", "workloadIdentityPoolId", "workloadIdentityPoolProviderId", scope="global", code=CLASH, **_MONTH),),
    outputs={"state": "ACTIVE"},
)


@provider.check(
    source="IAM documentation, 'Configure Workload Identity Federation': mappings; 'Use attribute conditions'", even_unknown=True
)
def says_whom_it_means(inputs: Properties) -> Iterator[Fault]:
    """A subject is mapped; of an issuer that serves everybody, a condition says which callers are meant."""
    mapping = inputs.get("attributeMapping")
    if inputs.get("aws") is None and not given(mapping):
        yield "attributeMapping", "is required: at least google.subject must be mapped"
    elif isinstance(mapping, dict) and inputs.get("aws") is None and "google.subject" not in mapping:
        yield "attributeMapping", "must map google.subject"
    issuer = str(inner(inputs.get("oidc")).get("issuerUri")).rstrip("/")
    if issuer in SHARED_ISSUERS and not given(inputs.get("attributeCondition")):
        yield "attributeCondition", f"is required for {issuer}, which issues tokens to all its customers"


@pool.after("delete")
def providers_go_with_it(action: Action) -> None:
    """A pool takes its providers along."""
    for one in action.world.below(action.object.id + "/providers/"):
        action.world.remove(one)


tag_key = Rules(
    TAG_KEY,
    source="Resource Manager documentation, 'Creating and managing tags'; Terraform google provider, google_tags_tag_key",
    checks=(
        Pattern("parent", r"organizations/\d+|projects/[a-z0-9:.-]+", source="Resource Manager API, tagKeys: parent"),
        Pattern("shortName", r"[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,254}[A-Za-z0-9])?", source="Resource Manager API, tagKeys: shortName"),
    ),
    immutable={"parent", "shortName", "purpose", "purposeData"},
    unique=(unique("parent", "shortName", scope="global", code=CLASH),),
)

tag_value = Rules(
    TAG_VALUE,
    source="Resource Manager documentation, 'Creating and managing tags'; Terraform google provider, google_tags_tag_value",
    references={"parent": link(TAG_KEY, delete_code="failedPrecondition")},
    immutable={"parent", "shortName"},
    unique=(unique("parent", "shortName", scope="global", code=CLASH),),
)


@tag_key.computes
def name_of_the_key(action: Action) -> Properties:
    """`<organization>/<key>`."""
    return {"namespacedName": f"{last(action.inputs['parent'])}/{action.inputs['shortName']}"}


@tag_value.computes
def name_of_the_value(action: Action) -> Properties:
    """`<organization>/<key>/<value>`."""
    key = named(action, action.inputs["parent"], TAG_KEY)
    return {"namespacedName": f"{key.outputs['namespacedName'] if key else ''}/{action.inputs['shortName']}"}


binding = Rules(
    "gcp:tags/tagBinding:TagBinding",
    source="Resource Manager API, tagBindings; Terraform google provider, google_tags_tag_binding",
    checks=(
        Pattern(
            "parent", r"//[a-z]+\.googleapis\.com/.+", source="Resource Manager API, tagBindings: parent", saying="a full resource name"
        ),
    ),
    references={"tagValue": link(TAG_VALUE, delete_code="failedPrecondition")},
    immutable={"parent", "tagValue"},
    id=lambda action: f"tagBindings/{action.inputs['parent'].replace('/', '%2F')}/{action.inputs['tagValue']}",
)
