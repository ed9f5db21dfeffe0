"""Identity pools of the stack, and who beside our own people gets an identity there.

Sources: Amazon Cognito Developer Guide, "Identity pools third-party identity providers" (social networks, OIDC, SAML, a developer's own),
"Unauthenticated identities"; "Signing up and confirming user accounts" and Amazon Cognito API Reference, AdminCreateUserConfigType (by
default users make their own accounts), "Pre sign-up Lambda trigger" (which may refuse them).
"""

from collections.abc import Collection
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.iam.ours import IdentityPool
from posture.iam.services import MULTI_TENANT_PROVIDERS, provider_host
from posture.iam.values import Truth, any_of
from posture.values import Unknown, is_unknown
from posture.view import ResourceView

POOL: Final = "aws:cognito/identityPool:IdentityPool"
_USERS: Final = "aws:cognito/userPool:UserPool"
_FEDERATED: Final = "aws:cognito/identityProvider:IdentityProvider"
_SOCIAL: Final = frozenset({"Facebook", "Google", "LoginWithAmazon", "SignInWithApple"})


def identity_pools(graph: GraphBuilder, vouched: Collection[str]) -> frozenset[IdentityPool]:
    """`vouched`: hosts and ARNs of identity providers whose every subject is ours. A pool that is only adopted may be anybody's."""
    return frozenset(
        IdentityPool(resource.id, _guests(graph.view(resource.urn)), _strangers(graph, graph.view(resource.urn), vouched))
        for resource in graph.stack.of_type(POOL)
        if isinstance(resource.id, str) and not resource.external
    )


def _guests(view: ResourceView) -> Truth:
    flag = view.flag("allowUnauthenticatedIdentities")
    return Truth.UNKNOWN if is_unknown(flag) else Truth.of(flag is True)


def _strangers(graph: GraphBuilder, view: ResourceView, vouched: Collection[str]) -> Truth:
    social = view.value("supportedLoginProviders")
    found = [Truth.UNKNOWN if is_unknown(social) else Truth.of(bool(social))]
    for prop in ("openidConnectProviderArns", "samlProviderArns"):
        arns = view.texts(prop)
        found.extend([Truth.UNKNOWN] if isinstance(arns, Unknown) else [_provider(arn, vouched) for arn in arns])
    sources = view.blocks("cognitoIdentityProviders")
    found.extend([Truth.UNKNOWN] if isinstance(sources, Unknown) else [_users(graph, view, place, vouched) for place in sources])
    return any_of(found)


def _provider(arn: str | Unknown, vouched: Collection[str]) -> Truth:
    if isinstance(arn, Unknown):
        return Truth.UNKNOWN
    if arn in vouched or provider_host(arn) in vouched:
        return Truth.FALSE
    return Truth.TRUE if provider_host(arn) in MULTI_TENANT_PROVIDERS else Truth.UNKNOWN


def _users(graph: GraphBuilder, view: ResourceView, place: str, vouched: Collection[str]) -> Truth:
    """Whether anybody can be a user of the user pool that the identity pool takes people from."""
    name = view.text(f"{place}.providerName")
    own = isinstance(name, str) and [one for one in graph.stack.of_type(_USERS) if one.id == name.rsplit("/", 1)[-1]]
    if not own or own[0].external:
        return Truth.UNKNOWN
    users = graph.view(own[0].urn)
    closed = users.flag("adminCreateUserConfig.allowAdminCreateUserOnly")
    asks = users.value("lambdaConfig.preSignUp")
    found = [Truth.FALSE if closed is True else Truth.UNKNOWN if is_unknown(closed) or asks is not None else Truth.TRUE]
    for resource in graph.stack.of_type(_FEDERATED):
        provider = graph.view(resource.urn)
        if provider.text("userPoolId") in (own[0].id, None) or is_unknown(provider.value("userPoolId")):
            found.append(_federated(provider, vouched))
    return any_of(found)


def _federated(provider: ResourceView, vouched: Collection[str]) -> Truth:
    kind = provider.text("providerType")
    if isinstance(kind, str) and kind in _SOCIAL:
        return Truth.TRUE
    addresses = [provider.text(f"providerDetails.{key}") for key in ("oidc_issuer", "MetadataURL")]
    hosts = [address.removeprefix("https://").rstrip("/") for address in addresses if isinstance(address, str)]
    ours = any(host in vouched or host.split("/")[0] in vouched for host in hosts)
    return Truth.FALSE if ours else Truth.UNKNOWN
