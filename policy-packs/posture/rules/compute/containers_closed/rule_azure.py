"""Containers of zones stand in a network, answer inside it alone, and speak TLS."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.rules.azure_words import az, blocks_of, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import zone_in_use
from posture.rules.words import must_be_false, must_be_set, must_be_true

ENVIRONMENT: Final = az("app:ManagedEnvironment")
APP: Final = az("app:ContainerApp")
GROUP: Final = az("containerinstance:ContainerGroup")
_INGRESS: Final = "configuration.ingress"


@rule(*ENVIRONMENT, *APP, *GROUP)
def check(look: Look) -> Iterator[Fault]:
    """Container Apps and their environments, container groups."""
    zone, kind = look.zone or zone_in_use(look), look.resource.type
    if zone is None:
        return
    if kind in ENVIRONMENT:
        yield from must_be_set(look, "vnetConfiguration.infrastructureSubnetId", "runs in a network of Microsoft's, not in a zone")
        if zone is not ZoneName.ACCESS:
            yield from must_be_true(look, "vnetConfiguration.internal", "answers at a public address")
            yield from must_say(look, "publicNetworkAccess", ("disabled",), "answers at a public address", default="Enabled")
        yield from must_be_true(look, "peerTrafficConfiguration.encryption.enabled", "sends traffic between its apps unencrypted")
        yield from must_be_true(look, "peerAuthentication.mtls.enabled", "lets its apps talk without knowing each other")
        yield from must_be_set(look, "appLogsConfiguration.destination", "does not record what its apps print")
    elif kind in APP:
        if look.value(_INGRESS) not in (None, {}):
            if zone is not ZoneName.ACCESS:
                yield from must_be_false(look, f"{_INGRESS}.external", "answers beyond its environment")
            yield from must_be_false(look, f"{_INGRESS}.allowInsecure", "answers without TLS")
            origins = look.texts(f"{_INGRESS}.corsPolicy.allowedOrigins")
            if isinstance(origins, list) and "*" in origins:
                yield Fault("answers every web page", f"{_INGRESS}.corsPolicy.allowedOrigins")
            if zone is not ZoneName.ACCESS:
                fault = "asks no caller for a certificate"
                yield from must_say(look, f"{_INGRESS}.clientCertificateMode", ("require", "accept"), fault, default="ignore")
    else:
        if not blocks_of(look, "subnetIds"):
            yield Fault("runs in a network of Microsoft's, not in a zone", "subnetIds")
        for prop in ("keyName", "vaultBaseUrl", "identity"):
            if look.value(f"encryptionProperties.{prop}") in (None, ""):
                yield Fault("has no key of its own for what it writes", f"encryptionProperties.{prop}")
                break
        if look.value("ipAddress") is not None:
            yield from must_say(look, "ipAddress.type", ("private",), "answers at a public address")
