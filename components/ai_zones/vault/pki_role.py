"""What certificates one workload may get: its own identity, for a day at most, and no longer.

A service mesh asks for all its workloads by one role (`mesh_namespaces`): for those of the zone's own namespaces, and no others.
On OpenBao the role is a `generic.Endpoint`: `not_after_bound: forbid`, without which a request that names its own end leaves `max_ttl` behind, is
OpenBao's own, and the provider's role does not know it. On Vault of HashiCorp, which has no such bound, the policy that may ask refuses `not_after`.
Both are built on both, as far as the server knows them. A lifetime over the role's is cut by either server; the policy refuses it.
Sources: Vault API, "Create/update role"; OpenBao API, "Create/update role" (`not_after_bound`, `allowed_ip_sans_cidr`); Vault documentation, "Policies"
(`denied_parameters`, `allowed_parameters`); SPIFFE X.509-SVID 2 to 4 (one URI SAN, digital signature, not a CA); RFC 5280 4.2.1.3, 4.2.1.12;
istio-csr, chart (certificate of istiod); Istio documentation, "Identity"; 90 days are the ceiling of requirement I3.
"""

import json
from typing import Annotated, Any, Final, NotRequired, Self, TypedDict

import pulumi
import pulumi_vault as vault
import pydantic
from pulumi_vault import generic, pkisecret

from ai_zones.identities import common_name, role_name, spiffe_id
from ai_zones.inputs import Cidr, matches, one_of
from ai_zones.ordering import after, children_wait
from ai_zones.vault.naming import child
from ai_zones.vault.pki_input import MAX_CERTIFICATE_HOURS
from ai_zones.vault.policy_text import Grant, issuing, policy_text
from ai_zones.vault.validation import (
    HASHICORP,
    ComponentInput,
    KeyBits,
    KeyType,
    Label,
    MountPath,
    Name,
    Server,
    TrustDomain,
    Workload,
    ZoneText,
    key_fault,
)

HOUR_SECONDS: Final = 3600
MAX_COMMON_NAME: Final = 64
"""RFC 5280, appendix A.1, ub-common-name."""
# The server takes it off the beginning, so a certificate holds that much longer than asked.
NOT_BEFORE_SECONDS: Final = 30
ISTIOD: Final = "istio-system/sa/istiod-service-account"
"""Account of Istio's control plane, as istio-csr writes it into its certificate."""
# Whoever may be any account there may be the control plane, or issue for all.
_SHARED_NAMESPACES: Final = frozenset({"istio-system", "kube-system", "cert-manager"})

