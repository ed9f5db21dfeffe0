"""Databases of a zone have no public address."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_engines import INSTANCE, SQL
from posture.rules.gcp_words import items
from posture.rules.look import Look
from posture.rules.scope import guarded
from posture.rules.words import must_be_false

_FAULT: Final = "has a public address"


@rule(*SQL, *INSTANCE)
def check(look: Look) -> Iterator[Fault]:
    """Cloud SQL documentation, "Configure public IP": it is there unless it is switched off; AlloyDB documentation, "Enable public IP": the other way round."""
    if not guarded(look):
        return
    if look.resource.type in INSTANCE:
        yield from must_be_false(look, "networkConfig.enablePublicIp", _FAULT)
    elif look.value("settings") is not None:
        yield from must_be_false(look, "settings.ipConfiguration.ipv4Enabled", _FAULT, default=True)
        for block in items(look, "settings.ipConfiguration.authorizedNetworks"):
            yield Fault("lets addresses in at a public endpoint", f"{block}.value")
