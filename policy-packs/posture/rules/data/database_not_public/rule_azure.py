"""Database servers with records let nobody in by address."""

from collections.abc import Iterator

from posture.rules.azure_engines import FIREWALL_RULE
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves


@rule(*FIREWALL_RULE)
def check(look: Look) -> Iterator[Fault]:
    """A firewall rule has a meaning only at a public address; 0.0.0.0 is every customer of Azure. `store-not-public` asks that there is none."""
    if serves(look):
        yield Fault("lets addresses in at a public endpoint", "startIpAddress")
