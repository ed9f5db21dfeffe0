"""Identity providers that roles trust: OpenID Connect and SAML. Global: an account has one of a URL, or of a name.

Sources: IAM API Reference, CreateOpenIDConnectProvider, CreateSAMLProvider; IAM User Guide, "IAM identifiers" (their ARNs), "IAM and AWS STS
quotas"; Pulumi Registry, aws.iam.OpenIdConnectProvider, aws.iam.SamlProvider (the id is the ARN).
"""

from simulator.rules import Action, Length, Pattern, Rules, unique

_OIDC = "IAM API Reference, CreateOpenIDConnectProvider"
_SAML = "IAM API Reference, CreateSAMLProvider"


def _by_its_url(action: Action) -> str:
    """`arn:aws:iam::<account>:oidc-provider/<url without its scheme>`."""
    return str(action.fill("arn:{partition}:iam::{account}:oidc-provider/")) + str(action.inputs["url"]).removeprefix("https://")


openid = Rules(
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
    source=f"{_OIDC}; Pulumi Registry, aws.iam.OpenIdConnectProvider",
    checks=(
        Pattern("url", r"https://[^?#]+", source=_OIDC, saying="https:// and a path, without a query or fragment"),
        Length("clientIdLists[*]", 1, 255, source=_OIDC),
    ),
    immutable={"url"},
    unique=(unique("url", scope="account", code="EntityAlreadyExists", message="Provider with url {url} already exists."),),
    id=_by_its_url,
    outputs={"arn": "{id}"},
)


saml = Rules(
    "aws:iam/samlProvider:SamlProvider",
    source=f"{_SAML}; Pulumi Registry, aws.iam.SamlProvider",
    checks=(
        Pattern("name", r"[\w._-]+", source=_SAML, saying="letters, digits and ._-"),
        Length("name", 1, 128, source=_SAML),
        Length("samlMetadataDocument", 1000, 10_000_000, source=_SAML),
    ),
    immutable={"name"},
    unique=(unique("name", scope="account", code="EntityAlreadyExists", message="SAMLProvider {name} already exists."),),
    id="arn:{partition}:iam::{account}:saml-provider/{name}",
    outputs={"arn": "{id}"},
)