_Host = Annotated[
    str, matches(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*", "a host's name in lower case, without a wildcard")
]


class VaultPkiRoleArgs(TypedDict):
    """Inputs of `VaultPkiRole`."""

    zone: str
    """Zone of the workload."""
    workload: str
    """Its name below the zone, such as `agent/summary`: certificates name `spiffe://<trust domain>/zone/<zone>/<workload>`, and no other identity."""
    trust_domain: str
    """SPIFFE trust domain."""
    mount: NotRequired[str]
    """Mount of the issuers: `VaultPki.mount`. Default: `pki`."""
    issuer: NotRequired[str]
    """Generation of the issuer. Default: `default`, which follows a rotation."""
    max_hours: NotRequired[int]
    """Hours that a certificate holds at most, 1 to 2,160 (90 days). Default: 24."""
    hours: NotRequired[int]
    """Hours that a certificate holds if nothing is asked, up to `max_hours`. Default: 24, or `max_hours` where that is less."""
    requested_hours: NotRequired[list[int]]
    """Lifetimes that a request may name (`ttl`), in whole hours up to `max_hours`: cert-manager always names that of its `Certificate`.
    Default: none, and a request that names one is refused."""
    usages: NotRequired[list[str]]
    """What it is shown as: `client`, `server`. Default: `client`."""
    dns_names: NotRequired[list[str]]
    """Hosts that it may name, exactly. Default: none."""
    ip_cidrs: NotRequired[list[str]]
    """Ranges of the addresses that it may name; on `openbao` alone. Default: none, and none may be named."""
    mesh_namespaces: NotRequired[list[str]]
    """Signs for a service mesh instead of one workload, as istio-csr asks it: any service account of these namespaces,
    `spiffe://<trust domain>/ns/<namespace>/sa/<account>`, and istiod's own. Each namespace is one of this zone's cluster, exactly, and a trust domain
    has one mesh: two clusters that share one could write each other's identities. Default: none."""
    named: NotRequired[bool]
    """Certificates have a common name too, `<workload>.<zone>.<trust domain>` from its narrowest part: whoever logs in by certificate needs one.
    Default: false, the identity alone."""
    key_type: NotRequired[str]
    """`ec`, `rsa` or `ed25519`. Default: `ec`."""
    key_bits: NotRequired[int]
    """Size of the key. Default: 256 for `ec`, 3,072 for `rsa`."""
    keys_on_server: NotRequired[bool]
    """Also lets the server make the key and send it, where a workload can't make its own. Default: false: a request is signed."""
    server: NotRequired[str]
    """`openbao` or `vault` (HashiCorp). Default: `openbao`."""


class PkiRole(ComponentInput):
    """Parsed `VaultPkiRoleArgs`."""

    zone: ZoneText
    workload: Workload
    trust_domain: TrustDomain
    mount: MountPath = "pki"
    issuer: Name = "default"
    max_hours: int = pydantic.Field(default=24, ge=1, le=MAX_CERTIFICATE_HOURS)
    hours: int | None = pydantic.Field(default=None, ge=1)
    requested_hours: tuple[Annotated[int, pydantic.Field(ge=1)], ...] = ()
    usages: Annotated[tuple[Annotated[str, one_of("client", "server")], ...], pydantic.Field(min_length=1)] = ("client",)
    dns_names: tuple[_Host, ...] = ()
    ip_cidrs: tuple[Cidr, ...] = ()
    mesh_namespaces: tuple[Label, ...] = ()
    named: bool = False
    key_type: KeyType = "ec"
    key_bits: KeyBits | None = None
    keys_on_server: bool = False
    server: Server = "openbao"

    @pydantic.model_validator(mode="after")
    def _can_be_built(self) -> Self:
        faults = [fault for fault in (key_fault(self.key_type, self.bits),) if fault]
        if self.hours is not None and self.hours > self.max_hours:
            faults.append(
                f"hours: given {self.hours}, allowed are 1 to {self.max_hours} (max_hours): the server would cut it to that in silence"
            )
        if long := sorted(one for one in self.requested_hours if one > self.max_hours):
            faults.append(f"requested_hours: given {', '.join(map(str, long))}, allowed are 1 to {self.max_hours} (max_hours)")
        if self.ip_cidrs and self.server == HASHICORP:
            faults.append("ip_cidrs: Vault of HashiCorp allows every address or none; leave it out, or give server: openbao")
        if self.mesh_namespaces and self.named:
            faults.append("named: a mesh's certificates have many identities and no name that is one workload's; leave it out")
        if shared := sorted(_SHARED_NAMESPACES & {*self.mesh_namespaces}):
            faults.append(f"mesh_namespaces: given {', '.join(shared)}, allowed are namespaces of the zone's own workloads")
        if self.named and len(self.common_name) > MAX_COMMON_NAME:
            faults.append(
                f"workload: its common name {self.common_name} has {len(self.common_name)} characters, allowed are {MAX_COMMON_NAME}"
            )
        if faults:
            raise ValueError("; ".join(faults))
        return self

    @property
    def bits(self) -> int:
        """Size of the key, given or usual."""
        return {"ec": 256, "rsa": 3072, "ed25519": 0}[self.key_type] if self.key_bits is None else self.key_bits

    @property
    def role(self) -> str:
        """Name of the role."""
        return role_name(self.zone, self.workload)

    @property
    def identity(self) -> str:
        """The one identity that it certifies."""
        return spiffe_id(self.trust_domain, self.zone, self.workload)

    @property
    def identities(self) -> list[str]:
        """All that it certifies: its own identity, or those of a mesh."""
        if not self.mesh_namespaces:
            return [self.identity]
        accounts = [f"{namespace}/sa/*" for namespace in sorted(set(self.mesh_namespaces))]
        return [f"spiffe://{self.trust_domain}/ns/{one}" for one in [*accounts, ISTIOD]]

    @property
    def common_name(self) -> str:
        """The same as a host's name."""
        return common_name(self.trust_domain, self.zone, self.workload)

    def settings(self) -> dict[str, Any]:
        """The role, as the server reads it back: seconds as numbers, lists as lists; only so a refresh sees no change that is none."""
        ttl = min(self.max_hours, 24) if self.hours is None else self.hours
        hosts = sorted({*self.dns_names, *([self.common_name] if self.named else [])})
        settings: dict[str, Any] = {
            "issuer_ref": self.issuer,
            "ttl": ttl * HOUR_SECONDS,
            "max_ttl": self.max_hours * HOUR_SECONDS,
            "allow_any_name": False,
            "allow_bare_domains": bool(hosts),
            "allow_subdomains": False,
            "allow_glob_domains": False,
            "allow_wildcard_certificates": False,
            "allow_localhost": False,
            "allow_ip_sans": bool(self.ip_cidrs),
            "allowed_domains": hosts,
            "allowed_uri_sans": self.identities,
            "enforce_hostnames": True,
            "require_cn": self.named,
            "use_csr_common_name": self.named,
            "use_csr_sans": True,
            "client_flag": "client" in self.usages,
            "server_flag": "server" in self.usages,
            "code_signing_flag": False,
            "email_protection_flag": False,
            "key_type": self.key_type,
            "key_bits": self.bits,
            "key_usage": ["DigitalSignature"],
            "basic_constraints_valid_for_non_ca": True,
            # Kept, so that it can be revoked by its number; without a lease, which would revoke it when a token of minutes ends.
            "no_store": False,
            "generate_lease": False,
        }
        if self.server == HASHICORP:
            return settings
        return {
            **settings,
            "not_after_bound": "forbid",
            "not_before_duration": NOT_BEFORE_SECONDS,
            "allowed_ip_sans_cidr": [str(one) for one in sorted(set(self.ip_cidrs))],
        }

    def policy(self) -> str:
        """Who may ask for its certificates, and no more."""
        grants: dict[str, Grant] = {f"{self.mount}/sign/{self.role}": issuing(self.requested_hours)}
        if self.keys_on_server:
            grants[f"{self.mount}/issue/{self.role}"] = issuing(self.requested_hours)
        return policy_text(grants)


class VaultPkiRole(pulumi.ComponentResource):
    """Role and the policy that may ask for its certificates."""

    role: str
    """Name of the role."""
    spiffe_id: str
    """The identity that its certificates name; empty for a mesh's, which has many."""
    policy: str
    """Name of the policy: a login by which the workload gets its certificates has it."""
    sign_path: str
    """Where a request is signed."""

    def __init__(self, name: str, args: VaultPkiRoleArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = PkiRole.parse(name, args)
        super().__init__("ai-zones:index:VaultPkiRole", name, {}, children_wait(opts))
        settings = given.settings()
        made: pulumi.Resource
        if given.server == HASHICORP:
            made = pkisecret.SecretBackendRole(
                child(name, "role"), backend=given.mount, name=given.role, **_of_the_provider(settings), opts=after(self)
            )
        else:
            made = generic.Endpoint(
                child(name, "role"),
                path=f"{given.mount}/roles/{given.role}",
                data_json=json.dumps(settings, sort_keys=True, separators=(",", ":")),
                ignore_absent_fields=True,
                disable_read=False,
                disable_delete=False,
                opts=after(self),
            )
        self.role, self.spiffe_id = given.role, "" if given.mesh_namespaces else given.identity
        self.policy, self.sign_path = f"certificate-{given.role}", f"{given.mount}/sign/{given.role}"
        vault.Policy(child(name, "policy"), name=self.policy, policy=given.policy(), opts=after(self, made))
        self.register_outputs({"role": self.role, "spiffeId": self.spiffe_id, "policy": self.policy, "signPath": self.sign_path})


def _of_the_provider(settings: dict[str, Any]) -> dict[str, Any]:
    """The same as the provider's own resource takes it: times as texts, and one name spelt otherwise."""
    renamed = {**settings, "key_usages": settings["key_usage"], "ttl": str(settings["ttl"]), "max_ttl": str(settings["max_ttl"])}
    del renamed["key_usage"]
    return renamed
