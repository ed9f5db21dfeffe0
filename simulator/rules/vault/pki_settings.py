"""Settings of a PKI mount: URLs, revocation lists, default issuer, one issuer's own settings, cluster, tidying.

Sources: Vault API documentation, "PKI secrets engine" ("Set URLs", "Set revocation configuration", "Set issuers configuration", "Update issuer",
"Set cluster configuration", "Configure automatic tidy"); Terraform Vault provider, vault_pki_secret_backend_config_urls, _crl_config,
_config_issuers, _issuer, vault_pki_secret_backend_config_cluster, _config_auto_tidy; messages of OpenBao 2.7. A deleted setting stays as it was
set: the provider only forgets it, except for what it documents.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from simulator.packages.vault_paths import PathId, seconds, trimmed
from simulator.rules import Action, Allowed, Fault, Properties, Rules
from simulator.rules.vault.common import BAD, FAILED, durations, stands_in
from simulator.rules.vault.kinds import AUTO_TIDY, CLUSTER, CRL, ISSUER, ISSUERS, URLS
from simulator.rules.vault.pki_state import check_issuer_name, issuer_named, pki, set_default

_PKI = "Vault API documentation, 'PKI secrets engine'"
_USAGES = ("read-only", "issuing-certificates", "crl-signing", "ocsp-signing")
_TIDIES = (
    *("tidyCertStore", "tidyRevokedCerts", "tidyRevokedCertIssuerAssociations", "tidyExpiredIssuers", "tidyMoveLegacyCaBundle", "tidyAcme"),
    *("tidyRevocationQueue", "tidyCrossClusterRevokedCerts", "tidyCertMetadata", "tidyCmpv2NonceStore"),
)
_BUFFERS = ("safetyBuffer", "issuerSafetyBuffer", "acmeAccountSafetyBuffer", "revocationQueueSafetyBuffer")

urls = Rules(
    URLS,
    source=f"{_PKI}, 'Set URLs'; Terraform Vault provider, vault_pki_secret_backend_config_urls",
    defaults={"enableTemplating": False},
    id=PathId("{backend}/config/urls"),
)
crl = Rules(
    CRL,
    source=f"{_PKI}, 'Set revocation configuration'; Terraform Vault provider, vault_pki_secret_backend_crl_config",
    checks=(
        durations(
            *("expiry", "ocspExpiry", "autoRebuildGracePeriod", "deltaRebuildInterval"), source=f"{_PKI}, 'Set revocation configuration'"
        ),
    ),
    defaults={"disable": False},
    id=PathId("{backend}/config/crl"),
    outputs={
        "expiry": "72h",
        "ocspExpiry": "12h",
        "autoRebuildGracePeriod": "12h",
        "deltaRebuildInterval": "15m",
        "crossClusterRevocation": False,
        "unifiedCrl": False,
        "unifiedCrlOnExistingPaths": False,
        "maxCrlEntries": 100000,
    },
)
config_issuers = Rules(
    ISSUERS,
    source=f"{_PKI}, 'Set issuers configuration'; Terraform Vault provider, vault_pki_secret_backend_config_issuers",
    id=PathId("{backend}/config/issuers"),
    outputs={"defaultFollowsLatestIssuer": False},
)
issuer = Rules(
    ISSUER,
    source=f"{_PKI}, 'Update issuer'; Terraform Vault provider, vault_pki_secret_backend_issuer",
    checks=(Allowed("leafNotAfterBehavior", ("err", "truncate", "permit", "always_enforce_err"), source=f"{_PKI}, 'Update issuer'"),),
    id=lambda action: f"{trimmed(action.inputs['backend'])}/issuer/{_issuer_id(action)}",
    immutable={"backend", "issuerRef"},
    outputs={
        "issuerId": "",
        "leafNotAfterBehavior": "err",
        "usage": "crl-signing,issuing-certificates,ocsp-signing,read-only",
        "revocationSignatureAlgorithm": "",
    },
)
cluster = Rules(
    CLUSTER,
    source=f"{_PKI}, 'Set cluster configuration'; Terraform Vault provider, vault_pki_secret_backend_config_cluster",
    id=PathId("{backend}/config/cluster"),
)
tidy = Rules(
    AUTO_TIDY,
    source=f"{_PKI}, 'Configure automatic tidy'; Terraform Vault provider, vault_pki_secret_backend_config_auto_tidy",
    checks=(durations("intervalDuration", "pauseDuration", *_BUFFERS, source=f"{_PKI}, 'Configure automatic tidy'"),),
    id=PathId("{backend}/config/auto-tidy"),
    outputs={
        "intervalDuration": "12h",
        "safetyBuffer": "72h",
        "issuerSafetyBuffer": "8760h",
        "acmeAccountSafetyBuffer": "720h",
        "revocationQueueSafetyBuffer": "48h",
        "minStartupBackoffDuration": "5m",
        "maxStartupBackoffDuration": "15m",
        "pauseDuration": "0s",
    },
)
for _one in (urls, crl, config_issuers, issuer, cluster, tidy):
    stands_in(_one, "backend", "pki")


def _is_url(value: object) -> bool:
    parts = urlsplit(str(value))
    return bool(parts.scheme and (parts.netloc or parts.scheme in ("ldap", "file")))


@urls.before("create")
@urls.before("update")
def refuse_urls(action: Action) -> None:
    """'invalid URL found in Authority Information Access (AIA) parameter'; with templating it is judged when it is filled in."""
    if action.inputs.get("enableTemplating"):
        return
    for name, field in (
        ("issuingCertificates", "issuing_certificates"),
        ("crlDistributionPoints", "crl_distribution_points"),
        ("ocspServers", "ocsp_servers"),
    ):
        for value in action.inputs.get(name) or []:
            if not _is_url(value):
                action.refuse(BAD, f"invalid URL found in Authority Information Access (AIA) parameter {field}: {value}")


@crl.before("create")
@crl.before("update")
def refuse_crl(action: Action) -> None:
    """Lists must be made anew before they run out; delta lists need automatic rebuilding."""
    given = {**crl.outputs, **{name: value for name, value in action.inputs.items() if value is not None}}
    expiry, grace, delta = (seconds(given[name]) or 0 for name in ("expiry", "autoRebuildGracePeriod", "deltaRebuildInterval"))
    if given.get("autoRebuild") and grace >= expiry:
        action.refuse(
            BAD,
            f"CRL auto-rebuilding grace period ({given['autoRebuildGracePeriod']}) must be strictly shorter than CRL expiry "
            f"({given['expiry']}) value when auto-rebuilding of CRLs is enabled",
        )
    if given.get("enableDelta") and not given.get("autoRebuild"):
        action.refuse(BAD, "Delta CRLs cannot be enabled when auto rebuilding is disabled as the complete CRL is always regenerated!")
    if given.get("enableDelta") and delta >= expiry:
        action.refuse(
            BAD,
            f"CRL delta rebuild window ({given['deltaRebuildInterval']}) must be strictly shorter than CRL expiry ({given['expiry']}) "
            "value when delta CRLs are enabled",
        )
    if any(given.get(name) for name in ("crossClusterRevocation", "unifiedCrl", "unifiedCrlOnExistingPaths")):
        action.refuse(
            BAD, "Global, cross-cluster revocation queue cannot be enabled without auto rebuilding as it is an Enterprise feature"
        )


@config_issuers.before("create")
@config_issuers.before("update")
def refuse_unknown_issuer(action: Action) -> None:
    """The default must be there."""
    wanted = action.inputs.get("default")
    if wanted and issuer_named(action, pki(action), wanted) is None:
        action.refuse(BAD, f"Error resolving issuer reference: unable to find PKI issuer for reference: {wanted}")


@config_issuers.after("create")
@config_issuers.after("update")
def choose_default(action: Action) -> None:
    """Roles without an issuer of their own use this one from now on."""
    mount = pki(action)
    found = issuer_named(action, mount, action.inputs.get("default"))
    if found:
        set_default(action, mount, found)


def _issuer_id(action: Action) -> str:
    found = issuer_named(action, pki(action), action.inputs.get("issuerRef"))
    if found is None:
        action.refuse(FAILED, f"unable to find PKI issuer for reference: {action.inputs.get('issuerRef')}")
    return str(found.outputs["issuerId"])


@issuer.check(source=f"{_PKI}, 'Update issuer': usage")
def usages_are_known(inputs: Properties) -> Iterator[Fault]:
    """A comma-separated list."""
    for word in str(inputs.get("usage") or "").split(","):
        if word.strip() and word.strip() not in _USAGES:
            yield "usage", f"{word.strip()!r} is not allowed; allowed: {', '.join(_USAGES)}"


@issuer.before("create")
@issuer.before("update")
def refuse_issuer_name(action: Action) -> None:
    """Unique in the mount."""
    mount = pki(action)
    own, name = issuer_named(action, mount, action.inputs.get("issuerRef")), action.inputs.get("issuerName")
    if own and name and name != own.outputs["name"]:
        check_issuer_name(action, mount, name)


@issuer.after("create")
@issuer.after("update")
def name_issuer(action: Action) -> None:
    """References by the name find it from now on."""
    found = issuer_named(action, pki(action), _issuer_id(action))
    if found and action.inputs.get("issuerName"):
        found.outputs["name"] = action.inputs["issuerName"]
        action.save(found)


@issuer.computes
def issuer_id(action: Action) -> Properties:
    """The id that the reference resolves to."""
    return {"issuerId": _issuer_id(action)}


@cluster.before("create")
@cluster.before("update")
def refuse_no_url(action: Action) -> None:
    """Both paths are URLs."""
    for name, field in (("path", "path"), ("aiaPath", "aia_path")):
        value = action.inputs.get(name)
        if value and not _is_url(value):
            action.refuse(FAILED, f"invalid, non-URL {field} given to cluster: {value}")


@tidy.before("create")
@tidy.before("update")
def refuse_idle_tidy(action: Action) -> None:
    """Tidying that tidies nothing, or leaves no margin."""
    if action.inputs["enabled"] and not any(action.inputs.get(name) for name in _TIDIES):
        action.refuse(BAD, "Auto-tidy enabled but no tidy operations were requested. Enable at least one tidy operation to be run.")
    for name in _BUFFERS:
        if name in action.inputs and (seconds(action.inputs[name]) or 0) < 1:
            field = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
            action.refuse(BAD, f"given {field} must be at least one second; got: {action.inputs[name]}")
