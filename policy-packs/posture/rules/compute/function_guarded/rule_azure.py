"""Web apps and functions of zones stand in a network, speak TLS 1.2 alone, and have no back doors."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.rules.azure_words import az, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import zone_in_use
from posture.rules.words import must_be_false, must_be_set, must_be_true
from posture.values import is_unknown

APP: Final = az("web:WebApp", "web:WebAppSlot")
PUBLISHING: Final = az("web:WebAppFtpAllowed", "web:WebAppScmAllowed")
_NEW: Final = ("1.2", "1.3")
_ALL: Final = "outboundVnetRouting.allTraffic"
_ROUTED: Final = (_ALL, "outboundVnetRouting.applicationTraffic", "siteConfig.vnetRouteAllEnabled", "vnetRouteAllEnabled")
_AROUND: Final = {
    ("outboundVnetRouting.contentShareTraffic", "vnetContentShareEnabled"): "its content share",
    ("outboundVnetRouting.backupRestoreTraffic", "vnetBackupRestoreEnabled"): "its backups",
    ("outboundVnetRouting.imagePullTraffic", "vnetImagePullEnabled"): "its images",
}
"""What the platform does for an app, and by which road. Azure App Service documentation, "Manage Azure App Service virtual network
integration routing": `allTraffic` takes in all of it, the older `vnetRouteAllEnabled` what the app itself sends."""


@rule(*APP, *PUBLISHING)
def check(look: Look) -> Iterator[Fault]:
    """People may come in by access; everywhere else the app's public address is closed."""
    zone = look.zone or zone_in_use(look)
    if look.resource.type in PUBLISHING:
        # In a state `name` is the setting's own (`ftp`), no longer the app's: the app is known by the id.
        apps = look.targets("name", APP)
        if zone is not None or any(app.zone is not None for app in apps) or (not apps and look.scene.classified):
            yield from must_be_false(look, "allow", "lets code be published by a password", default=True)
        return
    if zone is None:
        return
    yield from must_be_set(look, "virtualNetworkSubnetId", "goes out by a network of Microsoft's, not by its zone's")
    if not any(_true(look, prop) for prop in _ROUTED):
        yield Fault("goes to the internet past its zone's network", _ALL)
    if not _true(look, _ALL):
        for props, what in _AROUND.items():
            if not any(_true(look, prop) for prop in props):
                yield Fault(f"reaches {what} past its zone's network", props[0])
    if zone is not ZoneName.ACCESS or look.value("publicNetworkAccess") is None:
        yield from must_say(look, "publicNetworkAccess", ("disabled",), "answers at a public address", default="Enabled")
    yield from must_be_true(look, "httpsOnly", "answers without TLS")
    yield from must_say(look, "siteConfig.minTlsVersion", _NEW, "takes TLS before 1.2", default="1.2")
    yield from must_say(look, "siteConfig.scmMinTlsVersion", _NEW, "is published to with TLS before 1.2", default="1.2")
    yield from must_say(look, "siteConfig.ftpsState", ("disabled",), "lets code be published by FTP", default="FtpsOnly")
    yield from must_be_false(look, "siteConfig.remoteDebuggingEnabled", "can be debugged from outside")
    yield from must_be_false(look, "sshEnabled", "can be logged in to", default=False)
    origins = look.texts("siteConfig.cors.allowedOrigins")
    for origin in [] if is_unknown(origins) else origins:
        if origin == "*":
            yield Fault("answers every web page", "siteConfig.cors.allowedOrigins")
    yield from must_be_set(look, "identity", "has no identity: it needs keys for whatever it reads")


def _true(look: Look, prop: str) -> bool:
    """Whether it is so, or may be."""
    return look.flag(prop) is True or is_unknown(look.value(prop))
