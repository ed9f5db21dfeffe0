"""Names of Google Cloud resources by kind: plain functions of the plan, within each kind's length and characters.

Sources: Compute Engine documentation, "Naming resources" (RFC 1035); Resource Manager, "Creating and managing projects"; Cloud Storage, "Bucket
naming guidelines"; IAM, "Create service accounts"; Cloud KMS API, `keyRings` and `cryptoKeys`; Access Context Manager API, `accessPolicies`;
Virtual Private Cloud, "Access Google APIs through endpoints" (1 to 20 letters and digits); the API reference of each other service.
"""

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

HASH_LENGTH: Final = 8


class Kind(StrEnum):
    """A kind of resource whose name has rules of its own."""

    COMPUTE = "compute"
    """Network, subnetwork, route, firewall policy, address, forwarding rule, backend, service attachment, router, NAT, instance."""
    GOOGLE_APIS_ENDPOINT = "endpoint for Google APIs"
    NETWORK_SERVICES = "network-services"
    """Gateway, gateway security policy, URL list, TLS inspection policy."""
    DNS = "dns"
    """Managed zone, response policy, its rules, server policy."""
    PROJECT = "project"
    SERVICE_ACCOUNT = "service-account"
    CUSTOM_ROLE = "custom-role"
    ACCESS_CONTEXT = "access-context"
    """Access level, service perimeter."""
    KEY = "key"
    """Key ring, key."""
    SECRET = "secret"  # noqa: S105 a kind, no password
    BUCKET = "bucket"
    LOG = "log"
    """Log bucket, log view, sink, exclusion."""
    CERTIFICATE_AUTHORITY = "certificate-authority"
    """CA pool, certificate authority, certificate template."""
    CLOUD_SQL = "cloud-sql"
    ALLOYDB = "alloydb"
    BIGQUERY_DATASET = "bigquery-dataset"
    ARTIFACT_REGISTRY = "artifact-registry"
    HEALTHCARE = "healthcare"
    """Dataset and stores of the Cloud Healthcare API."""
    PUBSUB = "pubsub"
    """Topic, subscription."""


@dataclass(frozen=True)
class _Rule:
    shortest: int
    longest: int
    lower: bool = True
    """Lower-case letters alone."""
    hyphens: bool = True
    more: str = ""
    """Further characters, beside letters, digits and hyphens."""
    letter_first: bool = True
    words: tuple[str, ...] = ()
    """What a name may not hold."""
    joint: str = "-"
    """What stands between the parts."""


_RULES: Final[dict[Kind, _Rule]] = {
    Kind.COMPUTE: _Rule(1, 63),
    Kind.GOOGLE_APIS_ENDPOINT: _Rule(1, 20, hyphens=False, joint=""),
    Kind.NETWORK_SERVICES: _Rule(1, 63),
    Kind.DNS: _Rule(1, 63),
    Kind.PROJECT: _Rule(6, 30, words=("google", "ssl", "undefined", "null")),
    Kind.SERVICE_ACCOUNT: _Rule(6, 30),
    Kind.CUSTOM_ROLE: _Rule(3, 64, lower=False, hyphens=False, more="_.", letter_first=False, joint="_"),
    Kind.ACCESS_CONTEXT: _Rule(1, 50, lower=False, hyphens=False, more="_", joint="_"),
    Kind.KEY: _Rule(1, 63, lower=False, more="_", letter_first=False),
    Kind.SECRET: _Rule(1, 255, lower=False, more="_", letter_first=False),
    Kind.BUCKET: _Rule(3, 63, more="_", letter_first=False, words=("google", "g00gle")),
    Kind.LOG: _Rule(1, 100, lower=False, more="_."),
    Kind.CERTIFICATE_AUTHORITY: _Rule(1, 63, lower=False, more="_", letter_first=False),
    Kind.CLOUD_SQL: _Rule(1, 63),
    Kind.ALLOYDB: _Rule(1, 63),
    Kind.BIGQUERY_DATASET: _Rule(1, 1024, lower=False, hyphens=False, more="_", letter_first=False, joint="_"),
    Kind.ARTIFACT_REGISTRY: _Rule(1, 63),
    Kind.HEALTHCARE: _Rule(1, 256, lower=False, more="_", letter_first=False),
    Kind.PUBSUB: _Rule(3, 255, lower=False, more="_.~+%", words=("goog",)),
}


