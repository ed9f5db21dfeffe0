"""Intermediate certificate authority of the zones: its issuers by generation, what tells of revocation, and tidying.

A rotation is a second issuer beside the first, which then becomes the default; the first goes on to sign its list until its last certificate has
ended. Nothing restarts and no trust is changed: the root stays.
Sources: Vault documentation, "PKI secrets engine: considerations" (one mount for intermediates, cluster URLs, CRL auto rebuild, tidy), "Rotation
primitives", "Issuer storage migration"; API, "Generate intermediate CSR", "Sign intermediate", "Import CA certificates", "Update issuer"
(`leaf_not_after_behavior: err`), "Set issuers configuration", "Set URLs" (templates), "Set CRL configuration" (delta), "Configure automatic tidy";
"ACME: headers" (what a mount must let through); RFC 5280 5 (lists), RFC 6960 (OCSP); NIST SP 800-57 part 1, 5.3.6.
"""

from typing import Any, Final

import pulumi
import pulumi_vault as vault
from pulumi_vault import pkisecret

from ai_zones.ordering import after, children_wait
from ai_zones.vault.naming import child
from ai_zones.vault.pki_input import Issuer, Pki, VaultPkiArgs
from ai_zones.vault.pki_root import ISSUER as ROOT_ISSUER
from ai_zones.vault.validation import instant

HOUR_SECONDS: Final = 3600
USAGE: Final = "read-only,issuing-certificates,crl-signing,ocsp-signing"
_ACME_RESPONSE_HEADERS: Final = ["Last-Modified", "Location", "Replay-Nonce", "Link"]
_AIA: Final = "{{cluster_aia_path}}/issuer/{{issuer_id}}"


