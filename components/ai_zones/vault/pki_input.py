"""What `VaultPki` is asked: its issuers by generation, where they are signed, and how it tells what is revoked.

Sources: Vault documentation, "PKI secrets engine: rotation primitives" (a new issuer beside the old one, then the default moves), API, "Set CRL
configuration", "Set URLs", "Configure automatic tidy"; NIST SP 800-57 part 1, 5.3.6 (one to three years).
"""

import datetime
from typing import Annotated, Any, Final, NotRequired, Self, TypedDict

import pulumi
import pydantic

from ai_zones.vault.validation import (
    OPENBAO,
    Address,
    ComponentInput,
    Day,
    KeyBits,
    KeyType,
    MountPath,
    Name,
    ProtectedInput,
    Reference,
    Server,
    TrustDomain,
    key_fault,
)

MAX_ISSUER_YEARS: Final = 3
YEAR_DAYS: Final = 366
MAX_CERTIFICATE_HOURS: Final = 90 * 24


class VaultIssuerArgs(TypedDict):
    """One generation of the intermediate."""

    expires_on: str
    """Day on which it ends, such as `2028-01-31`: at most three years from now, and before its root."""
    certificate: NotRequired[pulumi.Input[str]]
    """Its certificate in PEM, signed by an offline root from the component's request. Default: none, and it issues nothing yet.
    Not allowed with `root_mount`."""


class VaultPkiArgs(TypedDict):
    """Inputs of `VaultPki`."""

    trust_domain: str
    """SPIFFE trust domain: certificates name identities of it alone. The intermediate's name constraints say so too where the server has them."""
    common_name: str
    """Name of the intermediate, as certificates show it; its generation follows."""
    address: str
    """Address of the server as its clients reach it, `https://…`: of lists, answers and ACME."""
    issuers: dict[str, VaultIssuerArgs]
    """Generation, such as `2026` → issuer. A new one beside the old one begins a rotation; an old one goes when its last certificate has ended."""
    default_issuer: str
    """Generation that signs."""
    root_mount: NotRequired[str]
    """Mount of the root that signs them: `VaultPkiRoot.mount`. Default: none, the root is offline, and the component gives requests to sign."""
    root_expires_on: NotRequired[str]
    """Day on which that root ends: `VaultPkiRoot.expires_on`. Required with `root_mount`: the server signs an intermediate that outlives its root."""
    mount: NotRequired[str]
    """Path of the mount. Default: `pki`."""
    dns_domains: NotRequired[list[str]]
    """Domains below which certificates may name hosts. Default: any, as far as roles allow."""
    max_certificate_hours: NotRequired[int]
    """Hours that no certificate of the mount outlives, whatever its role says; 1 to 2,160 (90 days). Default: 24."""
    key_type: NotRequired[str]
    """`ec`, `rsa` or `ed25519`. Default: `ec`."""
    key_bits: NotRequired[int]
    """Size of the keys. Default: 384 for `ec`, 4,096 for `rsa`."""
    crl_hours: NotRequired[int]
    """Hours for which a list of revoked certificates holds, 1 to 168. Default: 24."""
    delta_minutes: NotRequired[int]
    """Minutes after which what was revoked since stands in the delta list, 1 to 60. Default: 5."""
    ocsp_minutes: NotRequired[int]
    """Minutes for which an answer about one certificate holds, 1 to 720. Default: 60."""
    tidy_hours: NotRequired[int]
    """Hours between two tidyings, 1 to 168. Default: 12."""
    tidy_after_hours: NotRequired[int]
    """Hours for which what has ended is kept all the same, 24 or more. Default: 72."""
    server: NotRequired[str]
    """`openbao` or `vault` (HashiCorp). OpenBao has no name constraints of identities, only of hosts. Default: `openbao`."""
    as_of: NotRequired[str]
    """Day on which lives are judged. Default: today."""
    removable: NotRequired[bool]
    """Lifts the protection of mount and issuers. Default: false."""


class Issuer(ComponentInput):
    """Parsed `VaultIssuerArgs`."""

    expires_on: Day
    certificate: Reference | None = None