def child(component: str, *parts: str) -> str:
    """Pulumi name of a child: the component's name, then its parts (`phi` + `subnet`, `workload` → `phi-subnet-workload`)."""
    return "-".join([component, *parts])


def short_hash(*parts: str) -> str:
    """Eight hexadecimal digits that depend on all parts and on where one ends and the next begins."""
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:HASH_LENGTH]


def resource_name(kind: Kind, *parts: str) -> str:
    """The parts joined, in the characters of the kind; a name over its length is cut and ends in a hash of the whole.

    Two long names stay different. ValueError where nothing is left, or where it is shorter than the kind allows.
    """
    rule = _RULES[kind]
    name = _spelt(rule, rule.joint.join(part for part in parts if part))
    if len(name) > rule.longest:
        name = _ended(rule, name, short_hash(*parts))
    return _checked(kind, name)


def unique_name(kind: Kind, *parts: str, organization: str, environment: str, project: str) -> str:
    """A name that is unique in all of Google Cloud, such as a bucket's: it ends in a hash of organization, environment, project.

    A stem that was cut has the parts in its hash too, so two long names of one project stay different.
    """
    rule = _RULES[kind]
    stem = _spelt(rule, rule.joint.join(part for part in parts if part))
    suffix = short_hash(organization, environment, project)
    if len(stem) + len(rule.joint) + len(suffix) > rule.longest:
        suffix = short_hash(organization, environment, project, *parts)
    return _checked(kind, _ended(rule, stem, suffix))


def name_fault(kind: Kind, name: str) -> str | None:
    """What is wrong with a name of this kind, if anything: for names that a caller gives."""
    rule = _RULES[kind]
    letters = "a-z" if rule.lower else "A-Za-z"
    marks = [*rule.more, *(["-"] if rule.hyphens else [])]
    if not rule.shortest <= len(name) <= rule.longest:
        return f"has {len(name)} characters; the name of a {kind} has {rule.shortest} to {rule.longest}"
    first = letters if rule.letter_first else f"{letters}0-9"
    if not re.fullmatch(f"[{first}](?:[{letters}0-9{re.escape(''.join(marks))}]*[{letters}0-9])?", name):
        begins = "a letter" if rule.letter_first else "a letter or digit"
        said = ", ".join([f"{'lower-case ' if rule.lower else ''}letters", "digits", *marks])
        return f"must be {said}, beginning with {begins} and ending with a letter or digit"
    if held := [word for word in rule.words if word in name.lower()]:
        return f"must not hold {held[0]!r}"
    return None


def service_account_email(name: str, project: str) -> str:
    """The account's address, which is also how policies name it (IAM documentation, "Service account credentials and names")."""
    domain, _, rest = project.rpartition(":")
    # A domain-scoped project, `example.com:name`, stands the other way round.
    return f"{name}@{'.'.join(part for part in (rest, domain) if part)}.iam.gserviceaccount.com"


def _spelt(rule: _Rule, text: str) -> str:
    text = text.lower() if rule.lower else text
    text = re.sub(f"[^A-Za-z0-9{re.escape(rule.more)}{'-' if rule.hyphens else ''}]", rule.joint, text)
    text = re.sub("^[^A-Za-z]+" if rule.letter_first else "^[^A-Za-z0-9]+", "", re.sub("-+", "-", text))
    return re.sub("[^A-Za-z0-9]+$", "", text)


def _ended(rule: _Rule, stem: str, suffix: str) -> str:
    stem = re.sub("[^A-Za-z0-9]+$", "", stem[: rule.longest - len(suffix) - len(rule.joint)])
    return f"{stem}{rule.joint}{suffix}"


def _checked(kind: Kind, name: str) -> str:
    if fault := name_fault(kind, name):
        raise ValueError(f"{name!r} {fault}")
    return name
