"""An app that people reach on the internet asks who they are before its own code runs.

Sources: Azure App Service documentation, "Authentication and authorization in Azure App Service" (unauthenticated requests), "Configure TLS mutual
authentication for Azure App Service" (client certificates).
"""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.proofs.verdict import Verdict
from posture.rules.azure_words import az, must_say, says
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import zone_in_use
from posture.rules.words import must_be_true

APP: Final = az("web:WebApp")
SETTINGS: Final = az("web:WebAppAuthSettingsV2")
_ASKS: Final = ("redirecttologinpage", "return401", "return403")
_LETS: Final = "lets people in without asking who they are"


@rule(*APP, *SETTINGS)
def check(look: Look) -> Iterator[Fault]:
    """Certificates or a login for what is open in access; and settings of any zone's app that are there are in force."""
    if look.resource.type in SETTINGS:
        if look.zone is not None or any((app.zone or zone_in_use(app)) is not None for app in look.targets("name", APP)):
            yield from must_be_true(look, "platform.enabled", "asks nobody who he is: it is switched off")
            yield from must_be_true(look, "globalValidation.requireAuthentication", _LETS)
            prop = "globalValidation.unauthenticatedClientAction"
            yield from must_say(look, prop, (*_ASKS, "return404"), _LETS, default="RedirectToLoginPage")
            yield from must_be_true(look, "httpSettings.requireHttps", "takes logins without TLS", default=True)
        return
    if (look.zone or zone_in_use(look)) is not ZoneName.ACCESS or not says(look, "publicNetworkAccess", "enabled"):
        return
    by_certificate = look.flag("clientCertEnabled") is True and says(look, "clientCertMode", "required")
    if not by_certificate and not look.companions(SETTINGS, "name", APP):
        maybe = bool(look.maybe_companions(SETTINGS, "name", APP))
        yield Fault(_LETS, "authentication settings", Verdict.UNPROVEN if maybe else Verdict.VIOLATED)
