"""Which names a network's resolver answers: an allow-list before a rule for every name, and each question is logged.

Names are a road out even where no route is: a program can send data as questions to a server that its author owns. A response policy comes
before every zone, private or public; its longest matching rule wins. A name that is let by is looked up as if there were no policy: in the
network's private zones first, then on the internet.
Sources: Cloud DNS documentation, "Manage response policies and rules" (`bypassResponsePolicy`, local data, wildcards), "DNS name resolution
order", "DNS server policies", "Use logging and monitoring"; 45 CFR 164.312(b).
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

import pulumi
from pulumi_gcp import dns

from ai_zones.gcp.naming import Kind, child, resource_name, short_hash
from ai_zones.gcp.ordering import after

EVERY_NAME: Final = "*."
NOWHERE: Final = (("A", "0.0.0.0"), ("AAAA", "::"))  # noqa: S104 an answer, nothing listens there
"""What every other name is answered with: of these types an address that is none, of all others nothing."""
METADATA: Final = "metadata.google.internal"
RECORD_SECONDS: Final = 300
MAX_NAMES: Final = 10_000

_LABEL: Final = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")


def answered_names(domains: Iterable[str]) -> list[str]:
    """`*.example.com` is every name under it but not itself, `example.com` that name alone; sorted, once each.

    ValueError names those that are no names or that allow too much, under the component's input `allowed_domains`.
    """
    names = sorted({domain.lower().rstrip(".") for domain in domains})
    if faults := [f"given {name!r}, {fault}" for name in names if (fault := _fault(name))]:
        raise ValueError(f"allowed_domains: {'; '.join(faults)}")
    # A name under a wildcard that is listed already changes nothing.
    names = [name for name in names if not any(name != other and name.endswith(other[1:]) for other in names if other.startswith("*."))]
    if len(names) > MAX_NAMES:
        raise ValueError(f"allowed_domains: given {len(names)} names, allowed are {MAX_NAMES}")
    return names


def _fault(name: str) -> str | None:
    labels = name.removeprefix("*.").split(".")
    if len(name) > 253:
        return "a name has at most 253 characters"
    if not all(_LABEL.fullmatch(label) for label in labels):
        return "it must be a DNS name, such as api.example.com or *.example.com"
    if len(labels) < 2:
        return "it would allow a whole top-level domain; name at least two labels, such as *.example.com"
    return None


def with_all_under(domains: Iterable[str]) -> list[str]:
    """Each domain, and every name under it."""
    return [name for domain in domains for name in (domain, f"*.{domain}")]


def own_names(project: str) -> list[str]:
    """What every machine asks its resolver for: the metadata server, and its neighbours (Compute Engine documentation, "Internal DNS")."""
    domain, _, rest = project.rpartition(":")
    return [METADATA, f"*.{'.'.join(part for part in (rest, domain) if part)}.internal"]


def rule_name(allowed: str) -> str:
    """Name of the rule that lets a name by: `*.example.com` → `let-all-example-com`; names that a hyphen would make one end in a hash."""
    plain = allowed.replace("*", "all").replace(".", "-").replace("_", "-")
    return resource_name(Kind.DNS, "let", plain, short_hash(allowed) if set(allowed) & set("-_") else "")


def build_resolver(
    name: str,
    project: str,
    network: str,
    allowed: Sequence[str],
    waits_for: Sequence[pulumi.Resource],
    *,
    zone: str,
    parent: pulumi.Resource,
) -> str:
    """The server policy that logs, and the response policy that blocks. Returns the response policy's name."""
    label = resource_name(Kind.DNS, name, "names")
    dns.Policy(
        child(name, "resolver"),
        name=resource_name(Kind.DNS, name, "resolver"),
        project=project,
        description=f"Logs every question of the {zone} zone.",
        enable_logging=True,
        enable_inbound_forwarding=False,
        networks=[dns.PolicyNetworkArgs(network_url=network)],
        opts=after(parent, waits_for),
    )
    policy = dns.ResponsePolicy(
        child(name, "answers"),
        response_policy_name=label,
        project=project,
        description=f"Names that the {zone} zone may ask for; all others lead nowhere.",
        networks=[dns.ResponsePolicyNetworkArgs(network_url=network)],
        opts=after(parent, waits_for),
    )
    # The block comes first: what is added later opens names, and none is open before.
    block = dns.ResponsePolicyRule(
        child(name, "answers", "nothing-else"),
        rule_name="nothing-else",
        project=project,
        response_policy=label,
        dns_name=EVERY_NAME,
        local_data=dns.ResponsePolicyRuleLocalDataArgs(
            local_datas=[
                dns.ResponsePolicyRuleLocalDataLocalDataArgs(name=EVERY_NAME, type=kind, ttl=RECORD_SECONDS, rrdatas=[data])
                for kind, data in NOWHERE
            ]
        ),
        opts=after(parent, policy),
    )
    for allowed_name in allowed:
        dns.ResponsePolicyRule(
            child(name, "answers", allowed_name),
            rule_name=rule_name(allowed_name),
            project=project,
            response_policy=label,
            dns_name=f"{allowed_name}.",
            behavior="bypassResponsePolicy",
            opts=after(parent, block),
        )
    return label
