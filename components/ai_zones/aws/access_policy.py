"""Cedar policies of Verified Access: who, how they signed in, and from which device; asked on every request.

Everything stands in one `permit`, joined by `&&`. An attribute that a trust provider did not send makes the statement fail, and a request
that nothing permits is refused; in a `forbid` the same gap would let the request pass. The scope stays open because the service wants it so.
Sources: AWS Verified Access User Guide, "Verified Access policy statement structure", "AWS IAM Identity Center context" (groups are keys,
named by their id; how a person signed in is not told), "Third-party context" (Jamf, CrowdStrike, JumpCloud), "User claims passing"
(claims of an OIDC ID token stand under `additional_user_context`); RFC 8176 (`amr` values); OpenID Connect Core 1.0 section 2 (`acr`, `amr`);
NIST SP 800-207 section 2.1, tenets 3, 4 and 6.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

PEOPLE = "people"
"""Policy reference name of the provider that knows people."""

DEVICE = "device"
"""Policy reference name of the provider that knows devices."""


class AwsDeviceTrust(StrEnum):
    """Service that tells the state of a person's device."""

    JAMF = "jamf"
    """Jamf: risk `LOW` or `SECURE`."""
    CROWDSTRIKE = "crowdstrike"
    """CrowdStrike: overall zero-trust assessment of a minimum score."""
    JUMPCLOUD = "jumpcloud"
    """JumpCloud: the device is managed."""


@dataclass(frozen=True)
class Mfa:
    """Claim of the identity provider that tells how a person signed in, and the values that mean more than one factor."""

    claim: str
    values: tuple[str, ...]
    many: bool
    """Whether the claim is a list, as `amr` is, or one value, as `acr` is."""


@dataclass(frozen=True)
class People:
    """How the identity provider tells groups and factors."""

    keyed_groups: bool
    """IAM Identity Center: groups are keys of a record. OIDC: a list of names."""
    claims: str
    """Where claims stand below `context`."""
    mfa: Mfa | None
    """None where the provider does not tell, because it asks for a second factor each time."""


IDENTITY_CENTER = People(keyed_groups=True, claims=PEOPLE, mfa=None)


def oidc(*, mfa: Mfa, id_token: bool) -> People:
    """An OIDC provider whose claims come from its user information endpoint, or from the ID token."""
    return People(keyed_groups=False, claims=f"{PEOPLE}.additional_user_context" if id_token else PEOPLE, mfa=mfa)


def device_condition(provider: AwsDeviceTrust, minimum_score: int) -> str:
    """What the device must be."""
    match provider:
        case AwsDeviceTrust.JAMF:
            return f'["LOW", "SECURE"].contains(context.{DEVICE}.risk)'
        case AwsDeviceTrust.CROWDSTRIKE:
            return f"context.{DEVICE}.assessment.overall >= {minimum_score}"
        case AwsDeviceTrust.JUMPCLOUD:
            return f"context.{DEVICE}.device.is_managed == true"


def access_policy(*, people: People, groups: Collection[str], device: str) -> str:
    """Cedar text: a member of one of the groups, signed in with more than one factor, from a device in order."""
    if not groups:
        raise ValueError("groups: name at least one; a policy without a group would admit everybody who can sign in")
    clauses = [_membership(people, sorted(groups))]
    if people.mfa is not None:
        clauses.append(_factors(people.claims, people.mfa))
    clauses.append(device)
    return "permit(principal, action, resource)\nwhen {\n  " + " &&\n  ".join(clauses) + "\n};"


def _membership(people: People, groups: Sequence[str]) -> str:
    if people.keyed_groups:
        tests = [f"context.{people.claims}.groups has {_text(group)}" for group in groups]
    else:
        tests = [f"context.{people.claims}.groups.contains({_text(group)})" for group in groups]
    return tests[0] if len(tests) == 1 else "(" + " || ".join(tests) + ")"


def _factors(claims: str, mfa: Mfa) -> str:
    values = "[" + ", ".join(_text(value) for value in mfa.values) + "]"
    if mfa.many:
        return f"context.{claims}.{mfa.claim}.containsAny({values})"
    return f"{values}.contains(context.{claims}.{mfa.claim})"


def _text(value: str) -> str:
    """A Cedar string: its escapes are those of JSON for what can stand in a name."""
    return json.dumps(value, ensure_ascii=False)
