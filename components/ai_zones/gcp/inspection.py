"""TLS inspection: the authority whose certificates Secure Web Proxy shows to the inspector, and the policy that says so.

Sources: Secure Web Proxy documentation, "TLS inspection overview", "Enable TLS inspection" (a pool in the proxy's region; its service agent
requests certificates); Certificate Authority Service, "CA pools", "Create a root CA"; Terraform google provider,
google_network_security_tls_inspection_policy (Secure Web Proxy does not yet honour versions and profiles of TLS).
"""

from dataclasses import dataclass
from typing import Any, Final

import pulumi
from pulumi_gcp import certificateauthority, networksecurity, projects

from ai_zones.gcp.labels import labels_for
from ai_zones.gcp.naming import Kind, child, resource_name
from ai_zones.gcp.ordering import after
from ai_zones.gcp.paths import located, part
from ai_zones.gcp.validation import PlacedInput, path_of

CaPoolPath: Any = path_of(
    r"projects/[a-z0-9.:-]+/locations/[a-z0-9-]+/caPools/[\w-]{1,63}",
    "a CA pool",
    "projects/acme-prod-egress/locations/europe-west3/caPools/inspection",
    plain=True,
)
AGENT: Final = "networksecurity.googleapis.com"
REQUESTER: Final = "roles/privateca.certificateManager"
LIFETIME_SECONDS: Final = 3 * 365 * 24 * 3600
"""Three years: then a new authority is added to the pool before the old one is disabled."""


@dataclass(frozen=True)
class Inspection:
    """What opens TLS."""

    policy: str
    """Path of the inspection policy."""
    ca_pool: str
    """Path of the pool."""
    built: pulumi.Resource


def build_inspection(
    name: str, place: PlacedInput, zone: str, ca_pool: str | None, *, protect: bool, parent: pulumi.Resource
) -> Inspection:
    """The policy, its service agent's right to request certificates, and, unless one is given, a pool with a root authority."""
    waits: list[pulumi.Resource] = []
    pool = ca_pool
    if pool is None:
        pool, authority = _authority(name, place, zone, protect=protect, parent=parent)
        waits.append(authority)
    agent = projects.ServiceIdentity(child(name, "inspection", "agent"), project=place.project, service=AGENT, opts=after(parent))
    waits.append(
        certificateauthority.CaPoolIamMember(
            child(name, "inspection", "requests"),
            project=part(pool, "projects"),
            location=part(pool, "locations"),
            ca_pool=pool,
            role=REQUESTER,
            member=agent.member,
            opts=after(parent, waits),
        )
    )
    label = resource_name(Kind.NETWORK_SERVICES, name, "inspection")
    policy = networksecurity.TlsInspectionPolicy(
        child(name, "inspection"),
        name=label,
        project=place.project,
        location=place.region,
        ca_pool=pool,
        exclude_public_ca_set=False,
        min_tls_version="TLS_1_2",
        tls_feature_profile="PROFILE_RESTRICTED",
        opts=after(parent, waits),
    )
    return Inspection(located(place.project, place.region, "tlsInspectionPolicies", label), pool, policy)


def _leaves_of_two_weeks() -> certificateauthority.CaPoolIssuancePolicyArgs:
    """What the pool issues: certificates of servers, never of an authority (provider reference, TlsInspectionPolicy)."""
    return certificateauthority.CaPoolIssuancePolicyArgs(
        maximum_lifetime=f"{14 * 24 * 3600}s",
        baseline_values=certificateauthority.CaPoolIssuancePolicyBaselineValuesArgs(
            ca_options=certificateauthority.CaPoolIssuancePolicyBaselineValuesCaOptionsArgs(is_ca=False),
            key_usage=certificateauthority.CaPoolIssuancePolicyBaselineValuesKeyUsageArgs(
                base_key_usage=certificateauthority.CaPoolIssuancePolicyBaselineValuesKeyUsageBaseKeyUsageArgs(),
                extended_key_usage=certificateauthority.CaPoolIssuancePolicyBaselineValuesKeyUsageExtendedKeyUsageArgs(server_auth=True),
            ),
        ),
    )


def _authority(name: str, place: PlacedInput, zone: str, *, protect: bool, parent: pulumi.Resource) -> tuple[str, pulumi.Resource]:
    label = resource_name(Kind.CERTIFICATE_AUTHORITY, name, "inspection")
    pool = certificateauthority.CaPool(
        child(name, "inspection", "pool"),
        name=label,
        project=place.project,
        location=place.region,
        # Certificates by the thousand, of a day each: the tier that keeps no list of them.
        tier="DEVOPS",
        issuance_policy=_leaves_of_two_weeks(),
        publishing_options=certificateauthority.CaPoolPublishingOptionsArgs(publish_ca_cert=False, publish_crl=False),
        labels=labels_for(zone, extra=place.labels),
        opts=after(parent, protect=protect),
    )
    authority = certificateauthority.Authority(
        child(name, "inspection", "authority"),
        certificate_authority_id=label,
        project=place.project,
        location=place.region,
        pool=label,
        type="SELF_SIGNED",
        lifetime=f"{LIFETIME_SECONDS}s",
        deletion_protection=protect,
        skip_grace_period=False,
        ignore_active_certificates_on_deletion=not protect,
        key_spec=certificateauthority.AuthorityKeySpecArgs(algorithm="EC_P256_SHA256"),
        config=certificateauthority.AuthorityConfigArgs(
            subject_config=certificateauthority.AuthorityConfigSubjectConfigArgs(
                subject=certificateauthority.AuthorityConfigSubjectConfigSubjectArgs(
                    common_name=f"{name} TLS inspection", organization=name
                )
            ),
            x509_config=certificateauthority.AuthorityConfigX509ConfigArgs(
                ca_options=certificateauthority.AuthorityConfigX509ConfigCaOptionsArgs(is_ca=True, zero_max_issuer_path_length=True),
                key_usage=certificateauthority.AuthorityConfigX509ConfigKeyUsageArgs(
                    base_key_usage=certificateauthority.AuthorityConfigX509ConfigKeyUsageBaseKeyUsageArgs(cert_sign=True, crl_sign=True),
                    extended_key_usage=certificateauthority.AuthorityConfigX509ConfigKeyUsageExtendedKeyUsageArgs(server_auth=False),
                ),
            ),
        ),
        labels=labels_for(zone, extra=place.labels),
        opts=after(parent, pool, protect=protect),
    )
    return located(place.project, place.region, "caPools", label), authority