class VaultPki(pulumi.ComponentResource):
    """Mount, issuers, lists, answers, tidying. Protected: `destroy` refuses mount and keys."""

    mount: str
    """Path of the mount: of roles, ACME and policies."""
    requests: dict[str, pulumi.Output[str]]
    """Request of each issuer in PEM, by its generation: what an offline root signs, with path length 0 and the constraints that `constraints` has."""
    certificates: dict[str, pulumi.Output[str]]
    """Certificate of each issuer that is signed, in PEM, by its generation."""
    certificate: pulumi.Output[str]
    """Certificate of the default issuer in PEM; empty until an offline root has signed it."""
    bundle: pulumi.Output[str]
    """Certificates of all issuers that are signed, one after the other: whom logins trust, so that a rotation shuts nobody out."""
    issuer_ids: dict[str, pulumi.Output[str]]
    """Id of each issuer that is signed, by its generation."""
    expires_on: dict[str, str]
    """Day on which each issuer ends, by its generation: `VaultExpiryAlarms.ends`."""
    ocsp_address: str
    """Where one asks about one certificate."""
    constraints: dict[str, list[str]]
    """Name constraints that the intermediate's certificate must have."""

    def __init__(self, name: str, args: VaultPkiArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = Pki.parse(name, args)
        super().__init__("ai-zones:index:VaultPki", name, {}, children_wait(opts))
        self._name, self._given = name, given
        self.mount = given.mount
        self.expires_on = {generation: issuer.expires_on.isoformat() for generation, issuer in sorted(given.issuers.items())}
        self.ocsp_address = f"{given.address}/v1/{given.mount}/ocsp"
        self.constraints = dict(given.constraints)
        self.requests, self.certificates, self.issuer_ids = {}, {}, {}
        mount = self._mount()
        self._settings(mount)
        for generation, issuer in sorted(given.issuers.items()):
            self._issuer(generation, issuer, mount)
        if given.default_issuer in self.issuer_ids:
            pkisecret.SecretBackendConfigIssuers(
                child(name, "default"),
                backend=given.mount,
                default=self.issuer_ids[given.default_issuer],
                default_follows_latest_issuer=False,
                opts=after(self, mount),
            )
        self.certificate = self.certificates.get(given.default_issuer, pulumi.Output.from_input(""))
        signed = [one for _, one in sorted(self.certificates.items())]
        self.bundle = pulumi.Output.all(*signed).apply(lambda pems: "".join(f"{pem.strip()}\n" for pem in pems))
        self.register_outputs(
            {
                "mount": self.mount,
                "requests": self.requests,
                "certificates": self.certificates,
                "certificate": self.certificate,
                "bundle": self.bundle,
                "issuerIds": self.issuer_ids,
                "expiresOn": self.expires_on,
                "ocspAddress": self.ocsp_address,
                "constraints": self.constraints,
            }
        )

    def _mount(self) -> vault.Mount:
        given = self._given
        return vault.Mount(
            child(self._name, "mount"),
            path=given.mount,
            type="pki",
            description=f"Certificates of {given.trust_domain}",
            default_lease_ttl_seconds=min(given.max_certificate_hours, 24) * HOUR_SECONDS,
            max_lease_ttl_seconds=given.max_certificate_hours * HOUR_SECONDS,
            allowed_response_headers=_ACME_RESPONSE_HEADERS,
            passthrough_request_headers=["If-Modified-Since"],
            # Certificates are public; in clear in the audit log they answer which one was given to whom.
            audit_non_hmac_request_keys=["common_name", "uri_sans"],
            audit_non_hmac_response_keys=["certificate", "serial_number", "expiration"],
            opts=after(self, protect=given.protects()),
        )

    def _settings(self, mount: vault.Mount) -> None:
        given = self._given
        base = f"{given.address}/v1/{given.mount}"
        cluster = pkisecret.BackendConfigCluster(
            child(self._name, "cluster"), backend=given.mount, path=base, aia_path=base, opts=after(self, mount)
        )
        pkisecret.SecretBackendConfigUrls(
            child(self._name, "urls"),
            backend=given.mount,
            enable_templating=True,
            issuing_certificates=[f"{_AIA}/der"],
            crl_distribution_points=[f"{_AIA}/crl/der"],
            ocsp_servers=["{{cluster_aia_path}}/ocsp"],
            opts=after(self, cluster),
        )
        pkisecret.SecretBackendCrlConfig(
            child(self._name, "crl"),
            backend=given.mount,
            expiry=f"{given.crl_hours}h",
            disable=False,
            auto_rebuild=True,
            auto_rebuild_grace_period=f"{given.crl_hours * 15}m",
            enable_delta=True,
            delta_rebuild_interval=f"{given.delta_minutes}m",
            ocsp_disable=False,
            ocsp_expiry=f"{given.ocsp_minutes}m",
            opts=after(self, mount),
        )
        pkisecret.BackendConfigAutoTidy(
            child(self._name, "tidy"),
            backend=given.mount,
            enabled=True,
            interval_duration=f"{given.tidy_hours}h",
            safety_buffer=f"{given.tidy_after_hours}h",
            tidy_cert_store=True,
            tidy_revoked_certs=True,
            tidy_revoked_cert_issuer_associations=True,
            tidy_acme=True,
            # An issuer that has ended is taken out by whoever rotates, in the program, and not behind its back.
            tidy_expired_issuers=False,
            maintain_stored_certificate_counts=True,
            publish_stored_certificate_count_metrics=True,
            opts=after(self, mount),
        )

    def _issuer(self, generation: str, issuer: Issuer, mount: vault.Mount) -> None:
        given, name = self._given, self._name
        common_name = f"{given.common_name} {generation}"
        request = pkisecret.SecretBackendIntermediateCertRequest(
            child(name, "request", generation),
            backend=given.mount,
            type="internal",
            common_name=common_name,
            key_name=generation,
            key_type=given.key_type,
            key_bits=given.bits,
            exclude_cn_from_sans=True,
            add_basic_constraints=True,
            opts=after(self, mount, protect=given.protects()),
        )
        self.requests[generation] = request.csr
        certificate: Any = issuer.certificate
        awaited: list[pulumi.Resource] = [request]
        if given.root_mount is not None:
            signed = pkisecret.SecretBackendRootSignIntermediate(
                child(name, "signed", generation),
                backend=given.root_mount,
                issuer_ref=ROOT_ISSUER,
                csr=request.csr,
                common_name=common_name,
                not_after=instant(issuer.expires_on),
                max_path_length=0,
                exclude_cn_from_sans=True,
                use_csr_values=False,
                **given.signed_constraints,
                opts=after(self, request, protect=given.protects()),
            )
            certificate, awaited = signed.certificate, [signed]
        if certificate is None:
            return
        imported = pkisecret.SecretBackendIntermediateSetSigned(
            child(name, "imported", generation),
            backend=given.mount,
            certificate=certificate,
            opts=after(self, awaited, protect=given.protects()),
        )
        # One certificate is brought in, so one issuer comes of it; its root stays outside and is trusted by name.
        issuer_id = imported.imported_issuers.apply(lambda issuers: str(issuers[0]))
        pkisecret.SecretBackendIssuer(
            child(name, "issuer", generation),
            backend=given.mount,
            issuer_ref=issuer_id,
            issuer_name=generation,
            leaf_not_after_behavior="err",
            usage=USAGE,
            enable_aia_url_templating=True,
            opts=after(self, imported),
        )
        self.issuer_ids[generation] = issuer_id
        self.certificates[generation] = pulumi.Output.from_input(certificate)