_Domain = Annotated[str, pydantic.Field(pattern=r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$")]


class Pki(ProtectedInput):
    """Parsed `VaultPkiArgs`."""

    trust_domain: TrustDomain
    common_name: str = pydantic.Field(min_length=1, max_length=48)
    address: Address
    issuers: Annotated[dict[Name, Issuer], pydantic.Field(min_length=1)]
    default_issuer: Name
    root_mount: MountPath | None = None
    root_expires_on: Day | None = None
    mount: MountPath = "pki"
    dns_domains: tuple[_Domain, ...] = ()
    max_certificate_hours: int = pydantic.Field(default=24, ge=1, le=MAX_CERTIFICATE_HOURS)
    key_type: KeyType = "ec"
    key_bits: KeyBits | None = None
    crl_hours: int = pydantic.Field(default=24, ge=1, le=168)
    delta_minutes: int = pydantic.Field(default=5, ge=1, le=60)
    ocsp_minutes: int = pydantic.Field(default=60, ge=1, le=720)
    tidy_hours: int = pydantic.Field(default=12, ge=1, le=168)
    tidy_after_hours: int = pydantic.Field(default=72, ge=24)
    server: Server = "openbao"
    as_of: Day = pydantic.Field(default_factory=datetime.date.today)

    @pydantic.model_validator(mode="after")
    def _can_be_built(self) -> Self:
        faults = [fault for fault in (key_fault(self.key_type, self.bits),) if fault]
        if self.default_issuer not in self.issuers:
            faults.append(f"default_issuer: given {self.default_issuer}, allowed are the issuers {', '.join(sorted(self.issuers))}")
        if self.root_mount == self.mount:
            faults.append(f"root_mount: given {self.mount}, which is the intermediates' own mount; a root stands in a mount of its own")
        if (self.root_mount is None) != (self.root_expires_on is None):
            faults.append("root_expires_on: give it with root_mount, and only with it: an intermediate ends before its root")
        latest = self.as_of + datetime.timedelta(days=MAX_ISSUER_YEARS * YEAR_DAYS)
        for name, issuer in sorted(self.issuers.items()):
            if issuer.expires_on > latest:
                faults.append(
                    f"issuers.{name}.expires_on: given {issuer.expires_on}, allowed is at most {MAX_ISSUER_YEARS} years from {self.as_of}"
                )
            if self.root_expires_on is not None and issuer.expires_on > self.root_expires_on:
                faults.append(
                    f"issuers.{name}.expires_on: given {issuer.expires_on}, allowed is at most {self.root_expires_on}, when its root ends"
                )
            if issuer.certificate is not None and self.root_mount is not None:
                faults.append(f"issuers.{name}.certificate: given beside root_mount, which signs it; leave out one of the two")
        faults += self._default_faults()
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def _default_faults(self) -> list[str]:
        issuer = self.issuers.get(self.default_issuer)
        if issuer is None:
            return []
        # A leaf that would outlive its issuer is refused, so the last day of issuing comes before the last day of the issuer.
        last = issuer.expires_on - datetime.timedelta(hours=self.max_certificate_hours)
        if self.as_of < last:
            return []
        fix = "add the next issuer and make it the default"
        return [
            f"default_issuer: given {self.default_issuer}, which ends on {issuer.expires_on}, "
            f"too soon for certificates of {self.max_certificate_hours} hours; {fix}"
        ]

    @property
    def bits(self) -> int:
        """Size of the keys, given or usual."""
        return {"ec": 384, "rsa": 4096, "ed25519": 0}[self.key_type] if self.key_bits is None else self.key_bits

    @property
    def constraints(self) -> dict[str, Any]:
        """Name constraints of the intermediate (RFC 5280 4.2.1.10): identities of one trust domain, hosts of our domains."""
        domains = {"permitted_dns_domains": sorted(set(self.dns_domains))} if self.dns_domains else {}
        return {"permitted_uri_domains": [self.trust_domain], **domains}

    @property
    def signed_constraints(self) -> dict[str, Any]:
        """Those that the server's own root puts in: OpenBao takes no notice of what it does not know, and says nothing."""
        known = ("permitted_dns_domains",) if self.server == OPENBAO else ("permitted_dns_domains", "permitted_uri_domains")
        return {name: domains for name, domains in self.constraints.items() if name in known}
