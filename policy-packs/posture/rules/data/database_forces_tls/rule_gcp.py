"""Databases with records refuse connections without TLS."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_engines import INSTANCE, SQL
from posture.rules.look import Look
from posture.rules.words import must_be_one_of

_MODES: Final = ("ENCRYPTED_ONLY", "TRUSTED_CLIENT_CERTIFICATE_REQUIRED")
_FAULT: Final = "takes connections that are not encrypted"


@rule(*SQL, *INSTANCE)
def check(look: Look) -> Iterator[Fault]:
    """Cloud SQL takes unencrypted connections unless it is told otherwise; AlloyDB ("Configure SSL/TLS") takes none. Before `sslMode` there was `requireSsl`."""
    if not look.holds_records:
        return
    if look.resource.type in INSTANCE:
        prop = "clientConnectionConfig.sslConfig.sslMode"
        yield from must_be_one_of(look, prop, _MODES, _FAULT, default="ENCRYPTED_ONLY")
    elif look.value("settings") is not None and look.flag("settings.ipConfiguration.requireSsl") is not True:
        yield from must_be_one_of(look, "settings.ipConfiguration.sslMode", _MODES, _FAULT, default="ALLOW_UNENCRYPTED_AND_ENCRYPTED")
