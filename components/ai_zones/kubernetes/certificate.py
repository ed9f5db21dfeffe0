"""A short-lived certificate of one program: its identity, and nothing else of the world.

A new key comes with every renewal, at two thirds of the lifetime; programs read it from a file that changes under them.
Sources: cert-manager documentation, "Certificate resource" (`uris`, `duration`, `renewBefore`, `privateKey.rotationPolicy: Always`,
`revisionHistoryLimit`); SPIFFE X.509-SVID, 2 (one URI SAN); requirement I1; NIST SP 800-57 part 1, 5.3.
"""

from typing import Annotated, Any, NotRequired, TypedDict

import pulumi
import pydantic
from pulumi_kubernetes.apiextensions import CustomResource

from ai_zones.identities import common_name, spiffe_id
from ai_zones.inputs import matches
from ai_zones.kubernetes.certificate_issuer import CERT_MANAGER
from ai_zones.kubernetes.naming import child, metadata
from ai_zones.kubernetes.validation import Host, Name, TrustDomain, ZonedInput
from ai_zones.ordering import after, children_wait

MOST_HOURS = 2160
"""Ninety days, above which no certificate of ours lives."""


class KubernetesCertificateArgs(TypedDict):
    """Inputs of `KubernetesCertificate`."""

    zone: str
    """Zone of the program."""
    namespace: str
    """Its namespace."""
    workload: str
    """Its name below the zone, such as `agent/summary`: the identity is `spiffe://<trust domain>/zone/<zone>/<workload>`."""
    trust_domain: str
    """SPIFFE trust domain."""
    issuer: str
    """Issuer of the namespace: `KubernetesCertificateIssuer.issuer`."""
    hours: NotRequired[int]
    """Hours that it holds, 1 to 2,160. Default: 24."""
    named: NotRequired[bool]
    """True gives it a common name too, as a login by certificate asks for. Default: false, the identity alone."""
    dns_names: NotRequired[list[str]]
    """Private names under which it serves. Default: none: it only calls."""
    labels: NotRequired[dict[str, str]]
    """Further labels. Default: none."""


class Certificate(ZonedInput):
    """Parsed `KubernetesCertificateArgs`."""

    workload: Annotated[str, matches(r"[a-z0-9][a-z0-9-]*(?:/[a-z0-9][a-z0-9-]*)*", "a name below the zone, such as agent/summary")]
    trust_domain: TrustDomain
    issuer: Name
    hours: Annotated[int, pydantic.Field(ge=1, le=MOST_HOURS)] = 24
    named: bool = False
    dns_names: list[Host] = pydantic.Field(default_factory=list)

    @property
    def name(self) -> str:
        """Name of the certificate and of the secret that holds it."""
        return f"{self.workload.replace('/', '-')}-identity"

    @property
    def identity(self) -> str:
        """Its SPIFFE ID."""
        return spiffe_id(self.trust_domain, self.zone, self.workload)

    def spec(self) -> dict[str, Any]:
        """The certificate's spec."""
        found: dict[str, Any] = {
            "secretName": self.name,
            "uris": [self.identity],
            "duration": f"{self.hours}h0m0s",
            "renewBefore": f"{self.hours * 20}m0s",
            "privateKey": {"algorithm": "ECDSA", "size": 256, "encoding": "PKCS8", "rotationPolicy": "Always"},
            "usages": ["digital signature", "client auth", *(["server auth"] if self.dns_names else [])],
            "revisionHistoryLimit": 1,
            "issuerRef": {"group": "cert-manager.io", "kind": "Issuer", "name": self.issuer},
        }
        if self.dns_names:
            found["dnsNames"] = sorted(self.dns_names)
        if self.named:
            found["commonName"] = common_name(self.trust_domain, self.zone, self.workload)
        return found


class KubernetesCertificate(pulumi.ComponentResource):
    """The certificate, which cert-manager keeps fresh in a secret."""

    secret_name: str
    """Secret that holds it."""
    spiffe_id: str
    """The identity."""

    def __init__(self, name: str, args: KubernetesCertificateArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = Certificate.parse(name, args)
        super().__init__("ai-zones:index:KubernetesCertificate", name, {}, children_wait(opts))
        self.secret_name, self.spiffe_id = given.name, given.identity
        CustomResource(
            child(name, "certificate"),
            api_version=CERT_MANAGER,
            kind="Certificate",
            metadata=metadata(given.name, given.namespace, zone=given.zone, labels=given.labels),
            spec=given.spec(),
            opts=after(self),
        )
        self.register_outputs({"secretName": self.secret_name, "spiffeId": self.spiffe_id})
