"""What a provider resource says about where its resources live: region, account, default tags.

Sources: Pulumi Registry, "AWS provider: configuration" (region, allowedAccountIds, assumeRoles, defaultTags), "Azure Native:
configuration" (subscriptionId, location), "Google Cloud: configuration" (project, region, defaultLabels).
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from posture.resource import Provider
from posture.values import UNKNOWN, is_unknown

PROVIDER_TYPE = "pulumi:providers:"
_DEFAULT = re.compile(r"::pulumi:providers:([^:]+)::default(?:_[^:]*)?$")
_ACCOUNT_IN_ARN = re.compile(r"^arn:[^:]+:iam::(\d{12}):")
_OWNER_IN_ARN = re.compile(r"^arn:aws[a-z-]*:[^:]*:[^:]*:(\d{12}):")
_ACCOUNT = re.compile(r"\d{12}")
_CREDENTIALS = (
    "accessKey", "assumeRole", "assumeRoleWithWebIdentity", "assumeRoles", "endpoints", "profile", "secretKey", "sharedConfigFiles",
    "sharedCredentialsFile", "sharedCredentialsFiles", "token",
)  # fmt: skip
"""What tells an AWS provider whom to act as, or which cloud to ask. Source: Pulumi Registry, "AWS provider: configuration"."""


def read_provider(urn: str, props: Mapping[str, Any]) -> Provider:
    """A provider resource's inputs → where it stands. Nested values may be JSON strings: the engine stores them so."""
    config = {key: _opened(value) for key, value in props.items()}
    region = config.get("region", config.get("location"))
    return Provider(
        urn=urn,
        region=region if isinstance(region, str) else None,
        account=_account(config),
        default_tags=_default_tags(config),
        tenant=tenant if isinstance(tenant := config.get("tenantId"), str) and tenant else None,
        ambient="::pulumi:providers:aws::" in urn and not any(_given(config.get(key)) for key in _CREDENTIALS),
    )


def _given(value: Any) -> bool:
    return value not in (None, "", [], {})


def default_providers(rows: Iterable[Mapping[str, Any]], stack_config: Mapping[str, Any]) -> dict[str, Provider]:
    """Default providers, which a preview's JSON does not list: they are made of the stack's configuration, which it does.

    Source: pulumi `pkg/resource/deploy/source_eval.go` (default providers take `<package>:` configuration), and previews that the engine made.
    """
    found = {}
    for row in rows:
        reference = row.get("provider")
        named = provider_urn(reference) if isinstance(reference, str) else ""
        if default := _DEFAULT.search(named):
            prefix = f"{default.group(1)}:"
            found[named] = read_provider(
                named, {key[len(prefix) :]: value for key, value in stack_config.items() if key.startswith(prefix)}
            )
    return found


def with_accounts(providers: Mapping[str, Provider], rows: Iterable[Mapping[str, Any]]) -> dict[str, Provider]:
    """Providers that pin no account: it is the one in which everything stands that they manage, or that all share which name no credentials.

    A provider builds in one account; an adopted resource may be shared by another. Source: IAM User Guide, "Identify AWS resources with
    Amazon Resource Names (ARNs)"; a VPC and its subnets say their `ownerId`.
    """
    told: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        reference, outputs = row.get("provider"), row.get("outputs")
        if not isinstance(reference, str) or not isinstance(outputs, (dict, Mapping)) or row.get("external") is True:
            continue
        # An `arn` that the program gives is whatever the resource points at: an event target's is its target's.
        given = row.get("inputs")
        arn = None if isinstance(given, (dict, Mapping)) and "arn" in given else outputs.get("arn")
        owner = outputs.get("ownerId")
        if isinstance(arn, str) and (found := _OWNER_IN_ARN.match(arn)):
            told[provider_urn(reference)].add(found.group(1))
        elif isinstance(owner, str) and _ACCOUNT.fullmatch(owner):
            told[provider_urn(reference)].add(owner)
    known = {urn: next(iter(accounts)) for urn, accounts in told.items() if len(accounts) == 1}
    placed = {
        urn: replace(provider, account=known[urn]) if provider.account is None and urn in known else provider
        for urn, provider in {**{urn: Provider(urn) for urn in known}, **providers}.items()
    }
    # Providers that name no credentials act by those of the program's surroundings, in one account.
    shared = {provider.account for provider in placed.values() if provider.ambient and provider.account is not None}
    if len(shared) != 1:
        return placed
    (account,) = shared
    return {urn: replace(one, account=account) if one.ambient and one.account is None else one for urn, one in placed.items()}


def _account(config: Mapping[str, Any]) -> str | None:
    allowed = config.get("allowedAccountIds")
    if isinstance(allowed, list) and len(allowed) == 1 and isinstance(allowed[0], str):
        return allowed[0]
    roles = config.get("assumeRoles") or config.get("assumeRole")
    last = roles[-1] if isinstance(roles, list) and roles else roles
    # Python's SDK writes the keys of a plain dictionary as they stand in the program.
    role = last.get("roleArn", last.get("role_arn")) if isinstance(last, Mapping) else None
    if isinstance(role, str) and (found := _ACCOUNT_IN_ARN.match(role)):
        return found.group(1)
    for key in ("subscriptionId", "project"):
        if isinstance(config.get(key), str):
            return str(config[key])
    return None


def _default_tags(config: Mapping[str, Any]) -> Mapping[str, Any]:
    declared = config.get("defaultTags")
    tags = declared.get("tags") if isinstance(declared, Mapping) else None
    labels = config.get("defaultLabels")
    for found in (tags, labels):
        if isinstance(found, Mapping):
            return dict(found)
    return {"*": UNKNOWN} if is_unknown(declared) or is_unknown(tags) or is_unknown(labels) else {}


def _opened(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def provider_urn(reference: str) -> str:
    """`urn:…::id` as resources name their provider → the provider's URN."""
    return reference.rsplit("::", 1)[0]
