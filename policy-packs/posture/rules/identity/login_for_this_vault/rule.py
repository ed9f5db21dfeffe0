"""Logins ask for whom a token was made, who made it, and whether a certificate still holds."""

from collections.abc import Iterator

from posture.readers.vault.kinds import CERT_ROLE, JWT_CONFIG, JWT_ROLE, KUBERNETES_CONFIG, KUBERNETES_ROLE
from posture.readers.vault.tokens import ENDPOINT
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.vault_words import must_be, unclear
from posture.rules.vault_written import Written, each
from posture.values import is_unknown


@rule(*KUBERNETES_ROLE.tokens, *KUBERNETES_CONFIG.tokens, *JWT_ROLE.tokens, *JWT_CONFIG.tokens, *CERT_ROLE.tokens)
def check(look: Look) -> Iterator[Fault]:
    """Absent, Vault asks for none of it."""
    yield from each(look, KUBERNETES_ROLE, _kubernetes)
    yield from each(look, KUBERNETES_CONFIG, _cluster)
    yield from each(look, JWT_ROLE, _jwt)
    yield from each(look, JWT_CONFIG, _issuer)
    yield from each(look, CERT_ROLE, _certificate)


def _kubernetes(role: Written) -> Iterator[Fault]:
    if role.raw("audience") in (None, ""):
        yield Fault("takes tokens that were made for others: it names no audience", role.prop("audience"))


def _cluster(config: Written) -> Iterator[Fault]:
    """To the API server go the token of the pod that logs in, and the one by which Vault asks."""
    host = config.text("kubernetes_host")
    if isinstance(host, str) and host.lower().startswith("http://"):
        yield Fault("sends tokens of pods to their cluster in plain text", config.prop("kubernetes_host"))


def _jwt(role: Written) -> Iterator[Fault]:
    yield from must_be(role, "verbose_oidc_logging", False, "writes tokens of people to Vault's log", default=False)
    addresses = role.texts("allowed_redirect_uris")
    for one in addresses if not is_unknown(addresses) else ():
        if (
            isinstance(one, str)
            and one.startswith("http://")
            and not one.startswith(("http://localhost", "http://127.0.0.1", "http://[::1]"))
        ):
            yield Fault(f"sends tokens of people in plain text: {one}", role.prop("allowed_redirect_uris"))
        elif isinstance(one, str) and "*" in one:
            yield Fault(f"sends tokens of people to any address: {one}", role.prop("allowed_redirect_uris"))


def _issuer(config: Written) -> Iterator[Fault]:
    if config.look.resource.type.startswith("vault:index/"):
        return
    for field in ("oidc_discovery_url", "jwks_url"):
        address = config.text(field)
        if is_unknown(address):
            continue  # an address that another resource gives
        if address is not None and not address.lower().startswith("https://"):
            yield Fault(f"fetches the keys of its issuer in plain text ({field})", config.prop(field))
    if config.raw("oidc_discovery_url") in (None, "") and config.raw("bound_issuer") in (None, ""):
        yield Fault("names no issuer whose tokens it takes", config.prop("bound_issuer"))
    algorithms = config.texts("jwt_supported_algs")
    if not is_unknown(algorithms) and any(
        isinstance(one, str) and one.lower() in ("none", "hs256", "hs384", "hs512") for one in algorithms
    ):
        yield Fault("takes tokens that anybody can sign", config.prop("jwt_supported_algs"))


def _certificate(role: Written) -> Iterator[Fault]:
    if not _has_lists(role):
        yield from must_be(role, "ocsp_enabled", True, "never asks whether a certificate was taken back", default=False)
    yield from must_be(
        role, "ocsp_fail_open", False, "lets certificates in when nobody can say whether they were taken back", default=False
    )
    responders = role.texts("ocsp_servers_override")
    if is_unknown(responders):
        yield unclear(role, "ocsp_servers_override", "asks somebody else whether certificates hold")


def _has_lists(role: Written) -> bool:
    """Whether the program hands the method a list of what was taken back, `auth/<method>/crls/<name>`."""
    mount = str(role.mount_path).removeprefix("auth/")
    paths = (one.props.get("path") for one in role.look.scene.of((ENDPOINT,)))
    return any(isinstance(path, str) and path.strip("/").startswith(f"auth/{mount}/crls/") for path in paths)
