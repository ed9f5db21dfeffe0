"""The inspecting firewall drops what none of its rules names."""

from collections.abc import Iterator

from posture.readers.aws.firewall_policy import inspection
from posture.rules.aws_documents import not_known
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import zone_in_use
from posture.rules.network.firewall_protected.rule import POLICY


@rule(*POLICY)
def check(look: Look) -> Iterator[Fault]:
    """As the theorems read it: stateless and stateful defaults, and rules that let everything pass. What can't be read they say."""
    if zone_in_use(look) is None:
        return
    seen = inspection(look.scene.builder, look.view)
    if not seen.certain:
        yield not_known("firewallPolicy", "what it lets pass")
    elif seen.allows is None:
        yield Fault("lets pass what none of its rules names", "firewallPolicy")
